"""Starting values: of all cells and minds at the beginning of a life, and of an entity that is born."""

from __future__ import annotations

from typing import Any, NamedTuple

from twicetold.engine.interpreter.functions import Compile, Eval
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.occurrence import Occurrences
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.minds import Minds, minded
from twicetold.engine.meaning.sites import BIRTH, at_birth
from twicetold.lang import model
from twicetold.lang.model import default, stored


class _Start(NamedTuple):
    """The starting value of a cell, which is kept for some entities."""

    cell: int
    entities: tuple[int, ...]
    value: Eval
    type: model.Type

    def computed(self, s: State) -> Any:
        f: Frame = [TRUTH, *self.entities]
        return stored(self.type)(self.value(s, f))


class _Value:
    """What some cells start with, made ready once."""

    def __init__(self, compile_: Compile, expr: model.Expr, born: bool) -> None:
        self.compile = compile_
        self.expr = expr
        self.at_begin = compile_(expr)
        self._drawn = born and any(isinstance(node, model.Draw) for node in model.nodes(expr))
        self._at_birth: dict[int, Eval] = {}

    def at_birth(self, place: int) -> Eval:
        """The same where the one in a place among the entities of a cell is born."""
        if not self._drawn:
            return self.at_begin
        if place not in self._at_birth:
            self._at_birth[place] = self.compile(at_birth(self.expr, place))
        return self._at_birth[place]


class Starts:
    """The starting values of one world: per cell, and per belief, the last that was said of it."""

    def __init__(
        self, world: model.World, layout: Layout, compile_: Compile, occurrences: Occurrences
    ) -> None:
        self._world = world
        self._layout = layout
        self._occurrences = occurrences
        self._cells: list[_Start] = []
        self._minds = Minds(world)
        self._minded = minded(world, layout) if self._minds.deep else frozenset()
        self._beliefs: dict[tuple[int, int], _Start] = {}
        self._unknown: set[tuple[int, int]] = set()
        self._kinds = [layout.kind_number[entity.kind] for entity in world.entities]
        born = any(isinstance(node, model.Born) for node in model.nodes(world, expressions=False))
        self._births: dict[int, list[_Start]] = {
            n: []
            for n, entity in enumerate(world.entities)
            if born and (entity.spare or not layout.fixed(entity.kind))
        }
        said: dict[int, _Value] = {}
        value: _Value | None = None
        for start in world.starts:
            placed = layout.fields[start.field]
            cell, type_ = placed.cell(start.entities), placed.field.type
            if start.mind is None:
                if value is None or value.expr is not start.value:  # that of a group is one
                    value = _Value(compile_, start.value, born)
                said[cell] = value
            else:
                mind = self._minds.of((start.mind, *start.inner))
                self._unknown.discard((mind, cell))
                if start.unknown:
                    self._unknown.add((mind, cell))
                believed = compile_(start.value)
                self._beliefs[mind, cell] = _Start(cell, start.entities, believed, type_)
        for placed in layout.fields.values():
            field = placed.field
            nothing = model.Const(default(field.type), field.type)
            usual = _Value(compile_, field.start or nothing, born)
            for cell, entities in enumerate(placed.cells, placed.base):
                self._place(cell, entities, said.get(cell, usual), field.type)

    def _place(self, cell: int, entities: tuple[int, ...], value: _Value, type_: model.Type) -> None:
        """Give a cell its value, at the beginning and whenever one of its entities is born."""
        self._cells.append(_Start(cell, entities, value.at_begin, type_))
        for entity in dict.fromkeys(entities):
            if entity in self._births:
                fresh = value.at_birth(entities.index(entity))
                self._births[entity].append(_Start(cell, entities, fresh, type_))

    def _deep(self, belief: tuple[tuple[int, int], _Start]) -> int:
        """How deep a belief is: what somebody believes, they first take all others to believe too."""
        (mind, _), _ = belief
        return len(self._minds.members(mind)) if self._minds.deep else 1

    def begin(self, s: State) -> None:
        """Fill the cells and minds of a life that begins."""
        for start in self._cells:
            s.cells[start.cell] = start.computed(s)
        for n, entity in enumerate(self._world.entities):
            s.cells[self._layout.kinds_now + n] = -1 if entity.spare else self._kinds[n]
        s.first = s.cells.copy()
        for (mind, cell), start in sorted(self._beliefs.items(), key=self._deep):
            held = model.UNKNOWN if (mind, cell) in self._unknown else start.computed(s)
            for path in (mind, *self._minds.below(mind, self._minded)):
                s.held[path][cell] = held
        s.settled = {}

    def bear(self, s: State, entity: int, h: Happening) -> None:
        """Let an entity begin to exist, with fresh starting values."""
        before = self._occurrences.begin(s, BIRTH, (entity,))
        h.turn(s, self._layout.kinds_now + entity, self._kinds[entity])
        for start in self._births[entity]:
            h.write(s, start.cell, start.computed(s))
        s.again = before
