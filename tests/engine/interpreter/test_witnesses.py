"""What witnesses and minds can be told of: what an event shows besides, what everybody concludes, what is not
known, what is asked of the truth, and where one errs about oneself. The kernel agrees in all of it."""

from __future__ import annotations

from tests.generated.coded import QUICK
from tests.generated.compare import compare
from twicetold.engine import Interpreter
from twicetold.lang import load_text

HEAD = """
world "Witnesses"
  tick 1 minute
  lasts 6 minutes
  choice best
"""


def measured(text: str, *asked: str) -> list[float]:
    """What some expressions come to at the end of a life; in the kernel too."""
    lines = "".join(f"measure m{n} = {expr}\n" for n, expr in enumerate(asked))
    world = load_text(HEAD + text + lines, "witnesses.tale")
    assert compare(world, (QUICK,)).difference == ""
    return [value for _, value in Interpreter(world).live(1, 0).measures]


# --- truly (…) ----------------------------------------------------------------------------------------------

LIGHT = """
kind Person
  at   one of here, there
  ill  yes/no = no believed
Ann, Bea, Cid are Person
Bea.ill yes
Ann believes Bea.ill no
define poorly(p: Person) = p.ill and p.at is here
define anyone_poorly = any(p: Person: poorly(p))
action nurse (p: Person, q: Person)
  needs p is Ann, NEEDS
  urge 1
  then q.at = there
"""


def nursed(needs: str) -> float:
    return measured(LIGHT.replace("NEEDS", needs), "times(nurse(Ann, Bea))")[0]


def test_a_whole_condition_is_asked_of_the_truth() -> None:
    assert nursed("q.ill") == nursed("poorly(q)") == nursed("q is Bea and anyone_poorly") == 0
    assert nursed("truly (q.ill and q.at is here)") == 1
    assert nursed("truly poorly(q)") == 1
    assert nursed("q is Bea and truly anyone_poorly") == 1
    assert nursed("truly (any(x: Person: x is q and poorly(x)))") == 1


def test_what_is_believed_is_so_in_truth_too() -> None:
    assert nursed("truly (q.ill and not believes(p, q.ill) and q.at is here)") == 1


# --- mistaken -----------------------------------------------------------------------------------------------

GHOST = """
kind Person
  alive  yes/no = yes mistaken
  hale   yes/no = yes believed
Ann, Bea are Person
Ann believes Ann.alive yes
sense sight (p: Person, q: Person)
  shows q.alive
rule death at 2 minutes
  Ann.alive = no
  Ann.hale = no
  LINES
"""

HAUNT = """
action haunt (p: Person, q: Person)
  needs p is Ann, p.alive
  urge 1
measure tries = times(haunt(Ann, Bea) failed)
"""


def test_one_can_err_about_oneself_in_a_mistaken_field_and_in_no_other() -> None:
    unseen, asked = GHOST.replace("  LINES\n", ""), ("believes(Ann, Ann.alive)", "believes(Ann, Ann.hale)")
    assert measured(unseen, *asked, "believes(Bea, Ann.alive)") == [1, 0, 0]


def test_whoever_perceives_it_knows_it_of_themselves() -> None:
    felt = GHOST.replace("rule death at 2 minutes", "rule death for p: Person at 2 minutes where p is Ann")
    assert measured(felt.replace("LINES", "felt by p"), "believes(Ann, Ann.alive)") == [0]
    inner = GHOST.replace("  LINES\n", "") + "sense inward (p: Person)\n  shows p.alive\n"
    assert measured(inner, "believes(Ann, Ann.alive)") == [0]
    told = GHOST.replace("LINES", "Ann learns Ann.alive")
    assert measured(told, "believes(Ann, Ann.alive)") == [0]


def test_an_attempt_that_fails_by_an_error_about_oneself_teaches_it() -> None:
    assert measured(GHOST.replace("  LINES\n", "") + HAUNT) == [1]


def test_a_relation_may_be_mistaken_also_one_of_a_pair() -> None:
    text = """
kind Person
  alive yes/no
Ann, Bea are Person
relation kin (Person, Person) yes/no = no mistaken symmetric
rule told at 1 minute
  kin(Ann, Bea) = yes
"""
    assert measured(text, "believes(Ann, kin(Ann, Bea))", "kin(Bea, Ann)") == [0, 1]


# --- what is shown besides ----------------------------------------------------------------------------------

KEY = """
kind Person
  at    one of here, there = here
  ill   yes/no = no  believed
kind Key
  of    Person or none = Ann believed
kind Door
  open  yes/no = no  believed
  key   Key
Ann, Bea, Cid are Person
Brass is Key
Gate is Door: key Brass
Cid.at there
Bea, Cid believe Brass.of none
Ann.ill yes
Bea, Cid believe Ann.ill no
sense sight (p: Person, q: Person)
  when p.at is q.at
  shows q.ill as no
define holds(p: Person, d: Door) = d.key.of is p
action unlock (p: Person, d: Door)
  needs p is Ann, not d.open, NEEDS
  urge 1
  then d.open = yes
  LINE
    SHOWS
"""

ASKED = ("believes(Bea, Brass.of is Ann)", "believes(Cid, Brass.of is Ann)", "believes(Bea, Ann.ill)")


def shown(line: str, shows: str, needs: str = "d.key.of is p") -> list[float]:
    return measured(KEY.replace("LINE", line).replace("SHOWS", shows).replace("NEEDS", needs), *ASKED)


def test_an_event_shows_what_is_named_to_whoever_perceives_it_by_that_line() -> None:
    for line in ("seen by q: Person where q.at is here", "seen by sight of p"):
        assert shown(line, "shows d.key.of") == [1, 0, 0]
    assert shown("seen by q: Person", "shows d.key.of, p.ill as p.at is here") == [1, 1, 0]
    assert shown("heard after by q: Person", "shows p.ill") == [0, 0, 0]


def test_what_is_shown_can_speak_of_whoever_perceives_it() -> None:
    assert shown("seen by q: Person", "shows d.key.of as q") == [0, 0, 0]
    assert shown("seen by q: Person", "shows d.key.of as p if q is Cid else none") == [0, 1, 0]


def test_an_event_shows_what_the_action_needed_also_by_a_definition() -> None:
    for needs in ("d.key.of is p", "holds(p, d)", "(d.key.of is p or p.ill)", "not (d.key.of is not p)"):
        assert shown("seen by q: Person where q.at is here", "shows needs", needs) == [1, 0, 0]


def test_what_is_asked_of_many_is_nothing_that_a_deed_shows() -> None:
    many = "any(k: Key: k.of is p) and believes(p, d.key.of is p)"
    assert shown("seen by q: Person", "shows needs", f"{many} and p.ill") == [0, 0, 0]


# --- in every mind ------------------------------------------------------------------------------------------

FLOOD = """
kind Place
  flooded  yes/no = no  believed
kind Person
  at       Place         believed
  alive    yes/no = yes  believed
  wet      number 0..9   believed
Hill, Dale are Place
Ann, Bea are Person: at Hill
Cid is Person: at Dale
Bea believes Ann.at Dale
rule rain at 2 minutes
  Dale.flooded = yes
  Bea learns Dale.flooded
rule drown in every mind for p: Person where p.alive and p.at.flooded
  p.alive = no
rule dry at 3 minutes
  Dale.flooded = no
  Bea learns Dale.flooded
sense feeling (p: Person)
  shows Hill.flooded
"""


def test_everybody_concludes_from_what_they_believe_and_keeps_it() -> None:
    asked = ("Ann.alive", "Cid.alive", *(f"believes(Bea, {x}.alive)" for x in ("Ann", "Bea", "Cid")))
    assert measured(FLOOD, *asked) == [1, 0, 0, 1, 0]
    assert measured(FLOOD, "believes(Ann, Cid.alive)", "believes(Ann, Dale.flooded)") == [1, 0]


def test_what_a_mind_concludes_follows_from_its_own_values() -> None:
    soaked = "  p.alive = no\n  let d = 2 * p.wet\n  if p.wet < 9\n    p.wet += d + 1\n"
    text = FLOOD.replace("  p.alive = no\n", soaked) + "Cid.wet 4\nBea believes Cid.wet 1\n"
    assert measured(text, "Cid.wet", "believes(Bea, Cid.wet)", "believes(Ann, Cid.wet)") == [9, 4, 4]


def test_roles_are_different_ones_in_a_mind_too_and_at_a_time_as_well() -> None:
    text = """
kind Person
  pale    yes/no = no believed
  scared  yes/no = no believed
Ann, Bea, Cid are Person
Ann believes Bea.pale yes
rule fright in every mind at 2 minutes for p: Person, q: Person where q.pale
  p.scared = yes
sense sight (p: Person)
  shows Ann.pale
"""
    asked = [f"believes(Ann, {x}.scared)" for x in ("Bea", "Cid")] + ["believes(Bea, Cid.scared)"]
    assert measured(text, *asked, "Cid.scared") == [0, 1, 0, 0]


def test_a_condition_that_becomes_true_is_an_event_in_truth_alone() -> None:
    text = FLOOD.replace("where p.alive and", "when p.alive and")
    told = text.replace("alive = no\n", 'alive = no\n  tell "[p] [drown]."\n')
    world = load_text(HEAD + told, "flood.tale")
    names = [event.name for event in Interpreter(world).live(1, 0).events if not event.quiet]
    assert names.count("drown") == 1
    assert "drown in every mind" not in names


# --- unknown ------------------------------------------------------------------------------------------------

SECRET = """
kind Person
  coins  whole 0..9    = 3     believed
  at     Place or none         believed
  shy    yes/no        = yes   believed
kind Place
Inn is Place
Ann is Person: at Inn
Bea, Cid are Person
everyone believes Ann.at unknown
Bea believes Ann.coins unknown
Bea believes Ann.shy unknown
Cid believes Ann.at Inn
sense feeling (p: Person)
  shows Inn.full
""".replace("kind Place\n", "kind Place\n  full yes/no believed\n")


def test_what_a_mind_does_not_know_is_not_what_it_is_compared_with() -> None:
    compared = ("is 3", "> 1", "< 9", "is 0", "is not 3", "is unknown", "is not unknown")
    assert measured(SECRET, *(f"believes(Bea, Ann.coins {each})" for each in compared)) == [
        0,
        0,
        0,
        0,
        1,
        1,
        0,
    ]
    assert measured(SECRET, *(f"believes(Cid, Ann.coins {each})" for each in compared)) == [
        1,
        1,
        1,
        0,
        0,
        0,
        1,
    ]
    assert measured(SECRET, *(f"believes(Bea, Ann.coins) {each}" for each in compared)) == [
        0,
        0,
        0,
        0,
        1,
        1,
        0,
    ]


def test_elsewhere_it_is_as_if_nobody_had_it() -> None:
    asked = ("believes(Bea, Ann.coins)", "believes(Bea, Ann.shy)", "believes(Bea, Ann.at is none)")
    assert measured(SECRET, *asked) == [0, 0, 0]


def test_the_truth_is_never_unknown_and_everybody_knows_their_own() -> None:
    asked = ("Ann.at is unknown", "believes(Ann, Ann.at is unknown)", "believes(Cid, Ann.at is unknown)")
    assert measured(SECRET, *asked) == [0, 0, 0]


def test_one_can_forget_learn_and_hear_what_nobody_knows() -> None:
    forgets = SECRET + "rule r at 1 minute\n  Cid learns Ann.at as unknown\n  Bea learns Ann.coins\n"
    asked = (
        "believes(Cid, Ann.at is unknown)",
        "believes(Bea, Ann.coins)",
        "believes(Bea, Ann.at is unknown)",
    )
    assert measured(forgets, *asked) == [1, 3, 1]
    hears = SECRET + "rule r at 1 minute\n  Cid learns Ann.at as believes(Bea, Ann.at)\n"
    hears += "rule s at 2 minutes\n  Bea learns Ann.coins as believes(Cid, Ann.coins)\n"
    assert measured(hears, *asked) == [1, 3, 1]


def test_a_witness_comes_to_know_what_an_event_set_though_it_stayed_as_it_was() -> None:
    event = (
        "rule r for p: Person at 1 minute where p is Ann\n  p.at = Inn\n  seen by q: Person where q is Bea\n"
    )
    assert measured(SECRET + event, "believes(Bea, Ann.at is Inn)", "believes(Cid, Ann.at is Inn)") == [1, 1]


def test_a_sense_can_show_that_one_does_not_know() -> None:
    sense = "sense look (p: Person, q: Person)\n  when p is Cid and q.coins is 3\n  shows q.at as unknown\n"
    loud = sense + '  tell "[p] [wonder] where [q] [be]."\n'
    asked = ("believes(Cid, Ann.at is unknown)", "times(look(Cid, Ann))")
    assert measured(SECRET + loud, *asked) == [1, 1]


def test_who_fails_by_what_they_do_not_know_learns_it() -> None:
    action = """
action search (p: Person, q: Person)
  needs p is Bea, q is Ann, q.at is not Inn
  urge 1
"""
    asked = (
        "times(search(Bea, Ann) failed)",
        "believes(Bea, Ann.at is Inn)",
        "believes(Bea, Ann.at is unknown)",
    )
    assert measured(SECRET + action, *asked) == [1, 1, 0]
