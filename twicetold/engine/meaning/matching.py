"""Matching, complex event processing: patterns looked for in the events of a life, one after the other.

What has come of a pattern so far is a partial match; each event that it waits for makes another of it, one
step longer, and leaves it as it was, so that all matches are found, each once. A sequence, equal roles, a
window, negation strictly between: see E. Wu, Y. Diao and S. Rizvi (High-performance complex event processing
over streams, SIGMOD 2006). Partial matches lie by whom they wait for, so that an event comes to those alone
that it can lengthen.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.meaning.columns import EventColumns
from twicetold.engine.meaning.marks import bit
from twicetold.engine.meaning.names import NOT_DONE, Names
from twicetold.lang import limits, model

MOST: Final = 1_000_000
"""So many partial matches of one pattern may there be in one life."""

NOBODY: Final = -1
"""Takes a role that no event has bound yet."""

CameFrom = Callable[[int, int], bool]
"""Whether the event at one place among those of a life came of the one at an earlier place."""


class TooManyMatches(ValueError):
    """A pattern fits a life in more ways than can be kept."""

    def __init__(self, pattern: str) -> None:
        super().__init__(
            f"`{pattern}` fits one life in more than {MOST:,} ways; ask for more in it, or for fewer events"
        )


class Partial(NamedTuple):
    """A pattern as far as it has come: who takes its roles (by slot, `NOBODY` for one who is not known yet),
    the places of its events, and their ticks."""

    who: tuple[int, ...]
    events: tuple[int, ...]
    ticks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """What an event must be like, whoever takes part: its name, whether each of the outcomes will do, the
    mark that it needs, and who has certain roles of it (`fixed`: the place of the role, and the entity)."""

    name: int
    outcomes: tuple[bool, ...]
    mark: int
    fixed: tuple[tuple[int, int], ...]

    def holds(self, name: int, outcome: int, mark: int, roles: Sequence[int]) -> bool:
        """Whether an event is so."""
        return (
            name == self.name
            and self.outcomes[outcome]
            and mark & self.mark == self.mark
            and all(roles[place] == entity for place, entity in self.fixed)
        )

    def rows(self, events: EventColumns) -> NDArray[np.int64]:
        """The rows of the events that are so."""
        rows: NDArray[np.int64] = np.flatnonzero(events.name == self.name)
        good: NDArray[np.bool_] = np.array(self.outcomes)[events.outcome[rows]]
        if self.mark:
            assert events.marks is not None
            good &= (events.marks[rows] & self.mark) == self.mark
        for place, entity in self.fixed:
            good &= events.roles[rows, place] == entity
        fitting: NDArray[np.int64] = rows[good]
        return fitting


Key = Callable[[Sequence[int]], Hashable]
"""What takes out of those in an event, or of those in a partial match, the ones by whom the two find each
other."""


def _key(places: Sequence[int]) -> Key:
    return itemgetter(*places) if places else lambda _: None


@dataclass(frozen=True, slots=True)
class Absent:
    """What must not take place between two steps. `roles` are those of the event that are roles of the
    pattern, each with its slot; `of_event` and `of_match` their keys."""

    number: int
    after: int
    before: int
    roles: tuple[tuple[int, int], ...]
    of_event: Key = field(init=False, compare=False)
    of_match: Key = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "of_event", _key([at for at, _ in self.roles]))
        object.__setattr__(self, "of_match", _key([slot for _, slot in self.roles]))


@dataclass(frozen=True, slots=True)
class Step:
    """A step made ready. Of the event's roles, each with its slot: those that are `known` before it, with
    their keys `of_event` and `of_match`, and those that are `new`, with the slots of whom they must not be.
    `absences` end at it; by `kills` it can be known that what waits for it waits in vain."""

    known: tuple[tuple[int, int], ...]
    new: tuple[tuple[int, int, tuple[int, ...]], ...]
    within: int | None
    since: int
    because: int | None
    absences: tuple[Absent, ...]
    kills: tuple[Absent, ...]
    of_event: Key = field(init=False, compare=False)
    of_match: Key = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "of_event", _key([at for at, _ in self.known]))
        object.__setattr__(self, "of_match", _key([slot for _, slot in self.known]))

    @property
    def slots(self) -> tuple[tuple[int, int], ...]:
        """Those of its event's roles that are roles of the pattern, each with its slot."""
        return (*self.known, *((at, slot) for at, slot, _ in self.new))


@dataclass(frozen=True, slots=True)
class Ready:
    """A pattern made ready to be looked for. `fits` are those of its steps, then of its absences; `last` are
    the absences that end with the life."""

    name: str
    slots: int
    steps: tuple[Step, ...]
    absences: tuple[Absent, ...]
    last: tuple[Absent, ...]
    fits: tuple[Fit, ...]
    asks_causes: bool

    def fitting(self, name: int, outcome: int, mark: int, roles: Sequence[int]) -> Iterator[int]:
        """The numbers of the fits of an event, in the order in which they count: the last step first, so that
        no event is taken twice, and absences last, since they are strictly between."""
        steps = len(self.steps)
        for number in (*range(steps - 1, -1, -1), *range(steps, len(self.fits))):
            if self.fits[number].holds(name, outcome, mark, roles):
                yield number


def ready(world: model.World, names: Names, pattern: model.StoryPattern) -> Ready:
    """A pattern of a world made ready."""
    count = len(pattern.steps)
    bound: set[int] = set()
    absences = tuple(
        Absent(n, line.after, line.before, _slots(line.event)) for n, line in enumerate(pattern.absences)
    )
    steps = []
    for place, line in enumerate(pattern.steps):
        slots = _slots(line.event)
        known = tuple(pair for pair in slots if pair[1] in bound)
        fresh = tuple((at, slot, _others(pattern, slot)) for at, slot in slots if slot not in bound)
        open_ = [each for each in absences if each.after < place <= each.before]
        kills = tuple(each for each in open_ if all(slot in bound for _, slot in each.roles))
        ending = tuple(each for each in absences if each.before == place)
        steps.append(Step(known, fresh, line.within, line.since, line.because, ending, kills))
        bound |= {slot for _, slot in slots}
    return Ready(
        pattern.name,
        1 + max((role.slot for role in pattern.roles), default=0),
        tuple(steps),
        absences,
        tuple(each for each in absences if each.before == count),
        tuple(_fit(world, names, line) for line in pattern.lines()),
        pattern.asks_causes,
    )


def _slots(event: model.EventPattern) -> tuple[tuple[int, int], ...]:
    return tuple((place, arg.slot) for place, arg in enumerate(event.args) if isinstance(arg, model.Bound))


def _others(pattern: model.StoryPattern, slot: int) -> tuple[int, ...]:
    """The slots of those whose entity the role of a slot cannot have."""
    place = next(n for n, role in enumerate(pattern.roles) if role.slot == slot)
    mine = pattern.roles[place]
    before = {role.slot for role in model.taken(mine, pattern.roles[:place])}
    after = {role.slot for role in pattern.roles[place + 1 :] if slot not in role.may_be}
    return tuple(sorted(before | after))


def _fit(world: model.World, names: Names, line: model.Step | model.Absence) -> Fit:
    label = line.event.outcome
    outcomes = tuple(name not in NOT_DONE if label is None else name == label for name in names.outcomes)
    fixed = tuple(
        (place, int(arg.value)) for place, arg in enumerate(line.event.args) if isinstance(arg, model.Const)
    )
    return Fit(names.construct.get(line.event.event, -1), outcomes, bit(world, line), fixed)


# --- one life -----------------------------------------------------------------------------------------------


def try_advance(
    pattern: Ready,
    so_far: Partial,
    place: int,
    tick: int,
    roles: Sequence[int],
    seen: Seen,
    came: CameFrom | None,
) -> Partial | None:
    """A partial match with one more event; None if that is not what it waits for, or comes too late, or of
    something else, or after what must not be between. Without `came` causes are not asked for."""
    step, who = pattern.steps[len(so_far.events)], list(so_far.who)
    if step.of_event(roles) != step.of_match(who):
        return None
    for at, slot, others in step.new:
        if who[slot] not in (NOBODY, roles[at]):
            return None
        who[slot] = roles[at]
        for other in others:
            if who[other] == roles[at]:
                return None
    if step.within is not None and tick - so_far.ticks[step.since] > step.within:
        return None
    if step.because is not None and came is not None and not came(place, so_far.events[step.because]):
        return None
    for absent in step.absences:
        if seen.between(absent, who, so_far.events):
            return None
    return Partial(tuple(who), (*so_far.events, place), (*so_far.ticks, tick))


class Seen:
    """Where each event of those that must not be between took place last, by who took part."""

    def __init__(self, absences: int) -> None:
        self._last: list[dict[Hashable, int]] = [{} for _ in range(absences)]

    def put(self, absent: Absent, roles: Sequence[int], place: int) -> None:
        """One took place."""
        self._last[absent.number][absent.of_event(roles)] = place

    def between(self, absent: Absent, who: Sequence[int], events: Sequence[int]) -> bool:
        """Whether one took place after the step from which on it must not."""
        last = self._last[absent.number].get(absent.of_match(who), -1)
        return last > (events[absent.after] if absent.after >= 0 else -1)


@dataclass(slots=True)
class Matching:
    """A pattern being looked for in one life. `waiting` are the partial matches that wait for each step, by
    those of its roles who are known; `complete` those that wait for nothing but the end of the life."""

    pattern: Ready
    came: CameFrom | None = None
    waiting: list[dict[Hashable, list[Partial]]] = field(init=False)
    complete: list[Partial] = field(init=False)
    seen: Seen = field(init=False)
    _left: int = field(default_factory=lambda: MOST)

    def __post_init__(self) -> None:
        self.waiting = [{} for _ in self.pattern.steps]
        self.waiting[0][None] = [Partial((NOBODY,) * self.pattern.slots, (), ())]
        self.complete = []
        self.seen = Seen(len(self.pattern.absences))

    def take(self, number: int, place: int, tick: int, roles: Sequence[int]) -> None:
        """An event at a place that the fit of that number fits, with who takes its roles. Those of one event
        come in the order of `Ready.fitting`. Raises TooManyMatches."""
        pattern = self.pattern
        if number >= len(pattern.steps):
            self.seen.put(pattern.absences[number - len(pattern.steps)], roles, place)
            return
        step = pattern.steps[number]
        key = step.of_event(roles)
        waiting = self.waiting[number].get(key)
        if not waiting:
            return
        stale = False
        for so_far in waiting:
            longer = try_advance(pattern, so_far, place, tick, roles, self.seen, self.came)
            if longer is not None:
                self._keep(longer, number + 1)
            elif not stale:
                stale = not self._is_open(step, so_far, tick)
        if stale:
            self.waiting[number][key] = [each for each in waiting if self._is_open(step, each, tick)]

    def end(self) -> list[Partial]:
        """The matches of the whole life, in order of their last events."""
        last = self.pattern.last
        return [
            each
            for each in self.complete
            if not any(self.seen.between(absent, each.who, each.events) for absent in last)
        ]

    def half(self, tick: int) -> Iterator[Partial]:
        """What has begun, and can still be completed at a tick or later."""
        for number, step in enumerate(self.pattern.steps[1:], 1):
            for waiting in self.waiting[number].values():
                yield from (each for each in waiting if self._is_open(step, each, tick))

    def _is_open(self, step: Step, so_far: Partial, tick: int) -> bool:
        """Whether it is still in time, and nothing was between."""
        if step.within is not None and tick - so_far.ticks[step.since] > step.within:
            return False
        return not step.kills or not any(
            self.seen.between(absent, so_far.who, so_far.events) for absent in step.kills
        )

    def _keep(self, longer: Partial, number: int) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooManyMatches(self.pattern.name)
        if number == len(self.pattern.steps):
            self.complete.append(longer)
        else:
            key = self.pattern.steps[number].of_match(longer.who)
            self.waiting[number].setdefault(key, []).append(longer)


# --- many lives ---------------------------------------------------------------------------------------------


def matches(
    pattern: Ready, events: EventColumns, first: int, lives: int
) -> Iterator[tuple[int, list[Partial]]]:
    """The runs among so many from the first on in which a pattern is found, each with its matches; places are
    those among the events of the life. Causes are not asked for. Raises TooManyMatches.

    Only events that can be part of a match are looked at one by one; see `_reduced`.
    """
    if not len(events):
        return
    steps = len(pattern.steps)
    rows = _reduced(pattern, [fit.rows(events) for fit in pattern.fits[:steps]], events)
    possible = np.zeros(lives, np.bool_)
    possible[events.run[rows[-1]] - first] = True
    if not possible.any():
        return
    for fit in pattern.fits[steps:]:
        absent = fit.rows(events)
        rows.append(absent[possible[events.run[absent] - first]])
    order = [*range(steps - 1, -1, -1), *range(steps, len(rows))]
    row = np.concatenate([rows[number] for number in order])
    fits = np.repeat(np.array(order, np.int64), [len(rows[number]) for number in order])
    sorted_ = np.argsort(row, kind="stable")
    row, fits = row[sorted_], fits[sorted_]
    run = events.run[row]
    begins = np.flatnonzero(np.diff(run, prepend=run[0] - 1))
    place = row - np.searchsorted(events.run, run)
    columns = [column.tolist() for column in events.roles[row].T]
    roles: Iterable[tuple[int, ...]] = zip(*columns, strict=True) if columns else [()] * len(row)
    hits = zip(fits.tolist(), place.tolist(), events.tick[row].tolist(), roles, strict=True)
    for begin, end in pairwise([*begins.tolist(), len(row)]):
        matching = Matching(pattern)
        for hit in islice(hits, end - begin):
            matching.take(*hit)
        found = matching.end()
        if found:
            yield int(run[begin]), found


def _reduced(
    pattern: Ready, rows: Sequence[NDArray[np.int64]], events: EventColumns
) -> list[NDArray[np.int64]]:
    """Of the rows that fit each step those that have one of the step before ahead of them, in the same life
    and of the same ones as far as both say who; and of these those that have one of the step after behind
    them: a reduction by semijoins (P. A. Bernstein and D.-M. W. Chiu: Using semi-joins to solve relational
    queries, Journal of the ACM 28, 1981)."""
    left = list(rows)
    for place in range(1, len(left)):
        good = _met(pattern, place, left[place - 1], left[place], events, ahead=True)
        left[place] = left[place][good]
    for place in range(len(left) - 1, 0, -1):
        good = _met(pattern, place, left[place - 1], left[place], events, ahead=False)
        left[place - 1] = left[place - 1][good]
    return left


def _met(
    pattern: Ready,
    place: int,
    early: NDArray[np.int64],
    late: NDArray[np.int64],
    events: EventColumns,
    *,
    ahead: bool,
) -> NDArray[np.bool_]:
    """Which rows of a step have one of the step before `ahead` of them that may belong to it; or which of
    that have one of the step behind them. If there is a time within which they have to be, the nearest
    counts."""
    step = pattern.steps[place]
    keys, others = _alike(pattern, place, early, late, events)
    if ahead:
        nearest = _nearest(keys, early, others, late)
        between = events.tick[late] - events.tick[early[nearest]] if len(early) else 0
    else:
        nearest = _nearest(others, -late, keys, -early)
        between = events.tick[late[nearest]] - events.tick[early] if len(late) else 0
    good: NDArray[np.bool_] = nearest >= 0
    if step.within is not None and step.since == place - 1:
        good = good & (between <= step.within)
    return good


def _alike(
    pattern: Ready, place: int, early: NDArray[np.int64], late: NDArray[np.int64], events: EventColumns
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers for the rows of the step before one, and of the step: the same where they are of one life, and
    of the same ones in as many roles that both have as a number has room for."""
    slots = {slot: at for at, slot in pattern.steps[place - 1].slots}
    shared = [(slots[slot], at) for at, slot in pattern.steps[place].slots if slot in slots][:2]
    keys, others = events.run[early] - events.run[0], events.run[late] - events.run[0]
    for at_early, at_late in shared:
        keys = keys * limits.ENTITIES + events.roles[early, at_early]
        others = others * limits.ENTITIES + events.roles[late, at_late]
    return keys, others


def _nearest(
    keys: NDArray[np.int64], rows: NDArray[np.int64], others: NDArray[np.int64], behind: NDArray[np.int64]
) -> NDArray[np.int64]:
    """For each of the rows `behind`, with its key among `others`, the place of the last of `rows` before it
    that has the same key; -1 if there is none."""
    if not len(keys):
        return np.full(len(others), -1)
    order = np.lexsort((rows, keys))
    known, group = np.unique(keys[order], return_inverse=True)
    lowest, span = (
        min(rows.min(), behind.min(initial=0)),
        2 * (abs(rows).max() + abs(behind).max(initial=0) + 1),
    )
    its = np.minimum(np.searchsorted(known, others), len(known) - 1)
    last = np.searchsorted(group * span + rows[order] - lowest, its * span + behind - lowest) - 1
    good = (known[its] == others) & (last >= 0) & (group[last] == its)
    return np.where(good, order[last], -1)
