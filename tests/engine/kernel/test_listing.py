"""A program as text for people."""

from pathlib import Path

import pytest

from tests.bundled import load
from twicetold.engine.kernel.compile import program_of
from twicetold.engine.kernel.listing import expression, function, listing
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.kernel.program import (
    FALSE,
    Array,
    Call,
    Choose,
    Do,
    Expr,
    For,
    Function,
    If,
    Let,
    Load,
    Op,
    Return,
    Set,
    Store,
    Switch,
    Var,
    While,
    both,
    either,
    int_,
    num,
    word,
)
from twicetold.lang import load_text

x, y, z = (Var(name, "num") for name in "xyz")
a, b, c = (Var(name, "bit") for name in "abc")
health = Array("health", "f64", 3)
i = Var("i", "int")


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (x + y + z, "x + y + z"),
        (x + (y + z), "x + (y + z)"),
        (x - (y - z), "x - (y - z)"),
        ((x + y) * z, "(x + y) * z"),
        (x + y * z, "x + y * z"),
        (-(x * y), "-(x * y)"),
        (-x * y, "-x * y"),
        (x < y + 1, "x < y + 1"),
        ((x < y).is_(y < z), "x < y == (y < z)"),
        (both(a, either(b, c)), "a and (b or c)"),
        (either(both(a, b), c), "(a and b) or c"),
        (~both(a, b), "~(a and b)"),
        (Choose(a, x, y) + z, "(x if a else y) + z"),
        (Choose(a, x, Choose(b, y, z)), "x if a else (y if b else z)"),
        (Load(health, i - 1), "health[i - 1]"),
        (Call("clamp", (x, num(0), num(1)), "num"), "clamp(x, 0, 1)"),
        (Op("to num", (i,), "num"), "to_num(i)"),
        (Op("to word", (i,), "word") << 13, "to_word(i) << 13"),
        (num(0.1), "0.1"),
        (num(1 / 3), "0.33333333333333331"),
        (word(0x9E3779B97F4A7C15), "0x9e3779b97f4a7c15"),
        (FALSE, "no"),
    ],
)
def test_expressions_have_the_brackets_they_need(expr: Expr, text: str) -> None:
    assert expression(expr) == text


def test_statements_are_indented_by_what_they_stand_in() -> None:
    n = Var("n", "int")
    body = (
        Let(n, int_(0)),
        For(
            i,
            int_(0),
            int_(3),
            (If(Load(health, i) <= 0, (Do("fall", (i,)), Set(n, n + 1)), (Store(health, i, num(100)),)),),
        ),
        While(n > 0, (Set(n, n - 1),)),
        Switch(n, ((0, (Do("nobody"),)), (1, (Do("somebody"),)))),
        Return(n),
    )
    wanted = """\
function reckoning(x: num) -> int
  let n = 0
  for i from 0 until 3
    if health[i] <= 0
      fall(i)
      n = n + 1
    else
      health[i] = 100
  while 0 < n
    n = n - 1
  switch n
    case 0
      nobody()
    case 1
      somebody()
  return n"""
    assert function(Function("reckoning", (x,), "int", body)) == wanted


def test_a_world_is_read_in_its_listing() -> None:
    world = load_text(
        'world "Candle"\n  tick 1 minute\n  lasts 3 minutes\n\nkind Candle\n  wax number 0..10 = 10\n\n'
        "Stub is Candle\n\nrule burning for c: Candle where c.wax > 0\n  c.wax -= 4\n\n"
        'ending "dark" at the end\n'
    )
    text = listing(lower(world))
    assert "life f0_wax[1]: f64" in text
    assert "function rule0_burning()" in text
    assert "- 4" in text
    assert "    if live(" in text


def test_the_page_on_the_kernel_shows_what_is_so() -> None:
    page = (Path(__file__).parents[3] / "docs" / "kernel.md").read_text(encoding="utf-8")
    shown = page.split("```text\nfunction ", 1)[1].split("```", 1)[0]
    assert "function " + shown.rstrip() in listing(program_of(load("brawl")))
