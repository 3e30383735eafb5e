"""A choice laid open: what was considered, what ruled it out and since when, what moved, how likely."""

import math
import re

import pytest

from twicetold.ask.whynot import QuestionError, read_question, reasons
from twicetold.engine import Guide, Interpreter
from twicetold.lang import load_text

SHOP = """
world "A shop that shuts"
  tick 1 minute
  lasts 30 minutes
  choice softmax 0.5

kind Place
kind Shop is Place
  open yes/no = yes believed
kind Person
  at Place
  money number 0..100 = 10
  awake yes/no = yes

Street is Place
Grocer is Shop
Ada, Ben are Person: at Street
Ben.money 0

rule closing at 5 minutes
  Grocer.open = no

rule theft at 7 minutes
  Ada.money = 0

rule sleep at 20 minutes
  Ben retires

action enter (p: Person, shop: Shop)
  needs p.awake and shop.open, p.money > 0
  urge p.money / 10 - 3
  urge 1 if shop.open else -5
  takes 3 minutes
  then p.at = shop

action greet (p: Person, q: Person)
  needs p.at is q.at
  urge -2
  takes 0 minutes

ending "over" at the end
"""

MINUTE = 60.0


@pytest.fixture(scope="module")
def interpreter():
    return Interpreter(load_text(SHOP))


def number(interpreter, name):
    return interpreter.world.entity(name)


def way(interpreter, minute, pattern, seed=1, run=0):
    """The only way of the only actor."""
    (actor,) = reasons(interpreter, seed, run, minute * MINUTE, pattern).actors
    (found,) = actor.ways
    return found


def free_run(interpreter, who, tick):
    """A run in which somebody is free to choose at a tick."""
    for run in range(200):
        (actor,) = reasons(interpreter, 1, run, tick * MINUTE, f"enter({who})").actors
        if actor.present and actor.busy is None:
            return run, actor
    raise AssertionError("never free")


def test_each_condition_is_told_by_belief_and_in_truth(interpreter):
    _, actor = free_run(interpreter, "Ada", 6)
    needs = actor.ways[0].needs
    assert [need.text for need in needs] == ["p.awake", "shop.open", "p.money > 0"]
    assert [need.believed for need in needs] == [True, True, True]  # she has not noticed that it has shut
    assert [need.true for need in needs] == [True, False, True]
    assert actor.ways[0].ruled_out_by is None
    assert actor.ways[0].would_fail_by is needs[1]


def test_what_made_it_so_is_named(interpreter):
    _, actor = free_run(interpreter, "Ada", 8)
    _, shut, poor = actor.ways[0].needs
    assert (shut.since_true.name, shut.since_true.seconds) == ("closing", 5 * MINUTE)
    assert (poor.since_believed.name, poor.since_believed.seconds) == ("theft", 7 * MINUTE)
    assert actor.ways[0].needs[0].since_believed is None
    assert actor.ways[0].ruled_out_by is poor


def test_the_event_has_the_number_it_has_in_the_life(interpreter):
    run, actor = free_run(interpreter, "Ada", 8)
    since = actor.ways[0].needs[1].since_true
    (event,) = [event for event in interpreter.live(1, run).events if event.number == since.number]
    assert (event.name, event.tick) == ("closing", 5)


def test_the_terms_add_up_to_the_urge(interpreter):
    _, actor = free_run(interpreter, "Ada", 3)
    terms = actor.ways[0].terms
    assert [term.text for term in terms] == ["p.money / 10", "-3", "1 if shop.open else -5"]
    assert math.fsum(term.value for term in terms) == pytest.approx(actor.ways[0].urge)
    assert actor.ways[0].urge == pytest.approx(-1.0)


def test_chances_are_those_of_the_softmax(interpreter):
    (actor,) = reasons(interpreter, 1, 0, 0.0, "enter(Ada)").actors
    weights = {"enter": math.exp(-1 / 0.5), "greet": math.exp(-2 / 0.5), None: 1.0}
    total = sum(weights.values())
    for choice in actor.choices:
        assert choice.probability == pytest.approx(weights[choice.action] / total)
    assert sum(choice.probability for choice in actor.choices) == pytest.approx(1.0)
    assert actor.ways[0].probability == pytest.approx(weights["enter"] / total)


def test_chances_are_those_that_are_seen(interpreter):
    """Over many lives, what was chosen at the first tick comes as often as its chance says."""
    lives = 400
    entered, chance = 0, 0.0
    for run in range(lives):
        (actor,) = reasons(interpreter, 2, run, 0.0, "enter(Ada)").actors
        assert actor.chosen is not None
        entered += actor.chosen.action == "enter"
        chance = actor.ways[0].probability
    # 400 draws of a chance of about 0.12: five standard deviations are 0.08
    assert entered / lives == pytest.approx(chance, abs=0.08)


def test_what_was_ruled_out_had_no_chance(interpreter):
    found = way(interpreter, 0, "enter(Ben, Grocer)")
    assert found.ruled_out_by.text == "p.money > 0"
    assert found.probability == 0.0


def test_what_was_chosen_is_what_happened(interpreter):
    """For every choice of a life: whoever chose an action then starts it, and who did nothing does not."""
    for run in range(5):
        started = {
            (e.roles[0], e.began): e.name for e in interpreter.live(3, run).events if e.sort == "action"
        }
        for tick in range(10):
            for actor in reasons(interpreter, 3, run, tick * MINUTE, "enter").actors:
                chosen = actor.chosen.action if actor.chosen else None
                assert started.get((actor.entity, tick)) == chosen or actor.busy is not None


def test_one_who_is_busy_chooses_nothing(interpreter):
    for run in range(100):
        life = interpreter.live(1, run)
        entering = next((e for e in life.events if e.name == "enter" and e.tick - e.began == 3), None)
        if entering is not None:
            break
    assert entering is not None
    (actor,) = reasons(interpreter, 1, run, (entering.began + 1) * MINUTE, "greet(Ada)").actors
    assert actor.chosen is None
    assert actor.ways == ()
    assert actor.busy is not None
    assert actor.busy.action == "enter"
    assert (actor.busy.since, actor.busy.until) == (entering.began * MINUTE, entering.tick * MINUTE)


def test_one_who_is_gone_was_not_asked(interpreter):
    (actor,) = reasons(interpreter, 1, 0, 25 * MINUTE, "enter(Ben)").actors
    assert not actor.present
    assert actor.ways == ()


def test_roles_left_out_are_anyone(interpreter):
    for pattern in ("greet", "greet()", "greet(anyone)", "greet(anyone, anyone)"):
        found = reasons(interpreter, 1, 0, 0.0, pattern)
        assert [actor.entity for actor in found.actors] == [
            number(interpreter, "Ada"),
            number(interpreter, "Ben"),
        ]
        assert [len(actor.ways) for actor in found.actors] == [1, 1]  # nobody greets themselves
    found = reasons(interpreter, 1, 0, 0.0, "greet(anyone, Ada)")
    assert [[each.roles[1] for each in actor.ways] for actor in found.actors] == [
        [],
        [number(interpreter, "Ada")],
    ]


def test_asking_changes_nothing(interpreter):
    """A life that is looked on at is the life that it would have been."""
    alone = interpreter.live(4, 2)
    assert interpreter.live(4, 2, guide=Guide()) == alone
    reasons(interpreter, 4, 2, 8 * MINUTE, "enter")
    assert interpreter.live(4, 2) == alone


def test_a_time_after_the_end_is_told(interpreter):
    found = reasons(interpreter, 1, 0, 3 * 3600.0, "greet(Ada)")
    assert found.ended == (30 * MINUTE, "over")
    assert found.actors == ()


def test_a_time_belongs_to_the_tick_it_falls_in(interpreter):
    assert reasons(interpreter, 1, 0, 119.9, "greet(Ada)").seconds == 60.0
    assert reasons(interpreter, 1, 0, 120.0, "greet(Ada)").seconds == 120.0


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("entr(Ada)", "no action `entr`; did you mean `enter`"),
        ("enter(Adda)", "named `Adda`; did you mean `Ada`"),
        ("enter(Ada, Grocer, Ben)", "has 2 roles, but 3 are given"),
        ("enter(Ada", "not an action with its roles"),
        ("", "not an action with its roles"),
        ("enter(Grocer)", "`Grocer` is of kind Shop, but `p` of `enter` is of kind Person"),
        ("enter(Ada, Street)", "`Street` is of kind Place, but `shop` of `enter` is of kind Shop"),
        ("greet(Ada, Ada)", "must be different ones"),
    ],
)
def test_a_wrong_question_is_told(interpreter, pattern, message):
    with pytest.raises(QuestionError, match=re.escape(message)):
        read_question(interpreter, pattern)


def test_the_best_choice_has_all_the_chance():
    best = Interpreter(load_text(SHOP.replace("choice softmax 0.5", "choice best")))
    (actor,) = reasons(best, 1, 0, 0.0, "enter(Ada)").actors
    assert actor.chosen is not None
    assert actor.chosen.action is None
    assert [choice.probability for choice in actor.choices] == [1.0, 0.0, 0.0]


def test_a_role_that_may_be_the_same_can_be_asked_of_so() -> None:
    text = (
        SHOP
        + """
action pat (p: Person, q: Person or p)
  needs q.money > 0
  urge 1 if p is q else 0
"""
    )
    interpreter = Interpreter(load_text(text, "shop.tale"))
    ada, ben = (
        next(n for n, each in enumerate(interpreter.world.entities) if each.name == name)
        for name in ("Ada", "Ben")
    )

    def ways(asked: str) -> list[tuple[int, ...]]:
        (actor,) = reasons(interpreter, 1, 0, 60.0, asked).actors
        return [way.roles for way in actor.ways]

    assert ways("pat(Ada, Ada)") == [(ada, ada)]
    assert ways("pat(Ada)") == [(ada, ada), (ada, ben)]
