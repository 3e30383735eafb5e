"""Expressions: arithmetic that is total, aggregates, and questions about events."""

import pytest

BASE = """
kind Person
  n number -100..100
  friend Person or none
  room Room or none
kind Room
  size number 0..9 = 4
relation love (Person, Person) number -1..1
relation far (Room, Room) number 0.. symmetric
Hall, Den are Room
  far(Den, Hall) 7
Abel is Person: n 3, friend Bea, room Hall
Bea is Person: n -1
Cain is Person: n 5
love(Abel, Bea) 0.5
"""


@pytest.mark.parametrize(
    ("expr", "value"),
    [
        ("1 + 2 * 3 - 4 / 8", 6.5),
        ("(1 + 2) * 3", 9),
        ("-2 - -3", 1),
        ("5 / 0", 0),
        ("sqrt(-1)", 0),
        ("sqrt(9)", 3),
        ("log(0)", -745),
        ("exp(0)", 1),
        ("floor(-1.5)", -2),
        ("round(2.5)", 2),
        ("abs(-3)", 3),
        ("least(3, 1, 2)", 1),
        ("greatest(3, 1, 2)", 3),
        ("clamp(7, 0, 5)", 5),
        ("5% * 100", 5),
        ("1 if 2 > 1 else 0", 1),
        ("1 if not (2 > 1) or 1 >= 2 else 0", 0),
        ("count(p: Person where p.n > 0)", 2),
        ("sum(p: Person: p.n)", 7),
        ("mean(p: Person where p.n > 0: p.n)", 4),
        ("mean(p: Person where p.n > 50: p.n)", 0),
        ("min(p: Person: p.n)", -1),
        ("max(p: Person: p.n)", 5),
        ("max(p: Person where p.n > 50: p.n)", 0),
        ("1 if any(p: Person: p.n < 0) else 0", 1),
        ("1 if all(p: Person where p.n > 0: p.n > 2) else 0", 1),
        ("1 if best(p: Person: p.n) is Cain else 0", 1),
        ("1 if best(p: Person where p.n > 50: p.n) is none else 0", 1),
        ("Abel.friend.n", -1),
        ("Bea.friend.n", 0),
        ("1 if Bea.room is none else 0", 1),
        ("Bea.room.size", 0),
        ("love(Abel, Bea)", 0.5),
        ("love(Bea, Abel)", 0),
        ("far(Hall, Den) + far(Den, Hall)", 14),
        ("1 if Abel.n is one of (1, 3) else 0", 1),
        ("now / 1 second", 10),
    ],
)
def test_an_expression_has_this_value(measured, expr, value):
    assert measured(BASE + f"measure x = {expr}\n")["x"] == pytest.approx(value, abs=1e-12)


def test_a_definition_is_read_where_it_is_used(measured):
    text = (
        BASE + "define twice(p: Person) = 2 * p.n\ndefine both(p: Person, q: Person) = twice(p) + twice(q)\n"
    )
    assert measured(text + "measure x = both(Abel, Cain)\n")["x"] == 16


def test_questions_about_events(measured):
    text = (
        BASE
        + """
event wave (p: Person, q: Person)
  then
    if p is Bea
      outcome missed
rule a at 2 seconds
  happens wave(Abel, Bea)
rule b at 4 seconds
  happens wave(Abel, Cain)
  happens wave(Bea, Cain)
measure every = times(wave(anyone, anyone))
measure by_abel = times(wave(Abel, anyone))
measure missed = times(wave(anyone, anyone) missed)
measure ever = 1 if happened(wave(Bea, Cain)) else 0
measure never_so = 1 if happened(wave(Cain, anyone)) else 0
"""
    )
    found = measured(text)
    assert [found[name] for name in ("every", "by_abel", "missed", "ever", "never_so")] == [3, 2, 1, 1, 0]


def test_doing_is_while_it_lasts(live):
    text = (
        BASE
        + """
action nap (p: Person)
  needs p is Abel, now < 1 second
  urge 99
  takes 3 seconds
event stir
rule watch when doing(nap(Abel))
  happens stir
rule calm when not doing(nap(anyone))
  happens calm_again
event calm_again
"""
    )
    events = [(e.name, e.tick) for e in live(text).events if e.sort == "event"]
    assert events == [("calm_again", 0), ("stir", 1), ("calm_again", 4)]
