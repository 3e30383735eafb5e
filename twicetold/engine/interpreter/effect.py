"""Effects: what changes a life. Each node becomes a function of the state, a frame and the happening it is
part of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from twicetold.engine.interpreter.causes import shown_through
from twicetold.engine.interpreter.counting import Counting
from twicetold.engine.interpreter.expression import Expressions
from twicetold.engine.interpreter.functions import Eval, Happen, Run, ShownWithin
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.start import Starts
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.interpreter.tell import Tellings
from twicetold.engine.meaning import noise, numeric
from twicetold.engine.meaning.noise import site_key
from twicetold.engine.meaning.probes import Decision
from twicetold.engine.meaning.work import Work
from twicetold.lang import model
from twicetold.lang.model import stored

Change = Callable[[State, Frame, Happening, int, Happening | None], int | None]


class Effects:
    """Turns the effects of one world into functions. `happen` brings its events about, whose bodies are made
    of effects in turn."""

    def __init__(
        self,
        expressions: Expressions,
        work: Work,
        count: Counting,
        starts: Starts,
        tell: Tellings,
        happen: Happen,
    ) -> None:
        self.world, self.layout = expressions.world, expressions.layout
        self.expressions = expressions
        self.work = work
        self.count = count
        self.starts = starts
        self.tellings = tell
        self.happen = happen

    def block(self, effects: Sequence[model.Effect]) -> Run:
        """The function of several effects, one after the other."""
        runs = [_COMPILE[type(effect)](self, effect) for effect in effects]
        if len(runs) == 1:
            return runs[0]

        def run(s: State, f: Frame, h: Happening) -> None:
            for effect in runs:
                effect(s, f, h)

        return run

    def _either(self, effect: Decision) -> tuple[Run, Run]:
        """The functions of the two blocks of an effect that lives one of them."""
        count = self.count
        body, otherwise = self.block(effect.body), self.block(effect.otherwise)
        return count.block(effect, "yes", body), count.block(effect, "no", otherwise)

    def assign(self, effect: model.Assign) -> Run:
        address, value = self.expressions.address(effect.target), self.expressions.compile(effect.value)
        keep = stored(self.expressions.layout.fields[effect.target.field].field.type)
        match effect.op:
            case "=":

                def run(s: State, f: Frame, h: Happening) -> None:
                    c = address(s, f)
                    if c >= 0:
                        h.give(s, c, keep(value(s, f)))
            case "+=":

                def run(s: State, f: Frame, h: Happening) -> None:
                    c = address(s, f)
                    if c >= 0:
                        more = value(s, f)
                        h.give(s, c, keep(s.truth[c] + more))
            case "-=":

                def run(s: State, f: Frame, h: Happening) -> None:
                    c = address(s, f)
                    if c >= 0:
                        less = value(s, f)
                        h.give(s, c, keep(s.truth[c] - less))

        return run

    def let(self, effect: model.Let) -> Run:
        slot, value = effect.slot, self.expressions.compile(effect.value)

        def run(s: State, f: Frame, h: Happening) -> None:
            f[slot] = value(s, f)

        return run

    def if_(self, effect: model.If) -> Run:
        cond = self.expressions.compile(effect.cond)
        body, otherwise = self._either(effect)

        def run(s: State, f: Frame, h: Happening) -> None:
            (body if cond(s, f) else otherwise)(s, f, h)

        return run

    def chance(self, effect: model.Chance) -> Run:
        p, site = self.expressions.compile(effect.p), site_key(effect.site)
        keys_of = self.expressions.keys_of(effect.bound)
        body, otherwise = self._either(effect)
        repeats = self.expressions.sites.repeats(effect.site)

        def run(s: State, f: Frame, h: Happening) -> None:
            odds = p(s, f)
            again = s.again if repeats else 0
            holds = s.noise.uniform(site, s.tick, keys_of(f), again) < odds
            if s.otherwise is not None:
                entities = [f[slot] for slot in effect.bound]
                said = s.otherwise.falls(s, effect.site, entities, noise.occurrence(again))
                holds = holds if said is None else said
                if effect.brings is not None and s.otherwise.forces(s, effect.brings, entities):
                    holds = True
            if s.guide is not None:
                holds = s.guide.chance(s, h, effect, f, odds, holds)
            (body if holds else otherwise)(s, f, h)

        return run

    def for_each(self, effect: model.ForEach) -> Run:
        x, slot, where = self.expressions, effect.slot, effect.where
        steady = where is None or x.steadiness.is_steady(where, effect.body)
        those = x.those(effect.kind, model.conjuncts(where) if steady else [], slot)
        asked = x.there([(effect.kind, slot)]) if x.steadiness.turns(effect.body) else []
        if where is not None and not steady:
            asked.append(x.compile(where))
        body = self.count.block(effect, "reached", self.block(effect.body))
        steps = self.work.loop(effect)

        def run(s: State, f: Frame, h: Happening) -> None:
            s.spend(steps)
            for entity in those(s, f):
                f[slot] = entity
                for test in asked:
                    if not test(s, f):
                        break
                else:
                    body(s, f, h)

        return run

    def pick(self, effect: model.Pick) -> Run:
        slot, site = effect.slot, site_key(effect.site)
        those = self.expressions.those(effect.kind, model.conjuncts(effect.where), slot)
        weight = self.expressions.compile(effect.weight) if effect.weight else None
        keys_of = self.expressions.keys_of((*effect.bound, slot))
        body, otherwise = self._either(effect)
        repeats = self.expressions.sites.repeats(effect.site)
        steps = self.work.loop(effect)

        def run(s: State, f: Frame, h: Happening) -> None:
            s.spend(steps)
            best, most = -1, 0.0
            again = s.again if repeats else 0
            for entity in those(s, f):
                f[slot] = entity
                score = s.noise.gumbel(site, s.tick, keys_of(f), again)
                if weight is not None:
                    w = weight(s, f)
                    if not w > 0:
                        continue
                    score = numeric.log(w) + score
                if best == -1 or score > most:
                    best, most = entity, score
            f[slot] = best
            (otherwise if best == -1 else body)(s, f, h)

        return run

    def born(self, effect: model.Born) -> Run:
        layout, slot = self.layout, effect.slot
        kinds = {entity.kind for entity in self.world.entities}
        fitting = {kind for kind in kinds if layout.kind_number[kind] in layout.descendants[effect.kind]}
        candidates = [n for n, entity in enumerate(self.world.entities) if entity.kind in fitting]
        body, otherwise = self._either(effect)

        def run(s: State, f: Frame, h: Happening) -> None:
            for entity in candidates:
                if s.cells[layout.kinds_now + entity] == -1:
                    f[slot] = entity
                    self.starts.bear(s, entity, h)
                    body(s, f, h)
                    return
            otherwise(s, f, h)

        return run

    def retires(self, effect: model.Retires) -> Run:
        x, kinds_now = self.expressions.compile(effect.x), self.layout.kinds_now

        def run(s: State, f: Frame, h: Happening) -> None:
            entity = x(s, f)
            if entity != -1:
                h.turn(s, kinds_now + entity, -1)

        return run

    def becomes(self, effect: model.Becomes) -> Run:
        x, kinds_now = self.expressions.compile(effect.x), self.layout.kinds_now
        number = self.layout.kind_number[effect.kind]

        def run(s: State, f: Frame, h: Happening) -> None:
            entity = x(s, f)
            if entity != -1 and s.cells[kinds_now + entity] != -1:
                h.turn(s, kinds_now + entity, number)

        return run

    def learns(self, effect: model.Learns) -> Run:
        mind = self.expressions.compile(effect.mind)
        change = self._believe(effect)
        if effect.inner or self.expressions.minds.deep:
            return self._learns_of(effect, change)

        def run(s: State, f: Frame, h: Happening) -> None:
            change(s, f, h, mind(s, f), None)

        return run

    def _learns_of(self, effect: model.Learns, change: Change) -> Run:
        """The same where there are minds within minds: whoever perceives that somebody learns knows of it."""
        minds, told = self.expressions.minds, effect.value is not None or effect.unknown is not None
        members = [self.expressions.compile(mind) for mind in (effect.mind, *effect.inner)]

        def run(s: State, f: Frame, h: Happening) -> None:
            path = [mind(s, f) for mind in members]
            if -1 not in path:
                cell = change(s, f, h, minds.of(path), None if h.loud else h)
                if cell is not None:
                    h.learnt[minds.of(path), cell] = told or h.learnt.get((minds.of(path), cell), False)

        return run

    def shows(self, effect: model.Shows) -> Run:
        """In a sense: the mind is the first role. A silent sense's beliefs keep the causes of what was
        shown.
        """
        change = self._believe(effect)

        def run(s: State, f: Frame, h: Happening) -> None:
            change(s, f, h, f[1], h)

        return run

    def shown_within(self, effect: model.Learns) -> ShownWithin:
        """What a line shows, where somebody takes another to be shown it: as it is in the mind of the
        first."""
        x, target = self.expressions, effect.target
        placed = x.layout.fields[target.field].field
        address, owners, keep = x.address(target), x.owners(target), stored(placed.type)
        not_known: model.Expr | None = effect.unknown
        if effect.value is None and effect.unknown is None and placed.unknowable:
            not_known = model.Unknown(target)
        value = x.compile(target if effect.value is None else effect.value)
        unknown = None if not_known is None else x.compile(not_known)
        within = x.minds.within

        def show(s: State, f: Frame, h: Happening, outer: int, mind: int, slot: int | None) -> None:
            if slot is not None:
                f[slot] = mind
            f[0] = outer
            c = address(s, f)
            if c >= 0 and not owners(s, f, mind):
                seen = model.UNKNOWN if unknown is not None and unknown(s, f) else keep(value(s, f))
                h.teach(s, within(outer, mind), c, seen)
            f[0] = TRUTH

        return show

    def _believe(self, effect: model.Learns | model.Shows) -> Change:
        """What changes a mind. It returns the cell, of what is not the mind's own."""
        target, value = effect.target, effect.value
        unknown = None if effect.unknown is None else self.expressions.compile(effect.unknown)
        address, owners = self.expressions.address(target), self.expressions.owners(target)
        compute: Eval | None = self.expressions.compile(value) if value else None
        keep = stored(self.expressions.layout.fields[target.field].field.type)
        deep, last, truth = self.expressions.minds.deep, self.expressions.minds.last, self._truth

        def change(s: State, f: Frame, h: Happening, mind: int, sensed: Happening | None) -> int | None:
            c = address(s, f)
            if c < 0 or mind == -1 or owners(s, f, last(mind) if deep else mind):
                return None
            if unknown is not None and unknown(s, f):
                seen = model.UNKNOWN
            elif compute is not None:
                seen = keep(compute(s, f))
            else:
                seen = truth(s, mind, c) if deep else s.truth[c]
            held = s.held[mind].get(c)
            if seen == (s.first[c] if held is None else held):
                return c
            through = None
            if sensed is not None and s.log is not None:
                through = shown_through(s, sensed, c, compute is None)
            h.teach(s, mind, c, seen, through)
            return c

        return change

    def _truth(self, s: State, mind: int, cell: int) -> model.Value:
        """What is so; of what a mind takes another to hold, what that one holds."""
        minds = self.expressions.minds
        path = minds.of(minds.members(mind)[1:]) if minds.deep else TRUTH
        held: model.Value | None = s.truth[cell] if path == TRUTH else s.minds[path].get(cell)
        if held is None:
            held = s.first[cell]
        return held

    def happens(self, effect: model.Happens) -> Run:
        args = [self.expressions.compile(arg) for arg in effect.args]
        name = effect.event
        event = next(event for event in self.world.events if event.name == name)
        there = self.expressions.there([(role.kind, role.slot) for role in event.roles])

        def run(s: State, f: Frame, h: Happening) -> None:
            roles = tuple([arg(s, f) for arg in args])
            if -1 not in roles and all(test(s, [TRUTH, *roles]) for test in there):
                self.happen(s, name, roles, h)

        return run

    def outcome(self, effect: model.Outcome) -> Run:
        label = effect.label

        def run(s: State, f: Frame, h: Happening) -> None:
            h.outcome = label

        return run

    def tell(self, effect: model.Tell) -> Run:
        give = self.tellings.compile(effect.wordings)

        def run(s: State, f: Frame, h: Happening) -> None:
            outer = s.note(None)
            give(s, f, h)
            s.note(outer)

        return run


_COMPILE: dict[type, Callable[..., Run]] = {
    model.Assign: Effects.assign,
    model.Let: Effects.let,
    model.If: Effects.if_,
    model.Chance: Effects.chance,
    model.ForEach: Effects.for_each,
    model.Pick: Effects.pick,
    model.Born: Effects.born,
    model.Retires: Effects.retires,
    model.Becomes: Effects.becomes,
    model.Learns: Effects.learns,
    model.Shows: Effects.shows,
    model.Happens: Effects.happens,
    model.Outcome: Effects.outcome,
    model.Tell: Effects.tell,
}
