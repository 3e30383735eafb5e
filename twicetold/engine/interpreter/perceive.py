"""Perceiving events: who notices, by which channel, remembers it and learns from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from twicetold.engine.interpreter.effect import Effects
from twicetold.engine.interpreter.expression import Expressions
from twicetold.engine.interpreter.functions import Eval, Members, Noticing, Run, ShownWithin
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


class Asked(list[list[tuple[int, set[int]]]]):
    """By line, who notices by it, and for the log whom of those who take part; none where it is asked
    later."""


class Witnesses:
    """Who perceives an event. It is asked before the effects, but by lines that say `after`."""

    def __init__(self, perceiving: Perceiving, lines: Sequence[_Line], hidden: Sequence[int]) -> None:
        self._perceiving = perceiving
        self._lines = lines
        self._hidden = hidden

    def before(self, s: State, h: Happening, f: Frame) -> Asked:
        """Who notices by the lines that are asked before the effects."""
        return Asked([[] if ready.line.after else self._ask(s, h, f, ready) for ready in self._lines])

    def notice(self, s: State, h: Happening, f: Frame, asked: Asked) -> None:
        """All who perceive it notice it, once its effects have happened, in the order of its lines."""
        for _ in self._noticed(s, h, f, asked):
            pass

    def _noticed(self, s: State, h: Happening, f: Frame, asked: Asked) -> Iterator[tuple[_Line, int]]:
        """Each who notices it, by which line."""
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
                yield ready, mind

    def _ask(self, s: State, h: Happening, f: Frame, ready: _Line) -> list[tuple[int, set[int]]]:
        hidden = [f[slot] for slot in self._hidden]
        shown = self._perceiving.shown
        return [
            (mind, set() if s.log is None else shown(s, h, mind, ready.line, f))
            for mind in ready.noticing(s, h, f)
            if mind not in hidden
        ]


@dataclass(frozen=True, slots=True)
class _Chain:
    """Somebody who perceives an event, or whom others take to: the path of their minds, how they were shown
    it (the fields; None: all), and whether all were asked for before the effects."""

    path: int
    showable: frozenset[str] | None
    before: bool
    place: int = -1
    """That of the line by which they perceive it; -1 for the actor."""


class _Taken(Asked):
    """Who notices by each line, and by the path of a mind whom that takes to, by each line."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.by: dict[int, list[list[int]]] = {}
        self.actor: list[int] = []


class TakenForWitnesses(Witnesses):
    """The same where there are minds within minds: whoever perceives an event takes others to perceive it, by
    the same lines asked in their mind, and knows what these come to hold by it, and so on inwards."""

    def __init__(
        self, perceiving: Perceiving, lines: Sequence[_Line], hidden: Sequence[int], actor: Eval | None
    ) -> None:
        super().__init__(perceiving, lines, hidden)
        self._minds = perceiving.expressions.minds
        self._actor = actor
        self._shown = [perceiving.taken_to_be_shown(ready.line) for ready in lines]

    def before(self, s: State, h: Happening, f: Frame) -> _Taken:
        taken = _Taken(super().before(s, h, f))
        taken.actor = [f[1]] if self._actor is not None and self._actor(s, f) else []
        entries = [*taken.actor, *(mind for row in taken for mind, _ in row)]
        for mind in dict.fromkeys(entries):
            self._take(s, h, f, mind, 1, taken)
        return taken

    def _take(self, s: State, h: Happening, f: Frame, path: int, level: int, taken: _Taken) -> None:
        """Whom a mind takes to notice it by what is asked before the effects, and whom they take."""
        if level == self._minds.depth or path in taken.by:
            return
        rows = taken.by[path] = [self._row(s, h, f, path, place) for place in self._places(after=False)]
        for mind in dict.fromkeys(mind for row in rows for mind in row):
            self._take(s, h, f, self._minds.within(path, mind), level + 1, taken)

    def _places(self, *, after: bool) -> list[int]:
        """The places of the lines asked then; that of the actor is -1."""
        lines = [place for place, ready in enumerate(self._lines) if ready.line.after == after]
        return lines if after or self._actor is None else [-1, *lines]

    def _row(self, s: State, h: Happening, f: Frame, path: int, place: int) -> list[int]:
        """Whom a mind takes to notice it by one line, but for itself."""
        last = self._minds.last(path)
        f[0] = path
        if place == -1:
            assert self._actor is not None
            row = [f[1]] if self._actor(s, f) else []
        else:
            none = [f[slot] for slot in self._hidden] + ([] if self._actor is None else [f[1]])
            row = [mind for mind in self._lines[place].noticing(s, h, f) if mind not in none]
        f[0] = TRUTH
        return [mind for mind in row if mind != last]

    def notice(self, s: State, h: Happening, f: Frame, asked: Asked) -> None:
        taken = asked if isinstance(asked, _Taken) else _Taken(asked)
        learnt = dict(h.learnt)  # what lines show is not taught by the event
        entries = [_Chain(mind, None, before=True) for mind in taken.actor]
        entries += [
            _Chain(mind, ready.showable, not ready.line.after, self._lines.index(ready))
            for ready, mind in self._noticed(s, h, f, taken)
        ]
        h.learnt = learnt
        for entry in entries:
            self._learnt(s, h, entry, TRUTH)
        for entry in entries:
            self._within(s, h, f, entry, 1, taken)

    def _within(self, s: State, h: Happening, f: Frame, chain: _Chain, level: int, taken: _Taken) -> None:
        """What somebody who perceives it takes others to come to hold by it."""
        if level == self._minds.depth:
            return
        first = self._places(after=False)
        known = taken.by.get(chain.path) if chain.before else None
        rows = known if known is not None else [self._row(s, h, f, chain.path, place) for place in first]
        places = [*first, *self._places(after=True)]
        rows = [*rows, *(self._row(s, h, f, chain.path, place) for place in places[len(first) :])]
        for place, row in zip(places, rows, strict=True):
            for mind in row:
                self._takes(s, h, f, chain, mind, place, level, taken)

    def _takes(
        self, s: State, h: Happening, f: Frame, by: _Chain, mind: int, place: int, level: int, taken: _Taken
    ) -> None:
        """Somebody takes one other to perceive it by a line."""
        path = self._minds.within(by.path, mind)
        showable, before = by.showable, by.before
        if place >= 0:
            ready = self._lines[place]
            before = before and not ready.line.after
            if ready.showable is not None:
                showable = ready.showable if showable is None else showable & ready.showable
        else:
            place = by.place  # whoever does it is taken to know what those see who see it
        chain = _Chain(path, showable, before, place)
        self._perceiving.learn_within(s, h, path, showable)
        self._learnt(s, h, chain, by.path)
        if place >= 0:
            for shows in self._shown[place]:
                shows(s, f, h, by.path, mind, self._lines[place].line.slot)
        self._within(s, h, f, chain, level + 1, taken)

    def _learnt(self, s: State, h: Happening, chain: _Chain, outer: int) -> None:
        """Who perceives that somebody has learnt something knows it of them, as far as they are thought of so
        deep: what they were told, as it is or as whoever has this one in mind (`outer`) takes it to be; of
        what they were shown to be so, that they know how it is."""
        minds, perceiving = self._minds, self._perceiving
        for (path, cell), told in h.learnt.items():
            field, _ = perceiving.layout.owner(cell)
            if chain.showable is not None and field.name not in chain.showable:
                continue
            by, of = minds.members(chain.path), minds.members(path)
            if len(by) + len(of) <= minds.depth and of[0] != by[-1]:
                known = (*minds.members(outer), *of) if told else (*by, *of[1:])
                h.teach(s, minds.of((*by, *of)), cell, perceiving.held(s, minds.of(known), cell))


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

    def compile(
        self, lines: Sequence[model.Perceive], actor: Eval | None = None, *, inwards: bool = True
    ) -> Witnesses:
        """Who perceives an event, by all of its lines, and the `actor`, if that holds of the first role; and
        `inwards`, whom they take to perceive it."""
        hidden = [line.of for line in lines if line.channel == "hidden" and line.of is not None]
        told = [line for line in lines if line.channel != "hidden"]
        ready = [_Line(line, self._noticing(line), self._showable(line), self._shows(line)) for line in told]
        if not (inwards and self.expressions.minds.deep):
            return Witnesses(self, ready, hidden)
        return TakenForWitnesses(self, ready, hidden, actor)

    def taken_to_be_shown(self, line: model.Perceive) -> list[ShownWithin]:
        """What a line shows, as others take it to be shown."""
        return [self._effects.shown_within(shows) for shows in line.shows]

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

    def held(self, s: State, path: int, cell: int) -> model.Value:
        """What a mind holds a cell to be; what is somebody's own, they are taken to know."""
        minds = self.expressions.minds
        field, entities = self.layout.owner(cell)
        while path != TRUTH and field.knows(minds.last(path), entities):
            path = minds.before(path)
        held: model.Value | None = s.cells[cell] if path == TRUTH else s.held[path].get(cell)
        return s.first[cell] if held is None else held

    def learn_within(self, s: State, h: Happening, path: int, showable: frozenset[str] | None) -> None:
        """What an event set, as somebody takes another, who perceives it, to have learnt it."""
        last = self.expressions.minds.last(path)
        for cell in h.given:
            field, entities = self.layout.owner(cell)
            shown = field.believed and (showable is None or field.name in showable)
            if shown and not field.knows(last, entities):
                h.teach(s, path, cell, s.cells[cell])

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
            g: Frame = [f[0], -1, sensed, *rest]
            if odds is None or f[0] != TRUTH:  # nobody knows of another's luck
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
