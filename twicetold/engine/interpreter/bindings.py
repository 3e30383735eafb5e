"""Bindings: all ways in which entities can take the roles of a construct."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from twicetold.engine.interpreter.state import Frame, State
from twicetold.lang import model

if TYPE_CHECKING:
    from twicetold.engine.interpreter.build import Build


class Bindings:
    """The bindings of some roles for which some conditions hold.

    Roles are bound in order, the first outermost, each to the entities of its kind in order of declaration
    and never to one that another role has. A condition is tested as soon as the roles it speaks of are
    bound.
    """

    def __init__(
        self, build: Build, roles: Sequence[model.Role], conditions: Sequence[model.Condition], size: int
    ) -> None:
        self._members = [build.expressions.members(role.kind) for role in roles]
        self._tests = [
            [
                build.count.test(part, build.expressions.compile(part.expr))
                for part in conditions
                if part.roles == bound
            ]
            for bound in range(len(roles) + 1)
        ]
        self._count = len(roles)
        self._rest = [-1] * size

    def frame(self, mind: int, roles: Sequence[int] = ()) -> Frame:
        """A frame read in this mind, with these roles bound."""
        f: Frame = self._rest.copy()
        f[0] = mind
        f[1 : 1 + len(roles)] = roles
        return f

    def holds(self, s: State, f: Frame) -> bool:
        """Whether all conditions hold of the roles bound in a frame."""
        return all(test(s, f) for tests in self._tests for test in tests)

    def each(self, s: State, mind: int, first: int | None = None) -> Iterator[Frame]:
        """One frame, bound anew at each step; `first` binds the first role."""
        f = self.frame(mind)
        for test in self._tests[0]:
            if not test(s, f):
                return iter(())
        if first is None:
            return self._bind(s, f, 1)
        f[1] = first
        for test in self._tests[1]:
            if not test(s, f):
                return iter(())
        return self._bind(s, f, 2) if self._count > 1 else iter((f,))

    def _bind(self, s: State, f: Frame, slot: int) -> Iterator[Frame]:
        if slot > self._count:
            yield f
            return
        tests = self._tests[slot]
        taken = f[1:slot]
        last = slot == self._count
        for entity in self._members[slot - 1](s):
            if entity in taken:
                continue
            f[slot] = entity
            for test in tests:
                if not test(s, f):
                    break
            else:
                if last:
                    yield f
                else:
                    yield from self._bind(s, f, slot + 1)
