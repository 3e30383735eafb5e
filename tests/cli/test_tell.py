"""`twicetold tell`: any life, from any mind, in any order, as a user types it."""

from __future__ import annotations

import json
import re
from typing import get_args

import pytest

from tests.sampled import slow
from twicetold.lang.model import telling

DUET = """
telling "duet": present tense
  thread hers: only eat(Ada, anyone)
  thread his: only eat(Ben, anyone)
  section S "She" of hers: close to Ada, person first
  section H "He" of his: close to Ben
    call Ada "the other one"
"""


@pytest.fixture
def duet(shell):
    shell.write("duet.tale", (shell.folder / "kitchen.tale").read_text() + DUET)
    return shell


def document(shell, *args):
    done = shell("tell", *args, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def sentences(found):
    return [s for section in found["sections"] for paragraph in section["paragraphs"] for s in paragraph]


def test_a_telling_of_the_world_is_told_section_by_section(duet):
    found = document(duet, "duet.tale", "--run", "3", "--telling", "duet")
    assert [(s["name"], s["title"], s["thread"]) for s in found["sections"]] == [
        ("S", "She", "hers"),
        ("H", "He", "his"),
    ]
    assert {s["mind"] for s in sentences(found)} == {"Ada", "Ben"}
    done = duet("tell", "duet.tale", "--run", "3", "--telling", "duet")
    assert re.search(r"^She$.*^He$", done.stdout, re.MULTILINE | re.DOTALL)


def test_the_options_speak_over_the_telling(duet):
    found = document(
        duet, "duet.tale", "--run", "3", "--telling", "duet", "--close-to", "Ben", "--tense", "past"
    )
    assert {s["mind"] for s in sentences(found)} == {"Ben"}
    text = " ".join(s["text"] for s in sentences(found))
    assert not re.search(r"\b(eats|burns)\b", text)


@pytest.mark.parametrize("order", get_args(telling.Order))
def test_every_order_can_be_asked_for(shell, order):
    found = document(shell, "milk", "--run", "2", "--order", order, "--pace", "scene", "--measures")
    assert found["told"] == found["events"]
    assert (found["nonlinearity"] == 0) == (order == "chronicle")


def test_a_life_is_told_close_to_a_mind(shell):
    found = document(shell, "milk", "--run", "2", "--close-to", "ada", "--tense", "present")
    assert {s["mind"] for s in sentences(found) if s["events"]} == {"Ada"}
    assert all(s["reference"] == s["speech"] for s in sentences(found))


@slow
def test_the_canon_is_told_and_its_places_are_kept(shell):
    lines = [
        'telling "t"',
        "  section T1: close to Ada, only make_tea(Ada) failed",
        "  section T2: close to Ben",
    ]
    done = shell("tell", "milk", "--canon", *[a for line in lines for a in ("--set", line)], "--telling", "t")
    assert done.returncode == 0
    assert "Ada" in done.stdout


def test_measures_are_shown_as_text_too(shell):
    done = shell("tell", "milk", "--run", "2", "--close-to", "anyone", "--order", "zigzag", "--measures")
    assert done.returncode == 0
    assert re.search(r"^nonlinearity +0\.\d\d", done.stdout, re.MULTILINE)
    assert re.search(r"^minds +\w+ \d+%", done.stdout, re.MULTILINE)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("milk", "--telling", "threds"), "has no telling `threds`: it has none"),
        (("milk", "--close-to", "Adda"), "did you mean `Ada`?"),
        (
            ("milk", "--close-to", "Milk"),
            "`Milk` has no mind to be close to: name one of `Ada`, `Cleo`, `Ben`",
        ),
        (("milk", "--order", "zigzag", "--by", "place"), "`--by place` groups for `--order syllepsis`"),
        (("milk", "--from-outside", "--close-to", "Ada"), "`--from-outside` is close to nobody"),
        (("kitchen.tale", "--canon"), "there is no canon beside `kitchen.tale`"),
    ],
)
def test_what_cannot_be_told_is_said(shell, args, message):
    done = shell("tell", *args)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_a_telling_that_is_missed_is_named(duet):
    done = duet("tell", "duet.tale", "--telling", "duett")
    assert done.returncode == 2
    assert "did you mean `duet`?" in done.stderr


def test_a_life_of_which_nothing_can_be_told_so_says_it(shell):
    shell.write("bare.tale", 'world "Bare"\n  tick 1 minute\n  lasts 3 minutes\nkind Cat\nTom is Cat\n')
    done = shell("tell", "bare.tale")
    assert done.returncode == 0
    assert "nothing of this life can be told so" in done.stderr


@pytest.mark.parametrize(
    ("format", "begins"), [("markdown", b"# The last"), ("html", b"<!DOCTYPE"), ("epub", b"PK")]
)
def test_a_telling_is_written_to_a_file(shell, format, begins):
    done = shell("tell", "milk", "--run", "2", "--format", format, "--out", f"milk.{format}")
    assert (done.returncode, done.stdout) == (0, "")
    assert (shell.folder / f"milk.{format}").read_bytes().startswith(begins)


def test_a_file_that_cannot_be_written_is_told(shell):
    done = shell("tell", "milk", "--format", "html", "--out", "nowhere/milk.html")
    assert done.returncode == 2
    assert "`nowhere/milk.html` cannot be written: no such file or directory" in done.stderr


@slow
def test_an_afterword_is_there_if_it_is_asked_for(shell):
    args = ("tell", "milk", "--run", "3", "--format", "html")
    without, asked = shell(*args).stdout, shell(*args, "--afterword").stdout
    assert "What if" not in without
    assert "Of 40 lives that were this one up to then" in asked
    assert asked == shell(*args, "--afterword").stdout


def test_a_text_has_no_afterword(shell):
    done = shell("tell", "kitchen.tale", "--afterword")
    assert done.returncode != 0
    assert "--format html" in done.stderr


def test_where_nothing_alone_decided_there_is_no_afterword(shell):
    done = shell("tell", "kitchen.tale", "--run", "3", "--format", "html", "--afterword")
    assert "What if" not in done.stdout
    assert "no choice and no chance" in done.stderr


BY_ONE_WHO_COUNTS = """
about = "counts"
closes = ["Reckoned up: {ending}."]
follows = false
"""


def test_a_narrator_is_asked_for_by_name_or_by_file(shell):
    shell.write("counts.narrator", BY_ONE_WHO_COUNTS)
    plain = shell("tell", "kitchen.tale", "--run", "3")
    assert shell("tell", "kitchen.tale", "--run", "3", "--narrator", "plain").stdout == plain.stdout
    dry = shell("tell", "kitchen.tale", "--run", "3", "--narrator", "dry")
    assert dry.returncode == 0
    assert dry.stdout != plain.stdout
    own = shell("tell", "kitchen.tale", "--run", "3", "--narrator", "counts.narrator")
    assert "Reckoned up: " in own.stdout


def test_a_telling_of_the_world_names_its_narrator_and_the_option_wins(shell):
    by = '\ntelling "short": narrator dry\n'
    shell.write("short.tale", (shell.folder / "kitchen.tale").read_text() + by)
    args = ("tell", "short.tale", "--run", "3")
    dry = shell(*args, "--narrator", "dry").stdout
    assert shell(*args, "--telling", "short").stdout == dry
    assert shell(*args, "--telling", "short", "--narrator", "plain").stdout == shell(*args).stdout != dry


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dri", "there is no narrator `dri`: did you mean `dry`?"),
        ("mine.narrator", "there is no file `mine.narrator`"),
        (
            "bad.narrator",
            "bad.narrator: `{ending.name}` in `closes`: there is nothing in braces but {ending}",
        ),
    ],
)
def test_who_cannot_tell_is_answered_in_a_sentence(shell, name, said):
    shell.write("bad.narrator", 'closes = ["{ending.name}"]\n')
    for command in ("tell", "draw"):
        done = shell(command, "kitchen.tale", "--narrator", name)
        assert done.returncode == 2
        assert " ".join(done.stderr.split()) == f"error: {said}"
