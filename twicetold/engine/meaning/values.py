"""Values of fields: what is read where there is none, and what becomes of one on its way into a field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twicetold.engine.meaning import numeric
from twicetold.lang import model
from twicetold.lang.model import Value


def default(type_: model.Type) -> Value:
    """What is read of a field that an entity does not have: no, the number nearest to 0, the first option,
    never, nobody.
    """
    match type_:
        case model.YesNo():
            return False
        case model.Number(lo=lo, hi=hi):
            return float(numeric.clamp(0.0, lo, hi))
        case model.Time():
            return model.NEVER
        case model.OneOf():
            return 0
        case model.Ref():
            return -1


def stored(type_: model.Type) -> Callable[[Any], Any]:
    """What happens to a value on its way into a field of this type: a number is rounded if whole, and
    clamped."""
    if not isinstance(type_, model.Number):
        return lambda v: v
    lo, hi = type_.lo, type_.hi
    if type_.whole:
        return lambda v: numeric.clamp(numeric.round_half_even(numeric.clamp(v, lo, hi)), lo, hi)

    def clamped(v: Any) -> Any:  # `numeric.clamp` written out: nothing is asked more often
        if v >= lo:
            return v if v <= hi else hi
        return lo

    return clamped
