"""Canons: read, resolved against a world, and refused with the place of every mistake."""

import pytest

from tests.sampled import slow
from twicetold.lang import (
    TaleError,
    load_canon,
    load_canon_text,
    load_text_with_warnings,
    load_with_warnings,
    render,
)
from twicetold.lang.model.canon import Refused, So, Told

WORLD = """
world "Two"
  tick 1 minute
  lasts 1 hour
kind Person
  n number 0..9 believed
Abel, Cain are Person
action strike (p: Person, q: Person)
  then
    chance 0.5
      outcome missed
action rest (p: Person)
  urge 0
event fall (p: Person)
"""

CANON = """canon "The brothers"
C1  before              so Abel.n > 0.2 and so believes(Cain, Abel.n) is 0   through Abel
C2  5:00                strike(Cain, anyone) missed                          through Cain in T1
C3  5 minutes within 30 seconds  not rest(Abel) and fall(Cain)
"""


@pytest.fixture
def read():
    loaded = load_text_with_warnings(WORLD)
    return lambda text: load_canon_text(loaded, text)


def said(read, text):
    with pytest.raises(TaleError) as wrong:
        read(text)
    return render(wrong.value.diagnostics, wrong.value.sources)


def test_a_canon_is_read_line_by_line(read):
    canon = read(CANON)
    first, second, third = canon.lines
    assert canon.name == "The brothers"
    assert (first.at, first.through, first.place) == (None, 0, None)
    assert [type(part) for part in first.parts] == [So, So]
    assert second.parts == (Told("strike", (1, None), "missed", "strike(Cain, anyone) missed"),)
    assert (second.at, second.through, second.place) == (300.0, 1, "T1")
    assert (second.first, second.due, second.last) == (5, 5, 5)
    assert third.parts == (Refused("rest", (0,), "not rest(Abel)"), Told("fall", (1,), None, "fall(Cain)"))
    assert (third.at, third.first, third.due, third.last) == (300.0, 4, 5, 6)


@slow
def test_a_bundled_world_has_its_canon_beside_it():
    for name in ("milk", "hale_yard"):
        canon = load_canon(load_with_warnings(name), name)
        assert canon is not None
        assert canon.lines


def test_a_world_without_a_canon_has_none(tmp_path):
    (tmp_path / "w.tale").write_text(WORLD)
    path = str(tmp_path / "w.tale")
    assert load_canon(load_with_warnings(path), path) is None


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("C1 5:00 strik(Cain, Abel)", "T0207", "there is no action or event `strik`"),
        ("C1 5:00 strike(Cain)", "T0", "`strike`"),
        ("C1 5:00 strike(Cain, Eve)", "T0", "`Eve`"),
        ("C1 5:00 strike(Cain, Abel) mised", "T0208", "`strike` never turns out `mised`"),
        ("C1 5:00 not fall(Cain)", "T0602", "only an action can be refused"),
        ("C1 5:00 so Abel.n", "T0", "yes/no"),
        ("C1 5:00 rest(Abel) through Eve", "T0205", "`Eve`"),
        ("C1 5:00 rest(best(p: Person: p.n))", "T0603", "names who takes each role"),
        ("C1 rest(Abel)", "T0100", "cannot stand here"),
        ("C1 5:00 rest(Abel)\nC1 6:00 rest(Abel)", "T0213", "given twice"),
        ("C1 5 apples rest(Abel)", "T0206", "apples"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(read, line, code, message):
    text = said(read, f'canon "X"\n{line}\n')
    assert f"error[{code}" in text
    assert message in text
    assert "--> world.canon:" in text
    assert "^" in text


def test_a_canon_without_its_name_is_refused(read):
    assert "error[T0601]" in said(read, "C1 5:00 rest(Abel)\n")
    assert "error[T0601]" in said(read, "")


def test_several_mistakes_are_told_at_once(read):
    text = said(read, 'canon "X"\nC1 5:00 strik(Cain, Abel)\nC2 6:00 rest(Eve)\n')
    assert "2 errors found" in text
