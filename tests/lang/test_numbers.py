"""Every construct, ending, effect, condition and wording has a number, which tells it from all others."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from tests.sampled import slow
from twicetold import questions
from twicetold.ask.coverage import cover
from twicetold.lang import load, load_text, load_text_with_warnings, model
from twicetold.lang.serial import from_plain, to_plain
from twicetold.runs import Engine

VALID = sorted((Path(__file__).parents[1] / "fixtures" / "valid").glob("*.tale"))

ALIKE = """
world "Alike"
  tick 1 minute
  lasts 4 minutes

kind Person
  mood number 0..10 = 0

Abel is Person

rule up for p: Person where p.mood < 2 every 1 minute
  if p.mood < 1
    p.mood += 1
  if p.mood < 1
    p.mood += 1

rule down for p: Person where p.mood < 2 every 2 minutes
  p.mood = 0

ending "glad" at the end when Abel.mood > 5 and Abel.mood > 5
ending "sober" at the end
"""


def numbers(world: model.World) -> list[int]:
    """All numbers of a world in the order of its nodes, each ending's followed by those of its conditions."""
    found = []
    for node in model.nodes(world, wordings=True):
        if isinstance(node, model.Numbered):
            found.append(node.number)
        if isinstance(node, model.Ending):
            found += [part.number for part in model.conditions(node)]
    return found


def loaded() -> list[model.World]:
    return [load("hale_yard"), *(load(str(file)) for file in VALID)]


@pytest.fixture(scope="module")
def worlds() -> list[model.World]:
    return loaded()


def test_they_are_counted_from_1_in_the_order_of_the_text(worlds):
    for world in worlds:
        assert numbers(world) == [*range(1, len(numbers(world)) + 1)]
    assert len(numbers(worlds[0])) > 1000


@slow
def test_they_are_the_same_whenever_a_world_is_loaded_or_read_back(worlds):
    for world in worlds:
        assert numbers(from_plain(to_plain(world))) == numbers(world)
    assert [*map(numbers, loaded())] == [*map(numbers, worlds)]


def test_a_turned_world_keeps_them():
    world = load_text(ALIKE.replace("mood += 1", "mood += step") + "\nsetting step number = 1 tune 0..2\n")
    turned = world.turned({"step": 2.0})
    assert turned != world
    assert numbers(turned) == numbers(world)


def test_they_are_no_part_of_what_a_world_says():
    world = load_text(ALIKE)
    bare = from_plain(to_plain(replace(world, rules=tuple(replace(rule, number=0) for rule in world.rules))))
    assert (bare, hash(bare), bare.hash) == (world, hash(world), world.hash)
    assert numbers(bare) != numbers(world)


def test_all_that_can_be_an_effect_or_a_condition_has_one():
    for kind in model.Numbered.__args__:
        assert any(field.name == "number" and not field.compare for field in fields(kind)), kind


@pytest.mark.parametrize("engine", [Engine.INTERPRETER, Engine.KERNEL])
@pytest.mark.parametrize("kept", [False, True])
def test_conditions_that_read_alike_are_counted_apart(engine: Engine, kept: bool):
    alike = load_text_with_warnings(ALIKE)
    if kept:
        alike = replace(alike, world=from_plain(to_plain(alike.world)))
    items = cover(alike, questions.Cover(1, jobs=1, engine=engine)).items
    assert [(each.of, each.text, each.hits, each.asked) for each in items if each.asked is not None] == [
        ("up", "p.mood < 2", 3, 3),
        ("up", "if p.mood < 1", 2, 3),
        ("up", "if p.mood < 1", 0, 3),
        ("down", "p.mood < 2", 1, 1),
        ("glad", "Abel.mood > 5", 0, 1),
        ("glad", "Abel.mood > 5", 0, 0),
    ]
