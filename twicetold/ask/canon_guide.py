"""Drama management, the guide of a canon: steers a life so that the plot comes about, and keeps what became
of each part.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from twicetold.engine import Guide, Interpreter, Living, Option
from twicetold.engine.meaning import numeric
from twicetold.engine.meaning.names import NOT_DONE
from twicetold.engine.observe import TRUTH, Frame, Happens, Observer, State
from twicetold.lang import model
from twicetold.lang.model import Intervention
from twicetold.lang.model.canon import CanonLine, Part, Refused, So, Told


@dataclass(frozen=True, slots=True)
class Beat:
    """One part of a canon line, its window in ticks."""

    line: CanonLine
    part: Part
    first: int
    due: int
    last: int

    @property
    def roles(self) -> tuple[int | None, ...]:
        """The roles of the event it tells or refuses; none of a condition."""
        return () if isinstance(self.part, So) else self.part.roles


@dataclass(frozen=True, slots=True)
class Choosing:
    """How an actor came to what is told: its urge, the median of those of all else the actor could do, and
    its chance. For what is refused: the highest urge to anything else, and the urge to what was refused.
    """

    urge: float
    median: float
    chance: float

    @property
    def in_character(self) -> bool:
        """Whether it was not forced against an urge below the alternatives' median."""
        return self.urge >= self.median


@dataclass(slots=True)
class Progress:
    """What has become of a beat in one life so far."""

    met: int | None = None
    event: int | None = None
    choosing: Choosing | None = None
    log_probability: float = 0.0
    obstacle: str | None = None

    def copy(self) -> Progress:
        """A copy that goes its own way."""
        return replace(self)


class CanonGuide(Guide):
    """Steers a life by the canon, and keeps what became of each beat.

    `course` is what it decided otherwise than urges and noise had, as the interventions that do the same.
    What stands in the way of what is told is said of lives that are recorded: it takes their causes.
    """

    def __init__(self, interpreter: Interpreter, beats: Sequence[Beat]) -> None:
        self.observer = Observer(interpreter)
        self.world = interpreter.world
        self.beats = beats
        self.progress = [Progress() for _ in beats]
        self.given_up: set[int] = set()
        self.course: list[Intervention] = []
        self._new: list[tuple[int, Happens]] = []
        """What has come to its end since the last look, and at which ticks."""
        self._conditions = [
            self.observer.condition(beat.part.cond, beat.part.size) if isinstance(beat.part, So) else None
            for beat in beats
        ]
        self._action = {action.name: place for place, action in enumerate(self.world.actions)}
        self._mine: dict[int, list[int]] = {}
        self._falls = _falls(self.world)

    def fork(self) -> CanonGuide:
        """A copy that goes its own way."""
        twin = CanonGuide.__new__(CanonGuide)
        twin.observer, twin.world, twin.beats = self.observer, self.world, self.beats
        twin.progress = [progress.copy() for progress in self.progress]
        twin.given_up, twin.course, twin._new = set(self.given_up), self.course.copy(), self._new.copy()
        twin._conditions, twin._action, twin._mine = self._conditions, self._action, self._mine
        twin._falls = self._falls
        return twin

    def waiting_places(self) -> list[int]:
        """The beats that have not come about and are not given up."""
        return [
            place
            for place, progress in enumerate(self.progress)
            if progress.met is None and place not in self.given_up
        ]

    def waiting(self) -> bool:
        """Whether anything of the canon is still to come."""
        return bool(self.waiting_places())

    def _of(self, actor: int) -> list[int]:
        """The beats of what this actor may do or refuse, whether they wait or not: few of all there are."""
        found = self._mine.get(actor)
        if found is None:
            roles = ((place, beat.roles) for place, beat in enumerate(self.beats))
            found = [place for place, each in roles if each and each[0] in (actor, None)]
            self._mine[actor] = found
        return found

    def _waits(self, place: int) -> bool:
        return self.progress[place].met is None and place not in self.given_up

    def explain(self, place: int, living: Living) -> None:
        """Say why a beat has been missed, if nothing better is known."""
        progress, part = self.progress[place], self.beats[place].part
        if progress.obstacle is not None:
            return
        running, engaged = living.state.running, living.state.engaged
        actor = 0 if isinstance(part, So) or not part.roles else part.roles[0] or 0
        busy = None if isinstance(part, So) or not part.roles else running.get(engaged.get(actor, actor))
        if living.ending is not None:
            progress.obstacle = f'the life had ended: "{living.ending}"'
        elif isinstance(part, So):
            progress.obstacle = f"`{part.text.removeprefix('so ')}` did not hold"
        elif busy is not None:
            roles = ", ".join(self.world.entities[role].name for role in busy.roles)
            progress.obstacle = f"its actor was busy with {self.world.actions[busy.action].name}({roles})"

    # --- what has come about --------------------------------------------------------------------------------

    def look(self, living: Living) -> None:
        """Take note of what the tick just lived has brought."""
        s = living.state
        tick = s.tick if living.ending is not None else s.tick - 1
        for then, happening in self._new:
            if then == tick:
                self._meet_event(happening, tick)
        self._new.clear()
        for place in self.waiting_places():
            beat, holds = self.beats[place], self._conditions[place]
            if holds is not None and beat.first <= tick <= beat.last and holds(s):
                self.progress[place].met = tick

    def ended(self, s: State, happening: Happens) -> None:
        """Keep what has come to its end until the tick is over."""
        self._new.append((s.tick, happening))

    def _meet_event(self, event: Happens, tick: int) -> None:
        for place in self.waiting_places():
            beat = self.beats[place]
            part = beat.part
            if (
                isinstance(part, Told)
                and part.event == event.name
                and beat.first <= tick <= beat.last
                and _turned_out(part.outcome, event.outcome)
                and _fits(part.roles, event.roles)
            ):
                self.progress[place].met = tick
                self.progress[place].event = event.number
                return

    # --- choices --------------------------------------------------------------------------------------------

    def turn(self, s: State, actor: int) -> None:
        """Note what stands in the way of what this actor is told to do, or to refuse, about now."""
        if actor in s.running or actor in s.engaged or not self.observer.recorded(s):
            return
        for place in filter(self._waits, self._of(actor)):
            beat, part = self.beats[place], self.beats[place].part
            if not isinstance(part, So) and part.roles[0] == actor:
                name = part.event if isinstance(part, Told) else part.action
                if beat.first <= s.tick + 1 and s.tick <= beat.last and name in self._action:
                    self.progress[place].obstacle = self._obstacle(s, actor, name, part.roles)

    def choose(self, s: State, actor: int, options: Sequence[Option], chosen: int) -> int:
        """Take what is told next; keep clear of what would be in its way, or is told for later, or
        refused.
        """
        taken = self._choose(s, actor, options, chosen)
        if taken != chosen:
            self.course += self._decided(s.tick, options, chosen, taken)
        return taken

    def _decided(
        self, tick: int, options: Sequence[Option], chosen: int, taken: int
    ) -> Iterator[Intervention]:
        """What makes an actor who would take one option take another, or nothing (-1), at this tick."""
        actions = self.world.actions
        for option in options if taken == -1 else [options[chosen]] if chosen != -1 else []:
            yield Intervention("forbid", actions[option.action].name, option.roles, tick, tick)
        if taken != -1:
            yield Intervention("force", actions[options[taken].action].name, options[taken].roles, tick, tick)

    def _choose(self, s: State, actor: int, options: Sequence[Option], chosen: int) -> int:
        self._note_refusals(s, actor, options)
        told = self._told(s, actor, options)
        if told is not None:
            place, beat = told
            self._note_choice(beat, options, place)
            return place
        free = self._free_until(s, actor)
        if chosen == -1 or self._allowed(s, actor, options[chosen], free):
            self._note_natural(s, actor, options, chosen)
            return chosen
        allowed = [place for place, option in enumerate(options) if self._allowed(s, actor, option, free)]
        again = self.observer.decide(s, actor, [options[place] for place in allowed])
        return -1 if again == -1 else allowed[again]

    def _told(self, s: State, actor: int, options: Sequence[Option]) -> tuple[int, int] | None:
        """The option to take now, and the beat that tells it."""
        open_now = {option.action for option in options}
        for beat_place in filter(self._waits, self._of(actor)):
            beat = self.beats[beat_place]
            if not isinstance(beat.part, Told) or self._action.get(beat.part.event) not in open_now:
                continue
            if self.progress[beat_place].choosing is not None and self._under_way(s, beat):
                continue
            mine = [
                place
                for place, option in enumerate(options)
                if option.action == self._action[beat.part.event] and _fits(beat.part.roles, option.roles)
            ]
            for place in mine:
                ends = s.tick + self.observer.lasts(s, options[place])
                if max(beat.first, min(beat.due, beat.last)) <= ends <= beat.last:
                    return place, beat_place
        return None

    def _under_way(self, s: State, beat: Beat) -> bool:
        return any(
            running.action == self._action.get(beat.part.event) and _fits(beat.part.roles, running.roles)
            for running in s.running.values()
            if isinstance(beat.part, Told)
        )

    def _allowed(self, s: State, actor: int, option: Option, free: float) -> bool:
        """Whether nothing forbids an option to an actor who is free until some tick."""
        if s.tick + self.observer.lasts(s, option) > free:
            return False
        name = self.world.actions[option.action].name
        for place in self._of(actor):
            beat = self.beats[place]
            match beat.part:
                case Refused(action, roles):
                    if action == name and _fits(roles, option.roles) and s.tick >= beat.first:
                        return False
                case Told(event, roles):
                    told_for_later = event == name and None not in roles and _fits(roles, option.roles)
                    if told_for_later and self._waits(place):
                        return False
                case So():  # anybody may do anything that is not against it
                    pass
        return True

    def _free_until(self, s: State, actor: int) -> float:
        """The tick at which the actor has to start the next of what is told."""
        told = (self.beats[place] for place in self._of(actor) if self._waits(place))
        return min(
            (
                self._must_start(s, beat)
                for beat in told
                if isinstance(beat.part, Told)
                and beat.part.event in self._action
                and beat.part.roles[0] == actor
                and s.tick < beat.last
            ),
            default=math.inf,
        )

    def _must_start(self, s: State, beat: Beat) -> int:
        """The tick at which the told action has to be started to end when it is due."""
        assert isinstance(beat.part, Told)
        if self.world.actions[self._action[beat.part.event]].takes is None:
            return beat.due - 1
        if None in beat.part.roles:
            return beat.due - 1
        roles = tuple(role for role in beat.part.roles if role is not None)
        return beat.due - self.observer.lasts(s, Option(self._action[beat.part.event], roles, 0.0))

    def _note_choice(self, beat: int, options: Sequence[Option], place: int) -> None:
        """An action is told: how willing was its actor?"""
        odds = self.observer.odds(options)
        others = [option.urge for other, option in enumerate(options) if other != place] + [0.0]
        progress = self.progress[beat]
        progress.choosing = Choosing(options[place].urge, statistics.median(others), odds[place])
        progress.log_probability += numeric.log(odds[place])

    def _note_natural(self, s: State, actor: int, options: Sequence[Option], chosen: int) -> None:
        """What urges and noise chose may be what the canon tells of anyone."""
        if chosen == -1:
            return
        option = options[chosen]
        ends = s.tick + self.observer.lasts(s, option)
        for place in filter(self._waits, self._of(actor)):
            beat = self.beats[place]
            if (
                isinstance(beat.part, Told)
                and self._action.get(beat.part.event) == option.action
                and _fits(beat.part.roles, option.roles)
                and beat.first <= ends <= beat.last
                and self.progress[place].choosing is None
            ):
                self._note_choice(place, options, chosen)

    def _note_refusals(self, s: State, actor: int, options: Sequence[Option]) -> None:
        for place in self._of(actor):
            beat, part = self.beats[place], self.beats[place].part
            if not isinstance(part, Refused) or place in self.given_up or s.tick < beat.first:
                continue
            refused = [
                n
                for n, option in enumerate(options)
                if option.action == self._action[part.action] and _fits(part.roles, option.roles)
            ]
            progress = self.progress[place]
            if not refused:
                continue
            odds = self.observer.odds(options)
            staying = 1.0 - sum(odds[n] for n in refused)
            progress.log_probability += numeric.log(staying)
            if progress.met is None and s.tick <= beat.last:
                progress.met = s.tick
                others = [option.urge for n, option in enumerate(options) if n not in refused] + [0.0]
                progress.choosing = Choosing(max(others), max(options[n].urge for n in refused), staying)

    # --- chances --------------------------------------------------------------------------------------------

    def chance(
        self, s: State, happening: Happens, node: model.Chance, f: Frame, p: float, holds: bool
    ) -> bool:
        """Let the event turn out as told; let what is told happen in its time and not before."""
        falls = self._chance(s, happening, node, f, p, holds)
        if falls != holds:
            site, bound, again = self.observer.drawn(s, node, f)
            said = Intervention("falls", site, bound, s.tick, s.tick, value=int(falls), again=again)
            self.course.append(said)
        return falls

    def _chance(
        self, s: State, happening: Happens, node: model.Chance, f: Frame, p: float, holds: bool
    ) -> bool:
        fall = self._falls[node.number]
        for place, beat in enumerate(self.beats):
            if not isinstance(beat.part, Told) or not self._waits(place):
                continue
            if beat.part.event != happening.name and beat.part.event not in fall.events:
                continue
            wanted = self._wanted(s, happening, node, f, beat, beat.part)
            if wanted is None:
                continue
            likely = min(max(p if wanted else 1.0 - p, 0.0), 1.0)
            if likely <= 0.0:
                self.progress[place].obstacle = f"its chance was {p:g} where it would have had to be another"
                return holds
            self.progress[place].log_probability += numeric.log(likely)
            return wanted
        return holds

    def _wanted(
        self, s: State, happening: Happens, node: model.Chance, f: Frame, beat: Beat, part: Told
    ) -> bool | None:
        """Which way a chance has to fall for a beat; None if the beat has nothing to do with it."""
        fall = self._falls[node.number]
        if part.outcome is not None and happening.name == part.event and _fits(part.roles, happening.roles):
            inside, outside = part.outcome in fall.labels[0], part.outcome in fall.labels[1]
            if inside != outside and beat.first <= s.tick <= beat.last:
                return inside
        same = happening.name == part.event and _fits(part.roles, happening.roles)
        if part.outcome is None and same and model.DECLINED in fall.labels[1]:
            return True
        brings, spares = (_brings(happens, f, part) for happens in fall.happens)
        if brings == spares:
            return None
        due = beat.due <= s.tick <= beat.last
        return brings if due else spares

    # --- obstacles ------------------------------------------------------------------------------------------

    def _obstacle(self, s: State, actor: int, name: str, wanted: Sequence[int | None]) -> str | None:
        """Why an action cannot be taken: the need that fails, and the event since which it does."""
        action = self._action[name]
        roles = [role for role in wanted if role is not None]
        if len(roles) < len(wanted):
            fits = (_fits(wanted, way) for way in self.observer.ways(s, actor, action))
            return None if any(fits) else "there was nobody to do it with, as its actor believed"
        for mind, how in ((actor, "as its actor believed"), (TRUTH, "in truth")):
            for need, condition in enumerate(self.world.actions[action].needs):
                if not self.observer.holds(s, action, need, mind, roles):
                    since = self._since(s, self.observer.last_write(s, action, need, mind, roles))
                    return f"`{condition.text}` did not hold, {how}{since}"
        return None

    def _since(self, s: State, number: int | None) -> str:
        if number is None:
            return ""
        event = self.observer.event(s, number)
        if event is None:
            return ", since what is going on"
        roles = ", ".join(self.world.entities[role].name for role in event.roles)
        when = event.began if event.quiet else event.tick
        return f", since {event.name}({roles}) at {self.world.seconds(when):g} seconds"


def _fits(wanted: Sequence[int | None], roles: Sequence[int]) -> bool:
    return all(want is None or want == have for want, have in zip(wanted, roles, strict=True))


def _turned_out(wanted: str | None, outcome: str) -> bool:
    return outcome == wanted if wanted else outcome not in NOT_DONE


@dataclass(frozen=True, slots=True)
class _Fall:
    """What a chance decides, if it holds and if not: the outcomes it can give, the events it can bring."""

    labels: tuple[frozenset[str], frozenset[str]]
    happens: tuple[tuple[model.Happens, ...], tuple[model.Happens, ...]]
    events: frozenset[str]
    """The names of all events that it can bring."""


def _falls(world: model.World) -> dict[int, _Fall]:
    """What every chance of a world decides, by its number."""
    falls = {}
    for node in model.nodes(world):
        if isinstance(node, model.Chance):
            ways = [list(model.nodes(effects)) for effects in (node.body, node.otherwise)]
            yes, no = (frozenset(n.label for n in way if isinstance(n, model.Outcome)) for way in ways)
            brings, spares = (tuple(n for n in way if isinstance(n, model.Happens)) for way in ways)
            events = frozenset(n.event for n in (*brings, *spares))
            falls[node.number] = _Fall((yes, no), (brings, spares), events)
    return falls


def _brings(happens: tuple[model.Happens, ...], f: Frame, part: Told) -> bool:
    """Whether one of these could be the told event, as far as its roles are bound already."""
    for node in happens:
        if node.event == part.event:
            bound = [f[arg.slot] if isinstance(arg, model.Bound) else -1 for arg in node.args]
            if all(want is None or have in (-1, want) for want, have in zip(part.roles, bound, strict=True)):
                return True
    return False
