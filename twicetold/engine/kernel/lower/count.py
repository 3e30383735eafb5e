"""Counting: what a life comes to, put down as it is lived; see `probes.py`. A world that is not counted has
none of these statements.

What is counted must not change what is lived: nothing here is read by anything but the end of the life.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twicetold.engine.kernel.lower.builder import Builder
from twicetold.engine.kernel.program import (
    Array,
    Call,
    Expr,
    For,
    If,
    Let,
    Load,
    Return,
    Stmt,
    Store,
    Var,
    int_,
    word,
)
from twicetold.engine.meaning.probes import Probes, What
from twicetold.lang.model import Numbered

ONE = word(1)


class Count:
    """Puts down what is counted in the lives of one world; nothing without probes."""

    def __init__(self, builder: Builder, probes: Probes | None) -> None:
        self.builder = builder
        self.probes = probes

    @property
    def on(self) -> bool:
        """Whether lives are counted."""
        return self.probes is not None

    def come(self, node: Numbered, what: What = "reached", times: Expr = ONE) -> Iterator[Stmt]:
        """A life comes to a probe, once or several times."""
        if self.probes is not None and self.probes.counts(node):
            place, hits = int_(self.probes.number(node, what)), self._hits(self.probes)
            yield Store(hits, place, Load(hits, place) + times)

    def either(self, node: Numbered, test: Expr, then: Iterable[Stmt], other: Iterable[Stmt] = ()) -> Stmt:
        """One block or the other, and which."""
        return If(test, (*self.come(node, "yes"), *then), (*self.come(node, "no"), *other))

    def stir(self) -> Iterator[Stmt]:
        """Something stirs in this tick."""
        yield from self._now("stirred")

    def act(self) -> Iterator[Stmt]:
        """Somebody acts in this tick, and so something stirs."""
        yield from self._now("acted")
        yield from self._now("stirred")

    def end(self, row: Expr) -> Iterator[Stmt]:
        """The end of a life: its counts are added to those of the lives before it."""
        if self.probes is None:
            return
        for name in ("stirred", "acted"):
            yield Store(self.builder.out(name, "i32"), row, Load(self._last(name), int_(0)))
        i, hits = Var("i", "int"), self._hits(self.probes)
        total, runs = self.builder.out("hits", "u64"), self.builder.out("hit_runs", "u64")
        first = self.builder.out("hit_first", "i32")
        reached = (
            Store(total, i, Load(total, i) + Load(hits, i)),
            Store(runs, i, Load(runs, i) + ONE),
            If(Load(first, i) < 0, (Store(first, i, row),)),
        )
        yield For(i, int_(0), int_(len(self.probes)), (If(Load(hits, i).is_not(word(0)), reached),))

    def ones(self, x: Expr) -> Expr:
        """How many bits of a word are 1, as a word.

        Counted in parallel: pairs, fours, bytes, then all bytes at once (H. S. Warren, "Hacker's Delight",
        Addison-Wesley, 2nd ed. 2012, section 5-1).
        """
        a, pairs, fours = Var("a", "word"), Var("pairs", "word"), Var("fours", "word")
        two, four, eight = (word(mask) for mask in (0x55 * _BYTES, 0x33 * _BYTES, 0x0F * _BYTES))

        def body() -> Iterator[Stmt]:
            yield Let(pairs, a - ((a >> 1) & two))
            yield Let(fours, (pairs & four) + ((pairs >> 2) & four))
            yield Return((((fours + (fours >> 4)) & eight) * word(_BYTES)) >> 56)

        return Call(self.builder.function("ones", (a,), "word", body, pure=True), (x,), "word")

    def _now(self, name: str) -> Iterator[Stmt]:
        if self.on:
            yield Store(self._last(name), int_(0), Load(self.builder.tick, int_(0)) + 1)

    def _hits(self, probes: Probes) -> Array:
        return self.builder.array("hits_of_life", "u64", len(probes))

    def _last(self, name: str) -> Array:
        return self.builder.array(f"last_{name}", "i32", 1)


_BYTES = 0x0101010101010101
"""A word with 1 in each byte."""
