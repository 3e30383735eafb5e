"""`twicetold check`: reports for build servers, and checking again on each save."""

from __future__ import annotations

import signal
from xml.etree import ElementTree

import pytest

from tests.cli.test_ends import Interruptible, posix
from twicetold.cli.watch import watch
from twicetold.lang import load_with_warnings

COIN = """
world "A coin <&> its sides"
  tick 1 second
  lasts 2 seconds
use sides
Penny is Coin
rule toss at 1 second
  chance 50%
    Penny.heads = yes
ending "heads" at the end when Penny.heads
ending "tails" at the end
expect "heads" in 40%..60%
expect "tails" in 90%..100%
"""
SIDES = "kind Coin\n  heads yes/no\n"


@pytest.fixture
def coin(shell):
    """A shell in a folder with a world that uses a library."""
    shell.write("coin.tale", COIN)
    shell.write("sides.tale", SIDES)
    return shell


def test_junit_has_a_case_for_each_expectation(coin):
    done = coin("check", "coin.tale", "--junit", "found.xml")
    assert done.returncode == 1
    (suite,) = ElementTree.parse(coin.folder / "found.xml").getroot()
    assert suite.attrib == {
        "name": "A coin <&> its sides", "tests": "2", "failures": "1", "errors": "0"
    }  # fmt: skip
    good, bad = suite
    assert (good.get("name"), len(good)) == ('expect "heads" in 40% to 60%', 0)
    assert "expected 90% to 100%, found" in bad[0].attrib["message"]


def test_junit_has_the_lines_of_a_canon(coin):
    coin.write("coin.canon", 'canon "Toss"\nC1  0:01  so Penny.heads\n')
    coin("check", "coin.tale", "--junit", "found.xml")
    names = [case.get("name") for case in ElementTree.parse(coin.folder / "found.xml").iter("testcase")]
    assert names[0] == "C1 so Penny.heads"
    assert len(names) == 3


def test_a_clear_answer_takes_few_lives_and_a_close_one_all_that_are_allowed(coin):
    assert "in 724 lives" in coin("check", "coin.tale").stdout
    close = COIN.replace("40%..60%", "50%..100%").replace('expect "tails" in 90%..100%', "")
    coin.write("coin.tale", close)
    done = coin("check", "coin.tale", "-n", "1000")
    assert "in 1,000 lives" in done.stdout
    assert "may hold; more lives (-n) would tell" in done.stdout
    assert done.returncode == 0


def test_it_looks_again_when_a_library_is_saved_and_not_before(coin, monkeypatch):
    looked = []
    library = coin.folder / "sides.tale"

    def look():
        looked.append(library.read_text(encoding="utf-8"))
        return load_with_warnings(str(coin.folder / "coin.tale"))

    waits = iter([None, None, SIDES + "# saved\n"])

    def sleep(seconds):
        saved = next(waits)
        if saved is not None:
            library.write_text(saved, encoding="utf-8")

    monkeypatch.setattr("twicetold.cli.watch.time.sleep", sleep)
    watch(str(coin.folder / "coin.tale"), look, rounds=2)
    assert looked == [SIDES, SIDES + "# saved\n"]
    assert next(waits, "all waited for") == "all waited for"


def test_a_text_that_is_wrong_is_told_and_waited_for(coin, monkeypatch, capsys):
    path = coin.write("coin.tale", COIN.replace("Penny is Coin", "Penny is Cion"))
    monkeypatch.setattr(
        "twicetold.cli.watch.time.sleep", lambda seconds: path.write_text(COIN, encoding="utf-8")
    )
    looks = []

    def look():
        looks.append(1)
        return load_with_warnings(str(path))

    watch(str(path), look, rounds=2)
    assert len(looks) == 2
    assert "there is no kind `Cion`" in capsys.readouterr().err


@posix
def test_ctrl_c_ends_the_watching_cleanly(coin):
    command = Interruptible(coin, "check", "coin.tale", "--watch")
    command.wait_for("watching")
    command.process.send_signal(signal.SIGINT)
    _, status = command.end()
    assert status == 130
    assert "Traceback" not in command.seen


def test_a_world_that_is_not_there_is_not_waited_for(shell):
    done = shell("check", "nobody.tale", "--watch")
    assert done.returncode == 2
