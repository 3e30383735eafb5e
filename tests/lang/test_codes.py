"""The table of codes is whole, and each of its examples shows what it is an example of."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from twicetold.lang import TaleError, load_canon_text, load_text_with_warnings
from twicetold.lang.codes import SHARED, Help, Said, Unsaid, codes, placeholders, say, shared
from twicetold.lang.diagnostics import Diagnostic

WORLD = Path(__file__).with_name("codes.tale").read_text(encoding="utf-8")
NAME = re.compile(r"(T\d{4}|any)\.[a-z_0-9]+")
FILES = sorted((Path(__file__).parents[2] / "twicetold").rglob("*.py"))
TREES = [
    ast.parse(text) for file in FILES if NAME.search(text := file.read_text(encoding="utf-8")) is not None
]

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


def test_what_is_said_is_one_line_with_named_fields() -> None:
    for said in codes().values():
        for text in (*said.error.values(), *said.warning.values(), *said.help.values()):
            assert text
            assert text == text.strip()
            assert "\n" not in text
            assert all(name.isidentifier() for name in placeholders(text))
        assert not said.error.keys() & said.warning.keys()


def test_every_code_says_something() -> None:
    assert [code for code, said in codes().items() if not said.error and not said.warning] == []


def test_the_package_says_the_sentences_and_helps_of_the_table_and_no_others() -> None:
    named = {name for tree in TREES for name in names(tree)}
    sentences = {f"{code}.{name}" for code, said in codes().items() for name in (*said.error, *said.warning)}
    helps = {f"{code}.{name}" for code, said in codes().items() for name in said.help}
    helps |= {f"any.{name}" for name in shared()}
    assert named == sentences | helps


def test_each_place_that_says_something_gives_just_its_fields() -> None:
    for tree in TREES:
        for call, name in calls(tree):
            assert given(call) == fields(name, call), name


def test_a_help_that_is_named_in_a_table_of_the_package_needs_no_fields() -> None:
    for tree in TREES:
        for name in set(names(tree)) - {name for _, name in calls(tree)}:
            code, _, which = name.partition(".")
            assert not placeholders((shared() if code == SHARED else codes()[code].help)[which])


def names(tree: ast.AST) -> Iterator[str]:
    """Every name of a sentence or help that stands in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
            yield node.value


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """The calls that begin with such a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and callee(node) in ("tell", "_unsound", "Help", "Proof") and node.args:
            yield from ((node, name) for name in names(node.args[0]))


def callee(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def given(call: ast.Call) -> set[str | None]:
    """The fields that a call gives; those of a proof stand in a dictionary, and `what` is known later."""
    if callee(call) == "Proof":
        later = [ast.literal_eval(key) for arg in call.args[1:] for key in getattr(arg, "keys", ())]
        return {"what", *later}
    return {keyword.arg for keyword in call.keywords}


def fields(name: str, call: ast.Call) -> frozenset[str]:
    """The fields that a sentence has with the help of its name, or a help alone."""
    code, _, which = name.partition(".")
    helps = shared() if code == SHARED else codes()[code].help
    if callee(call) == "Help":
        return placeholders(helps[which])
    texts = {**codes()[code].error, **codes()[code].warning}
    return placeholders(texts[which]) | placeholders(helps.get(which, ""))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("T0203.nothing_so_called", {}),
        ("T9999.field", {}),
        ("T0202.unknown", {}),
        ("T0202.unknown", {"name": "Bottle", "more": 1}),
        ("T0203.field", {"kind": "Bottle", "name": "depth"}),
    ],
)
def test_what_the_table_lacks_is_not_said(name: str, fields: dict[str, object]) -> None:
    with pytest.raises(Unsaid):
        say(name, fields)


@pytest.mark.parametrize(
    "name", ["T0202.nothing_so_called", "any.nothing_so_called", "T9999.near", "any.near"]
)
def test_no_help_is_given_that_the_table_lacks(name: str) -> None:
    with pytest.raises(Unsaid):
        Help(name)


def test_a_sentence_has_the_help_of_its_name_or_the_one_given() -> None:
    own = say("T0202.unknown", {"name": "Bottel"})
    assert own == Said("T0202", "error", "there is no kind `Bottel`", "declare it: `kind Bottel`")
    other = say("T0202.unknown", {"name": "Bottel"}, Help("any.near", near="Bottle"))
    assert other.help == "did you mean `Bottle`?"


def test_the_table_is_not_read_for_a_world_with_which_nothing_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = 'world "A bottle"\n  tick 1 minute\n  lasts 1 hour\n'
    for kept in (codes, shared):
        kept.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr("twicetold.lang.codes._table", unread)
        assert load_text_with_warnings(world).diagnostics == ()
        with pytest.raises(Unread):
            load_text_with_warnings(world + "\nkind\n")


class Unread(Exception):
    """The table was read."""


def unread() -> None:
    raise Unread
