"""Lives in which somebody is played: stopped where it is their turn, with what they could do and what they
believe, and gone on with once it is said what they do.

Whose turn it is has already decided, by urges and noise, when the life stops; what they do is that, unless
the caller puts something else in its place. So whoever plays shares all other luck with the life it would
have been, as under the interpreter's `Living.turns`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from twicetold.engine.kernel.lower.lowering import Lowering, at, do, put
from twicetold.engine.kernel.lower.types import as_number
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Call,
    Choose,
    Expr,
    For,
    If,
    Let,
    Load,
    Return,
    Set,
    Stmt,
    Store,
    Switch,
    Var,
    While,
    both,
    int_,
    num,
)

if TYPE_CHECKING:
    from twicetold.engine.kernel.lower.action import Actions
    from twicetold.engine.kernel.lower.fields import Fields, FieldStore

ENTRIES = ("begin_life", "play_on", "list_options", "see", "finish_life")
"""What a caller calls: `begin_life(seed, run, row)`, `play_on(room)`, `list_options(actor)`, `see(mind)`,
`finish_life(row)`. Between the first two it says who is `played`."""

WORTH = "worth"
"""What a caller may call besides, at any time, of a world with rewards: `worth(who)`."""

EXPORTED = ("begin_life", "tick_on", "list_options", "in_mind", "unknown_to", "end_life")
"""What a caller of an exported world calls: to live on by ticks, `tick_on(room)`; to ask what somebody
believes, `in_mind(mind, field, cell)`, and whether they do not know it, `unknown_to(mind, field, cell)`."""


def playing_functions(
    actions: Actions,
    fields: Fields,
    open_tick: Callable[[], Iterable[Stmt]],
    close_tick: str,
    end_life: str,
) -> str:
    """Make the functions of `ENTRIES`, but for `begin_life`, which there is. Returns that which plays on.

    `open_tick` is what is lived of a tick before anybody chooses, `close_tick` the function of what comes
    after: the ending reached, or -1.
    """
    lowering = actions.lowering
    opened, turn = lowering.array("opened", "bool", 1), lowering.array("turn_now", "bool", 1)
    ended, i = lowering.array("ended", "i32", 1), lowering.array("order_now", "i32", 1)
    room = Var("room", "int")

    def start_opened() -> Iterator[Stmt]:
        yield from open_tick()
        yield put(opened, TRUE)
        yield put(i, int_(0))
        yield put(actions.started, int_(0))

    def close() -> Iterator[Stmt]:
        yield put(opened, FALSE)
        yield put(ended, Call(close_tick, (), "int") + 1)

    def tick_on() -> Iterator[Stmt]:
        """What has been decided for is started; then life goes on to the end of the tick or to a turn."""
        waited = Load(actions.order.whose, at(i))
        yield put(lowering.array("room", "i32", 1), room)
        yield If(at(turn), (put(turn, FALSE), do(actions.start_function(), waited), put(i, at(i) + 1)))
        yield If(~at(opened), tuple(start_opened()))
        yield put(turn, Call(_choose_on(actions), (), "bit"))
        yield If(~at(turn), tuple(close()))

    def body() -> Iterator[Stmt]:
        on = do(lowering.function("tick_on", (room,), None, tick_on), room)
        yield on
        yield While(both(~at(turn), at(ended).is_(0)), (on,))
        yield Return(Choose(at(turn), int_(1), int_(0)))

    actions.choosing.list_function()
    _see(fields, lowering)
    _ask(fields, lowering)
    row = Var("row", "int")
    lowering.function("finish_life", (row,), None, lambda: iter([do(end_life, row, at(ended) - 1)]))
    return lowering.function("play_on", (room,), "int", body)


def _choose_on(actions: Actions) -> str:
    """The function by which, from the place in the order where that was left, every free actor chooses and
    starts, up to one who is played and could do something: whether there is one."""
    lowering, actor = actions.lowering, Var("actor", "int")
    played = lowering.array("played", "bool", len(actions.actors))
    i = lowering.array("order_now", "i32", 1)
    before, waits = Var("options_before", "word"), Var("waits", "bit")

    def body() -> Iterator[Stmt]:
        could = both(Load(played, actions.actors.place(actor)), at(actions.choosing.scored) > before)
        choose = (
            Let(before, at(actions.choosing.scored)),
            *actions.choosing.decided(actor),
            Set(waits, could),
            If(~waits, (do(actions.start_function(), actor),)),
        )
        one = (
            Let(actor, Load(actions.order.whose, at(i))),
            If(actions.free(actor), choose),
            If(~waits, (put(i, at(i) + 1),)),
        )
        yield Let(waits, FALSE)
        yield While(both(~waits, at(i) < at(actions.present)), one)
        yield Return(waits)

    return lowering.function("choose_on", (), "bit", body)


def _see(fields: Fields, lowering: Lowering) -> None:
    """The function that writes down what a mind takes every value to be, in order of the fields and their
    cells, and which of them it does not know."""
    mind = Var("mind", "int")
    believed, unknown = lowering.out("believed", "f64"), lowering.out("unknown", "bool")

    def body() -> Iterator[Stmt]:
        first = 0
        for number, store in enumerate(fields.of.values()):
            if not store.size:
                continue
            c = Var(f"c{number}", "int")
            value, not_known = _in_mind(store, mind, c)
            number_of = as_number(value)
            yield For(c, int_(0), int_(store.size), (
                Store(believed, c + first, number_of),
                Store(unknown, c + first, not_known),
            ))  # fmt: skip
            first += store.size

    lowering.function("see", (mind,), None, body)


def _ask(fields: Fields, lowering: Lowering) -> None:
    """The functions that tell what a mind takes one value to be, and whether it does not know it."""
    mind, field, c = Var("mind", "int"), Var("field", "int"), Var("c", "int")
    asked = {n: _in_mind(store, mind, c) for n, store in enumerate(fields.of.values()) if store.size}

    def in_mind() -> Iterator[Stmt]:
        yield Switch(field, tuple((n, (Return(as_number(value)),)) for n, (value, _) in asked.items()))
        yield Return(num(0.0))

    def unknown_to() -> Iterator[Stmt]:
        answers = ((n, not_known) for n, (_, not_known) in asked.items() if not_known != FALSE)
        yield Switch(field, tuple((n, (Return(not_known),)) for n, not_known in answers))
        yield Return(FALSE)

    lowering.function("in_mind", (mind, field, c), "num", in_mind)
    lowering.function("unknown_to", (mind, field, c), "bit", unknown_to)


def _in_mind(store: FieldStore, mind: Var, c: Var) -> tuple[Expr, Expr]:
    """What a mind takes the value of a cell to be, and whether it does not know it."""
    true = Load(store.array, c)
    if store.held is None:  # everybody knows it
        return true, FALSE
    own = store.owns(mind, store.whose(c))
    return Choose(own, true, store.hold(mind, c)), both(~own, store.is_unknown(mind, c))
