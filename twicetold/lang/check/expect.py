"""Expectations: the author's tests of a world."""

from __future__ import annotations

from collections.abc import Mapping, Set

from twicetold.lang import model, syntax
from twicetold.lang.check.ending import UNENDED
from twicetold.lang.check.scope import Names
from twicetold.lang.check.types import dimension, said_dimension
from twicetold.lang.codes import Help
from twicetold.lang.exact import nearest


def expect(
    block: syntax.Expect,
    endings: Set[str],
    measures: Mapping[str, model.Measure | model.Series | None],
    patterns: Set[str],
    names: Names,
) -> model.Expect | None:
    """One expectation, of an ending (by name), a measure (None: a wrong one) or a pattern."""
    if block.ending is not None:
        return _of_ending(block, block.ending, endings, names)
    assert block.measure is not None
    if block.measure.text in patterns and block.measure.text not in measures:
        bounds = _share(block, names)
        return bounds and model.Expect(None, None, *bounds, pattern=block.measure.text, span=block.span)
    return _of_measure(block, block.measure, measures, names)


def _of_ending(
    block: syntax.Expect, ending: syntax.Text, endings: Set[str], names: Names
) -> model.Expect | None:
    if ending.text not in endings and ending.text != UNENDED:
        near = names.problems.nearest(ending.text, endings)
        known = ", ".join(f'"{name}"' for name in sorted(endings)[:4])
        help = Help("T0211.near", near=near) if near else None
        names.problems.tell("T0211.ending", ending.span, help, name=ending.text, known=known or "none")
        return None
    bounds = _share(block, names)
    return bounds and model.Expect(ending.text, None, *bounds, span=block.span)


def _share(block: syntax.Expect, names: Names) -> tuple[float, float] | None:
    """Between which shares of lives it is to be."""
    bounds = _bounds(block, (), names)
    if bounds and (bounds[1] < 0 or bounds[0] > 1):
        names.problems.tell("T0501.share", block.lo.span)
    return bounds


def _of_measure(
    block: syntax.Expect,
    name: syntax.Name,
    measures: Mapping[str, model.Measure | model.Series | None],
    names: Names,
) -> model.Expect | None:
    if name.text not in measures:
        names.problems.tell(
            "T0211.measure", name.span, names.problems.meant(name.text, measures), name=name.text
        )
        return None
    measure = measures[name.text]
    if measure is None:
        return None
    if isinstance(measure, model.Series):
        names.problems.tell("T0211.series", name.span, name=name.text)
        return None
    bounds = _bounds(block, dimension(measure.expr.type) or (), names)
    return bounds and model.Expect(None, name.text, *bounds, span=block.span)


def _bounds(
    block: syntax.Expect, unit: tuple[tuple[str, int], ...], names: Names
) -> tuple[float, float] | None:
    """Both ends in base units."""
    ends = []
    for end in (block.lo, block.hi):
        shared = end if end.unit else syntax.Number(end.value, end.text, block.hi.unit, end.span)
        quantity = names.units.number(shared)
        if quantity is None:
            return None
        value, has = nearest(quantity[0]), quantity[1]
        if has != unit and not (value == 0 and not has):
            wanted = said_dimension(unit, names.units.plural) if unit else "a plain number"
            found_in = said_dimension(has, names.units.plural) if has else "no unit"
            names.problems.tell("T0302.expected", end.span, unit=found_in, wanted=wanted)
            return None
        ends.append(value)
    if ends[0] > ends[1]:
        names.problems.tell("T0307.expected", block.span)
        return None
    return ends[0], ends[1]
