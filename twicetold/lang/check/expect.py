"""Expectations: the author's tests of a world."""

from __future__ import annotations

from collections.abc import Set

from twicetold.lang import model, syntax
from twicetold.lang.check.ending import UNENDED
from twicetold.lang.check.scope import Names
from twicetold.lang.check.types import dimension, said_dimension
from twicetold.lang.exact import nearest


def expect(
    block: syntax.Expect, endings: Set[str], measures: dict[str, model.Measure | None], names: Names
) -> model.Expect | None:
    """One expectation, of an ending (by name) or a measure (None: a wrong one)."""
    if block.ending is not None:
        return _of_ending(block, block.ending, endings, names)
    assert block.measure is not None
    return _of_measure(block, block.measure, measures, names)


def _of_ending(
    block: syntax.Expect, ending: syntax.Text, endings: Set[str], names: Names
) -> model.Expect | None:
    if ending.text not in endings and ending.text != UNENDED:
        near = names.problems.nearest(ending.text, endings)
        known = ", ".join(f'"{each}"' for each in sorted(endings)[:4])
        help = f'did you mean "{near}"?' if near else f"the endings here are {known or 'none'}"
        names.problems.error("T0211", ending.span, f'there is no ending "{ending.text}"', help)
        return None
    bounds = _bounds(block, (), names)
    if bounds and (bounds[1] < 0 or bounds[0] > 1):
        help = "such as `5%..30%`"
        names.problems.error("T0501", block.lo.span, "the share of an ending lies between 0 and 1", help)
    return bounds and model.Expect(ending.text, None, *bounds, span=block.span)


def _of_measure(
    block: syntax.Expect, name: syntax.Name, measures: dict[str, model.Measure | None], names: Names
) -> model.Expect | None:
    if name.text not in measures:
        near = names.problems.nearest(name.text, measures)
        help = f"did you mean `{near}`?" if near else f"declare it: `measure {name.text} = …`"
        names.problems.error("T0211", name.span, f"there is no measure `{name.text}`", help)
        return None
    measure = measures[name.text]
    if measure is None:
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
        found = names.units.number(shared)
        if found is None:
            return None
        value, has = nearest(found[0]), found[1]
        if has != unit and not (value == 0 and not has):
            wanted = said_dimension(unit, names.units.plural) if unit else "a plain number"
            message = f"this is in {said_dimension(has, names.units.plural) if has else 'no unit'}"
            names.problems.error("T0302", end.span, message, f"what is expected of is {wanted}")
            return None
        ends.append(value)
    if ends[0] > ends[1]:
        names.problems.error("T0307", block.span, "this range is empty", "write the lower end first")
        return None
    return ends[0], ends[1]
