"""`twicetold play` as it is typed: line by line, saved, loaded, written down, and by a script."""

from __future__ import annotations

import signal
import subprocess

import pytest

MORNING = """\
play milk as Ada
run 2
> wait
Cleo says that it is always Ben
> own up
ending: tea, after all
"""


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    """The user's folder for what is kept of itself."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_a_morning_line_by_line(shell):
    done = shell("play", "milk", "--as", "Ada", "--run", "2", typed="wait\nown up\nhint\nquit\n")
    assert done.returncode == 0
    assert done.stdout == (
        "The last of the milk. You are Ada; seed 1, run 2.\n\n"
        "There is one flat, with you, Cleo and Ben in it, and one bottle of milk. It is\n"
        "Saturday, and early, and as far as anybody knows there are three cups left, and\n"
        "one can sleep on that.\n\n"
        "21:00\n\n"
        "You shuffle into the kitchen.\n\n"
        "As you believe: The milk is gone.\n\n"
        "  1  You fetch.\n  w  You wait.\n\n"
        "> wait\n\n"
        "29:00\n\n"
        "Cleo says that it is always Ben who finishes the milk.\n\n"
        "As you believe: The milk is gone. You have finished the milk.\n\n"
        "  1  You fetch.\n  2  You own up to Cleo.\n  w  You wait.\n\n"
        "> own up\n\n"
        "30:00\n\n"
        "You tell Cleo who it really is.\n\n"
        "As you believe: The milk is gone.\n\n"
        "  1  You fetch.\n  w  You wait.\n\n"
        "> hint\n\n"
        "Left to yourself: You wait.\n  1    1%  You fetch.\n  w   99%  You wait.\n\n"
        "> quit\n\n"
    )


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("dance", "Nothing that can be done here begins with `dance`: open are fetch(Ada)"),
        ("undo", "There is nothing to undo."),
        ("why", "That can be asked at the end"),
        ("save nowhere/at/all", "nowhere/at/all: no such file or directory."),
        ("load morning.json", "morning.json: no such file or directory."),
        ("story", "You shuffle into the kitchen."),
        ("help", "undo [N]: go back"),
        ("go on 500", "The end: tea, after all."),
        ("go on to the end\nwait", "This life has ended: nobody can do anything any more."),
        ("go on to the end\notherwise", "Left to yourself from there: tea, after all."),
        ("go on to the end\ntell", "walked into the door of the kitchen,"),
        ("go on to the end\nwhy", "but for that"),
        ("go on to the end\nhint", "Nobody can do anything any more."),
        ("wait\nundo\nlook", "You shuffle into the kitchen."),
    ],
)
def test_what_is_typed_is_answered(shell, typed, answered):
    done = shell("play", "milk", "--as", "Ada", "--run", "2", typed=f"{typed}\n")
    assert done.returncode == 0
    _, answer = done.stdout.split("> " + typed.split("\n")[-1])
    assert answered in " ".join(answer.split())


def test_no_line_of_prose_is_wider_than_a_terminal(shell):
    done = shell("play", "night_mail", "--as", "Keane", typed="go on 30\nstory\ngo on to the end\ntell\n")
    assert max(map(len, done.stdout.split("\n"))) <= 80


def test_a_save_goes_on_where_it_was_left(shell):
    shell("play", "milk", "--as", "Ada", "--run", "2", "--save", "s.json", typed="wait\nown up\n")
    done = shell("play", "milk", "--load", "s.json", typed="")
    assert "30:00\n\nYou tell Cleo who it really is." in done.stdout
    refused = shell("play", "milk", "--load", "s.json", "--set", "without own_up", typed="")
    assert refused.returncode == 2
    assert "another version of the world" in refused.stderr
    taken = shell(
        "play", "milk", "--load", "s.json", "--set", "without own_up", "--as-far-as-it-fits", typed=""
    )
    assert taken.returncode == 0
    assert "own_up(Ada, Cleo) is not open to Ada there" in taken.stdout.replace("\n", " ")


def test_what_is_left_unsaved_is_kept_anyway(shell, tmp_path):
    done = shell("play", "milk", "--as", "Ada", "--run", "2", typed="wait\n")
    assert "kept in" in done.stderr
    [kept] = (tmp_path / "state").rglob("played-*.json")
    assert "29:00" in shell("play", "milk", "--load", str(kept), typed="").stdout


def test_a_transcript_has_all_that_was_shown_and_typed(shell):
    done = shell("play", "milk", "--as", "Ada", "--transcript", "t.txt", typed="wait\nhint\n")
    assert (shell.folder / "t.txt").read_text(encoding="utf-8") == done.stdout


def test_two_may_be_played(shell):
    done = shell("play", "milk", "--as", "Ada", "--as", "Ben", "--run", "2", typed="go on to the end\n")
    assert "You are Ada and Ben" in done.stdout
    assert "\nBen: " in done.stdout.split("> go on to the end")[1]


def test_a_script_that_holds_ends_well(shell):
    shell.write("morning.play", MORNING + "")
    shell.write("whole.play", MORNING.replace("ending", "> go on to the end\nending"))
    assert shell("play", "milk", "--script", "whole.play").returncode == 0
    failed = shell("play", "milk", "--script", "morning.play")
    assert failed.returncode == 1
    assert "it is to end otherwise" in failed.stderr
    assert "morning.play:6:1" in failed.stderr


def test_a_wrong_script_is_wrong(shell):
    shell.write("wrong.play", "wait\n")
    done = shell("play", "milk", "--script", "wrong.play")
    assert done.returncode == 2
    assert "error[T0701]" in done.stderr


def test_a_script_is_renewed_in_its_place(shell):
    shell.write(
        "m.play", MORNING.replace("Cleo says", "Ben says").replace("ending", "> go on to the end\nending")
    )
    assert shell("play", "milk", "--script", "m.play").returncode == 1
    assert shell("play", "milk", "--script", "m.play", "--renew").returncode == 0
    assert shell("play", "milk", "--script", "m.play").returncode == 0


def test_a_script_can_be_saved_while_playing(shell):
    shell("play", "milk", "--as", "Ada", "--run", "2", typed="wait\n2\ngo on to the end\nsave own.play\n")
    assert shell("play", "milk", "--script", "own.play").returncode == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["milk"], "say who is played"),
        (["milk", "--as", "Adda"], "did you mean `Ada`?"),
        (["milk", "--as", "Ada", "--as-far-as-it-fits"], "goes with `--load`"),
        (["milk", "--as", "Ada", "--script", "m.play"], "a script says itself who is played"),
        (["milk", "--load", "nothing.json"], "nothing.json: no such file"),
    ],
)
def test_what_cannot_be_played_is_said(shell, args, said):
    done = shell("play", *args, typed="")
    assert done.returncode == 2
    assert said in done.stderr


def test_as_a_user_types_it(shell):
    done = shell.apart("play", "milk", "--as", "Ada", "--plain", typed="wait\nquit\n")
    assert done.returncode == 0
    assert "> wait" in done.stdout


def test_an_interrupt_loses_nothing(shell, tmp_path):
    command = [*shell.command, "play", "milk", "--as", "Ada", "--run", "2", "--transcript", "t.txt"]
    with subprocess.Popen(
        command,
        cwd=shell.folder,
        env=shell.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as playing:
        assert playing.stdin is not None
        assert playing.stdout is not None
        playing.stdin.write("wait\n")
        playing.stdin.flush()
        for line in playing.stdout:
            if "own up" in line:
                break
        playing.send_signal(signal.SIGINT)
        assert playing.wait(60) == 130
    assert "You own up to Cleo." in (shell.folder / "t.txt").read_text(encoding="utf-8")
    assert list((tmp_path / "state").rglob("played-*.json"))
