"""What has its value before any life begins: reckoned as a life would, and kept as a field keeps it."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.engine.interpreter.expression import Expressions
from twicetold.engine.meaning import numeric
from twicetold.engine.meaning.constants import Constants
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.sites import Sites
from twicetold.lang import load_text, model

WORLD = load_text("""\
world "a day"
  tick 7 minutes
  lasts 70 hours

setting share number = 0.3

define twice(x: number, y: number) = x + x * y
""")

EXPRESSIONS = Expressions(WORLD, layout := Layout(WORLD), Sites(WORLD, layout))
NUMBER, TIME, YES_NO = model.Number(), model.Time(), model.YesNo()

numbers = st.sampled_from([0.0, -0.0, 0.5, 1.5, 420.0, 1e300, -1e300, 1e-320]) | st.floats(-1e4, 1e4)


def binary(ops: list[str], of: st.SearchStrategy, type_: model.Type) -> st.SearchStrategy:
    return st.builds(model.Binary, st.sampled_from(ops), of, of, st.just(type_))


def function(names: list[str], args: int, of: st.SearchStrategy) -> st.SearchStrategy:
    given = st.tuples(*[of] * args)
    return st.builds(model.Function, st.sampled_from(names), given, st.just(NUMBER))


def larger(of: st.SearchStrategy) -> st.SearchStrategy:
    compared = binary(["<", "<=", ">", ">=", "is", "is not"], of, YES_NO)
    negated = st.builds(model.Unary, st.just("not"), compared, st.just(YES_NO))
    claim = compared | negated | binary(["and", "or"], compared, YES_NO)
    return (
        binary(["+", "-", "*", "/"], of, NUMBER)
        | binary(["+", "-"], of, TIME)
        | st.builds(model.Unary, st.just("-"), of, st.just(NUMBER))
        | st.builds(model.IfElse, claim, of, of, st.just(NUMBER))
        | function(["abs", "floor", "round", "sqrt", "exp", "log", "least", "greatest"], 1, of)
        | function(["least", "greatest"], 3, of)
        | function(["clamp"], 3, of)
        | st.builds(model.Call, st.just("twice"), st.tuples(of, of), st.just(NUMBER))
    )


constants = st.recursive(
    st.builds(model.Const, numbers, st.sampled_from([NUMBER, TIME]))
    | st.just(model.SettingOf("share", NUMBER)),
    larger,
    max_leaves=8,
)


@given(constants)
def test_a_constant_is_what_a_life_would_reckon_to_the_bit(expr: model.Expr) -> None:
    known = Constants(WORLD).value(expr)
    lived = EXPRESSIONS.compile(expr)(None, [-1])  # type: ignore[arg-type] # reads no state
    assert struct.pack("d", known) == struct.pack("d", lived)


def test_what_is_drawn_or_read_has_no_value_beforehand() -> None:
    with pytest.raises(TypeError, match="Now has no value before a life begins"):
        Constants(WORLD).value(model.Unary("-", model.Now(TIME), NUMBER))


ranges = st.tuples(st.floats(-100, 100), st.floats(-100, 100)).map(sorted)
number_types = st.builds(
    lambda ends, whole: model.Number(lo=ends[0], hi=ends[1], whole=whole), ranges, st.booleans()
)


@given(number_types, st.floats())
def test_a_field_keeps_a_number_by_the_arithmetic_that_a_kernel_has(
    type_: model.Number, value: float
) -> None:
    kept = numeric.clamp(value, type_.lo, type_.hi)
    if type_.whole:
        kept = numeric.clamp(numeric.round_half_even(kept), type_.lo, type_.hi)
    assert struct.pack("d", model.stored(type_)(value)) == struct.pack("d", kept)
