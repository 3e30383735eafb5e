"""Reasons in words: which is given for what somebody does, and that none moves a life."""

from __future__ import annotations

import pytest

from tests.tell.lives import story
from twicetold.engine import Interpreter, Life
from twicetold.engine.kernel import Kernel
from twicetold.lang import load_text, model
from twicetold.tell.words import phrase

FEAR = """
world "Fear"
  tick 1 hour
  lasts 3 hours
kind Person
  pluck number -9..9 = 0
  gone yes/no
relation fear (Person, Person) number 0..9 = 0 believed
Ann, Bea are Person: she
{lines}
action flee (p: Person, q: Person)
  needs not p.gone, p is Ann{needs}
{urge}
  takes 1 hour
  interrupted when p.pluck > 7
  then p.gone = yes
  tell "[p] [flee] [because]."
"""


def life(urge: str, lines: str = "", needs: str = "") -> tuple[model.World, Life]:
    world = load_text(FEAR.format(urge=urge, lines=lines, needs=needs))
    return world, story(world).life


def reason(urge: str, lines: str = "", needs: str = "") -> str:
    world, lived = life(urge, lines, needs)
    return phrase(world, lived.events[0].reason)


@pytest.mark.parametrize(
    ("fear", "said"),
    [(1, "of her own will"), (9, "for fear of Bea"), (2, "for fear of Bea"), (0, "of her own will")],
)
def test_it_is_that_of_the_line_that_weighs_most(fear: int, said: str) -> None:
    urge = '  urge 2 * fear(p, q) - 1 + 10 - 9 because "for fear of [q]", 3 because "of her own will"'
    assert reason(urge, f"  fear(Ann, Bea) {fear}") == said


def test_where_the_weightiest_has_none_none_is_given() -> None:
    assert reason('  urge 1 because "for fear of [q]"\n  urge 9') == ""


def test_what_speaks_against_it_is_no_reason() -> None:
    forced = '  urge -9 because "for fear of [q]"\n  urge -10'
    world = load_text(FEAR.format(urge=forced, lines="", needs="") + "force flee(Ann, Bea)\n")
    event = story(world).life.events[0]
    assert (event.name, event.reason) == ("flee", ())


def test_it_weighs_as_the_actor_sees_it() -> None:
    urge = '  urge fear(q, p) because "because [q] [be] afraid", 2 because "of her own will"'
    assert reason(urge, "  fear(Bea, Ann) 9") == "because Bea was afraid"
    assert reason(urge, "  fear(Bea, Ann) 9\nAnn believes fear(Bea, Ann) 0") == "of her own will"


def test_an_attempt_has_a_reason_too() -> None:
    urge = '  urge 9 because "for fear of [q]"'
    needs = ", fear(q, p) > 1"
    world, lived = life(urge, "Ann believes fear(Bea, Ann) 5", needs)
    assert lived.events[0].outcome == "failed"
    assert phrase(world, lived.events[0].reason) == "for fear of Bea"


def test_no_reason_moves_a_life() -> None:
    urge = "  urge 0.1 + 0.2 * fear(p, q) - 0.3{a}, 1 / 3{b}\n  urge p.pluck{a}"
    digests = set()
    for a, b in (("", ""), (' because "for fear"', ""), (' because "for fear"', ' because "of [p]"')):
        text = FEAR.format(urge=urge.format(a=a, b=b), lines="  fear(Ann, Bea) 0.7", needs="")
        world = load_text(text if a else text.replace(" [because]", ""))
        digests.add(Interpreter(world).lives(1, 0, 9).digest.tobytes())
        digests.add(Kernel(world, tier="quick").lives(1, 0, 9).digest.tobytes())
    assert len(digests) == 1
