"""What is kept of an event: its place in the digest of the life, and a row if events are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.lowering import Lowering, at, do, put
from twicetold.engine.kernel.program import (
    Call,
    Expr,
    If,
    Let,
    Load,
    Op,
    Return,
    Stmt,
    Store,
    Var,
    both,
    int_,
    word,
)
from twicetold.engine.kernel.rows import HEAD


class Records:
    """Digest and rows of one world's events."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        self.lowering: Lowering = expressions.lowering
        self.digest = self.lowering.array("digest", "u64", 1, beside=True)
        self.room = self.lowering.array("room", "i32", 1)
        self.row = self.lowering.array("row", "i32", 1)
        self.rows = self.lowering.out("events", "i32")
        self.count = self.lowering.out("event_count", "i32")
        self.width = HEAD + self.lowering.names.most_roles

    def begin(self, name: str, began: Expr, roles: Sequence[Expr]) -> Expr:
        """The place of the row of an event that begins to happen; -1 if none is kept."""
        construct = int_(self.lowering.names.construct[name])
        nobody = [int_(-1)] * (self.lowering.names.most_roles - len(roles))
        return Call(self._begin_function(), (construct, began, *roles, *nobody), "int")

    def _begin_function(self) -> str:
        construct, began, n = Var("construct", "int"), Var("began", "int"), Var("n", "int")
        roles = tuple(Var(f"r{k}", "int") for k in range(self.lowering.names.most_roles))

        def body() -> Iterator[Stmt]:
            yield If(at(self.room).is_(0), (Return(int_(-1)),))
            yield Let(n, Load(self.count, int_(0)))
            yield Store(self.count, int_(0), n + 1)
            values = (at(self.row), construct, int_(0), began, int_(0), *roles)
            cells = (Store(self.rows, n * self.width + k, value) for k, value in enumerate(values))
            yield If(n < at(self.room), tuple(cells))
            yield Return(n)

        return self.lowering.function("begin_event", (construct, began, *roles), "int", body)

    def end(self, name: str, place: Expr, outcome: Expr, roles: Sequence[Expr]) -> Iterator[Stmt]:
        """An event comes to its end."""
        construct = self.lowering.names.construct[name]
        code = Op("to word", (outcome,), "word") << 32 | word(construct)
        yield do(self._digest_function(len(roles)), code, *roles)
        yield If(place >= 0, (do(self._end_function(), place, outcome),))

    def _end_function(self) -> str:
        place, outcome = Var("place", "int"), Var("outcome", "int")

        def body() -> Iterator[Stmt]:
            outcome_here = Store(self.rows, place * self.width + 2, outcome)
            tick_here = Store(self.rows, place * self.width + 4, at(self.lowering.tick))
            yield If(both(place >= 0, place < at(self.room)), (outcome_here, tick_here))

        return self.lowering.function("end_event", (place, outcome), None, body)

    def _digest_function(self, arity: int) -> str:
        code = Var("code", "word")
        roles = tuple(Var(f"r{k}", "int") for k in range(arity))

        def body() -> Iterator[Stmt]:
            yield put(self.digest, self.expressions.absorbed(at(self.digest) + code, roles))

        return self.lowering.function(f"digest_event{arity}", (code, *roles), None, body)
