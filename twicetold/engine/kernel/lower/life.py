"""A life: the order of things within a tick, and from the first tick to the ending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twicetold.engine.kernel import arithmetic, walk
from twicetold.engine.kernel.lower import playing
from twicetold.engine.kernel.lower.action import Actions
from twicetold.engine.kernel.lower.branching import ENTRIES, branching_functions
from twicetold.engine.kernel.lower.effect import Effects
from twicetold.engine.kernel.lower.ending import (
    keep_function,
    measure_function,
    no_series,
    peaks,
    reached_function,
    series_kept,
    watch_function,
)
from twicetold.engine.kernel.lower.event import Events
from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.fields import CellList, Fields, FieldStore
from twicetold.engine.kernel.lower.follow import followed
from twicetold.engine.kernel.lower.kinds_now import KindsNow
from twicetold.engine.kernel.lower.lowering import Lowering, at, do, put
from twicetold.engine.kernel.lower.otherwise import Otherwise
from twicetold.engine.kernel.lower.perceive import Perceiving
from twicetold.engine.kernel.lower.record import Records
from twicetold.engine.kernel.lower.reward import worth_function
from twicetold.engine.kernel.lower.rule import rule_function
from twicetold.engine.kernel.lower.sense import sense_function
from twicetold.engine.kernel.lower.start import Starts
from twicetold.engine.kernel.program import (
    Call,
    Choose,
    Do,
    Expr,
    For,
    If,
    Let,
    Load,
    Op,
    Program,
    Return,
    Set,
    Stmt,
    Store,
    Var,
    While,
    int_,
    word,
)
from twicetold.engine.meaning.columns import STOPPED, TOO_LONG
from twicetold.engine.meaning.digest import NOT_A_NUMBER
from twicetold.engine.meaning.noise import _SEED_SALT
from twicetold.engine.meaning.probes import Probes
from twicetold.lang import model


def lower(
    world: model.World,
    *,
    turning: bool = False,
    open: bool = False,
    counted: bool = False,
    played: bool = False,
    told: bool = False,
) -> Program:
    """The program of a world, with its knobs and interventions as they are; or, with `turning`, reading them
    from the arrays `knobs`, in order of `World.knobs`, and `interventions` (see `kernel/interventions.py`),
    which the caller gives. One that is `open`, as that of every world with interventions is, can be given
    any.

    Its entry is `lives(seed, first, n, room)`: it lives the runs `first` to `first + n - 1` and fills the
    `out` arrays `endings`, `ticks`, `measures`, `series`, `digests`, `scores`, and up to `room` rows of
    `events`, whose number it adds to `event_count`. One that is `counted` also fills `stirred` and `acted`,
    and adds what it counts to `hits` and `hit_runs`, in order of the world's probes; `hit_first` has the
    first row in which it came to a probe, where the caller has put a negative number. The program of a world
    with peaks, or to which the caller gives interventions, has the functions of `branching` beside it. That
    of a world that is `played` has the entries of `playing` instead, and `worth` if it has rewards. One that
    is `told` puts down besides what there is to be told through one mind; see `focal`.
    """
    probes = Probes(world) if counted else None
    lowering = Lowering(world, turning=turning, open=open, played=played, told=told, probes=probes)
    return _Lowering(lowering).program()


class _Lowering:
    def __init__(self, lowering: Lowering) -> None:
        self.world = lowering.world
        self.lowering = lowering
        self._peaks = bool(peaks(self.world))
        open_ = lowering.open and lowering.turning  # to interventions that the caller gives
        self._branching = (self._peaks or open_) and not lowering.played
        self._keep: list[Stmt] = []
        self.fields = Fields(self.lowering)
        self.kinds_now = KindsNow(self.lowering)
        self.expressions = Expressions(self.lowering, self.fields, self.kinds_now)
        self.otherwise = Otherwise(self.expressions)
        self.records = Records(self.expressions)
        self.effects = Effects(self.expressions, self.otherwise, self.records, self)
        self.starts = Starts(self.effects)
        self.events = Events(self.effects, Perceiving(self.effects))
        self.actions = Actions(self.events)
        if self.world.series:
            self._keep = [do(keep_function(self.expressions))]

    def happen(self, event: str) -> str:
        """The function of an event, by its name."""
        return self.events.happen_function(event)

    def bear(self, changed: Mapping[str, CellList]) -> str:
        """The function by which an entity begins to exist."""
        return self.starts.bear_function(changed)

    def program(self) -> Program:
        senses = [sense_function(self.events, n, sense) for n, sense in enumerate(self.world.senses)]
        rules = [rule_function(self.events, n, rule) for n, rule in enumerate(self.world.rules)]
        later = enumerate(self.world.within, len(senses))
        within = [sense_function(self.events, n, sense) for n, sense in later]
        acting = [self.actions.order_function(), self.actions.go_on_function()] if self.world.actions else []
        before_choices = [
            *(name for name in senses if name),
            *rules,
            *(name for name in within if name),
            *acting,
        ]
        if self.lowering.played:
            self._play_functions(before_choices)
            more: tuple[str, ...] = (*playing.ENTRIES, *playing.EXPORTED)
            if self.world.rewards:
                more = (*more, playing.WORTH)
        else:
            choices = [self.actions.choose_all_function()] if self.world.actions else []
            self._live_function([*before_choices, *choices])
            more = ENTRIES if self._branching else ()
        self._lives_function()
        entries = tuple(dict.fromkeys(("lives", *more)))
        self.fields.finish()
        functions = followed(self.expressions, tuple(self.lowering.functions.values()))
        functions = walk.reached(functions, *entries)
        return Program(functions, walk.used(tuple(self.lowering.arrays.values()), functions), entries)

    # --- one life -------------------------------------------------------------------------------------------

    def _live_function(self, moments: list[str]) -> None:
        """The function that lives one run: its beginning, then a tick after the other until it has ended."""
        seed, run = Var("seed", "word"), Var("run", "word")
        row, room, ending = Var("row", "int"), Var("room", "int"), Var("ending", "int")
        tick, end = self._tick_function(moments), self._end_function()
        if self._branching:
            branching_functions(self.expressions, tick, end)
        begin = self._begin_function()  # last: it fills the indexes that the others have asked for

        def body() -> Iterator[Stmt]:
            yield do(begin, seed, run, row)
            yield Let(ending, int_(-1))
            yield While(ending.is_(-1), (Set(ending, Call(tick, (room,), "int")),))
            yield do(end, row, ending)
            yield Return(ending)

        self.lowering.function("live", (seed, run, row, room), "int", body)

    def _play_functions(self, before_choices: list[str]) -> None:
        """The functions by which a life is lived in which somebody is played."""
        room, spending = at(self.records.room), self.lowering.spending

        def open_tick() -> Iterator[Stmt]:
            yield from self._luck()
            yield from self.effects.focal.opening()
            yield from spending.spend_on(spending.work.tick, (do(name) for name in before_choices))

        def close_tick() -> Iterator[Stmt]:
            ending = Var("ending", "int")
            yield If(spending.within, tuple(self._watch()))
            yield from self._close(ending)
            yield Return(ending)

        close, end = self.lowering.function("close_tick", (), "int", close_tick), self._end_function()
        play = playing.playing_functions(self.actions, self.fields, open_tick, close, end)
        if self.world.rewards:
            worth_function(self.expressions)
        begin = self._begin_function()  # last: it fills the indexes that the others have asked for
        seed, run, row, room = Var("seed", "word"), Var("run", "word"), Var("row", "int"), Var("room", "int")
        ending = at(self.lowering.array("ended", "i32", 1)) - 1

        def live() -> Iterator[Stmt]:
            yield do(begin, seed, run, row)
            yield do(play, room)
            yield do(end, row, ending)
            yield Return(ending)

        self.lowering.function("live", (seed, run, row, room), "int", live)

    def _begin_function(self) -> str:
        """The function that makes everything as it is before the first tick."""
        watch = watch_function(self.expressions, first=True)
        seed, run, row = Var("seed", "word"), Var("run", "word"), Var("row", "int")
        key, of_seed = Var("run_key", "word"), arithmetic.call("absorb", word(_SEED_SALT), seed)
        luck, drawn = self.otherwise, Var("drawn", "word")

        def body() -> Iterator[Stmt]:
            yield Do(walk.CLEAR)
            yield put(self.records.row, row)
            if luck.open:
                yield from luck.begin(of_seed, run, drawn)
            yield Let(key, arithmetic.call("absorb", of_seed, drawn if luck.open else run))
            yield from self.expressions.begin_sites()
            start = do(self.starts.begin_function())
            yield from self.lowering.spending.begin()
            yield from no_series(self.lowering)
            watched = [do(watch)] if self._peaks else []
            yield If(self.lowering.spending.within, (start, *watched, *self._keep))

        return self.lowering.function("begin_life", (seed, run, row), None, body)

    def _tick_function(self, moments: list[str]) -> str:
        """The function that lives a tick, with room for so many rows of events: the ending reached, or -1."""
        spending, ending, room = self.lowering.spending, Var("ending", "int"), Var("room", "int")
        watch = self._watch()

        def body() -> Iterator[Stmt]:
            yield put(self.records.room, room)
            yield from self._luck()
            yield from spending.spend_on(spending.work.tick, (*(do(name) for name in moments), *watch))
            yield from self._close(ending)
            yield Return(ending)

        return self.lowering.function("tick_life", (room,), "int", body)

    def _luck(self) -> Iterator[Stmt]:
        """A tick begins: with the noise of whatever run an intervention says."""
        if self.otherwise.open:
            yield from self.otherwise.at_tick(self.expressions.begin_sites)

    def _watch(self) -> list[Stmt]:
        """What is the highest so far is kept."""
        return [do(watch_function(self.expressions, first=False))] if self._peaks else []

    def _close(self, ending: Var) -> Iterator[Stmt]:
        """A tick comes to its end, and perhaps the life: with the ending reached, or -1. A life that is
        beyond its budget, or is stopped, is given up."""
        lowering, tick = self.lowering, at(self.lowering.tick)
        reached = Call(reached_function(self.expressions, self.effects.focal, at_end=False), (), "int")
        at_end = Call(reached_function(self.expressions, self.effects.focal, at_end=True), (), "int")
        unended = If(ending < 0, (Set(ending, int_(len(self.world.endings))),))
        on = (
            put(lowering.tick, tick + 1),
            put(lowering.now, lowering.seconds(Op("to num", (tick,), "num"))),
            *self._keep,
            If(tick >= self.world.ticks, (Set(ending, at_end), unended)),
        )
        yield If(~lowering.spending.within, (Return(int_(TOO_LONG)),))
        if lowering.turning:
            yield If(Load(lowering.out("stop", "i32"), int_(0)).is_not(0), (Return(int_(STOPPED)),))
        yield Let(ending, reached)
        yield If(ending < 0, on)

    def _end_function(self) -> str:
        """The function that says in a row what came of the life."""
        lowering, row, ending = self.lowering, Var("row", "int"), Var("ending", "int")
        measure = measure_function(self.expressions)

        def body() -> Iterator[Stmt]:
            yield Store(lowering.out("endings", "i16"), row, ending)
            yield Store(lowering.out("ticks", "i32"), row, at(lowering.tick))
            yield do(measure, row)
            yield from series_kept(lowering, row)
            yield Store(lowering.out("scores", "u64"), row, at(self.actions.choosing.scored))
            yield from self._digest(row)
            yield from lowering.count.end(row)

        return lowering.function("end_life", (row, ending), None, body)

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
            nature = Op("to word", (self.kinds_now.of(c) + 1,), "word")
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

    def _lives_function(self) -> None:
        """The function that lives so many runs, one after the other."""
        seed, first, n, room = Var("seed", "word"), Var("first", "word"), Var("n", "int"), Var("room", "int")
        k = Var("k", "int")
        run = first + Op("to word", (k,), "word")
        ended = Call("live", (seed, run, k, room), "int")

        def body() -> Iterator[Stmt]:
            yield For(k, int_(0), n, (If(ended < 0, (Return(),)),))

        self.lowering.function("lives", (seed, first, n, room), None, body)
