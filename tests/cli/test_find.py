"""Find, as a user types it, and the commands that it gives."""

from __future__ import annotations

import json
import shlex

import pytest

from tests.ask.test_explaining import PURSE
from tests.ask.test_find import SHELF
from tests.ask.test_given import GAMBLER


@pytest.fixture
def shelf(shell):
    return shell.write("shelf.tale", SHELF)


def test_lives_are_found_and_shown_with_what_lives_them_again(shell, shelf):
    done = shell("find", "shelf.tale", '"both"', "-n", "2")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == 'A shelf: "both", seed 1'
    again = [line.split(maxsplit=1)[1] for line in lines if line.strip().startswith("twicetold run")]
    assert len(again) == 2
    for command in again:
        assert "the end: both" in shell(*shlex.split(command)).stdout
    assert any("unlock(Ann, " in line and "chance 0.0" in line for line in lines)


def test_json_has_all_of_it(shell, shelf):
    told = json.loads(shell("find", "shelf.tale", "Jar.open", "-n", "1", "--json").stdout)
    (life,) = told["found"]
    assert [act["name"] for act in life["acts"]] == ["unlock"]
    assert life["replay"].startswith("shelf.tale ")
    assert told["tried"] >= told["came"] > 0


def test_a_life_that_was_gone_on_with_is_told_again(shell):
    shell.write("gambler.tale", GAMBLER)
    done = shell("find", "gambler.tale", '"rich"', "-n", "1", "--lives", "64", "--json")
    (life,) = json.loads(done.stdout)["found"]
    assert "--luck" in life["replay"]
    shown = json.loads(shell("run", *shlex.split(life["replay"]), "--json").stdout)
    assert shown["ending"] == "rich"
    assert shell("tell", *shlex.split(life["replay"])).returncode == 0


def test_what_is_in_the_way_is_shown_and_the_status_says_so(shell, shelf):
    done = shell("find", "shelf.tale", "Chest.open and count(p: Person) > 5", "--lives", "64")
    assert done.returncode == 1
    assert "No life was found" in done.stdout
    (part,) = [line for line in done.stdout.splitlines() if line.startswith("count(p: Person) > 5")]
    assert part.split()[-1] == "none"
    assert "nearest: twicetold run shelf.tale --run" in done.stdout


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (("count(b: Box)",), "is a number; ask what holds or not"),
        (("Jar.opn",), "did you mean"),
        (('"bth"',), "bth"),
        (("Jar.open", "--in-character", "120%"), "between 0% and 100%"),
        (("Jar.open", "--in-character", "much"), "is not a valid share"),
        (("Jar.open", "-n", "0"), "equal to 1"),
    ],
)
def test_what_cannot_be_asked_is_refused(shell, shelf, said, answer):
    done = shell("find", "shelf.tale", *said)
    assert (done.returncode, done.stdout) == (2, "")
    assert answer in done.stderr


@pytest.mark.parametrize("luck", ["12", "x@3", "12@soon", "²@3"])
def test_luck_that_is_none_is_refused(shell, shelf, luck):
    done = shell("run", "shelf.tale", "--luck", luck)
    assert (done.returncode, done.stdout) == (2, "")
    assert luck.rpartition("@")[2] in done.stderr


def test_luck_goes_with_a_run(shell, shelf):
    done = shell("tell", "milk", "--canon", "--luck", "2@1:00")
    assert done.returncode == 2
    assert "`--luck` goes with `--run`" in done.stderr
    done = shell("run", "shelf.tale", "--luck", "2@3s", "--at", "5s", "--why-not", "hum(Ann)")
    assert done.returncode == 2
    assert "leave `--luck` out" in done.stderr


def test_stories_are_explained_and_lived_again(shell):
    shell.write("purse.tale", PURSE)
    done = shell("find", "purse.tale", '"taken"', "--explained", "-n", "1")
    assert done.returncode == 0, done.stderr
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert "Ben's plan: take(Ben, Money)" in lines
    (again,) = [line for line in lines if line.startswith("twicetold run")]
    assert "the end: taken" in shell(*shlex.split(again)[1:]).stdout


def test_what_nobody_had_a_reason_for_is_shown(shell):
    shell.write("purse.tale", PURSE)
    done = shell("find", "purse.tale", "Ann.at is Room", "--explained")
    assert done.returncode == 1
    assert "walk(Ann, Room) could be, " in done.stdout
    assert "and Ann had no plan that begins so" in done.stdout


def test_states_are_counted(shell):
    shell.write("purse.tale", PURSE)
    told = json.loads(shell("find", "purse.tale", "Ben.coins > 0", "--states", "2", "--json").stdout)
    assert [depth["states"] for depth in told["depths"]] == [1, 2, 4]
    assert [depth["sought"] for depth in told["depths"]] == [0, 0, 1]
    shown = shell("find", "purse.tale", "Ben.coins > 0", "--states", "2").stdout.splitlines()
    assert shown[-1].split() == ["2", "4", "1", "7", "16"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (("milk", "Ben.thirst > 0.5", "--explained"), "nobody in this world wants anything"),
        (("milk", "Ben.thirst > 0.5", "--states", "2"), "so the world cannot be lived step by step"),
        (("purse.tale", "Ben.coins", "--states", "2"), "is a number"),
        (("purse.tale", "Ben.coins > 0", "--explained", "--minds", "4"), "equal to 3"),
    ],
)
def test_what_cannot_be_sought_step_by_step_is_refused(shell, said, answer):
    shell.write("purse.tale", PURSE)
    done = shell("find", *said)
    assert (done.returncode, done.stdout) == (2, "")
    assert answer in done.stderr


def test_what_no_lines_can_let_happen_is_said(shell):
    rain = PURSE + "rule weather for p: Person where p is Ann\n  chance 1%\n    happens rain(p)\n"
    rain += "event rain (p: Person)\n  then p.coins += 1\n  felt by p\n"
    shell.write("rain.tale", rain)
    done = shell("find", "rain.tale", "Ann.coins > 0", "--explained", "-n", "1")
    assert done.returncode == 0, done.stderr
    assert "no lines can let all of this happen" in done.stdout
    assert "twicetold run" not in done.stdout
