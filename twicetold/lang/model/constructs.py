"""Constructs: what takes place, with its roles, its conditions and its effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from twicetold.lang.exact import FOREVER
from twicetold.lang.model.effects import Chance, Effect, Learns
from twicetold.lang.model.expressions import Expr
from twicetold.lang.model.place import late, number, place
from twicetold.lang.model.texts import Wording
from twicetold.lang.source import Span

DECLINED: Final = "declined"
"""The outcome of an action that somebody who takes part was not willing to do."""


@dataclass(frozen=True, slots=True)
class Role:
    """A place in a construct that entities of a kind can take; `slot` is its place in the frame. Nobody takes
    two, but that whoever has one of the slots `may_be` may take this one too."""

    name: str
    kind: str
    slot: int
    may_be: tuple[int, ...] = late(())


def taken(role: Role, before: Sequence[Role]) -> list[Role]:
    """Those of the roles before one whose entities it cannot have."""
    return [other for other in before if other.slot not in role.may_be]


def may_take(roles: Sequence[Role], entities: Sequence[int | None]) -> bool:
    """Whether these can take the first of some roles together: nobody has two, but where a role may be the
    same as another. None is anybody."""
    for n, (role, entity) in enumerate(zip(roles, entities, strict=False)):
        others = [entities[roles.index(other)] for other in taken(role, roles[:n])]
        if entity is not None and entity in others:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Condition:
    """One part of a `needs`, as written. `needs a, b and c` has the parts a, b and c.

    `roles` is how many roles, in order, must be bound before it can be tested; `text` is its source, empty
    for a part of an ending. What an action needs `at_end` too is tested again when its time is over.
    """

    expr: Expr
    roles: int
    text: str
    at_end: bool = late(False)
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of an `urge`, with its source text. A term that is subtracted is already negated. Those of
    the same `line` are written as one, and have the same reason in words, `because`.
    """

    expr: Expr
    text: str
    line: int = late(0)
    because: Wording | None = late(None)
    span: Span = place()


Channel = Literal["seen", "heard", "smelled", "felt", "told", "hidden"]
"""By what an event is perceived; or that it is not."""


@dataclass(frozen=True, slots=True)
class Perceive:
    """Who perceives an event, by which channel: through a sense of a role (`sense` and `of`, a slot),
    every entity of a kind that fits (`kind`, `slot`, `where`), or one role (`of`, where `where` holds).
    Whom it is `hidden` from (`of` alone) does not perceive it by any line. It is asked before the effects of
    the event, or `after` them. Besides what the event sets, whoever perceives it (`slot`, or `of` if that is
    the one) learns what it `shows`.
    """

    channel: Channel
    sense: str | None = None
    of: int | None = None
    slot: int | None = None
    kind: str | None = None
    where: Expr | None = None
    site: str = ""
    after: bool = late(False)
    shows: tuple[Learns, ...] = late(())
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Sense:
    """What a mind notices by itself. roles[0] is the mind. `wordings`: told when it changes the mind (see
    `loud`).
    """

    name: str
    roles: tuple[Role, ...]
    when: tuple[Condition, ...]
    body: tuple[Effect, ...]
    wordings: tuple[Wording, ...]
    size: int
    span: Span = place()
    number: int = number()

    @property
    def loud(self) -> bool:
        """Whether a change of mind by this sense is an event."""
        return bool(self.wordings)


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens without anybody's choosing.

    `mode`: `each` tick; `when` it becomes true, or has held for `ticks` (`after`); `at` the tick `ticks`;
    `every` so often: evenly, `times` in `ticks` ticks (see `exact.Grid.often`), or if it has `phases` from
    each of these on (see `exact.Grid.again`); `due` in each tick for which `where` and `when` hold; `later`
    likewise, but it is no event itself: it lets happen what was asked for to happen later; so does `chance`,
    which draws whether an event comes about by itself. `where` and `when` are split into conditions; for
    `each`, `at` and `every` only `where` is used. `is_memory`: it keeps up what was last sensed (see
    `check/memory.py`).
    """

    name: str
    roles: tuple[Role, ...]
    mode: Literal["each", "when", "at", "every", "due", "later", "chance"]
    where: tuple[Condition, ...]
    when: tuple[Condition, ...]
    ticks: int
    times: int
    body: tuple[Effect, ...]
    perceive: tuple[Perceive, ...]
    size: int
    phases: tuple[int, ...] = late(())
    is_memory: bool = late(False)
    span: Span = place()
    number: int = number()

    @property
    def is_hidden(self) -> bool:
        """Whether it does not stand in the text."""
        return self.mode == "later" or self.is_memory

    @property
    def by_itself(self) -> str | None:
        """The event of which it draws whether it comes about by itself; None if it is another rule."""
        return next((effect.brings for effect in self.body if isinstance(effect, Chance)), None)

    @property
    def is_upkeep(self) -> bool:
        """Whether it makes no events of its own."""
        return self.mode in ("each", "later", "chance")

    @property
    def first(self) -> int:
        """The first tick at which it can hold."""
        return -(-min(self.phases or (self.ticks,)) // self.times) if self.times else FOREVER


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody can choose to do. roles[0] is the actor. It keeps the actor busy for so many `ticks`, or
    if that is None for as many as `takes`, in seconds, comes to.

    `failed` and `broken_off` are the wordings of an attempt that failed, or was interrupted. `notices`: when
    the actor perceives it (None: always).

    The `partners`, given by their slots, are busy with it too. What is `asked` of them when it starts, one
    after the other, decides whether all are willing: if not, its outcome is `DECLINED`. Then those in `hears`
    perceive that they were asked, and `declined` are its wordings.
    """

    name: str
    roles: tuple[Role, ...]
    needs: tuple[Condition, ...]
    urge: tuple[Term, ...]
    takes: Expr | None
    ticks: int | None
    interrupted: tuple[Condition, ...]
    body: tuple[Effect, ...]
    perceive: tuple[Perceive, ...]
    wordings: tuple[Wording, ...]
    failed: tuple[Wording, ...]
    broken_off: tuple[Wording, ...]
    size: int
    notices: Expr | None = None
    partners: tuple[int, ...] = late(())
    asked: tuple[Effect, ...] = late(())
    hears: tuple[Perceive, ...] = late(())
    declined: tuple[Wording, ...] = late(())
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Event:
    """What happens without an actor, when an effect says `happens`."""

    name: str
    roles: tuple[Role, ...]
    body: tuple[Effect, ...]
    perceive: tuple[Perceive, ...]
    wordings: tuple[Wording, ...]
    size: int
    span: Span = place()
    number: int = number()


Construct = Sense | Rule | Action | Event
"""What has roles and can take place."""
