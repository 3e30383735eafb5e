"""Ways between places: how far it is, which way leads there, what is in what, and how somebody goes."""

from __future__ import annotations

import random

import pytest

from tests.generated.checking import check
from tests.generated.coded import PLAIN_C, QUICK
from tests.sampled import sampled
from twicetold.engine import Interpreter, Life
from twicetold.lang import TaleError, load_text

WORLD = """world "W"
  tick 1 minute
  lasts 1 hour
  choice best
unit metre, metres
kind Place
  within Place or none
kind Person
  at Place
  goal Place or none
  n whole 0..99
relation way (Place, Place) number 0.. metres {marks}
A, B, C, D, House are Place
Hall, Attic are Place: within House
Ann, Bob are Person: at A
{body}
"""

GO = """action go (p: Person, next: Place)
  goes by next to p.goal at 1 metre per second
  urge 1
"""


def lived(body: str, marks: str = "symmetric believed") -> Life:
    """A life, the same by all engines."""
    text = WORLD.format(body=body, marks=marks)
    checked = check(text, [QUICK, PLAIN_C[0]])
    assert checked.is_taken
    assert not checked.wrong
    return Interpreter(load_text(text)).live(1, 0)


def measured(body: str, *asked: str, marks: str = "symmetric believed") -> list[float]:
    lines = "\n".join(f"measure m{n} = {ask}" for n, ask in enumerate(asked))
    return [value for _, value in lived(f"{body}\n{lines}", marks).measures]


def steps(life: Life, name: str = "go") -> list[tuple[str, str, int, int]]:
    world = load_text(WORLD.format(body="", marks=""))
    return [
        (world.entities[event.roles[1]].name, event.outcome, event.began, event.tick)
        for event in life.events
        if event.name == name
    ]


def test_the_shortest_way_need_not_be_the_one_with_the_fewest_legs() -> None:
    ways = "way(A, D) 100 metres\nway(A, B) 30 metres\nway(B, C) 30 metres\nway(C, D) 30 metres"
    far, first = "distance(A, D) / 1 metre", "1 if towards(A, D) is B else 0"
    assert measured(ways, far, first) == [90.0, 1.0]
    assert measured(f"{ways}\nway(B, C) 50 metres", far, first) == [100.0, 0.0]


def test_of_several_as_short_the_place_declared_first_is_gone_by() -> None:
    ways = "way(A, C) 1 metre\nway(C, D) 1 metre\nway(A, B) 1 metre\nway(B, D) 1 metre"
    assert measured(ways, "1 if towards(A, D) is B else 0") == [1.0]


def test_where_no_way_leads_is_beyond_all_numbers_and_nothing_leads_towards_it() -> None:
    asked = ("distance(A, D) / 1 metre", "1 if towards(A, D) is none else 0", "distance(A, A) / 1 metre")
    assert measured("way(A, B) 1 metre", *asked) == [1e15, 1.0, 0.0]


def test_a_way_can_lead_in_one_direction_only() -> None:
    ways = "way(A, B) 4 metres\nway(B, C) 5 metres\nway(C, A) 6 metres"
    asked = [f"distance({pair}) / 1 metre" for pair in ("A, B", "B, A", "C, B")]
    assert measured(ways, *asked, marks="") == [4.0, 11.0, 10.0]


def test_a_house_is_all_its_rooms() -> None:
    ways = "way(A, Hall) 10 metres\nway(Hall, Attic) 3 metres\nway(A, Attic) 20 metres"
    asked = ("A, House", "House, A", "Attic, House", "A, Attic")
    assert measured(ways, *(f"distance({pair}) / 1 metre" for pair in asked)) == [10.0, 10.0, 0.0, 13.0]
    inside = ("inside(Hall, House)", "inside(House, Hall)", "inside(A, A)", "inside(Ann.goal, House)")
    assert measured("", *(f"1 if {each} else 0" for each in inside)) == [1.0, 0.0, 1.0, 0.0]


def test_what_is_in_itself_is_no_end() -> None:
    round_about = "House.within Hall\n"
    asked = ("1 if inside(Attic, Hall) else 0", "1 if inside(Hall, A) else 0")
    assert measured(round_about, *asked) == [1.0, 0.0]


@pytest.mark.parametrize("seed", sampled(range(6), 2, more=4))
def test_distances_are_those_of_another_algorithm(seed: int) -> None:
    """Floyd and Warshall's, over whole numbers, so that sums are exact."""
    draw, names = random.Random(seed), ["A", "B", "C", "D", "House"]
    length = {(a, b): float(draw.choice([0, 0, 1, 2, 3, 5, 9])) for a in names for b in names if a != b}
    far = {pair: value or 1e15 for pair, value in length.items()} | {(a, a): 0.0 for a in names}
    for k in names:
        for i in names:
            for j in names:
                far[i, j] = min(far[i, j], far[i, k] + far[k, j], 1e15)
    lines = "\n".join(f"way({a}, {b}) {value} metres" for (a, b), value in length.items())
    pairs = [(a, b) for a in names for b in names]
    found = measured(lines, *(f"distance({a}, {b}) / 1 metre" for a, b in pairs), marks="")
    assert found == [far[pair] for pair in pairs]


# --- going --------------------------------------------------------------------------------------------------

STREET = "way(A, B) 120 metres\nway(B, C) 60 metres\nway(A, D) 60 metres\nway(D, C) 180 metres\nAnn.goal C\n"


def test_somebody_goes_leg_by_leg_as_long_as_each_takes() -> None:
    assert steps(lived(STREET + GO)) == [("B", "done", 0, 2), ("C", "done", 2, 3)]


def test_nobody_goes_who_is_there_or_wants_nowhere() -> None:
    assert not steps(lived(STREET.replace("goal C", "goal A") + GO))
    assert not steps(lived(STREET.replace("Ann.goal C\n", "") + GO))


def test_they_go_by_the_way_that_they_believe_open() -> None:
    believes = "Ann believes way(B, C) 0\n"
    assert steps(lived(STREET + believes + GO)) == [("D", "done", 0, 1), ("C", "done", 1, 4)]


def test_who_believes_in_a_way_that_is_closed_fails_there_and_learns_of_it() -> None:
    body = STREET + GO + "rule closed at 1 minute\n  way(B, C) = 0\n"
    life = lived(body)
    assert steps(life)[:2] == [("B", "done", 0, 2), ("C", "failed", 2, 2)]
    assert steps(life)[2:] == [("A", "done", 3, 5), ("D", "done", 5, 6), ("C", "done", 6, 9)]
    failed = life.events[2]
    assert failed.because == "way(p.at, next) > 0"
    assert [(change.field, change.mind) for change in failed.changes] == [("way", 5 + 2)]


def test_a_way_that_is_closed_under_way_brings_them_back() -> None:
    body = STREET + GO + "rule closed at 1 minute\n  way(A, B) = 0\n"
    assert steps(lived(body))[0] == ("B", "interrupted", 0, 1)


def test_they_can_be_met_and_change_their_mind_at_each_place() -> None:
    meet = """rule meets for p: Person, q: Person when p.at is q.at and p is Bob and q.at is B
  q.goal = A
"""
    life = lived(STREET + "Bob.at B\n" + GO + meet)
    assert steps(life) == [("B", "done", 0, 2), ("C", "done", 2, 3), ("B", "done", 3, 4), ("A", "done", 4, 6)]


def test_what_stands_in_then_comes_at_each_place_and_others_have_their_own_speed() -> None:
    body = (
        STREET + GO.replace("1 metre per second", "p.n * 2 metres per second") + "  then p.n += 1\nAnn.n 1\n"
    )
    assert steps(lived(body)) == [("B", "done", 0, 1), ("C", "done", 1, 2)]


def test_ways_may_be_lengths_of_time() -> None:
    body = "way(A, B) 90 seconds\nAnn.goal B\n" + GO.replace(" at 1 metre per second", "")
    text = WORLD.format(body=body, marks="").replace("number 0.. metres", "number 0.. seconds")
    assert steps(Interpreter(load_text(text)).live(1, 0)) == [("B", "done", 0, 2)]


def test_a_definition_can_say_what_is_a_way_and_may_not_ask_how_far_it_is() -> None:
    define = "define way(a: Place, b: Place) = 5 metres if distance(a, b) > 5 metres else 0 metres"
    text = WORLD.format(body=define, marks="").replace("relation way", "relation road")
    with pytest.raises(TaleError, match="way"):
        load_text(text)


def test_who_sees_what_a_way_is_needed_for_learns_where_it_should_lead_and_nothing_of_other_ways() -> None:
    text = WORLD.replace("or none\n", "or none believed\n").format(
        marks="symmetric believed",
        body="way(A, B) 60 metres\nway(B, C) 60 metres\nAnn.goal C\n"
        "Bob believes Ann.goal none\nBob believes way(B, C) 0 metres\n"
        "action point (p: Person, next: Place)\n"
        "  needs p is Ann, next is towards(p.at, p.goal), not inside(p.goal, House)\n"
        "  urge 1\n  seen by q: Person\n    shows needs\n"
        "measure goal = believes(Bob, Ann.goal is C)\n"
        "measure way_on = believes(Bob, way(B, C)) / 1 metre",
    )
    checked = check(text, [QUICK, PLAIN_C[0]])
    assert checked.is_taken
    assert not checked.wrong
    assert dict(Interpreter(load_text(text)).live(1, 0).measures) == {"goal": 1, "way_on": 0}
