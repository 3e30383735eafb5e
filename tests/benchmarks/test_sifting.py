"""What is counted in the long log is what a plain search counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from benchmarks.sifting import TEXT, log, of_log
from twicetold.engine.meaning.matching import Matching, ready
from twicetold.engine.meaning.names import names
from twicetold.lang import load_text

WORLD = load_text(TEXT)
NAMES = names(WORLD)
Row = tuple[int, str, str, int, int, int]


@cache
def rows(name: str) -> list[Row]:
    """The events of one name: their places, names, outcomes, ticks, and who takes part."""
    events = log(WORLD)
    return [
        (row, name, NAMES.outcomes[events.outcome[row]], int(events.tick[row]), *map(int, events.roles[row]))
        for row in range(len(events))
        if NAMES.constructs[events.name[row]] == name
    ]


def harmed_guests() -> Iterator[tuple[Row, ...]]:
    """Whoever has come, and not gone again, and was harmed by whoever lodged them."""
    left, harmed = rows("leave"), rows("harm")
    for arrived in rows("arrive"):
        guest = arrived[4]
        gone = min((row[0] for row in left if row[4] == guest and row[0] > arrived[0]), default=10**6)
        for lodged in rows("lodge"):
            if lodged[5] == guest and arrived[0] < lodged[0] < gone:
                for harm in harmed:
                    if lodged[0] < harm[0] < gone and harm[4:] == lodged[4:]:
                        yield arrived, lodged, harm


def test_the_counts_are_those_of_a_plain_search():
    refused = [row for row in rows("court") if row[2] == "refused"]
    accepted = [row for row in rows("court") if row[2] == "accepted"]
    hasty = [row for row in rows("betray") if row[2] == "hasty"]
    found = of_log([ready(WORLD, NAMES, pattern) for pattern in WORLD.patterns], log(WORLD))
    assert found == {
        "harmed_guest": sum(1 for _ in harmed_guests()),
        "love_at_last": sum(
            one[0] < two[0] and one[4] == two[4] and two[3] - one[3] <= 6 * 60
            for one in refused
            for two in accepted
        ),
        "two_betrayals": sum(
            one[0] < two[0] and one[4] == two[4] and two[3] - one[3] <= 24 * 60
            for one in hasty
            for two in hasty
        ),
    }


def test_event_by_event_the_counts_are_the_same():
    events = log(WORLD)
    made = [ready(WORLD, NAMES, pattern) for pattern in WORLD.patterns]
    lives = [Matching(pattern) for pattern in made]
    for row in range(len(events)):
        roles = events.roles[row].tolist()
        for pattern, life in zip(made, lives, strict=True):
            for number in pattern.fitting(int(events.name[row]), int(events.outcome[row]), 0, roles):
                life.take(number, row, int(events.tick[row]), roles)
    counts = {pattern.name: len(life.end()) for pattern, life in zip(made, lives, strict=True)}
    assert counts == of_log(made, events)
