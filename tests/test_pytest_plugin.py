"""The plugin for pytest, as its users run it: in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.sampled import slow

ROOT = Path(__file__).parents[1]

COIN = """
world "A coin"
  tick 1 second
  lasts 2 seconds
kind Coin
  heads yes/no
Penny is Coin
rule toss at 1 second
  chance 50%
    Penny.heads = yes
ending "heads" at the end when Penny.heads
ending "tails" at the end
expect "heads" in 40%..60%
expect "tails" in 90%..100%
"""

LAMP = """
world "A lamp"
  tick 1 second
  lasts 5 seconds
kind Lamp
  lit yes/no
Lamp_1 is Lamp
action light (c: Lamp)
  needs not c.lit
  then c.lit = yes
ending "over" at the end
"""

CANON = """
canon "Light"
C1  0:02  light(Lamp_1)
C2  0:04 within 0:01  light(Lamp_1)
"""


@pytest.fixture
def run(tmp_path):
    """Runs pytest in a folder with a coin, which this very plugin may read."""
    (tmp_path / "coin.tale").write_text(COIN, encoding="utf-8")

    def pytest_run(*args):
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-p",
                "no:cacheprovider",
                "-p",
                "twicetold.pytest_plugin",
                *args,
            ],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return pytest_run


def test_a_world_that_is_named_is_collected_and_tested(run):
    done = run("coin.tale", "-v")
    assert done.returncode == 1
    assert re.search(r'^coin\.tale::expect "heads" in 40% to 60% PASSED', done.stdout, re.MULTILINE)
    assert re.search(r'^coin\.tale::expect "tails" in 90% to 100% FAILED', done.stdout, re.MULTILINE)
    assert "expected 90% to 100%, found" in done.stdout
    assert "Traceback" not in done.stdout


@slow
def test_worlds_in_folders_are_left_alone_unless_asked_for(run, tmp_path):
    (tmp_path / "test_other.py").write_text("def test_it():\n    pass\n", encoding="utf-8")
    assert "1 passed" in run().stdout
    (tmp_path / "pytest.ini").write_text("[pytest]\ntale_files = *.tale\n", encoding="utf-8")
    assert "1 failed, 2 passed" in run().stdout


def test_where_there_is_no_world_nothing_of_twicetold_is_imported(run, tmp_path):
    (tmp_path / "test_other.py").write_text(
        "import sys\ndef test_it():\n    assert not {'twicetold.lang', 'numpy'} & set(sys.modules)\n",
        encoding="utf-8",
    )
    assert run("test_other.py").returncode == 0


@slow
def test_a_world_that_cannot_be_loaded_is_told_as_check_tells_it(run, tmp_path):
    (tmp_path / "coin.tale").write_text(COIN.replace("Penny is Coin", "Penny is Cion"), encoding="utf-8")
    done = run("coin.tale")
    assert done.returncode == 2
    assert "error[T0202]: there is no kind `Cion`" in done.stdout
    assert "did you mean `Coin`?" in done.stdout


@slow
def test_the_lines_of_a_canon_are_tests(run, tmp_path):
    (tmp_path / "lamp.tale").write_text(LAMP, encoding="utf-8")
    (tmp_path / "lamp.canon").write_text(CANON, encoding="utf-8")
    done = run("lamp.tale", "-v")
    assert re.search(r"^lamp\.tale::C1 light\(Lamp_1\) PASSED", done.stdout, re.MULTILINE)
    assert re.search(r"^lamp\.tale::C2 light\(Lamp_1\) FAILED", done.stdout, re.MULTILINE)
    assert "`light(Lamp_1)` is not possible: `not c.lit`" in done.stdout


@slow
def test_pytests_own_reports_have_them(run, tmp_path):
    run("coin.tale", "--junitxml", "found.xml")
    cases = ElementTree.parse(tmp_path / "found.xml").getroot().iter("testcase")
    assert sorted(case.attrib["name"] for case in cases) == [
        'expect "heads" in 40% to 60%',
        'expect "tails" in 90% to 100%',
    ]


PLAY = """
play lamp.tale as Lamp_1
> light
ending: over
"""


@slow
def test_a_script_of_play_is_a_test(run, tmp_path):
    (tmp_path / "lamp.tale").write_text(LAMP, encoding="utf-8")
    (tmp_path / "lit.play").write_text(PLAY, encoding="utf-8")
    (tmp_path / "wrong.play").write_text(
        PLAY.replace("> light", "> light\nThe lamp goes out"), encoding="utf-8"
    )
    done = run("lit.play", "wrong.play", "-v")
    assert done.returncode == 1
    assert re.search(r"^lit\.play::play PASSED", done.stdout, re.MULTILINE)
    assert re.search(r"^wrong\.play::play FAILED", done.stdout, re.MULTILINE)
    assert "error[T0704]: this is not to be read there" in done.stdout
    assert "wrong.play:4:1" in done.stdout
    assert "Traceback" not in done.stdout


@slow
def test_scripts_in_folders_are_left_alone_unless_asked_for(run, tmp_path):
    (tmp_path / "lamp.tale").write_text(LAMP, encoding="utf-8")
    (tmp_path / "lit.play").write_text(PLAY, encoding="utf-8")
    assert "no tests ran" in run().stdout
    (tmp_path / "pytest.ini").write_text("[pytest]\nplay_files = l*.play\n", encoding="utf-8")
    assert "1 passed" in run().stdout
