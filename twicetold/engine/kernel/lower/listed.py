"""What one actor could do, listed for a caller."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.engine.kernel.lower.lowering import Lowering, at, put
from twicetold.engine.kernel.program import Expr, If, Stmt, Store, int_


class Listed:
    """The list: rows of an action and its roles but for the actor's, and the urge of each; how many there
    are, which may be more than there was room for."""

    def __init__(self, lowering: Lowering, others: int) -> None:
        self.count = lowering.array("listed", "i32", 1)
        self._rows = lowering.out("options", "i32")
        self._urges = lowering.out("urges", "f64")
        self._room = lowering.out("option_room", "i32")
        self._width = 1 + max(others, 1)

    def entry(self, action: int, others: Sequence[Expr], urge: Expr) -> Iterator[Stmt]:
        """One more."""
        place = at(self.count) * self._width
        nobody = [int_(-1)] * (self._width - 1 - len(others))
        cells = [
            Store(self._rows, place + n, value) for n, value in enumerate((int_(action), *others, *nobody))
        ]
        yield If(at(self.count) < at(self._room), (*cells, Store(self._urges, at(self.count), urge)))
        yield put(self.count, at(self.count) + 1)
