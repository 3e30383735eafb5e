"""Whom those who perceive an event take to perceive it too, and what they take them to hold by it.

It is asked by the lines of the event, in the mind of whoever perceives it, and inwards: for each line and
each depth there is a row of minds for every path of those who have them in mind. It is asked when the line is
asked by which the first of them perceives it. See `interpreter/perceive.py`, which this follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from twicetold.engine.kernel.lower.effect import Actor, Effects, Happening
from twicetold.engine.kernel.lower.fields import CellList
from twicetold.engine.kernel.lower.known import Known
from twicetold.engine.kernel.lower.lowering import do
from twicetold.engine.kernel.lower.past import where
from twicetold.engine.kernel.lower.paths import path_place
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Array,
    Expr,
    For,
    If,
    Let,
    Load,
    Op,
    Stmt,
    Store,
    Var,
    both,
    int_,
)
from twicetold.lang import model

_ACTOR = -1
"""The place of whoever does something among the lines by which one perceives it."""


class Asks(Protocol):
    """What asks by a line who perceives an event."""

    effects: Effects

    def noticing(
        self, line: model.Perceive, scope: Scope, h: Happening, put_down: Callable[[Expr], Iterator[Stmt]]
    ) -> Iterator[Stmt]:
        """What is to be done with each who notices by a line, as the minds of the scope have it."""

    def none_of(self, mind: Expr, others: Sequence[Expr]) -> Expr:
        """Whether a mind is none of some others."""

    def can_show(self, line: model.Perceive, field: str) -> bool:
        """Whether a line can show a field."""

    def kind(self, line: model.Perceive, h: Happening) -> str:
        """Of which kind those are who notice by a line."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Those who truly perceive it by a line: a list and its length."""

    place: int
    minds: Array
    count: Var


@dataclass(frozen=True, slots=True)
class _Chain:
    """Somebody who perceives it, or is taken to: the path of minds, the lines that show them fields, the last
    of these, and whether all were asked before the effects."""

    path: tuple[Var, ...]
    lines: tuple[int, ...]
    place: int
    before: bool


_Body = Callable[[_Chain], Iterator[Stmt]]


class Taken:
    """Whom those who perceive one event take to perceive it."""

    def __init__(
        self,
        perceiving: Asks,
        lines: Sequence[model.Perceive],
        scope: Scope,
        h: Happening,
        actor: Actor | None,
        hidden: Sequence[Expr],
    ) -> None:
        self._perceiving = perceiving
        self._expressions = perceiving.effects.expressions
        self._lowering = self._expressions.lowering
        self._fields = self._expressions.fields
        self._minds = self._fields.minds
        self._depth = self._lowering.world.depth
        self._lines, self._scope, self._h, self._actor, self._hidden = lines, scope, h, actor, hidden
        self._entries: list[_Entry] = []
        self._knows = self._lowering.fresh("acts", "bit")
        self._rows: dict[tuple[int, int, bool], Array] = {}
        stores = self._fields.of
        shown = (shows for line in lines for shows in line.shows)
        deep = max(
            (
                *(stores[name].deep for name in h.changed),
                *(stores[name].deep for name, _, _ in h.learnt),
                *(stores[shows.target.field].deep for shows in shown),
            ),
            default=0,
        )
        self._deep = min(deep, self._depth)
        self.matters = self._deep > 1 and bool(lines or actor)

    def enter(self, line: model.Perceive, minds: Array, count: Var) -> None:
        """Those who truly perceive it by a line."""
        self._entries.append(_Entry(self._lines.index(line), minds, count))

    # --- whom they take to ----------------------------------------------------------------------------------

    def before(self) -> Iterator[Stmt]:
        """What is asked before the effects."""
        if self._actor is not None:
            yield Let(self._knows, self._notices(()))
            chain = self._actors()
            yield from where(self._knows, tuple(self._asked_by(chain)))
        for entry in self._entries:
            if not self._lines[entry.place].after:
                yield from self._each_entry(entry, self._asked_by)

    def _actors(self) -> _Chain:
        assert self._actor is not None
        who = self._actor.who
        assert isinstance(who, Var)
        return _Chain((who,), (), _ACTOR, before=True)

    def _each_entry(self, entry: _Entry, body: _Body) -> Iterator[Stmt]:
        i, mind = self._lowering.fresh("i"), self._lowering.fresh("mind")
        chain = _Chain((mind,), (entry.place,), entry.place, not self._lines[entry.place].after)
        inside = (If(self._minds.contains(mind), tuple(body(chain))),)
        yield For(i, int_(0), entry.count, (Let(mind, Load(entry.minds, i)), *inside))

    def _places(self, *, after: bool) -> list[int]:
        """The places of the lines asked then, whoever does it first."""
        lines = [place for place, line in enumerate(self._lines) if line.after == after]
        return lines if after or self._actor is None else [_ACTOR, *lines]

    def _asked_by(self, chain: _Chain) -> Iterator[Stmt]:
        """Whom a path takes to notice it by what is asked before the effects, and whom they take."""
        if len(chain.path) >= self._deep:
            return
        for place in self._places(after=False):
            yield from self._ask(chain.path, place, before=True)
        if len(chain.path) + 1 < self._deep:
            for place in self._places(after=False):
                yield from self._each_taken(chain, place, before=True, body=self._asked_by)

    def _row(self, level: int, place: int, before: bool) -> Array:
        """Whom paths of so many minds take to notice it by a line."""
        key = level, place, before
        if key not in self._rows:
            size = len(self._minds) ** (level + 1)
            self._rows[key] = self._lowering.array(self._lowering.fresh("taken").name, "bool", size)
        return self._rows[key]

    def _ask(self, path: tuple[Var, ...], place: int, before: bool) -> Iterator[Stmt]:
        """Put down whom a path takes to notice it by a line, but for the last of the path."""
        minds, q, base = self._minds, self._lowering.fresh("q"), self._lowering.fresh("base")
        row = self._row(len(path), place, before)
        yield Let(base, path_place(minds, path) * len(minds))
        yield For(q, int_(0), int_(len(minds)), (Store(row, base + q, FALSE),))

        def put_down(mind: Expr) -> Iterator[Stmt]:
            other = both(minds.contains(mind), mind.is_not(path[-1]))
            yield If(other, (Store(row, base + minds.place(mind), TRUE),))

        if place == _ACTOR:
            assert self._actor is not None
            yield from where(self._notices(path), tuple(put_down(self._actor.who)))
            return
        actor = () if self._actor is None else (self._actor.who,)
        apart = self._perceiving.none_of

        def apart_from(mind: Expr) -> Iterator[Stmt]:
            yield from where(apart(mind, (*self._hidden, *actor)), tuple(put_down(mind)))

        yield from self._perceiving.noticing(self._lines[place], self._within(path), self._h, apart_from)

    def _notices(self, path: tuple[Var, ...]) -> Expr:
        """Whether whoever does it can notice anything, as a path of minds has it."""
        assert self._actor is not None
        if self._actor.notices is None:
            return TRUE
        return self._expressions.lower(self._actor.notices, self._within(path))

    def _within(self, path: tuple[Var, ...]) -> Scope:
        return Scope(self._scope.bound, path)

    # --- what they take them to hold ------------------------------------------------------------------------

    def notice(self) -> Iterator[Stmt]:
        """What is to be done when all who perceive it have noticed it."""
        for body in (self._learnt_first, self._inwards):
            if self._actor is not None:
                chain = self._actors()
                held = both(self._knows, self._minds.contains(chain.path[0]))
                yield from where(held, tuple(body(chain)))
            for entry in self._entries:
                yield from self._each_entry(entry, body)

    def _learnt_first(self, chain: _Chain) -> Iterator[Stmt]:
        return self._learnt(chain, ())

    def _inwards(self, chain: _Chain) -> Iterator[Stmt]:
        """What somebody who perceives it takes others to come to hold by it."""
        if len(chain.path) >= self._deep:
            return
        first, later = self._places(after=False), self._places(after=True)
        if not chain.before:
            for place in first:
                yield from self._ask(chain.path, place, before=False)
        for place in later:
            yield from self._ask(chain.path, place, before=False)
        for place in first:
            yield from self._each_taken(chain, place, before=chain.before, body=self._takes)
        for place in later:
            yield from self._each_taken(chain, place, before=False, body=self._takes)

    def _each_taken(self, chain: _Chain, place: int, *, before: bool, body: _Body) -> Iterator[Stmt]:
        """A body for each whom a path takes to notice it by a line."""
        minds, q, mind = self._minds, self._lowering.fresh("q"), self._lowering.fresh("mind")
        row = self._row(len(chain.path), place, before)
        by = (*chain.lines, place) if place != _ACTOR else chain.lines
        inner = _Chain((*chain.path, mind), by, chain.place if place == _ACTOR else place, before)
        taken = Load(row, path_place(minds, chain.path) * len(minds) + q)
        inside = (Let(mind, minds.entity(q)), *body(inner))
        yield For(q, int_(0), int_(len(minds)), (If(taken, tuple(inside)),))

    def _takes(self, chain: _Chain) -> Iterator[Stmt]:
        """The last of a path is taken to perceive it."""
        level = len(chain.path)
        for name, cells in self._h.changed.items():
            store = self._fields.of[name]
            if store.deep >= level and self._can_show(chain, name):
                yield do(store.within[level].teach_all(cells), *chain.path)
        yield from self._learnt(chain, chain.path[:-1])
        if chain.place != _ACTOR:
            yield from self._shown(chain)
        yield from self._inwards(chain)

    def _can_show(self, chain: _Chain, field: str) -> bool:
        return all(self._perceiving.can_show(self._lines[place], field) for place in chain.lines)

    def _shown(self, chain: _Chain) -> Iterator[Stmt]:
        """What the line shows, as those before the last of a path believe it to be."""
        line, level, mind = self._lines[chain.place], len(chain.path), chain.path[-1]
        expressions, fresh = self._expressions, self._lowering.fresh
        scope = self._within(chain.path[:-1])
        if line.slot is not None:
            scope = scope.bind(line.slot, mind, self._perceiving.kind(line, self._h))
        for shows in line.shows:
            store = self._fields.of[shows.target.field]
            if store.deep < level:
                continue
            given, inside = expressions.arguments(shows.target, scope)
            args, c = tuple(fresh("e") for _ in given), fresh("c")
            seen, unknown = fresh("seen", store.type), fresh("unknown", "bit")
            not_known: model.Expr | None = shows.unknown
            if shows.value is None and shows.unknown is None and store.field.unknowable:
                not_known = model.Unknown(shows.target)
            value = self._perceiving.effects.kept_value(shows.value or shows.target, scope, store)
            asked = (
                FALSE if not_known is None or store.unknown is None else expressions.lower(not_known, scope)
            )
            learn = (
                Let(seen, value),
                Let(unknown, asked),
                *store.teach_path(chain.path, c, seen, unknown),
            )
            for var, arg in zip(args, given, strict=True):
                yield Let(var, arg)
            yield Let(c, store.cell(args, inside))
            yield If(both(c >= 0, ~store.owns(mind, args)), learn)

    def _learnt(self, chain: _Chain, outer: tuple[Var, ...]) -> Iterator[Stmt]:
        """Who perceives that somebody has learnt something knows it of them: what they were told, as it is or
        as those before have it; of what they were shown, that they know how it is."""
        for (name, level, told), cells in self._h.learnt.items():
            store = self._fields.of[name]
            if len(chain.path) + level <= store.deep and self._can_show(chain, name):
                yield from self._learnt_of(chain, outer, level, told, cells)

    def _learnt_of(
        self, chain: _Chain, outer: tuple[Var, ...], level: int, told: bool, cells: CellList
    ) -> Iterator[Stmt]:
        store, fresh, size = cells.store, self._lowering.fresh, len(self._minds)
        i, place, c, rest = fresh("i"), fresh("place"), fresh("c"), fresh("path")
        of = tuple(fresh("mind") for _ in range(level))
        lets: list[Stmt] = [Let(place, Load(cells.cells, i)), Let(rest, _div(place, store.size))]
        lets.append(Let(c, place - rest * store.size))
        left: Expr = rest
        found: list[Stmt] = []
        for var in reversed(of):
            found.append(Let(var, self._minds.entity(left - _div(left, size) * size)))
            left = _div(left, size)
        known, seen, unknown = Known(store), fresh("seen", store.type), fresh("unknown", "bit")
        whose = (*outer, *of) if told else (*chain.path, *of[1:])
        learn = (
            Let(seen, known.value(whose, c)),
            Let(unknown, known.unknown(whose, c)),
            *store.teach_path((*chain.path, *of), c, seen, unknown),
        )
        other = If(of[0].is_not(chain.path[-1]), learn)
        count = Load(cells.count, int_(0))
        yield For(i, int_(0), count, (*lets, *found, other))


def _div(a: Expr, b: int) -> Expr:
    return Op("div", (a, int_(b)), "int")
