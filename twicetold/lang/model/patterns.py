"""Patterns: events of a life in an order, with roles that recur, by which lives are sifted.

A pattern moves nothing. What is asked of the world in it (`where`) is asked as each event begins to happen,
of those who take part in that event alone, so that it is known then whether it fits, whatever comes later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from twicetold.lang.model.constructs import Role
from twicetold.lang.model.expressions import EventPattern, Expr
from twicetold.lang.model.place import late, place
from twicetold.lang.model.texts import Mention, Plain
from twicetold.lang.source import Span

BEGINNING: Final = -1
"""Stands for the step before the first: the beginning of a life."""


@dataclass(frozen=True, slots=True)
class Step:
    """An event of a pattern. Each of its arguments is a role (`Bound`), somebody (`Const`), or None, anyone.

    `where`: what held as it began to happen. `within` so many ticks of the step of number `since`. It came
    `because` of the step of that number, by the recorded causes.
    """

    event: EventPattern
    where: Expr | None = None
    within: int | None = None
    since: int = 0
    because: int | None = None
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Absence:
    """An event that does not take place strictly between the steps of numbers `after` and `before`; from the
    beginning of the life (`BEGINNING`), or until its end (`before` is the number of steps)."""

    event: EventPattern
    where: Expr | None
    after: int
    before: int
    span: Span = place()


@dataclass(frozen=True, slots=True)
class StoryPattern:
    """Events in an order, what must not lie between them, and what such a thing is `called`; `size` is the
    length of the frame in which conditions are read, with the roles from slot 1 on."""

    name: str
    roles: tuple[Role, ...]
    steps: tuple[Step, ...]
    absences: tuple[Absence, ...]
    size: int
    called: tuple[Plain | Mention, ...] = late(())
    span: Span = place()

    @property
    def asks_causes(self) -> bool:
        """Whether it asks which event another came from."""
        return any(step.because is not None for step in self.steps)

    @property
    def asks_state(self) -> bool:
        """Whether it asks what was so."""
        return any(line.where is not None for line in self.lines())

    def lines(self) -> Iterator[Step | Absence]:
        """The events that it speaks of."""
        yield from self.steps
        yield from self.absences
