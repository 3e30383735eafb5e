"""A world on standard input, and lines added to a world's text."""

from __future__ import annotations

import pytest

from tests.cli.conftest import KITCHEN


def test_a_world_can_come_on_standard_input(shell):
    for command in (("check", "-"), ("run", "-", "--run", "2"), ("many", "-", "-n", "20"), ("tell", "-")):
        typed, kept = (
            shell(*command, typed=KITCHEN),
            shell(*(each.replace("-", "kitchen.tale") if each == "-" else each for each in command)),
        )
        assert typed.returncode == kept.returncode == 0
        shown = kept.stdout.replace("kitchen.tale", "stdin.tale")
        assert typed.stdout.splitlines()[:6] == shown.splitlines()[:6]


def test_a_world_that_is_typed_can_have_a_twin(shell):
    done = shell("whatif", "-", "--forbid", "thank", "-n", "30", typed=KITCHEN)
    assert done.returncode == 0
    assert "forbid thank" in done.stdout


def test_what_is_wrong_on_standard_input_has_its_place(shell):
    done = shell("check", "-", typed="kind\n")
    assert done.returncode == 2
    assert "stdin.tale:1:5" in done.stderr


def test_forbidding_without_roles_is_forbidding_it_to_anybody(shell):
    bare = shell("whatif", "milk", "--forbid", "blame", "-n", "40").stdout.splitlines()[3:]
    full = shell("whatif", "milk", "--forbid", "blame(anyone, anyone)", "-n", "40").stdout.splitlines()[3:]
    assert [line for line in bare if "%" in line] == [line for line in full if "%" in line] != []


@pytest.mark.parametrize("option", ["--forbid", "--force"])
def test_what_is_wrong_in_an_added_line_is_not_said_of_an_option_that_was_not_given(shell, option):
    done = shell("whatif", "milk", option, "fech(anyone)", "-n", "5")
    assert done.returncode == 2
    assert "--> added lines:1:" in done.stderr
    assert "did you mean `fetch`?" in done.stderr
    assert "--set" not in done.stderr


def test_a_misspelt_event_in_a_question_is_answered_with_the_event(shell):
    done = shell("given", "milk", "fech(Ada)", "-n", "5")
    assert done.returncode == 2
    assert "did you mean `fetch`, an action?" in done.stderr


@pytest.mark.parametrize("number", ["-1", str(1 << 64)])
def test_seeds_and_runs_are_words_of_64_bits(shell, number):
    for option in ("--seed", "--run"):
        assert shell("run", "milk", option, number).returncode == 2
