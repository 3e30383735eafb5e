"""The story lint: the rules, each broken and kept in a small world; the bundled worlds, and what of them is
broken on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

import pytest

from tests.bundled import load
from tests.sampled import sampled
from twicetold.ask.lint import Finding, Lint
from twicetold.engine import Interpreter
from twicetold.lang import load_text

SMALL = """
world "Small"
  tick 1 minute
  lasts 30 minutes
  choice best
kind Place
kind Person
  at     Place
  awake  yes/no = yes
  alive  yes/no = yes
  busy   yes/no = no
  gold   whole 0.. = 3
  p notices when p.awake and p.alive
kind Thing
  lit    yes/no = no
  keeper Person or none
Hall, Yard are Place
Ann, Bea are Person: at Hall
Fire is Thing
"""


def found(text: str, runs: int = 1) -> list[Finding]:
    """What is found in the first lives of a world."""
    lint = Lint(load_text(SMALL + text, "small.tale"))
    return [each for _, findings in lint.lives(1, range(runs)) for each in findings]


def rules(text: str) -> set[str]:
    return {each.rule for each in found(text)}


# --- who acts -----------------------------------------------------------------------------------------------

SLEEP = "rule sleep at 2 minutes\n  Ann.awake = no\n"
SING = "action sing (p: Person)\n  urge 1 if p is Ann else -1\n  takes 5 minutes\n"


def test_who_can_notice_nothing_does_nothing() -> None:
    (first, *_) = found(SLEEP + SING)
    assert (first.rule, first.run, first.seconds) == ("acts", 0, 300.0)
    assert first.sentence == "Ann does `sing(Ann)`, and can notice nothing then"


def test_what_is_broken_off_is_not_done() -> None:
    text = SLEEP + SING.replace("(p: Person)\n", "(p: Person)\n  needs p.awake\n")
    assert "acts" in rules(text)
    assert rules(text + "  interrupted when not p.awake\n") == set()


def test_who_dies_of_what_they_do_has_done_it() -> None:
    assert rules(SING.replace("  urge", "  needs p.alive\n  urge") + "  then p.alive = no\n") == set()


def test_in_a_world_where_everybody_always_notices_nobody_acts_unaware() -> None:
    always = SMALL.replace("  p notices when p.awake and p.alive\n", "")
    lint = Lint(load_text(always + SLEEP + SING, "small.tale"))
    assert [each for _, findings in lint.lives(1, range(2)) for each in findings] == []


# --- who is there -------------------------------------------------------------------------------------------

MEET = """
rule leave at 2 minutes
  Bea.at = Yard
action greet (p: Person, q: Person)
  needs p.at is q.at
  urge 1 if p is Ann else -1
  takes 4 minutes
"""


def test_nobody_is_dealt_with_who_has_gone() -> None:
    (first, *_) = found(MEET)
    assert first.rule == "elsewhere"
    assert first.sentence == "`greet(Ann, Bea)` is done, though `p.at is q.at` is no longer so since `leave`"


def test_a_way_through_a_definition_is_seen_too() -> None:
    define = "define together(p: Person, q: Person) = p.at is q.at\n"
    assert rules(define + MEET.replace("p.at is q.at", "together(p, q)")) == {"elsewhere"}


def test_who_comes_back_in_time_was_there() -> None:
    assert rules(MEET + "rule back at 3 minutes\n  Bea.at = Hall\n") == set()


def test_whoever_has_ceased_to_exist_takes_no_part() -> None:
    text = """
rule end at 2 minutes
  Fire.keeper = Bea
  Bea retires
rule haunt at 4 minutes
  happens rattle(Fire.keeper)
event rattle (p: Person)
  tell "[p] [rattle]."
"""
    assert found(text) == []  # it does not come about
    world = load_text(SMALL + text.replace("  Bea retires\n", ""), "small.tale")
    life = Interpreter(world).live(1, 0)
    gone = tuple(
        replace(event, gone=event.roles) if event.name == "rattle" else event for event in life.events
    )
    (only,) = Lint(world).life(replace(life, events=gone))
    assert only.sentence == "Bea takes part in `rattle(Bea)`, and had ceased to exist"


# --- what can be done once ----------------------------------------------------------------------------------

LIGHT = """
action light (p: Person, t: Thing)
  needs not t.lit
  urge 1
  takes 3 minutes
  then t.lit = yes
"""


def test_a_fire_is_lit_once() -> None:
    (only,) = found(LIGHT)
    assert only.rule == "twice"
    assert only.sentence.endswith("though `not t.lit` is no longer so since `light(Ann, Fire)`") or (
        only.sentence.endswith("though `not t.lit` is no longer so since `light(Bea, Fire)`")
    )
    assert rules(LIGHT.replace("  then", "  interrupted when t.lit\n  then")) == set()


def test_what_has_happened_counts_as_done() -> None:
    text = LIGHT.replace("not t.lit", "not happened(light(anyone, t))")
    assert rules(text) == {"twice"}


def test_amounts_may_change_meanwhile() -> None:
    assert rules(LIGHT.replace("not t.lit", "Ann.gold > 2").replace("t.lit = yes", "Ann.gold -= 1")) == set()


def test_nobody_dies_twice() -> None:
    text = """
rule blow for p: Person every 5 minutes
  happens die(p)
event die (p: Person)
  then
    p.alive = no
    p.awake = no
"""
    findings = found(text)
    assert {each.rule for each in findings} == {"twice"}
    assert findings[0].sentence == "`die(Ann)` comes about, and all that it brings was so already"
    assert rules(text.replace("for p: Person every", "for p: Person where p.alive every")) == set()


def test_who_is_unconscious_may_die() -> None:
    text = "rule faint at 1 minute\n  Ann.awake = no\nrule blow at 3 minutes\n  happens die(Ann)\n"
    assert rules(text + "event die (p: Person)\n  then\n    p.alive = no\n    p.awake = no\n") == set()


# --- what is over -------------------------------------------------------------------------------------------


def test_what_is_over_does_not_go_on() -> None:
    enough = "rule enough at 2 minutes\n  Ann.busy = yes\n"
    text = enough + SING.replace("  urge", "  needs not p.busy\n  urge")
    assert rules(text) == {"over"}
    assert rules(text + "  interrupted when p.busy\n") == set()


def test_what_others_are_may_change() -> None:
    text = MEET.replace("p.at is q.at", "not q.busy").replace("Bea.at = Yard", "Bea.busy = yes")
    assert rules(text) == set()


# --- the bundled worlds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "lines", "runs"), sampled([
    ("milk", [], 20), ("brawl", [], 1), ("town", ["people 50", "span 2 weeks"], 1), ("hale_yard", [], 3),
], 2))  # fmt: skip
def test_the_bundled_worlds_do_not_contradict_themselves(name: str, lines: list[str], runs: int) -> None:
    for seed in (1, 77):
        findings = [each for _, those in Lint(load(name, lines)).lives(seed, range(runs)) for each in those]
        assert findings == []


ALONE = ("brawl.tale", "town.tale", "milk.tale")
"""The bundled worlds that use no library."""


def block(world: str, sort: str, name: str) -> str:
    """A block of a bundled world, or of what it uses."""
    for file in files("twicetold.worlds").iterdir():
        if file.name.endswith(".tale") and (file.name == f"{world}.tale" or file.name not in ALONE):
            text = file.read_text(encoding="utf-8")
            if match := re.search(rf"^{sort} {name}\b.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL):
                return match[0]
    raise AssertionError(f"there is no {sort} {name}")


def broken(world: str, sort: str, name: str, old: str, new: str) -> Iterator[Finding]:
    """What is found in lives of a bundled world of which one line was broken."""
    text = block(world, sort, name)
    assert text.count(old) == 1
    variant = f'use {world}\nwithout {name}\n{text.replace(old, new)}\nworld "Broken"\n{TIMES[world]}'
    for _, findings in Lint(load_text(variant, "broken.tale")).lives(1, range(40)):
        yield from findings


TIMES = {
    "hale_yard": "  tick 5 seconds\n  lasts 15 minutes\n  choice softmax 0.5\n",
    "brawl": "  tick 1 second\n  lasts 20 seconds\n  choice best\n",
}


@pytest.mark.parametrize(("world", "sort", "name", "old", "new", "rule"), sampled([
    ("hale_yard", "action", "burn", ", not doing(burn(anyone, foe))", "", "twice"),
    ("hale_yard", "action", "claw", "out_of_it(p) or ", "", "acts"),
    ("hale_yard", "action", "claw", " or p.at is not foe.at", "", "elsewhere"),
    ("hale_yard", "action", "pin_down", "out_of_it(p)", "not fit(p)", "over"),
    ("hale_yard", "rule", "fainting", "b.awake and ", "", "twice"),
    ("brawl", "action", "taunt", "p.state is able, ", "", "acts"),
    ("brawl", "rule", "fainting", "p.state is able and ", "", "twice"),
], 1, more=2))  # fmt: skip
def test_what_is_broken_on_purpose_is_found(
    world: str, sort: str, name: str, old: str, new: str, rule: str
) -> None:
    assert any(each.rule == rule for each in broken(world, sort, name, old, new))
