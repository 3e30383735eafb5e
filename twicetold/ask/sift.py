"""Sifting: how often the patterns of a world are found in its lives, in which, of whom, and how these end.

Lives are lived and forgotten. Each pattern is looked for in their events, in all lives of a piece at once
(`engine/meaning/matching.py`). Causes are recorded by the interpreter alone: a life in which a pattern that
asks for causes would fit without them is lived again by it, so that all that is found is exact.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twicetold import questions
from twicetold.ask.examples import Example, Moment
from twicetold.ask.lifts import Lift, lift
from twicetold.ask.names import Names as Called
from twicetold.ask.sift_kept import Kept, KeptCount
from twicetold.engine import Interpreter
from twicetold.engine.meaning.columns import NO_ROLE, EventColumns, Lives
from twicetold.engine.meaning.found import Record
from twicetold.engine.meaning.matching import Partial, matches, ready
from twicetold.engine.meaning.names import names
from twicetold.lang import Loaded, model
from twicetold.lang.diagnostics import nearest
from twicetold.runs.documents import read, told
from twicetold.runs.engines import Engine
from twicetold.runs.failures import RunsError
from twicetold.runs.intervals import wilson
from twicetold.runs.living import Living, Task
from twicetold.runs.passes import Accumulator, Pass, Progress
from twicetold.runs.reading import Runs
from twicetold.runs.recording import SAFE

RUNS: Final = 10
"""So many lives in which a pattern is found are named, the first."""

SAMPLE: Final = 1000
"""Of so many lives, the first in which a pattern is found, one is typical."""

WHO: Final = 10
"""So many are named of whom a pattern is found, in most lives first."""


@dataclass(frozen=True, slots=True)
class Of:
    """Who takes the roles of a pattern, in order, and in how many lives."""

    who: tuple[str, ...]
    lives: int


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern with its roles, found in `lives`, a `share` of all with its 95 % interval, `matches` times in
    all of them together; `times` is in how many lives it is found how often. `first` is in the first such
    life; `typical` in the one of the first `SAMPLE` in which it takes the middling time. How such lives end
    is in `endings`.
    """

    pattern: str
    roles: tuple[str, ...]
    lives: int
    share: float
    low: float
    high: float
    matches: int
    times: tuple[tuple[int, int], ...]
    runs: tuple[int, ...]
    of: tuple[Of, ...]
    first: Example | None
    typical: Example | None
    endings: tuple[Lift, ...]


@dataclass(frozen=True, slots=True)
class Sifted:
    """What was found of each pattern in `n` lives of those that were `asked` for. `again` is how many of them
    were lived again for their causes; `note` says why the kernel did not live them."""

    world: str
    hash: str
    seed: int
    asked: int
    n: int
    again: int
    patterns: tuple[Found, ...]
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        return asdict(self)


class NoPatterns(ValueError):
    """A world has no pattern, or none of the name."""


def chosen(world: model.World, wanted: Sequence[str]) -> tuple[model.StoryPattern, ...]:
    """The patterns of these names, or all if none is named. Raises NoPatterns."""
    known = {pattern.name: pattern for pattern in world.patterns}
    for name in wanted:
        if name not in known:
            near = nearest(name, known)
            listed = f"did you mean `{near}`?" if near else f"there are {', '.join(known) or 'none'}"
            raise NoPatterns(f"there is no pattern `{name}`; {listed}")
    if not known:
        raise NoPatterns(
            "this world has no patterns; add a block such as\n\n"
            f"{HOW.format(**_shape(world))}\n\nThe reference of the language says more, under `Patterns`."
        )
    return tuple(known[name] for name in dict.fromkeys(wanted or known))


HOW: Final = "  pattern again ({roles})\n    first {event}\n    then {event}"


def _shape(world: model.World) -> dict[str, str]:
    """An event of the world with its roles, for an example of a pattern."""
    constructs: Iterable[model.Construct] = (*world.actions, *world.events)
    known = next(iter(sorted(constructs, key=lambda each: abs(len(each.roles) - 2))), None)
    if known is None:
        return {"roles": "a: Person, b: Person", "event": "strike(a, b)"}
    roles = ", ".join(f"{role.name}: {role.kind}" for role in known.roles)
    return {"roles": roles, "event": f"{known.name}({', '.join(role.name for role in known.roles)})"}


def sift(
    loaded: Loaded,
    asked: questions.Sift,
    on_progress: Progress | None = None,
    *,
    before: bytes | None = None,
    save: Callable[[bytes], None] | None = None,
) -> Sifted:
    """Live a world many times and look for its patterns in each life. An interrupt (Ctrl-C) ends the living,
    not the program. What was found so far is handed to `save` now and then and in the end; by that, as
    `before`, it is gone on with.

    Raises NoPatterns; RunsError if what was before is of something else; `matching.TooManyMatches` where a
    pattern fits one life in more ways than can be kept; and what `runs.many` raises.
    """
    world = loaded.world
    sifting = Sifting(world, asked.seed, chosen(world, asked.patterns))
    if before is not None:
        sifting.go_on(before)
    living = Living(Task(world, asked.seed, asked.jobs, Engine(asked.engine), events=True, marked=True))
    adding: list[Accumulator] = [sifting.add]
    if save is not None:
        adding.append(_Saving(sifting, save).add)
    passing = Pass(asked.n, adding, on_progress, done=sifting.n)
    passing.live(living, ranges=[range(sifting.n, asked.n)])
    if save is not None:
        save(sifting.kept())
    return sifting.sifted(asked.n, living.note)


def sift_kept(
    loaded: Loaded, runs: Runs, asked: questions.Sift, on_progress: Progress | None = None
) -> Sifted:
    """Look for the patterns of a world in lives of it that are kept. Their events are read if they are kept
    and no pattern asks what was so; else the same lives are lived again.

    Raises RunsError if they are lives of something else, or damaged; and what `sift` raises.
    """
    world, manifest = loaded.world, runs.manifest
    if _bare(runs.store.load().world) != _bare(world):
        raise RunsError(f"{runs.store.place.shown} holds lives of another world than {world.name}")
    sifting = Sifting(world, manifest.seed, chosen(world, asked.patterns))
    passing = Pass(runs.n, [sifting.add], on_progress)
    if manifest.events and not any(pattern.asks_state for pattern in sifting.patterns):
        passing.over(_kept_lives(runs, world))
        return sifting.sifted(runs.n)
    task = Task(world, manifest.seed, asked.jobs, Engine(asked.engine), events=True, marked=True)
    living = Living(task)
    passing.live(living, ranges=runs.shards)
    return sifting.sifted(runs.n, living.note)


def _bare(world: model.World) -> str:
    """The hash of a world without its patterns, by which its lives are known."""
    return replace(world, patterns=()).hash


def _kept_lives(runs: Runs, world: model.World) -> Iterator[tuple[Lives]]:
    from twicetold.runs import shards

    codec = shards.Codec(world, runs.manifest.seed, events=True)
    for stretch in runs.shards:
        lives = shards.whole(runs.store, codec, stretch)
        if lives is None:
            raise RunsError(f"{runs.store.place.shown}: a shard vanished; try again")
        yield (lives,)


@dataclass(slots=True)
class _Saving:
    """Hands over what was sifted so far, at most every `SAFE` seconds."""

    sifting: Sifting
    save: Callable[[bytes], None]
    _last: float = field(default_factory=time.monotonic)

    def add(self, _: Lives) -> None:
        if time.monotonic() - self._last >= SAFE:
            self.save(self.sifting.kept())
            self._last = time.monotonic()


# --- counting -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Count:
    """What was found of one pattern so far; `sample` are matches in the first lives, with how long each takes
    in ticks."""

    lives: int = 0
    matches: int = 0
    times: Counter[int] = field(default_factory=Counter)
    endings: Counter[int] = field(default_factory=Counter)
    of: Counter[tuple[int, ...]] = field(default_factory=Counter)
    runs: list[int] = field(default_factory=list)
    sample: list[tuple[int, Example]] = field(default_factory=list)


class Sifting:
    """Lives sifted for some patterns of their world, piece by piece."""

    def __init__(self, world: model.World, seed: int, patterns: Sequence[model.StoryPattern]) -> None:
        self.world = world
        self.seed = seed
        self.patterns = patterns
        self.names = names(world)
        self.n = 0
        self.endings: Counter[int] = Counter()
        self._ready = [ready(world, self.names, pattern) for pattern in patterns]
        self._counts = [_Count() for _ in patterns]
        self.again = 0
        self._interpreter = cache(lambda: Interpreter(world))
        self._called = Called(world)

    def add(self, lives: Lives) -> None:
        """Sift these lives; they follow those before."""
        assert lives.events is not None
        endings = lives.ending.tolist()
        found = self._found(lives, lives.events)
        for count, of_runs in zip(self._counts, found, strict=True):
            for run, there in of_runs.items():
                if there:
                    self._put(count, run, there, lives.events, endings[run - lives.first])
        self.endings.update(endings)
        self.n += len(lives)

    def held(self, lives: Lives) -> NDArray[np.bool_]:
        """In which of these lives any of the patterns is found; they are not counted."""
        assert lives.events is not None
        held = np.zeros(len(lives), np.bool_)
        for of_runs in self._found(lives, lives.events):
            held[[run - lives.first for run, there in of_runs.items() if there]] = True
        return held

    def _found(self, lives: Lives, events: EventColumns) -> list[dict[int, list[Partial]]]:
        """What is found of each pattern, by run, with its causes asked for."""
        found = [dict(matches(made, events, lives.first, len(lives))) for made in self._ready]
        self._ask_causes(found)
        return found

    def _ask_causes(self, found: Sequence[dict[int, list[Partial]]]) -> None:
        """Leave of what is found, of each pattern by run, what came of what it must have come of."""
        asking = [
            (made, of_runs) for made, of_runs in zip(self._ready, found, strict=True) if made.asks_causes
        ]
        for run in sorted({run for _, of_runs in asking for run in of_runs}):
            record = Record(self.names, self._interpreter().live(self.seed, run))
            self.again += 1
            for made, of_runs in asking:
                of_runs[run] = [match for match in of_runs.get(run, ()) if record.holds(made, match)]

    def _put(self, count: _Count, run: int, found: list[Partial], events: EventColumns, ending: int) -> None:
        count.lives += 1
        count.matches += len(found)
        count.times[len(found)] += 1
        count.endings[ending] += 1
        count.of.update({match.who[1:] for match in found})
        if len(count.runs) < RUNS:
            count.runs.append(run)
        if len(count.sample) < SAMPLE:
            match = min(found, key=lambda each: (each.events[-1], each.events))
            count.sample.append((match.ticks[-1] - match.ticks[0], self._example(run, match, events)))

    def _example(self, run: int, match: Partial, events: EventColumns) -> Example:
        begin = int(events.run.searchsorted(run))
        moments = []
        for place in match.events:
            row = begin + place
            who = [role for role in events.roles[row].tolist() if role != NO_ROLE]
            outcome = self.names.outcomes[events.outcome[row]]
            what = self._called.event(self.names.constructs[events.name[row]], who)
            said = what if outcome == "done" else f"{what} {outcome}"
            moments.append(Moment(self.world.seconds(int(events.tick[row])), said))
        return Example(run, self._who(match.who[1:]), tuple(moments))

    def _who(self, entities: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._called.entity(entity) for entity in entities)

    def lives(self, pattern: str) -> int:
        """In how many lives a pattern was found so far."""
        return next(
            count.lives
            for each, count in zip(self.patterns, self._counts, strict=True)
            if each.name == pattern
        )

    # --- on disk

    def kept(self) -> bytes:
        """What was found so far, to be gone on with."""
        pairs = zip(self.patterns, self._counts, strict=True)
        counts = tuple(
            KeptCount(
                pattern.name, count.lives, count.matches, tuple(sorted(count.times.items())),
                tuple(sorted(count.endings.items())), tuple(sorted(count.of.items())), tuple(count.runs),
                tuple(count.sample),
            )
            for pattern, count in pairs
        )  # fmt: skip
        endings = tuple(sorted(self.endings.items()))
        return Kept(
            hash=self.world.hash, seed=self.seed, n=self.n, again=self.again, endings=endings, counts=counts
        ).to_bytes()

    def go_on(self, data: bytes) -> None:
        """Go on with what was found before. Raises RunsError if it is of something else, or damaged."""
        try:
            kept = read(data, Kept)
        except ValueError as error:
            raise RunsError(f"what was sifted before is damaged: {told(error)}") from None
        mine = (self.world.hash, self.seed, [pattern.name for pattern in self.patterns])
        if (kept.hash, kept.seed, [count.pattern for count in kept.counts]) != mine:
            raise RunsError("what was sifted before is of another world or seed, or of other patterns")
        self.n, self.again, self.endings = kept.n, kept.again, Counter(dict(kept.endings))
        self._counts = [
            _Count(
                count.lives, count.matches, Counter(dict(count.times)), Counter(dict(count.endings)),
                Counter(dict(count.of)), list(count.runs), list(count.sample),
            )
            for count in kept.counts
        ]  # fmt: skip

    # --- what it comes to

    def sifted(self, asked: int, note: str | None = None) -> Sifted:
        """What was found so far of so many lives that were asked for."""
        pairs = zip(self.patterns, self._counts, strict=True)
        found = tuple(self._summed_up(pattern, count) for pattern, count in pairs)
        world = self.world
        return Sifted(world.name, world.hash, self.seed, asked, self.n, self.again, found, note)

    def _summed_up(self, pattern: model.StoryPattern, count: _Count) -> Found:
        low, high = wilson(count.lives, self.n)
        ranked = sorted(count.of.items(), key=lambda pair: (-pair[1], pair[0]))
        by_length = sorted(count.sample, key=lambda pair: (pair[0], pair[1].run))
        return Found(
            pattern.name,
            tuple(role.name for role in pattern.roles),
            count.lives,
            count.lives / self.n if self.n else 0.0,
            low,
            high,
            count.matches,
            tuple(sorted(count.times.items())),
            tuple(count.runs),
            tuple(Of(self._who(who), lives) for who, lives in ranked[:WHO]),
            count.sample[0][1] if count.sample else None,
            by_length[(len(by_length) - 1) // 2][1] if by_length else None,
            tuple(
                lift(name, count.endings[place], count.lives, self.endings[place], self.n)
                for place, name in enumerate(self.names.endings)
                if self.endings[place]
            ),
        )
