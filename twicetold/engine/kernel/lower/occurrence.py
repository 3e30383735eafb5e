"""Occurrences: how often the same had happened to the same ones before, in the same tick.

Only what can happen again is counted. What happens is a number: that of the tick, and below it one for every
way in which something counted can take place. It is looked for in a table, from the place on that the number
is mixed to; what an earlier tick left there counts as empty, so that nothing has to be emptied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.engine.kernel import arithmetic
from twicetold.engine.kernel.lower.lowering import Lowering, at, put
from twicetold.engine.kernel.program import (
    Call,
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
    While,
    both,
    int_,
    word,
)
from twicetold.engine.meaning.sites import BIRTH, DISTINCT, Sites
from twicetold.lang import model

_WAYS = 40
"""So many bits are kept below the tick for what happens: all that a text can name has room in them."""


class Occurrences:
    """Counts what happens in the lives of one world."""

    def __init__(self, lowering: Lowering, sites: Sites) -> None:
        self.lowering = lowering
        self._sites = sites
        self.again = lowering.array("again", "u64", 1)
        """The word of the occurrence of what happens just now, for its draws."""
        self._first: dict[str, int] = {}
        ways = 0
        for name, count in sites.counted.items():
            self._first[name] = ways
            ways += count
        assert ways < 1 << _WAYS
        most = min(sites.distinct, DISTINCT)
        self._bits = max(1, (2 * most - 1).bit_length())
        self._overflows = sites.distinct > DISTINCT

    def now(self, site: str) -> Expr:
        """How often what is drawn just now at a site was drawn before, for the same ones in this tick."""
        if not self._sites.repeats(site):
            return int_(0)
        return Op("to int", (arithmetic.call("reversed", at(self.again)),), "int")

    def happening(
        self, construct: model.Construct, roles: Sequence[Expr], body: Sequence[Stmt]
    ) -> Iterator[Stmt]:
        """What happens, each of its draws with its occurrence."""
        if construct.name not in self._first:
            yield from body
            return
        place: Expr = int_(0)
        for n, (role, var) in enumerate(zip(construct.roles, roles, strict=True)):
            domain = self.lowering.domain(role.kind)
            place = place * len(domain) + domain.place(var) if n else domain.place(var)
        yield from self._counted(construct.name, place, body)

    def birth(self, entity: Expr, body: Sequence[Stmt]) -> Iterator[Stmt]:
        """The same of somebody's being born."""
        if BIRTH not in self._first:
            yield from body
            return
        yield from self._counted(BIRTH, entity, body)

    def _counted(self, name: str, place: Expr, body: Sequence[Stmt]) -> Iterator[Stmt]:
        outer = self.lowering.fresh("outer", "word")
        what = Op("to word", (place,), "word") + word(self._first[name])
        yield Let(outer, at(self.again))
        yield put(self.again, Call(self._occurrence_function(), (what,), "word"))
        yield from body
        yield put(self.again, outer)

    def _occurrence_function(self) -> str:
        """The function that counts what happens, and gives the word of its occurrence."""
        what, key, found = (Var(name, "word") for name in ("what", "key", "found"))
        i, before = Var("i", "int"), Var("before", "int")
        size = 1 << self._bits
        known = self.lowering.array("happened", "u64", size + 1)
        times = self.lowering.array("happened_times", "i32", size + 1)
        tick = Op("to word", (at(self.lowering.tick) + 1,), "word")
        begin = Op("to int", (arithmetic.call("finalise", key) >> (64 - self._bits),), "int")
        elsewhere = both(found.is_not(key), (found >> _WAYS).is_(tick))

        def body() -> Iterator[Stmt]:
            yield Let(key, tick << _WAYS | what)
            yield Let(i, begin)
            yield Let(found, Load(known, i))
            further = (
                Set(i, Choose(i.is_(size - 1), int_(0), i + 1)),
                Set(found, Load(known, i)),
            )
            yield While(elsewhere, further)
            if self._overflows:
                yield from self._together(key, i, found, size)
            yield If(found.is_not(key), (Store(known, i, key), Store(times, i, int_(0))))
            yield Let(before, Load(times, i))
            yield Store(times, i, before + 1)
            yield If(before.is_(0), (Return(word(0)),))
            yield Return(arithmetic.call("reversed", Op("to word", (before,), "word")))

        return self.lowering.function("occurrence", (what,), "word", body)

    def _together(self, key: Var, i: Var, found: Var, size: int) -> Iterator[Stmt]:
        """What is new when too much has happened already is counted with all else that is."""
        distinct = self.lowering.array("distinct", "i32", 1)
        last = self.lowering.array("distinct_tick", "i32", 1)
        now = at(self.lowering.tick) + 1
        others = (
            Set(i, int_(size)),
            Set(key, Op("to word", (now,), "word") << _WAYS | word((1 << _WAYS) - 1)),
            Set(found, Load(self.lowering.array("happened", "u64", size + 1), i)),
        )
        new = (
            If(at(last).is_not(now), (put(last, now), put(distinct, int_(0)))),
            If(at(distinct) >= DISTINCT, others, (put(distinct, at(distinct) + 1),)),
        )
        yield If(found.is_not(key), new)
