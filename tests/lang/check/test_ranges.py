"""Ranges may be too wide, never too narrow: whatever settings are set to, the value lies within."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twicetold.lang import model
from twicetold.lang.check import ranges
from twicetold.lang.check.constant import fold
from twicetold.lang.check.scope import Names
from twicetold.lang.check.unit import Units
from twicetold.lang.diagnostics import Problems

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
    lo, hi = ranges.of(expr, known)
    assert lo <= value <= hi


@given(worlds, claims, claims)
def test_what_holds_is_not_said_never_to_hold(known: Names, one: model.Expr, other: model.Expr) -> None:
    if fold(one, known) and fold(other, known):
        assert not ranges.never([one, other], known)


def test_what_contradicts_itself_never_holds() -> None:
    known = names((0, 0.5, -1, True))
    b, d = model.SettingOf("b", TYPES["b"]), model.SettingOf("d", YES_NO)

    def below(y: float) -> model.Expr:
        return model.Binary("<", b, model.Const(y, NUMBER), YES_NO)

    def above(y: float) -> model.Expr:
        return model.Binary(">=", b, model.Const(y, NUMBER), YES_NO)

    assert ranges.never([d, model.Unary("not", d, YES_NO)], known)
    assert ranges.never([below(0.5), above(0.5)], known)
    assert ranges.never([below(0.0)], known)
    assert not ranges.never([below(0.5), above(0.4), d], known)
