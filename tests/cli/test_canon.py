"""A canon held against its world, shown."""

import io
import json
import math
from dataclasses import replace

import pytest
from rich.console import Console

from twicetold.ask.canon import IN_CHARACTER, check_canon
from twicetold.cli import canon as shown_canon
from twicetold.engine import Interpreter
from twicetold.lang import load_text
from twicetold.lang.model.canon import Canon, CanonLine, Told

TEA = """
world "Tea"
  tick 1 minute
  lasts 10 minutes
kind Person
  cups whole 0..9
Ada, Ben are Person
action drink (p: Person)
  needs p.cups < 2
  urge -1
  then p.cups += 1
ending "over" at the end
"""


def line(name, minute, *parts):
    return CanonLine(name, minute * 60.0, minute - 1, minute, minute + 1, parts, through=0, place="T1")


@pytest.fixture(scope="module")
def world():
    return load_text(TEA)


@pytest.fixture(scope="module")
def report(world):
    ada = Told("drink", (0,), None, "drink(Ada)")
    lines = (line("C1", 1, ada), line("C2", 3, ada), line("C3", 6, ada))
    return check_canon(Interpreter(world), Canon("A third cup", lines), lives=4)


def text_of(world, report):
    file = io.StringIO()
    shown_canon.show(Console(file=file, width=150), world, report)
    return file.getvalue()


def test_each_line_is_shown_with_what_speaks_for_and_against_it(world, report):
    text = text_of(world, report)
    first = next(line for line in text.splitlines() if line.startswith("C1"))
    assert "drink(Ada)" in first
    assert "-1" in first
    assert "C3 is not possible: " in text
    assert "2 of 3 lines possible" in text


def test_the_document_is_json_and_says_the_same(world, report):
    document = json.loads(json.dumps(shown_canon.document(world, report), allow_nan=False))
    assert [line["possible"] for line in document["lines"]] == [True, True, False]
    assert document["holds"] is False
    assert document["log_probability"] is None
    assert document["lines"][0]["urge"] == -1.0
    assert document["lines"][0]["through"] == "Ada"
    assert document["lines"][0]["due"] == 60.0


def test_a_canon_holds_if_it_is_possible_likely_and_in_character(world, report):
    whole = replace(report, lines=report.lines[:2])
    assert whole.possible
    assert math.isfinite(whole.log_probability)
    assert shown_canon.holds(whole) is (whole.in_character >= IN_CHARACTER)
    assert not shown_canon.holds(report)
    willing = [replace(each, choosing=None) for each in whole.lines]
    assert shown_canon.holds(replace(whole, lines=tuple(willing)))
    unlikely = replace(willing[0], log_probability=-math.inf)
    assert not shown_canon.holds(replace(whole, lines=(unlikely, *willing[1:])))
