"""What never came is said to be `never`, and how often."""

from __future__ import annotations

import json

MORTAL = """world "Mortal"
  tick 1 minute
  lasts 30 minutes
kind Person
  died time
Ada is Person
rule fate at 3 minutes
  chance 0.5
    Ada.died = now
ending "done" at the end
measure after = Ada.died / 1 minute
"""


def test_many_leaves_them_out_and_counts_them(shell):
    shell.write("mortal.tale", MORTAL)
    done = shell("many", "mortal.tale", "-n", "40", "--out", "lives")
    found = json.loads(shell("many", "mortal.tale", "-n", "40", "--json").stdout)["measures"]["after"]
    assert found["mean"] == found["max"] == 3
    assert 0 < found["never"] < 40
    assert f"after: never in {found['never']} lives, which are left out" in done.stdout
    by = shell("endings", "lives", "--by", "after").stdout.splitlines()
    assert by[-1].split()[:2] == ["never", str(found["never"])]
    rows = json.loads(shell("endings", "lives", "--by", "after", "--json").stdout)
    assert [row["never"] for row in rows] == [False, True]
    counted = shell("sql", "lives", "select count(*) - count(after) as n from lives").stdout
    assert counted.split()[-1] == str(found["never"])


def test_a_life_says_so(shell):
    shell.write("mortal.tale", MORTAL.replace("0.5", "0.0"))
    assert "after never" in shell("run", "mortal.tale").stdout
    assert json.loads(shell("run", "mortal.tale", "--json").stdout)["measures"] == {"after": None}
    table = shell("many", "mortal.tale", "-n", "5").stdout
    assert "after: never in 5 lives" in table
    assert "nan" not in table
