"""The table of codes is whole, and each of its examples shows what it is an example of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from twicetold.lang import TaleError, load_canon_text, load_text_with_warnings
from twicetold.lang.codes import codes
from twicetold.lang.diagnostics import Diagnostic

WORLD = Path(__file__).with_name("codes.tale").read_text(encoding="utf-8")
PACKAGE = Path(__file__).parents[2] / "twicetold"

WITH_WRONG = [code for code, said in codes().items() if said.wrong]
WITH_RIGHT = [code for code, said in codes().items() if said.right]


def told(code: str, example: str) -> list[Diagnostic]:
    """What is said of an example: as a canon, as a world of its own, or in the world beside this file."""
    said = codes()[code]
    try:
        if example.startswith("canon "):
            load_canon_text(load_text_with_warnings(WORLD), example)
            return []
        alone = said.right.startswith("world ")
        return list(load_text_with_warnings(example if alone else WORLD + "\n" + example).diagnostics)
    except TaleError as error:
        return list(error.diagnostics)


def test_the_world_of_the_examples_says_none_of_what_they_show() -> None:
    assert {each.code for each in load_text_with_warnings(WORLD).diagnostics} <= {"T0529", "T0530"}


@pytest.mark.parametrize("code", WITH_WRONG)
def test_the_wrong_example_is_told_its_code(code: str) -> None:
    assert code in {each.code for each in told(code, codes()[code].wrong)}


@pytest.mark.parametrize("code", WITH_RIGHT)
def test_the_right_example_is_not_told_it_and_loads(code: str) -> None:
    found = told(code, codes()[code].right)
    assert [each for each in found if each.severity == "error"] == []
    added = {each.message for each in found if each.code == code}
    assert added <= {each.message for each in load_text_with_warnings(WORLD).diagnostics}


def test_most_codes_are_shown() -> None:
    assert len(WITH_WRONG) >= 95
    assert all(codes()[code].wrong for code in WITH_RIGHT)


def test_codes_stand_in_order_and_are_said_in_full() -> None:
    assert list(codes()) == sorted(codes())
    for said in codes().values():
        assert said.about
        assert not said.about.endswith(".")
        assert re.fullmatch(r"[A-Z`].*\.", said.means)
        assert re.fullmatch(r"[a-z].*[^.]", said.mend)


def test_the_package_tells_the_codes_of_the_table_and_no_others() -> None:
    used = {
        code
        for file in PACKAGE.rglob("*.py")
        for code in re.findall(r'"(T\d{4})"', file.read_text(encoding="utf-8"))
    }
    assert used == set(codes())
