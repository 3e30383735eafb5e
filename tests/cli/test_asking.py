"""Why, what if, given, sensitivity and tune, as a user types them."""

from __future__ import annotations

import json
import re
import signal

import pytest

from tests.cli.test_ends import Interruptible, posix
from tests.sampled import slow

COINS = """world "Two coins"
  tick 1 second
  lasts 3 seconds

setting lucky number 0..1 = 0.5 tune 0..1

kind Player
  coins whole

Ann is Player

rule throw for p: Player at 0 seconds
  chance lucky
    p.coins = 2
  otherwise
    chance 50% tune 10%..90%
      p.coins = 1

ending "two" at the end when Ann.coins is 2
ending "one" at the end when Ann.coins is 1
ending "none" at the end
"""

GAMBLER = """world "A gambler"
  tick 1 second
  lasts 1 hour

kind Gambler
  coins whole = 1

Ann is Gambler

rule play for g: Gambler where g.coins > 0 and g.coins < 12
  chance 1 / 3
    g.coins += 1
  otherwise
    g.coins -= 1

ending "ruined" when Ann.coins is 0
ending "rich" when Ann.coins is 12
"""


@pytest.fixture
def coins(shell):
    return shell.write("coins.tale", COINS)


def refused(done, *said):
    """It is answered by exit status 2 and these words, and by nothing else."""
    assert done.returncode == 2
    assert done.stdout == ""
    for words in said:
        assert words in done.stderr


# --- why ----------------------------------------------------------------------------------------------------


def test_why_says_the_chain_and_the_causes(shell):
    done = shell("why", "milk", "--run", "3", "-n", "5")
    assert done.returncode == 0
    assert "Why did it end so: tea in peace?" in done.stdout
    assert re.search(r"\d+ of \d+ things but for which it would not have come so:", done.stdout)
    assert "a chance in fetch(" in done.stdout


def test_why_answers_in_json_and_draws(shell):
    done = shell("why", "milk", "--run", "3", "-n", "2", "--json", "--svg", "why.svg")
    found = json.loads(done.stdout)
    assert (found["run"], found["ending"], found["canon"]) == (3, "tea in peace", False)
    assert {"fetch", "make_tea"} <= {cause["things"][0]["name"] for cause in found["causes"]}
    assert (shell.folder / "why.svg").read_text(encoding="utf-8").startswith("<?xml")


@slow
def test_why_of_the_canon_is_of_the_life_that_check_shows(shell):
    shown = json.loads(shell("check", "milk", "-n", "200", "--json").stdout)
    line = next(each for each in shown["canon"]["lines"] if each["events"])
    done = shell("why", "milk", "--canon", "-n", "2", "--event", str(line["events"][-1]), "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["canon"], found["event"]) == (True, line["events"][-1])
    assert "the life of the canon" in shell("why", "milk", "--canon", "-n", "2").stdout


def test_why_refuses_what_is_not_there(shell):
    refused(shell("why", "milk", "--event", "9999"), "there is no event 9999 in this life")
    refused(shell("why", "milk", "--event", "1", "--ending"), "--event and --ending do not go together")
    refused(shell("why", "kitchen.tale", "--canon"), "there is no canon beside `kitchen.tale`")
    refused(shell("why", "kitchen.tail"), "kitchen.tail")


# --- what if ------------------------------------------------------------------------------------------------

NO_THANKS = "thank(anyone, anyone)"


def test_whatif_compares_pair_by_pair(shell):
    words = ("whatif", "kitchen.tale", "-n", "60", "--forbid", NO_THANKS, "--set", "growing 0.02")
    done = shell(*words)
    assert done.returncode == 0
    assert f"What if: forbid {NO_THANKS}" in done.stdout
    assert "What if: growing 0.02" in done.stdout
    found = json.loads(shell(*words, "--json").stdout)
    assert [each["twin"] for each in found["twins"]] == ["growing 0.02", f"forbid {NO_THANKS}"]
    thanks = next(each for each in found["twins"][1]["measures"] if each["measure"] == "thanks")
    assert thanks["after"] == 0


def test_a_world_against_itself_differs_in_nothing(shell):
    done = shell("whatif", "kitchen.tale", "-n", "60", "--world", "kitchen.tale", "--json")
    (twin,) = json.loads(done.stdout)["twins"]
    assert twin["same"] == 60
    assert twin["flips"] == []
    assert {each["difference"]["estimate"] for each in (*twin["endings"], *twin["measures"])} == {0}


def test_whatif_refuses_what_cannot_be_asked(shell):
    refused(shell("whatif", "kitchen.tale"), "say what is otherwise: --set, --forbid, --force or --world")
    refused(shell("whatif", "kitchen.tale", "--forbid", "thank(anyone)"), "thank(anyone)", "^")
    refused(shell("whatif", "kitchen.tale", "--forbid", "thonk"), "thonk", "^")
    refused(shell("whatif", "kitchen.tale", "--set", "growing 1", "--at", "soon"), "soon")


# --- given --------------------------------------------------------------------------------------------------


def test_given_says_what_such_lives_are_like(shell):
    done = shell("given", "kitchen.tale", '"all is eaten"', "-n", "300")
    assert done.returncode == 0
    assert '"all is eaten":' in done.stdout or "all is eaten" in done.stdout
    found = json.loads(shell("given", "kitchen.tale", '"all is eaten"', "-n", "300", "--json").stdout)
    counted = json.loads(shell("many", "kitchen.tale", "-n", "300", "--json").stdout)
    (row,) = [each for each in counted["endings"] if each["ending"] == "all is eaten"]
    assert found["count"] == row["count"]


def test_given_finds_the_rare_by_splitting(shell):
    shell.write("gambler.tale", GAMBLER)
    words = ("given", "gambler.tale", '"rich"', "--by", "Ann.coins", "-n", "100")
    found = json.loads(shell(*words, "--json").stdout)
    truth = 1 / (2**12 - 1)
    assert truth / 2 < found["share"] < truth * 2
    assert found["lineages"]
    done = shell(*words)
    assert "1 in " in done.stdout
    assert "ticks lived" in done.stdout


def test_given_refuses_what_is_no_question(shell):
    refused(shell("given", "kitchen.tale", "Ada.hungr > 0"), "Ada.hungr > 0", "^^", "help:")
    refused(shell("given", "kitchen.tale", '"all is eatn"'), "all is eatn", "^")
    refused(shell("given", "kitchen.tale", "Ada.hunger"), "is a number")
    refused(shell("given", "kitchen.tale", "Ada.happy", "--by", "Ada.happy"), "no number")


@posix
def test_given_keeps_what_was_lived_before_an_interrupt(shell):
    command = Interruptible(shell, "given", "kitchen.tale", "Ada.happy", "-n", "90000000", "--json")
    command.wait_for(r"[1-9]\d*/90000000")
    command.process.send_signal(signal.SIGINT)
    answer, status = command.end()
    assert status == 130
    assert "interrupted after" in command.seen
    assert 0 < json.loads(answer)["n"] < 90000000


# --- sensitivity --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_sensitivity_says_which_knobs_matter(shell, coins, method):
    words = ("sensitivity", "coins.tale", "-n", "20", "--groups", "8", "--method", method, "--ending", "two")
    done = shell(*words)
    assert done.returncode == 0, done.stderr
    assert "lucky" in done.stdout
    found = json.loads(shell(*words, "--json").stdout)
    two = next(each for each in found["outcomes"] if each["name"] == "two")
    total = {each["knob"]: each["total"] for each in two["influences"]}
    assert total["lucky"] > 0.5
    assert total["throw_1"] == 0


def test_sensitivity_refuses_what_cannot_be_turned(shell, coins):
    refused(shell("sensitivity", "kitchen.tale"), "this world has no knobs")
    refused(shell("sensitivity", "coins.tale", "--knob", "luck"), "there is no knob `luck`")


# --- tune ---------------------------------------------------------------------------------------------------

FRUGAL = ("--trials", "12", "-n", "100", "--check", "1000")


def test_tune_finds_and_writes_nothing_unless_told_to(shell, coins):
    done = shell("tune", "coins.tale", "--want", '"two" = 20%', *FRUGAL)
    assert done.returncode == 0, done.stdout
    assert "holds" in done.stdout
    assert "--set 'lucky " in done.stdout
    assert coins.read_text(encoding="utf-8") == COINS


def test_tune_writes_the_values_where_they_stand(shell, coins):
    words = ("tune", "coins.tale", "--want", '"two" = 20%', "--want", '"one" = 40%', *FRUGAL, "--write")
    done = shell(*words, "--json")
    assert done.returncode == 0, done.stdout
    found = json.loads(done.stdout)
    assert found["holds"]
    assert [name.rpartition("/")[2] for name in found["written"]] == ["coins.tale"]
    text = coins.read_text(encoding="utf-8")
    assert f"= {found['values']['lucky']:.6g} tune 0..1" in text
    assert "% tune 10%..90%" in text
    assert shell("fmt", "--check", "coins.tale").returncode == 0
    assert sorted(each.name for each in shell.folder.iterdir()) == ["coins.tale", "kitchen.tale"]
    counted = json.loads(shell("many", "coins.tale", "-n", "2000", "--seed", "9", "--json").stdout)
    shares = {each["ending"]: each["share"] for each in counted["endings"]}
    assert shares["two"] == pytest.approx(0.2, abs=0.04)
    assert shares["one"] == pytest.approx(0.4, abs=0.05)


def test_what_does_not_hold_is_not_written(shell, coins):
    words = ("tune", "coins.tale", "--want", '"two" = 90%', "--want", '"one" = 90%', *FRUGAL, "--write")
    done = shell(*words)
    assert done.returncode == 1
    assert "does not hold" in done.stdout
    assert coins.read_text(encoding="utf-8") == COINS


def test_tune_refuses_before_anything_is_lived(shell, coins):
    refused(shell("tune", "coins.tale", "--want", '"three" = 20%'), "there is no ending `three`")
    refused(shell("tune", "coins.tale", "--want", "much"), "is no wish", '`"an ending" = 30%`')
    refused(shell("tune", "coins.tale", "--want", '"two" = 20%', "--knob", "luck"), "there is no knob `luck`")
    refused(shell("tune", "kitchen.tale", "--want", '"all is eaten" = 20%'), "this world has no knobs")
    said = ("--set", "growing 0.01 tune 0..0.05", "--write")
    refused(shell("tune", "kitchen.tale", "--want", '"all is eaten" = 20%', *said), "stands in no file")
    refused(
        shell("tune", "milk", "--want", '"tea in peace" = 20%', "--write"), "a bundled world is not written"
    )
    assert coins.read_text(encoding="utf-8") == COINS


@posix
def test_an_interrupt_leaves_the_text_as_it_was(shell, coins):
    words = ("--trials", "4000", "-n", "2000", "--write")
    command = Interruptible(shell, "tune", "coins.tale", "--want", '"two" = 20%', *words)
    command.wait_for(r"[1-9]\d*/\d+")
    command.process.send_signal(signal.SIGINT)
    _, status = command.end()
    assert status == 130
    assert "Traceback" not in command.seen
    assert coins.read_text(encoding="utf-8") == COINS
