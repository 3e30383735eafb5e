"""What lives reach, what they do not, and what is said to stand in the way."""

from __future__ import annotations

import json

import pytest

from twicetold.ask.coverage import Coverage, Item, cover
from twicetold.lang import load_text_with_warnings
from twicetold.questions import Cover
from twicetold.runs import Engine

HOUSE = """
world "A house"
  tick 1 minute
  lasts 30 minutes
  choice best

kind Person
  awake yes/no = yes
  coins whole 0..9 = 2

kind Ghost
  seen yes/no

setting daring number 0..1 = 0

Ann, Bob are Person

rule bell every 10 minutes
  if Ann.coins > 5
    Ann.coins -= 1
  otherwise
    Ann.coins += 1
  if Ann.coins > 20
    Ann.coins = 0

rule midnight at 2 hours
  happens knock(Ann)

action pay (p: Person, q: Person)
  needs p is Ann, p.coins > 2
  urge 1
  then
    p.coins -= 1
    chance 0
      happens knock(q)
    tell "[p] [pay]."
      or if p.coins > 8 "[p] [pay] gladly."

action steal (p: Person, q: Person)
  needs p is Bob, q.awake, not q.awake or p.coins > 7
  urge 1
  then p.coins += 1

action shrug (p: Person)
  urge -1
  then p.awake = no

action haunt (g: Ghost, p: Person)
  urge 1
  then g.seen = yes

event knock (p: Person)
  then p.awake = no

ending "rich" when Ann.coins > 8 and Bob.coins > 8
ending "night" at the end
"""


@pytest.fixture(scope="module")
def house() -> Coverage:
    return cover(load_text_with_warnings(HOUSE, "house.tale"), Cover(60, jobs=1))


def item(found: Coverage, text: str, of: str | None = None) -> Item:
    (one,) = (each for each in found.items if each.text == text and of in (None, each.of))
    return one


def test_what_is_reached_is_counted_by_hits_and_by_lives(house):
    bell = item(house, "bell")
    assert (bell.sort, bell.status, bell.line) == ("rule", "reached", 18)
    assert (bell.hits, bell.runs, bell.first) == (2 * 60, 60, 0)
    assert item(house, "pay").hits == 60 * 2  # at 10 and 20 minutes Ann has a third coin


def test_a_branch_says_how_often_it_was_asked(house):
    yes, no = item(house, "if Ann.coins > 5"), item(house, "otherwise of `if Ann.coins > 5`")
    assert (yes.hits, yes.asked, no.hits, no.asked) == (0, 120, 120, 120)
    assert yes.status == "unreached"
    assert yes.why == "it was asked 120 times"
    assert no.line == 22  # where it begins


def test_what_is_not_reached_has_a_bound_by_the_rule_of_three(house):
    assert house.bound == 3 / 60


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("if Ann.coins > 20", "its condition can never hold"),
        ("midnight", "its time comes after the end of every life"),
        ("chance 0", "the chance is 0"),
        ("haunt", "there is no Ghost"),
        ("knock", "nothing brings it about"),
    ],
)
def test_what_is_impossible_is_proved(house, text, why):
    found = item(house, text)
    assert (found.status, found.why) == ("impossible", why)


def test_what_stands_in_a_blocks_way_stands_in_the_way_of_what_is_in_it(house):
    assert item(house, "shrug").status == "unreached"
    assert item(house, "steal").status == "unreached"


def test_the_condition_that_said_no_most_often_is_named(house):
    steal = item(house, "steal")
    # asked of both actors in each tick, and of the one other of each
    assert steal.blocker is not None
    assert steal.blocker.text == "p is Bob"
    assert steal.blocker.no == steal.blocker.asked / 2
    assert steal.why is not None
    assert "`p is Bob` said no" in steal.why
    assert "`not q.awake or p.coins > 7` never held" in steal.why


def test_an_action_that_is_never_chosen_is_told_so(house):
    why = item(house, "shrug").why
    assert why is not None
    assert "never chosen: its urge is too low" in why


def test_texts_are_items_of_their_own(house):
    assert item(house, '"[p] [pay]."').status == "reached"
    assert item(house, '"[p] [pay] gladly."').status == "unreached"


def test_endings_are_blocked_by_their_parts(house):
    rich = item(house, "rich")
    assert rich.blocker is not None
    assert rich.blocker.text == "Ann.coins > 8"
    assert item(house, "night").runs == 60


def test_plain_effects_are_lived_as_often_as_their_block(house):
    lines = HOUSE.split("\n")
    gained, spent = lines.index("    Ann.coins += 1") + 1, lines.index("    Ann.coins -= 1") + 1
    assert house.effects["house.tale", gained] == 120
    assert house.effects["house.tale", spent] == 0


def test_json_has_all_of_it(house):
    found = json.loads(json.dumps(house.to_json()))
    assert len(found["items"]) == len(house.items)
    assert found["n"] == 60
    assert {each["status"] for each in found["items"]} == {"reached", "unreached", "impossible"}


def test_the_answer_depends_neither_on_the_engine_nor_on_the_number_of_processes(house):
    loaded = load_text_with_warnings(HOUSE, "house.tale")
    for jobs, engine in [(2, Engine.KERNEL), (2, Engine.INTERPRETER)]:
        assert cover(loaded, Cover(60, jobs=jobs, engine=engine)) == house


def test_no_lives_reach_nothing():
    nothing = cover(load_text_with_warnings(HOUSE, "house.tale"), Cover(0))
    assert nothing.bound == 1
    assert all(each.hits == 0 for each in nothing.items)
