"""The command line as a user types it, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shell import Shell

KITCHEN = """
world "A kitchen"
  tick 1 minute
  lasts 2 hours

kind Person
  hunger number 0..1 ~ uniform(0.2, 0.5)
  happy yes/no

kind Pot
  soup whole 0..9 = 3 believed

Ada, Ben are Person
Big_Pot is Pot

setting growing number 0..1 = 0.01

rule appetite for p: Person
  p.hunger += growing

rule steam at 5 minutes
  Big_Pot.soup -= 1

action eat (p: Person, pot: Pot)
  needs pot.soup > 0
  urge 6 * p.hunger - 5
  takes 3 minutes
  then
    chance 0.8
      pot.soup -= 1
      p.hunger -= 0.6
      outcome full
      tell "[p] [eat] from [the pot]."
    otherwise
      outcome burnt
      tell "[p] [burn] [p's] tongue."
  seen by q: Person where q is not p

action thank (p: Person, q: Person)
  needs remembers(p, eat(q, anyone) full), not p.happy
  urge -1
  takes 0 minutes
  then p.happy = yes
  tell "[p] [thank] [q]."

ending "all is eaten" when Big_Pot.soup is 0
ending "soup is left" at the end
measure hunger = mean(p: Person: p.hunger)
measure thanks = times(thank(anyone, anyone))
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell in a new folder that holds `kitchen.tale`."""
    found = Shell(tmp_path)
    found.write("kitchen.tale", KITCHEN)
    return found
