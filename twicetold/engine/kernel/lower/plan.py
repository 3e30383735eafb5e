"""The query plan: which conditions are answered by an index, instead of by asking everybody.

A condition on x of the form `x.f is E`, `x.f is not E`, `x.f` or `not x.f`, where E does not ask about x, or
one made of such by `or`, is a set: the index of f has it as bits. The sets of several such conditions are
joined word by word before anybody is visited. A definition that is made of such conditions is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from twicetold.engine.kernel.lower.context import Context
from twicetold.engine.kernel.lower.fields import FieldStore
from twicetold.engine.kernel.lower.index import Index
from twicetold.engine.kernel.lower.place import Domain
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.types import value_type
from twicetold.engine.kernel.program import Choose, Const, Expr, Let, Op, Stmt, Var, int_, word
from twicetold.lang import model, tree

Words = Callable[[Expr], Expr]
"""A set of entities: from the number of a word to the word."""


@dataclass(frozen=True, slots=True)
class Atom:
    """`x.f is value`."""

    index: Index
    value: model.Expr


@dataclass(frozen=True, slots=True)
class One:
    """`x is value`."""

    value: model.Expr


@dataclass(frozen=True, slots=True)
class Not:
    """Those who are not in another set."""

    inner: Atom | One | Or


@dataclass(frozen=True, slots=True)
class Or:
    """Those who are in one of two sets."""

    left: SetOf
    right: SetOf


SetOf = Atom | One | Not | Or


class Planner:
    """Finds the sets among the conditions on one slot.

    `changing` are the fields that the loop's body may change (None if it changes nothing at all): what reads
    them is asked anew of everybody.
    """

    def __init__(
        self, context: Context, slot: int, kind: str, scope: Scope, changing: frozenset[str] | None
    ) -> None:
        self.context = context
        self.lowering = context.lowering
        self.slot = slot
        self.kind = kind
        self.scope = scope
        self.changing = changing

    def opened(self, conditions: Iterable[model.Expr]) -> Iterator[model.Expr]:
        """The conditions, with the definitions opened among whose parts there is a set."""
        for condition in conditions:
            parts = model.conjuncts(condition)
            if len(parts) > 1:
                yield from self.opened(parts)
                continue
            inner = self._opened(condition)
            if inner is not None and any(self.set_of(part) for part in inner):
                yield from self.opened(inner)
            else:
                yield condition

    def _opened(self, condition: model.Expr) -> list[model.Expr] | None:
        if not isinstance(condition, model.Call):
            return None
        simple = all(isinstance(arg, model.Bound | model.Const) for arg in condition.args)
        body = self.lowering.defines[condition.define].body
        nodes = list(model.nodes(body))
        binds = any(isinstance(node, model.Draw) or model.binds(node) for node in nodes)
        # how a memory is asked says where it is found
        if not simple or binds or any(isinstance(node, model.Remembers) for node in nodes):
            return None
        return model.conjuncts(substituted(body, dict(enumerate(condition.args, start=1))))

    def set_of(self, condition: model.Expr) -> SetOf | None:
        """The set of those of whom a condition holds; None if it must be asked."""
        match condition:
            case model.Binary(op="is", left=left, right=right):
                return self._one(left, right) or self._atom(left, right) or self._atom(right, left)
            case model.Binary(op="is not", left=left, right=right):
                few = len(self._family) <= 64  # of many, to ask of each costs no more than to leave one out
                one = self._one(left, right) if few else None
                inner = one or self._atom(left, right) or self._atom(right, left)
                return inner and Not(inner)
            case model.Cell(type=model.YesNo()):
                return self._atom(condition, model.Const(True, model.YesNo()))
            case model.Unary(op="not", x=model.Cell() as cell):
                return self._atom(cell, model.Const(False, model.YesNo()))
            case model.Binary(op="or", left=left, right=right):
                a, b = self.set_of(left), self.set_of(right)
                return Or(a, b) if a is not None and b is not None else None
            case _:
                return None

    @property
    def _family(self) -> Domain:
        return self.lowering.domain(self.lowering.layout.root(self.kind))

    def _one(self, left: model.Expr, right: model.Expr) -> One | None:
        for x, value in ((left, right), (right, left)):
            if isinstance(x, model.Bound) and x.slot == self.slot and self._steady(value):
                return One(value)
        return None

    def _atom(self, cell: model.Expr, value: model.Expr) -> Atom | None:
        if not isinstance(cell, model.Cell):
            return None
        store = self.context.fields.of[cell.field]
        of_x = (
            len(cell.args) == 1 and isinstance(cell.args[0], model.Bound) and cell.args[0].slot == self.slot
        )
        if not of_x or isinstance(store.field.type, model.Number | model.Time) or not self._plainly(cell):
            return None
        everybody = self.lowering.domain(self.kind).members
        if not everybody <= store.domains[0].members:
            return None  # of those who have no such field the default would be read
        if isinstance(store.field.type, model.Ref) and not _among(value, store):
            return None
        if cell.field in (self.changing or ()) or not self._steady(value):
            return None
        return Atom(store.indexed(), value)

    def _plainly(self, cell: model.Cell) -> bool:
        """Whether the truth is read."""
        return not self.scope.minds or cell.truly or not self.context.fields.of[cell.field].field.believed

    def _steady(self, value: model.Expr) -> bool:
        """Whether a value does not ask about x, and stays the same while the loop goes on."""
        nodes = list(model.nodes(value))
        if any(isinstance(node, model.Bound) and node.slot == self.slot for node in nodes):
            return False
        if any(isinstance(node, model.Draw) and self.slot in node.bound for node in nodes):
            return False
        if self.changing is None:
            return True
        cells = {node.field for node in nodes if isinstance(node, model.Cell)}
        return not cells & self.changing and not any(isinstance(node, _OF_MANY) for node in nodes)

    # --- as words -------------------------------------------------------------------------------------------

    def words(self, set_: SetOf) -> tuple[list[Stmt], Words]:
        """What must be computed once, and the words of a set."""
        match set_:
            case Atom(index, value):
                return self._atom_words(index, value)
            case One(value):
                return self._one_words(value)
            case Not(inner):
                stmts, words = self.words(inner)
                return stmts, lambda n: ~words(n)
            case Or(left, right):
                a, left_words = self.words(left)
                b, right_words = self.words(right)
                return [*a, *b], lambda n: left_words(n) | right_words(n)

    def _one_words(self, value: model.Expr) -> tuple[list[Stmt], Words]:
        lets, place = self.place(value)
        bit = word(1) << (Op("to word", (place,), "word") & word(63))
        if len(self._family) <= 64:
            return lets, lambda n: Choose(place >= 0, bit, word(0))
        of = self.lowering.fresh("of")
        lets.append(Let(of, Choose(place >= 0, word_of(place), int_(-1))))
        return lets, lambda n: Choose(of.is_(n), bit, word(0))

    def place(self, value: model.Expr) -> tuple[list[Stmt], Var]:
        """What must be computed once, and the place of somebody in the family; -1 if they are none of it."""
        family, who, place = self._family, self.lowering.fresh("who"), self.lowering.fresh("place")
        there = Choose(family.contains(who), family.place(who), int_(-1))
        return [Let(who, self.context.lower(value, self.scope)), Let(place, there)], place

    def _atom_words(self, index: Index, value: model.Expr) -> tuple[list[Stmt], Words]:
        stmts, row = self.row(index, value)
        return stmts, lambda n: index.word(row, n)

    def row(self, index: Index, value: model.Expr) -> tuple[list[Stmt], Expr]:
        """What must be computed once, and the row of a value in an index."""
        lowered = self.context.lower(value, self.scope)
        if isinstance(lowered, Const):
            return [], index.row(lowered)
        given = self.lowering.fresh("value", value_type(index.field.type))
        row: Var = self.lowering.fresh("row")
        return [Let(given, lowered), Let(row, index.row(given))], row


def word_of(place: Expr) -> Expr:
    """The number of the word in which a place is."""
    return Op("to int", (Op("to word", (place,), "word") >> 6,), "int")


_OF_MANY = (
    model.Aggregate, model.Believes, model.Busy, model.Call, model.Doing, model.Happened, model.IsKind,
    model.Inside, model.Remembers, model.Times, model.Way,
)  # fmt: skip
"""What reads more than the fields that it names."""


def _among(value: model.Expr, store: FieldStore) -> bool:
    """Whether whoever is asked for can be a value of the field at all."""
    if value == model.Const(-1, value.type):
        return True
    assert isinstance(value.type, model.Ref)
    assert store.index is None or store.index.targets is not None
    lowering, kind = store.lowering, store.field.type
    assert isinstance(kind, model.Ref)
    return lowering.domain(value.type.kind).members <= lowering.domain(kind.kind).members


def substituted(expr: model.Expr, args: dict[int, model.Expr]) -> model.Expr:
    """An expression with other expressions in the place of the slots it reads."""
    return tree.rewrite(expr, lambda node: args[node.slot] if isinstance(node, model.Bound) else None)
