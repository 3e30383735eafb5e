"""What stands between two, and sets, mean what the longer form means: they come to the same model."""

from __future__ import annotations

import pytest

from twicetold.lang import load_text, model
from twicetold.lang.formatter import format_text

WORLD = """world "W"
  tick 1 minute
  lasts 1 hour
kind Thing
  weight number 0.. = 1
kind Person
  they
  friend Person or none
relation has (Person, Thing) yes/no
relation near (Person, Person) yes/no symmetric
define fears(p: Person, q: Person) = p.friend is not q
Ada, Ben are Person
Poker is Thing
rule r for who: Person where who.friend is none every 1 minute
"""


def of(effects: str) -> tuple[model.Effect, ...]:
    """What the rule does."""
    return next(rule.body for rule in load_text(WORLD + effects).rules if rule.name == "r")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("  Ada has Poker", "  has(Ada, Poker) = yes"),
        ("  Ada has the Poker", "  has(Ada, Poker) = yes"),
        ("  Ada.friend has not the Poker", "  has(Ada.friend, Poker) = no"),
        ("  Ada near Ben.friend", "  near(Ada, Ben.friend) = yes"),
        ("  let n = Ada has not Poker", "  let n = not has(Ada, Poker)"),
        ("  let n = Ada fears Ben and Ben near Ada", "  let n = fears(Ada, Ben) and near(Ben, Ada)"),
        ("  let n = not Ada fears Ben or Ben near Ada", "  let n = not fears(Ada, Ben) or near(Ben, Ada)"),
        (
            "  let n = 5 minutes > 3 minutes and who has the Poker",
            "  let n = 5 minutes > 3 minutes and has(who, Poker)",
        ),
        ("  let n = sum(x in what Ada has: x.weight)", "  let n = sum(x: Thing where has(Ada, x): x.weight)"),
        (
            "  let n = all(x in what who has where x.weight > 1: not Ben has x)",
            "  let n = all(x: Thing where has(who, x) and x.weight > 1: not has(Ben, x))",
        ),
        ("  let n = count(what Ada has)", "  let n = count(what: Thing where has(Ada, what))"),
        ("  let n = any(y in who fears Ada)", "  let n = any(y: Person where fears(y, Ada))"),
        (
            "  for x in what Ada has where x.weight > 1\n    Ben has x",
            "  for x: Thing where has(Ada, x) and x.weight > 1\n    has(Ben, x) = yes",
        ),
        (
            "  pick y in who near Ada weighted 2\n    y near Ben\n  otherwise\n    Ada near Ben",
            "  pick y: Person where near(y, Ada) weighted 2\n    near(y, Ben) = yes\n"
            "  otherwise\n    near(Ada, Ben) = yes",
        ),
    ],
)
def test_the_short_form_means_the_long_one(short: str, long: str) -> None:
    assert of(f"{short}\n") == of(f"{long}\n")


def test_before_a_bracket_the_word_between_two_keeps_its_space() -> None:
    text = WORLD + "  let n = Ada  has (best(x: Thing: x.weight)) and any( x  in what Ada has )\n"
    laid_out = format_text(text)
    assert "  let n = Ada has (best(x: Thing: x.weight)) and any(x in what Ada has)\n" in laid_out
    assert load_text(laid_out).rules[-1].body == load_text(text).rules[-1].body


def test_a_word_behind_a_number_is_still_its_unit() -> None:
    """`5 minutes` is no relation of 5 to anything, whatever a relation is called."""
    assert of("  let n = 5 minutes\n") != of("  let n = 5\n")


def test_a_line_of_its_own_gives_a_starting_value() -> None:
    text = WORLD + "  Ada.friend = Ben\n"
    said = "Ada has the Poker\nAda near Ben\nBen has not Poker\n"
    long = "has(Ada, Poker) yes\nnear(Ada, Ben) yes\nhas(Ben, Poker) no\n"
    assert load_text(text + said).starts == load_text(text + long).starts
