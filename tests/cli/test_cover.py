"""`twicetold cover`, as a user types it."""

from __future__ import annotations

import json
import re


def test_it_says_what_was_reached_and_what_was_not(shell):
    done = shell("cover", "kitchen.tale", "-n", "50")
    assert done.returncode == 0
    assert done.stdout.startswith("A kitchen: 50 lives, seed 1\n")
    assert re.search(r"^actions +2 +2 +0 +0$", done.stdout, re.MULTILINE)


def test_what_is_missed_is_told_with_its_line_and_why(shell):
    world = (shell.folder / "kitchen.tale").read_text(encoding="utf-8")
    shell.write("kitchen.tale", world.replace("pot.soup > 0", "p.hunger < 0.1"))
    done = shell("cover", "kitchen.tale", "-n", "50")
    assert "actions that were not reached:" in done.stdout
    assert re.search(r"kitchen\.tale:\d+  eat\n      `p\.hunger < 0\.1` said no [\d,]+ times", done.stdout)
    assert "reached in at most 0.06 of all lives" in done.stdout
    assert "Stuck: in 50 of 50 lives" in done.stdout  # from when they are as hungry as can be
    assert "Ada: eat needs p.hunger < 0.1" in done.stdout


def test_what_can_never_be_is_told_apart_from_what_was_not_reached(shell):
    world = (shell.folder / "kitchen.tale").read_text(encoding="utf-8")
    shell.write("kitchen.tale", world.replace("pot.soup > 0", "pot.soup > 7"))  # there are 3, and none come
    done = shell("cover", "kitchen.tale", "-n", "5")
    assert re.search(r"^actions +0 +2 +1 +1$", done.stdout, re.MULTILINE)
    assert "  eat\n      impossible: its conditions can never hold together" in done.stdout


def test_the_source_is_listed_with_counts(shell):
    done = shell("cover", "kitchen.tale", "-n", "10", "--source")
    assert re.search(r"^ +\d[\d,]* +\d+  rule appetite for p: Person$", done.stdout, re.MULTILINE)
    assert re.search(r"^ +\d+  kind Person$", done.stdout, re.MULTILINE)


def test_the_page_needs_nothing_else_and_escapes_what_it_shows(shell):
    done = shell("cover", "kitchen.tale", "-n", "10", "--html", "cover.html")
    assert done.returncode == 0
    page = (shell.folder / "cover.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "http" not in page.replace("https://", "http://").split("</style>")[1]
    assert "<script" not in page
    assert 'class="reached"' in page
    assert "p.hunger += growing" in page
    assert "pot.soup &gt; 0" in page


def test_json_is_for_programs(shell):
    done = shell("cover", "kitchen.tale", "-n", "10", "--json")
    found = json.loads(done.stdout)
    assert found["n"] == 10
    assert {item["sort"] for item in found["items"]} >= {"action", "rule", "ending", "tell", "branch"}


def test_a_page_that_cannot_be_written_is_told_plainly(shell):
    done = shell("cover", "kitchen.tale", "-n", "5", "--html", "nowhere/cover.html")
    assert done.returncode == 2
    assert done.stderr.startswith("error: nowhere/cover.html")


def test_engine_and_jobs_change_no_answer(shell):
    answers = {
        shell("cover", "kitchen.tale", "-n", "20", "--json", *more).stdout
        for more in ([], ["--engine", "interpreter", "--jobs", "2"], ["--engine", "kernel", "--jobs", "1"])
    }
    assert len(answers) == 1
