"""Where each value of a life is kept: one flat list of cells for all fields, relations and kinds.

A cell's index is the sum of one offset per argument, so that reading is a look-up and an addition. An
argument that the field does not cover, and none (-1, the last of the list), has the offset `ABSENT`, which
makes every sum negative.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from twicetold.lang import model

ABSENT = -(1 << 40)
"""The offset of an entity that a field does not cover."""


@dataclass(frozen=True, slots=True)
class FieldLayout:
    """A field's place: for each argument the offset of every entity, and the entities of every cell."""

    field: model.Field
    offsets: tuple[list[int], ...]
    base: int
    cells: tuple[tuple[int, ...], ...]
    """The entities of the cells `base`, `base + 1`, … (in one of the two orders if symmetric)."""

    def cell(self, entities: tuple[int, ...]) -> int:
        """The index of the value of these entities; negative if there is none."""
        if self.field.symmetric and entities[0] > entities[1]:
            entities = (entities[1], entities[0])
        if not entities:
            return self.base
        return sum(offset[entity] for offset, entity in zip(self.offsets, entities, strict=True))


class Layout:
    """The places of all values of a world, and which entities can ever be of which kind."""

    def __init__(self, world: model.World) -> None:
        self.world = world
        self.kind_number = {kind.name: number for number, kind in enumerate(world.kinds)}
        self.descendants = {
            kind.name: frozenset(n for n, other in enumerate(world.kinds) if kind.name in other.lineage)
            for kind in world.kinds
        }
        self._lineage = {kind.name: kind.lineage for kind in world.kinds}
        changing = [
            node
            for node in model.nodes(world, expressions=False)
            if isinstance(node, model.Becomes | model.Retires)
        ]
        self._targets = {node.kind for node in changing if isinstance(node, model.Becomes)}
        self._has_births = any(entity.spare for entity in world.entities) or any(
            isinstance(node, model.Retires) for node in changing
        )
        self._possible = self._ever_of_kinds()
        self.fields: dict[str, FieldLayout] = {}
        size = 0
        for field in world.fields:
            placed = self._place(field, size)
            self.fields[field.name] = placed
            size += len(placed.cells)
        self._placed = [placed for placed in self.fields.values() if placed.cells]
        self._bases = [placed.base for placed in self._placed]
        self.kinds_now = size
        """Cells from here on hold the kind each entity has now, as its number, or -1 if it does not exist."""
        self.size = size + len(world.entities)

    def possible(self, kind: str) -> tuple[int, ...]:
        """The entities that are of this kind at some time of some life, in order of declaration."""
        return self._possible.get(kind, ())

    def acting(self) -> tuple[int, ...]:
        """The entities that can ever act, in order of declaration."""
        kinds = {action.roles[0].kind for action in self.world.actions}
        return tuple(sorted({entity for kind in kinds for entity in self.possible(kind)}))

    def fixed(self, kind: str) -> bool:
        """Whether the entities of this kind are always the same ones."""
        return not self._has_births and self.root(kind) not in map(self.root, self._targets)

    def root(self, kind: str) -> str:
        """The first ancestor of a kind."""
        return self._lineage[kind][-1]

    def owner(self, cell: int) -> tuple[model.Field, tuple[int, ...]]:
        """The field and the entities whose value is kept in a cell; for a kind, a field named `kind`."""
        if cell >= self.kinds_now:
            return KIND_OF, (cell - self.kinds_now,)
        placed = self._placed[bisect.bisect_right(self._bases, cell) - 1]
        return placed.field, placed.cells[cell - placed.base]

    def _ever_of_kinds(self) -> dict[str, tuple[int, ...]]:
        """By kind, the entities that are ever of it."""
        ever = {kind: self._ever(kind) for kind in self._lineage}
        found: dict[str, list[int]] = {}
        for number, entity in enumerate(self.world.entities):
            for kind in ever[entity.kind]:
                found.setdefault(kind, []).append(number)
        return {kind: tuple(numbers) for kind, numbers in found.items()}

    def _ever(self, kind: str) -> set[str]:
        akin = (target for target in self._targets if self.root(target) == self.root(kind))
        lineages = [self._lineage[kind], *(self._lineage[target] for target in akin)]
        return {name for lineage in lineages for name in lineage}

    def _place(self, field: model.Field, base: int) -> FieldLayout:
        members = [self.possible(kind) for kind in field.over]
        if field.symmetric:
            return self._place_symmetric(field, members[0], base)
        offsets = []
        stride = 1
        for covered in reversed(members):
            column = [ABSENT] * (len(self.world.entities) + 1)
            for place, entity in enumerate(covered):
                column[entity] = place * stride
            offsets.append(column)
            stride *= len(covered)
        offsets.reverse()
        for entity in members[0] if members else ():
            offsets[0][entity] += base
        cells: list[tuple[int, ...]] = [()]
        for covered in members:
            cells = [(*cell, entity) for cell in cells for entity in covered]
        return FieldLayout(field, tuple(offsets), base, tuple(cells))

    def _place_symmetric(self, field: model.Field, covered: tuple[int, ...], base: int) -> FieldLayout:
        """Pairs (a, b) with a at or before b: row a begins where the rows before it end."""
        n = len(covered)
        first = [ABSENT] * (len(self.world.entities) + 1)
        second = [ABSENT] * (len(self.world.entities) + 1)
        for place, entity in enumerate(covered):
            first[entity] = base + place * n - place * (place + 1) // 2
            second[entity] = place
        cells = tuple((a, b) for place, a in enumerate(covered) for b in covered[place:])
        return FieldLayout(field, (first, second), base, cells)


KIND_OF = model.Field(name="kind", over=("",), type=model.OneOf(()), start=None)
"""Stands for the kind that an entity has now, where a change of it is reported."""
