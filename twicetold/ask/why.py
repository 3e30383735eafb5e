"""Actual causation, why something happened or a life ended as it did: a chain of recorded causes, and what
would have come of it had one thing been otherwise.

An *actual cause* is found by intervention. For each deed, event, chance and omission of the life a twin is
lived with the same luck and that one thing otherwise. If what is asked about is then gone, the thing is a
cause. If not, it may be that something else stood in for it; so it is tried again while what did not happen
in the life is kept from happening in the twin, and last with several things otherwise at once, none of which
is a cause alone. This is the modified definition of J. Y. Halpern, "A modification of the Halpern-Pearl
definition of causality", IJCAI 2015 (and "Actual Causality", MIT Press 2016), for the variables that a
world's happenings are.

How much hangs on a cause is told by lives with other luck from that moment on, once with it and once without
(J. Pearl, "Causality", 2nd ed. 2009, chapter 9: necessity and sufficiency).
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from twicetold import questions
from twicetold.engine import Event, Guide, Interpreter, Life, Option
from twicetold.engine.aside import aside
from twicetold.engine.meaning.ancestry import ancestors
from twicetold.engine.meaning.interventions import Intervention, Luck, Void
from twicetold.engine.meaning.names import names
from twicetold.engine.observe import Frame, Happens, Observer, State
from twicetold.lang import model
from twicetold.runs import NoKernel
from twicetold.runs.engines import twins

if TYPE_CHECKING:
    from twicetold.engine.kernel.twins import Ended, Twins

Progress = Callable[[int, int], None]

PATIENCE = 3.0
"""Seconds: twins that the interpreter would live longer are lived by the kernel."""

TOGETHER = 12
"""Among so many things that happened of themselves those are sought that are causes only together."""

CONTINGENCIES = 24
"""So many contingencies are tried for each thing."""

MOMENTS = 4
"""At most so many of the moments at which a deed was open are tried for having left it undone."""

Sort = Literal["deed", "event", "chance", "omission"]

Held = model.Intervention | Void
"""What keeps something from happening."""


class NotThere(ValueError):
    """There is no such event in this life, or it cannot be asked about; the message says so."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What may have been a cause: a deed or event (`name`, `roles`), first at `tick` and `times` in all; a
    chance that held or not (`value`), its place `name`; or a deed that was open at `moments`, the first of
    them `tick`, and never done.

    `events` are its events in the life; `chance` how likely it was when it was drawn or chosen.
    """

    sort: Sort
    name: str
    roles: tuple[int, ...]
    tick: int
    times: int
    events: tuple[int, ...]
    chance: float | None = None
    value: bool = True
    moments: tuple[int, ...] = ()
    again: int = 0

    @property
    def construct(self) -> str:
        """The action, event or rule that it is, or in which a chance was drawn."""
        return self.name.split("/")[1] if "/" in self.name else self.name

    def undone(self) -> model.Intervention:
        """The intervention by which it is otherwise."""
        match self.sort:
            case "chance":
                tick = self.tick
                value = int(not self.value)
                return model.Intervention(
                    "falls", self.name, self.roles, tick, tick, value=value, again=self.again
                )
            case "omission":
                return model.Intervention("force", self.name, self.roles, self.tick, once=True)
            case _:
                return model.Intervention("forbid", self.name, self.roles, self.tick)


@dataclass(frozen=True, slots=True)
class Cause:
    """A thing, or several together, without which it would not have come about.

    `instead` is how the life ends then; `held` what had to be kept from happening in its place; `in_chain`
    whether the recorded causes lead through it. `with_it` and `without` are how often, of `lives` lives with
    other luck from then on, it comes about; None if that was not asked.
    """

    things: tuple[Thing, ...]
    instead: str
    held: tuple[tuple[str, tuple[int, ...]], ...]
    in_chain: bool
    with_it: float | None = None
    without: float | None = None
    lives: int = 0

    @property
    def effect(self) -> float:
        """How much more often it comes about with the cause than without."""
        return (self.with_it or 0.0) - (self.without or 0.0)

    @property
    def necessity(self) -> float:
        """Of the lives in which it comes about with the cause, the share that is due to the cause."""
        return max(0.0, self.effect / self.with_it) if self.with_it else 0.0

    @property
    def sufficiency(self) -> float:
        """Of the lives in which it does not come about without the cause, the share that the cause would
        bring it about in."""
        rest = 1.0 - (self.without or 0.0)
        return max(0.0, self.effect / rest) if rest else 0.0


@dataclass(frozen=True, slots=True)
class Why:
    """The answer. `chain` are the numbers of the events that the recorded causes lead back to, the asked one
    last; `by_chance` those of them that nothing but a chance brought about; `causes` the likeliest to matter
    first; `tried` how many things were."""

    life: Life
    ending: str
    event: int | None
    chain: tuple[int, ...]
    by_chance: tuple[int, ...]
    causes: tuple[Cause, ...]
    tried: int

    def to_json(self) -> dict[str, Any]:
        """All of it in numbers; entities and events by theirs."""
        return {
            "seed": self.life.seed,
            "run": self.life.run,
            "ending": self.ending,
            "event": self.event,
            "chain": list(self.chain),
            "by_chance": list(self.by_chance),
            "tried": self.tried,
            "causes": [
                {
                    **asdict(cause),
                    "effect": cause.effect,
                    "necessity": cause.necessity,
                    "sufficiency": cause.sufficiency,
                }
                for cause in self.causes
            ],
        }


def why(
    world: model.World,
    seed: int,
    run: int,
    asked: questions.Why,
    course: Sequence[Intervention] = (),
    on_progress: Progress | None = None,
) -> Why:
    """Why a life ended as it did, or why the event of that number happened.

    `n` lives, twice for each cause, tell how much hangs on it. `course` is what makes the run's life another,
    such as that of a canon (`CanonReport.course`); it is part of the life's luck: twins have it, as far as
    what it decides still comes up, and where luck is drawn anew it is gone. Raises NotThere.
    """
    return Asking(world, seed, run, asked, course).answer(on_progress)


class _Drawn(NamedTuple):
    """A chance that was drawn: where, for whom, when, and for which time in the tick; how likely it was that
    it fell as it did, whether it held, and in what."""

    site: str
    bound: tuple[int, ...]
    tick: int
    again: int
    likely: float
    holds: bool
    happening: Happens


class _Watching(Guide):
    """Looks on at a life: which options there were, which chances were drawn."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.observer = Observer(interpreter)
        self.open: dict[tuple[int, tuple[int, ...]], dict[int, float]] = {}
        self.chosen: dict[tuple[int, tuple[int, ...]], float] = {}
        self.chances: list[_Drawn] = []

    @cached_property
    def drew(self) -> frozenset[int]:
        """The numbers of what happened in a life that is over and in which a chance was drawn."""
        return frozenset(chance.happening.number for chance in self.chances)

    def choose(self, s: State, actor: int, options: Sequence[Option], chosen: int) -> int:
        odds = self.observer.odds(options)
        for place, option in enumerate(options):
            key = (option.action, option.roles)
            if place == chosen:
                self.chosen.setdefault(key, odds[place])
            self.open.setdefault(key, {})[s.tick] = odds[place]
        return chosen

    def chance(
        self, s: State, happening: Happens, node: model.Chance, f: Frame, p: float, holds: bool
    ) -> bool:
        if 0 < p < 1:
            site, bound, again = self.observer.drawn(s, node, f)
            likely = p if holds else 1 - p
            self.chances.append(_Drawn(site, bound, s.tick, again, likely, holds, happening))
        return holds


class Asking:
    """A life that has been lived, of which it is asked `why`: what is recorded is known at once, and what
    would have been takes its time. Raises NotThere."""

    def __init__(
        self,
        world: model.World,
        seed: int,
        run: int,
        asked: questions.Why,
        course: Sequence[Intervention] = (),
    ) -> None:
        self.seed, self.run, self.n, self.course = seed, run, asked.n, tuple(course)
        self.on_progress: Progress | None = None
        self.names = names(world)
        interpreter = Interpreter(world)
        self.watching = _Watching(interpreter)
        begun = time.monotonic()
        self.life = interpreter.under(self.course).live(seed, run, guide=self.watching)
        self.seconds = time.monotonic() - begun
        self.events = {happened.number: happened for happened in self.life.events}
        self.event = event = asked.event
        self.wanted = 0
        self.world = world if event is None else self._counting(world, event)
        self.interpreter = interpreter if event is None else Interpreter(self.world)
        self.kernel: Twins | None = None
        self.lived = 0
        self._with: dict[tuple[tuple[Held, ...], int], float] = {}

    # --- what is asked about --------------------------------------------------------------------------------

    def _counting(self, world: model.World, number: int) -> model.World:
        """The world with a measure: how often what is asked about has happened."""
        if number not in self.events:
            raise NotThere(f"there is no event {number} in this life; `run --all` shows all of them")
        asked = self.events[number]
        constructs: list[model.Action | model.Event] = [*world.actions, *world.events]
        known = {construct.name: construct.roles for construct in constructs}
        if asked.name not in known:
            raise NotThere(
                f"event {number} is the {asked.sort} {asked.name}; ask about an action or an event"
            )
        kinds = known[asked.name]
        args = tuple(
            model.Const(role, model.Ref(kind.kind)) for role, kind in zip(asked.roles, kinds, strict=True)
        )
        self.wanted = sum(
            (event.name, event.roles, event.outcome) == (asked.name, asked.roles, asked.outcome)
            for event in self.life.events
            if event.number <= number
        )
        counted = model.Times(model.EventPattern(asked.name, args, asked.outcome))
        return replace(world, measures=(*world.measures, model.Measure("why", counted, 1)))

    def _came(self, ending: str, measure: float) -> bool:
        return ending == self.life.ending if self.event is None else measure >= self.wanted

    def _target(self) -> Event | None:
        if self.event is not None:
            return self.events[self.event]
        return next((event for event in reversed(self.life.events) if event.sort == "ending"), None)

    # --- twins ----------------------------------------------------------------------------------------------

    def _twin(self, said: Sequence[Intervention]) -> tuple[bool, str]:
        """Whether it comes about in a twin with the same luck, and how that ends."""
        self.lived += 1
        if self.kernel is None:
            came, ending = next(self._interpreted((*self.course, *said), self.run, 1))
        else:
            came, ending = self._ended(self.kernel.twin(said))
        return came, ending

    def _share(self, said: Sequence[Intervention], tick: int) -> float:
        """How often it comes about with other luck after a tick."""
        self.lived += self.n
        until = Luck(self.run, last=tick)
        course = [replace(each, last=min(each.last, tick)) for each in self.course]
        # What comes later is said of no tick, but stays: what is for once is known by its place.
        others, first = (until, *course, *said), self.run + 1
        if self.kernel is None:
            lives = list(self._interpreted(others, first, self.n))
        else:
            since = min((each.first for each in said), default=tick)
            ended = self.kernel.twins(others, first, self.n, min(since, tick))
            lives = [*map(self._ended, ended)]
        return sum(came for came, _ in lives) / self.n

    def _interpreted(self, said: tuple[Intervention, ...], first: int, n: int) -> Iterator[tuple[bool, str]]:
        under = self.interpreter.under(said)
        for run in range(first, first + n):
            life = under.live(self.seed, run, record=False)
            yield self._came(life.ending, life.measures[-1][1] if life.measures else 0.0), life.ending

    def _ended(self, ended: Ended) -> tuple[bool, str]:
        ending = self.names.endings[ended.ending]
        return self._came(ending, ended.measures[-1] if ended.measures else 0.0), ending

    def _make_ready(self, many: int) -> None:
        """Take the kernel if the interpreter would take long."""
        if self.seconds * many > PATIENCE:
            with suppress(NoKernel):
                self.kernel = twins(self.world, self.seed, self.run, self.course)

    # --- the answer -----------------------------------------------------------------------------------------

    def recorded(self) -> Why:
        """The chain of the recorded causes, and nothing tried."""
        chain = self._chain(self._target())
        by_chance = tuple(number for number in chain if self._only_chance(number))
        return Why(self.life, self.life.ending, self.event, chain, by_chance, (), 0)

    def answer(self, on_progress: Progress | None = None) -> Why:
        """The whole answer."""
        self.on_progress = on_progress
        target = self._target()
        chain = self._chain(target)
        until = self.life.ticks if target is None else target.tick
        things = list(self._things(chain, until))
        self._make_ready(len(things) * (1 + self.n // 4))
        causes = self._aside(lambda: self._causes(things, chain))
        by_chance = tuple(number for number in chain if self._only_chance(number))
        return Why(self.life, self.life.ending, self.event, chain, by_chance, tuple(causes), len(things))

    def _aside(self, work: Callable[[], list[Cause]]) -> list[Cause]:
        """What is found by thousands of calls of the kernel, all of them beside the main thread together."""
        return work() if self.kernel is None else aside(work, self.kernel.stop)

    def _causes(self, things: Sequence[Thing], chain: Sequence[int]) -> list[Cause]:
        """Those of the things that are causes, the likeliest to matter first."""
        causes: list[Cause] = []
        rest: list[Thing] = []
        for place, thing in enumerate(things):
            cause = self._cause(thing, chain)
            if cause is None:
                rest.append(thing)
            else:
                causes.append(cause)
            self._tell(place + 1, len(things))
        causes += self._together(rest, chain)
        weighed = []
        for place, cause in enumerate(causes):
            weighed.append(self._weigh(cause))
            self._tell(len(things) + place + 1, len(things) + len(causes))
        weighed.sort(key=lambda cause: (-cause.effect, not cause.in_chain, cause.things[0].tick))
        return weighed

    def strongest(self, weights: Mapping[int, float], most: int) -> Cause | None:
        """Of the choices and chances in events that have a weight and that the recorded causes lead back to,
        the `most` weightiest are tried, each alone and with nothing in its place: the one on which most
        hangs, and of such the weightiest."""
        target = self._target()
        chain = frozenset(self._chain(target))
        until = self.life.ticks if target is None else target.tick
        things = [thing for thing in self._things((), until) if chain & weights.keys() & {*thing.events}]

        def weight(thing: Thing) -> float:
            return max(weights.get(number, 0.0) for number in thing.events)

        chosen = [thing for thing in things if thing.sort in ("deed", "chance")]
        chosen = sorted(chosen, key=lambda thing: (-weight(thing), thing.tick))[:most]
        self._make_ready(len(chosen) * (1 + self.n))
        causes = self._aside(lambda: self._weighed(chosen))
        return max(causes, key=lambda cause: cause.effect, default=None)

    def _weighed(self, chosen: Sequence[Thing]) -> list[Cause]:
        """Those of the things that are causes, each alone and with nothing in its place."""
        tried = ((thing, *self._twin([thing.undone()])) for thing in chosen)
        causes = [Cause((thing,), ending, (), in_chain=True) for thing, came, ending in tried if not came]
        return [*map(self._weigh, causes)]

    def _tell(self, done: int, n: int) -> None:
        if self.on_progress is not None:
            self.on_progress(done, n)

    def _chain(self, target: Event | None) -> tuple[int, ...]:
        """The events that recorded causes lead back to, in order, the target last."""
        if target is None:
            return ()
        return tuple(sorted(ancestors(self.events, target.number) | {target.number}))

    def _only_chance(self, number: int) -> bool:
        """Whether an event came from nothing but a chance."""
        event = self.events[number]
        return event.number in self.watching.drew and not event.causes.all()

    def _things(self, chain: Sequence[int], until: int) -> Iterator[Thing]:
        """All that may be a cause, in order of its first time."""
        things = [*self._deeds(until), *self._chances(until), *self._omissions(until)]
        yield from sorted(things, key=lambda thing: thing.tick)

    def _deeds(self, until: int) -> Iterator[Thing]:
        actions = {action.name: place for place, action in enumerate(self.world.actions)}
        target = self.event
        groups: dict[tuple[str, tuple[int, ...]], list[Event]] = {}
        for event in self.life.events:
            if event.sort in ("action", "event", "rule") and not event.quiet and event.began <= until:
                groups.setdefault((event.name, event.roles), []).append(event)
        for (name, roles), events in groups.items():
            numbers = tuple(event.number for event in events)
            if target is not None and target in numbers:
                continue
            sort: Sort = "deed" if name in actions else "event"
            chance = self.watching.chosen.get((actions[name], roles)) if name in actions else None
            first = min(event.began for event in events)
            yield Thing(sort, name, roles, first, len(events), numbers, chance)

    def _chances(self, until: int) -> Iterator[Thing]:
        upkeep = self.names.upkeep
        for chance in self.watching.chances:
            number = chance.happening.number
            if number in self.events and chance.happening.name not in upkeep and chance.tick <= until:
                yield Thing(
                    "chance", chance.site, chance.bound, chance.tick, 1, (number,), chance.likely,
                    chance.holds, again=chance.again,
                )  # fmt: skip

    def _omissions(self, until: int) -> Iterator[Thing]:
        done = {(event.name, event.roles) for event in self.life.events}
        for (action, roles), odds in self.watching.open.items():
            name, moments = self.world.actions[action].name, tuple(tick for tick in odds if tick <= until)
            if moments and (name, roles) not in done and (action, roles) not in self.watching.chosen:
                yield Thing("omission", name, roles, moments[0], 0, (), odds[moments[0]], moments=moments)

    def _cause(self, thing: Thing, chain: Sequence[int]) -> Cause | None:
        """The thing as a cause, if it is one by itself; contingencies are tried for what happened."""
        if thing.sort == "omission":
            return self._left_undone(thing)
        undone = thing.undone()
        came, ending = self._twin([undone])
        in_chain = any(number in chain for number in thing.events)
        if not came:
            return Cause((thing,), ending, (), in_chain)
        if not in_chain:
            return None
        for held in self._contingencies(undone):
            came, ending = self._twin([undone, *held])
            if not came:
                return Cause((thing,), ending, tuple((kept.name, _known(kept)) for kept in held), in_chain)
        return None

    def _left_undone(self, thing: Thing) -> Cause | None:
        """What was never done as a cause: the first moment counts at which to do it makes a difference."""
        apart = max(1, (len(thing.moments) - 1) // (MOMENTS - 1))
        for tick in thing.moments[::apart][:MOMENTS]:
            then = replace(thing, tick=tick)
            came, ending = self._twin([then.undone()])
            if not came:
                return Cause((then,), ending, (), in_chain=False)
        return None

    def _contingencies(self, undone: model.Intervention) -> Iterator[tuple[Held, ...]]:
        """What may be kept from happening: what the twin has and the life has not, one by one, then all."""
        if self.seconds > PATIENCE / 10:
            return  # a large life: its twins differ in too much for this to tell anything
        hidden = {rule.name for rule in self.world.rules if rule.is_hidden}
        twin = self.interpreter.under((*self.course, undone)).live(self.seed, self.run)
        ours = {(event.name, event.roles) for event in self.life.events}
        outcomes = {(event.name, event.roles, event.tick): event.outcome for event in self.life.events}
        new: dict[tuple[str, str, tuple[int, ...]], Held] = {}
        for event in twin.events:
            key = event.name, event.roles
            if event.sort == "ending" or event.name in hidden or key == (undone.name, undone.roles):
                continue
            if key not in ours:
                new.setdefault(("forbid", *key), model.Intervention("forbid", *key))
            elif event.sort != "sense" and outcomes.get((*key, event.tick), event.outcome) != event.outcome:
                new.setdefault(("void", *key), Void(*key, event.tick))
        singles = list(new.values())[:CONTINGENCIES]
        yield from ((single,) for single in singles)
        if len(singles) > 1:
            yield tuple(singles)

    def _together(self, rest: Sequence[Thing], chain: Sequence[int]) -> Iterator[Cause]:
        """The smallest sets of things that happened of themselves which are causes only together."""
        of_itself = [thing for thing in rest if self._of_itself(thing)]
        if len(of_itself) > TOGETHER:
            return
        known: list[set[Thing]] = []
        for size in (2, 3):
            for things in itertools.combinations(of_itself, size):
                if any(smaller <= set(things) for smaller in known):
                    continue
                came, ending = self._twin([thing.undone() for thing in things])
                if not came:
                    known.append(set(things))
                    in_chain = any(number in chain for thing in things for number in thing.events)
                    yield Cause(things, ending, (), in_chain)

    def _of_itself(self, thing: Thing) -> bool:
        """Whether nothing else that could be otherwise brought it about."""
        if thing.sort == "omission":
            return False
        brought = self.events[thing.events[0]].causes.all()
        return thing.sort != "event" or not any(
            number in self.events and not self.events[number].quiet for number in brought
        )

    def _weigh(self, cause: Cause) -> Cause:
        """How often it comes about with other luck, with the cause and without."""
        if not self.n:
            return cause
        tick = min(thing.tick for thing in cause.things)
        held = tuple(model.Intervention("forbid", name, roles) for name, roles in cause.held)
        undone = [thing.undone() for thing in cause.things]
        if (held, tick) not in self._with:
            self._with[held, tick] = self._share(held, tick)
        return replace(
            cause,
            with_it=self._with[held, tick],
            without=self._share([*undone, *held], tick),
            lives=self.n,
        )


def _known(said: Held) -> tuple[int, ...]:
    return tuple(role for role in said.roles if role is not None)
