"""Interventions: what is forbidden or forced, which chance falls how, whose luck it is.

The functions here look through the table that `kernel/interventions.py` makes. A program of a world without
interventions has none of them, unless it is to be `open` to any.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence

from twicetold.engine.kernel import arithmetic
from twicetold.engine.kernel import interventions as given
from twicetold.engine.kernel.lower.context import Context
from twicetold.engine.kernel.lower.lowering import ZERO, Lowering, at, do, put
from twicetold.engine.kernel.lower.scope import Scope
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
    Switch,
    Var,
    both,
    either,
    int_,
)
from twicetold.engine.meaning.interventions import FORBIDDEN, FORCED, Subject, conditions


class Otherwise:
    """The interventions of one world, if it is open to any."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.lowering: Lowering = context.lowering
        self.open = self.lowering.open
        self._subjects = given.Subjects(self.lowering.world)

    # --- what is asked --------------------------------------------------------------------------------------

    def said(self, subject: Subject, roles: Sequence[Expr], again: Expr = ZERO) -> Expr:
        """What is said of a subject, for which time in the tick: a value, or -1 if nothing is."""
        if not self.open:
            return int_(-1)
        number = self._subjects.number(subject)
        some = Load(self._table, int_(number)) < Load(self._table, int_(number + 1))
        return Choose(
            some, Call(self._said_function(len(roles)), (int_(number), again, *roles), "int"), int_(-1)
        )

    def unless_forbidden(
        self, name: str, roles: Sequence[Expr], body: tuple[Stmt, ...], *, upkeep: bool = False
    ) -> Iterator[Stmt]:
        """What happens if it may; upkeep without its effects would be nothing."""
        if not self.open:
            yield from body
            return
        may = self.said(("what", name), roles).is_not(FORBIDDEN)
        yield If(both(may, self.said(("void", name), roles) < 0) if upkeep else may, body)

    def unless_void(self, name: str, roles: Sequence[Expr], body: tuple[Stmt, ...]) -> Iterator[Stmt]:
        """The effects of something, if it is to have any."""
        if not self.open:
            yield from body
        elif body:
            yield If(self.said(("void", name), roles) < 0, body)

    def falls(self, site: str, entities: Sequence[Expr], again: Expr, drawn: Expr) -> Expr:
        """Whether a chance holds that was drawn so often before and would as `drawn` says."""
        if not self.open:
            return drawn
        said = self.said(("falls", site), entities, again)
        return Choose(said < 0, drawn, said > 0)

    def forced(self, name: str, roles: Sequence[Expr], otherwise: Expr) -> Expr:
        """Whether what comes about by itself has to, or else would."""
        if not self.open:
            return otherwise
        return either(self.said(("what", name), roles).is_(FORCED), otherwise)

    def started(self, name: str, roles: Sequence[Expr]) -> Iterator[Stmt]:
        """An action has been started, or an event takes place: what was to be forced once has been."""
        if self.open:
            subject = int_(self._subjects.number(("what", name)))
            yield do(self._started_function(len(roles)), subject, *roles)

    # --- luck -----------------------------------------------------------------------------------------------

    def begin(self, of_seed: Expr, run: Var, drawn: Var) -> Iterator[Stmt]:
        """Keep in mind whose life it is; a new variable `drawn`: the run by whose draws it begins."""
        yield put(self._of_seed, of_seed)
        yield put(self._own, run)
        yield Let(drawn, self._luck())
        yield put(self._drawn, drawn)

    def at_tick(self, begin_sites: Callable[[], Iterator[Stmt]]) -> Iterator[Stmt]:
        """Draw by another run from this tick on, if an intervention says so."""
        drawn, key = Var("drawn", "word"), Var("run_key", "word")
        yield Let(drawn, self._luck())
        other = (
            put(self._drawn, drawn),
            Let(key, arithmetic.call("absorb", at(self._of_seed), drawn)),
            *begin_sites(),
        )
        yield If(drawn.is_not(at(self._drawn)), other)

    def _luck(self) -> Expr:
        """The run by whose draws the life is lived at this tick."""
        row, own = Var("row", "int"), at(self._own)

        def body() -> Iterator[Stmt]:
            subject = int_(self._subjects.number(("luck", "")))
            yield Let(row, Call(self._standing_function(0), (subject, ZERO), "int"))
            yield If(row < 0, (Return(own),))
            pieces = [
                Op("to word", (self._at(row, given.VALUE + n),), "word") << (given.PIECE * n)
                for n in range(given.PIECES)
            ]
            yield Return(functools.reduce(lambda a, b: a | b, pieces))

        return Call(self.lowering.function("luck", (), "word", body, pure=True), (), "word")

    @property
    def _own(self) -> Array:
        return self.lowering.array("own_run", "u64", 1, beside=True)

    @property
    def _drawn(self) -> Array:
        return self.lowering.array("drawn_run", "u64", 1)

    @property
    def _of_seed(self) -> Array:
        return self.lowering.array("seed_key", "u64", 1)

    # --- the table ------------------------------------------------------------------------------------------

    @property
    def _table(self) -> Array:
        if self.lowering.turning:
            return self.lowering.out("interventions", "i32")
        values = given.table(self.lowering.world, self._subjects)
        return self.lowering.constant("interventions", "i32", values.tolist())

    def _at(self, row: Expr, column: int) -> Expr:
        """A number of a row, which is given by its place in the table."""
        return Load(self._table, row + column)

    def _said_function(self, arity: int) -> str:
        """The function that finds what is said of a subject with these roles, or -1."""
        subject, again, row = Var("subject", "int"), Var("again", "int"), Var("row", "int")
        roles = _roles(arity)

        def body() -> Iterator[Stmt]:
            yield Let(row, Call(self._standing_function(arity), (subject, again, *roles), "int"))
            yield Return(Choose(row < 0, int_(-1), self._at(row, given.VALUE)))

        return self.lowering.function(f"said{arity}", (subject, again, *roles), "int", body, pure=True)

    def _standing_function(self, arity: int) -> str:
        """The function that finds the row that counts, or -1."""
        subject, again, row = Var("subject", "int"), Var("again", "int"), Var("row", "int")
        roles = _roles(arity)

        def body() -> Iterator[Stmt]:
            time = self._at(row, given.AGAIN)
            meant = either(time < 0, time.is_(again))
            stands = (If(both(meant, self._stands(row, roles)), (Return(row),)),)
            yield self._each_row(subject, row, stands)
            yield Return(int_(-1))

        return self.lowering.function(f"standing{arity}", (subject, again, *roles), "int", body, pure=True)

    def _started_function(self, arity: int) -> str:
        """The function by which all that was for once and fits is spent."""
        subject, row, roles = Var("subject", "int"), Var("row", "int"), _roles(arity)
        spent = self.lowering.array("spent", "bool", given.ONCES)

        def body() -> Iterator[Stmt]:
            once = self._at(row, given.ONCE)
            spend = Store(spent, once, TRUE)
            yield self._each_row(subject, row, (If(both(once >= 0, self._stands(row, roles)), (spend,)),))

        return self.lowering.function(f"started{arity}", (subject, *roles), None, body)

    def _each_row(self, subject: Var, row: Var, body: tuple[Stmt, ...]) -> Stmt:
        n, begin = Var("n", "int"), len(self._subjects) + 1
        here = Let(row, int_(begin) + n * given.WIDTH)
        return For(n, Load(self._table, subject), Load(self._table, subject + 1), (here, *body))

    def _stands(self, row: Var, roles: Sequence[Expr]) -> Expr:
        """Whether a row holds now, of these roles."""
        tick = at(self.lowering.tick)
        test = both(self._at(row, given.FIRST) <= tick, tick <= self._at(row, given.LAST))
        for n, role in enumerate(roles):
            want = self._at(row, given.FIRST_ROLE + n)
            test = both(test, either(want < 0, want.is_(role)))
        return both(test, Call(self._holds_function(), (row,), "bit"))

    def _holds_function(self) -> str:
        """The function that tells whether the condition of a row holds, and it is not spent."""
        row = Var("row", "int")
        spent = self.lowering.array("spent", "bool", given.ONCES)

        def body() -> Iterator[Stmt]:
            once = self._at(row, given.ONCE)
            yield If(both(once >= 0, Load(spent, once)), (Return(FALSE),))
            known = conditions(self.lowering.world.interventions)
            answers = (Return(self.context.lower(when, Scope())) for when, _ in known)
            cases = tuple((n, (answer,)) for n, answer in enumerate(answers))
            yield Switch(self._at(row, given.WHEN), cases)
            yield Return(TRUE)

        return self.lowering.function("intervention_holds", (row,), "bit", body, pure=True)


def _roles(arity: int) -> tuple[Var, ...]:
    return tuple(Var(f"r{n}", "int") for n in range(1, arity + 1))
