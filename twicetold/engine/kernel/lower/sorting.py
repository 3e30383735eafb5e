"""Sorting: a list of keys (words), and whose they are; the lesser of equal keys is whose number is less."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.engine.kernel.lower.lowering import Lowering, do
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Choose,
    Expr,
    For,
    If,
    Let,
    Load,
    Op,
    Return,
    Set,
    Stmt,
    Store,
    Var,
    While,
    both,
    either,
    int_,
)

FEW = 24
"""So many are sorted by insertion; more by a heap, or first into buckets if their keys are drawn."""

DRAWN = 52
"""A key that is drawn is a whole number of so many binary places, each as likely as any other."""


class Sorter:
    """Two arrays that are sorted together: `keys`, and `whose` they are. Whether keys are `drawn` makes a
    difference to the time only."""

    def __init__(self, lowering: Lowering, name: str, size: int, *, drawn: bool = False) -> None:
        self.lowering = lowering
        self.name = name
        self.size = size
        self.drawn = drawn
        self.keys = lowering.array(f"{name}_keys", "u64", size)
        self.whose = lowering.array(name, "i16", size)

    def function(self) -> str:
        """The function that sorts the first `n`."""
        n = Var("n", "int")

        def body() -> Iterator[Stmt]:
            yield from self._insertion(n, self.size > FEW)
            if self.size > FEW:
                yield from self._buckets(n) if self.drawn else self._heap(n)

        return self.lowering.function(f"sort_{self.name}", (n,), None, body)

    def _less(self, key: Expr, whose: Expr, other_key: Expr, other: Expr) -> Expr:
        return either(key < other_key, both(key.is_(other_key), whose < other))

    def _insertion(self, n: Var, more: bool) -> Iterator[Stmt]:
        i, j, whose, key, going = (
            Var("i", "int"),
            Var("j", "int"),
            Var("x", "int"),
            Var("key", "word"),
            Var("going", "bit"),
        )
        before = j - 1
        less = self._less(key, whose, Load(self.keys, before), Load(self.whose, before))
        move = (
            Store(self.keys, j, Load(self.keys, before)),
            Store(self.whose, j, Load(self.whose, before)),
            Set(j, before),
        )
        insert = (
            Let(key, Load(self.keys, i)),
            Let(whose, Load(self.whose, i)),
            Let(j, i),
            Let(going, TRUE),
            While(both(going, j > 0), (If(less, move, (Set(going, FALSE),)),)),
            Store(self.keys, j, key),
            Store(self.whose, j, whose),
        )
        loop = For(i, int_(1), n, insert)
        yield If(n <= FEW, (loop, Return())) if more else loop

    def _buckets(self, n: Var) -> Iterator[Stmt]:
        """Counted into about as many buckets as there are keys, by the first places of each; so nearly all
        stand where they belong, and insertion moves few: in all a time that grows as n does."""
        size = 1 << (self.size - 1).bit_length()
        i, b, place, before = Var("b", "int"), Var("bucket", "int"), Var("place", "int"), Var("before", "int")
        begins = self.lowering.array(f"{self.name}_begins", "i32", size)
        keys = self.lowering.array(f"{self.name}_keys_apart", "u64", self.size)
        whose = self.lowering.array(f"{self.name}_apart", "i16", self.size)
        bucket = Op("to int", (Load(self.keys, i) >> (DRAWN + 1 - size.bit_length()),), "int")
        count = (Let(b, bucket), Store(begins, b, Load(begins, b) + 1))
        begin = (Let(b, Load(begins, i)), Store(begins, i, before), Set(before, before + b))
        part = (
            Let(b, bucket),
            Let(place, Load(begins, b)),
            Store(begins, b, place + 1),
            Store(keys, place, Load(self.keys, i)),
            Store(whose, place, Load(self.whose, i)),
        )
        back = (Store(self.keys, i, Load(keys, i)), Store(self.whose, i, Load(whose, i)))
        yield For(i, int_(0), int_(size), (Store(begins, i, int_(0)),))
        yield For(i, int_(0), n, count)
        yield Let(before, int_(0))
        yield For(i, int_(0), int_(size), begin)
        yield For(i, int_(0), n, part)
        yield For(i, int_(0), n, back)
        yield from self._insertion(n, more=False)

    def _heap(self, n: Var) -> Iterator[Stmt]:
        """Heapsort: J. W. J. Williams, "Algorithm 232: Heapsort", Communications of the ACM 7 (1964)."""
        start, end = Var("start", "int"), Var("end", "int")
        key, whose = Var("key", "word"), Var("x", "int")
        half = Op("to int", (Op("to word", (n,), "word") >> 1,), "int")
        sift = self._sift_function()
        yield Let(start, half)
        yield While(start > 0, (Set(start, start - 1), do(sift, start, n)))
        yield Let(end, n - 1)
        swap = (
            Let(key, Load(self.keys, end)),
            Let(whose, Load(self.whose, end)),
            Store(self.keys, end, Load(self.keys, int_(0))),
            Store(self.whose, end, Load(self.whose, int_(0))),
            Store(self.keys, int_(0), key),
            Store(self.whose, int_(0), whose),
        )
        yield While(end > 0, (*swap, do(sift, int_(0), end), Set(end, end - 1)))

    def _sift_function(self) -> str:
        """Let the one at `root` sink to its place among the first `n`."""
        root, n, at_, child = Var("root", "int"), Var("n", "int"), Var("at", "int"), Var("child", "int")
        key, whose, going = Var("key", "word"), Var("x", "int"), Var("going", "bit")

        def less(a: Expr, b: Expr) -> Expr:
            return self._less(
                Load(self.keys, a), Load(self.whose, a), Load(self.keys, b), Load(self.whose, b)
            )

        def body() -> Iterator[Stmt]:
            yield Let(key, Load(self.keys, root))
            yield Let(whose, Load(self.whose, root))
            yield Let(at_, root)
            yield Let(going, TRUE)
            greater = self._less(key, whose, Load(self.keys, child), Load(self.whose, child))
            rise = (
                Store(self.keys, at_, Load(self.keys, child)),
                Store(self.whose, at_, Load(self.whose, child)),
                Set(at_, child),
            )
            step = (
                Let(child, at_ + at_ + 1),
                If(child + 1 < n, (If(less(child, child + 1), (Set(child, child + 1),)),)),
                If(Choose(child < n, greater, FALSE), rise, (Set(going, FALSE),)),
            )
            yield While(going, step)
            yield Store(self.keys, at_, key)
            yield Store(self.whose, at_, whose)

        return self.lowering.function(f"sift_{self.name}", (root, n), None, body)
