"""Looking up by a field of one entity: for each of its values who has it, kept as the field changes."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.engine.kernel.lower.lowering import Lowering, do
from twicetold.engine.kernel.program import (
    Choose,
    Expr,
    If,
    Let,
    Load,
    Op,
    Return,
    Set,
    Stmt,
    Store,
    Var,
    int_,
    word,
)
from twicetold.lang import model


class Index:
    """Of a field of one entity: for each value, who has it, as bits in order of declaration of the whole
    family; and where these are more than 64, for each value which of its words are not 0."""

    def __init__(self, lowering: Lowering, name: str, field: model.Field) -> None:
        self.lowering = lowering
        self.name = name
        self.field = field
        self.family = lowering.domain(lowering.layout.root(field.over[0]))
        self.holders = lowering.domain(field.over[0])
        self.words = (len(self.family) + 63) // 64
        match field.type:
            case model.OneOf(options):
                self.targets, values = None, len(options)
            case model.Ref(kind=kind):
                self.targets = lowering.domain(kind)
                values = len(self.targets) + 1
            case _:
                self.targets, values = None, 2
        self.bits = lowering.array(f"{name}_bits", "u64", values * self.words)
        self.summary = lowering.array(f"{name}_summary", "u64", values) if self.words > 1 else None

    def row(self, value: Expr) -> Expr:
        """The number of a value, which must be a variable or a constant."""
        if self.targets is not None:
            return self.targets.place_or_none(value)
        return Op("to int", (value,), "int") if value.type == "bit" else value

    def word(self, row: Expr, number: Expr) -> Expr:
        """One of the words of those who have a value."""
        return Load(self.bits, row * self.words + number if self.words > 1 else row)

    def enter(self, cell: Expr, value: Expr) -> Stmt:
        """Put who has a cell into the set of a value."""
        return do(self.change_function("enter"), cell, self.row(value))

    def change_function(self, what: str) -> str:
        """The function by which the one who has a cell enters or leaves the set of a value's row."""
        c, row, bit, place, n = (
            Var("c", "int"),
            Var("row", "int"),
            Var("bit", "word"),
            Var("place", "int"),
            Var("n", "int"),
        )
        enter = what == "enter"

        def body() -> Iterator[Stmt]:
            yield Let(n, self.family.place(self.holders.entity(c)))
            low, high = _low(n), _high(n)
            yield Let(bit, word(1) << low)
            yield Let(place, row * self.words + high if self.words > 1 else row)
            now = Load(self.bits, place)
            yield Store(self.bits, place, now | bit if enter else now & ~bit)
            if self.summary is not None:
                flag = word(1) << Op("to word", (high,), "word")
                some = Load(self.summary, row)
                if enter:
                    yield Store(self.summary, row, some | flag)
                else:
                    yield If(Load(self.bits, place).is_(word(0)), (Store(self.summary, row, some & ~flag),))

        return self.lowering.function(f"{self.name}_{what}", (c, row), None, body)

    def next_function(self) -> str:
        """The function that finds the first place in the family from `start` on that has a value, or -1."""
        row, start = Var("row", "int"), Var("start", "int")
        m, w, rest = Var("m", "word"), Var("w", "int"), Var("rest", "word")

        def narrow() -> Iterator[Stmt]:
            yield If(start >= 64, (Return(int_(-1)),))
            yield Let(m, Load(self.bits, row) & (word(-1) << _low(start)))
            yield Return(Choose(m.is_(word(0)), int_(-1), Op("trailing", (m,), "int")))

        def wide() -> Iterator[Stmt]:
            assert self.summary is not None
            yield Let(w, _high(start))
            yield If(w >= self.words, (Return(int_(-1)),))
            yield Let(m, self.word(row, w) & (word(-1) << _low(start)))
            yield If(m.is_not(word(0)), (Return(w * 64 + Op("trailing", (m,), "int")),))
            yield If(w >= 63, (Return(int_(-1)),))
            yield Let(rest, Load(self.summary, row) & (word(-2) << Op("to word", (w,), "word")))
            yield If(rest.is_(word(0)), (Return(int_(-1)),))
            yield Set(w, Op("trailing", (rest,), "int"))
            yield Return(w * 64 + Op("trailing", (self.word(row, w),), "int"))

        body = wide if self.words > 1 else narrow
        return self.lowering.function(f"{self.name}_next", (row, start), "int", body, pure=True)


def _low(place: Expr) -> Expr:
    """Which bit of its word a place is."""
    return Op("to word", (place,), "word") & word(63)


def _high(place: Expr) -> Expr:
    """In which word a place is."""
    return Op("to int", (Op("to word", (place,), "word") >> 6,), "int")
