"""Programs are well typed: those of worlds always, and what is not is refused."""

import pytest

from tests.bundled import load
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.kernel.program import (
    TRUE,
    Array,
    Call,
    Choose,
    Const,
    Do,
    For,
    Function,
    If,
    Let,
    Load,
    Program,
    Return,
    Set,
    Store,
    Switch,
    Var,
    While,
    int_,
    num,
    word,
)
from twicetold.engine.kernel.verify import Malformed, verify

health = Array("health", "f64", 3)
n, x = Var("n", "int"), Var("x", "num")
half = Function("half", (x,), "num", (Return(x / 2),), pure=True)


def program(*body, result=None):
    return Program((half, Function("lives", (), result, body)), (health,))


@pytest.mark.parametrize("name", ["milk", "brawl", "hale_yard"])
def test_worlds_make_programs_that_are_well_typed(name):
    verify(lower(load(name)))


@pytest.mark.parametrize(
    "body",
    [
        (Let(n, int_(1)), Set(n, n + 1)),
        (For(n, int_(0), int_(3), (Store(health, n, Call("half", (Load(health, n),), "num")),)),),
        (Let(n, int_(3)), While(n > 0, (Set(n, n - 1),)), Switch(n, ((0, (Return(),)),))),
        (Do("clear"),),
    ],
)
def test_what_is_well_typed_is_let_pass(body):
    verify(program(*body))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ((Let(n, num(1)),), "num where int is wanted"),
        ((Let(n, int_(1)), Set(n, TRUE)), "bit where int is wanted"),
        ((Set(n, int_(1)),), "n is not bound"),
        ((If(TRUE, (Let(n, int_(1)),)), Set(n, n + 1)), "n is not bound"),
        ((Store(health, num(0), num(1)),), "num where int is wanted"),
        ((Store(health, int_(0), int_(1)),), "int where num is wanted"),
        ((If(int_(1), ()),), "int where bit is wanted"),
        ((While(int_(1), ()),), "int where bit is wanted"),
        ((For(n, int_(0), num(3), ()),), "num where int is wanted"),
        ((Switch(num(1), ()),), "num where int is wanted"),
        ((Do("double"),), "no function double"),
        ((Do("half"),), "half takes 1, not 0"),
        ((Do("half", (int_(1),)),), "int where num is wanted"),
        ((Let(n, Call("half", (num(1),), "num")),), "num where int is wanted"),
        ((Let(x, num(1) + Const(1, "int")),), "int where num is wanted"),
        ((Let(x, Choose(TRUE, num(1), word(1))),), "word where num is wanted"),
        ((Let(x, Choose(int_(1), num(1), num(1))),), "int where bit is wanted"),
        ((Let(x, Load(health, num(1))),), "num where int is wanted"),
        ((Return(num(1)),), "a wrong return"),
    ],
)
def test_what_is_not_is_refused_with_the_function_named(body, said):
    with pytest.raises(Malformed, match=said) as refused:
        verify(program(*body))
    assert str(refused.value).startswith("lives: ")


def test_a_function_returns_what_it_says():
    with pytest.raises(Malformed, match="int where num is wanted"):
        verify(program(Return(int_(1)), result="num"))
