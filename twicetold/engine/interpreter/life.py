"""Discrete-time simulation, one life: the order of things within a tick, and from the first tick to the
ending.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Generator, Iterator

import numpy as np

from twicetold.engine.interpreter.build import Build
from twicetold.engine.interpreter.log import Log
from twicetold.engine.interpreter.otherwise import Otherwise
from twicetold.engine.interpreter.state import Guide, State
from twicetold.engine.meaning.columns import Counts, Lives, event_columns
from twicetold.engine.meaning.digest import digest_cells, number_words
from twicetold.engine.meaning.interventions import Intervention
from twicetold.engine.meaning.names import UNENDED
from twicetold.engine.meaning.noise import Noise
from twicetold.engine.meaning.probes import Probes
from twicetold.engine.meaning.record import NOTHING_SAID, Event, Life, Lineage
from twicetold.engine.meaning.turns import Option, Turn
from twicetold.lang import limits, model
from twicetold.lang.model import Value


class Living:
    """A life that has not ended yet. `step` lives a tick; `life` gives what has been lived."""

    def __init__(self, build: Build, state: State, seed: int, run: int) -> None:
        self.build = build
        self.state = state
        self.seed = seed
        self.run = run
        self.ending: str | None = None
        self.beginning = NOTHING_SAID
        self._drawn = run

    def begin(self) -> None:
        """Make everything as it is before the first tick."""
        self._luck()
        self.state.spend(self.build.work.beginning)
        self.build.starts.begin(self.state)

    def step(self) -> bool:
        """Live one tick. Returns whether the life goes on."""
        try:
            next(self._tick(()))
        except StopIteration as lived:
            return bool(lived.value)
        raise AssertionError("nobody is played")

    def idle(self) -> None:
        """Live one tick in which nobody begins anything and no ending comes: what is under way goes on."""
        s, build = self.state, self.build
        build.senses.run(s)
        build.rules.run(s)
        build.senses.run_within(s)
        build.actions.go_on(s, build.actions.actors(s))
        self._go_to(s.tick + 1)

    def do(self, actor: int, option: Option) -> None:
        """Live one tick in which somebody does something and all else rests."""
        self.build.actions.start(self.state, actor, option)
        self._go_to(self.state.tick + 1)

    def _go_to(self, tick: int) -> None:
        s = self.state
        s.tick = tick
        s.happened.clear()
        s.now = self.build.world.seconds(tick)

    def turns(self, played: Collection[int]) -> Generator[Turn, int, None]:
        """Live on to the end. Whenever one of those who are played can choose, their turn is given, and the
        place of the option to take is expected back, -1 to do nothing."""
        while (yield from self._tick(played)):
            pass

    def _tick(self, played: Collection[int]) -> Generator[Turn, int, bool]:
        s, build = self.state, self.build
        self._luck()
        s.spend(build.work.tick)
        build.senses.run(s)
        build.rules.run(s)
        build.senses.run_within(s)
        order = build.actions.actors(s)
        build.actions.go_on(s, order)
        yield from build.actions.choose_all(s, order, played)
        build.endings.watch(s)
        self.ending = build.endings.reached(s, at_end=False)
        if self.ending is not None:
            return False
        self._go_to(s.tick + 1)
        build.endings.keep(s)
        if s.tick < build.world.ticks:
            return True
        self.ending = build.endings.reached(s, at_end=True) or UNENDED
        return False

    def _luck(self) -> None:
        """Take the noise of whatever run an intervention says; its own if none says any."""
        s = self.state
        if s.otherwise is not None and (run := s.otherwise.luck(s, self.run)) != self._drawn:
            self._drawn = run
            s.noise = self._noise(run)

    def _noise(self, run: int) -> Noise:
        return Noise(self.seed, run, self.build.world.ticks)

    def fork(self, run: int, guide: Guide | None = None) -> Living:
        """A twin that goes on with the noise of another run of the same seed."""
        twin = Living(self.build, self.state.fork(self._noise(run), guide, run), self.seed, run)
        twin.ending, twin.beginning = self.ending, self.beginning
        return twin

    def life(self) -> Life:
        """What has been lived so far; the ending is `unended` while it goes on."""
        s = self.state
        if s.log is not None:
            for span in s.log.spans.values():
                self.build.rules.end_span(s, span)
        return self.so_far()

    def so_far(self) -> Life:
        """The same without upkeep that goes on, which is told of nowhere: what may be asked again and again
        of a life that is under way."""
        s = self.state
        events: tuple[Event, ...] = ()
        if s.log is not None:
            events = tuple(event for event in s.log.events if event is not None)
        return Life(
            self.seed,
            self.run,
            self.ending or UNENDED,
            s.tick,
            self.build.endings.measures(s),
            events,
            tuple(s.series),
            self.beginning,
        )

    def counts(self) -> Counts:
        """What it has come to, if that is counted."""
        s = self.state
        hits = np.array(s.counts, np.int64)
        return Counts(
            hits,
            (hits > 0).astype(np.int64),
            np.where(hits > 0, self.run, -1),
            np.array([s.stirred], np.int32),
            np.array([s.acted], np.int32),
        )

    def digest(self) -> int:
        """This life, as it is now, in a word of 64 bits; see `digest.py`."""
        return digest_cells(self.state.digest, self._words())

    def _words(self) -> Iterator[int]:
        """The values of all cells as words: a number's bits, a yes/no or an option as it is, an entity's (or
        kind's) number plus 1."""
        s, layout = self.state, self.build.layout
        for placed in layout.fields.values():
            yield from _words(s.cells[placed.base : placed.base + len(placed.cells)], placed.field.type)
        yield from (nature + 1 for nature in s.cells[layout.kinds_now :])


def _words(values: list[Value], type_: model.Type) -> list[int]:
    if isinstance(type_, model.Number | model.Time):
        return number_words(np.array(values, dtype=np.float64))
    shift = isinstance(type_, model.Ref)
    return [int(value) + shift for value in values]


class Interpreter:
    """The definition of the language: lives a world as its text says, one life at a time.

    Slow and plain; a compiled kernel has to give the same lives to the bit. One that is `counted` counts how
    often `lives` come to each probe of the world.
    """

    def __init__(self, world: model.World, *, counted: bool = False) -> None:
        self.world = world
        self.build = Build(world, Probes(world) if counted else None)
        self._otherwise = self._made_otherwise(())

    def under(self, interventions: tuple[Intervention, ...]) -> Interpreter:
        """The interpreter of the same world under these interventions, after those of its own."""
        twin = copy.copy(self)
        twin._otherwise = self._made_otherwise(interventions)
        return twin

    def _made_otherwise(self, further: tuple[Intervention, ...]) -> Otherwise | None:
        said = (*self.world.interventions, *further)
        return Otherwise(self.build.expressions.compile, said) if said else None

    def begin(
        self,
        seed: int,
        run: int,
        *,
        record: bool = True,
        guide: Guide | None = None,
        steps: int | None = None,
    ) -> Living:
        """The beginning of run `run` of `seed`. `record` keeps events and causes, at a cost in time; `steps`
        take the place of the world's budget, of which a recorded life has a part. What lives raises
        LifeTooLong if the life is beyond its budget."""
        layout = self.build.layout
        log = Log([-1] * layout.size, [0.0] * layout.size) if record else None
        if steps is None:
            steps = self.world.budget // (limits.RECORDED if record else 1)
        minds = len(self.world.entities) if self.world.depth == 1 else 0
        state = State(
            (self.world.name, seed, run),
            Noise(seed, run, self.world.ticks),
            layout.size,
            minds,
            log,
            guide,
            self._otherwise,
            left=steps,
        )
        state.counts = [0] * self.build.count.size
        living = Living(self.build, state, seed, run)
        living.begin()
        if record and (self.world.opening.wordings or self.world.introductions):
            living.beginning = self.build.beginnings.told(state)
        self.build.endings.watch(state)
        self.build.endings.keep(state)
        return living

    def live(self, seed: int, run: int, *, record: bool = True, guide: Guide | None = None) -> Life:
        """A whole life. The same seed and run give the same life, whether recorded or not."""
        living = self.begin(seed, run, record=record, guide=guide)
        while living.step():
            pass
        return living.life()

    def follow(
        self, seed: int, lineage: Lineage, *, record: bool = True, guide: Guide | None = None
    ) -> Living:
        """A life that goes on from some ticks with the luck of other runs, up to the last of these ticks."""
        (run, _), *others = lineage
        living = self.begin(seed, run, record=record, guide=guide)
        for run, tick in others:
            while living.state.tick < tick and living.step():
                pass
            living = living.fork(run)
        return living

    def lives(self, seed: int, first: int, n: int, *, events: bool = False) -> Lives:
        """The runs `first` to `first + n - 1` of `seed`, as columns."""
        names = self.build.names
        lived = []
        counts = Counts.nobodys(self.build.count.size)
        for run in range(first, first + n):
            living = self.begin(seed, run, record=events, steps=self.world.budget)
            while living.step():
                pass
            lived.append((living.life(), living.digest(), living.state.scored))
            counts = counts.join(living.counts())
        return Lives(
            seed,
            first,
            np.array([names.endings.index(life.ending) for life, _, _ in lived], np.int16),
            np.array([life.ticks for life, _, _ in lived], np.int32),
            np.array([[value for _, value in life.measures] for life, _, _ in lived], np.float64).reshape(
                n, len(names.measures)
            ),
            np.array([digest for _, digest, _ in lived], np.uint64),
            np.array([scored for _, _, scored in lived], np.int64),
            event_columns(names, [life for life, _, _ in lived]) if events else None,
            counts if self.build.count.counted else None,
            np.array([life.series for life, _, _ in lived], np.float64).reshape(n, names.points),
        )
