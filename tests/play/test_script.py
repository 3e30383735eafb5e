"""Scripts of play: what they say is played, what they expect is held against what is read."""

from __future__ import annotations

import pytest

from twicetold.lang import TaleError, load
from twicetold.play import Stage, begin
from twicetold.play.moves import Choose, GoOn, NoMove, Wait, move_of, moved
from twicetold.play.script import Played, played, read_script, renewed, written

MORNING = """\
# One morning.
play milk as Ada
run 2

There is one flat, with you
! Derek
> wait
Cleo says that it is always Ben
> own up to Cleo
You tell Cleo who it really is.
> wait
> 1
ending: tea, after all
"""


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(load("milk"))


def run(stage: Stage, text: str) -> Played:
    return played(stage, read_script(text, "morning.play"))


def failures(came: Played) -> list[tuple[str, int]]:
    assert came.failed is not None
    return [(diagnostic.code, diagnostic.span.line) for diagnostic in came.failed.diagnostics]


def test_a_script_that_holds_is_the_life_that_it_says(stage):
    came = run(stage, MORNING)
    assert came.failed is None
    by_hand = begin(stage, ["Ada"], 1, 2).wait_until().choose(1).wait_until().choose(0)
    assert came.session == by_hand
    assert came.session.digest == by_hand.digest


@pytest.mark.parametrize(
    ("was", "is_", "found"),
    [
        ("Cleo says", "Ben says", [("T0704", 8)]),
        ("! Derek", "! flat", [("T0704", 6)]),
        ("> own up to Cleo", "> own up to Ben", [("T0703", 9)]),
        ("> 1", "> 9", [("T0703", 12)]),
        ("tea, after all", "a dry morning", [("T0705", 13)]),
        ("> 1\n", "> 1\n> wait\n", [("T0703", 13)]),
        ("ending: tea, after all", "digest: 0123", [("T0705", 13)]),
    ],
)
def test_what_does_not_hold_is_said_with_its_place(stage, was, is_, found):
    assert failures(run(stage, MORNING.replace(was, is_))) == found


def test_what_is_there_instead_is_shown(stage):
    failed = run(stage, MORNING.replace("Cleo says", "Ben says")).failed
    assert str(failed) == (
        "error[T0704]: this is not to be read there\n"
        " --> morning.play:8:1\n"
        "  |\n"
        "8 | Ben says that it is always Ben\n"
        "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  help: there stands: 29:00 / Cleo says that it is always Ben who finishes the milk. / "
        "As you believe: The milk is gone. You have finished the milk. / "
        "1 You fetch. 2 You own up to Cleo. w You wait.\n\n"
        "1 error found\n"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("T0701", 1)]),
        ("> wait\n", [("T0701", 1)]),
        ("play milk as\n", [("T0701", 1)]),
        ("play milk as Ada\n>\n", [("T0701", 2)]),
        ("play milk as Ada\nending: tea\n> wait\n", [("T0701", 3)]),
        ("play milk as Ada\x07\n", [("T0002", 1)]),
    ],
)
def test_a_script_that_is_wrong_is_refused(text, found):
    with pytest.raises(TaleError) as error:
        read_script(text, "wrong.play")
    assert [(each.code, each.span.line) for each in error.value.diagnostics] == found


def test_whoever_cannot_be_played_is_no_script(stage):
    with pytest.raises(TaleError, match="T0702"):
        run(stage, "play milk as Milk\n")


def test_a_script_is_written_of_what_was_played(stage):
    session = begin(stage, ["Ada"], 1, 2).wait_until().choose(1).wait_until().wait().wait().live_on()
    text = written(session, "milk")
    again = run(stage, text)
    assert again.failed is None
    assert again.session == session
    assert "> You own up to Cleo.\nYou tell Cleo who it really is.\n" in text


def test_several_players_are_written_too():
    mail = Stage(load("night_mail"))
    session = begin(mail, ["Keane", "Rook"], 1, 4)
    for _ in range(12):
        session = session.choose(0) if len(session.options) > 2 else session.wait()
    again = played(mail, read_script(written(session, "night_mail"), "mail.play"))
    assert again.failed is None
    assert again.session == session


def test_a_script_is_renewed_where_it_fails_and_nowhere_else(stage):
    old = MORNING.replace("Cleo says", "Ben says").replace("! Derek", "! flat").replace("tea, after", "tea,")
    new = renewed(read_script(old, "m.play"), run(stage, old))
    assert run(stage, new).failed is None
    kept = [line for line in old.split("\n") if line not in new.split("\n")]
    assert kept == ["! flat", "Ben says that it is always Ben", "ending: tea, all"]


# --- moves --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["2", "You own up to Cleo.", "own up to cleo", "own up", "own_up(Ada, Cleo)", "own_up", "  OWN   up "],
)
def test_a_choice_is_known_by_any_of_its_names(stage, words):
    session = begin(stage, ["Ada"], 1, 2).wait_until()
    assert move_of(session, words) == Choose(session.options[1])


@pytest.mark.parametrize(
    ("words", "move"),
    [
        ("wait", Wait(None)),
        ("W 5", Wait(5)),
        ("go on", GoOn(1)),
        ("go on 12", GoOn(12)),
        ("go on to the end", GoOn(None)),
    ],
)
def test_what_is_no_choice_is_a_move_too(stage, words, move):
    assert move_of(begin(stage, ["Ada"]), words) == move


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("3", "there is no choice 3"),
        ("0", "there is no choice 0"),
        ("dance", "nothing that can be done here begins with `dance`: open are fetch"),
        ("", "say what to do"),
    ],
)
def test_what_is_no_move_is_said(stage, words, why):
    with pytest.raises(NoMove, match=why):
        move_of(begin(stage, ["Ada"], 1, 2).wait_until(), words)


def test_what_could_be_several_is_said():
    mail = begin(Stage(load("night_mail")), ["Keane"])
    with pytest.raises(NoMove, match=r"`wander` could be any of 2 choices: wander\(Keane, "):
        move_of(mail, "wander")


def test_to_go_on_is_to_do_what_they_would_do(stage):
    session = begin(stage, ["Ada"], 1, 2)
    assert moved(session, GoOn(3)) == session.go_on().go_on().go_on()
    assert moved(session, GoOn(None)) == session.live_on()


def test_what_is_noticed_on_the_way_is_read_though_several_turns_go_by(stage):
    head = "play milk as Ada\nrun 2\n> go on 20\n"
    assert (
        run(stage, f"{head}Cleo says that it is always Ben\nYou tell Cleo who it really is.\n").failed is None
    )
