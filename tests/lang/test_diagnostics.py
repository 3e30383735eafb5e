"""What is said of a text: collected, sorted, bounded, shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.lang import TaleError
from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import MOST, Problems, excerpt, nearest, render
from twicetold.lang.source import NOWHERE, Source, Span

TEXT = "kind Person\n  thirst number\nrule r for p: Person\n  p.thrist += 1\n"


def at(line: int, column: int, length: int = 1, file: str = "wells.tale") -> Span:
    return Span(file, line, column, line, column + length)


def test_a_diagnostic_is_shown_with_its_line_and_carets() -> None:
    problems = Problems()
    meant = problems.meant("thrist", ["first", "thirst"])
    problems.tell("T0203.field", at(4, 5, 6), meant, kind="Person", name="thrist")
    assert render(problems.diagnostics, {"wells.tale": Source("wells.tale", TEXT)}) == (
        "error[T0203]: Person has no field `thrist`\n"
        " --> wells.tale:4:5\n"
        "  |\n"
        "4 |   p.thrist += 1\n"
        "  |     ^^^^^^\n"
        "  help: did you mean `thirst`?\n"
        "\n"
        "1 error found\n"
    )


def test_colour_adds_nothing_but_colour() -> None:
    problems = Problems()
    problems.tell("T0203.field", at(4, 5, 6), Help("T0203.no_fields"), kind="Person", name="thrist")
    problems.tell("T0506.define", at(1, 1), name="rich")
    sources = {"wells.tale": Source("wells.tale", TEXT)}
    coloured = render(problems.diagnostics, sources, colour=True)
    plain = "".join(part.partition("m")[2] if n else part for n, part in enumerate(coloured.split("\x1b[")))
    assert plain == render(problems.diagnostics, sources)
    assert coloured != plain


def test_what_stands_nowhere_is_shown_without_a_place() -> None:
    problems = Problems()
    problems.tell("T0402.circle", NOWHERE, circle="rich → poor → rich")
    assert render(problems.diagnostics, {}) == (
        "error[T0402]: these definitions go round in a circle: rich → poor → rich\n"
        "  help: a definition may use others, never itself: say one of them without the next\n"
        "\n"
        "1 error found\n"
    )


def test_things_come_by_file_in_order_of_sight_then_line_and_column_each_once() -> None:
    problems = Problems()
    problems.sight(Source("second.tale", ""))
    for span in (at(3, 1), at(1, 9), at(1, 2), at(1, 2), at(2, 1, file="second.tale")):
        problems.tell("T0104.bracket", span)
    assert [(each.span.file, each.span.line, each.span.column) for each in problems.diagnostics] == [
        ("second.tale", 2, 1),
        ("wells.tale", 1, 2),
        ("wells.tale", 1, 9),
        ("wells.tale", 3, 1),
    ]


def test_so_many_are_kept_and_the_rest_are_counted() -> None:
    problems = Problems()
    for line in range(1, MOST + 1):
        assert not problems.full
        problems.tell("T0506.define", at(line, 1), name="rich")
        problems.tell("T0104.bracket", at(line, 1))
    problems.tell("T0104.bracket", at(MOST + 1, 1))
    assert problems.full
    assert {each.severity for each in problems.diagnostics} == {"error"}
    assert (len(problems.diagnostics), problems.rest) == (MOST, MOST + 1)
    assert problems.nearest("thrist", ["thirst"]) is None
    assert problems.meant("thrist", ["thirst"]) is None
    with pytest.raises(TaleError, match=f"{MOST} errors found; {MOST + 1} more not shown"):
        problems.stop_if_wrong()


def test_warnings_alone_stop_nothing() -> None:
    problems = Problems()
    problems.tell("T0506.define", at(1, 1), name="rich")
    assert not problems.has_errors
    problems.stop_if_wrong()


def test_a_long_line_is_shown_around_its_place() -> None:
    line = "x" * 500 + "bad" + "y" * 500
    text, carets = excerpt(line, at(1, 501, 3))
    assert len(text) < 120
    assert text[carets.index("^") : carets.rindex("^") + 1] == "bad"
    assert text.startswith("…x")
    assert text.endswith("y…")


def test_carets_stand_under_what_is_wide_or_cannot_be_seen() -> None:
    assert excerpt("\tbad", at(1, 2, 3)) == ("    bad", "    ^^^")
    assert excerpt("漢字 bad", at(1, 4, 3)) == ("漢字 bad", "     ^^^")
    assert excerpt("e\u0301 bad", at(1, 4, 3)) == ("e\u0301 bad", "  ^^^")
    assert excerpt("\x1b[31m bad", at(1, 7, 3)) == ("�[31m bad", "      ^^^")


@given(
    st.text(max_size=300).map(lambda text: text.replace("\n", " ")), st.integers(1, 400), st.integers(0, 400)
)
def test_carets_stand_somewhere_whatever_the_line(line: str, column: int, length: int) -> None:
    text, carets = excerpt(line, at(1, column, length))
    assert "^" in carets
    assert text == "" or text.isprintable()


# --- slips --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("thrist", ["first", "thirst"], "thirst"),
        ("wel", ["House", "Well"], "Well"),
        ("ba", ["ab"], "ab"),
        ("Derrek", ["Derek", "Erica"], "Derek"),
        ("beside", ["besides", "beside_s"], "besides"),
        ("cat", ["dog", "horse"], None),
        ("strike", ["swing"], None),
        ("", ["a", ""], "a"),
        ("x" * 41, ["x" * 42], None),
    ],
)
def test_the_nearest_name_is_found(name: str, known: list[str], meant: str | None) -> None:
    assert nearest(name, known) == meant


@given(st.text("abcdef", min_size=5, max_size=12), st.data())
def test_one_slip_in_a_long_name_is_always_recognised(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    slip = data.draw(
        st.sampled_from(
            [
                name[:place] + name[place + 1 :],
                name[:place] + "z" + name[place:],
                name[:place] + "z" + name[place + 1 :],
                name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :]
                if place
                else name + "z",
            ]
        )
    )
    assert nearest(slip, [name]) == (name if slip != name else None)
