"""Whatever a stranger writes: diagnostics, never anything else."""

from __future__ import annotations

import contextlib
import re

from hypothesis import given
from hypothesis import strategies as st

from tests.lang.trees import CORPUS, bare, parsed, read
from twicetold.lang import TaleError, format_text, load_text, load_text_with_warnings, render
from twicetold.lang.codes import codes
from twicetold.lang.diagnostics import Problems
from twicetold.lang.mistakes.words import BLOCKS
from twicetold.lang.text import decode
from twicetold.lang.transformer.base import RESERVED

TEXTS = [read(file) for file in CORPUS if len(read(file)) < 8000]
LINES = sorted({line for text in TEXTS for line in text.split("\n")})

PIECES = [
    *BLOCKS,
    *sorted(RESERVED),
    *(
        "he",
        "called",
        "titled",
        "are",
        "for",
        "when",
        "after",
        "at",
        "every",
        "the",
        "end",
        "needs",
        "urge",
        "takes",
        "then",
    ),
    *("seen by", "sight of", "chance", "otherwise", "pick", "born", "weighted", "let", "becomes", "retires"),
    *(
        "learns",
        "happens",
        "outcome",
        "tell",
        "shows",
        "as",
        "believed",
        "symmetric",
        "number",
        "whole",
        "of",
    ),
    *(
        "p",
        "q",
        "x",
        "Person",
        "Ann",
        "love",
        "alive",
        "a.b",
        "telling",
        "words",
        "pattern",
        "1",
        "0.5",
        "5%",
        "1e999",
    ),
    *(
        "0:35",
        "99:99",
        '"',
        '"[p] [be]"',
        '"[',
        "(",
        ")",
        ",",
        ":",
        ".",
        "..",
        "=",
        "+=",
        "~",
        "+",
        "-",
        "*",
        "/",
    ),
    *(
        "<",
        "<=",
        "is",
        "#",
        "[",
        "]",
        "{",
        "!",
        "é",
        "\u0301",
        "中",
        "\t",
        "\r",
        "\x00",
        "\u202e",
        "\n",
        "\n  ",
    ),
    *("\n    ", "\n\n", "  "),
]


def is_answered(text: str) -> None:
    """The text is loaded, or refused with diagnostics that have a code and a place and can be shown."""
    try:
        loaded = load_text_with_warnings(text, "w.tale")
        diagnostics, sources = loaded.diagnostics, loaded.sources
    except TaleError as error:
        diagnostics, sources = error.diagnostics, error.sources
        assert any(each.severity == "error" for each in diagnostics)
    for each in diagnostics:
        assert each.code in codes()
        assert each.message
        assert each.help, each.message
        span = each.span
        if span.file:
            assert 1 <= span.line <= sources[span.file].text.count("\n") + 1
            assert 1 <= span.column <= len(sources[span.file].line(span.line)) + 1
            assert (span.line, span.column) <= (span.end_line, span.end_column)
    assert render(diagnostics, sources, colour=True)
    with contextlib.suppress(TaleError):
        laid_out = format_text(text)
        assert format_text(laid_out) == laid_out
        assert bare(parsed(laid_out)[0].blocks) == bare(parsed(text)[0].blocks)


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    is_answered(text)


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["", " "]))
def test_any_words_of_the_language_are_answered(pieces: list[str], between: str) -> None:
    is_answered(between.join(pieces))


@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_any_lines_of_worlds_are_answered(lines: list[str]) -> None:
    is_answered("\n".join(lines))


@given(st.sampled_from(TEXTS), st.data())
def test_worlds_with_pieces_put_in_or_taken_out_are_answered(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + data.draw(st.sampled_from(["", *PIECES])) + text[end:]
    is_answered(text)


@given(st.sampled_from(TEXTS), st.data())
def test_worlds_with_lines_moved_repeated_or_lost_are_answered(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        place, other = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        change = data.draw(st.sampled_from(["swap", "repeat", "lose", "indent", "other"]))
        if change == "swap":
            lines[place], lines[other] = lines[other], lines[place]
        elif change == "repeat":
            lines.insert(place, lines[other])
        elif change == "lose" and len(lines) > 1:
            del lines[place]
        elif change == "indent":
            lines[place] = data.draw(st.sampled_from(["", " ", "  ", "    "])) + lines[place].lstrip()
        else:
            lines[place] = data.draw(st.sampled_from(LINES))
    is_answered("\n".join(lines))


@given(st.sampled_from(TEXTS), st.data())
def test_worlds_with_words_exchanged_are_answered(text: str, data: st.DataObject) -> None:
    words = sorted(set(re.findall(r"\b[^\W\d]\w*", text)))
    for _ in range(data.draw(st.integers(1, 3))):
        old, new = (data.draw(st.sampled_from(words)) for _ in range(2))
        place = data.draw(st.integers(0, len(text)))
        text = text[:place] + text[place:].replace(old, new, 1)
    is_answered(text)


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data: bytes) -> None:
    problems = Problems()
    source = decode(data, "w.tale", problems)
    assert (source is None) == problems.has_errors
    if source is not None:
        is_answered(source.text)


@given(st.lists(st.text(max_size=30) | st.sampled_from([*PIECES, *LINES]), max_size=5))
def test_any_lines_from_outside_are_answered(lines: list[str]) -> None:
    with contextlib.suppress(TaleError):
        load_text(TEXTS[0], lines=lines)
