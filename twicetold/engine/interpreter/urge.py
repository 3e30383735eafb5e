"""Urges: sums of many terms, asked again and again, so that the common ones are added up in one go.

Most terms are a number times a field of a role. To say `-(4 * x)` as `-4 * x` changes no bit, nor to say
`1 * x` for x.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twicetold.engine.interpreter.functions import Compile, Eval
from twicetold.engine.interpreter.state import Frame, State
from twicetold.engine.meaning.layout import Layout
from twicetold.lang import model


def added(compile_: Compile, layout: Layout, terms: Sequence[model.Term]) -> Eval:
    """The sum of some terms, in order from 0."""
    begun, rest = 0.0, [_factors(term.expr) for term in terms]
    while rest and isinstance(known := rest[0][1], model.Const):
        begun = begun + rest.pop(0)[0] * float(known.value)
    parts = [(factor, *_part(compile_, layout, of)) for factor, of in rest]

    def plainly(s: State, f: Frame) -> Any:
        total = begun
        for factor, _, _, part in parts:
            total = total + factor * part(s, f)
        return total

    def add(s: State, f: Frame) -> Any:
        total, truth = begun, s.truth
        try:
            for factor, offset, slot, part in parts:
                if offset is None:
                    total = total + factor * part(s, f)
                else:
                    total = total + factor * truth[offset[f[slot]]]
        except IndexError:  # somebody has no such field
            return plainly(s, f)
        return total

    return add


def _factors(expr: model.Expr) -> tuple[float, model.Expr]:
    """A number and what it is multiplied by."""
    match expr:
        case model.Unary(op="-", x=inner):
            factor, of = _factors(inner)
            return -factor, of
        case model.Binary(op="*", left=model.Const(value=value), right=right):
            return float(value), right
        case _:
            return 1.0, expr


def _part(compile_: Compile, layout: Layout, of: model.Expr) -> tuple[list[int] | None, int, Eval]:
    """Where it is read if it is a field of a role, and how it is asked in any case."""
    match of:
        case model.Cell(field=name, args=(model.Bound(slot=slot),), truly=truly):
            placed = layout.fields[name]
            if truly or not placed.field.believed:
                return placed.offsets[0], slot, compile_(of)
        case _:
            pass
    return None, 0, compile_(of)
