"""Who has retired, or become of another kind, is bound to no role any more, not even later in the same pass.

Being there is asked as conditions are, right before each binding acts: in every form of rule, in loops, by
`happens`, of actions under way, of who perceives. What the interpreter says the kernel and its C say too.
"""

from __future__ import annotations

import shutil

import pytest

from tests.generated.coded import PLAIN_C, QUICK, Way
from tests.generated.compare import compare
from tests.sampled import sampled
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.lang import load_text

HEAD = """world "There"
  tick 1 minute
  lasts 4 minutes
  choice best
kind Thing
  n whole
kind Being is Thing
  m whole
kind Living is Being
kind Ghost is Being
kind Place
  open yes/no = yes
A, B, C are Living
D is Ghost
Hall, Yard are Place
spare 2 Living
ending "over" at the end
"""

WAYS: list[Way] = [QUICK, *PLAIN_C[:1]] if shutil.which("gcc") else [QUICK]


def lived(text: str) -> list[tuple[str, str, int]]:
    """What happened: name, roles by their letters, tick. All engines agree in it, to the bit."""
    world = load_text(HEAD + text)
    compared = compare(world, WAYS)
    assert not compared.difference, compared.difference
    life = Interpreter(world).live(1, 0)
    who = [entity.name for entity in world.entities]
    kept = [each for each in life.events if each.sort != "ending" and not each.quiet]
    return [
        (
            each.name if each.outcome == "done" else f"{each.name} {each.outcome}",
            " ".join(who[role] for role in each.roles),
            each.tick,
        )
        for each in kept
    ]


def at(events: list[tuple[str, str, int]], name: str) -> list[str]:
    return [roles for what, roles, _ in events if what == name]


FORMS = {
    "at": "at 1 minute",
    "every": "every 1 minute",
    "when": "when now >= 1 minute",
    "after": "when now >= 0 minutes after 1 minute",
}
GOING = {"retires": "{} retires", "becomes": "{} becomes Ghost"}


# --- rules --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", sampled(list(FORMS), 2, more=len(FORMS)))
@pytest.mark.parametrize("going", GOING)
def test_who_is_struck_does_not_strike_back(form, going):
    text = f"rule strike for p: Living, q: Living {FORMS[form]}\n  {GOING[going].format('q')}\n  p.m += 1\n"
    assert at(lived(text), "strike") == ["A B", "A C"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("going", GOING)
def test_who_goes_alone_takes_no_further_pair_with_them(form, going):
    text = f"rule burn for p: Living, q: Living {FORMS[form]}\n  q.m += 1\n  {GOING[going].format('p')}\n"
    assert at(lived(text), "burn") == ["A B", "B C"]


@pytest.mark.parametrize("form", FORMS)
def test_the_last_of_three_roles_is_gone_too(form):
    text = f"""rule duel for p: Living, w: Place, q: Living {FORMS[form]}
  p.m += 1
  q becomes Ghost
"""
    assert at(lived(text), "duel") == ["A Hall B", "A Hall C"]


@pytest.mark.parametrize("form", FORMS)
def test_a_role_that_is_always_there_does_not_keep_another(form):
    text = f"rule leave for p: Living, w: Place where w.open {FORMS[form]}\n  p.m += 1\n  p retires\n"
    assert at(lived(text), "leave") == ["A Hall", "B Hall", "C Hall"]


@pytest.mark.parametrize("going", GOING)
def test_upkeep_is_of_those_who_are_there(going):
    text = f"""rule wither for p: Living
  p.m += 1
  for q: Living where q is not p
    {GOING[going].format("q")}
measure sum_of_m = A.m + B.m + C.m
"""
    world = load_text(HEAD + text)
    assert not compare(world, WAYS).difference
    assert dict(Interpreter(world).live(1, 0).measures) == {"sum_of_m": 4.0}


def test_who_comes_in_the_midst_of_a_pass_waits_for_the_next():
    text = """rule breed for p: Living every 1 minute
  p.m += 1
  born x: Living
    x.m = 0
"""
    assert at(lived(text), "breed")[:6] == ["A", "B", "C", "A", "B", "C"]


def test_a_descendant_is_still_of_the_kind():
    text = "rule turn for p: Being, q: Being at 1 minute\n  q becomes Ghost\n  p.m += 1\n"
    assert len(at(lived(text), "turn")) == 12


def test_the_rest_of_a_body_goes_on():
    text = """rule die for p: Living at 1 minute
  p retires
  p.n += 5
  for q: Living
    q.n += 1
    happens mourn(q)
event mourn (q: Living)
  then q.m += 1
measure left = A.n + B.n + C.n
"""
    assert at(lived(text), "mourn") == ["B", "C", "C"]
    assert dict(Interpreter(load_text(HEAD + text)).live(1, 0).measures) == {"left": 18.0}


# --- loops and events ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("going", GOING)
def test_a_loop_passes_over_those_who_have_gone_meanwhile(going):
    text = f"""rule fight for w: Place where w is Hall at 1 minute
  for p: Living
    happens blow(p)
    for q: Living where q is not p
      {GOING[going].format("q")}
event blow (p: Living)
  then p.m += 1
"""
    assert at(lived(text), "blow") == ["A"]


@pytest.mark.parametrize("going", GOING)
def test_nothing_happens_to_who_is_not_there(going):
    text = f"""rule shoot for p: Living at 1 minute
  happens shot(p, D)
  {GOING[going].format("p")}
  happens shot(p, D)
  happens seen(p)
event shot (p: Living, q: Ghost)
  then p.m += 1
event seen (p: Being)
  then p.m += 1
"""
    events = lived(text)
    assert at(events, "shot") == ["A D", "B D", "C D"]
    assert at(events, "seen") == ([] if going == "retires" else ["A", "B", "C"])


def test_what_an_event_brings_about_is_asked_too():
    text = """rule chain for p: Living, q: Living at 1 minute
  happens push(p, q)
  happens push(q, p)
event push (p: Living, q: Living)
  then happens fall(q)
event fall (q: Living)
  then q retires
"""
    events = lived(text)
    assert at(events, "push") == ["A B", "A C"]
    assert at(events, "fall") == ["B", "C"]


def test_a_pick_and_a_count_know_who_is_there():
    text = """rule choose for p: Living at 1 minute
  pick q: Living where q is not p
    happens chosen(q)
    q retires
  p.m = count(x: Living)
  if best(x: Living: x.n) is p
    p.n += 1
event chosen (q: Living)
"""
    assert len(at(lived(text), "chosen")) == 2


# --- actions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("going", GOING)
def test_what_is_under_way_is_broken_off_when_somebody_is_gone(going):
    text = f"""action strike (p: Living, q: Living)
  needs (p is A and q is B) or (p is B and q is A)
  urge 1 if p is not C else -1
  takes 2 minutes
  then {GOING[going].format("q")}
define initiative(p: Living) = -p.n
"""
    events = lived(text)
    assert at(events, "strike") == ["A B"]
    assert at(events, "strike interrupted") == ["B A"]


def test_who_becomes_another_leaves_what_they_did():
    text = """action walk (p: Living)
  urge 1
  takes 3 minutes
  then p.m += 1
action haunt (p: Ghost)
  urge 1
rule bitten at 1 minute
  A becomes Ghost
  B becomes Being
"""
    events = lived(text)
    broken_off = {(roles, tick) for what, roles, tick in events if what == "walk interrupted"}
    assert broken_off == {("A", 1), ("B", 1)}
    assert at(events, "walk") == ["C"]
    assert "A" in at(events, "haunt")


def test_who_is_done_away_with_in_the_same_tick_does_not_choose():
    text = """action kill (p: Living, q: Living)
  urge 1
  takes 0 minutes
  then q retires
define initiative(p: Living) = -p.n
"""
    assert at(lived(text), "kill") == ["A B", "C A"]


# --- who perceives ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("after", "knows", "felt"), [("", 11, 1), ("after ", 10, 1)])
def test_who_is_gone_at_the_end_of_an_event_perceives_it_if_that_is_asked_before(after, knows, felt):
    text = f"""event end (p: Living)
  then p retires
  felt {after}by p, seen by q: Living where yes and q is not p
event change (p: Living)
  then p becomes Ghost
  felt by p
rule finish at 1 minute
  happens end(A)
  happens change(B)
measure knows = (1 if remembers(A, end(A)) else 0) + (10 if remembers(B, end(A)) else 0)
measure felt = 1 if remembers(B, change(B)) else 0
action rest (p: Being)
  urge -1
"""
    world = load_text(HEAD + text)
    assert not compare(world, WAYS).difference
    assert dict(Interpreter(world).live(1, 0).measures) == {"knows": knows, "felt": felt}


def test_who_retires_by_their_own_act_did_it_but_who_is_broken_off_by_it_notices_nothing():
    text = """action leave (p: Living)
  urge 1 if p is A else -1
  takes 1 minute
  then p retires
action sit (p: Living)
  urge 1 if p is B else -1
  takes 3 minutes
rule strike at 1 minute
  B retires
measure knows = (1 if remembers(A, leave(A)) else 0) + (10 if remembers(B, sit(B) interrupted) else 0)
"""
    events = lived(text)
    assert ("leave", "A", 1) in events
    assert ("sit interrupted", "B", 1) in events
    assert dict(Interpreter(load_text(HEAD + text)).live(1, 0).measures) == {"knows": 1.0}


# --- where lives are counted --------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["p.n is 0", "q.n is 0", "p.n is 0 and q.m is 0"])
def test_who_is_not_there_is_not_asked_where_lives_are_counted(where):
    text = f"""rule strike for p: Living, w: Place, q: Living where {where} and w.open at 1 minute
  q becomes Ghost
  happens blow(q)
event blow (q: Being)
  then q.m += 1
"""
    world = load_text(HEAD + text)
    wanted = Interpreter(world, counted=True).lives(1, 0, 1)
    found = Kernel(world, tier="quick", counted=True).lives(1, 0, 1)
    assert found.digest == wanted.digest
    assert found.counts is not None
    assert wanted.counts is not None
    assert found.counts.hits.tolist() == wanted.counts.hits.tolist()
