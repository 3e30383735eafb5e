"""Loops over the entities that can take a place: where the plan is made.

Entities are always visited in order of declaration. If one of the conditions says `x.f is E`, only those are
visited whom the index of that field has for the value of E. Where the body changes things, what comes next is
looked up anew at each step, so that the loop sees what a scan of all would see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.fields import FieldStore, Index
from twicetold.engine.kernel.lower.place import Domain
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.program import (
    TRUE,
    Array,
    Call,
    Expr,
    For,
    If,
    Let,
    Load,
    Set,
    Stmt,
    Store,
    Var,
    While,
    both,
    int_,
)
from twicetold.lang import model

Body = Callable[[Scope], Iterable[Stmt]]

FEW = 3
"""To visit all of so few is as quick as to look them up."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A condition by which those who fit can be looked up: an index, and the value that they have."""

    index: Index
    value: model.Expr
    whole: model.Expr


class Loops:
    """The loops of one world."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        self.lowering = expressions.lowering

    def each(
        self,
        slot: int,
        name: str,
        kind: str,
        conditions: Sequence[model.Expr],
        scope: Scope,
        body: Body,
        *,
        taken: Sequence[int] = (),
        natures_change: bool = False,
    ) -> Iterator[Stmt]:
        """The body for each entity of a kind for whom the conditions hold, and whom no slot of `taken` has.

        `natures_change`: whether the body may change who is of the kind; those are visited who were of it at
        the beginning.
        """
        domain = self.lowering.domain(kind)
        x = self.lowering.fresh(name)
        inner = scope.bind(slot, x, kind)
        found = None
        if not natures_change and not scope.tracing and len(domain) > FEW:
            found = self._lookup(slot, domain, conditions, scope)
        rest = [each for each in conditions if found is None or each is not found.whole]
        distinct = self._distinct(x, kind, taken, scope)
        member = TRUE if natures_change else self.expressions.natures.member(x, kind)
        test = both(both(distinct, member), self.all_of(rest, inner))
        inside = (If(test, tuple(body(inner))),) if test != TRUE else tuple(body(inner))
        if found is not None:
            return self._looked_up(found, x, scope, inside)
        if natures_change:
            return self._of_those_now(domain, x, kind, inside)
        return self._all(domain, x, inside)

    def all_of(self, conditions: Iterable[model.Expr], scope: Scope) -> Expr:
        """Whether all conditions hold."""
        test: Expr = TRUE
        for condition in reversed(list(conditions)):
            test = both(self.expressions.lower(condition, scope), test)
        return test

    def _distinct(self, x: Var, kind: str, taken: Sequence[int], scope: Scope) -> Expr:
        """Whether nobody in these slots is x; one of another family cannot be."""
        test: Expr = TRUE
        domain = self.lowering.domain(kind)
        for slot in taken:
            other = scope.bound[slot]
            if other.inside is None or self.lowering.domain(other.inside).members & domain.members:
                test = both(test, x.is_not(other.var))
        return test

    def _all(self, domain: Domain, x: Var, inside: tuple[Stmt, ...]) -> Iterator[Stmt]:
        if not len(domain):
            return
        if domain.to_entity is None:
            yield For(x, int_(domain.entities[0]), int_(domain.entities[-1] + 1), inside)
        else:
            i = self.lowering.fresh("i")
            yield For(i, int_(0), int_(len(domain)), (Let(x, domain.entity(i)), *inside))

    def _of_those_now(self, domain: Domain, x: Var, kind: str, inside: tuple[Stmt, ...]) -> Iterator[Stmt]:
        """First all who are of the kind now are put down, then the body is done for each."""
        count, i, y = (self.lowering.fresh(name) for name in ("count", "i", "y"))
        those = self._scratch(domain)
        put_down = (Store(those, count, y), Set(count, count + 1))
        yield Let(count, int_(0))
        yield from self._all(domain, y, (If(self.expressions.natures.member(y, kind), put_down),))
        yield For(i, int_(0), count, (Let(x, Load(those, i)), *inside))

    def _scratch(self, domain: Domain) -> Array:
        return self.lowering.array(self.lowering.fresh("those").name, "i16", len(domain))

    # --- looking up -----------------------------------------------------------------------------------------

    def _looked_up(self, found: Lookup, x: Var, scope: Scope, inside: tuple[Stmt, ...]) -> Iterator[Stmt]:
        place, row = self.lowering.fresh("place"), self.lowering.fresh("row")
        index = found.index
        value = self.lowering.fresh("value", index.store.type)

        def following(start: Expr) -> Iterator[Stmt]:
            yield Let(value, self.expressions.lower(found.value, scope))
            yield Let(row, index.row(value))
            yield Set(place, Call(index.next_function(), (row, start), "int"))

        yield Let(place, int_(-1))
        yield from following(int_(0))
        again = (Let(x, index.domain.entity(place)), *inside, *following(place + 1))
        yield While(place >= 0, again)

    def _lookup(
        self, slot: int, domain: Domain, conditions: Sequence[model.Expr], scope: Scope
    ) -> Lookup | None:
        """The best of the conditions to look those up by: an entity's field before an option's, that before
        a yes/no's."""
        found = [each for c in conditions if (each := self._as_lookup(slot, domain, c, scope))]
        return min(found, key=_breadth, default=None)

    def _as_lookup(self, slot: int, domain: Domain, condition: model.Expr, scope: Scope) -> Lookup | None:
        """A condition `x.f is E`, where E does not ask about x, as a look-up."""
        match condition:
            case model.Binary(op="is", left=model.Cell() as cell, right=value):
                pass
            case model.Cell(type=model.YesNo()) as cell:
                value = model.Const(True, model.YesNo())
            case model.Unary(op="not", x=model.Cell() as cell):
                value = model.Const(False, model.YesNo())
            case _:
                return None
        store = self.expressions.fields.of[cell.field]
        plainly = scope.mind is None or not store.field.believed or cell.truly
        of_x = len(cell.args) == 1 and isinstance(cell.args[0], model.Bound) and cell.args[0].slot == slot
        if not (plainly and of_x and not isinstance(store.field.type, model.Number | model.Time)):
            return None
        if domain.members != store.domains[0].members or _reads(value, slot):
            return None  # others would have to be looked at too, or left out
        if isinstance(value.type, model.Ref) and not self._among(value, store):
            return None
        if store.index is None:
            store.index = Index(store)
        return Lookup(store.index, value, condition)

    def _among(self, value: model.Expr, store: FieldStore) -> bool:
        """Whether whoever is asked for can be a value of the field at all."""
        assert isinstance(value.type, model.Ref)
        assert isinstance(store.field.type, model.Ref)
        asked, can_be = self.lowering.domain(value.type.kind), self.lowering.domain(store.field.type.kind)
        return asked.members <= can_be.members or value == model.Const(-1, value.type)


def _reads(expr: model.Expr, slot: int) -> bool:
    return any(isinstance(node, model.Bound) and node.slot == slot for node in model.nodes(expr))


def _breadth(found: Lookup) -> int:
    match found.index.store.field.type:
        case model.Ref():
            return 0
        case model.OneOf():
            return 1
        case _:
            return 2
