"""Sifting: how often the patterns of a world are found in its lives, in which, of whom, and how these end.

Lives are lived and forgotten. Each pattern is looked for in their events, in all lives of a piece at once
(`engine/meaning/matching.py`). Causes are recorded by the interpreter alone: a life in which a pattern that
asks for causes would fit without them is lived again by it, so that all that is found is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, Final

from twicetold import questions
from twicetold.ask.lifts import Lift, lift
from twicetold.ask.names import Names as Called
from twicetold.engine import Interpreter
from twicetold.engine.meaning.columns import NO_ROLE, EventColumns, Lives
from twicetold.engine.meaning.found import Record
from twicetold.engine.meaning.matching import Partial, matches, ready
from twicetold.engine.meaning.names import names
from twicetold.lang import Loaded, model
from twicetold.lang.diagnostics import nearest
from twicetold.runs.engines import Engine
from twicetold.runs.intervals import wilson
from twicetold.runs.living import Living, Task
from twicetold.runs.passes import Pass, Progress

RUNS: Final = 10
"""So many lives in which a pattern is found are named, the first."""

SAMPLE: Final = 1000
"""Of so many lives, the first in which a pattern is found, one is typical."""

WHO: Final = 10
"""So many are named of whom a pattern is found, in most lives first."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An event of an example: when, in seconds since the beginning, and what."""

    seconds: float
    event: str


@dataclass(frozen=True, slots=True)
class Example:
    """A pattern as it is found in a life: who takes its roles, in order, and its events."""

    run: int
    who: tuple[str, ...]
    events: tuple[Moment, ...]


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


def sift(loaded: Loaded, asked: questions.Sift, on_progress: Progress | None = None) -> Sifted:
    """Live a world many times and look for its patterns in each life. An interrupt (Ctrl-C) ends the living,
    not the program.

    Raises NoPatterns; `matching.TooManyMatches` where a pattern fits one life in more ways than can be kept;
    and what `runs.many` raises.
    """
    world = loaded.world
    sifting = Sifting(world, asked.seed, chosen(world, asked.patterns))
    living = Living(Task(world, asked.seed, asked.jobs, Engine(asked.engine), events=True, marked=True))
    Pass(asked.n, [sifting.add], on_progress).live(living)
    return sifting.sifted(asked.n, living.note)


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
        found = [dict(matches(made, lives.events, lives.first, len(lives))) for made in self._ready]
        self._ask_causes(found)
        for count, of_runs in zip(self._counts, found, strict=True):
            for run, there in of_runs.items():
                if there:
                    self._put(count, run, there, lives.events, endings[run - lives.first])
        self.endings.update(endings)
        self.n += len(lives)

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
