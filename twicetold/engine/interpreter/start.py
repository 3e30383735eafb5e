"""Starting values: of all cells and minds at the beginning of a life, and of an entity that is born."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twicetold.engine.interpreter.event import Happening
from twicetold.engine.interpreter.expression import default_of, stored
from twicetold.engine.interpreter.state import TRUTH, Eval, Frame, State
from twicetold.lang import model

if TYPE_CHECKING:
    from twicetold.engine.interpreter.build import Build


class Starts:
    """The starting values of one world: per cell the last that was said of it."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self._cells: list[tuple[int, tuple[int, ...], Eval, model.Type]] = []
        self._beliefs: list[tuple[int, int, tuple[int, ...], Eval, model.Type]] = []
        self._kinds = [build.layout.kind_number[entity.kind] for entity in build.world.entities]
        said: dict[int, Eval] = {}
        for start in build.world.starts:
            placed = build.layout.fields[start.field]
            value = build.expressions.compile(start.value)
            cell = placed.cell(start.entities)
            if start.mind is None:
                said[cell] = value
            else:
                self._beliefs.append((start.mind, cell, start.entities, value, placed.field.type))
        for placed in build.layout.fields.values():
            usual = self._usual(placed.field)
            for place, entities in enumerate(placed.cells):
                cell = placed.base + place
                self._cells.append((cell, entities, said.get(cell, usual), placed.field.type))
        self._of_entity: dict[int, list[tuple[int, tuple[int, ...], Eval, model.Type]]] = {
            n: [] for n, entity in enumerate(build.world.entities) if entity.spare or not self._steady(entity)
        }
        for each in self._cells:
            for entity in set(each[1]):
                if entity in self._of_entity:
                    self._of_entity[entity].append(each)

    def begin(self, s: State) -> None:
        """Fill the cells and minds of a life that begins."""
        for cell, entities, value, type_ in self._cells:
            s.cells[cell] = _computed(s, entities, value, type_)
        for n, entity in enumerate(self.build.world.entities):
            s.cells[self.build.layout.natures + n] = -1 if entity.spare else self._kinds[n]
        s.first = s.cells.copy()
        for mind, cell, entities, value, type_ in self._beliefs:
            s.held[mind][cell] = _computed(s, entities, value, type_)
        s.settled = {}

    def bear(self, s: State, entity: int, h: Happening) -> None:
        """Let an entity begin to exist, with fresh starting values."""
        h.turn(s, self.build.layout.natures + entity, self._kinds[entity])
        for cell, entities, value, type_ in self._of_entity[entity]:
            h.write(s, cell, _computed(s, entities, value, type_))

    def _steady(self, entity: model.Entity) -> bool:
        return self.build.layout.fixed(entity.kind)

    def _usual(self, field: model.Field) -> Eval:
        if field.start is None:
            default = default_of(field.type)
            return lambda s, f: default
        return self.build.expressions.compile(field.start)


def _computed(s: State, entities: tuple[int, ...], value: Eval, type_: model.Type) -> Any:
    f: Frame = [TRUTH, *entities, *[-1] * 8]
    keep = stored(type_)
    return keep(value(s, f))
