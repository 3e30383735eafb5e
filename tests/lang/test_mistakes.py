"""What does not parse is answered with its place, what could stand there, and the slip it may be."""

from __future__ import annotations

from importlib.resources import files

import pytest

from tests.lang.trees import parsed
from twicetold.lang.diagnostics import Diagnostic
from twicetold.lang.mistakes.words import BLOCKS, INSIDE


def said(text: str) -> Diagnostic:
    """The one thing said of a text."""
    _, problems = parsed(text)
    (only,) = problems.diagnostics
    return only


@pytest.mark.parametrize(
    ("text", "code", "place", "help"),
    [
        ("acton strike (p: P)\n  urge 1\n", "T0106", (1, 1), "did you mean `action`?"),
        ("people Abel, Cain\n", "T0106", (1, 1), "a block begins with a word such as"),
        ("rul r for p: P\n  p.n = 1\n", "T0106", (1, 1), "did you mean `rule`?"),
        ("kindd P\n  n number\n", "T0106", (1, 1), "did you mean `kind`?"),
        ('telling "x"\n  start at the last event\n', "T0110", (2, 3), "a line here begins with"),
        ('telling "x"\n  secton T1 of a: close to B\n', "T0110", (2, 3), "did you mean `section`?"),
        ("action a (p: P)\n  needz able(p)\n", "T0110", (2, 3), "did you mean `needs`?"),
        ("rule r\n  chanse 0.3\n    A.n = 1\n", "T0110", (2, 3), "did you mean `chance`?"),
        ('world "x"\n  tik 1 minute\n', "T0110", (2, 3), "did you mean `tick`?"),
        ("action a (p: P)\n  wants p.b\n", "T0110", (2, 3), "a line here begins with"),
        ("rule r for p: P\n", "T0102", (1, 16), "indent by two spaces"),
        ("rule r for p: P   # nothing\n\n", "T0102", (1, 16), "indent by two spaces"),
        ("rule r\n  A.n = 1\n    A.n = 2\n", "T0102", (3, 1), "let it begin where the line above begins"),
        ("rule r\n    if A.b\n      A.n = 1\n   A.n = 2\n", "T0102", (4, 1), "two spaces for each step"),
        ("  A.n 1\n", "T0102", (1, 1), "begin a block in the first column"),
        ("kind P\n\tn number\n", "T0101", (2, 1), "indent with spaces"),
        ("measure m = (1 + (2)\n", "T0103", (1, 13), "write the `)`"),
        ("measure m = 1)\n", "T0104", (1, 14), "delete it"),
        ('ending "e when A.b\n', "T0105", (1, 8), "ends the text on the same line"),
        ('ending "e" when A.b == 1\n', "T0100", (1, 21), "write `is` to compare; `==`"),
        ('ending "e" when A.b = 1\n', "T0100", (1, 21), "write `is` to compare; `=`"),
        ('ending "e" when 0 < A.n < 1\n', "T0100", (1, 25), "join two comparisons with `and`"),
        ('ending "e" when A.m is not one of (b, c)\n', "T0100", (1, 32), "write `not` before it"),
        ('ending "e" when A.m != b\n', "T0100", (1, 21), "write `is not`"),
        ('ending "e" when A.b && B.b\n', "T0100", (1, 21), "write `and`"),
        ("rule r:\n  A.n = 1\n", "T0100", (1, 7), "no colon stands at the end of a line"),
        ("rule r for p P\n  p.n = 1\n", "T0100", (1, 14), "after the name comes a `:`"),
        ("rule r for p in P\n  p.n = 1\n", "T0100", (1, 14), "for x: Person"),
        ("rule r\n  A.n = .5\n", "T0100", (2, 9), "`0.5`"),
        ("rule r\n  A.n = 1 if A.b\n", "T0100", (2, 17), "needs its `else`"),
        ("rule r\n  A.n =\n", "T0100", (2, 8), "write what is missing"),
        ("rule r\n  if A.b\n    A.n = 1\n  else\n    A.n = 2\n", "T0110", (4, 3), "write `otherwise`"),
        ("rule r\n  otherwise\n    A.n = 2\n", "T0100", (2, 3), "directly below a `chance`"),
        ("rule r\n  pick x: P weight x.n\n    x.n = 1\n", "T0100", (2, 13), "did you mean `weighted`?"),
        ("world Wells\n", "T0100", (1, 7), "put it between quotes"),
        ("Abel temper 0.9\n", "T0100", (1, 13), "`Abel.temper 0.9`"),
        ("A.n [3]\n", "T0100", (1, 5), "round ones"),
        ("A.n 2 ^ 3\n", "T0100", (1, 7), "there are no powers"),
        ("A.n 1 \u2212 2\n", "T0100", (1, 7), "the hyphen of the keyboard"),
        ("A.n 1 \u20ac\n", "T0100", (1, 7), "this sign has no meaning here"),
        ("A.n 1e999\n", "T0111", (1, 5), "the largest is about"),
        ("A.t 1:75\n", "T0111", (1, 5), "from 00 to 59"),
        ("1.5 P\n", "T0111", (1, 1), "at least 1"),
        ("0 P\n", "T0111", (1, 1), "at least 1"),
        ("action a (p: P)\n  takes 1 minute\n  takes 1 hour\n", "T0109", (3, 3), "keep one"),
        ("rule r when A.b when A.c\n  A.n = 1\n", "T0109", (1, 17), "keep one"),
        ("Abel is P: he, she\n", "T0109", (1, 16), "keep one"),
    ],
)
def test_a_slip_is_recognised(text: str, code: str, place: tuple[int, int], help: str) -> None:
    told = said(text)
    assert (told.code, (told.span.line, told.span.column)) == (code, place)
    assert help in told.help


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "setting heed = 0.4\n",
            "`=` cannot stand here; a type (`yes/no`, `number`, `whole`, `one of`, `time`, a kind) could",
        ),
        ("measure m = 1 +\n", "the line cannot end here; a value could"),
        (
            "measure m = 2 metres metres\n",
            "`metres` cannot stand here; an operator, `per`, a number or the end of the line could",
        ),
        ("relation love (P P) number\n", "`P` cannot stand here; `)`, `,` or `:` could"),
        ('rule r\n  tell "a"\n    but "b"\n', "no line here begins with `but`"),
        ("rule r\n  A.n = 1 1\n", "`1` cannot stand here; an operator, a unit or the end of the line could"),
    ],
)
def test_what_could_stand_there_is_said_in_plain_words(text: str, message: str) -> None:
    assert said(text).message == message


def test_no_name_of_the_grammar_is_shown_to_anybody() -> None:
    broken = [
        "kind",
        "kind P\n  n",
        "rule r",
        "action a (",
        "A is",
        "expect 5",
        "define f(a",
        "A.n 1 1",
        "world 1",
    ]
    for text in broken:
        _, problems = parsed(text + "\n")
        for each in problems.diagnostics:
            shown = (each.message + each.help).replace("UTF", "")
            assert not any(word.isupper() and len(word) > 1 for word in shown.split()), shown
            assert "_" not in shown


def test_the_words_that_slips_are_compared_with_are_words_of_the_grammar() -> None:
    grammar = files("twicetold.lang").joinpath("grammar.lark").read_text(encoding="utf-8")
    words = {*BLOCKS, *(word for inside in INSIDE.values() for word in inside.split())}
    assert [word for word in sorted(words) if f'"{word}"' not in grammar] == []
