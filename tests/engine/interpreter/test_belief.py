"""Belief: copies per mind, senses, perceiving, telling, and what is known of oneself."""

from .conftest import told

TWO = """
kind Person
  alive yes/no = yes believed
  at one of here, there
  grief number 0..1
relation love (Person, Person) number 0..1 believed
Abel, Bea are Person
define beside(a: Person, b: Person) = a.at is b.at
measure believed_alive = 1 if believes(Bea, Abel.alive) else 0
measure believed_love = believes(Bea, love(Abel, Bea))
measure own_love = believes(Abel, love(Abel, Bea))
"""


def test_minds_start_with_the_truth_or_what_is_said(measured):
    text = TWO + "love(Abel, Bea) 0.75\n"
    assert measured(text)["believed_love"] == 0.75
    assert measured(text + "Bea believes love(Abel, Bea) 0\n")["believed_love"] == 0.0


def test_everybody_knows_their_own(measured):
    text = TWO + "rule turn at 3 seconds\n  love(Abel, Bea) = 0.5\n"
    found = measured(text)
    assert found["own_love"] == 0.5
    assert found["believed_love"] == 0.0


def test_a_truth_that_nobody_notices_changes_no_mind(measured):
    assert measured(TWO + "rule die at 3 seconds\n  Abel.alive = no\n")["believed_alive"] == 1.0


SIGHT = """
sense sight (p: Person, other: Person)
  when beside(p, other)
  shows other.alive
"""


def test_a_sense_shows_the_truth_where_it_holds(measured):
    die = "rule die at 3 seconds\n  Abel.alive = no\n"
    assert measured(TWO + SIGHT + die)["believed_alive"] == 0.0
    assert measured(TWO + SIGHT + die + "Bea.at there\n")["believed_alive"] == 1.0


def test_a_sense_can_mislead(measured):
    text = TWO + "sense sight (p: Person, other: Person)\n  shows other.alive as no\n"
    assert measured(text)["believed_alive"] == 0.0


def test_a_sense_can_fail_by_chance(live):
    text = (
        'world "A test"\n  tick 1 second\n  lasts 1 second\n'
        + TWO.replace("lasts", "")
        + """
sense sight (p: Person, other: Person)
  chance 0.25
    shows other.alive as no
"""
    )
    blind = sum(dict(live(text, run=run).measures)["believed_alive"] for run in range(400)) / 400
    assert abs(blind - 0.75) < 0.065  # three standard errors


def test_a_telling_sense_is_an_event_when_it_changes_the_mind_only(live):
    text = (
        TWO + SIGHT + '  tell "[p] [see] what [be] with [other]."\nrule die at 3 seconds\n  Abel.alive = no\n'
    )
    assert told(live(text), "sight") == [("sight", (1, 0), "done", 4)]


EVENT = """
event blow (p: Person)
  then
    p.alive = no
    love(p, Bea) = 1
rule strike at 3 seconds
  happens blow(Abel)
"""


def test_who_perceives_through_a_sense_learns_what_that_sense_can_show(measured):
    text = TWO + SIGHT.replace("when beside(p, other)", "when beside(p, other) and now is 3 seconds") + EVENT
    seen = measured(text.replace("    love(p, Bea) = 1\n", "    love(p, Bea) = 1\n  seen by sight of p\n"))
    assert (seen["believed_alive"], seen["believed_love"]) == (0.0, 0.0)


def test_who_is_told_learns_all(measured):
    text = TWO + EVENT.replace(
        "    love(p, Bea) = 1\n", "    love(p, Bea) = 1\n  told to q: Person where q is Bea\n"
    )
    assert (measured(text)["believed_alive"], measured(text)["believed_love"]) == (0.0, 1.0)


def test_learning_may_be_true_a_lie_or_hearsay(measured):
    for words, expected in (("", 0.5), (" as 0.9", 0.9), (" as believes(Abel, love(Abel, Bea)) / 2", 0.25)):
        text = (
            TWO
            + f"""\
love(Abel, Bea) 0.5
Bea believes love(Abel, Bea) 0
rule speak at 1 second
  Bea learns love(Abel, Bea){words}
"""
        )
        assert measured(text)["believed_love"] == expected


def test_remembering_is_of_what_was_perceived_and_may_be_bounded_in_time(measured):
    text = (
        TWO
        + """
event wave (p: Person)
  seen by q: Person where q is Bea
rule go at 3 seconds
  happens wave(Abel)
measure bea = 1 if remembers(Bea, wave(Abel)) else 0
measure bea_of_others = 1 if remembers(Bea, wave(Bea)) else 0
measure abel = 1 if remembers(Abel, wave(anyone)) else 0
measure lately = 1 if remembers(Bea, wave(Abel), 2 seconds) else 0
measure within = 1 if remembers(Bea, wave(Abel), 8 seconds) else 0
"""
    )
    found = measured(text)
    assert [found[name] for name in ("bea", "bea_of_others", "abel", "lately", "within")] == [1, 0, 0, 0, 1]


FALSE_BELIEF = """
world "The kettle"
  tick 1 minute
  lasts 6 minutes
  choice best
kind Kettle
  full yes/no believed
kind Person
  at one of hall, kitchen
  tea yes/no
Pot is Kettle
Ada is Person
Ada believes Pot.full yes
sense sight (p: Person, k: Kettle)
  when p.at is kitchen
  shows k.full
action go (p: Person)
  needs p.at is hall
  urge 1
  then p.at = kitchen
action make_tea (p: Person, k: Kettle)
  needs p.at is hall, k.full
  urge 2
  then p.tea = yes
action fill (p: Person, k: Kettle)
  needs p.at is kitchen, not k.full
  urge 1
  then k.full = yes
action pour (p: Person, k: Kettle)
  needs p.at is kitchen, k.full
  urge 3
  then p.tea = yes
"""


def test_somebody_acts_on_a_false_belief_learns_and_acts_otherwise(live):
    life = live(FALSE_BELIEF)
    assert told(life, "make_tea", "go", "fill", "pour")[:4] == [
        ("make_tea", (1, 0), "failed", 0),
        ("go", (1,), "done", 2),
        ("fill", (1, 0), "done", 3),
        ("pour", (1, 0), "done", 4),
    ]
    by_name = {e.name: e for e in life.events}
    assert by_name["make_tea"].number in by_name["fill"].causes.perceived
