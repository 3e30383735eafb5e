"""What the minds of a path hold of a cell, where it is the cell that is given and not its entities."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.engine.kernel.lower.fields import FieldStore
from twicetold.engine.kernel.lower.paths import path_variables
from twicetold.engine.kernel.program import FALSE, Call, Expr, If, Load, Return, Stmt, Var


class Known:
    """What the minds of a path take the last of them to hold of a cell, which is given by its place; a path
    of nobody: what is so."""

    def __init__(self, store: FieldStore) -> None:
        self.store = store

    def value(self, minds: tuple[Expr, ...], c: Expr) -> Expr:
        """The value, if it is known."""
        if not minds:
            return Load(self.store.array, c)
        return Call(self._function(len(minds), False), (*minds, c), self.store.type)

    def unknown(self, minds: tuple[Expr, ...], c: Expr) -> Expr:
        """Whether it is not known."""
        if not minds or self.store.unknown is None:
            return FALSE
        return Call(self._function(len(minds), True), (*minds, c), "bit")

    def _function(self, level: int, unknown: bool) -> str:
        store, minds, c = self.store, path_variables(level), Var("c", "int")
        less = self.unknown if unknown else self.value

        def body() -> Iterator[Stmt]:
            for n in range(1, level):
                same = minds[n - 1].is_(minds[n])
                yield If(same, (Return(less((*minds[:n], *minds[n + 1 :]), c)),))
            own = store.owns(minds[-1], store.whose(c))
            if own != FALSE:
                yield If(own, (Return(less(minds[:-1], c)),))
            if level > 1:
                yield from store.within[level].stored(minds, c, unknown)
            elif unknown:
                yield Return(store.is_unknown(minds[0], c))
            else:
                yield Return(store.hold(minds[0], c))

        name = f"{store.name}_known{level}{'_unknown' if unknown else ''}"
        return store.lowering.function(name, (*minds, c), "bit" if unknown else store.type, body, pure=True)
