"""Any run of a batch is lived again by `run`, with causes: the life with the digest of the batch's row."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sampled import sampled, slow
from twicetold.lang import load
from twicetold.runs import open as runs_at

WORLDS = {"milk": (0, 17), "brawl": (1,), "hale_yard": (2,), "town": (0,)}
"""Of each bundled world some runs to live again."""

LINES = {"town": ("--set", "people 50", "--set", "span 1 weeks")}


@pytest.mark.parametrize("name", sampled(list(WORLDS), 2))
@slow
def test_a_run_of_a_batch_is_the_life_that_run_shows(shell, name):
    lines, seed = LINES.get(name, ()), ("--seed", "11")
    n = str(max(WORLDS[name]) + 1)
    done = shell("many", name, *seed, "-n", n, *lines, "--engine", "kernel", "--out", "runs", "--events")
    assert done.returncode == 0, done.stderr
    runs = runs_at(str(shell.folder / "runs"))
    rows = {row["run"]: row for row in runs.lives().to_pylist()}
    events = runs.events().to_pylist()
    upkeep = {rule.name for rule in load(name).rules if rule.mode == "each"}  # has no rows in a batch
    for run in WORLDS[name]:
        shown = json.loads(shell("run", name, *seed, "--run", str(run), *lines, "--json").stdout)
        row = rows[run]
        assert shown["digest"] == f"{row['digest']:016x}"
        assert (shown["ending"], shown["ticks"]) == (row["ending"], row["ticks"])
        assert all(row[measure] == value for measure, value in shown["measures"].items())
        ours = [
            (each["name"], each["outcome"], each["roles"])
            for each in shown["events"]
            if each["sort"] != "ending" and each["name"] not in upkeep
        ]
        assert ours == [_told(each) for each in events if each["run"] == run]
        _assert_causes_come_before(shown["events"])


def _told(row: dict[str, Any]) -> tuple[str, str, list[str]]:
    roles = [value for column, value in row.items() if column.startswith("role_") and value is not None]
    return row["name"], row["outcome"], roles


def _assert_causes_come_before(events: list[dict[str, Any]]) -> None:
    caused = 0
    for event in events:
        causes = [number for numbers in event["causes"].values() for number in numbers]
        assert all(cause < event["number"] for cause in causes)
        caused += bool(causes)
    assert caused, "something has a cause in every life"
