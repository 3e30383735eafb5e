"""A session is a value: whatever way leads to some choices, it is the life in which they were made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sampled import slow
from twicetold.engine import Interpreter, Option
from twicetold.lang import load, load_text
from twicetold.play import CannotPlay, NotOpen, Session, Stage, begin
from twicetold.play.moves import GoOn, Wait, moved
from twicetold.play.otherwise import otherwise
from twicetold.play.saved import BadSave, dumped, loaded, read, saved
from twicetold.play.shown import Reading

FORCED = """
world "Two and a bell"
  tick 10 seconds
  lasts 4 minutes
  choice best

kind Person
  heard whole 0.. = 0 believed
  tired number 0..1 ~ uniform(0, 1)

kind Bell
  rung whole 0.. = 0 believed

Ann, Bea are Person: she
Bell_One is Bell

action ring (p: Person, b: Bell)
  urge 1 - b.rung * 0.3 - p.tired
  takes 20 seconds
  interrupted when b.rung > 4
  then
    b.rung += 1
    p.tired += 0.1
    chance 0.3
      p.tired += 0.5
  seen by q: Person where q is not p
  tell "[p] [ring] the bell, and [wait] for it to end."
    or "[p] [ring] the bell."

action listen (p: Person, q: Person)
  needs remembers(p, ring(q, anyone))
  urge 0.4 - p.heard * 0.2
  then p.heard += 1
  told to q
  tell "[p] [listen] to what [q] [have] done."

force ring(Ann, Bell_One) until 30 seconds

ending "it is late" when Bell_One.rung > 6
ending "it is quiet" at the end
"""

ALONE = """
world "A lamp"
  tick 1 second
  lasts 8 seconds

kind Lamp
  lit yes/no

Lamp_1 is Lamp

action light (c: Lamp)
  needs not c.lit
  urge 0.3
  then
    c.lit = yes
    tell "[c] [light] up."

action go_out (c: Lamp)
  needs c.lit
  then c.lit = no

ending "over" at the end
"""

WRITTEN = {"bell": FORCED, "lamp": ALONE}

WORLDS = {
    "milk": ("Ada",),
    "night_mail": ("Keane", "Rook"),
    "bell": ("Ann", "Bea"),
    "lamp": ("Lamp_1",),
}


@cache
def stage(name: str) -> Stage:
    return Stage(load_text(WRITTEN[name], f"{name}.tale") if name in WRITTEN else load(name))


lives = st.tuples(
    st.sampled_from(sorted(WORLDS)),
    st.integers(0, 3),
    st.integers(0, 50),
    st.lists(st.integers(0, 30), max_size=40),
)
few = settings(max_examples=15)


def played(name: str, seed: int, run: int, luck: list[int]) -> Session:
    """A life in which these choices are made, each counted round among the options and to do nothing; a
    number of their own goes on as they would."""
    session = begin(stage(name), WORLDS[name], seed, run)
    for number in luck:
        if session.over:
            break
        place = number % (len(session.options) + 2) - 2
        session = session.choose(place) if place >= 0 else session.wait() if place == -1 else session.go_on()
    return session


def along(session: Session) -> Iterator[Session]:
    return reversed(list(session.path))


@few
@given(lives)
def test_the_life_is_the_interpreters_to_the_bit(life):
    session = played(*life)
    for at in along(session):
        assert at.recorded == at.digest
    with session.line.at([choice.taken for choice in session.choices]) as now:
        assert now.turn == (None if session.over else session.turn)


@few
@given(lives)
def test_to_load_what_was_saved_is_to_have_played_it(life):
    session = played(*life)
    again, stuck = loaded(session.stage, read(dumped(session)))
    assert stuck is None
    assert again == session
    assert (again.digest, again.tick, again.actor) == (session.digest, session.tick, session.actor)


@few
@given(lives, st.integers(1, 40))
def test_to_undo_is_never_to_have_done_it(life, n):
    session = played(*life)
    back = session.undo(n)
    name, seed, run, luck = life
    kept = len(session.choices) - min(n, len(session.choices))
    assert back == played(name, seed, run, luck[:kept])
    assert back.digest == played(name, seed, run, luck[:kept]).digest
    assert back.choices == session.choices[:kept]


@few
@given(lives, st.lists(st.integers(0, 30), max_size=10))
@slow
def test_a_fork_leaves_the_life_it_comes_from_as_it_is(life, luck):
    session = played(*life)
    forks = list(along(session))
    before = [at.digest for at in forks]
    for at in forks:
        for number in luck:
            if at.over:
                break
            at = at.choose(number % len(at.options))
        assert at.over or at.recorded == at.digest
    name, seed, run, choices = life
    assert [at.digest for at in along(played(name, seed, run, choices))] == before


@few
@given(lives)
def test_just_what_is_offered_can_be_done(life):
    """What either engine would take is what the other offers, and each of it can be taken."""
    session = played(*life)
    if session.over:
        with pytest.raises(NotOpen):
            session.wait()
        return
    with session.line.at([choice.taken for choice in session.choices]) as now:
        assert now.turn == session.turn
    for option in session.options:
        after = session.choose(option)
        assert after.choices[-1].taken == option[:2]
    for place, action in enumerate(session.world.actions):
        roles = (session.actor,) * len(action.roles)
        if (place, roles) not in [option[:2] for option in session.options]:
            with pytest.raises(NotOpen, match="not open"):
                session.choose(Option(place, roles, 0.0))


@few
@given(lives)
@slow
def test_its_course_makes_any_engine_live_it(life):
    session = played(*life).live_on()
    living = Interpreter(session.world).under(session.course).begin(session.seed, session.run)
    while living.step():
        pass
    assert living.digest() == session.digest
    with session.line.at([choice.taken for choice in session.choices]) as now:
        assert living.life().events == now.living.life().events


@few
@given(lives)
def test_what_has_been_told_stays_as_it_was_told(life):
    session = played(*life)
    for player in session.players:
        whole = session.lived_through(player)
        for at in along(session):
            if at.actor == player:
                passages = at.lived_through(player)
                assert passages == whole[: len(passages)]


@few
@given(lives)
@slow
def test_who_reads_along_misses_nothing(life):
    """Be it turn by turn or in leaps, each of the played reads all that they live through, once."""
    name, seed, run, luck = life
    session = begin(stage(name), WORLDS[name], seed, run)
    reading = Reading(session)
    noticed: dict[int, list[str]] = {player: [] for player in session.players}
    for number in [*luck, 5]:
        if session.over:
            break
        noticed[session.actor] += reading.noticed(session)
        session = moved(session, [GoOn(number % 7 + 1), Wait(number % 5), Wait(None)][number % 3])
    ended = session.live_on()
    last = reading.noticed(ended)
    for player in ended.players:
        called = "" if len(ended.players) == 1 else f"{ended.world.entities[player].called}: "
        rest = [text.removeprefix(called) for text in last if text.startswith(called)]
        assert [*noticed[player], *rest] == [text for part in ended.lived_through(player) for text in part]


# --- one morning --------------------------------------------------------------------------------------------


@pytest.fixture
def ada() -> Session:
    return begin(stage("milk"), ["Ada"], 1, 2)


def test_it_begins_where_somebody_played_can_first_choose(ada):
    assert ada.world.clock(ada.seconds) == "21:00"
    assert ada.opening.startswith("There is one flat, with you, Cleo and Ben in it")
    assert ada.perceived == ("You shuffle into the kitchen.",)
    assert [(offer.text, offer.formula, offer.would) for offer in ada.offers] == [
        ("You fetch.", "fetch(Ada)", False)
    ]
    assert ada.offers[0].chance + ada.idle == pytest.approx(1)


def test_beliefs_are_shown_as_they_are_held():
    """Cleo is sure that it was Ben, and that there is milk, until she tries."""
    cleo = begin(stage("milk"), ["Cleo"], 1, 2)
    assert "There is milk left." in cleo.believes
    tried = cleo.choose(next(o.option for o in cleo.offers if o.formula == "make_tea(Cleo)"))
    assert "The milk is gone." in tried.believes
    assert "Ben has finished the milk." in tried.believes


def test_to_wait_is_to_pass_the_time(ada):
    assert ada.wait().tick == ada.tick + 1
    assert ada.wait_until(5).tick == ada.tick + 5
    assert ada.wait_until().perceived == ("Cleo says that it is always Ben who finishes the milk.",)
    assert ada.wait_until(lambda at: len(at.options) > 1).tick == ada.wait_until().tick
    assert ada.wait_until(lambda at: False).over


def test_left_to_themselves_they_live_the_life_of_the_run(ada):
    assert ada.live_on().ending == Interpreter(ada.world).live(1, 2).ending
    assert ada.live_on().course == ()


def test_other_choices_are_twins_with_the_same_luck():
    session = played("milk", 1, 3, [5, 0, 7, 0, 0]).live_on()
    forks = otherwise(session)
    assert forks
    for fork in forks:
        assert fork.chosen not in [twin.option for twin in fork.twins]
        assert sum(share for _, share in fork.endings) == pytest.approx(1)
        for twin in fork.twins:
            at = fork.at.wait() if twin.option is None else fork.at.choose(twin.option)
            assert at.live_on().ending == twin.ending


def test_nothing_is_asked_of_a_life_that_goes_on(ada):
    assert otherwise(ada) == ()


# --- who can be played --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (["Adda"], "did you mean `Ada`?"),
        (["Milk"], "`Milk` never does anything: play one of `Ada`, `Cleo`, `Ben`"),
        (["Zachary"], "nobody is called `Zachary`: play one of"),
        ([], "say who is played"),
    ],
)
def test_who_cannot_be_played_is_said(who, why):
    with pytest.raises(CannotPlay, match=why.replace("?", r"\?")):
        begin(stage("milk"), who)


def test_somebody_is_known_by_what_they_are_called():
    assert begin(stage("night_mail"), ["miss keane"]).players == begin(stage("night_mail"), ["Keane"]).players


# --- saves --------------------------------------------------------------------------------------------------


def test_a_save_of_another_version_is_refused_or_played_as_far_as_it_fits(ada):
    session = ada.wait_until().choose(1)
    other = Stage(load("milk", ["without own_up"]))
    with pytest.raises(BadSave, match="another version of the world"):
        loaded(other, saved(session))
    reached, stuck = loaded(other, saved(session), as_far_as_it_fits=True)
    assert stuck is not None
    assert (stuck.place, stuck.why) == (
        len(session.choices) - 1,
        "own_up(Ada, Cleo) is not open to Ada there",
    )
    assert reached.choices == session.choices[:-1]


def test_a_save_says_where_the_life_no_longer_waits(ada):
    save = saved(ada.wait_until().choose(1))
    choices = (save.choices[0], (99, "Ada", None, ()), *save.choices[2:])
    reached, stuck = loaded(ada.stage, type(save)(1, save.world, save.hash, 1, 2, ("Ada",), choices))
    assert stuck is not None
    assert stuck.why == "the next to choose is Ada at 22:00, and not Ada at 1:39:00"
    assert len(reached.choices) == 1


@pytest.mark.parametrize("text", ["", "{}", "[1]", "\\x00", '{"twicetold": 1, "more": 2}'])
def test_what_is_no_save_is_said(text):
    with pytest.raises(BadSave, match="this is no save"):
        read(text)


@pytest.mark.parametrize(
    "changed",
    [{"seed": -1}, {"run": 2**64}, {"choices": [[10**400, "Ada", None, []]]}, {"choices": [[1, "Ada", "x"]]}],
)
def test_a_save_with_what_cannot_be_is_refused(ada, changed):
    with pytest.raises(BadSave, match="this is no save"):
        read(json.dumps(json.loads(dumped(ada)) | changed))


def test_a_save_of_another_form_is_refused(ada):
    document = json.loads(dumped(ada)) | {"twicetold": 2}
    with pytest.raises(BadSave, match="form 2"):
        read(json.dumps(document))
