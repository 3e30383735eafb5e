"""The same seed gives the same bytes, whatever process, hash seed or number of jobs."""

import pytest


@pytest.mark.parametrize(
    "command",
    [
        ("many", "kitchen.tale", "-n", "40", "--seed", "7", "--json"),
        ("run", "kitchen.tale", "--seed", "7", "--run", "3", "--json"),
        ("run", "kitchen.tale", "--at", "10:00", "--why-not", "eat", "--json"),
        ("run", "kitchen.tale", "--run", "2", "--causes", "--all"),
        ("tell", "kitchen.tale", "--run", "2"),
    ],
)
def test_the_hash_seed_changes_no_byte(shell, command):
    first = shell.apart(*command, PYTHONHASHSEED="0")
    assert first.returncode == 0
    assert first.stdout
    for seed in ("1", "12345"):
        assert shell.apart(*command, PYTHONHASHSEED=seed).stdout == first.stdout


def test_the_number_of_jobs_changes_no_byte(shell):
    answers = {
        shell("many", "kitchen.tale", "-n", "50", "--json", "--jobs", jobs).stdout for jobs in ("1", "2", "3")
    }
    assert len(answers) == 1


def test_another_seed_is_another_answer(shell):
    answers = {shell("many", "kitchen.tale", "-n", "20", "--json", "--seed", seed).stdout for seed in "123"}
    assert len(answers) == 3
