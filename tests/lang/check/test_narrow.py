"""A condition that asks of which kind somebody is narrows them in what is read after it."""

from __future__ import annotations

import pytest

from twicetold.lang import TaleError, load_text, load_text_with_warnings
from twicetold.runs import Engine
from twicetold.runs.living import Living, Task

WORLD = """world "An inn"
  tick 1 minute
  lasts 10 minutes
kind Person
  friend Person or none believed
  room   Guest or none
kind Guest is Person
  bill whole 0..99 = 1
kind Maid is Person
relation owes (Person, Guest) whole 0..9 = 1 believed
define stays(g: Guest) = g.bill > 0
Ann, Bob are Guest: friend Cat
Cat is Maid: friend Ann
event pay (g: Guest)
  then g.bill -= 1
{body}
"""

ALLOWED = {
    "the rest of a conjunction": "ending \"e\" when any(p: Person where p is Guest and stays(p))\n",
    "a conjunction of fields": "measure m = 1 if Cat.friend is Guest and stays(Cat.friend) else 0\n",
    "the body of an aggregate": "measure m = sum(p: Person where p is Guest: owes(Cat, p))\n",
    "one side of an if": "measure m = owes(Cat, Cat.friend) if Cat.friend is Guest else 0\n",
    "the other side of an if": "measure m = 0 if not Cat.friend is Guest else owes(Cat, Cat.friend)\n",
    "what is read if the first of two does not hold": (
        "ending \"e\" when all(p: Person: not p is Guest or stays(p))\n"
    ),
    "needs and urge": (
        "action a (p: Person, q: Person)\n  needs q is Guest, stays(q)\n  urge owes(p, q)\n"
        "  takes owes(p, q) * 1 minute\n  then happens pay(q)\n"
    ),
    "needs and urge by way of a field": (
        "action a (p: Person)\n  needs p.friend is Guest, stays(p.friend)\n  urge owes(p, p.friend)\n"
    ),
    "a block": (
        "rule r for p: Person every 1 minute\n  if p.friend is Guest\n    owes(p, p.friend) = 2\n"
        "    p.room = p.friend\n    happens pay(p.friend)\n"
    ),
    "a block otherwise": (
        "rule r for p: Person every 1 minute\n  if not p.friend is Guest\n    p.room = none\n"
        "  otherwise\n    p.room = p.friend\n"
    ),
    "the body of a rule": "rule r for p: Person every 1 minute where p is Guest\n  happens pay(p)\n",
    "a loop and a pick": (
        "rule r every 1 minute\n  for p: Person where p is Guest\n    happens pay(p)\n"
        "  pick q: Person where q is Guest\n    happens pay(q)\n"
    ),
    "what a let has bound": (
        "rule r for p: Person every 1 minute\n  let q = p.friend\n  if q is Guest\n    p.friend = none\n"
        "    happens pay(q)\n"
    ),
    "a field that is given somebody else": (
        "rule r for p: Person every 1 minute\n  if p.friend is Guest\n    p.friend = Cat\n"
        "    p.friend = none\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", ALLOWED.values(), ids=ALLOWED)
def test_who_is_known_to_be_of_a_kind_may_stand_where_one_is_wanted(body: str) -> None:
    world = load_text(WORLD.format(body=body + 'ending "over" at the end\n'))
    lives = [next(iter(Living(Task(world, 1, 1, engine)).live([range(20)]))) for engine in ENGINES]
    assert lives[0].digest.tolist() == lives[1].digest.tolist()


ENGINES = (Engine.INTERPRETER, Engine.KERNEL)

REFUSED = {
    "nothing was asked": "measure m = owes(Cat, Cat.friend)\n",
    "before it was asked": "ending \"e\" when stays(Cat.friend) and Cat.friend is Guest\n",
    "either may hold": "ending \"e\" when Cat.friend is Guest or stays(Cat.friend)\n",
    "the wrong side": "measure m = 0 if Cat.friend is Guest else owes(Cat, Cat.friend)\n",
    "another was asked": "ending \"e\" when Ann.friend is Guest and stays(Cat.friend)\n",
    "it was changed since": (
        "rule r for p: Person every 1 minute\n  if p.friend is Guest\n    p.friend = Cat\n"
        "    happens pay(p.friend)\n"
    ),
    "an event may have changed it": (
        "event swap (p: Person)\n  then p.friend = Cat\n"
        "rule r for p: Person every 1 minute\n  if p.friend is Guest\n    happens swap(p)\n"
        "    happens pay(p.friend)\n"
    ),
    "a turn of the loop may have changed it": (
        "rule r for p: Person every 1 minute\n  if p.friend is Guest\n    for q: Person\n"
        "      happens pay(p.friend)\n      p.friend = q\n"
    ),
    "time has passed": "action a (p: Person)\n  needs p.friend is Guest\n  then happens pay(p.friend)\n",
    "another mind may hold otherwise": (
        "ending \"e\" when Ann.friend is Guest and believes(Cat, stays(Ann.friend) and Ann.friend is none)\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_who_may_be_of_another_may_not_and_the_help_says_what_does(body: str) -> None:
    with pytest.raises(TaleError) as caught:
        load_text_with_warnings(WORLD.format(body=body))
    (found,) = caught.value.diagnostics
    assert found.code == "T0303"
    assert "ask before: `if x is Guest` above an effect, `x is Guest and …` in a condition" in found.help
