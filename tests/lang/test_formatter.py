"""The layout of worlds: what is laid out means what was written, and how it was spaced does not show."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lang.trees import CORPUS, bare, blocks, parsed, read
from tests.sampled import sampled
from twicetold.lang import TaleError, format_text, limits

MESSY = """\

# A world.


world   "W"
    tick 1 minute


    lasts   2 days   # long
kind P
   alive yes / no=yes believed   # at first
   n number -1 .. 1   metres ~ normal( 0 ,0.1 )
   # the last
   when_last   time
A,B are P:alive no , love( each other )-0.5
C is P
# of D
D is P
relation love(P,P) number
reward for   p :P=-p.n+ 1
wants  -p.n  for p :P   within   3 steps
define  f (p:P)=-p.n+- 1 if not( p.alive ) else count( x :P where x.n>=0 )
action go(p: P)
        needs p.alive,
"""

LAID_OUT = """\
# A world.

world "W"
  tick 1 minute

  lasts 2 days  # long

kind P
  alive      yes/no = yes believed  # at first
  n          number -1..1 metres ~ normal(0, 0.1)
  # the last
  when_last  time

A, B are P: alive no, love(each other) -0.5
C is P
# of D
D is P
relation love (P, P) number
reward for p: P = -p.n + 1
wants -p.n for p: P within 3 steps
define f(p: P) = -p.n + -1 if not (p.alive) else count(x: P where x.n >= 0)
"""


def test_a_world_is_laid_out() -> None:
    text = MESSY.partition("action")[0]
    assert format_text(text) == LAID_OUT


def test_columns_of_comments_are_even_from_line_to_line() -> None:
    assert format_text("A is P # one\nBee is P   # two\nC is P\nDeedee is P # three\n") == (
        "A is P    # one\nBee is P  # two\nC is P\nDeedee is P  # three\n"
    )


def test_lines_inside_brackets_keep_their_breaks_and_stand_farther_in() -> None:
    assert format_text("define f(p: P) = any(\n x: P where x.n > 1 # many\n and x.alive\n   )\nA is P\n") == (
        "define f(p: P) = any(\n    x: P where x.n > 1  # many\n    and x.alive\n    )\n\nA is P\n"
    )


def test_comments_stay_with_what_they_are_about() -> None:
    text = (
        "rule r for p: P\n"
        "    # of the first\n"
        "    p.n = 1\n"
        "    if p.a\n"
        "          # of the second\n"
        "          p.n = 2\n"
        "          # after the second\n"
        "    # of the third\n"
        "    p.n = 3\n"
        "# of p.n = 4\n"
        "    p.n = 4\n"
        "    # at the end\n"
        "# of K\n"
        "kind K\n"
    )
    assert format_text(text) == (
        "rule r for p: P\n"
        "  # of the first\n"
        "  p.n = 1\n"
        "  if p.a\n"
        "    # of the second\n"
        "    p.n = 2\n"
        "    # after the second\n"
        "  # of the third\n"
        "  p.n = 3\n"
        "  # of p.n = 4\n"
        "  p.n = 4\n"
        "  # at the end\n"
        "\n"
        "# of K\n"
        "kind K\n"
    )


def test_nothing_is_nothing() -> None:
    assert format_text("") == ""
    assert format_text("\n \n\n") == ""
    assert format_text("  # alone\n\n\n# and another") == "# alone\n\n# and another\n"


def test_what_cannot_be_parsed_is_not_laid_out() -> None:
    with pytest.raises(TaleError) as raised:
        format_text(MESSY, "messy.tale")
    assert [(each.code, each.span.file) for each in raised.value.diagnostics] == [("T0100", "messy.tale")]


def test_a_line_that_would_be_too_long_is_not_laid_out() -> None:
    sums = "+".join(["1"] * 100)
    text = f"define f(a: P, b: P) = least({','.join([sums] * 9)})\n"
    assert len(text) < limits.LINE
    with pytest.raises(TaleError) as raised:
        format_text(text)
    assert [each.code for each in raised.value.diagnostics] == ["T0006"]


@pytest.mark.parametrize("file", sampled(CORPUS, 40, more=len(CORPUS)), ids=lambda file: file.stem)
def test_laying_out_changes_no_meaning_and_is_done_once(file: Path) -> None:
    text = read(file)
    laid_out = format_text(text)
    assert bare(blocks(laid_out)) == bare(blocks(text))
    assert format_text(laid_out) == laid_out


@pytest.mark.parametrize("file", sampled(CORPUS, 40, more=len(CORPUS)), ids=lambda file: file.stem)
def test_laying_out_keeps_every_comment(file: Path) -> None:
    text = read(file)
    before, after = (parsed(each)[0].comments for each in (text, format_text(text)))
    assert [(each.text, each.alone) for each in before] == [(each.text, each.alone) for each in after]


# --- however it was spaced ----------------------------------------------------------------------------------

TEXTS = [text for file in CORPUS if len(text := read(file)) < 8000]
laid_out_once = cache(format_text)
SPACE_OR_TEXT = re.compile(r'"[^"]*"| +')


@given(st.sampled_from(TEXTS).map(laid_out_once), st.integers(1, 4), st.data())
def test_how_a_text_was_spaced_does_not_show(text: str, step: int, data: st.DataObject) -> None:
    """Other steps of indentation, other numbers of spaces, spaces at the ends of lines."""

    def spaced(line: str) -> str:
        code = line.lstrip(" ")
        if code.startswith("#") or " #" in code:
            return " " * ((len(line) - len(code)) // 2 * step) + code + end
        widened = SPACE_OR_TEXT.sub(lambda match: match[0] if match[0][0] == '"' else between, code)
        return " " * ((len(line) - len(code)) // 2 * step) + widened + end

    between, end = (" " * data.draw(st.integers(low, 3)) for low in (1, 0))
    loose = "\n".join(map(spaced, text.split("\n")))
    assert format_text(loose) == text


@given(st.sampled_from(TEXTS).map(laid_out_once), st.data())
def test_comments_and_empty_lines_anywhere_leave_a_layout_that_stays(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(lines)))
        lines.insert(place, data.draw(st.sampled_from(["", "# one", "  # two", "      # three", "   "])))
    loose = "\n".join(lines)
    laid_out = format_text(loose)
    assert format_text(laid_out) == laid_out
    assert bare(blocks(laid_out)) == bare(blocks(text))


def test_words_for_fields_are_laid_out_as_relations_are() -> None:
    written = 'words   for love(p:P,q :P)   "[p] [love] [q]"\n'
    assert format_text(written) == 'words for love (p: P, q: P) "[p] [love] [q]"\n'
