"""The same seed gives the same bytes, whatever process, hash seed or number of jobs."""

import json
import subprocess
import sys

from tests.sampled import slow

COMMANDS = (
    ("many", "kitchen.tale", "-n", "40", "--seed", "7", "--json"),
    ("run", "kitchen.tale", "--seed", "7", "--run", "3", "--json"),
    ("run", "kitchen.tale", "--at", "10:00", "--why-not", "eat", "--json"),
    ("run", "kitchen.tale", "--run", "2", "--causes", "--all"),
    ("tell", "kitchen.tale", "--run", "2"),
)

ANSWERING = """
import json, sys
from pathlib import Path
from tests.shell import Shell
shell = Shell(Path.cwd())
print(json.dumps([shell(*words).stdout for words in json.loads(sys.argv[1])]))
"""


@slow
def test_the_hash_seed_changes_no_byte(shell):
    first, *others = (answers(shell, seed) for seed in ("0", "1", "12345"))
    assert all(first)
    for other in others:
        assert dict(zip(COMMANDS, other, strict=True)) == dict(zip(COMMANDS, first, strict=True))


def answers(shell, seed):
    """What all commands say in a process of this hash seed."""
    done = subprocess.run(
        [sys.executable, "-c", ANSWERING, json.dumps(COMMANDS)],
        cwd=shell.folder,
        env=shell.environment(PYTHONHASHSEED=seed),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


def test_the_number_of_jobs_changes_no_byte(shell):
    answers = {
        shell("many", "kitchen.tale", "-n", "50", "--json", "--jobs", jobs).stdout for jobs in ("1", "2", "3")
    }
    assert len(answers) == 1


def test_another_seed_is_another_answer(shell):
    answers = {shell("many", "kitchen.tale", "-n", "20", "--json", "--seed", seed).stdout for seed in "123"}
    assert len(answers) == 3
