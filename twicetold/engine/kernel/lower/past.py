"""The past: how often what has happened, who remembers it, and what is under way.

No event is kept to be asked after. For each sort of question a world asks there is a tally, with a place for
all entities that the question may name: how often such an event has come to an end, when a mind last
perceived one (plus 1; 0 is never), how many such actions are under way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from twicetold.engine.kernel.lower.context import Context
from twicetold.engine.kernel.lower.lowering import Lowering, at
from twicetold.engine.kernel.lower.place import Domain
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.types import int_element
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Array,
    Call,
    Choose,
    Const,
    Expr,
    If,
    Let,
    Load,
    Op,
    Return,
    Stmt,
    Store,
    Var,
    both,
    int_,
    num,
)
from twicetold.engine.meaning.grid import NEAR
from twicetold.engine.meaning.names import NOT_DONE
from twicetold.lang import model

LARGE: Final = 1 << 31
"""How often something happens may come to this."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One sort of question: of which event, which of its roles are named, with which outcome (None: any but
    those not done; for `doing` none is asked), and for `remembers` of which kind the mind is, and which roles
    are its `own`: they need no place beside it."""

    sort: str
    event: str
    named: tuple[int, ...]
    outcome: str | None = None
    mind: str | None = None
    own: tuple[int, ...] = ()


class Past:
    """The tallies of one world."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.lowering: Lowering = context.lowering
        world = self.lowering.world
        happening: tuple[model.Construct, ...] = (
            *world.senses, *world.rules, *world.actions, *world.events
        )  # fmt: skip
        self.happening = {construct.name: construct for construct in happening}
        nodes = model.nodes(world, wordings=self.lowering.count.on or self.lowering.told)
        asked = (node for node in nodes if isinstance(node, _Question))
        self.tallies = {tally: number for number, tally in enumerate(dict.fromkeys(map(_tally, asked)))}

    def of(self, event: str, sort: str) -> list[Tally]:
        """The tallies of a sort that an event counts in."""
        return [tally for tally in self.tallies if tally.event == event and tally.sort == sort]

    # --- asking ---------------------------------------------------------------------------------------------

    def ask(self, expr: model.Remembers | model.Happened | model.Times | model.Doing, scope: Scope) -> Expr:
        """What the past has to say."""
        tally = _tally(expr)
        lower = self.context.lower
        args = expr.pattern.args
        named = [lower(arg, scope) for n in tally.named if (arg := args[n]) is not None]
        match expr:
            case model.Remembers(mind=mind, within=None):
                return Call(self._function(tally, "ever"), (lower(mind, scope), *named), "bit")
            case model.Remembers(mind=mind, within=within, ticks=ticks):
                assert within is not None
                at_most: Expr = num(ticks or 0)
                if ticks is None:
                    at_most = lower(within, scope) / self.lowering.times.tick + NEAR
                return Call(self._recall_function(tally), (lower(mind, scope), *named, at_most), "bit")
            case model.Times():
                return Op("to num", (Call(self._function(tally, "count"), tuple(named), "int"),), "num")
            case _:
                return Call(self._function(tally, "ever"), tuple(named), "bit")

    def _function(self, tally: Tally, what: str) -> str:
        """The function that reads a tally: the number, or whether it is above 0."""
        params = self._params(tally)
        nothing, type_ = (int_(0), "int") if what == "count" else (FALSE, "bit")

        def body() -> Iterator[Stmt]:
            value = Load(self.array(tally), self.place(tally, params))
            answer = value if what == "count" else value.is_not(0)
            yield Return(Choose(self._inside(tally, params), answer, nothing))

        name = f"tally{self.tallies[tally]}_{what}"
        return self.lowering.function(name, params, "int" if type_ == "int" else "bit", body, pure=True)

    def _recall_function(self, tally: Tally) -> str:
        params, at_most, last = self._params(tally), Var("at_most", "num"), Var("last", "int")

        def body() -> Iterator[Stmt]:
            yield If(~self._inside(tally, params), (Return(FALSE),))
            yield Let(last, Load(self.array(tally), self.place(tally, params)))
            yield If(last.is_(0), (Return(FALSE),))
            ago = Op("to num", (at(self.lowering.tick) - (last - 1),), "num")
            yield Return(ago <= at_most)

        name = f"tally{self.tallies[tally]}_since"
        return self.lowering.function(name, (*params, at_most), "bit", body, pure=True)

    # --- where ----------------------------------------------------------------------------------------------

    def domains(self, tally: Tally) -> list[Domain]:
        """Who can be named, the mind first."""
        roles = self.happening[tally.event].roles
        named = [self.lowering.domain(roles[place].kind) for place in tally.named]
        return named if tally.mind is None else [self.lowering.domain(tally.mind), *named]

    def array(self, tally: Tally) -> Array:
        """The numbers of a tally."""
        size = math.prod(map(len, self.domains(tally)))
        world = self.lowering.world
        most = {"happened": 1, "doing": len(world.entities), "remembers": world.ticks + 1, "times": LARGE}
        return self.lowering.array(f"tally{self.tallies[tally]}", int_element(most[tally.sort]), size)

    def place(self, tally: Tally, entities: Sequence[Expr]) -> Expr:
        """The place of these entities, the mind first."""
        cell: Expr = int_(0)
        for n, (domain, entity) in enumerate(zip(self.domains(tally), entities, strict=True)):
            place = domain.place(entity)
            cell = cell * len(domain) + place if n else place
        return cell

    def _inside(self, tally: Tally, entities: Sequence[Expr]) -> Expr:
        test: Expr = TRUE
        for domain, entity in zip(self.domains(tally), entities, strict=True):
            test = both(test, domain.contains(entity))
        return test

    def _params(self, tally: Tally) -> tuple[Var, ...]:
        return tuple(Var(f"e{n}", "int") for n in range(len(self.domains(tally))))

    # --- counting -------------------------------------------------------------------------------------------

    def count(self, event: str, roles: Sequence[Expr], outcome: Expr) -> Iterator[Stmt]:
        """What an event that comes to its end adds."""
        for tally in (*self.of(event, "times"), *self.of(event, "happened")):
            place, array = self.place(tally, [roles[n] for n in tally.named]), self.array(tally)
            counted = Load(array, place) + 1 if tally.sort == "times" else int_(1)
            yield from where(self._fits(tally, outcome), (Store(array, place, counted),))

    def remember(
        self, event: str, mind: Expr, kind: str, roles: Sequence[Expr], outcome: Expr
    ) -> Iterator[Stmt]:
        """What a mind, at some time of a kind, keeps of an event that it has perceived."""
        for tally in self.of(event, "remembers"):
            assert tally.mind is not None
            domain = self.lowering.domain(tally.mind)
            known = self.lowering.inside(kind, domain)
            place = self.place(tally, [mind, *(roles[n] for n in tally.named)])
            fits = self._fits(tally, outcome)
            for n in tally.own:
                fits = both(fits, roles[n].is_(mind))
            test = fits if known else both(domain.contains(mind), fits)
            yield from where(test, (Store(self.array(tally), place, at(self.lowering.tick) + 1),))

    def under_way(self, action: str, roles: Sequence[Expr], change: int) -> Iterator[Stmt]:
        """An action begins (1) or comes to its end (-1)."""
        for tally in self.of(action, "doing"):
            place, array = self.place(tally, [roles[n] for n in tally.named]), self.array(tally)
            yield Store(array, place, Load(array, place) + change)

    def _fits(self, tally: Tally, outcome: Expr) -> Expr:
        number = self.lowering.names.outcome
        if tally.outcome is not None:
            wanted = number.get(tally.outcome, -1)
            return _same(outcome, wanted)
        test: Expr = TRUE
        for label in NOT_DONE:
            test = both(test, _other(outcome, number[label])) if label in number else test
        return test


_Question = model.Remembers | model.Happened | model.Times | model.Doing


def _tally(expr: object) -> Tally:
    """The tally that a question asks."""
    assert isinstance(expr, _Question)
    pattern = expr.pattern
    named = tuple(place for place, arg in enumerate(pattern.args) if arg is not None)
    match expr:
        case model.Doing():
            return Tally("doing", pattern.event, named)
        case model.Remembers(mind=mind):
            assert isinstance(mind.type, model.Ref)
            own = tuple(place for place in named if _is_same(pattern.args[place], mind))
            others = tuple(place for place in named if place not in own)
            return Tally("remembers", pattern.event, others, pattern.outcome, mind.type.kind, own)
        case model.Happened():
            return Tally("happened", pattern.event, named, pattern.outcome)
        case model.Times():
            return Tally("times", pattern.event, named, pattern.outcome)


def _is_same(arg: model.Expr | None, mind: model.Expr) -> bool:
    """Whether an argument certainly is the mind: what is bound is the same all through a question."""
    return isinstance(arg, model.Bound) and isinstance(mind, model.Bound) and arg.slot == mind.slot


def _same(outcome: Expr, number: int) -> Expr:
    if isinstance(outcome, Const):
        return Const(outcome.value == number, "bit")
    return outcome.is_(number)


def _other(outcome: Expr, number: int) -> Expr:
    if isinstance(outcome, Const):
        return Const(outcome.value != number, "bit")
    return outcome.is_not(number)


def where(test: Expr, body: tuple[Stmt, ...]) -> Iterator[Stmt]:
    """The body where a test holds; nothing where it cannot."""
    if test == TRUE:
        yield from body
    elif test != FALSE:
        yield If(test, body)
