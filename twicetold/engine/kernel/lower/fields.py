"""Fields and relations: where their values lie, how they are read, changed and looked up.

The truth of a field is an array with a place for each entity (or pair, or triple) that can have it. A field
that some mind may read has a second array, `minds` rows of it: what each mind holds. A field of one entity
by which others are looked up has an index (`index.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.engine.kernel.lower.builder import plain
from twicetold.engine.kernel.lower.index import Index
from twicetold.engine.kernel.lower.levels import levels
from twicetold.engine.kernel.lower.lowering import Lowering, at, do, put
from twicetold.engine.kernel.lower.paths import path_place, path_variables
from twicetold.engine.kernel.lower.place import Domain
from twicetold.engine.kernel.lower.types import default, element, int_element, value_type
from twicetold.engine.kernel.program import (
    FALSE,
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
    Return,
    Stmt,
    Store,
    Var,
    both,
    either,
    int_,
)
from twicetold.engine.meaning.minds import minded
from twicetold.lang import model

READER = "reader"
"""The mind whose reading of beliefs is put down."""


def array_name(number: int, field: model.Field) -> str:
    """What the array of a field's true values is called; `number` is its place in `World.fields`."""
    return f"f{number}_{plain(field.name)}"


class Fields:
    """The fields of one world."""

    def __init__(self, lowering: Lowering) -> None:
        self.lowering = lowering
        self.minds = lowering.domain_of(minded(lowering.world, lowering.layout), "mind")
        held = dict(levels(lowering.world, wordings=lowering.count.on or lowering.told))
        if lowering.played:  # whoever plays sees all that is believed, also what nobody goes by
            for field in lowering.world.fields:
                if field.believed:
                    held.setdefault(field.name, 1)
        self.of = {
            field.name: FieldStore(self, number, field, held.get(field.name, 0))
            for number, field in enumerate(lowering.world.fields)
        }
        self.reader = lowering.array(READER, "i32", 1)

    def believed_in(self, expr: model.Expr) -> bool:
        """Whether an expression reads what minds may believe other than it is, be it through definitions."""
        for node in model.nodes(expr):
            if isinstance(node, model.Cell) and self.of[node.field].field.believed and not node.truly:
                return True
            if isinstance(node, model.Call) and self.believed_in(self.lowering.defines[node.define].body):
                return True
        return False

    def finish(self) -> None:
        """Make what can be made only when all else is known."""
        for store in self.of.values():
            store.finish()


class FieldStore:
    """One field: its arrays and the functions that read and change it."""

    def __init__(self, fields: Fields, number: int, field: model.Field, deep: int) -> None:
        lowering = fields.lowering
        self.lowering = lowering
        self.fields = fields
        self.field = field
        self.name = array_name(number, field)
        self.type = value_type(field.type)
        self.domains = tuple(lowering.domain(kind) for kind in field.over)
        self.size = len(lowering.layout.fields[field.name].cells)
        self.array = lowering.array(self.name, element(field.type), self.size)
        self.held: Array | None = None
        if deep and self.size and len(fields.minds):
            self.held = lowering.array(
                f"{self.name}_held", element(field.type), self.size * len(fields.minds)
            )
        self.unknown: Array | None = None
        """Which of them minds do not know."""
        if self.held is not None and field.unknowable:
            self.unknown = lowering.array(f"{self.name}_unknown", "bool", self.size * len(fields.minds))
        self.deep = 0 if self.held is None else deep
        """How deep minds hold it: at 1 what they believe of it, at 2 what they take others to believe."""
        self.within = {level: Within(self, level) for level in range(2, self.deep + 1)}
        self.index: Index | None = None
        self.changes = False
        """Whether anything changes it in a way that an index would have to follow."""

    # --- where ----------------------------------------------------------------------------------------------

    def cell(self, args: tuple[Expr, ...], inside: tuple[bool, ...]) -> Expr:
        """The place of the value of these entities, or -1 if there is none; `inside` says which of them are
        certainly among those who can have one."""
        if all(inside) and not self.field.symmetric:
            return self._place(args)
        return Call(self._cell_function(), args, "int")

    def _place(self, args: tuple[Expr, ...]) -> Expr:
        if not args:
            return int_(0)
        place = self.domains[0].place(args[0])
        for domain, arg in zip(self.domains[1:], args[1:], strict=True):
            place = place * len(domain) + domain.place(arg)
        return place

    def _cell_function(self) -> str:
        params = self._params()

        def body() -> Iterator[Stmt]:
            there: Expr = TRUE
            for domain, param in zip(self.domains, params, strict=True):
                there = both(there, domain.contains(param))
            place = self._triangle(*params) if self.field.symmetric else self._place(params)
            yield Return(Choose(there, place, int_(-1)))

        return self.lowering.function(f"{self.name}_cell", params, "int", body, pure=True)

    def _triangle(self, a: Var, b: Var) -> Expr:
        """Pairs (a, b) with a at or before b: row a begins where the rows before it end."""
        domain = self.domains[0]

        def place(a: Expr, b: Expr) -> Expr:
            # a n - a (a + 1) / 2 + b: the product of neighbours is even
            half = Op("to int", (Op("to word", (a * (a + 1),), "word") >> 1,), "int")
            return a * len(domain) - half + b

        first, second = domain.place(a), domain.place(b)
        return Choose(a <= b, place(first, second), place(second, first))

    def _params(self) -> tuple[Var, ...]:
        return tuple(Var(f"e{n}", "int") for n in range(len(self.domains)))

    def members(self, cell: Expr) -> Iterator[tuple[Domain, Expr]]:
        """The domains, last first, each with the place of the entity that a cell has there."""
        rest = cell
        for domain in reversed(self.domains[1:]):
            quotient = Op("div", (rest, int_(len(domain))), "int")
            yield domain, rest - quotient * len(domain)
            rest = quotient
        yield self.domains[0], rest

    # --- the truth ------------------------------------------------------------------------------------------

    def read(self, args: tuple[Expr, ...], inside: tuple[bool, ...]) -> Expr:
        """The true value; the default of the type where there is none."""
        if not self.size:
            return default(self.field.type)
        if all(inside) and not self.field.symmetric:
            return Load(self.array, self._place(args))
        if len(args) == 1 and isinstance(args[0], Var):
            there = self.domains[0].contains(args[0])
            return Choose(there, Load(self.array, self._place(args)), default(self.field.type))
        return Call(self._read_function(), args, self.type)

    def _read_function(self) -> str:
        params = self._params()

        def body() -> Iterator[Stmt]:
            c = Var("c", "int")
            yield Let(c, self.cell(params, (False,)))
            yield Return(Choose(c >= 0, Load(self.array, c), default(self.field.type)))

        return self.lowering.function(f"{self.name}_read", params, self.type, body, pure=True)

    def store(self, cell: Expr, old: Expr, new: Expr) -> Stmt:
        """Another true value than the old one; all three must be variables or constants."""
        if len(self.domains) > 1 or self.type == "num":
            return Store(self.array, cell, new)
        self.changes = True
        return do(f"{self.name}_put", cell, old, new)

    def indexed(self) -> Index:
        """Its index, which is kept from the first time that it is asked for."""
        if self.index is None:
            self.index = Index(self.lowering, self.name, self.field)
        return self.index

    def finish(self) -> None:
        """Make the function that changes a value, when it is known whether there is an index to be kept."""
        c, old, new = Var("c", "int"), Var("old", self.type), Var("new", self.type)

        def body() -> Iterator[Stmt]:
            yield Store(self.array, c, new)
            if self.index is not None:
                yield do(self.index.change_function("leave"), c, self.index.row(old))
                yield do(self.index.change_function("enter"), c, self.index.row(new))

        if self.changes:
            self.lowering.function(f"{self.name}_put", (c, old, new), None, body)

    # --- what minds hold ------------------------------------------------------------------------------------

    def believed(self, minds: tuple[Var, ...], args: tuple[Expr, ...], tracing: bool) -> Expr:
        """What a mind holds the value to be, or the minds of a path take the last of them to; its own each
        knows."""
        if not self.size or not len(self.fields.minds):
            return default(self.field.type)
        if self.lowering.world.depth > 1:
            minds = minds[: self.deep]  # what is not stored makes no difference to anything
            if not minds:
                return self.read(args, (False,))
        if len(minds) > 1:
            return self.within[len(minds)].believed(minds, args, tracing)
        return Call(self._believed_function(tracing), (*minds, *args), self.type)

    def _believed_function(self, tracing: bool) -> str:
        params, mind = self._params(), Var("mind", "int")

        def body() -> Iterator[Stmt]:
            c = Var("c", "int")
            yield Let(c, self.cell(params, (False,)))
            yield If(c < 0, (Return(default(self.field.type)),))
            yield If(self.owns(mind, params), (Return(Load(self.array, c)),))
            if tracing:
                yield If(mind.is_(at(self.fields.reader)), (do(self.put_down(), c),))
            if self.unknown is not None:
                yield If(self.is_unknown(mind, c), (Return(default(self.field.type)),))
            yield Return(self.hold(mind, c))

        name = f"{self.name}_{'traced' if tracing else 'believed'}"
        return self.lowering.function(name, (mind, *params), self.type, body, pure=not tracing)

    def not_known(self, minds: tuple[Var, ...], args: tuple[Expr, ...], tracing: bool) -> Expr:
        """Whether a mind does not know the value, or the minds of a path take the last of them not to."""
        if not self.size or self.unknown is None:
            return FALSE
        minds = minds[: max(self.deep, 1)]
        if len(minds) > 1:
            return self.within[len(minds)].not_known(minds, args, tracing)
        return Call(self._not_known_function(tracing), (*minds, *args), "bit")

    def _not_known_function(self, tracing: bool) -> str:
        params, mind = self._params(), Var("mind", "int")

        def body() -> Iterator[Stmt]:
            c = Var("c", "int")
            yield Let(c, self.cell(params, (False,)))
            yield If(either(c < 0, self.owns(mind, params)), (Return(FALSE),))
            if tracing:
                yield If(mind.is_(at(self.fields.reader)), (do(self.put_down(), c),))
            yield Return(self.is_unknown(mind, c))

        name = f"{self.name}_{'traced' if tracing else 'is'}_unknown"
        return self.lowering.function(name, (mind, *params), "bit", body, pure=not tracing)

    def is_unknown(self, mind: Expr, cell: Expr) -> Expr:
        """Whether a mind does not know the value of a cell, its own aside."""
        if self.unknown is None:
            return FALSE
        return Load(self.unknown, self.fields.minds.place(mind) * self.size + cell)

    def owns(self, mind: Expr, args: tuple[Expr, ...]) -> Expr:
        """Whether a mind is the one whose own this is, who knows it; of a symmetric pair, either."""
        if self.field.mistaken:
            return FALSE
        own = args[0].is_(mind)
        return either(own, args[1].is_(mind)) if self.field.symmetric else own

    def hold(self, mind: Expr, cell: Expr) -> Expr:
        """What a mind holds the value of a cell to be, its own aside."""
        assert self.held is not None
        return Load(self.held, self.fields.minds.place(mind) * self.size + cell)

    def path_place(self, minds: Sequence[Expr]) -> Expr:
        """The place of a path among all of so many minds."""
        return path_place(self.fields.minds, minds)

    def teach_path(self, minds: Sequence[Expr], c: Expr, value: Expr, unknown: Expr) -> Iterator[Stmt]:
        """The minds of a path come to hold a value of a cell, or not to know it."""
        if len(minds) > 1:
            yield do(self.within[len(minds)].teach_function(), *minds, c, value, unknown)
            return
        teach = do(self.teach_function(), *minds, c, value)
        if self.unknown is None:
            yield teach
        else:
            yield If(unknown, (do(self.forget_function(), *minds, c),), (teach,))

    def teach_function(self) -> str:
        """The function by which a mind that may hold it comes to hold a value of a cell."""
        mind, c, value = Var("mind", "int"), Var("c", "int"), Var("value", self.type)
        held = self.held
        assert held is not None

        def body() -> Iterator[Stmt]:
            yield Store(held, self.fields.minds.place(mind) * self.size + c, value)
            if self.unknown is not None:
                yield Store(self.unknown, self.fields.minds.place(mind) * self.size + c, FALSE)

        return self.lowering.function(f"{self.name}_teach", (mind, c, value), None, body)

    def forget_function(self) -> str:
        """The function by which a mind comes not to know the value of a cell."""
        mind, c, unknown = Var("mind", "int"), Var("c", "int"), self.unknown
        assert unknown is not None

        def body() -> Iterator[Stmt]:
            yield Store(unknown, self.fields.minds.place(mind) * self.size + c, TRUE)

        return self.lowering.function(f"{self.name}_forget", (mind, c), None, body)

    def whose(self, c: Expr) -> tuple[Expr, ...]:
        """The entities that tell whose own the value of a cell is."""
        if not self.field.symmetric:
            *_, (domain, place) = self.members(c)
            return (domain.entity(place),)
        cells = self.lowering.layout.fields[self.field.name].cells
        columns = ([cell[n] for cell in cells] for n in range(2))
        return tuple(
            Load(self.lowering.constant(f"{self.name}_whose{n}", "i16", column), c)
            for n, column in enumerate(columns)
        )

    # --- cells put down, each once --------------------------------------------------------------------------

    def put_down(self) -> str:
        """The function that puts down a cell whose belief a failed attempt went by."""
        return self.list("read").add_function()

    def list(self, name: str, level: int = 0) -> CellList:
        """A list of cells of this field; at a level, of what minds hold of them."""
        rows = len(self.fields.minds) ** level
        return CellList(self, f"{self.name}_{name}", self.size * rows)


class Within:
    """What minds take others to hold a field to be, at one level: the arrays of all paths of so many minds,
    and the functions that read and change them. What somebody takes themselves to believe they believe, and
    what is somebody's own everybody takes them to know; so paths of which that is true are read less deep."""

    def __init__(self, store: FieldStore, level: int) -> None:
        lowering, minds = store.lowering, store.fields.minds
        assert store.held is not None
        self.store = store
        self.level = level
        self.size = store.size * len(minds) ** level
        self.held = lowering.array(f"{store.name}_held{level}", store.held.element, self.size)
        self.unknown: Array | None = None
        if store.unknown is not None:
            self.unknown = lowering.array(f"{store.name}_unknown{level}", "bool", self.size)

    def place(self, minds: Sequence[Expr], c: Expr) -> Expr:
        """Where the value is that the minds of a path take the last of them to hold of a cell."""
        return path_place(self.store.fields.minds, minds) * self.store.size + c

    def believed(self, minds: tuple[Expr, ...], args: tuple[Expr, ...], tracing: bool) -> Expr:
        """What they take the last of them to hold the value to be."""
        return Call(self._function(False, tracing), (*minds, *args), self.store.type)

    def not_known(self, minds: tuple[Expr, ...], args: tuple[Expr, ...], tracing: bool) -> Expr:
        """Whether they take the last of them not to know it."""
        return Call(self._function(True, tracing), (*minds, *args), "bit")

    def _function(self, unknown: bool, tracing: bool) -> str:
        store, params, minds = self.store, self.store._params(), path_variables(self.level)
        what = store.not_known if unknown else store.believed
        absent = FALSE if unknown else default(store.field.type)

        def body() -> Iterator[Stmt]:
            c = Var("c", "int")
            yield Let(c, store.cell(params, (False,)))
            yield If(c < 0, (Return(absent),))
            for n in range(1, self.level):
                same = minds[n - 1].is_(minds[n])
                yield If(same, (Return(what((*minds[:n], *minds[n + 1 :]), params, tracing)),))
            own = store.owns(minds[-1], params)
            if own != FALSE:
                yield If(own, (Return(what(minds[:-1], params, tracing)),))
            if tracing:
                put = do(self.read().add_function(), self.place(minds, c))
                yield If(minds[0].is_(at(store.fields.reader)), (put,))
            yield from self.stored(minds, c, unknown)

        name = f"{store.name}_{'traced' if tracing else 'within'}{self.level}{'_unknown' if unknown else ''}"
        result = "bit" if unknown else store.type
        return store.lowering.function(name, (*minds, *params), result, body, pure=not tracing)

    def stored(self, minds: Sequence[Expr], c: Expr, unknown: bool) -> Iterator[Stmt]:
        """What is stored of a cell."""
        place = self.place(minds, c)
        if unknown:
            yield Return(FALSE if self.unknown is None else Load(self.unknown, place))
            return
        if self.unknown is not None:
            yield If(Load(self.unknown, place), (Return(default(self.store.field.type)),))
        yield Return(Load(self.held, place))

    def teach_function(self) -> str:
        """The function by which a path comes to hold a value of a cell, or not to know it."""
        minds, c, value = path_variables(self.level), Var("c", "int"), Var("value", self.store.type)
        unknown = Var("unknown", "bit")

        def body() -> Iterator[Stmt]:
            place = self.store.lowering.fresh("place")
            yield Let(place, self.place(minds, c))
            if self.unknown is None:
                yield Store(self.held, place, value)
            else:
                yield Store(self.unknown, place, unknown)
                yield If(~unknown, (Store(self.held, place, value),))

        params = (*minds, c, value, unknown)
        return self.store.lowering.function(f"{self.store.name}_teach{self.level}", params, None, body)

    def teach_all(self, cells: CellList) -> str:
        """The function by which a path comes to hold the truth of all cells of a list."""
        minds, i, c = path_variables(self.level), Var("i", "int"), Var("c", "int")

        def body() -> Iterator[Stmt]:
            teach = do(self.teach_function(), *minds, c, Load(self.store.array, c), FALSE)
            yield For(i, int_(0), at(cells.count), (Let(c, Load(cells.cells, i)), teach))

        return self.store.lowering.function(f"{cells.name}_teach_all{self.level}", minds, None, body)

    def read(self) -> CellList:
        """The list of what a failed attempt went by of what its actor takes others to hold."""
        return self.store.list(f"read{self.level}", self.level)

    def find_out(self) -> str:
        """The function by which whoever has failed learns what others truly believe of all that was read."""
        cells, store = self.read(), self.store
        rows = len(store.fields.minds) ** (self.level - 1)
        i, place, tail = Var("i", "int"), Var("place", "int"), Var("tail", "int")
        less = store.within.get(self.level - 1)
        held, unknown = (store.held, store.unknown) if less is None else (less.held, less.unknown)
        assert held is not None

        def body() -> Iterator[Stmt]:
            whole = int_(rows * store.size)
            learn: list[Stmt] = [
                Let(place, Load(cells.cells, i)),
                Let(tail, place - Op("div", (place, whole), "int") * whole),
                Store(self.held, place, Load(held, tail)),
            ]
            if self.unknown is not None and unknown is not None:
                learn.append(Store(self.unknown, place, Load(unknown, tail)))
            yield For(i, int_(0), at(cells.count), tuple(learn))

        return store.lowering.function(f"{cells.name}_find_out", (), None, body)


class CellList:
    """Cells of a field, each at most once: those an event has changed, or those a condition has read."""

    def __init__(self, store: FieldStore, name: str, size: int) -> None:
        lowering = store.lowering
        self.store = store
        self.name = name
        self.cells = lowering.array(f"{name}_cells", int_element(size), size)
        self.marks = lowering.array(f"{name}_marks", "i32", size)
        self.count = lowering.array(f"{name}_count", "i32", 1)
        self.stamp = lowering.array(f"{name}_stamp", "i32", 1)

    def begin(self) -> Iterator[Stmt]:
        """An empty list: what was marked before has another stamp."""
        yield put(self.count, int_(0))
        yield put(self.stamp, at(self.stamp) + 1)

    def add_function(self) -> str:
        """The function that puts a cell down."""
        c = Var("c", "int")

        def body() -> Iterator[Stmt]:
            new = (
                Store(self.marks, c, at(self.stamp)),
                Store(self.cells, at(self.count), c),
                put(self.count, at(self.count) + 1),
            )
            yield If(Load(self.marks, c).is_not(at(self.stamp)), new)

        return self.store.lowering.function(f"{self.name}_add", (c,), None, body)

    def teach_all(self) -> str:
        """The function by which a mind learns the truth of all of them."""
        mind, i, c = Var("mind", "int"), Var("i", "int"), Var("c", "int")
        store = self.store

        def body() -> Iterator[Stmt]:
            teach = do(store.teach_function(), mind, c, Load(store.array, c))
            yield For(i, int_(0), at(self.count), (Let(c, Load(self.cells, i)), teach))

        return store.lowering.function(f"{self.name}_teach_all", (mind,), None, body)
