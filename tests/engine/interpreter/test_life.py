"""A life: the order within a tick, endings, forks."""

from tests.bundled import load
from tests.sampled import slow
from twicetold.engine import Interpreter
from twicetold.lang import load_text


def test_the_first_ending_that_holds_ends_the_life(live):
    text = """\
kind P
  n number 0..
A is P
rule go for p: P
  p.n += 1
ending "late" when A.n >= 4
ending "soon" when A.n >= 3
"""
    life = live(text)
    assert (life.ending, life.ticks) == ("soon", 2)
    assert life.events[-1].sort == "ending"


def test_the_endings_at_the_end_are_tested_in_order(live):
    text = 'kind P\n  n number 0..\nA is P\nending "none" at the end when A.n > 0\nending "last" at the end\n'
    assert (live(text).ending, live(text).ticks) == ("last", 10)


def test_a_life_that_no_ending_claims_is_unended(live):
    assert live("kind P\nA is P\n").ending == "unended"


def test_senses_come_before_rules_rules_before_actions_actions_before_endings(live):
    text = """
kind Person
  n number 0..
  seen number 0.. believed
A, B are Person
sense look (p: Person, q: Person)
  shows q.seen
  tell "[p] [look] at [q]."
rule rise at 1 second
  A.seen = 1
event up
rule say at 1 second
  happens up
action act (p: Person)
  needs now is 1 second
  urge 99
  takes 0 seconds
ending "over" when now is 1 second
"""
    names = [event.name for event in live(text).events if event.tick == 1]
    assert names.index("up") < names.index("act") < names.index("over")
    assert "look" not in names  # the senses of this tick came before the change


@slow
def test_a_fork_with_the_same_noise_is_the_same_life_and_with_other_noise_another():
    interpreter = Interpreter(load("hale_yard"))
    living = interpreter.begin(1, 5)
    for _ in range(20):
        living.step()
    same, other = living.fork(5), living.fork(77)
    for each in (living, same, other):
        while each.step():
            pass
    assert living.life() == same.life()
    before = [e for e in living.life().events if e.tick < 20 and not e.quiet]
    assert before == [e for e in other.life().events if e.tick < 20 and not e.quiet]
    assert living.life().events != other.life().events


def test_the_same_world_seed_and_run_give_the_same_life():
    world = load_text(
        """\
world "W"
  tick 1 second
  lasts 50 seconds
kind P
  n number ~ normal(0, 1)
A, B are P
rule r for p: P
  p.n += normal(0, 1)
measure m = A.n
"""
    )
    lives = [Interpreter(world).live(9, 4) for _ in range(2)]
    assert lives[0] == lives[1]
    assert lives[0].measures != Interpreter(world).live(9, 5).measures
