"""Ranges may be too wide, never too narrow: whatever settings are set to, the value lies within, be it
reckoned as it is written or computed, to the bit."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.engine.meaning.constants import Constants
from twicetold.lang import load_text, model, ranges
from twicetold.lang.check.constant import fold
from twicetold.lang.check.scope import Names
from twicetold.lang.check.unit import Units
from twicetold.lang.diagnostics import Problems
from twicetold.lang.ranges import ANYTHING

YES_NO = model.YesNo()
NUMBER = model.Number()

TYPES: dict[str, model.Type] = {
    "a": model.Number(-2.0, 3.0),
    "b": model.Number(0.0, 1.0),
    "c": model.Number(-4.0, -1.0),
    "d": YES_NO,
}


def names(values: tuple[float, float, float, bool]) -> Names:
    """Four settings with these values."""
    problems = Problems()
    known = {
        name: model.Setting(name, type_, value)
        for (name, type_), value in zip(TYPES.items(), values, strict=True)
    }
    return Names(problems, Units(problems), settings=known)


worlds = st.builds(
    lambda *values: names(values), st.integers(-2, 3), st.floats(0, 1), st.integers(-4, -1), st.booleans()
)


Exprs = st.SearchStrategy[model.Expr]


def binary(ops: list[str], of: Exprs, type_: model.Type) -> Exprs:
    return st.builds(model.Binary, st.sampled_from(ops), of, of, st.just(type_))


def function(names: list[str], *args: Exprs) -> Exprs:
    return st.builds(model.Function, st.sampled_from(names), st.tuples(*args), st.just(NUMBER))


def comparison(of: Exprs) -> Exprs:
    return binary(["<", "<=", ">", ">=", "is", "is not"], of, YES_NO)


def number(of: Exprs) -> Exprs:
    return st.one_of(
        binary(["+", "-", "*", "/"], of, NUMBER),
        st.builds(model.Unary, st.just("-"), of, st.just(NUMBER)),
        st.builds(model.IfElse, comparison(of), of, of, st.just(NUMBER)),
        function(["abs", "floor", "round", "sqrt"], of),
        function(["least", "greatest"], of, of),
        function(["clamp"], of, of, of),
    )


def claim(of: Exprs) -> Exprs:
    return binary(["and", "or"], of, YES_NO) | st.builds(model.Unary, st.just("not"), of, st.just(YES_NO))


settings_read = st.sampled_from([model.SettingOf(name, TYPES[name]) for name in "abc"])
constants = st.builds(model.Const, st.integers(-4, 4).map(float), st.just(NUMBER))
numbers = st.recursive(settings_read | constants, number, max_leaves=6)
claims = st.recursive(
    st.just(model.SettingOf("d", YES_NO)) | comparison(settings_read | constants), claim, max_leaves=4
)


@given(worlds, numbers | claims)
def test_a_value_lies_within_its_range(known: Names, expr: model.Expr) -> None:
    value = fold(expr, known)
    assert value is not None
    lo, hi = known.ranges.of(expr)
    assert lo <= value <= hi


@given(worlds, claims, claims)
def test_what_holds_is_not_said_never_to_hold(known: Names, one: model.Expr, other: model.Expr) -> None:
    if fold(one, known) and fold(other, known):
        assert not known.ranges.never([one, other])


def test_what_contradicts_itself_never_holds() -> None:
    known = names((0, 0.5, -1, True))
    b, d = model.SettingOf("b", TYPES["b"]), model.SettingOf("d", YES_NO)

    def below(y: float) -> model.Expr:
        return model.Binary("<", b, model.Const(y, NUMBER), YES_NO)

    def above(y: float) -> model.Expr:
        return model.Binary(">=", b, model.Const(y, NUMBER), YES_NO)

    assert known.ranges.never([d, model.Unary("not", d, YES_NO)])
    assert known.ranges.never([below(0.5), above(0.5)])
    assert known.ranges.never([below(0.0)])
    assert not known.ranges.never([below(0.5), above(0.4), d])


WORLD = load_text(
    """
world "Range"
  tick 1 minute
  lasts 1 minute

setting a number -2..3 = 0 tune -2..3
setting b number 0..1 = 0 tune 0..1
setting c number -4..-1 = -1 tune -4..-1

kind Stone

stone is Stone

ending "over" at the end
""",
    "range.tale",
)
SETTINGS = st.fixed_dictionaries({"a": st.floats(-2, 3), "b": st.floats(0, 1), "c": st.floats(-4, -1)})
GREAT = st.sampled_from([1e15, -1e15, 1e200, 1e308, -1e308]).map(lambda x: model.Const(x, NUMBER))
COMPUTED = st.recursive(
    settings_read | constants | GREAT,
    lambda of: number(of) | function(["exp", "log"], of),
    max_leaves=8,
)


@given(SETTINGS, COMPUTED, st.booleans())
def test_what_is_computed_lies_within_its_range_to_the_bit(
    values: dict[str, float], expr: model.Expr, turning: bool
) -> None:
    settings = tuple(replace(each, value=values[each.name]) for each in WORLD.settings)
    world = replace(WORLD, settings=settings)
    found = ranges.computed(world, turning=turning).of(expr)
    value: Any = Constants(world).value(expr)
    lo, hi = found
    assert lo <= value <= hi or found == ANYTHING


@pytest.mark.parametrize("turning", [False, True])
def test_a_setting_that_may_be_turned_lies_anywhere_between_its_ends(turning: bool) -> None:
    found = ranges.computed(WORLD, turning=turning).of(model.SettingOf("a", TYPES["a"]))
    assert found == ((-2.0, 3.0) if turning else (0.0, 0.0))


def cell(lo: float, hi: float) -> model.Expr:
    return model.Cell("f", (), model.Number(lo, hi))


def test_what_is_rounded_in_many_steps_is_not_known_to_the_bit() -> None:
    as_written = ranges.Ranges(crowd=lambda aggregate: 3.0)
    to_the_bit = replace(as_written, computed=True)
    three = model.Aggregate("sum", 1, "x", "Stone", None, cell(0, 0.7), NUMBER)
    evenly = model.Draw("uniform", (cell(0, 1), cell(2, 3)), "site", (), NUMBER)
    assert as_written.of(three) == (0.0, 0.7 * 3)
    assert as_written.of(evenly) == (0.0, 3.0)
    assert to_the_bit.of(three) == to_the_bit.of(evenly) == ANYTHING
    least = model.Function("clamp", (three, model.Const(0.0, NUMBER), model.Const(1.0, NUMBER)), NUMBER)
    assert to_the_bit.of(least) == (0.0, 1.0)


def test_nothing_times_what_may_be_infinite_need_not_be_nothing() -> None:
    nothing, anything = model.Const(0.0, NUMBER), model.Bound(1, "x", NUMBER)
    product = model.Binary("*", nothing, anything, NUMBER)
    assert ranges.Ranges().of(product) == (0.0, 0.0)
    assert math.isinf(ranges.Ranges(computed=True).of(product)[1])
