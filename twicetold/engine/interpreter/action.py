"""Actions: what somebody can choose to do, from the choice (a random utility model, by the Gumbel-max trick)
to its end.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from twicetold.engine.interpreter import causes
from twicetold.engine.interpreter.bindings import Binder, Bindings, Known
from twicetold.engine.interpreter.counting import Counting
from twicetold.engine.interpreter.effect import Effects
from twicetold.engine.interpreter.error import Errors
from twicetold.engine.interpreter.event import Events
from twicetold.engine.interpreter.expression import Expressions
from twicetold.engine.interpreter.functions import Eval, Give, Run
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.occurrence import Occurrences
from twicetold.engine.interpreter.perceive import Perceiving, Witnesses
from twicetold.engine.interpreter.state import (
    TRUTH,
    Frame,
    Interventions,
    Running,
    State,
)
from twicetold.engine.interpreter.tell import Fill, Tellings
from twicetold.engine.interpreter.urge import added
from twicetold.engine.meaning import numeric, sites
from twicetold.engine.meaning.noise import site_key
from twicetold.engine.meaning.record import NO_CAUSES, Causes, Lapse, Part
from twicetold.engine.meaning.turns import Option, Turn
from twicetold.engine.meaning.work import Work
from twicetold.lang import model

ORDER, NOTHING = site_key(sites.ORDER), site_key(sites.NOTHING)

Weighed = tuple[int, tuple[int, ...], float]
"""An `Option` as a plain tuple: thousands are weighed for every one that is chosen."""

LEAST = -sys.float_info.max
"""Less than the score of any option that must be chosen."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An action made ready."""

    action: model.Action
    bindings: Bindings
    needs: list[Eval]
    terms: list[Eval]
    urge: Eval
    """What moves the actor to this, as the actor sees it: the terms, added in order from 0."""
    reason: Fill
    """Why the actor does it, in words."""
    takes: Eval | None
    there: list[Eval]
    """Whether all who take part are still of their kinds."""
    notices: Eval | None
    """Whether the actor perceives it (None: always)."""
    interrupted: list[Eval]
    asked: Run
    """What partners are asked, before it begins."""
    hears: Witnesses
    body: Run
    witnesses: Witnesses
    give: Give
    failed: Give
    broken_off: Give
    declined: Give
    site: int
    steps: int
    """The steps of one event."""

    def possible(self, s: State, f: Frame) -> bool:
        """Whether every need holds in the mind of the frame."""
        return all(need(s, f) for need in self.needs)

    def aware(self, s: State, f: Frame) -> bool:
        """Whether the actor can notice anything now."""
        return self.notices is None or bool(self.notices(s, f))

    def breaks(self, s: State, f: Frame) -> bool:
        """Whether something interrupts it."""
        return any(test(s, f) for test in self.interrupted)


@dataclass(frozen=True, slots=True)
class Gate:
    """The way to some actions: those `behind` it, and further gates that are `inner` to it, each with what
    must hold of the actor. Actions whose conditions begin alike are behind one gate, which is tried once."""

    inner: dict[Eval, Gate]
    behind: list[int]

    def open(self, s: State, f: Frame) -> list[int]:
        """The places of the actions that can be come to."""
        opened = self.behind.copy()
        for test, gate in self.inner.items():
            if test(s, f):
                opened += gate.open(s, f) if gate.inner else gate.behind
        return opened


class Actions:
    """The actions of one world."""

    def __init__(
        self,
        expressions: Expressions,
        work: Work,
        count: Counting,
        occurrences: Occurrences,
        binder: Binder,
        effects: Effects,
        perceive: Perceiving,
        tell: Tellings,
        events: Events,
        errors: Errors,
    ) -> None:
        self._world, self._layout = world, layout = expressions.world, expressions.layout
        self._expressions = expressions
        self._work = work
        self._count = count
        self._occurrences = occurrences
        self._binder = binder
        self._effects = effects
        self._perceive = perceive
        self._tell = tell
        self._events = events
        self._errors = errors
        self.ready = [self._prepare(action) for action in world.actions]
        self._gates = {number: self._gate(number) for number in range(len(world.kinds))}
        self._acting = frozenset(
            number for action in world.actions for number in layout.descendants[action.roles[0].kind]
        )
        acting = {entity for action in world.actions for entity in layout.possible(action.roles[0].kind)}
        self._actors = sorted(acting)
        self._rest = [-1] * max((action.size for action in world.actions), default=0)
        self._initiative = next((d for d in world.defines if d.name == world.initiative), None)
        self._rank = expressions.compile(self._initiative.body) if self._initiative else None
        self._ranked = layout.descendants[_asked(self._initiative)] if self._initiative else frozenset()

    def _prepare(self, action: model.Action) -> Ready:
        x, count, tell = self._expressions, self._count, self._tell
        terms = [x.compile(term.expr) for term in action.urge]
        notices = x.compile(action.notices) if action.notices else None
        return Ready(
            action=action,
            bindings=Bindings(self._binder, action, action.needs, action.size),
            needs=x.conditions(action.needs),
            terms=terms,
            urge=added(x.compile, x.layout, action.urge),
            reason=tell.reasons(action.urge),
            takes=x.compile(action.takes) if action.takes else None,
            there=x.there([(role.kind, role.slot) for role in action.roles]),
            notices=notices,
            interrupted=[count.test(part, x.compile(part.expr)) for part in action.interrupted],
            asked=self._effects.block(action.asked),
            hears=self._perceive.compile(action.hears, inwards=False),
            body=count.block(action, "reached", self._effects.block(action.body)),
            witnesses=self._perceive.compile(action.perceive, notices or (lambda s, f: True)),
            give=tell.compile(action.wordings),
            failed=tell.compile(action.failed),
            broken_off=tell.compile(action.broken_off),
            declined=tell.compile(action.declined),
            site=site_key(sites.choose(action)),
            steps=self._work.event(action),
        )

    def _gate(self, kind: int) -> Gate:
        """To the actions of a kind, given by its number."""
        outermost = Gate({}, [])
        for place, ready in enumerate(self.ready):
            if kind in self._layout.descendants[ready.action.roles[0].kind]:
                gate = outermost
                for test in ready.bindings.gate:
                    gate = gate.inner.setdefault(test, Gate({}, []))
                gate.behind.append(place)
        return outermost

    # --- who acts, in which order ---------------------------------------------------------------------------

    def actors(self, s: State) -> list[int]:
        """The entities that can act now, in the order of this tick."""
        kinds_now = self._layout.kinds_now
        present = [actor for actor in self._actors if s.cells[kinds_now + actor] in self._acting]
        rank, initiative = self._rank, self._initiative
        if rank is None or initiative is None:
            keys = self._expressions.keys
            return sorted(present, key=lambda actor: s.noise.uniform(ORDER, s.tick, (keys[actor],)))
        rest = [-1] * (initiative.size - 2)

        def last(actor: int) -> float:
            if s.cells[kinds_now + actor] not in self._ranked:
                return 0.0
            return -numeric.clamp(rank(s, [TRUTH, actor, *rest]), -model.WIDEST, model.WIDEST)

        return sorted(present, key=last)

    # --- under way ------------------------------------------------------------------------------------------

    def go_on(self, s: State, order: Sequence[int]) -> None:
        """What is under way is broken off or, when its time has come, ends; by start, then by the tick's
        order.
        """
        if not s.running:
            return
        s.stirred = s.acted = s.tick + 1
        rank = {actor: place for place, actor in enumerate(order)}
        last = len(rank)
        for actor, running in sorted(s.running.items(), key=lambda r: (r[1].began, rank.get(r[0], last))):
            if s.running.get(actor) is not running:
                continue
            ready = self.ready[running.action]
            if not running.failed and self._broken(s, ready, running.frame):
                self._free(s, actor, ready, running)
                self._interrupt(s, actor, ready, running)
            elif s.tick >= running.ends:
                self._free(s, actor, ready, running)
                if not running.failed:
                    self._come_to_end(s, actor, ready, running)

    def _free(self, s: State, actor: int, ready: Ready, running: Running) -> None:
        """The actor is busy no more, nor is any partner."""
        del s.running[actor]
        if not running.failed:
            for slot in ready.action.partners:
                s.engaged.pop(running.frame[slot], None)

    def _come_to_end(self, s: State, actor: int, ready: Ready, running: Running) -> None:
        """It ends, if what is needed at the end too is so; else it fails then."""
        for need, part in zip(ready.needs, ready.action.needs, strict=True):
            if part.at_end and not need(s, running.frame):
                if running.causes is not None:
                    alone, together = causes.needed(s, need, running.frame)
                    running = running._replace(causes=_also(running.causes, shaped={*alone, *together}))
                self._fail(s, actor, ready, running, need, part)
                return
        self._end(s, actor, ready, running)

    def _broken(self, s: State, ready: Ready, f: Frame) -> bool:
        return not all(test(s, f) for test in ready.there) or ready.breaks(s, f)

    def _interrupt(self, s: State, actor: int, ready: Ready, running: Running) -> None:
        s.spend(ready.steps)
        happening = Happening(ready.action.name, running.roles)
        happening.take_number(s)
        happening.outcome = "interrupted"
        happening.reason = running.reason
        self._events.marking.put(s, happening)
        self._count.come(s, ready.action, "interrupted")
        why = running.causes or NO_CAUSES
        ready.broken_off(s, running.frame, happening)
        if s.log is not None:
            alone, together = causes.needed(s, ready.breaks, running.frame)
            why = _also(why, shaped={*alone, *together})
        if s.cells[self._layout.kinds_now + actor] != -1:
            self._did(s, happening, ready, running.frame)
        self._events.close(s, happening, "action", running.began, why)

    def _end(self, s: State, actor: int, ready: Ready, running: Running) -> None:
        s.spend(ready.steps)
        happening = Happening(ready.action.name, running.roles)
        happening.take_number(s)
        happening.reason = running.reason
        before = self._occurrences.begin(s, happening.name, running.roles)
        if s.log is not None and running.began < s.tick:
            happening.lapsed = tuple(self._lapsed(s, ready, running))
        knows = ready.aware(s, running.frame)
        asked = ready.witnesses.before(s, happening, running.frame)
        self._events.run(s, happening, running.frame, ready.body, ready.give)
        if knows:
            self._perceive.did(s, happening, actor)
        ready.witnesses.notice(s, happening, running.frame, asked)
        s.again = before
        self._events.close(s, happening, "action", running.began, running.causes or NO_CAUSES)

    def _lapsed(self, s: State, ready: Ready, running: Running) -> Iterator[Lapse]:
        """What was needed and is no longer so; for the log."""
        for place, need in enumerate(ready.needs):
            if not need(s, running.frame):
                alone, together = causes.needed(s, need, running.frame)
                yield Lapse(place, tuple(sorted({*alone, *together})))

    def _did(self, s: State, happening: Happening, ready: Ready, f: Frame) -> None:
        """The actor perceives an attempt, if they can notice anything."""
        if ready.aware(s, f):
            self._perceive.did(s, happening, f[1])

    # --- choosing -------------------------------------------------------------------------------------------

    def choose_all(
        self, s: State, order: Sequence[int], played: Collection[int] = ()
    ) -> Generator[Turn, int, None]:
        """Every free actor chooses and starts. For one who is played the turn is given, and the place of the
        option to take is expected back, -1 to do nothing."""
        for actor in order:
            if s.guide is not None:
                s.guide.turn(s, actor)
            if self.is_free(s, actor) and s.cells[self._layout.kinds_now + actor] != -1:
                weighed = self._weigh(s, actor)
                if not weighed:
                    continue
                chosen = self._decided(s, actor, weighed)
                if actor in played:
                    chosen = yield Turn(actor, tuple(Option(*option) for option in weighed), chosen)
                if chosen != -1:
                    self.start(s, actor, Option(*weighed[chosen]))

    def is_free(self, s: State, actor: int) -> bool:
        """Whether somebody neither does anything nor takes part in what another does with them."""
        return actor not in s.running and actor not in s.engaged

    def options(self, s: State, actor: int) -> list[Option]:
        """Everything the actor could do, as the actor believes, in order of declaration."""
        return [Option(*option) for option in self._weigh(s, actor)]

    def _weigh(self, s: State, actor: int) -> list[Weighed]:
        """The same, as plain tuples."""
        weighed: list[Weighed] = []
        f: Frame = [actor, actor, *self._rest]
        known: Known = {}
        gate = self._gates[s.cells[self._layout.kinds_now + actor]]
        for place in sorted(gate.open(s, f)):
            ready = self.ready[place]
            weigh, bindings = ready.urge, ready.bindings
            if bindings.is_pair:
                weighed += [(place, (actor, f[2]), weigh(s, f)) for f[2] in bindings.second_of(s, f, known)]
            else:
                roles = slice(1, len(ready.action.roles) + 1)
                weighed += [(place, tuple(f[roles]), weigh(s, f)) for _ in bindings.each_of(s, f, known)]
        if s.otherwise is not None:
            weighed = [option for option in weighed if not self._forbidden(s, s.otherwise, option)]
        for place, _, _ in weighed if self._count.counted else ():
            self._count.come(s, self.ready[place].action, "open")
        return weighed

    def _forbidden(self, s: State, otherwise: Interventions, option: Weighed) -> bool:
        place, roles, _ = option
        return otherwise.forbids(s, self.ready[place].action.name, roles)

    def _decided(self, s: State, actor: int, weighed: list[Weighed]) -> int:
        """What an actor decides for among some options: the place of it, or -1 for nothing."""
        s.spend(len(weighed) * self._work.option)
        s.scored += len(weighed)
        s.stirred = s.tick + 1
        chosen = self.decide(s, actor, weighed)
        if s.guide is not None:
            chosen = s.guide.choose(s, actor, [Option(*option) for option in weighed], chosen)
        return chosen

    def decide(self, s: State, actor: int, options: Sequence[Weighed]) -> int:
        """The place of the option that urges and noise decide for, or -1 to do nothing; among those that are
        forced, if there are any."""
        forced = self._forced(s, options)
        among = [options[place] for place in forced] if forced else options
        if self._world.choice.mode == "best":
            chosen = self._best(among, must=bool(forced))
        else:
            chosen = self._softmax(s, actor, among, must=bool(forced))
        return forced[chosen] if forced and chosen != -1 else chosen

    def _forced(self, s: State, options: Sequence[Weighed]) -> list[int]:
        if s.otherwise is None:
            return []
        actions = self._world.actions
        return [
            place
            for place, (action, roles, _) in enumerate(options)
            if s.otherwise.forces(s, actions[action].name, roles)
        ]

    def odds(self, options: Sequence[Weighed]) -> list[float]:
        """The chance of each option to be chosen; that of doing nothing is last."""
        urges = [urge for _, _, urge in options]
        if self._world.choice.mode == "best":
            best = self._best(options)
            return [float(place == best) for place in range(len(options))] + [float(best == -1)]
        weights = [urge / self._world.choice.temperature for urge in urges] + [0.0]
        most = max(weights)
        weights = [numeric.exp(weight - most) for weight in weights]
        return [weight / sum(weights) for weight in weights]

    def lasts(self, s: State, option: Option) -> int:
        """For how many ticks an option would keep its actor busy, as things are."""
        ready = self.ready[option.action]
        if ready.action.ticks is not None:
            return ready.action.ticks
        assert ready.takes is not None
        return self._expressions.times.lasts(ready.takes(s, ready.bindings.frame(TRUTH, option.roles)))

    def _best(self, options: Sequence[Weighed], *, must: bool = False) -> int:
        chosen, most = -1, LEAST if must else 0.0
        for place, (_, _, urge) in enumerate(options):
            if urge > most:
                chosen, most = place, urge
        return chosen

    def _softmax(self, s: State, actor: int, options: Sequence[Weighed], *, must: bool = False) -> int:
        """The Gumbel-max rule: one draw per option, so that an option less or more leaves the draws of the
        others.
        """
        keys, temperature, gumbel = (
            self._expressions.keys,
            self._world.choice.temperature,
            s.noise.gumbel,
        )
        chosen, most = -1, LEAST if must else gumbel(NOTHING, s.tick, (keys[actor],))
        for place, (action, roles, urge) in enumerate(options):
            drawn = gumbel(self.ready[action].site, s.tick, [keys[role] for role in roles])
            score = urge / temperature + drawn
            if score > most:
                chosen, most = place, score
        return chosen

    # --- starting -------------------------------------------------------------------------------------------

    def start(self, s: State, actor: int, option: Option) -> None:
        ready = self.ready[option.action]
        if s.otherwise is not None:
            s.otherwise.started(s, ready.action.name, option.roles)
        s.acted = s.tick + 1
        self._count.come(s, ready.action, "chosen")
        f = ready.bindings.frame(TRUTH, option.roles)
        for need, part in zip(ready.needs, ready.action.needs, strict=True):
            if not need(s, f):
                mind = ready.bindings.frame(actor, option.roles)
                why = self._why(s, actor, ready, mind) if s.log is not None else None
                attempt = Running(option.action, option.roles, f, s.tick, s.tick, s.started, why)
                self._fail(s, actor, ready, attempt, need, part)
                self._lose_a_tick(s, actor, option, f)
                return
        why = self._why(s, actor, ready, f) if s.log is not None else None
        if ready.action.asked:
            answer = Happening(ready.action.name, option.roles)
            outer = s.note(answer.trace) if s.log is not None else None
            ready.asked(s, f, answer)
            if s.log is not None:
                s.note(outer)
                assert why is not None
                why = _also(why, shaped=causes.sources(s, answer.trace))
            if answer.outcome == model.DECLINED:
                self._decline(s, actor, ready, option, answer, why)
                self._lose_a_tick(s, actor, option, f)
                return
        ticks = self.lasts(s, option)
        if ready.takes is not None and why is not None:
            why = _also(why, shaped=causes.sources(s, causes.traced(s, ready.takes, f)[1]))
        reason = self._reason(s, actor, option)
        running = Running(
            option.action, option.roles, f, s.tick, s.tick + ticks, s.started, why, reason=reason
        )
        s.started += 1
        if ticks == 0:
            self._end(s, actor, ready, running)
        else:
            s.running[actor] = running
            s.engaged.update((f[slot], actor) for slot in ready.action.partners)

    def _decline(
        self, s: State, actor: int, ready: Ready, option: Option, answer: Happening, why: Causes | None
    ) -> None:
        """Somebody who should take part does not want to: both know that it was asked."""
        s.spend(ready.steps)
        answer.take_number(s)
        self._events.marking.put(s, answer)
        answer.reason = self._reason(s, actor, option)
        f = ready.bindings.frame(TRUTH, option.roles)
        ready.declined(s, f, answer)
        self._did(s, answer, ready, f)
        ready.hears.notice(s, answer, f, ready.hears.before(s, answer, f))
        self._events.close(s, answer, "action", s.tick, why or NO_CAUSES)

    def _lose_a_tick(self, s: State, actor: int, option: Option, f: Frame) -> None:
        """Nothing came of it."""
        s.running[actor] = Running(
            option.action, option.roles, f, s.tick, s.tick + 1, s.started, None, failed=True
        )
        s.started += 1

    def _why(self, s: State, actor: int, ready: Ready, f: Frame) -> Causes:
        """What made it possible, in truth or for a failed attempt as the actor saw it; what moved the actor;
        how the actor came to see it so, and what was not as it was seen."""
        mind = ready.bindings.frame(actor, f[1 : 1 + len(ready.action.roles)])
        enabled, together = causes.needed(s, ready.possible, f)
        moved, urged, weighed = causes.moved(s, ready.urge, mind)
        reads = [*causes.traced(s, ready.possible, mind)[1], *weighed]
        perceived = causes.learned_through(s, reads)
        errors = self._errors.made(s, mind, reads, ready.possible, ready.urge)
        return Causes(enabled, moved, tuple(sorted(perceived)), together, urged, errors)

    def _reason(self, s: State, actor: int, option: Option) -> tuple[Part, ...]:
        """Why the actor does it, in words; for the log."""
        if s.log is None:
            return ()
        ready = self.ready[option.action]
        attempt = Happening(ready.action.name, option.roles)
        return ready.reason(s, ready.bindings.frame(actor, option.roles), attempt)

    def _fail(
        self, s: State, actor: int, ready: Ready, running: Running, need: Eval, part: model.Condition
    ) -> None:
        """The belief was wrong: the actor learns the truth of what the failed need reads."""
        s.spend(ready.steps)
        option = Option(running.action, running.roles, 0.0)
        happening = Happening(ready.action.name, option.roles)
        happening.take_number(s)
        happening.outcome = "failed"
        self._events.marking.put(s, happening)
        happening.reason = running.reason or self._reason(s, actor, option)
        ready.failed(s, ready.bindings.frame(TRUTH, option.roles), happening)
        self._count.come(s, ready.action, "failed")
        believed = ready.bindings.frame(actor, option.roles)
        why = running.causes or NO_CAUSES
        _, reads = causes.traced(s, need, believed)
        for read in reads:
            if isinstance(read, tuple):
                self._find_out(s, actor, read[0], read[1], happening)
        self._did(s, happening, ready, running.frame)
        self._events.close(s, happening, "action", running.began, why, because=part.text)

    def _find_out(self, s: State, actor: int, path: int, cell: int, happening: Happening) -> None:
        """The actor learns what is so, or what another believes, of what was read in the actor's mind."""
        if path == actor:
            happening.teach(s, actor, cell, s.cells[cell])
            return
        minds = self._expressions.minds
        if minds.deep and (others := minds.members(path))[0] == actor:
            held = s.held[minds.of(others[1:])].get(cell)
            happening.teach(s, path, cell, s.first[cell] if held is None else held)


def _also(why: Causes, shaped: set[int]) -> Causes:
    return replace(why, shaped_by=tuple(sorted({*why.shaped_by, *shaped})))


def _asked(initiative: model.Define) -> str:
    """The kind of those who are asked for their initiative."""
    ((_, type_),) = initiative.params
    assert isinstance(type_, model.Ref)
    return type_.kind
