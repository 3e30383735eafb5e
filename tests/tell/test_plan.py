"""The plan of a telling: what is told where, in which order, through whom, in which tense, how fully."""

from __future__ import annotations

import pytest

from tests.tell.lives import bundled, shown, told, watch
from twicetold.lang.model.telling import Order, Telling, Voice
from twicetold.tell import Story, planned

ALL = "wake(Ann) wake(Bob) go(Ann, Yard) bark(Bob) trip(Bob, Cid) go(Cid, Tower) bark(Bob) go(Bob, Tower)"


def plan_of(voice: Voice, lives: Story | None = None) -> list[str]:
    lives = lives or watch()
    return [line.removeprefix(": ") for line in shown(lives, planned(lives, Telling("", voice=voice)))]


# --- sections and threads -----------------------------------------------------------------------------------


def test_where_everything_is_told_it_is_told_as_it_happened() -> None:
    assert told('telling "t"\n  pace scene\n') == [": " + ALL]


def test_without_a_word_one_thing_is_told_after_the_other() -> None:
    assert told('telling "t"\n') == [
        ": wake(Ann) go(Ann, Yard) wake(Bob) bark(Bob) trip(Bob, Cid) bark(Bob) go(Cid, Tower) go(Bob, Tower)"
    ]


def test_a_section_of_a_thread_goes_on_where_the_last_one_ended() -> None:
    assert told("""
telling "t"
  thread dogs: only bark(anyone)
  thread ways: only go(anyone, anyone)
  section A of ways: until go(Cid, anyone)
  section B of dogs: until bark(anyone)
  section C of ways
  section D of dogs
""") == [
        "A: go(Ann, Yard) go(Cid, Tower)",
        "B: bark(Bob)",
        "C: go(Bob, Tower)",
        "D: bark(Bob)",
    ]


def test_what_was_told_is_not_told_again_unless_a_section_says_so() -> None:
    both = 'telling "t"\n  section A: with Cid\n  section B: only trip(anyone, anyone) or wake(Ann){}\n'
    assert told(both.format(""))[1] == "B: wake(Ann)"
    assert told(both.format(", again"))[1] == "B: wake(Ann) trip(Bob, Cid)"


def test_an_end_that_never_comes_leaves_nothing_out_and_a_beginning_everything() -> None:
    assert told('telling "t"\n  section A: until go(Ann, Tower)\n  section B\n') == ["A: " + ALL]
    assert told('telling "t"\n  section A: from go(Ann, Tower)\n  section B\n') == ["B: " + ALL]
    assert told('telling "t"\n  section A: until go(Ann, Tower) or 1:00\n') == ["A: wake(Ann) wake(Bob)"]


@pytest.mark.parametrize(
    ("clause", "events"),
    [
        ("from 6:00", "bark(Bob) go(Bob, Tower)"),
        ("after 6:00", "go(Bob, Tower)"),
        ("before 1:00", "wake(Ann)"),
        ("until 1 minute", "wake(Ann) wake(Bob)"),
        ("from the last bark(anyone)", "bark(Bob) go(Bob, Tower)"),
        ("from the last event", "go(Bob, Tower)"),
        ("with Ann or Cid", "wake(Ann) go(Ann, Yard) trip(Bob, Cid) go(Cid, Tower)"),
        ("in Tower", "go(Cid, Tower) go(Bob, Tower)"),
        ("in Yard", "go(Ann, Yard)"),
        ("without bark(anyone) or go(anyone, anyone)", "wake(Ann) wake(Bob) trip(Bob, Cid)"),
        ("what led to bark(anyone)", "bark(Bob)"),
        ("what Cid knows", "go(Ann, Yard) bark(Bob) go(Cid, Tower) bark(Bob) go(Bob, Tower)"),
        ("if trip(Bob, anyone), only wake(anyone)", "wake(Ann) wake(Bob)"),
        ("from 0:30 until 1:00, in Hall", "wake(Bob)"),
    ],
)
def test_events_are_chosen(clause: str, events: str) -> None:
    assert told(f'telling "t"\n  section A: {clause.replace(" until", ", until")}\n') == [f"A: {events}"]


def test_what_is_asked_for_only_if_or_unless_falls_away() -> None:
    assert told('telling "t"\n  section A: if wake(Cid)\n  section B: unless bark(Bob)\n') == []
    assert told('telling "t"\n  section A: unless wake(Cid), only wake(anyone)\n') == [
        "A: wake(Ann) wake(Bob)"
    ]


def test_a_section_leaves_to_the_next_what_nobody_in_it_knows() -> None:
    """Ann hears the dog, and cannot see who goes to the tower."""
    assert told("""
telling "t"
  thread night: from 5:00
  section A of night: close to Ann
  section B of night: close to Bob
""") == ["A: bark(Bob)", "B: go(Bob, Tower)"]
    assert told('telling "t"\n  thread w: only wake(Bob)\n  section A of w: close to Cid\n') == []


# --- looks --------------------------------------------------------------------------------------------------


def test_looks_back_and_ahead_come_where_they_are_asked_for() -> None:
    assert told(
        """
telling "t"
  section A: only bark(anyone) or trip(anyone, anyone)
    look ahead on the_way until go(Cid, anyone)
    at trip(anyone, anyone) look back on wake(Ann) or wake(Bob)
""".replace("the_way until", "go(anyone, anyone) until")
    ) == ["A: >go(Ann, Yard) >go(Cid, Tower) bark(Bob) trip(Bob, Cid) <wake(Ann) <wake(Bob) bark(Bob)"]


def test_a_section_that_only_looks_tells_nothing_else_and_moves_its_thread_on() -> None:
    assert told("""
telling "t"
  thread night: from wake(Ann)
  section A of night
    look back on night until wake(Bob)
  section B of night: until bark(anyone)
""") == ["A: <wake(Ann) <wake(Bob)", "B: go(Ann, Yard) bark(Bob)"]


def test_the_tense_of_a_look_back_is_by_how_the_three_times_lie() -> None:
    lives = watch("""
telling "t"
  section A: only trip(anyone, anyone), present tense
    look back on wake(anyone)
  section B: only bark(anyone), past tense
    at bark(Bob) look back on go(Ann, anyone)
""")
    for node in planned(lives, lives.world.tellings[0]).nodes:
        event = lives.seconds(node.event)
        assert (event < node.reference) == (node.time == "back")
        assert (event == node.reference) == (node.time == "now")
        assert (node.speech == node.reference) == (node.base == "present")


def test_a_tense_slips_at_an_event_and_stays() -> None:
    lives = watch('telling "t"\n  present tense, past tense from trip(anyone, anyone)\n')
    bases = [node.base for node in planned(lives, lives.world.tellings[0]).nodes]
    assert bases == ["present"] * 4 + ["past"] * 4


# --- orders -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "events"),
    [
        ("chronicle", ALL),
        (
            "retrograde",
            "go(Bob, Tower) bark(Bob) go(Cid, Tower) trip(Bob, Cid) bark(Bob) go(Ann, Yard) wake(Bob)"
            " wake(Ann)",
        ),
        (
            "prolepsis",
            ">go(Cid, Tower) >bark(Bob) >go(Bob, Tower) wake(Ann) wake(Bob) go(Ann, Yard) bark(Bob)"
            " trip(Bob, Cid)",
        ),
        (
            "zigzag",
            "trip(Bob, Cid) go(Cid, Tower) bark(Bob) go(Bob, Tower) <wake(Ann) <wake(Bob) <go(Ann, Yard)"
            " <bark(Bob)",
        ),
        (
            "syllepsis",
            "wake(Ann) go(Ann, Yard) wake(Bob) bark(Bob) trip(Bob, Cid) bark(Bob) go(Bob, Tower)"
            " go(Cid, Tower)",
        ),
    ],
)
def test_the_orders(order: Order, events: str) -> None:
    assert plan_of(Voice(order=order)) == [events]


def test_a_syllepsis_by_place_gathers_what_happened_there() -> None:
    (line,) = plan_of(Voice(order="syllepsis", grouping="place"))
    assert line.startswith("wake(Ann) wake(Bob) bark(Bob) trip(Bob, Cid) bark(Bob) go(Ann, Yard)")


@pytest.mark.parametrize("order", ["analepsis", "achrony", "syllepsis"])
def test_every_order_tells_the_same_events_once(order: Order) -> None:
    lives = bundled("milk", 2)
    events = [event.number for event in lives.events]
    plan = planned(lives, Telling("", voice=Voice(order=order, grouping="cause", pace="scene")))
    told = [node.event.number for node in plan.nodes]
    assert sorted(told) == sorted(events)


def test_achrony_is_drawn_by_its_seed() -> None:
    lives = watch()
    telling = Telling("", voice=Voice(order="achrony"))
    orders = {seed: shown(lives, planned(lives, telling, seed=seed)) for seed in (1, 2, 3)}
    assert orders[1] == shown(lives, planned(lives, telling, seed=1))
    assert len({str(order) for order in orders.values()}) == 3


# --- minds --------------------------------------------------------------------------------------------------


def test_a_mind_is_told_only_what_it_knows_and_of_the_unseen_only_that_somebody_was_there() -> None:
    lives = watch('telling "t"\n  close to Bob\n')
    nodes = list(planned(lives, lives.world.tellings[0]).nodes)
    assert [node.event.name for node in nodes] == ["wake", "bark", "trip", "bark", "go"]
    bob, cid = lives.world.entity("Bob"), lives.world.entity("Cid")
    trip = next(node for node in nodes if node.event.name == "trip")
    assert trip.access is not None
    assert bob in trip.access.known
    assert cid not in trip.access.known


def test_each_of_several_minds_tells_the_same_again() -> None:
    lives = watch('telling "t"\n  close to Ann and Cid, only bark(anyone)\n')
    nodes = list(planned(lives, lives.world.tellings[0]).nodes)
    assert [lives.world.entities[node.mind or 0].name for node in nodes] == ["Ann", "Ann", "Cid", "Cid"]


def test_of_several_minds_whoever_takes_part_tells() -> None:
    lives = watch('telling "t"\n  close to anyone, only go(anyone, anyone)\n')
    nodes = list(planned(lives, lives.world.tellings[0]).nodes)
    assert [lives.world.entities[node.mind or 0].name for node in nodes] == ["Ann", "Cid", "Bob"]


def test_from_outside_no_mind_is_told_through() -> None:
    lives = watch('telling "t"\n  from outside\n')
    plan = planned(lives, lives.world.tellings[0])
    assert {(node.focus, node.mind) for node in plan.nodes} == {("external", None)}


def test_whoever_it_is_told_through_says_i() -> None:
    lives = watch('telling "t"\n  close to Bob, person first, Ann is you\n')
    node = next(planned(lives, lives.world.tellings[0]).nodes)
    names = {lives.world.entities[who].name: word for who, word in node.persons.items()}
    assert names == {"Bob": "I", "Ann": "you"}


# --- names, frequency, pace ---------------------------------------------------------------------------------


def test_a_name_is_withheld_until_its_event_is_told() -> None:
    lives = watch('telling "t"\n  call Bob "a man" then "he" until trip(Bob, anyone)\n')
    calls = [bool(node.calls) for node in planned(lives, lives.world.tellings[0]).nodes]
    assert calls == [True] * 4 + [False] * 4
    call = next(planned(lives, lives.world.tellings[0]).nodes).calls[lives.world.entity("Bob")]
    assert (call.first, call.names) == (("a man",), ("",))


def test_an_iterative_telling_tells_what_happens_often_once() -> None:
    lives = watch('telling "t"\n  frequency iterative\n')
    often = {node.event.name: node.often for node in planned(lives, lives.world.tellings[0]).nodes}
    assert often["bark"] == 2
    assert sum(node.often for node in planned(lives, lives.world.tellings[0]).nodes) == 8


def test_where_much_happens_most_is_left_out_and_what_the_telling_hangs_on_never() -> None:
    lives = bundled("hale_yard", 1)
    plain = planned(lives, Telling(""))
    paces = [node.pace for node in plain.nodes]
    assert len(paces) < len(lives.events) / 2
    assert {"scene", "stretch"} <= set(paces) <= {"summary", "scene", "stretch"}
    everything = planned(lives, Telling("", voice=Voice(pace="scene")))
    assert sum(1 for _ in everything.nodes) == len(lives.events)
    told = {node.event.number for node in plain.nodes}
    weights: dict[bool, list[float]] = {True: [], False: []}
    for event in lives.events:
        weights[event.number in told].append(lives.salience[event.number])
    assert sum(weights[True]) / len(weights[True]) > sum(weights[False]) / len(weights[False])


def test_what_the_ending_came_from_weighs_more_than_what_nothing_followed_from() -> None:
    lives = bundled("hale_yard", 1)
    led = lives.causes(lives.life.events[-1])
    weights: dict[bool, list[float]] = {True: [], False: []}
    for event in lives.events:
        weights[event.number in led].append(lives.salience[event.number])
    assert sum(weights[True]) / len(weights[True]) > sum(weights[False]) / max(len(weights[False]), 1)
