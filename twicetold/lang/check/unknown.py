"""`unknown`: what a mind does not know, as a value of a believed field.

`x.f is unknown` asks it; `learns x.f as unknown`, `shows x.f as unknown` and `believes x.f unknown` say it.
What is compared with what is not known is not so: a comparison of a field that somebody may not know asks
first whether they do. Only fields of which a text says so can be unknown, so that others are as they were.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import chain

from twicetold.lang import model, syntax, tree
from twicetold.lang.check import cell
from twicetold.lang.check.scope import Names, Scope
from twicetold.lang.check.types import YES_NO
from twicetold.lang.source import Span

_WORD = "unknown"


def fields(blocks: Iterable[object], names: Names) -> frozenset[str]:
    """The names of the fields and relations that a text says may be unknown."""
    said = (names.memo.once("unknown", (block,), partial(_said_in, block)) for block in blocks)
    return frozenset(chain.from_iterable(said))


def _said_in(block: object) -> frozenset[str]:
    found = set()
    for node in tree.walk(block):
        match node:
            case syntax.Learns(target=target, value=value) | syntax.Shows(target=target, value=value):
                if value is not None and is_word(value):
                    found.add(cell.name_of(_innermost(target)))
            case syntax.Belief(start=start) if is_word(start.value):
                found.add(cell.name_of(start.target))
    return frozenset(found)


def _innermost(target: syntax.Expr) -> syntax.Expr:
    """What is believed, of `believes(q, x.f)`."""
    while isinstance(target, syntax.Believes):
        target = target.body
    return target


def is_word(expr: syntax.Expr) -> bool:
    """Whether it is the word."""
    return isinstance(expr, syntax.Variable) and expr.name.text == _WORD


def is_meant(expr: syntax.Expr, type_: model.Type | None, names: Names) -> bool:
    """Whether the word stands for what is not known, and not for an option or anything else of its name."""
    if not is_word(expr) or (isinstance(type_, model.OneOf) and _WORD in type_.options):
        return False
    return not any(_WORD in known for known in (names.settings, names.numbers, names.defines))


def asked(expr: syntax.Binary, x: model.Expr, scope: Scope) -> model.Expr | None:
    """`x.f is unknown`, `x.f is not unknown`."""
    test = _unknown(x, scope.names, expr.span)
    if test is None:
        scope.problems.tell("T0407.unknown", expr.left.span)
        return None
    return test if expr.op == "is" else model.Unary("not", test, YES_NO, span=expr.span)


def _unknown(x: model.Expr, names: Names, span: Span) -> model.Expr | None:
    """Whether it is unknown, of a believed field or relation, also as somebody believes it; None of what
    cannot be."""
    match x:
        case model.Cell() if cell.is_believed(x, names) and names.field(x.field).unknowable and not x.truly:
            return model.Unknown(x, span=span)
        case model.Believes(body=body):
            inner = _unknown(body, names, span)
            return None if inner is None else replace(x, body=inner, type=YES_NO, span=span)
        case _:
            return None


def hearsay(value: model.Expr | None, names: Names) -> model.Expr | None:
    """When what is learnt is unknown: what somebody else does not know, nobody learns from them."""
    return _unknown(value, names, value.span) if isinstance(value, model.Believes) else None


def guarded(compared: model.Binary, names: Names) -> model.Expr:
    """A comparison that does not hold of what is not known; `is not` holds of it."""
    found: model.Expr = compared
    for side in (compared.right, compared.left):
        test = _unknown(side, names, compared.span)
        if test is None:
            continue
        if compared.op == "is not":
            found = model.Binary("or", test, found, YES_NO, span=compared.span)
        else:
            known = model.Unary("not", test, YES_NO, span=compared.span)
            found = model.Binary("and", known, found, YES_NO, span=compared.span)
    return found
