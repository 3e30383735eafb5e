"""Loading a stranger's world is bounded in time and memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.lang.nasty import NASTY
from tests.lang.trees import ROOT
from tests.sampled import sampled, slow

LOADED = {
    "many deep brackets",
    "nots",
    "points",
    "starting values",
    "effects",
    "additions",
    "arguments",
    "brackets in a telling",
    "as many groundings as are allowed",
    "as many entities as are allowed",
    "triples",
    "options",
    "arithmetic",
}
"""What keeps to the limits, if only just."""


PARTS = 4


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is set as Linux has it")
@pytest.mark.parametrize("part", sampled(range(PARTS), 1))
@slow
def test_nasty_worlds_are_answered_within_seconds_and_512_mebibytes(part: int) -> None:
    names = list(NASTY)[part::PARTS]
    done = subprocess.run(
        [sys.executable, "-m", "tests.lang.nasty", *names],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    became = dict(line.split(": ") for line in done.stdout.splitlines())
    assert list(became) == names
    assert {name: fate for name, fate in became.items() if fate.startswith("WRONG")} == {}
    assert {name for name, fate in became.items() if fate == "loaded"} == LOADED & set(names)
