"""Where lives part: what decides the ending stands first, later things below it, and chance parts nobody."""

from __future__ import annotations

import math

import pytest

from twicetold import questions
from twicetold.ask.branching import Branch, Branching, branches
from twicetold.lang import load_text_with_warnings

GATE = """world "The gate"
  tick 1 second
  lasts 4 seconds
kind Guard
  open yes/no
  in_time yes/no
Ann, Ben are Guard
event opens (g: Guard)
  then g.open = yes
event runs (g: Guard)
  then g.in_time = yes
event sneezes (g: Guard)
rule lot at 0 seconds
  chance 40%
    happens opens(Ann)
rule after at 1 seconds
  if Ann.open
    chance 50%
      happens runs(Ben)
rule dust for g: Guard at 0 seconds
  chance 50%
    happens sneezes(g)
rule late for g: Guard at 3 seconds
  chance 50%
    happens sneezes(g)
ending "through" at the end when Ben.in_time
ending "outside" at the end when Ann.open
ending "locked" at the end
"""


def asked(text: str, n: int = 400, depth: int = 3) -> Branching:
    return branches(load_text_with_warnings(text).world, questions.Branches(n, depth=depth))


@pytest.fixture(scope="module")
def gate() -> Branching:
    return asked(GATE)


def ends(branching: Branching, branch: Branch) -> dict[str, int]:
    pairs = zip(branching.endings, branch.endings, strict=True)
    return {ending: count for ending, count in pairs if count}


def test_what_decides_stands_first_and_what_comes_later_below_it(gate: Branching) -> None:
    first = gate.root.parting
    assert first is not None
    assert first.what in ("opens(Ann)", "opens")
    assert ends(gate, first.not_so).keys() == {"locked"}
    second = first.so.parting
    assert second is not None
    assert "runs" in second.what
    assert ends(gate, second.so).keys() == {"through"}
    assert ends(gate, second.not_so).keys() == {"outside"}
    assert second.seconds > first.seconds


def test_what_tells_nothing_of_the_ending_parts_nobody(gate: Branching) -> None:
    said = " ".join(step for way, _ in gate.leaves() for step in way)
    assert "sneezes" not in said
    assert len(list(gate.leaves())) == 3


def test_the_branches_are_all_lives_and_each_knows_its_runs(gate: Branching) -> None:
    leaves = [branch for _, branch in gate.leaves()]
    assert sum(branch.lives for branch in leaves) == gate.n == sum(gate.root.endings)
    assert all(sum(branch.endings) == branch.lives for branch in leaves)
    runs = [run for branch in leaves for run in branch.runs]
    assert len(set(runs)) == len(runs)


def test_the_bits_say_how_much_better_the_ending_is_known(gate: Branching) -> None:
    """Its bits are the entropy of the endings before, less that of each side, by its share."""

    def entropy(branch: Branch) -> float:
        shares = [count / branch.lives for count in branch.endings if count]
        return -sum(share * math.log2(share) for share in shares)

    first = gate.root.parting
    assert first is not None
    left = sum(part.lives * entropy(part) for part in (first.so, first.not_so)) / gate.n
    assert first.bits == pytest.approx(entropy(gate.root) - left)


def test_the_tree_is_no_deeper_than_it_is_asked_for() -> None:
    first = asked(GATE, depth=1).root.parting
    assert first is not None
    assert first.so.parting is None
    assert first.not_so.parting is None


def test_a_role_that_matters_to_nobody_is_left_open() -> None:
    """Whoever of ten rings the bell, it rings: no one of them decides it."""
    text = """world "A bell"
  tick 1 second
  lasts 3 seconds
kind Child
kind Thing
  rung yes/no
Bell is Thing
Al, Bo, Cy, Di, Ed, Flo, Gus, Hal, Ida are Child
event rings (c: Child)
  then Bell.rung = yes
rule ring for c: Child at 0 seconds
  chance 8%
    happens rings(c)
ending "heard" at the end when Bell.rung
ending "silent" at the end
"""
    parting = asked(text).root.parting
    assert parting is not None
    assert parting.what == "rings(anyone)"


def test_without_a_life_there_is_nothing_to_part() -> None:
    with pytest.raises(ValueError, match="no life was lived"):
        asked(GATE, n=0)
