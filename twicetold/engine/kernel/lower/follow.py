"""Following what is kept: behind every store that changes what a kept set reads, it is not known any more of
whom that may make a difference to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.kept import MOST, OTHER, KeptSet, X
from twicetold.engine.kernel.lower.lowering import do
from twicetold.engine.kernel.lower.place import Domain
from twicetold.engine.kernel.program import (
    Expr,
    For,
    Function,
    If,
    Let,
    Load,
    Op,
    Stmt,
    Store,
    Switch,
    Var,
    While,
    int_,
    word,
)


@dataclass(frozen=True, slots=True)
class _Owner:
    """One of those whose a place in an array is: who it can be, and who it is."""

    among: Domain
    entity: Expr


def followed(expressions: Expressions, functions: Sequence[Function]) -> tuple[Function, ...]:
    """The functions of a program with all that is to be done where something changes that kept sets read."""
    readers: dict[str, list[KeptSet]] = {}
    for kept in expressions.kept.sets:
        for name in kept.reads:
            readers.setdefault(name, []).append(kept)
    forget = {name: _forget_function(expressions, name, sets) for name, sets in readers.items()}
    stores = _Stores(forget)
    return (*forget.values(), *(stores.function(function) for function in functions))


# --- what is not known any more -----------------------------------------------------------------------------


def _forget_function(expressions: Expressions, array: str, sets: Sequence[KeptSet]) -> Function:
    """The function to be called where another value is stored at a place of an array."""
    place = Var("place", "int")
    owners = tuple(_owners(expressions, array, place))
    fresh = expressions.lowering.fresh
    body = (stmt for kept in sets for stmt in _forget(kept, array, owners, fresh("row")))
    return Function(f"changed_{array}", (place,), None, tuple(body))


def _owners(expressions: Expressions, array: str, place: Expr) -> Iterator[_Owner]:
    """Whose a place in an array is, as far as that is followed: in the truth of fields of one or two, and in
    what minds hold of fields of one."""
    busy = expressions.busy
    if array in (busy.doing.name, busy.engaged.name):
        domain = busy.actors if array == busy.doing.name else busy.partners
        yield _Owner(domain, domain.entity(place))
    for store in expressions.fields.of.values():
        cell, minds = place, expressions.fields.minds
        if store.field.symmetric or len(store.domains) not in (1, 2):
            continue
        if array in (held.name for held in (store.held, store.unknown) if held is not None):
            if len(store.domains) > 1:
                continue
            mind = Op("div", (place, int_(store.size)), "int")
            cell = place - mind * store.size
            yield _Owner(minds, minds.entity(mind))
        elif array != store.array.name:
            continue
        yield from (_Owner(domain, domain.entity(of)) for domain, of in store.members(cell))


def _forget(kept: KeptSet, array: str, owners: tuple[_Owner, ...], row: Var) -> Iterator[Stmt]:
    """What is not known any more of a set where a place in an array has changed. Of two who own it either may
    be the one who is asked of, or who has the row."""
    whences = kept.reads[array]
    of_x, of_other, of_both = frozenset({X.name}), frozenset({OTHER.name}), frozenset({X.name, OTHER.name})
    followed = {of_x, of_other, *([of_both] if len(owners) == 2 else [])}
    if not owners or not whences <= followed:
        yield from _in_all(kept, row, word(0))
        return
    for owner in owners:
        if of_x in whences:
            yield from _where_in(kept.family, owner, _in_all(kept, row, ~_bit(kept, owner)))
        if of_other in whences and kept.rows is not None:
            yield from _where_in(kept.rows, owner, _in_one(kept, owner, word(0)))
    if of_both in whences and kept.rows is not None:
        for x, other in (owners, owners[::-1]):
            inside = tuple(_where_in(kept.rows, other, _in_one(kept, other, ~_bit(kept, x))))
            yield from _where_in(kept.family, x, inside)


def _where_in(domain: Domain, owner: _Owner, body: Iterable[Stmt]) -> Iterator[Stmt]:
    if owner.among.members <= domain.members:
        yield from body
    elif owner.among.members & domain.members:
        yield If(domain.contains(owner.entity), tuple(body))


def _bit(kept: KeptSet, x: _Owner) -> Expr:
    return word(1 << MOST) << Op("to word", (kept.family.place(x.entity),), "word")


def _in_one(kept: KeptSet, other: _Owner, left: Expr) -> Iterator[Stmt]:
    assert kept.rows is not None
    row = kept.rows.place(other.entity)
    yield Store(kept.words, row, Load(kept.words, row) & left)


def _in_all(kept: KeptSet, row: Var, left: Expr) -> Iterator[Stmt]:
    yield For(row, int_(0), int_(kept.words.size), (Store(kept.words, row, Load(kept.words, row) & left),))


# --- where something changes --------------------------------------------------------------------------------


class _Stores:
    """Stores, each with the call of what is to be done if it changes something."""

    def __init__(self, forget: dict[str, Function]) -> None:
        self.forget = forget
        self.count = 0

    def function(self, function: Function) -> Function:
        return replace(function, body=self._block(function.body))

    def _block(self, body: tuple[Stmt, ...]) -> tuple[Stmt, ...]:
        return tuple(each for stmt in body for each in self._statement(stmt))

    def _statement(self, stmt: Stmt) -> tuple[Stmt, ...]:
        match stmt:
            case Store(array) if array.name in self.forget:
                return self._store(stmt)
            case If(_, then, other):
                return (replace(stmt, then=self._block(then), other=self._block(other)),)
            case For(var, lo, hi, body):
                return (For(var, lo, hi, self._block(body)),)
            case While(cond, body):
                return (While(cond, self._block(body)),)
            case Switch(value, cases):
                return (Switch(value, tuple((number, self._block(case)) for number, case in cases)),)
            case _:
                return (stmt,)

    def _store(self, stmt: Store) -> tuple[Stmt, ...]:
        self.count += 1
        place, new = Var(f"place_{self.count}", "int"), Var(f"new_{self.count}", stmt.value.type)
        changed = If(
            _other(Load(stmt.array, place), new),
            (do(self.forget[stmt.array.name].name, place),),
            likely=False,
        )
        return (Let(place, stmt.index), Let(new, stmt.value), changed, Store(stmt.array, place, new))


def _other(old: Expr, new: Expr) -> Expr:
    """Whether a value is another than before, to the bit."""
    if old.type == "num":
        old, new = Op("bits", (old,), "word"), Op("bits", (new,), "word")
    return old.is_not(new)
