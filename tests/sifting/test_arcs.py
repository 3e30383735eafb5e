"""The arcs of the bundled worlds find what they say, in lives known by hand and in their own."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from tests.bundled import load
from tests.sifting.reference import Happened, found
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.meaning.found import found_in
from twicetold.engine.meaning.marks import bit
from twicetold.engine.meaning.matching import matches, ready
from twicetold.engine.meaning.names import names
from twicetold.lang import load_text


def blocks(world: str) -> str:
    """The patterns of a bundled world or library, as they are written."""
    text = (files("twicetold.worlds") / f"{world}.tale").read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^pattern .*\n(?:  .*\n)+", text, re.MULTILINE))


def by_hand(cast: str, events: list[str], happenings: str, patterns: str) -> dict[str, list[str]]:
    """What is found of each pattern in a life in which these events happen, one each minute: who, by name."""
    declared = "".join(f"event {each}\n" for each in events)
    rules = "".join(
        f"rule at_{minute} at {minute} minutes\n  happens {each}\n"
        for minute, each in enumerate(happenings.split("; "), 1)
    )
    head = 'world "By hand"\n  tick 30 seconds\n  lasts 1 hour\n'
    world = load_text(f"{head}{cast}{declared}{rules}{patterns}")
    life = Interpreter(world).live(1, 0)
    return {
        pattern.name: [" ".join(world.entities[who].name for who in match.who) for match in there]
        for pattern in world.patterns
        if (there := found_in(world, life, pattern))
    }


NIGHT = """
kind Person
  beating  yes/no = yes
kind Wolf is Person
kind Friend is Person
Ann, Bea, Cid are Wolf
Dan, Eve are Friend
Eve.beating no
"""
OF_THE_NIGHT = [
    "throw_to_cover (p: Wolf, friend: Friend)",
    "send_away (p: Wolf, friend: Friend)",
    "refuse (p: Friend, other: Person)",
    "leap_on (p: Wolf, foe: Wolf)\n  then outcome gripped",
    "pull_off (p: Wolf, foe: Wolf)\n  then outcome freed",
    "tear_in_two (p: Wolf, foe: Wolf)",
    "confess (p: Person, other: Person)\n  then\n    if other.beating\n      outcome heard\n"
    "    otherwise\n      outcome unheard",
    "foul (p: Wolf, foe: Wolf)",
    "mourn (p: Person, dead: Person)",
    "wake (p: Person)\n  then p.beating = yes",
]


@pytest.mark.parametrize(
    ("happenings", "there"),
    [
        ("throw_to_cover(Ann, Dan); refuse(Dan, Ann)", {"ill_repaid": ["Ann Dan"]}),
        ("throw_to_cover(Ann, Dan); send_away(Ann, Dan); refuse(Dan, Ann)", {}),
        ("throw_to_cover(Ann, Dan); refuse(Dan, Bea)", {}),
        (
            "leap_on(Ann, Bea); pull_off(Cid, Ann); tear_in_two(Bea, Ann)",
            {"revenge_with_help": ["Bea Ann Cid"]},
        ),
        ("leap_on(Ann, Bea); leap_on(Bea, Ann)", {"reversal": ["Ann Bea"]}),
        ("leap_on(Ann, Bea); leap_on(Ann, Bea); leap_on(Bea, Ann)", {"reversal": ["Ann Bea"]}),
        ("confess(Dan, Eve); wake(Eve); confess(Dan, Eve)", {"love_at_last": ["Dan Eve"]}),
        ("confess(Dan, Eve); confess(Dan, Eve)", {}),
        ("foul(Ann, Bea); foul(Ann, Cid)", {"two_fouls": ["Ann"]}),
        ("foul(Ann, Bea); foul(Bea, Cid); foul(Cid, Ann); foul(Ann, Bea)", {}),
        ("leap_on(Ann, Bea); tear_in_two(Ann, Bea)", {"firm_grip": ["Ann Bea"]}),
        ("leap_on(Ann, Bea); pull_off(Cid, Ann); tear_in_two(Ann, Bea)", {}),
        ("mourn(Ann, Dan); mourn(Ann, Eve)", {"false_news": ["Ann Dan"]}),
    ],
)
def test_the_arcs_of_the_night(happenings, there):
    assert by_hand(NIGHT, OF_THE_NIGHT, happenings, blocks("night_arcs")) == there


TOWN = """
kind Person
  purse  whole 0.. = 10
  mood   number -1..1 = 0.5
Ann, Bea, Cid are Person
Ann.purse 30
"""
OF_THE_TOWN = [
    "stand_a_drink (p: Person, q: Person)",
    "quarrel (p: Person, q: Person)\n  then outcome blows",
    "lie (p: Person, q: Person, victim: Person)",
    "chat (p: Person, q: Person)\n  then outcome befriended",
    "propose (p: Person, q: Person)\n  then\n    if p.mood < 0\n      outcome refused\n    otherwise\n"
    "      outcome accepted",
    "stray (p: Person, q: Person)",
    "wedding (p: Person, q: Person)",
    "parting (p: Person, q: Person)",
    "gloom (p: Person)\n  then p.mood = 0 - p.mood",
    "robbery (p: Person)\n  then p.purse = 1",
]


@pytest.mark.parametrize(
    ("happenings", "there"),
    [
        ("stand_a_drink(Ann, Bea); lie(Bea, Cid, Ann)", {"betrayal": ["Ann Bea"]}),
        ("stand_a_drink(Ann, Bea); quarrel(Ann, Bea); lie(Bea, Cid, Ann)", {}),
        ("quarrel(Ann, Bea); chat(Bea, Cid); quarrel(Cid, Ann)", {"revenge_by_alliance": ["Bea Ann Cid"]}),
        ("stand_a_drink(Ann, Bea); robbery(Ann); stand_a_drink(Bea, Ann)", {"reversal": ["Ann Bea"]}),
        ("stand_a_drink(Ann, Bea); stand_a_drink(Bea, Ann)", {}),
        (
            "gloom(Ann); propose(Ann, Bea); gloom(Ann); propose(Ann, Bea)",
            {"love_at_last": ["Ann Bea Bea"]},
        ),
        ("gloom(Ann); propose(Ann, Bea); gloom(Ann); propose(Bea, Ann)", {}),
        ("stray(Ann, Bea); stray(Ann, Cid)", {"two_betrayals": ["Ann"]}),
        ("stray(Ann, Bea); gloom(Ann); stray(Ann, Cid)", {}),
        ("wedding(Ann, Bea)", {"lasting_match": ["Ann Bea"]}),
        ("wedding(Ann, Bea); parting(Bea, Ann)", {}),
    ],
)
def test_the_arcs_of_the_town(happenings, there):
    assert by_hand(TOWN, OF_THE_TOWN, happenings, blocks("town")) == there


FIRM = """
kind Company
  cuts  whole 0..99 believed
kind Worker
  they
Firm is Company: cuts 6
Ann, Bea, Cid are Worker
action go (w: Worker)
  urge -99
  tell "[w] [go]."
"""


@pytest.mark.parametrize(("changed", "there"), [(True, ["Ann Bea Cid"]), (False, [])])
def test_a_rumour_that_comes_back_changed(changed, there):
    events = [
        "gossip (w: Worker, friend: Worker)\n  then outcome news",
        "embroider (w: Worker)\n  then w learns Firm.cuts as 9",
    ]
    between = "embroider(Cid); " if changed else ""
    happenings = f"gossip(Ann, Bea); gossip(Bea, Cid); {between}gossip(Cid, Ann)"
    assert by_hand(FIRM, events, happenings, blocks("rumour")).get("comes_back_changed", []) == there


# --- the worlds themselves ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_in_nights_all_is_found_that_is_there():
    world = load("hale_yard")
    known, lives = names(world), Kernel(world).lives(1, 0, 30, events=True)
    events = lives.events
    assert events is not None
    assert events.marks is not None
    for pattern in world.patterns:
        asked = {line.event.event for line in pattern.lines()}
        rows = [row for row in range(len(events)) if known.constructs[events.name[row]] in asked]
        there = {}
        for run in range(len(lives)):
            its = [row for row in rows if events.run[row] == run]
            happened = [
                Happened(
                    known.constructs[events.name[row]],
                    known.outcomes[events.outcome[row]],
                    int(events.tick[row]),
                    tuple(role for role in events.roles[row].tolist() if role >= 0),
                    frozenset(
                        line.where
                        for line in pattern.lines()
                        if line.where is not None and events.marks[row] & bit(world, line)
                    ),
                )
                for row in its
            ]
            begin = int(np.searchsorted(events.run, run))
            matched = [
                tuple(its[place] - begin for place in places)
                for _, places in found(pattern, happened, lambda *_: True)
            ]
            if matched:
                there[run] = sorted(matched)
        got = dict(matches(ready(world, known, pattern), events, 0, len(lives)))
        assert {run: sorted(match.events for match in some) for run, some in got.items()} == there


@pytest.mark.parametrize("name", ["rumour", pytest.param("hale_yard", marks=pytest.mark.slow)])
def test_no_life_is_another_for_its_arcs(name):
    world = load(name)
    assert world.patterns
    with_, without = (Kernel(each).lives(1, 0, 2) for each in (world, replace(world, patterns=())))
    assert np.array_equal(with_.digest, without.digest)
