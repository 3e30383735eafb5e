"""A life: the order of things within a tick, and from the first tick to the ending."""

from __future__ import annotations

from twicetold.engine.interpreter.build import Build
from twicetold.engine.interpreter.causes import Log
from twicetold.engine.interpreter.ending import UNENDED
from twicetold.engine.interpreter.guide import Guide
from twicetold.engine.interpreter.state import State
from twicetold.engine.noise import Noise
from twicetold.engine.record import Event, Life
from twicetold.lang import model


class Living:
    """A life that has not ended yet. `step` lives a tick; `life` gives what has been lived."""

    def __init__(self, build: Build, state: State, seed: int, run: int) -> None:
        self.build = build
        self.state = state
        self.seed = seed
        self.run = run
        self.ending: str | None = None

    def step(self) -> bool:
        """Live one tick. Returns whether the life goes on."""
        s, build = self.state, self.build
        build.senses.run(s)
        build.rules.run(s)
        order = build.actions.actors(s)
        build.actions.go_on(s, order)
        build.actions.choose_all(s, order)
        self.ending = build.endings.reached(s, at_end=False)
        if self.ending is not None:
            return False
        s.tick += 1
        s.now = s.tick * build.world.tick
        if s.tick < build.world.ticks:
            return True
        self.ending = build.endings.reached(s, at_end=True) or UNENDED
        return False

    def fork(self, run: int, guide: Guide | None = None) -> Living:
        """A twin that goes on with the noise of another run of the same seed."""
        twin = Living(self.build, self.state.fork(Noise(self.seed, run), guide), self.seed, run)
        twin.ending = self.ending
        return twin

    def life(self) -> Life:
        """What has been lived so far; the ending is `unended` while it goes on."""
        s = self.state
        events: tuple[Event, ...] = ()
        if s.log is not None:
            for span in s.log.spans.values():
                self.build.rules.end_span(s, span)
            events = tuple(event for event in s.log.events if event is not None)
        return Life(
            self.seed, self.run, self.ending or UNENDED, s.tick, self.build.endings.measures(s), events
        )


class Interpreter:
    """The definition of the language: lives a world as its text says, one life at a time.

    Slow and plain; a compiled kernel has to give the same lives to the bit.
    """

    def __init__(self, world: model.World) -> None:
        self.world = world
        self.build = Build(world)

    def begin(self, seed: int, run: int, *, record: bool = True, guide: Guide | None = None) -> Living:
        """The beginning of run `run` of `seed`. `record` keeps events and causes, at a cost in time."""
        layout = self.build.layout
        log = Log([-1] * layout.size, [0.0] * layout.size) if record else None
        state = State(Noise(seed, run), layout.size, len(self.world.entities), log, guide)
        self.build.starts.begin(state)
        return Living(self.build, state, seed, run)

    def live(self, seed: int, run: int, *, record: bool = True, guide: Guide | None = None) -> Life:
        """A whole life. The same seed and run give the same life, whether recorded or not."""
        living = self.begin(seed, run, record=record, guide=guide)
        while living.step():
            pass
        return living.life()
