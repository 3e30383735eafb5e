"""KindsNow: of which kind every entity is now, or that it does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.engine.kernel.lower.lowering import Lowering
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Array,
    Call,
    Const,
    Expr,
    Load,
    Return,
    Stmt,
    Var,
    both,
)
from twicetold.lang import model


class KindsNow:
    """The kinds of one world's entities."""

    def __init__(self, lowering: Lowering) -> None:
        self.lowering = lowering
        self.array = lowering.array("nature", "i16", lowering.everybody)
        self._some_retire = any(
            isinstance(node, model.Retires) for node in model.nodes(lowering.world, expressions=False)
        )

    def exists(self, entity: Expr) -> Expr:
        """Whether an entity exists now."""
        return Load(self.array, entity) >= 0

    def remains(self, entity: Expr) -> Expr:
        """Whether somebody who has existed still does."""
        return self.exists(entity) if self._some_retire else TRUE

    def of(self, entity: Expr) -> Expr:
        """The number of the kind an entity has now, or -1."""
        return Load(self.array, entity)

    def member(self, entity: Expr, kind: str) -> Expr:
        """Whether one of those who can be of a kind is of it now."""
        if self.lowering.layout.fixed(kind):
            return TRUE
        numbers = sorted(self.lowering.layout.descendants[kind])
        if len(numbers) == 1:
            return self.of(entity).is_(numbers[0])
        return Load(self._table(kind), self.of(entity) + 1)

    def is_kind(self, entity: Expr, kind: str) -> Expr:
        """Whether an entity, or none, is of a kind now."""
        if isinstance(entity, Const):
            return self.member(entity, kind) if int(entity.value) in self._ever(kind) else FALSE
        return Call(self._is_function(kind), (entity,), "bit")

    def _ever(self, kind: str) -> frozenset[int]:
        return self.lowering.domain(kind).members

    def _is_function(self, kind: str) -> str:
        entity = Var("entity", "int")

        def body() -> Iterator[Stmt]:
            yield Return(both(self.lowering.domain(kind).contains(entity), self.member(entity, kind)))

        return self.lowering.function(
            f"is_kind{self.lowering.layout.kind_number[kind]}", (entity,), "bit", body, pure=True
        )

    def _table(self, kind: str) -> Array:
        layout = self.lowering.layout
        numbers = layout.descendants[kind]
        values = [False, *(n in numbers for n in range(len(self.lowering.world.kinds)))]
        return self.lowering.constant(f"of_kind{layout.kind_number[kind]}", "bool", [int(v) for v in values])
