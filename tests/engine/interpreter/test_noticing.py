"""When the people of a kind can notice anything; who is spoken to; from whom an event is hidden. The kernel
and C agree with the interpreter in it: see also `tests/generated`."""

from __future__ import annotations

import pytest

from tests.generated.coded import BEST, PLAIN_C, QUICK
from tests.generated.compare import compare
from tests.sampled import sampled
from twicetold.engine import Interpreter, Life
from twicetold.lang import load_text, model

HEAD = """
world "Noticing"
  tick 1 minute
  lasts 10 minutes
  choice best
kind Person
  awake  yes/no      = yes
  there  yes/no      = yes
  mood   number 0..1 = 0.5 believed
  p notices when p.awake
kind Guard is Person
  drunk  yes/no      = no
  g notices when not g.drunk
Ann, Bea are Person
Cid is Guard
sense sight (p: Person, q: Person)
  when q.there
  shows q.mood
"""

WAVE = """
action wave (p: Person)
  urge 1 if p is Ann else -1
  takes 2 minutes
  then p.mood += 0.1
  LINES
  tell "[p] [wave]."
"""

SLEEPS = "rule sleeps at 1 minute\n  Bea.awake = no\n"
DRINKS = "rule drinks at 1 minute\n  Cid.drunk = yes\n"
WAKES = "rule wakes at 5 minutes\n  Bea.awake = yes\n"


def lived(text: str) -> tuple[model.World, Life]:
    world = load_text(HEAD + text, "noticing.tale")
    return world, Interpreter(world).live(1, 0)


def who(text: str, event: str = "wave") -> list[str]:
    """Who perceives each event of a name: `Bea seen, Cid seen` and so on."""
    world, life = lived(text)
    names = [entity.name for entity in world.entities]
    return [
        ", ".join(f"{names[mind]} {channel}" for mind, channel in each.perceived_by)
        for each in life.events
        if each.name == event
    ]


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("seen by sight of p", "p: Person"),
        ("seen by q: Person", "p: Person"),
        ("heard by q: Person where q.there", "p: Person"),
        ("felt by b, felt by c", "p: Person, b: Person, c: Guard"),
    ],
)
def test_lines_of_every_form_ask_whether_one_can_notice(line: str, roles: str) -> None:
    text = WAVE.replace("LINES", line).replace("p: Person", roles)
    channel = line.split()[0]
    both = f"Ann did, Bea {channel}, Cid {channel}"
    assert who(text)[0] == both
    assert who(SLEEPS + text)[0] == f"Ann did, Cid {channel}"
    assert who(SLEEPS + DRINKS + text)[0] == "Ann did"
    assert who(SLEEPS + WAKES + text)[2] == both


def test_what_a_kind_says_of_its_own_comes_to_what_its_parent_says() -> None:
    asleep = "rule sleeps at 1 minute\n  Cid.awake = no\n"
    for text in (asleep, DRINKS, asleep + DRINKS):
        assert who(text + WAVE.replace("LINES", "seen by q: Guard"))[0] == "Ann did"


def test_a_kind_that_changes_says_it_of_whoever_is_of_it_then() -> None:
    promoted = "rule promoted at 1 minute\n  Bea becomes Guard\n  Bea.drunk = yes\n"
    retired = "rule retired at 1 minute\n  Cid.drunk = yes\n  Cid becomes Person\n"
    assert who(promoted + WAVE.replace("LINES", "seen by q: Person"))[0] == "Ann did, Cid seen"
    assert who(retired + WAVE.replace("LINES", "seen by q: Person"))[0] == "Ann did, Bea seen, Cid seen"


def test_an_actor_perceives_what_they_do_if_they_can_notice_anything() -> None:
    doze = WAVE.replace("LINES", "seen by q: Person").replace("then p.mood += 0.1", "then p.awake = no")
    assert who(doze) == ["Ann did, Bea seen, Cid seen", *["Bea seen, Cid seen"] * 3]
    assert who("rule sleeps at 1 minute\n  Ann.awake = no\n" + WAVE.replace("LINES", ""))[0] == ""


def test_senses_ask_it_and_beliefs_stay_as_they_were() -> None:
    text = "rule cheer at 3 minutes\n  Ann.mood = 1\nmeasure b = believes(Bea, Ann.mood)\n"
    assert dict(lived(text)[1].measures)["b"] == 1
    assert dict(lived(SLEEPS + text)[1].measures)["b"] == 0.5
    assert dict(lived(SLEEPS + WAKES + text)[1].measures)["b"] == 1


def test_what_is_asked_is_among_the_causes_of_what_is_sensed() -> None:
    text = SLEEPS + WAKES + "rule cheer at 3 minutes\n  Ann.mood = 1\nwithout sight\n"
    text += "sense stare (p: Person, q: Person)\n  when q is Ann\n  shows q.mood\n"
    world, life = lived(text + '  tell "[p] [stare] at [q]."\n')
    wakes = next(each for each in life.events if each.name == "wakes")
    stares = [each for each in life.events if each.name == "stare" and each.roles[0] == world.entity("Bea")]
    assert [wakes.number in each.causes.enabled_by for each in stares] == [True]


# --- when it is asked, and what is learnt -------------------------------------------------------------------

ROOMS = """
world "Rooms"
  tick 1 minute
  lasts 4 minutes
  choice best
kind Room
kind Person
  at     Room
  awake  yes/no = yes believed
  lamp   yes/no = no  believed
  p notices when p.awake
Hall, Yard are Room
Ann, Bea are Person: at Hall
Cid is Person: at Yard
sense sight (p: Person, q: Person)
  when p.at is q.at
  shows q.awake
"""

GO = """
action go (p: Person, to: Room)
  needs p is Ann, to is Yard, p.at is Hall
  urge 1
  then p.at = to
  LINES
  tell "[p] [go] to [the to]."
"""


def in_rooms(text: str, event: str, *beliefs: str) -> tuple[str, list[float]]:
    """Who perceives the first event of a name, and what is believed at the end; the kernel agrees."""
    asked = "".join(f"measure m{n} = {belief}\n" for n, belief in enumerate(beliefs))
    world = load_text(ROOMS + text + asked, "rooms.tale")
    life = Interpreter(world).live(1, 0)
    first = next(each for each in life.events if each.name == event)
    seen = ", ".join(f"{world.entities[mind].name} {channel}" for mind, channel in first.perceived_by)
    assert compare(world, (QUICK,)).difference == ""
    return seen, [value for _, value in life.measures]


@pytest.mark.parametrize(
    ("line", "witnesses"),
    [
        ("seen by sight of p", "Bea seen"),
        ("seen after by sight of p", "Cid seen"),
        ("seen by q: Person where q.at is p.at", "Bea seen"),
        ("heard after by q: Person where q.at is p.at", "Cid heard"),
        ("seen by sight of p, smelled after by sight of p", "Bea seen, Cid smelled"),
    ],
)
def test_who_perceives_an_event_is_asked_before_its_effects_or_after_them(line: str, witnesses: str) -> None:
    assert in_rooms(GO.replace("LINES", line), "go")[0] == f"Ann did, {witnesses}"


BLOW = """
action strike (p: Person, q: Person)
  needs p is Ann, q is Bea, q.awake
  urge 1
  then q.awake = no
  LINES
  tell "[p] [strike] [q] down."
"""


@pytest.mark.parametrize(("after", "witnesses"), [("", "Ann did, Bea felt"), (" after", "Ann did")])
def test_a_victim_sees_the_blow_unless_it_is_asked_after_it(after: str, witnesses: str) -> None:
    assert in_rooms(BLOW.replace("LINES", f"felt{after} by q"), "strike")[0] == witnesses


SWITCH = """
Bea believes Ann.lamp yes
Cid believes Ann.lamp yes
rule off at 1 minute for p: Person where p is Ann
  p.lamp = no
  seen by q: Person where q.at is p.at
"""


def test_a_witness_learns_what_an_event_set_also_where_nothing_changed() -> None:
    _, beliefs = in_rooms(SWITCH, "off", "believes(Bea, Ann.lamp)", "believes(Cid, Ann.lamp)")
    assert beliefs == [0, 1]


def test_what_an_event_did_not_set_its_witness_does_not_learn() -> None:
    spared = SWITCH.replace("  p.lamp = no\n", "  chance 0\n    p.lamp = no\n")
    _, beliefs = in_rooms(spared, "off", "believes(Bea, Ann.lamp)")
    assert beliefs == [1]


# --- who is spoken to ---------------------------------------------------------------------------------------

TELL = """
action confide (p: Person, q: Person)
  urge 1 if p is Ann and q is Bea else -1
  then
    chance 0
      q learns p.mood as 0
  LINES
"""


def test_who_is_taught_something_perceives_it_whether_they_believe_it_or_not() -> None:
    assert who(TELL.replace("LINES", ""), "confide")[0] == "Ann did, Bea told"
    assert who(SLEEPS + TELL.replace("LINES", ""), "confide")[2] == "Ann did"


def test_a_line_of_its_own_says_otherwise() -> None:
    assert who(TELL.replace("LINES", "felt by q"), "confide")[0] == "Ann did, Bea felt"
    assert who(TELL.replace("LINES", "hidden from q"), "confide")[0] == "Ann did"


def test_what_is_hidden_from_somebody_no_line_shows_them() -> None:
    lines = "seen by x: Person\n  seen by sight of p, hidden from q"
    assert who(TELL.replace("LINES", lines), "confide")[0] == "Ann did, Cid seen, Cid seen"


def test_an_event_tells_its_roles_too() -> None:
    text = "rule news at 2 minutes\n  happens news_of(Bea, Ann)\n"
    text += "event news_of (q: Person, p: Person)\n  then q learns p.mood as 1\n"
    assert who(text, "news_of") == ["Bea told"]


# --- what is recorded ---------------------------------------------------------------------------------------


def test_it_is_recorded_who_could_notice_nothing_and_whom_it_left_so() -> None:
    text = "rule blows every 3 minutes\n  happens fall(Bea)\nevent fall (p: Person)\n  then p.awake = no\n"
    world, life = lived(text)
    falls = [each.unaware for each in life.events if each.name == "fall"]
    assert falls == [((world.entity("Bea"), before),) for before in (True, False, False)]


def test_it_is_recorded_what_was_needed_and_is_no_longer_so() -> None:
    text = WAVE.replace("urge", "needs p.there\n  urge").replace("LINES", "")
    _, life = lived("rule leaves at 1 minute\n  Ann.there = no\n" + text)
    leaves = next(each.number for each in life.events if each.name == "leaves")
    (wave,) = (each for each in life.events if each.name == "wave")
    assert wave.lapsed == ((0, (leaves,)),)


# --- the other engines --------------------------------------------------------------------------------------

BUSY = """
rule sways for g: Guard every 3 minutes
  g.drunk = not g.drunk
rule sleeps for p: Person every 2 minutes
  chance 0.4
    p.awake = not p.awake
rule joins at 4 minutes
  Bea becomes Guard
action wave (p: Person)
  needs not remembers(p, wave(p), 2 minutes)
  urge 1
  then
    p.mood += normal(0, 0.1)
    chance 0.2
      p.awake = no
  heard by q: Person where not remembers(q, wave(p))
action confide (p: Person, q: Person)
  needs not remembers(q, confide(p, q), 3 minutes), q.mood > 0.2
  urge 0.5
  takes 2 minutes
  interrupted when not p.awake
  then
    chance 0.5
      q learns p.mood as 0.9
action steal (p: Person, q: Person)
  urge 0.2 if remembers(p, confide(anyone, q)) else -1
  then q.mood -= 0.1
  seen by sight of p, seen by x: Guard, hidden from q
define recalls(p: Person, q: Person) = remembers(p, wave(q)) or remembers(p, steal(q, anyone))
measure memories = sum(p: Person: count(q: Person where recalls(p, q)))
measure beliefs = sum(p: Person: sum(q: Person: believes(p, q.mood)))
"""


@pytest.mark.parametrize("way", sampled([QUICK, BEST, PLAIN_C[0]], 1, more=2), ids=str)
def test_the_engines_agree(way: object) -> None:
    if way is PLAIN_C[0] and not PLAIN_C[0].is_here:
        pytest.skip("no C compiler here")
    head = HEAD.replace("lasts 10 minutes", "lasts 2 hours").replace("choice best", "choice softmax 1")
    world = load_text(head + BUSY, "busy.tale")
    found = compare(world, [way])  # type: ignore[list-item]
    assert found.difference == ""
    assert found.events > 100


def test_whether_somebody_can_notice_may_hang_on_what_a_mind_holds_that_nothing_else_asks_for() -> None:
    text = """
world "Asleep"
  tick 1 minute
  lasts 3 minutes
  choice best
kind Person
  awake  yes/no = yes believed
  p notices when believes(Ann, p.awake)
Ann, Bob are Person
Ann believes Bob.awake no
action nod (p: Person)
  urge 1
  tell "[p] [nod]."
measure noticed = count(p: Person where remembers(p, nod(p)))
"""
    world = load_text(text)
    assert compare(world, (QUICK,)).difference == ""
    assert dict(Interpreter(world).live(1, 0).measures) == {"noticed": 1}
