"""Kept sets: of whom a condition holds that is asked of many, again and again, though little changes it.

Such a condition on x, by itself or beside one other (in whose mind it may be read), is a row of bits for each
other, and a row of bits for which of them are known. Whoever asks has computed what is not known of those
asked for: nothing is ever asked that would not have been asked without. What is read, and of whom, is seen
in the program itself (`reads.py`), so that nothing can be missed: behind every store of another value what
may have changed is not known any more (`follow.py`).

A condition is asked anew each time, and not kept, where keeping it cannot pay:

- where it draws, loops, or reads what the caller gives;
- where it reads a number that a rule may change in every tick: each such change would have to be followed;
- where it reads the time, and so is new in every tick, and somebody else besides: each row is asked for once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from twicetold.engine.kernel.lower.context import Context
from twicetold.engine.kernel.lower.lowering import Lowering, do
from twicetold.engine.kernel.lower.place import Domain
from twicetold.engine.kernel.lower.scope import Binding, Scope
from twicetold.engine.kernel.program import (
    Array,
    Expr,
    If,
    Let,
    Load,
    Op,
    Set,
    Stmt,
    Store,
    Var,
    While,
    int_,
    word,
)
from twicetold.engine.kernel.reads import Opaque, Reads, Whence
from twicetold.engine.meaning.changes import KINDS
from twicetold.lang import model, tree

MOST = 32
"""Of so many there can be a row, and so many rows."""

_OTHER, _X = 1, 2
"""The slots of a condition once it is written the same wherever it is asked."""

OTHER, X = Var("other", "int"), Var("x", "int")
"""Who has a row, and of whom is asked, where it is made known."""


@dataclass(frozen=True, slots=True)
class KeptSet:
    """A condition that is kept: a word for each row, of whom it holds in its low half and of whom that is
    known in the high one; the function that makes it known; who can have a row (None: there is but one) and
    who can be in it; and what is read.

    Of each array that is read it is known whence the places follow: from `x`, from the `other`,
    from both, or from what the life itself says.
    """

    words: Array
    ask: str
    rows: Domain | None
    family: Domain
    reads: Mapping[str, AbstractSet[Whence]]


@dataclass(frozen=True, slots=True)
class Row:
    """Those of whom a kept condition holds beside somebody, who has that row."""

    of: KeptSet
    other: Expr
    number: Expr

    def narrow(self, m: Var) -> Stmt:
        """Leave in a word those who are in the row."""
        row = Load(self.of.words, self.number)
        asked = m & ~(row >> MOST)
        ask = If(asked.is_not(word(0)), (do(self.of.ask, self.other, asked),), likely=False)
        return If(m.is_not(word(0)), (ask, Set(m, m & row)))


class Kept:
    """The kept sets of one world."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.lowering: Lowering = context.lowering
        self.sets: list[KeptSet] = []
        self._found: dict[object, KeptSet | None] = {}

    def row(
        self, condition: model.Expr, slot: int, kind: str, scope: Scope, changing: frozenset[str] | None
    ) -> Row | None:
        """The row of those of whom a condition holds; None if it must be asked. `changing`: what may change
        while the row is gone through; None if nothing does."""
        if any(model.binds(node) or isinstance(node, model.Draw) for node in model.nodes(condition)):
            return None
        minded = bool(scope.minds) and self.context.fields.believed_in(condition)
        if minded and len(scope.minds) > 1:
            return None
        others = _slots(condition) & scope.bound.keys() - {slot}
        if minded:
            others |= {next((n for n, bound in scope.bound.items() if bound.var == scope.minds[0]), -1)}
        if len(others) > 1 or -1 in others:
            return None
        if _slots(condition) and len(self.lowering.domain(self.lowering.layout.root(kind))) > MOST:
            return None
        number = others.pop() if others else 0
        other = scope.bound.get(number)
        if other is not None and (other.inside is None or len(self.lowering.domain(other.inside)) > MOST):
            return None
        inside = self._widest(condition, number, other.inside) if other and other.inside else None
        kind = self._widest(condition, slot, kind)
        of = _renamed(condition, slot, kind, inside)
        key = (of, kind, inside, minded)
        if key not in self._found:
            self._found[key] = self._planned(of, kind, inside, minded)
        found = self._found[key]
        if found is None or not self._steady(found.reads.keys(), changing):
            return None
        return self._row(found, other)

    def of_nobody(self, condition: model.Expr) -> Row | None:
        """Where a condition that speaks of nobody, but of the time alone, is kept for a tick: a row in which
        the first of all stands or does not. None of any other, and of what is as soon asked as looked up."""
        called = any(isinstance(node, model.Call) for node in model.nodes(condition))
        if not called or _slots(condition) or self.context.fields.believed_in(condition):
            return None
        try:
            reads = Reads(self.lowering.functions, self.context.lower(condition, Scope())).of
        except Opaque:
            return None
        if not reads.keys() <= _TIME:
            return None
        kind = self.lowering.world.kinds[0].name
        return self.row(condition, 0, kind, Scope(), None)

    def _widest(self, condition: model.Expr, slot: int, kind: str) -> str:
        """The kind whose every member can be asked as one of this kind can, so that those who ask of several
        kinds ask of one set: the narrowest of which something is read or defined."""
        kinds = set()
        for node in model.nodes(condition):
            if isinstance(node, model.Cell):
                over: Sequence[str | None] = self.context.fields.of[node.field].field.over
            elif isinstance(node, model.Call):
                types = [type_ for _, type_ in self.lowering.defines[node.define].params]
                over = [type_.kind if isinstance(type_, model.Ref) else None for type_ in types]
            else:
                continue
            args = zip(node.args, over, strict=True)
            kinds |= {of for arg, of in args if isinstance(arg, model.Bound) and arg.slot == slot and of}
        members = {each: self.lowering.domain(each).members for each in {*kinds, kind}}
        widest = min(kinds, key=lambda each: (len(members[each]), each), default=kind)
        fits = members[kind] <= members[widest] and all(members[widest] <= members[each] for each in kinds)
        return widest if fits and len(members[widest]) <= MOST else kind

    def _row(self, of: KeptSet, other: Binding | None) -> Row:
        if other is None or of.rows is None:
            return Row(of, int_(-1), int_(0))
        return Row(of, other.var, of.rows.place(other.var))

    def _planned(self, condition: model.Expr, kind: str, inside: str | None, minded: bool) -> KeptSet | None:
        """A condition as it is kept; None if it is better asked."""
        scope = Scope(minds=(OTHER,) if minded else ()).bind(_X, X, kind)
        test = self.context.lower(condition, scope if inside is None else scope.bind(_OTHER, OTHER, inside))
        return self._made(test, kind, inside)

    def _made(self, test: Expr, kind: str, inside: str | None) -> KeptSet | None:
        lowering, number = self.lowering, len(self.sets)
        try:
            reads = Reads(lowering.functions, test).of
        except Opaque:
            return None
        if reads.keys() & self._unsteady or (inside is not None and reads.keys() & _TIME):
            return None
        family = lowering.domain(lowering.layout.root(kind))
        rows = lowering.domain(inside) if inside is not None else None
        size = 1 if rows is None else len(rows)
        words = lowering.array(f"kept{number}", "u64", size, beside=True)
        row, rest, asked = Var("row", "int"), Var("rest", "word"), Var("asked", "word")
        place, m, bit = Var("place", "int"), Var("m", "word"), Var("bit", "word")

        def body() -> Iterator[Stmt]:
            ask = (
                Let(place, Op("trailing", (rest,), "int")),
                Let(bit, word(1) << Op("to word", (place,), "word")),
                Set(rest, rest & ~bit),
                Let(X, family.entity(place)),
                If(test, (Set(m, m | bit),)),
            )
            yield Let(row, int_(0) if rows is None else rows.place(OTHER))
            yield Let(rest, asked)
            yield Let(m, Load(words, row) & ~asked | asked << MOST)
            yield While(rest.is_not(word(0)), ask)
            yield Store(words, row, m)

        ask = lowering.function(f"ask{number}", (OTHER, asked), None, body)
        self.sets.append(KeptSet(words, ask, rows, family, reads))
        return self.sets[-1]

    @cached_property
    def _unsteady(self) -> frozenset[str]:
        """The arrays of what rules may change in every tick."""
        stores = [self.context.fields.of[name] for name in _restless(self.lowering.world)]
        arrays = (array for store in stores for array in (store.array, store.held, store.unknown))
        return frozenset(array.name for array in arrays if array is not None)

    def _steady(self, reads: AbstractSet[str], changing: frozenset[str] | None) -> bool:
        """Whether nothing that is read can change while a row is gone through."""
        if changing is None:
            return True
        stores = self.context.fields.of.values()
        truths = {store.array.name for store in stores if store.field.name not in changing}
        kinds = set() if KINDS in changing else {self.context.kinds_now.array.name}
        return reads <= truths | kinds | _TIME


_TIME = frozenset({"tick", "now"})


def _renamed(condition: model.Expr, slot: int, kind: str, inside: str | None) -> model.Expr:
    """A condition written so that it is the same wherever it is asked. The kind of a mind whose memory is
    asked stays as it is: by it the memory is found."""
    remembers = any(isinstance(node, model.Remembers) for node in model.nodes(condition))

    def same(node: object) -> model.Expr | None:
        if not isinstance(node, model.Bound):
            return None
        type_ = model.Ref(kind if node.slot == slot else inside or "")
        return model.Bound(_X if node.slot == slot else _OTHER, "", node.type if remembers else type_)

    return tree.rewrite(condition, same)


def _slots(condition: model.Expr) -> set[int]:
    return {node.slot for node in model.nodes(condition) if isinstance(node, model.Bound)}


def _restless(world: model.World) -> Iterator[str]:
    """The fields that a rule may give another number in every tick."""
    for rule in world.rules:
        for node in model.nodes(rule.body) if rule.is_upkeep else ():
            if isinstance(node, model.Assign) and isinstance(node.target.type, model.Number | model.Time):
                yield node.target.field
