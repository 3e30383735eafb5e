"""What was changed, as people read it."""

import pytest

from twicetold.ask.names import Names
from twicetold.engine import Change, Interpreter
from twicetold.lang import load_text, model

STREET = """
world "A street"
  tick 1 second
  lasts 1 second
kind Place
kind Person
  at Place
  mood one of calm, very_cross
  coins whole 0..99
  height number 0..3
  friend Person or none
  slept time
  alive yes/no = yes believed
kind Singer is Person
relation love (Person, Person) number 0..1
Old_Well, House are Place
Abel, Cain, Eve are Person: at House
"""


@pytest.fixture(scope="module")
def names():
    return Names(load_text(STREET))


def change(names, field, *who, old, new, mind=None):
    known = next(f.name for f in names.world.fields if names.field(f.name) == field)
    numbers = tuple(names.world.entity(name) for name in who)
    return Change(known, numbers, old, new, None if mind is None else names.world.entity(mind))


@pytest.mark.parametrize(
    ("field", "who", "old", "new", "text"),
    [
        ("at", ["Abel"], 1, 0, "Abel.at House → Old Well"),
        ("mood", ["Cain"], 0, 1, "Cain.mood calm → very cross"),
        ("coins", ["Cain"], 3.0, 12.0, "Cain.coins 3 → 12"),
        ("height", ["Cain"], 1.23456, 2, "Cain.height 1.235 → 2"),
        ("height", ["Cain"], 1.0, 1.00000001, "Cain.height 1.0 → 1.00000001"),
        ("friend", ["Eve"], -1, 2, "Eve.friend none → Abel"),
        ("slept", ["Eve"], model.NEVER, 85.0, "Eve.slept never → 1:25"),
        ("alive", ["Abel"], True, False, "Abel.alive yes → no"),
        ("love", ["Abel", "Eve"], 0.0, 0.5, "love(Abel, Eve) 0 → 0.5"),
    ],
)
def test_each_type_is_shown_in_its_way(names, field, who, old, new, text):
    assert list(names.changes([change(names, field, *who, old=old, new=new)])) == [text]


def test_a_change_of_kind_is_shown(names):
    person, singer = (
        next(n for n, k in enumerate(names.world.kinds) if k.name == x) for x in ("Person", "Singer")
    )
    eve = (names.world.entity("Eve"),)
    assert list(names.changes([Change("kind", eve, person, singer)])) == ["Eve.kind Person → Singer"]
    assert list(names.changes([Change("kind", eve, singer, -1)])) == ["Eve.kind Singer → none"]


def test_the_same_of_several_is_said_once(names):
    found = names.changes(
        [
            change(names, "alive", "Abel", old=True, new=False),
            change(names, "at", "Abel", old=1, new=0),
            change(names, "at", "Cain", old=0, new=1),
            change(names, "at", "Eve", old=1, new=0),
            change(names, "alive", "Abel", old=True, new=False, mind="Cain"),
            change(names, "alive", "Abel", old=True, new=False, mind="Eve"),
            change(names, "alive", "Eve", old=True, new=False, mind="Cain"),
        ]
    )
    assert list(found) == [
        "Abel.alive yes → no",
        "Abel, Eve: at House → Old Well",
        "Cain.at Old Well → House",
        "Cain, Eve believe Abel.alive yes → no",
        "Cain believes Eve.alive yes → no",
    ]


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("at", 0, "Old_Well"),
        ("mood", 1, "very_cross"),
        ("coins", 3.0, 3),
        ("height", 1.5, 1.5),
        ("friend", -1, None),
        ("slept", model.NEVER, None),
        ("slept", 85, 85.0),
        ("alive", True, True),
    ],
)
def test_json_has_values_as_programs_want_them(names, field, value, found):
    known = next(f.name for f in names.world.fields if names.field(f.name) == field)
    assert names.json_value(known, value) == found
    assert type(names.json_value(known, value)) is type(found)


def test_what_was_said_and_sensed_is_shown_as_it_is_asked_after():
    lines = ["sense sight (p: Person, q: Person)", "  when p.at is q.at", "  shows q.alive"]
    lines += [
        "define rich(p: Person) = p.coins > 9",
        "rule talk at 0 seconds",
        "  Abel says rich(Eve) is yes to Cain",
    ]
    lines += ["  Abel says love(Abel, Eve) is 1 to Cain", "  Abel says Eve.mood is calm to Cain"]
    lines += ["measure seen = count(p: Person where where p last had sight of Eve is House)"]
    world = load_text(STREET + "\n".join(lines) + "\n")
    life = Interpreter(world).live(1, 0)
    shown = {line for event in life.events for line in Names(world).changes(event.changes)}
    assert {
        "what Abel said of rich(Eve) to Cain no → yes",
        "what Abel said of love(Abel, Eve) to Cain 0 → 1",
        "when Abel spoke of Eve.mood to Cain never → 0:00",
        "where Abel last had sight of Eve none → House",
    } <= shown
    assert not any(line.startswith("when Abel spoke of rich") for line in shown)
