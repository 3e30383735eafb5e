"""Perceiving events: who notices, by which channel, remembers it and learns from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from twicetold.engine.interpreter.effect import Effects
from twicetold.engine.interpreter.expression import Expressions
from twicetold.engine.interpreter.functions import Eval, Members, Noticing, Run
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.meaning import sites
from twicetold.engine.meaning.noise import site_key
from twicetold.lang import model

DID = "did"
"""The channel by which actors perceive what they do."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line made ready: who notices by it, what a sense can show of what is learnt (None: all), and what is
    shown besides."""

    line: model.Perceive
    noticing: Noticing
    showable: frozenset[str] | None
    shows: Run | None


Asked = list[list[tuple[int, set[int]]]]
"""By line, who notices by it, and for the log whom of those who take part; none where it is asked later."""


class Witnesses:
    """Who perceives an event. It is asked before the effects, but by lines that say `after`."""

    def __init__(self, perceiving: Perceiving, lines: Sequence[_Line], hidden: Sequence[int]) -> None:
        self._perceiving = perceiving
        self._lines = lines
        self._hidden = hidden

    def before(self, s: State, h: Happening, f: Frame) -> Asked:
        """Who notices by the lines that are asked before the effects."""
        return [[] if ready.line.after else self._ask(s, h, f, ready) for ready in self._lines]

    def notice(self, s: State, h: Happening, f: Frame, asked: Asked) -> None:
        """All who perceive it notice it, once its effects have happened, in the order of its lines."""
        for ready, before in zip(self._lines, asked, strict=True):
            for mind, shown in self._ask(s, h, f, ready) if ready.line.after else before:
                if (mind, DID) in h.perceived:
                    continue  # who does something need not notice it besides
                if s.log is not None:
                    known = any(who == mind for who, _ in h.perceived)
                    h.shown[mind] = shown | h.shown.get(mind, set(h.roles) if known else set())
                h.perceived.append((mind, ready.line.channel))
                self._perceiving.learn(s, h, mind, ready.showable)
                if ready.shows is not None:
                    if ready.line.slot is not None:
                        f[ready.line.slot] = mind
                    ready.shows(s, f, h)

    def _ask(self, s: State, h: Happening, f: Frame, ready: _Line) -> list[tuple[int, set[int]]]:
        hidden = [f[slot] for slot in self._hidden]
        shown = self._perceiving.shown
        return [
            (mind, set() if s.log is None else shown(s, h, mind, ready.line, f))
            for mind in ready.noticing(s, h, f)
            if mind not in hidden
        ]


class Perceiving:
    """Turns the perceive lines of one world into functions."""

    def __init__(self, expressions: Expressions, effects: Effects) -> None:
        self._effects = effects
        self.world, self.layout = expressions.world, expressions.layout
        self.expressions = expressions
        placed = self.layout.fields.values()
        self._believed = frozenset(
            cell
            for place in placed
            if place.field.believed
            for cell in range(place.base, place.base + len(place.cells))
        )

    def compile(self, lines: Sequence[model.Perceive]) -> Witnesses:
        """Who perceives an event, by all of its lines."""
        hidden = [line.of for line in lines if line.channel == "hidden" and line.of is not None]
        told = [line for line in lines if line.channel != "hidden"]
        ready = [_Line(line, self._noticing(line), self._showable(line), self._shows(line)) for line in told]
        return Witnesses(self, ready, hidden)

    def _shows(self, line: model.Perceive) -> Run | None:
        return self._effects.block(line.shows) if line.shows else None

    def did(self, s: State, h: Happening, actor: int) -> None:
        """The actor perceives what they do."""
        h.perceived.append((actor, DID))
        self.learn(s, h, actor, None)

    def learn(self, s: State, h: Happening, mind: int, showable: frozenset[str] | None) -> None:
        """A mind learns what an event set: of the believed fields all, or only those a sense can show."""
        if self._believed.isdisjoint(h.given):
            return
        for cell in h.given:
            field, entities = self.layout.owner(cell)
            if not field.believed or (showable is not None and field.name not in showable):
                continue
            if not field.knows(mind, entities):
                h.teach(s, mind, cell, s.cells[cell])

    def aware(self, s: State, entities: Iterable[int]) -> frozenset[int]:
        """Who of some entities exists and can notice anything, for the log."""
        outer = s.note(None)
        aware = frozenset(entity for entity in entities if entity != -1 and self._can_notice(s, entity))
        s.note(outer)
        return aware

    def _can_notice(self, s: State, entity: int) -> bool:
        nature = s.cells[self.layout.kinds_now + entity]
        return nature != -1 and all(test(s, [TRUTH, entity]) for test in self._clauses[nature])

    @cached_property
    def _clauses(self) -> list[list[Eval]]:
        """By the number of a kind, all that it and its ancestors say on when those of it can notice."""
        said = {
            kind.name: self.expressions.compile(kind.notices.expr)
            for kind in self.world.kinds
            if kind.notices is not None
        }
        return [[said[name] for name in reversed(kind.lineage) if name in said] for kind in self.world.kinds]

    # --- whom one perceives, for the log --------------------------------------------------------------------

    def shown(self, s: State, h: Happening, mind: int, line: model.Perceive, f: Frame) -> set[int]:
        """Whom of those who take part a mind perceives by a line. A sense, or feeling, shows only those whom
        some sense of the mind reaches now; where a world has none for such, and by any other line, all are
        shown.
        """
        if line.sense is None and line.channel != "felt":
            return {mind, *h.roles}
        shown = {mind} if line.sense is None or line.of is None else {mind, int(f[line.of])}
        outer = s.note(None)
        shown |= {role for role in h.roles if role not in shown and self._reaches(s, mind, role)}
        s.note(outer)
        return shown

    def _reaches(self, s: State, mind: int, other: int) -> bool:
        senses = [
            (tests, size)
            for minds, others, tests, size in self._senses
            if mind in minds(s) and other in others(s)
        ]
        if not senses:
            return not any(other in others(s) for _, others, _, _ in self._senses)
        return any(
            all(test(s, [TRUTH, mind, other, *[-1] * (size - 3)]) for test in tests) for tests, size in senses
        )

    @cached_property
    def _senses(self) -> list[tuple[Members, Members, list[Eval], int]]:
        """The senses of one thing: who has them, of whom, when, and the length of their frame."""
        x = self.expressions
        return [
            (x.members(mind.kind), x.members(other.kind), x.conditions(sense.when), sense.size)
            for sense in self.world.senses
            if len(sense.roles) == 2
            for mind, other in [sense.roles]
        ]

    def _showable(self, line: model.Perceive) -> frozenset[str] | None:
        if line.sense is None:
            return None
        sense = next(sense for sense in self.world.senses if sense.name == line.sense)
        return frozenset(
            node.target.field for node in model.nodes(sense.body) if isinstance(node, model.Shows)
        )

    def _noticing(self, line: model.Perceive) -> Noticing:
        if line.sense is not None:
            return self._by_sense(line)
        if line.kind is not None:
            return self._by_condition(line)
        of, kinds_now = line.of, self.layout.kinds_now
        assert of is not None
        where = self.expressions.compile(line.where) if line.where is not None else None

        def noticing(s: State, h: Happening, f: Frame) -> Iterable[int]:
            there = s.cells[kinds_now + f[of]] != -1 and (where is None or where(s, f))
            return (int(f[of]),) if there else ()

        return noticing

    def _by_condition(self, line: model.Perceive) -> Noticing:
        assert line.kind is not None
        assert line.slot is not None
        those = self.expressions.those(line.kind, model.conjuncts(line.where), line.slot)
        return lambda s, h, f: those(s, f)

    def _by_sense(self, line: model.Perceive) -> Noticing:
        sense = next(sense for sense in self.world.senses if sense.name == line.sense)
        who, other = sense.roles
        those = self.expressions.those(who.kind, [part.expr for part in sense.when], who.slot, [other.slot])
        chance = sites.odds(sense)
        odds = None if chance is None else self.expressions.compile(chance)
        site, keys, of = site_key(line.site), self.expressions.keys, line.of
        repeats = odds is not None and self.expressions.sites.repeats(line.site)
        assert of is not None
        rest = [-1] * (sense.size - 3)

        def noticing(s: State, h: Happening, f: Frame) -> Iterable[int]:
            sensed = f[of]
            g: Frame = [TRUTH, -1, sensed, *rest]
            if odds is None:
                return those(s, g)
            minds = []
            again = s.again if repeats else 0
            for mind in those(s, g):
                g[who.slot] = mind
                drawn = (*[keys[role] for role in h.roles], keys[mind])
                if s.noise.uniform(site, s.tick, drawn, again) < odds(s, g):
                    minds.append(mind)
            return minds

        return noticing
