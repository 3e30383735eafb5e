"""`twicetold draw` as it is typed; what the pictures show is in `tests/tell/test_draw.py`."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from tests.sampled import slow


def test_a_picture_goes_to_a_file_or_to_standard_output(shell):
    for view in ("curve", "storyline", "causes"):
        printed = shell("draw", "milk", "--run", "3", "--view", view)
        assert (printed.returncode, printed.stderr) == (0, "")
        assert ElementTree.fromstring(printed.stdout.encode()).tag.endswith("svg")
        shell("draw", "milk", "--run", "3", "--view", view, "--out", "picture.svg")
        assert (shell.folder / "picture.svg").read_text(encoding="utf-8") == printed.stdout


@slow
def test_the_canons_life_can_be_drawn_too(shell):
    drawn = shell("draw", "milk", "--canon", "--view", "causes").stdout
    canon = shell("check", "milk", "-n", "50", "--json").stdout
    assert json.loads(canon)["canon"]["ending"] in drawn


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--view", "causes", "--order", "zigzag"), "how it is told shows in `--view curve` only"),
        (("--view", "causes", "--mark", "soup"), "`--mark` marks a storyline"),
        (("--view", "storyline", "--mark", "sup"), "this world has no field or relation `sup` to mark"),
        (("--telling", "threads"), "this world has no telling `threads`"),
        (("--view", "tree"), "'tree' is not one of"),
        (("--out", "nowhere/picture.svg"), "`nowhere/picture.svg` cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_told(shell, typed, said):
    done = shell("draw", "kitchen.tale", *typed)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert done.stdout == ""
    assert [each.name for each in shell.folder.iterdir()] == ["kitchen.tale"]


def test_where_lives_part_is_drawn_and_a_page_moves_it(shell):
    drawn = shell("draw", "milk", "--view", "branches", "-n", "200")
    assert (drawn.returncode, drawn.stderr) == (0, "")
    assert "200 lives, seed 1" in drawn.stdout
    shell("draw", "milk", "--view", "branches", "-n", "200", "--out", "parting.html")
    page = (shell.folder / "parting.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert drawn.stdout[drawn.stdout.index("<svg") :] in page
    refused = shell("draw", "milk", "--view", "branches", "--run", "3")
    assert refused.returncode == 2
    assert "`--view branches` draws many lives" in refused.stderr
