"""Starting values: of all cells and minds at the beginning of a life, and of an entity that is born."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from twicetold.engine.kernel.lower.effect import Effects
from twicetold.engine.kernel.lower.fields import CellList, FieldStore, Within
from twicetold.engine.kernel.lower.lowering import Lowering, do
from twicetold.engine.kernel.lower.place import Domain
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.types import constant, default, kept
from twicetold.engine.kernel.program import (
    FALSE,
    Array,
    Call,
    Choose,
    Const,
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
    either,
    int_,
)
from twicetold.engine.meaning.constants import Constants
from twicetold.engine.meaning.sites import at_birth
from twicetold.lang import model
from twicetold.lang.model import stored

TOGETHER = 100
"""So many expressions by which the starting values of single cells are drawn stand in one function."""


class Starts:
    """The starting values of one world."""

    def __init__(self, effects: Effects) -> None:
        self.effects = effects
        self.expressions = effects.expressions
        self.fields = effects.fields
        self.lowering: Lowering = effects.lowering
        self._constants = Constants(self.lowering.world)
        self._said: dict[tuple[str, int], tuple[tuple[int, ...], model.Expr]] = {}
        self._believed: dict[tuple[str, tuple[int, ...], int], tuple[tuple[int, ...], model.Expr]] = {}
        self._unknown: set[tuple[str, tuple[int, ...], int]] = set()
        for start in self.lowering.world.starts:
            placed = self.lowering.layout.fields[start.field]
            cell = placed.cell(start.entities) - placed.base
            if start.mind is None:
                self._said[start.field, cell] = (placed.cells[cell], start.value)
            else:
                path = (start.mind, *start.inner)
                self._believed[start.field, path, cell] = (start.entities, start.value)
                self._unknown.discard((start.field, path, cell))
                if start.unknown:
                    self._unknown.add((start.field, path, cell))

    # --- at the beginning -----------------------------------------------------------------------------------

    def begin_function(self) -> str:
        """The function that fills all cells and minds; made last, when all indexes are known."""

        def body() -> Iterator[Stmt]:
            yield from self._kinds_now()
            for store in self.fields.of.values():
                if store.size:
                    yield do(self._begin_function(store))

        return self.lowering.function("begin", (), None, body)

    def _kinds_now(self) -> Iterator[Stmt]:
        i = Var("i", "int")
        kinds = self.lowering.layout.kind_number
        numbers = [-1 if entity.spare else kinds[entity.kind] for entity in self.lowering.world.entities]
        known = self.lowering.constant("first_nature", "i16", numbers)
        array = self.effects.kinds_now.array
        yield For(i, int_(0), int_(len(numbers)), (Store(array, i, Load(known, i)),))

    def _begin_function(self, store: FieldStore) -> str:
        def body() -> Iterator[Stmt]:
            c = Var("c", "int")
            fill = [Store(store.array, c, self._value(store, c))]
            yield from self._each_cell(store, c, lambda: iter(fill))
            yield from self._all_said(store)
            if store.index is not None:
                enter = store.index.enter(c, Load(store.array, c))
                yield For(c, int_(0), int_(store.size), (enter,))
            yield from self._minds(store)

        return self.lowering.function(f"begin_{store.name}", (), None, body)

    def _each_cell(self, store: FieldStore, c: Var, body: Callable[[], Iterator[Stmt]]) -> Iterator[Stmt]:
        """A body for each cell; where something is drawn for the entities, they are in `e0`, `e1`, ..."""
        if self._draws(store.field.start):
            yield from self._nested(store, c, body)
        else:
            yield For(c, int_(0), int_(store.size), tuple(body()))

    def _nested(self, store: FieldStore, c: Var, body: Callable[[], Iterator[Stmt]]) -> Iterator[Stmt]:
        places = [self.lowering.fresh("place") for _ in store.domains]
        entities = [Var(f"e{n}", "int") for n in range(len(places))]
        lets = [Let(e, d.entity(p)) for e, d, p in zip(entities, store.domains, places, strict=True)]
        inner: tuple[Stmt, ...] = (*lets, Let(c, store.cell(tuple(entities), (True,) * len(places))), *body())
        for n in reversed(range(len(places))):
            low: Expr = places[0] if store.field.symmetric and n == 1 else int_(0)
            inner = (For(places[n], low, int_(len(store.domains[n])), inner),)
        yield from inner

    def _draws(self, expr: model.Expr | None) -> bool:
        """Whether a starting value is drawn, or turned: not the same in all lives."""
        return expr is not None and (
            self.lowering.turns(expr)
            or any(isinstance(node, model.Draw | model.Bound) for node in model.nodes(expr))
        )

    def _value(self, store: FieldStore, c: Var) -> Expr:
        """The usual starting value of a cell: known, or drawn for the entities `e0`, `e1`, ..."""
        expr = store.field.start
        if expr is None:
            return default(store.field.type)
        if not self._draws(expr):
            return self._known(store, expr)
        return self._computed(store, expr, [Var(f"e{n}", "int") for n in range(len(store.domains))])

    def _computed(self, store: FieldStore, expr: model.Expr, entities: Sequence[Expr]) -> Expr:
        scope = Scope()
        for slot, (entity, kind) in enumerate(zip(entities, store.field.over, strict=True), start=1):
            scope = scope.bind(slot, entity, kind)
        return kept(self.expressions.lower(expr, scope), store.field.type)

    def _known(self, store: FieldStore, expr: model.Expr) -> Const:
        """The value of an expression that draws nothing."""
        return constant(stored(store.field.type)(self._constants.value(expr)), store.field.type)

    # --- what is said of single cells -----------------------------------------------------------------------

    def _all_said(self, store: FieldStore) -> Iterator[Stmt]:
        said = {cell: what for (name, cell), what in self._said.items() if name == store.field.name}
        known = {c: self._known(store, e) for c, (_, e) in said.items() if not self._draws(e)}
        drawn = {c: what for c, what in said.items() if c not in known}
        yield from self._from_table(store.array, store, known, "said")
        yield from self._one_by_one(store.array, store, drawn, "said")

    def _from_table(
        self, array: Array, store: FieldStore, known: Mapping[int, Const], name: str
    ) -> Iterator[Stmt]:
        """Known values put where they belong, from two tables."""
        if known:
            i = self.lowering.fresh("i")
            cells = self.lowering.constant(f"{store.name}_{name}_cells", "i32", known)
            values = (value.value for value in known.values())
            table = self.lowering.constant(f"{store.name}_{name}", store.array.element, values)
            put = Store(array, Load(cells, i), Load(table, i))
            yield For(i, int_(0), int_(len(known)), (put,))

    def _one_by_one(
        self,
        array: Array,
        store: FieldStore,
        drawn: Mapping[int, tuple[tuple[int, ...], model.Expr]],
        name: str,
    ) -> Iterator[Stmt]:
        """Values drawn for single cells; those of a group, drawn alike, in a loop."""
        alike: dict[model.Expr, list[tuple[int, tuple[int, ...]]]] = {}
        for cell, (entities, expr) in drawn.items():
            alike.setdefault(expr, []).append((cell, entities))
        exprs = list(alike)
        for first in range(0, len(exprs), TOGETHER):
            some = exprs[first : first + TOGETHER]

            def body(some: list[model.Expr], first: int) -> Iterator[Stmt]:
                for number, expr in enumerate(some, first):
                    yield from self._drawn_alike(array, store, expr, alike[expr], f"{name}{number}")

            function = f"{store.name}_{name}_drawn{first}"
            self.lowering.function(function, (), None, partial(body, some, first))
            yield do(function)

    def _drawn_alike(
        self,
        array: Array,
        store: FieldStore,
        expr: model.Expr,
        cells: Sequence[tuple[int, tuple[int, ...]]],
        name: str,
    ) -> Iterator[Stmt]:
        """What is drawn by one expression, each time for the entities of a cell."""
        if len(cells) == 1:
            ((cell, entities),) = cells
            yield Store(array, int_(cell), self._computed(store, expr, [int_(e) for e in entities]))
            return
        i, known = self.lowering.fresh("i"), self.lowering.constant
        places = known(f"{store.name}_{name}_cells", "i32", [cell for cell, _ in cells])
        own = [self.lowering.fresh("e") for _ in store.field.over]
        lets = []
        for n, e in enumerate(own):
            column = known(f"{store.name}_{name}_e{n}", "i16", [entities[n] for _, entities in cells])
            lets.append(Let(e, Load(column, i)))
        put = Store(array, Load(places, i), self._computed(store, expr, own))
        yield For(i, int_(0), int_(len(cells)), (*lets, put))

    def _minds(self, store: FieldStore) -> Iterator[Stmt]:
        """Every mind begins with the truth, but for what is said of single minds."""
        if store.held is None:
            return
        minds, mind, c = self.fields.minds, self.lowering.fresh("mind"), self.lowering.fresh("c")
        copy = Store(store.held, mind * store.size + c, Load(store.array, c))
        yield For(mind, int_(0), int_(len(minds)), (For(c, int_(0), int_(store.size), (copy,)),))
        places = {entity: place for place, entity in enumerate(minds.entities)}
        said = {
            places[m] * store.size + cell: what
            for (name, (m, *inner), cell), what in self._believed.items()
            if name == store.field.name and m in places and not inner
        }
        known = {c: self._known(store, e) for c, (_, e) in said.items() if not self._draws(e)}
        drawn = {c: what for c, what in said.items() if c not in known}
        yield from self._from_table(store.held, store, known, "belief")
        yield from self._one_by_one(store.held, store, drawn, "belief")
        if store.unknown is not None:
            unknown = self._unknown_of(store)
            table = self.lowering.constant(
                f"{store.name}_not_known", "bool", [place in unknown for place in range(store.unknown.size)]
            )
            i = self.lowering.fresh("i")
            fill = Store(store.unknown, i, Load(table, i))
            yield For(i, int_(0), int_(store.unknown.size), (fill,))
        yield from self._paths(store)

    def _unknown_of(self, store: FieldStore) -> set[int]:
        """The places of what minds do not know at the beginning."""
        places = {entity: place for place, entity in enumerate(self.fields.minds.entities)}
        return {
            places[m] * store.size + cell
            for name, (m, *inner), cell in self._unknown
            if name == store.field.name and m in places and not inner
        }

    def _paths(self, store: FieldStore) -> Iterator[Stmt]:
        """What minds take others to hold begins as what they hold, but for what is said of single paths."""
        less, unknown = store.held, store.unknown
        minds = self.fields.minds
        for level, within in store.within.items():
            assert less is not None
            path, mind, c = self.lowering.fresh("path"), self.lowering.fresh("mind"), self.lowering.fresh("c")
            to, of = (path * len(minds) + mind) * store.size + c, path * store.size + c
            copy: list[Stmt] = [Store(within.held, to, Load(less, of))]
            if within.unknown is not None and unknown is not None:
                copy.append(Store(within.unknown, to, Load(unknown, of)))
            each = For(mind, int_(0), int_(len(minds)), (For(c, int_(0), int_(store.size), tuple(copy)),))
            yield For(path, int_(0), int_(len(minds) ** (level - 1)), (each,))
            yield from self._said_of_paths(store, within)
            less, unknown = within.held, within.unknown

    def _said_of_paths(self, store: FieldStore, within: Within) -> Iterator[Stmt]:
        """What is said of single paths, at one level."""
        places = {entity: place for place, entity in enumerate(self.fields.minds.entities)}
        said, not_known = dict[int, tuple[tuple[int, ...], model.Expr]](), dict[int, Const]()
        for (name, path, cell), what in self._believed.items():
            if name != store.field.name or len(path) != within.level or not places.keys() >= {*path}:
                continue
            row = 0
            for mind in path:
                row = row * len(places) + places[mind]
            said[row * store.size + cell] = what
            not_known[row * store.size + cell] = Const((name, path, cell) in self._unknown, "bit")
        known = {c: self._known(store, e) for c, (_, e) in said.items() if not self._draws(e)}
        drawn = {c: what for c, what in said.items() if c not in known}
        name = f"belief{within.level}"
        yield from self._from_table(within.held, store, known, name)
        yield from self._one_by_one(within.held, store, drawn, name)
        if within.unknown is not None:
            for place, value in not_known.items():
                yield Store(within.unknown, int_(place), value)

    # --- born later -----------------------------------------------------------------------------------------

    def bear_function(self, changed: Mapping[str, CellList]) -> str:
        """The function by which an entity begins to exist, with fresh starting values."""
        x = Var("x", "int")
        kinds = [self.lowering.layout.kind_number[entity.kind] for entity in self.lowering.world.entities]
        first = self.lowering.constant("declared_kind", "i16", kinds)
        name = "bear" + "".join(f"_{cells.name}" for cells in changed.values())

        def body() -> Iterator[Stmt]:
            yield from self.expressions.occurrences.birth(x, tuple(being_born()))

        def being_born() -> Iterator[Stmt]:
            yield Store(self.effects.kinds_now.array, x, Load(first, x))
            yield from self.lowering.count.stir()
            for store in self.fields.of.values():
                if store.size:
                    yield from self._bear(store, x, changed)

        return self.lowering.function(name, (x,), None, body)

    def _bear(self, store: FieldStore, x: Var, changed: Mapping[str, CellList]) -> Iterator[Stmt]:
        """Fresh values for all cells of a field that an entity has a part in."""
        entities = [self.lowering.fresh("e") for _ in store.domains]
        if store.field.symmetric:
            other = self.lowering.fresh("e")
            lets = (
                Let(entities[0], Choose(x <= other, x, other)),
                Let(entities[1], Choose(x <= other, other, x)),
            )
            fill = tuple(self._fill(store, entities, changed, x))
            inner = self._every(store.domains[0], other, (*lets, *fill))
            yield If(store.domains[0].contains(x), inner)
            return
        for n, domain in enumerate(store.domains):
            before: Expr = FALSE  # what an earlier place has had is not filled again
            for m in range(n):
                before = either(before, entities[m].is_(x))
            fill = tuple(self._fill(store, entities, changed, n))
            inner = fill if before == FALSE else (If(~before, fill),)
            for m in reversed(range(len(entities))):
                if m != n:
                    inner = self._every(store.domains[m], entities[m], inner)
            yield If(domain.contains(x), (Let(entities[n], x), *inner))

    def _fill(
        self, store: FieldStore, entities: Sequence[Var], changed: Mapping[str, CellList], born: int | Var
    ) -> Iterator[Stmt]:
        """A fresh value for the cell of these entities, of whom one is born: the one in a place, or of a pair
        whose order may be either the one who is given."""
        c, old, new = (self.lowering.fresh(n, "int" if n == "c" else store.type) for n in ("c", "old", "new"))
        yield Let(c, store.cell(tuple(entities), (True,) * len(entities)))
        yield Let(old, Load(store.array, c))
        if isinstance(born, int):
            yield Let(new, self._fresh(store, c, entities, born))
        else:
            first, second = (self._fresh(store, c, entities, place) for place in (0, 1))
            yield Let(new, first if first == second else Choose(entities[0].is_(born), first, second))
        change = (*self.effects.change(store, c, old, new), *self.effects.put_down(store, c, changed))
        yield If(new.is_not(old), change)

    def _every(self, domain: Domain, entity: Var, body: tuple[Stmt, ...]) -> tuple[Stmt, ...]:
        place = self.lowering.fresh("place")
        return (For(place, int_(0), int_(len(domain)), (Let(entity, domain.entity(place)), *body)),)

    def _fresh(self, store: FieldStore, c: Expr, entities: Sequence[Expr], born: int) -> Expr:
        """The starting value of one cell where the one in a place is born: what is said of it, or the
        usual."""
        usual = store.field.start
        value: Expr = default(store.field.type)
        if usual is not None:
            value = self._computed(store, at_birth(usual, born), entities)
        said = {cell: expr for (name, cell), (_, expr) in self._said.items() if name == store.field.name}
        if not said:
            return value
        cells = sorted(said)
        ways: dict[model.Expr | None, int] = {}  # None: known, from a table
        ways_of = [
            ways.setdefault(said[cell] if self._draws(said[cell]) else None, len(ways)) for cell in cells
        ]
        place, known = Call(self._said_function(store, cells), (c,), "int"), self.lowering.constant
        values: list[Expr] = []
        for expr in ways:
            if expr is not None:
                values.append(self._computed(store, at_birth(expr, born), entities))
            else:
                # where something is drawn instead, the table has any value
                consts = [self._known(store, said[e]).value if not self._draws(said[e]) else 0 for e in cells]
                values.append(Load(known(f"{store.name}_fresh", store.array.element, consts), place))
        way = Load(known(f"{store.name}_way", "i32", ways_of), place)
        return Choose(place >= 0, _one_of(way, values, 0), value)

    def _said_function(self, store: FieldStore, cells: Sequence[int]) -> str:
        """The function that finds the place of a cell among those of which something is said, or -1."""
        c, low, high, middle = (Var(name, "int") for name in ("c", "low", "high", "middle"))

        def body() -> Iterator[Stmt]:
            table = self.lowering.constant(f"{store.name}_said_in_order", "i32", cells)
            half = Op("to int", (Op("to word", (low + high,), "word") >> 1,), "int")
            yield Let(low, int_(0))
            yield Let(high, int_(len(cells) - 1))  # they are in order: by halves
            step = If(Load(table, middle) < c, (Set(low, middle + 1),), (Set(high, middle),))
            yield While(low < high, (Let(middle, half), step))
            yield Return(Choose(Load(table, low).is_(c), low, int_(-1)))

        return self.lowering.function(f"{store.name}_said_place", (c,), "int", body, pure=True)


def _one_of(number: Expr, values: Sequence[Expr], first: int) -> Expr:
    """The value of a number counted from `first`: by halves, so that many are not deep."""
    if len(values) == 1:
        return values[0]
    half = len(values) // 2
    left, right = values[:half], values[half:]
    return Choose(number < first + half, _one_of(number, left, first), _one_of(number, right, first + half))
