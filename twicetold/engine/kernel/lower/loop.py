"""Loops over the entities that can take a place, always in order of declaration.

Whom the conditions exclude by a look-up (see `plan.py`) is not visited. Where the body may change what is
looked up, and there are many, what comes next is looked up anew at each step, so that the loop sees what a
scan of all would see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from twicetold.engine.kernel.lower.context import Context
from twicetold.engine.kernel.lower.kept import Kept, Row
from twicetold.engine.kernel.lower.lowering import Lowering
from twicetold.engine.kernel.lower.place import Domain
from twicetold.engine.kernel.lower.plan import Atom, One, Planner, SetOf, Words, word_of
from twicetold.engine.kernel.lower.scope import Binding, Scope
from twicetold.engine.kernel.program import (
    TRUE,
    Array,
    Call,
    Choose,
    Expr,
    For,
    If,
    Let,
    Load,
    Op,
    Set,
    Stmt,
    Store,
    Var,
    While,
    both,
    int_,
    word,
)
from twicetold.lang import model

Body = Callable[[Scope], Iterable[Stmt]]

FEW = 1
"""To visit all of so few is as quick as to look them up."""


class Loops:
    """The loops of one world."""

    def __init__(self, context: Context, kept: Kept) -> None:
        self.context = context
        self.kept = kept
        self.lowering: Lowering = context.lowering

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
        changing: frozenset[str] | None = None,
        kinds_change: bool = False,
        ahead: tuple[Stmt, ...] = (),
    ) -> Iterator[Stmt]:
        """The body for each entity of a kind for whom the conditions hold, and whom no slot of `taken` has;
        before the first of them what is to be done `ahead`, which may be done where there is none.

        `changing`: the fields that the body may change; None if it changes nothing. `kinds_change`: whether
        it may change who is of the kind; those are visited who were of it at the beginning, and still are.
        """
        domain = self.lowering.domain(kind)
        x = self.lowering.fresh(name)
        inner = scope.bind(slot, x, kind)
        distinct = self._distinct(x, kind, taken, scope)
        if kinds_change:
            still = both(self._still([slot], inner), distinct)
            test = both(still, self.all_of(conditions, inner))
            return chain(ahead, self._of_those_now(domain, x, kind, (If(test, tuple(body(inner))),)))
        member = both(distinct, self.context.kinds_now.member(x, kind))
        if scope.tracing or len(domain) <= FEW:
            test = both(member, self.all_of(conditions, inner))
            return chain(ahead, self._all(domain, x, _where(test, body(inner))))
        planner = Planner(self.context, slot, kind, scope, changing)
        opened = list(planner.opened(conditions))
        sets = [set_ for condition in opened if (set_ := planner.set_of(condition)) is not None]
        asked = [condition for condition in opened if planner.set_of(condition) is None]
        if len(self._family(kind)) <= 64:
            of_kind = model.IsKind(model.Bound(slot, name, model.Ref(kind)), kind)
            all_ = asked if self.lowering.layout.fixed(kind) else [of_kind, *asked]
            tried = [(self.kept.row(each, slot, kind, scope, changing), each) for each in all_]
            rows = [row for row, _ in tried if row is not None]
            if sets or rows:
                rest = self.all_of([each for row, each in tried if row is None], inner)
                others = self._others(kind, taken, scope)
                inside = _where(rest, body(inner))
                return self._of_sets(planner, sets, domain, x, inside, others, rows, ahead)
        inside = _where(both(member, self.all_of(asked, inner)), body(inner))
        if sets:
            return self._of_sets(planner, sets, domain, x, inside, ahead=ahead)
        anew = self._lookup_anew(slot, kind, scope, opened) if changing is not None else None
        if anew is not None:
            return chain(ahead, self._anew(planner, anew, domain, x, inside))
        return chain(ahead, self._all(domain, x, inside))

    # --- the roles of a construct ---------------------------------------------------------------------------

    def of_role(
        self,
        role: model.Role,
        parts: Sequence[model.Condition],
        scope: Scope,
        body: Body,
        *,
        before: Sequence[model.Role] = (),
        changing: frozenset[str] | None = None,
        kinds_change: Callable[[str], bool] = lambda kind: False,
        ahead: tuple[Stmt, ...] = (),
    ) -> Iterator[Stmt]:
        """The body for each entity that can take a role beside those `before`, for whom the parts of a
        condition hold, as long as all who are bound are still of their kinds. Where lives are counted, each
        part is asked in its turn, or answered for many at once as though it had been."""
        changing_kinds = [r.slot for r in before if kinds_change(scope.bound[r.slot].inside or "")]
        still, taken = self._still(changing_kinds, scope), [other.slot for other in model.taken(role, before)]
        if not self.lowering.count.on:
            conditions = [condition for part in parts for condition in model.conjuncts(part.expr)]
            return self.each(
                role.slot, role.name, role.kind, conditions, scope,
                lambda inner: _where(still, body(inner)),
                taken=taken, changing=changing, kinds_change=kinds_change(role.kind), ahead=ahead,
            )  # fmt: skip
        domain, x = self.lowering.domain(role.kind), self.lowering.fresh(role.name)
        inner, distinct = scope.bind(role.slot, x, role.kind), self._distinct(x, role.kind, taken, scope)
        if kinds_change(role.kind):
            still = both(still, self._still([role.slot], inner))
            inside = _where(both(still, distinct), self.where(parts, inner, body(inner)))
            return chain(ahead, self._of_those_now(domain, x, role.kind, inside))
        planner = Planner(self.context, role.slot, role.kind, scope, changing)
        many = len(domain) > FEW and still == TRUE
        sets = list(self._first_sets(planner, parts)) if many else []
        if sets:
            inside = self.where(parts[len(sets) :], inner, body(inner))
            others = [scope.bound[slot] for slot in taken]
            return chain(ahead, self._counted_sets(planner, sets, domain, x, inside, others))
        member = both(both(still, distinct), self.context.kinds_now.member(x, role.kind))
        inside = _where(member, self.where(parts, inner, body(inner)))
        return chain(ahead, self._all(domain, x, inside))

    def where(self, parts: Iterable[model.Condition], scope: Scope, body: Iterable[Stmt]) -> tuple[Stmt, ...]:
        """The body where all parts of a condition hold; each answer is counted, if that is done."""
        if not self.lowering.count.on:
            return _where(self.all_of([part.expr for part in parts], scope), body)
        inside = tuple(body)
        for part in reversed(list(parts)):
            test = self.context.lower(part.expr, scope)
            inside = (self.lowering.count.either(part, test, inside),)
        return inside

    def asked(self, parts: Sequence[model.Condition], scope: Scope, body: Iterable[Stmt]) -> tuple[Stmt, ...]:
        """The body where all parts of a condition hold, asked in order; what is dear counts when it is."""
        inside, spending = tuple(body), self.lowering.spending
        for part in reversed(parts):
            test = self.context.lower(part.expr, scope)
            inside = (self.lowering.count.either(part, test, inside),)
            if steps := spending.work.dear(part):
                inside = tuple(spending.spend_on(steps, inside))
        return inside

    def _first_sets(
        self, planner: Planner, parts: Sequence[model.Condition]
    ) -> Iterator[tuple[model.Condition, list[SetOf]]]:
        """The first parts that are answered by sets alone."""
        if not self.lowering.layout.fixed(planner.kind):
            return
        for part in parts:
            tried = [planner.set_of(condition) for condition in planner.opened([part.expr])]
            sets = [set_ for set_ in tried if set_ is not None]
            if len(sets) < len(tried):
                return
            yield part, sets

    def _counted_sets(
        self,
        planner: Planner,
        parts: Sequence[tuple[model.Condition, list[SetOf]]],
        domain: Domain,
        x: Var,
        inside: tuple[Stmt, ...],
        others: Sequence[Binding],
    ) -> Iterator[Stmt]:
        """Those who are in all of the sets, a word of them at a time. Of each part is counted how many are
        left by it, and how many are not, out of those whom the parts before it have left."""
        family, count = self._family(planner.kind), self.lowering.count
        words: list[tuple[model.Condition, list[Words]]] = []
        for part, sets in parts:
            lowered = [planner.words(set_) for set_ in sets]
            yield from (stmt for stmts, _ in lowered for stmt in stmts)
            words.append((part, [of for _, of in lowered]))
        places = []
        for other in others:
            if self.lowering.inside(other.inside, family):
                place = self.lowering.fresh("taken")
                yield Let(place, family.place(other.var))
                places.append(place)
        members = self._members(domain, family, planner.kind)

        def of_word(number: Expr) -> Iterator[Stmt]:
            left = members(number)
            for place in places:
                bit = word(1) << Op("to word", (place & 63,), "word")
                here = (place >> 6).is_(number)
                left = left & ~Choose(here, bit, word(0))
            before, many = self.lowering.fresh("left", "word"), self.lowering.fresh("many", "word")
            yield Let(before, left)
            yield Let(many, count.ones(before))
            for part, those in words:
                after, fewer = self.lowering.fresh("left", "word"), self.lowering.fresh("many", "word")
                yield Let(after, before & _joined(those, number))
                yield Let(fewer, count.ones(after))
                yield from count.come(part, "yes", fewer)
                yield from count.come(part, "no", many - fewer)
                before, many = after, fewer
            yield from self._of_word(before, number, family, x, inside)

        if len(family) <= 64:
            yield from of_word(int_(0))
        else:
            w = self.lowering.fresh("w")
            yield For(w, int_(0), int_((len(family) + 63) // 64), tuple(of_word(w)))

    def all_of(self, conditions: Iterable[model.Expr], scope: Scope) -> Expr:
        """Whether all conditions hold."""
        test: Expr = TRUE
        for condition in reversed(list(conditions)):
            test = both(self.context.lower(condition, scope), test)
        return test

    def _still(self, slots: Sequence[int], scope: Scope) -> Expr:
        """Whether those who have these slots are of their kinds now."""
        test: Expr = TRUE
        for slot in slots:
            bound = scope.bound[slot]
            assert bound.inside is not None
            test = both(test, self.context.kinds_now.member(bound.var, bound.inside))
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

    def _others(self, kind: str, taken: Sequence[int], scope: Scope) -> list[Words]:
        """For each of these slots the words of all but the one who has it, if of the family."""
        family = self._family(kind)
        words: list[Words] = []
        for slot in taken:
            other = scope.bound[slot]
            if self.lowering.inside(other.inside, family):
                place = Op("to word", (family.place(other.var),), "word")
                words.append(lambda n, place=place: ~(word(1) << place))  # type: ignore[misc]
        return words

    def _family(self, kind: str) -> Domain:
        return self.lowering.domain(self.lowering.layout.root(kind))

    # --- everybody ------------------------------------------------------------------------------------------

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
        yield from self._all(domain, y, (If(self.context.kinds_now.member(y, kind), put_down),))
        yield For(i, int_(0), count, (Let(x, Load(those, i)), *inside))

    def _scratch(self, domain: Domain) -> Array:
        return self.lowering.array(self.lowering.fresh("those").name, "i16", len(domain))

    # --- those of some sets ---------------------------------------------------------------------------------

    def _of_sets(
        self,
        planner: Planner,
        sets: Sequence[SetOf],
        domain: Domain,
        x: Var,
        inside: tuple[Stmt, ...],
        others: Sequence[Words] = (),
        rows: Sequence[Row] = (),
        ahead: tuple[Stmt, ...] = (),
    ) -> Iterator[Stmt]:
        """Those who are in all of the sets, a word of them at a time; `others` are further sets, and so are
        `rows`, where there is one word."""
        family = self._family(planner.kind)
        words: list[Words] = []
        for set_ in sets:
            stmts, of = planner.words(set_)
            yield from stmts
            words.append(of)
        words.append(self._members(domain, family, planner.kind))
        words += others
        if len(family) <= 64:
            yield from self._of_word(_joined(words, int_(0)), int_(0), family, x, inside, rows, ahead)
            return
        w, some = self.lowering.fresh("w"), self.lowering.fresh("some", "word")
        of_word = tuple(self._of_word(_joined(words, w), w, family, x, inside))
        yield from self._of_summary(planner, sets, some)
        yield from ahead
        yield While(
            some.is_not(word(0)),
            (Let(w, Op("trailing", (some,), "int")), Set(some, some & (some - word(1))), *of_word),
        )

    def _of_word(
        self,
        joined: Expr,
        number: Expr,
        family: Domain,
        x: Var,
        inside: tuple[Stmt, ...],
        rows: Sequence[Row] = (),
        ahead: tuple[Stmt, ...] = (),
    ) -> Iterator[Stmt]:
        m = self.lowering.fresh("m", "word")
        place: Expr = Op("trailing", (m,), "int")
        if len(family) > 64:
            place = number * 64 + place
        yield Let(m, joined)
        yield from (row.narrow(m) for row in rows)
        following = (Let(x, family.entity(place)), Set(m, m & (m - word(1))), *inside)
        some, each = m.is_not(word(0)), While(m.is_not(word(0)), following)
        yield If(some, (*ahead, each)) if ahead else each

    def _of_summary(self, planner: Planner, sets: Sequence[SetOf], some: Var) -> Iterator[Stmt]:
        """Which words need to be looked at: where an entity is asked for, only those in which it is had."""
        words = (len(self.lowering.domain(self.lowering.layout.root(planner.kind))) + 63) // 64
        summary: Expr = word((1 << words) - 1)
        stmts: list[Stmt] = []
        for set_ in sets:
            if isinstance(set_, Atom) and set_.index.summary is not None:
                lets, row = planner.row(set_.index, set_.value)
                stmts += lets
                summary = summary & Load(set_.index.summary, row)
            elif isinstance(set_, One):
                lets, place = planner.place(set_.value)
                stmts += lets
                here = word(1) << Op("to word", (word_of(place),), "word")
                summary = summary & Choose(place >= 0, here, word(0))
        yield from stmts
        yield Let(some, summary)

    def _members(self, domain: Domain, family: Domain, kind: str) -> Words:
        """The words of all who can be of a kind."""
        places = {entity: place for place, entity in enumerate(family.entities)}
        bits = 0
        for entity in domain.entities:
            bits |= 1 << places[entity]
        values = [bits >> (64 * n) & 0xFFFFFFFFFFFFFFFF for n in range((len(family) + 63) // 64)]
        if len(values) == 1:
            return lambda n: word(values[0])
        table = self.lowering.constant(f"members{self.lowering.layout.kind_number[kind]}", "u64", values)
        return lambda n: Load(table, n)

    # --- looked up anew -------------------------------------------------------------------------------------

    def _lookup_anew(
        self, slot: int, kind: str, scope: Scope, conditions: Sequence[model.Expr]
    ) -> Atom | None:
        """A condition to look up by though the body may change it; worth it only where there are many."""
        if len(self.lowering.domain(self.lowering.layout.root(kind))) <= 64:
            return None
        planner = Planner(self.context, slot, kind, scope, frozenset())
        atoms = (atom for condition in conditions if isinstance(atom := planner.set_of(condition), Atom))
        return min(atoms, key=_breadth, default=None)

    def _anew(
        self, planner: Planner, atom: Atom, domain: Domain, x: Var, inside: tuple[Stmt, ...]
    ) -> Iterator[Stmt]:
        place, index = self.lowering.fresh("place"), atom.index

        def following(start: Expr) -> Iterator[Stmt]:
            lets, row = planner.row(index, atom.value)
            yield from lets
            yield Set(place, Call(index.next_function(), (row, start), "int"))

        among = domain.contains(x) if len(domain) < len(index.family) else TRUE
        yield Let(place, int_(-1))
        yield from following(int_(0))
        step = (Let(x, index.family.entity(place)), *_where(among, inside), *following(place + 1))
        yield While(place >= 0, step)


def _where(test: Expr, body: Iterable[Stmt]) -> tuple[Stmt, ...]:
    inside = tuple(body)
    return inside if test == TRUE else (If(test, inside),)


def _joined(words: Sequence[Words], number: Expr) -> Expr:
    joined = words[0](number)
    for further in words[1:]:
        joined = joined & further(number)
    return joined


def _breadth(atom: Atom) -> int:
    """An entity's field finds fewer than an option's, and that than a yes/no's."""
    match atom.index.field.type:
        case model.Ref():
            return 0
        case model.OneOf():
            return 1
        case _:
            return 2
