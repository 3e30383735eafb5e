"""Rules: each tick, once when, after, at and every."""

from .conftest import told

PERSON = """\
kind Person
  n number 0..
  on yes/no
Abel, Cain are Person
Abel.on yes
measure abel = Abel.n
measure cain = Cain.n
"""


def test_a_rule_holds_each_tick_for_whom_it_concerns(measured):
    assert measured(PERSON + "rule grow for p: Person where p.on\n  p.n += 2\n") == {
        "abel": 20.0,
        "cain": 0.0,
    }


def test_when_answers_once_each_time_it_becomes_true(measured):
    text = (
        PERSON
        + """
rule switch for p: Person every 3 seconds
  p.on = not p.on
rule answer for p: Person when p.on
  p.n += 1
"""
    )
    # Abel is on at 0-2, 6-8; Cain at 3-5, 9.
    assert measured(text) == {"abel": 2.0, "cain": 2.0}


def test_after_waits_until_it_has_held_without_a_break(live):
    text = (
        PERSON
        + """
rule off at 2 seconds
  Abel.on = no
rule on_again at 4 seconds
  Abel.on = yes
rule answer for p: Person when p.on after 3 seconds
  happens bell(p)
event bell (p: Person)
"""
    )
    assert told(live(text), "bell") == [("bell", (0,), "done", 7)]


def test_at_comes_once_at_the_first_tick_not_before(live):
    text = "event bell\nrule ring at 2.5 seconds\n  happens bell\n"
    assert told(live(text), "bell") == [("bell", (), "done", 3)]


def test_every_comes_at_multiples_and_not_at_the_start(live):
    text = "event bell\nrule ring every 4 seconds\n  happens bell\n"
    assert [tick for *_, tick in told(live(text), "bell")] == [4, 8]


def test_roles_are_different_entities_first_role_outermost(live):
    text = (
        PERSON
        + """\
event met (a: Person, b: Person)
rule meet for a: Person, b: Person at 0 seconds
  happens met(a, b)
"""
    )
    assert [roles for _, roles, *_ in told(live(text), "met")] == [(0, 1), (1, 0)]


def test_what_a_rule_changes_is_seen_by_what_follows_in_the_tick(measured):
    text = (
        PERSON
        + """
rule first for p: Person where p.n < 1
  for q: Person
    q.n += 1
"""
    )
    # Abel's turn raises both, so that it no longer holds for Cain.
    assert measured(text) == {"abel": 1.0, "cain": 1.0}


def test_upkeep_is_one_quiet_event_for_the_span_in_which_it_goes_on(live):
    text = (
        PERSON
        + """
rule grow for p: Person where p.on
  p.n += 1
rule stop at 4 seconds
  Abel.on = no
rule again at 7 seconds
  Abel.on = yes
"""
    )
    spans = [(e.began, e.tick, e.quiet) for e in live(text).events if e.name == "grow"]
    assert spans == [(0, 4, True), (8, 9, True)]
