"""How often a draw can come for the same ones in one tick is bounded from the text, and where that shows that
it comes once nothing is counted."""

from __future__ import annotations

import pytest

from tests.bundled import load
from twicetold.engine import Interpreter
from twicetold.engine.meaning.sites import Site, draw_sites
from twicetold.lang import load_text

HEAD = """
world "How often"
  tick 1 second
  lasts 100 seconds
kind Man
  hits  number 0..
  pace  number 1..9 seconds
  sloth number 0..9 seconds
  foe   Man or none
Ada, Ben, Cid, Dan, Eva are Man
setting quick number 0..9 seconds = 2 seconds tune 1..3
event blow (c: Man)
  then
    chance 0.5
      c.hits += 1
"""


def site(text: str, name: str = "event/blow/then/1/chance") -> Site:
    (found,) = (each for each in draw_sites(load_text(HEAD + text)) if each.name == name)
    return found


ONCE = {
    "never": "rule rest for c: Man\n  c.hits = 0\n",
    "a rule": "rule go for c: Man\n  happens blow(c)\n",
    "either of two": "rule go for c: Man\n"
    "  chance 0.5\n    happens blow(c)\n  otherwise\n    happens blow(c)\n",
    "one of several": "rule go for c: Man\n"
    "  if c.hits > 1\n    happens blow(c)\n  otherwise if c.hits > 2\n    happens blow(c)\n",
    "a loop over whom it happens to": "rule go\n  for c: Man\n    happens blow(c)\n",
    "through an event": "event storm (c: Man)\n  then happens blow(c)\n"
    "rule go for c: Man\n  happens storm(c)\n",
    "an actor's own": "action go (p: Man, q: Man)\n  then happens blow(p)\n",
    "two actions of an actor": "action go (p: Man)\n  then happens blow(p)\naction run (p: Man)\n"
    "  then happens blow(p)\n",
    "at once": "action go (p: Man)\n  takes 0 seconds\n  then happens blow(p)\n",
    "as long as it takes": "action go (p: Man)\n  takes p.pace\n  then happens blow(p)\n",
    "a picked one's": "rule go at 3 seconds\n  pick c: Man\n    happens blow(c)\n",
}


@pytest.mark.parametrize("text", ONCE.values(), ids=ONCE)
def test_what_takes_place_once_is_not_counted(text: str) -> None:
    assert site(text).times <= 1
    assert not Interpreter(load_text(HEAD + text)).build.sites.counted


MORE = {
    "twice": ("rule go for c: Man\n  happens blow(c)\n  happens blow(c)\n", 2),
    "two rules": ("rule go for c: Man\n  happens blow(c)\nrule run for c: Man\n  happens blow(c)\n", 2),
    "another role": ("rule go for c: Man, d: Man\n  happens blow(c)\n", 5),
    "whoever it is": ("rule go for c: Man\n  happens blow(c.foe)\n", 5),
    "one of all": ("rule go for c: Man\n  happens blow(Ada)\n", 5),
    "a loop": ("rule go for c: Man\n  for d: Man\n    happens blow(c)\n", 5),
    "loops": ("rule go\n  for d: Man\n    for e: Man\n      happens blow(Ada)\n", 25),
    "a loop in an event": (
        "event storm (c: Man)\n  then\n    for x: Man\n      happens blow(c)\n"
        "rule go for c: Man\n  happens storm(c)\n  happens storm(c)\n",
        10,
    ),
    "others": ("action go (p: Man, q: Man)\n  then happens blow(q)\n", 5),
    "an actor and others": (
        "action go (p: Man, q: Man)\n  then happens blow(q)\naction run (p: Man)\n  then happens blow(p)\n",
        6,
    ),
    "an actor in either role": (
        "action go (p: Man)\n  then\n    happens blow(p)\n    happens blow(p)\n"
        "action run (p: Man)\n  then happens blow(p)\n",
        2,
    ),
    "late and at once": ("action go (p: Man)\n  takes p.sloth\n  then happens blow(p)\n", 2),
    "late, or at once": (
        "action go (p: Man)\n  then happens blow(p)\n"
        "action run (p: Man)\n  takes 0 seconds\n  then happens blow(p)\n",
        2,
    ),
    "as long as a knob says": ("action go (p: Man)\n  takes quick\n  then happens blow(p)\n", 2),
}


@pytest.mark.parametrize(("text", "times"), MORE.values(), ids=MORE)
def test_what_can_take_place_again_is_bounded(text: str, times: int) -> None:
    found = site(text)
    assert found.times == times
    assert found.certain
    assert set(Interpreter(load_text(HEAD + text)).build.sites.counted) >= {"blow"}


def test_an_action_draws_again_where_it_may_end_at_once() -> None:
    text = "action go (p: Man)\n  takes {}\n  then\n    chance 0.5\n      p.hits += 1\n"
    name = "action/go/then/1/chance"
    found = [site(text.format(takes), name).times for takes in ("2 seconds", "0 seconds", "p.sloth")]
    assert found == [1, 1, 2]


def test_who_cannot_cease_is_born_once() -> None:
    text = "kind Imp is Man\n  heat number ~ uniform(0, 1)\nspare 3 Imp\n"
    text += "rule fire\n  born x: Imp\n    x.hits = 1\n"
    assert site(text, "start/heat/born/1").times == 1
    assert site(f"{text}  born y: Imp\n    y retires\n", "start/heat/born/1").times == 2


def test_four_entities_have_no_room_in_a_word() -> None:
    text = "rule go for {}\n  chance 0.5\n    a.hits += 1\n"
    three = site(text.format("a: Man, b: Man, c: Man"), "rule/go/then/1/chance")
    four = site(text.format("a: Man, b: Man, c: Man, d: Man"), "rule/go/then/1/chance")
    assert (three.entities, three.certain) == (3, True)
    assert (four.entities, four.certain) == (4, False)


@pytest.mark.parametrize(
    ("lasts", "certain"), [(100, True), (2**20, True), (2**20 + 1, False), (2_000_000, False)]
)
def test_three_entities_have_room_unless_a_life_is_very_long(lasts: int, certain: bool) -> None:
    head = HEAD.replace("lasts 100 seconds", f"lasts {lasts} seconds")
    feud = "event feud (a: Man, b: Man, c: Man)\n  then\n    chance 0.5\n      a.hits += 1\n"
    rule = "rule go\n  for x: Man\n    for y: Man\n      happens feud(Ada, Ben, Cid)\n"
    found = {each.name: each for each in draw_sites(load_text(head + feud + rule))}
    assert found["event/feud/then/1/chance"].times == 25
    assert found["event/feud/then/1/chance"].certain == certain


@pytest.mark.parametrize("name", ["milk", "brawl", "hale_yard"])
def test_most_bundled_worlds_pay_for_no_counting(name: str) -> None:
    assert not Interpreter(load(name)).build.sites.counted
    assert all(each.certain for each in draw_sites(load(name)) if each.entities <= 3)
