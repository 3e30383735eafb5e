"""Bindings: all ways in which entities can take the roles of a construct."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from twicetold.engine.interpreter.counting import Counting
from twicetold.engine.interpreter.expression import Expressions
from twicetold.engine.interpreter.functions import Eval, Narrow, Those
from twicetold.engine.interpreter.state import Frame, State
from twicetold.engine.meaning.work import Work
from twicetold.lang import model

Known = dict[object, Any]
"""What has been found out already, as long as nothing changes: who can take a role."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Who can take a role: those of `before` whom a condition leaves. Bindings that begin alike share it."""

    before: Candidates | None
    narrow: Narrow
    whole: tuple[Narrow, ...]
    """All conditions, one after the other; the first is of the kind and beside the roles before."""

    @classmethod
    def of(cls, those: Those) -> Candidates:
        """All of some."""

        def narrow(s: State, f: Frame, _: Sequence[int]) -> Sequence[int]:
            return those(s, f)

        return cls(None, narrow, (narrow,))

    def now(self, s: State, f: Frame, known: Known) -> Sequence[int]:
        """Candidates of the present state, with the roles before bound in the frame."""
        entities: Sequence[int] | None = known.get(self)
        if entities is None:
            before = self.before
            if before is None:
                entities = self.narrow(s, f, ())
            else:
                entities = known.get(before)
                if entities is None:
                    entities = before.now(s, f, known)
                if entities:
                    entities = self.narrow(s, f, entities)
            known[self] = entities
        return entities

    def anew(self, s: State, f: Frame) -> Sequence[int]:
        """The same where nothing is known."""
        entities: Sequence[int] = ()
        for narrow in self.whole:
            entities = narrow(s, f, entities)
            if not entities:
                break
        return entities


class Binder:
    """What the bindings of one world have in common: who can take a role, found once for all that ask it."""

    def __init__(self, expressions: Expressions, work: Work, count: Counting) -> None:
        self.expressions = expressions
        self.work = work
        self.count = count
        self._candidates: dict[object, Candidates] = {}

    def candidates(
        self,
        role: model.Role,
        others: Sequence[model.Role],
        settled: Sequence[model.Condition],
        steady: Sequence[model.Condition],
    ) -> Candidates:
        """Who can take a role beside those of others, for whom some conditions hold, the settled ones first;
        the same for bindings that ask the same."""
        x = self.expressions
        mine = set(x.layout.possible(role.kind))
        taken = [other.slot for other in others if not mine.isdisjoint(x.layout.possible(other.kind))]
        asked = (role.kind, role.slot, *taken, *(part.expr for part in settled))
        if asked not in self._candidates:
            self._candidates[asked] = Candidates.of(
                x.settled(role.kind, [part.expr for part in settled], role.slot, taken)
            )
        candidates = self._candidates[asked]
        for part in steady:
            narrow = self.count.narrow(part, x.narrowing(part.expr, role.slot, role.kind))
            fewer = Candidates(candidates, narrow, (*candidates.whole, narrow))
            candidates = self._candidates.setdefault((candidates, narrow), fewer)
        return candidates


class Bindings:
    """The bindings of some roles for which some conditions hold.

    Roles are bound in order, the first outermost, each to the entities of its kind in order of declaration
    and never to one that another role has. A condition is tested as soon as the roles it speaks of are
    bound. `effects` are what may happen for each binding before the next is asked for; if somebody has
    ceased by them to be of the kind of their role, there is no such binding any more.

    To look for all who can take a role takes steps, and so does to ask of one what is dear; see
    `engine/meaning/work.py`. Those of senses count in every tick.
    """

    def __init__(
        self,
        binder: Binder,
        construct: model.Sense | model.Rule | model.Action,
        conditions: Sequence[model.Condition],
        size: int,
        effects: Sequence[model.Effect] = (),
    ) -> None:
        x, count, roles = binder.expressions, binder.count, construct.roles
        self._tests: list[list[Eval]] = [[] for _ in range(len(roles) + 1)]
        for part in conditions:
            self._tests[part.roles].append(count.test(part, x.condition(part.expr)))
        self._candidates: list[Candidates] = []
        self._late: list[list[Eval]] = []
        """Per role what must be asked anew of each, for what happens may change the answer: whether all bound
        so far are still there, and some conditions."""
        for place, role in enumerate(roles):
            parts, later = [part for part in conditions if part.roles == role.slot], list[model.Condition]()
            if place and not isinstance(construct, model.Sense):
                parts, later = binder.work.divided(parts)
            bound = [(other.kind, other.slot) for other in roles[: place + 1]]
            there = x.there(bound) if x.steadiness.turns(effects) else []
            steady = [part for part in parts if x.steadiness.is_steady(part.expr, effects)]
            if there and count.counted:
                steady = []  # who is not there is not asked
            settled = [part for part in steady if not count.counted and x.steadiness.is_settled(part.expr)]
            others = [part for part in parts if part not in settled]
            now = list(itertools.takewhile(steady.__contains__, others))
            self._candidates.append(binder.candidates(role, model.taken(role, roles[:place]), settled, now))
            late = [count.test(part, x.condition(part.expr)) for part in others[len(now) :]]
            late += [_spending(binder.work, part, count.test(part, x.condition(part.expr))) for part in later]
            self._late.append([*there, *late])
        self._count = len(roles)
        self._steps = [0] * (len(roles) + 1)
        """Per role, by its slot, the steps of looking for those who can take it."""
        if not isinstance(construct, model.Sense):
            for slot in range(2, len(roles) + 1):
                self._steps[slot] = binder.work.role(construct, slot)
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
        if first is None:
            if not all(test(s, f) for test in self._tests[0]):
                return iter(())
            return self._bind(s, f, 1, self._candidates[0].anew(s, f)) if self._count else iter((f,))
        f[1] = first
        return iter(self.each_of(s, f, {}) if all(test(s, f) for test in self.gate) else ())

    @property
    def gate(self) -> list[Eval]:
        """The conditions that speak of no role but the first."""
        return [*self._tests[0], *self._tests[1]]

    def each_of(self, s: State, f: Frame, known: Known) -> Iterable[Frame]:
        """The same frame, whose first role is bound to somebody whom the gate lets in."""
        if self._count == 1:
            return (f,)
        those = self.second_of(s, f, known)
        return self._bind(s, f, 2, those) if those else ()

    @property
    def is_pair(self) -> bool:
        """Whether there are two roles, and nothing is left to be asked of those found for the second."""
        return self._count == 2 and not self._late[1]

    def second_of(self, s: State, f: Frame, known: Known) -> Sequence[int]:
        """Those who can be found for the second role, beside the first of the same frame."""
        s.spend(self._steps[2])
        return self._candidates[1].now(s, f, known)

    def _bind(self, s: State, f: Frame, slot: int, those: Sequence[int]) -> Iterator[Frame]:
        tests, last = self._late[slot - 1], slot == self._count
        if last and not tests:
            for f[slot] in those:
                yield f
            return
        for entity in those:
            f[slot] = entity
            for test in tests:
                if not test(s, f):
                    break
            else:
                if last:
                    yield f
                else:
                    s.spend(self._steps[slot + 1])
                    yield from self._bind(s, f, slot + 1, self._candidates[slot].anew(s, f))


def _spending(work: Work, part: model.Condition, test: Eval) -> Eval:
    """The test, whose steps count whenever it is asked, if it is dear."""
    steps = work.dear(part)
    if not steps:
        return test

    def asked(s: State, f: Frame) -> Any:
        s.spend(steps)
        return test(s, f)

    return asked
