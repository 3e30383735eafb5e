"""A life: the order of things within a tick, and from the first tick to the ending."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.engine.kernel import arithmetic, walk
from twicetold.engine.kernel.lower.action import Actions
from twicetold.engine.kernel.lower.effect import Effects
from twicetold.engine.kernel.lower.ending import measure_function, reached_function
from twicetold.engine.kernel.lower.event import Events
from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.fields import Fields, FieldStore
from twicetold.engine.kernel.lower.loop import Loops
from twicetold.engine.kernel.lower.nature import Natures
from twicetold.engine.kernel.lower.past import Past
from twicetold.engine.kernel.lower.perceive import Perceiving
from twicetold.engine.kernel.lower.record import Records
from twicetold.engine.kernel.lower.rule import rule_function
from twicetold.engine.kernel.lower.sense import sense_function
from twicetold.engine.kernel.lower.start import Starts
from twicetold.engine.kernel.lower.world import World, at, do, put
from twicetold.engine.kernel.program import (
    Call,
    Choose,
    Do,
    Expr,
    For,
    Function,
    If,
    Let,
    Load,
    Op,
    Program,
    Set,
    Stmt,
    Store,
    Var,
    While,
    int_,
    num,
    word,
)
from twicetold.engine.lives import NOT_A_NUMBER
from twicetold.engine.noise import _SEED_SALT
from twicetold.lang import model


def lower(world: model.World) -> Program:
    """The program of a world.

    Its entry is `lives(seed, first, n, room)`: it lives the runs `first` to `first + n - 1` and fills the
    `out` arrays `endings`, `ticks`, `measures`, `digests`, `scores`, and up to `room` rows of `events`, whose
    number it adds to `event_count`.
    """
    return _Lowering(world).program()


class _Lowering:
    def __init__(self, world: model.World) -> None:
        self.world = world
        self.lowering = World(world)
        self.fields = Fields(self.lowering)
        self.natures = Natures(self.lowering)
        self.expressions = Expressions(self.lowering, self.fields, self.natures)
        self.loops = self.expressions.loops = Loops(self.expressions)
        self.past = self.expressions.past = Past(self.expressions)
        self.effects = Effects(self.expressions)
        self.starts = Starts(self.effects)
        self.records = Records(self.expressions)
        self.perceiving = Perceiving(self.expressions, self.past)
        self.events = Events(self.effects, self.past, self.perceiving, self.records)
        self.actions = Actions(self.events)

    def program(self) -> Program:
        senses = [sense_function(self.events, n, sense) for n, sense in enumerate(self.world.senses)]
        rules = [rule_function(self.events, n, rule) for n, rule in enumerate(self.world.rules)]
        acting = [
            self.actions.order_function(),
            self.actions.go_on_function(),
            self.actions.choose_all_function(),
        ]
        moments = [*(name for name in senses if name), *rules, *(acting if self.world.actions else ())]
        self._live_function(moments)
        entry = self._lives_function()
        self.fields.finish()
        functions = walk.reached((*self.lowering.functions.values(), entry), entry.name)
        return Program(functions, walk.used(tuple(self.lowering.arrays.values()), functions))

    # --- one life -------------------------------------------------------------------------------------------

    def _live_function(self, moments: list[str]) -> None:
        """The function that lives one run, given its key."""
        lowering, run, row, room = (
            self.lowering,
            Var("run_key", "word"),
            Var("row", "int"),
            Var("room", "int"),
        )
        ending, last = Var("ending", "int"), len(self.world.endings)
        tick, now = at(lowering.tick), lowering.now
        reached = Call(reached_function(self.expressions, at_end=False), (), "int")
        at_end = Call(reached_function(self.expressions, at_end=True), (), "int")
        measure = measure_function(self.expressions)

        def body() -> Iterator[Stmt]:
            yield Do(walk.CLEAR)
            yield put(self.records.room, room)
            yield put(self.records.row, row)
            yield from self.expressions.begin_sites()
            yield do(self.starts.begin_function())
            yield Let(ending, int_(-1))
            over = If(
                ending < 0,
                (
                    put(lowering.tick, tick + 1),
                    put(now, Op("to num", (tick,), "num") * num(self.world.tick)),
                    If(
                        tick >= self.world.ticks,
                        (Set(ending, at_end), If(ending < 0, (Set(ending, int_(last)),))),
                    ),
                ),
            )
            yield While(ending < 0, (*(do(name) for name in moments), Set(ending, reached), over))
            yield Store(lowering.out("endings", "i16"), row, ending)
            yield Store(lowering.out("ticks", "i32"), row, tick)
            yield do(measure, row)
            yield Store(lowering.out("scores", "u64"), row, at(self.actions.scored))
            yield from self._digest(row)

        lowering.function("live", (run, row, room), None, body)

    def _digest(self, row: Var) -> Iterator[Stmt]:
        """All cells taken into the digest, after all events."""
        h, c = Var("h", "word"), Var("c", "int")

        def absorb(size: int, value: Expr) -> Stmt:
            return For(c, int_(0), int_(size), (Set(h, arithmetic.call("absorb", h, value)),))

        yield Let(h, at(self.records.digest))
        for store in self.fields.of.values():
            if store.size:
                yield absorb(store.size, self._word(store, c))
        if self.lowering.everybody:
            nature = Op("to word", (self.natures.of(c) + 1,), "word")
            yield absorb(self.lowering.everybody, nature)
        yield Store(self.lowering.out("digests", "u64"), row, h)

    def _word(self, store: FieldStore, c: Var) -> Expr:
        value = Load(store.array, c)
        match store.field.type:
            case model.Number() | model.Time():
                return Choose(value.is_(value), Op("bits", (value,), "word"), word(NOT_A_NUMBER))
            case model.Ref():
                return Op("to word", (value + 1,), "word")
            case _:
                return Op("to word", (value,), "word")

    def _lives_function(self) -> Function:
        seed, first, n, room = Var("seed", "word"), Var("first", "word"), Var("n", "int"), Var("room", "int")
        k, key, run = Var("k", "int"), Var("key", "word"), Var("run", "word")
        number = first + Op("to word", (k,), "word")
        body = (
            Let(key, arithmetic.call("absorb", word(_SEED_SALT), seed)),
            For(k, int_(0), n, (Let(run, arithmetic.call("absorb", key, number)), do("live", run, k, room))),
        )
        return Function("lives", (seed, first, n, room), None, body)
