"""What is kept of an event: its place in the digest of the life, and a row if events are asked for, with what
patterns ask of it (see `meaning/marks.py`), looked up only then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.lowering import Lowering, at, do, put
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.program import (
    Call,
    Choose,
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
from twicetold.engine.kernel.rows import width
from twicetold.engine.meaning.marks import marks
from twicetold.lang import model


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
        self.marks = marks(self.lowering.world)
        self.width = width(self.lowering.names)

    def begin(self, name: str, began: Expr, roles: Sequence[Expr]) -> Expr:
        """The place of the row of an event that begins to happen; -1 if none is kept."""
        construct = int_(self.lowering.names.construct[name])
        nobody = [int_(-1)] * (self.lowering.names.most_roles - len(roles))
        if name in self.marks:
            return Call(self._marked_function(name), (began, *roles), "int")
        return Call(self._begin_function(), (construct, began, *roles, *nobody), "int")

    def _marked_function(self, name: str) -> str:
        """The function by which an event begins of which patterns ask something: its marks are put down, of
        the moment before its effects."""
        place = self.lowering.names.construct[name]
        kinds = self._construct(name).roles
        began, n = Var("began", "int"), Var("n", "int")
        roles = tuple(Var(f"r{k}", "int") for k in range(len(kinds)))
        nobody = [int_(-1)] * (self.lowering.names.most_roles - len(roles))

        def body() -> Iterator[Stmt]:
            yield Let(n, Call(self._begin_function(), (int_(place), began, *roles, *nobody), "int"))
            marked: Expr = int_(0)
            for k, mark in enumerate(self.marks[name]):
                scope = Scope()
                for slot, role, kind in zip(mark.slots, roles, kinds, strict=True):
                    if slot is not None:
                        scope = scope.bind(slot, role, kind.kind)
                marked = marked + Choose(self.expressions.lower(mark.expr, scope), int_(1 << k), int_(0))
            kept = both(n >= 0, n < at(self.room))
            yield If(kept, (Store(self.rows, n * self.width + (self.width - 1), marked),))
            yield Return(n)

        return self.lowering.function(f"begin_marked{place}", (began, *roles), "int", body)

    def _construct(self, name: str) -> model.Construct:
        world = self.lowering.world
        every: tuple[model.Construct, ...] = (*world.senses, *world.rules, *world.actions, *world.events)
        return next(each for each in every if each.name == name)

    def _begin_function(self) -> str:
        construct, began, n = Var("construct", "int"), Var("began", "int"), Var("n", "int")
        roles = tuple(Var(f"r{k}", "int") for k in range(self.lowering.names.most_roles))

        def body() -> Iterator[Stmt]:
            yield If(at(self.room).is_(0), (Return(int_(-1)),))
            yield Let(n, Load(self.count, int_(0)))
            yield Store(self.count, int_(0), n + 1)
            values = [at(self.row), construct, int_(0), began, int_(0), *roles]
            values += [int_(0)] * (self.width - len(values))
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
