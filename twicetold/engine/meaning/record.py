"""What is kept of a life: its events, their causes, its ending.

An entity is given by its number in `World.entities`; an event by its number in the life. Numbers are given
when an event comes to its end, so that every cause has a smaller number than what it caused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from twicetold.lang.model import Value

Lineage = tuple[tuple[int, int], ...]
"""Of a life that went on from some ticks with the luck of other runs: these runs, each with the tick from
which on all was drawn as in it. The first is the run in which the life began, at tick 0."""


class Word(NamedTuple):
    """Literal text of a told line."""

    text: str


class Who(NamedTuple):
    """An entity to be named: `form` is plain, possessive, the, or a, or `listed` if others of a list follow.
    `was` is the one that stood there before the event, if that was another: a place that somebody leaves is
    the one where they were.
    """

    entity: int
    form: str
    was: int | None = None


class Does(NamedTuple):
    """A verb in its plain form, to be inflected."""

    lemma: str
    negated: bool


class Turns(NamedTuple):
    """Pieces of which one is told, and which one depends on how often the telling has come to them: see
    `model.Turns`. `number` is that of their place among the texts of the world.
    """

    sort: str
    number: int
    arms: tuple[tuple[Part, ...], ...]


Part = Word | Who | Does | Turns
"""A part of a told line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A told line with its roles filled. `mode` is plain, as, thinks or briefly; `mind` the entity it is told
    close to (None with `as`: any witness); `wording` which of the world's texts it was made of. In one that
    `varies` pieces take turns, so that it is not the same when it is told again.
    """

    mode: str
    mind: int | None
    parts: tuple[Part, ...]
    wording: int = -1
    varies: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """Texts about a life as it begins: with what its tellings begin, and how some entities are described."""

    opening: tuple[Line, ...]
    described: Mapping[int, Line]


NOTHING_SAID = Beginning((), {})
"""Where a world has no such texts, or a life was not recorded."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that an event changed: of the truth, or of the belief of `mind`."""

    field: str
    entities: tuple[int, ...]
    old: Value
    new: Value
    mind: int | None = None


class Supposed(NamedTuple):
    """A belief about a belief that an event changed: `minds` are whose it is, whom they have in mind, and so
    on to the last, whom they take to hold the value."""

    minds: tuple[int, ...]
    field: str
    entities: tuple[int, ...]
    old: Value
    new: Value


class Error(NamedTuple):
    """Something that somebody believed of a field of entities, and that was not so as they began to act; what
    the field was in truth; and what they believed in words, if the world has any that would not be the same
    of the truth.
    """

    field: str
    entities: tuple[int, ...]
    believed: Value
    true: Value
    words: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Causes:
    """The events an event came from, by kind; see the language reference, "Events and causes". `urged_by` are
    those of `moved_by` that speak for it: without them the urge would have been less. `errors` are the wrong
    beliefs but for which it would not have seemed possible, or less would have spoken for it.
    """

    enabled_by: tuple[int, ...] = ()
    moved_by: tuple[int, ...] = ()
    perceived: tuple[int, ...] = ()
    shaped_by: tuple[int, ...] = ()
    urged_by: tuple[int, ...] = ()
    errors: tuple[Error, ...] = ()

    def all(self) -> tuple[int, ...]:
        """Every cause once, in order."""
        return tuple(sorted({*self.enabled_by, *self.moved_by, *self.perceived, *self.shaped_by}))


class Lapse(NamedTuple):
    """Something that an action needed and that was no longer so as its effects began: the place of the
    condition among its `needs`, and the events but for which it would still have been so."""

    need: int
    since: tuple[int, ...]


NO_CAUSES = Causes()
"""Those of what came of itself."""

Sort = Literal["action", "event", "rule", "sense", "ending"]


@dataclass(frozen=True, slots=True)
class Event:
    """An occurrence. It began at tick `began` and came to its end at tick `tick`.

    `outcome` is `done`, a label of the world, or for an action `failed` (belief was wrong; `because` is
    the condition that truth refused) or `interrupted`. `quiet` events are upkeep and triggers: of no
    interest but as causes. `unseen` are pairs of one who perceived it and one who took part in it
    unperceived. `unaware` are those who take part and cannot notice anything as it ends, each with whether
    they could as its effects began; `gone` are those who had ceased to exist before. `lapsed` is what an
    action needed and had no more at its end; `reason` is why it was done, in words; `marks` is what of
    that which patterns ask of it held (see `marks.py`). `supposed` is what somebody came by it to take others
    to believe.
    """

    number: int
    sort: Sort
    name: str
    roles: tuple[int, ...]
    outcome: str
    began: int
    tick: int
    changes: tuple[Change, ...]
    perceived_by: tuple[tuple[int, str], ...]
    causes: Causes
    lines: tuple[Line, ...]
    because: str | None = None
    quiet: bool = False
    unseen: tuple[tuple[int, int], ...] = ()
    unaware: tuple[tuple[int, bool], ...] = ()
    gone: tuple[int, ...] = ()
    lapsed: tuple[Lapse, ...] = ()
    reason: tuple[Part, ...] = ()
    marks: int = 0
    supposed: tuple[Supposed, ...] = ()


@dataclass(frozen=True, slots=True)
class Life:
    """A life that has ended: after `ticks` ticks, in `ending`, with the measures taken then.

    `events` is empty where nothing was recorded. `series` has the points of all measures over time, one after
    the other (`Names.series`). `beginning` is what the texts of its world say of it as it begins, of one that
    was recorded.
    """

    seed: int
    run: int
    ending: str
    ticks: int
    measures: tuple[tuple[str, float], ...]
    events: tuple[Event, ...]
    series: tuple[float, ...] = ()
    beginning: Beginning = NOTHING_SAID
