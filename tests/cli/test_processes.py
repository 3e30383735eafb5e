"""What most tests here see of a command in their own process is what a process of its own says.

(Signals, pipes and full disks are in `test_ends`, the hash seed in `test_determinism`.)
"""

import pytest

from tests.sampled import sampled, slow


@pytest.mark.parametrize(
    "words",
    sampled(
        [
            pytest.param(words, id=" ".join(words))
            for words in (
                ("--version",),
                ("--help",),
                ("worlds",),
                ("check", "kitchen.tale", "--json"),
                ("run", "kitchen.tale", "--causes"),
                ("many", "kitchen.tale", "-n", "20", "--json"),
                ("tell", "kitchen.tale", "--format", "markdown"),
                ("draw", "kitchen.tale", "--view", "causes"),
                ("why", "kitchen.tale", "-n", "2"),
                ("given", "kitchen.tale", "Ada.happy", "-n", "20"),
                ("run", "nowhere.tale"),
                ("run", "kitchen.tale", "--set", "Ada.hunger = no"),
                ("many", "kitchen.tale", "--lives", "none"),
                ("sing",),
            )
        ],
        5,
    ),
)
def test_a_command_says_the_same_in_a_process_of_its_own(shell, words):
    assert shell(*words) == shell.apart(*words)


@slow
def test_a_world_may_be_piped_in(shell):
    text = (shell.folder / "kitchen.tale").read_text(encoding="utf-8")
    assert shell("run", "-", "--json", typed=text) == shell.apart("run", "-", "--json", typed=text)
    assert shell("run", "-", typed="kind") == shell.apart("run", "-", typed="kind")
