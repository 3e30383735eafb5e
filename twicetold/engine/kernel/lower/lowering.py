"""What lowering a world begins with: its names, its domains, its times and settings."""

from __future__ import annotations

from collections.abc import Iterable

from twicetold.engine.kernel.lower.builder import Builder, plain
from twicetold.engine.kernel.lower.count import Count
from twicetold.engine.kernel.lower.place import Domain, domain
from twicetold.engine.kernel.lower.spending import Spending
from twicetold.engine.kernel.lower.types import constant
from twicetold.engine.kernel.program import (
    FALSE,
    Array,
    Call,
    Choose,
    Do,
    Expr,
    Let,
    Load,
    Op,
    Return,
    Stmt,
    Store,
    Var,
    int_,
    num,
)
from twicetold.engine.meaning.grid import NEAR, Times
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.names import names
from twicetold.engine.meaning.noise import NOBODY, entity_keys
from twicetold.engine.meaning.probes import Probes
from twicetold.engine.meaning.work import Work
from twicetold.lang import model, ranges

ZERO = int_(0)


class Lowering(Builder):
    """A world on its way to being a program."""

    def __init__(
        self,
        world: model.World,
        *,
        turning: bool = False,
        open: bool = False,
        played: bool = False,
        told: bool = False,
        probes: Probes | None = None,
    ) -> None:
        super().__init__()
        self.world = world
        self.turning = turning
        self.open = open or bool(world.interventions)
        self.played = played
        self.told = told
        self.count = Count(self, probes)
        knobs = world.knobs if turning else ()
        self.knobs = {knob.name: place for place, knob in enumerate(knobs)}
        self.layout = Layout(world)
        self.names = names(world)
        self.defines = {define.name: define for define in world.defines}
        self.settings = {setting.name: setting.value for setting in world.settings}
        self.ranges = ranges.computed(world, turning=turning)
        self.everybody = len(world.entities)
        self.times = Times.of(world)
        keys = (NOBODY, *entity_keys([entity.name for entity in world.entities]))
        self.keys = self.constant("key", "i16", keys)
        self.now = self.array("now", "f64", 1)
        self.spending = Spending(self, Work(world, self.layout), None if turning else world.budget)
        self._domains: dict[str, Domain] = {}
        self._turning: dict[str, bool] = {}

    # --- what there is --------------------------------------------------------------------------------------

    def domain(self, kind: str) -> Domain:
        """The entities that are of a kind at some time of some life."""
        if kind not in self._domains:
            self._domains[kind] = self.domain_of(self.layout.possible(kind), plain(kind))
        return self._domains[kind]

    def domain_of(self, entities: Iterable[int], name: str) -> Domain:
        """The domain of some entities."""
        domain_ = domain(tuple(sorted(set(entities))), self.everybody, name)
        for table in (domain_.to_place, domain_.to_entity):
            if table is not None:
                self.arrays[table.name] = table
        return domain_

    def inside(self, kind: str | None, where: Domain) -> bool:
        """Whether whoever is of this kind at some time is in a domain."""
        return kind is not None and self.domain(kind).members <= where.members

    # --- times ----------------------------------------------------------------------------------------------

    def seconds(self, ticks: Expr) -> Expr:
        """The time of so many whole ticks, given as a num, in seconds."""
        seconds = ticks * self.times.over
        return seconds if self.times.under == 1.0 else seconds / self.times.under

    def snapped(self, seconds: Expr) -> Expr:
        """A time or a difference of times; see `Times.snapped`."""
        x, q, n = Var("x", "num"), Var("q", "num"), Var("n", "num")
        within, most = Var("within", "bit"), 2.0 * self.times.ticks

        def body() -> Iterable[Stmt]:
            yield Let(q, x / self.times.tick)
            yield Let(within, Choose(q >= -most, q <= most, FALSE))
            yield Let(n, Op("floor", (q + 0.5,), "num"))
            near = Op("abs", (q - n,), "num") <= NEAR
            yield Return(Choose(Choose(within, near, FALSE), self.seconds(n), x))

        return Call(self.function("snapped", (x,), "num", body, pure=True), (seconds,), "num")

    def left_over(self, rest: Expr, of: Expr) -> Expr:
        """What is left of a time without the multiples of another; see `Times.left_over`."""
        x, b, whole = Var("x", "num"), Var("b", "num"), Var("whole", "num")

        def body() -> Iterable[Stmt]:
            yield Let(whole, self.snapped(x))
            nearer = Op("abs", (whole,), "num") < Op("abs", (b,), "num")
            yield Return(Choose(nearer, whole, num(0.0)))

        return Call(self.function("left_over", (x, b), "num", body, pure=True), (rest, of), "num")

    # --- settings -------------------------------------------------------------------------------------------

    def setting(self, name: str, type_: model.Type) -> Expr:
        """The value of a setting: known, or if it may be turned given by the caller."""
        if name in self.knobs:
            return Load(self.out("knobs", "f64"), int_(self.knobs[name]))
        return constant(self.settings[name], type_)

    def turns(self, expr: model.Expr) -> bool:
        """Whether an expression reads what may be turned, be it through definitions."""
        return bool(self.knobs) and any(
            (isinstance(node, model.SettingOf) and node.name in self.knobs)
            or (isinstance(node, model.Call) and self._define_turns(node.define))
            for node in model.nodes(expr)
        )

    def _define_turns(self, name: str) -> bool:
        if name not in self._turning:
            self._turning[name] = self.turns(self.defines[name].body)
        return self._turning[name]


def at(array: Array) -> Expr:
    """The only value of an array of one."""
    return Load(array, ZERO)


def put(array: Array, value: Expr) -> Stmt:
    """Another value for an array of one."""
    return Store(array, ZERO, value)


def do(function: str, *args: Expr) -> Stmt:
    """A call for what it does."""
    return Do(function, args)
