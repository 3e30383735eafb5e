"""Types as they are written where something is declared."""

from __future__ import annotations

from fractions import Fraction

from twicetold.lang import model, syntax
from twicetold.lang.check import part_of
from twicetold.lang.check.scope import Names
from twicetold.lang.check.types import TIME_OF_DAY
from twicetold.lang.exact import nearest


def declared(type_: syntax.Type, names: Names) -> model.Type | None:
    """The type that was written; None and an error if it means nothing. Options become known by name."""
    match type_.word:
        case "yes/no":
            return model.YesNo()
        case "time":
            return model.Time()
        case "time of day":
            word = syntax.Name("time of day", type_.span)
            return TIME_OF_DAY if part_of.is_said(None, word.text, word, names) else None
        case "one of":
            return _options(type_, names)
        case "kind":
            assert type_.kind is not None
            kind = names.kind(type_.kind)
            return None if kind is None else model.Ref(kind, type_.or_none)
        case _:
            return _number(type_, names)


def _options(type_: syntax.Type, names: Names) -> model.OneOf | None:
    options = tuple(option.text for option in type_.options)
    for place, option in enumerate(type_.options):
        if option.text in options[:place]:
            names.problems.tell("T0213.option", option.span, option=option.text)
            return None
    one_of = model.OneOf(options)
    for word in options:
        known = names.options.get(word, ())
        if one_of not in known:
            names.options[word] = (*known, one_of)
    return one_of


def _number(type_: syntax.Type, names: Names) -> model.Number | None:
    size = names.units.dimension(type_.unit)
    lo = _end(type_.lo, -model.WIDEST, size, names)
    hi = _end(type_.hi, model.WIDEST, size, names)
    if size is None or lo is None or hi is None:
        return None
    if lo > hi:
        names.problems.tell("T0307.range", type_.span)
        return None
    return model.Number(lo, hi, size[1], type_.word == "whole")


def _end(
    end: syntax.Number | None,
    open_end: float,
    size: tuple[Fraction, tuple[tuple[str, int], ...]] | None,
    names: Names,
) -> float | None:
    """An end of a range in base units; its unit is the range's, or its own."""
    if end is None:
        return open_end
    if not end.unit:
        value = nearest(end.exact * (size[0] if size else 1))
    else:
        own = names.units.number(end)
        if own is None or size is None:
            return None
        if own[1] != size[1]:
            names.problems.tell("T0302.end", end.span)
            return None
        value = nearest(own[0])
    if not abs(value) <= model.WIDEST:
        names.problems.tell("T0306.end", end.span, widest=model.WIDEST)
        return None
    return value
