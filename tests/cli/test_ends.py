"""However a command ends, it ends cleanly: a reader who leaves, an interrupt, a full disk."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.sampled import sampled, slow, thorough
from twicetold.lang import limits

LONG = """
world "Ticking"
  tick 1 second
  lasts 3 hours

kind Clock
  ticks whole 0..

Tower is Clock

rule tick for c: Clock every 2 seconds
  c.ticks += 1
"""

posix = pytest.mark.skipif(os.name != "posix", reason="pipes and signals as POSIX has them")


def piped(shell, *args, through="head -1"):
    command = shlex.join([*shell.command, *args])
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | {through}"],
        cwd=shell.folder,
        env=shell.environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@posix
@pytest.mark.parametrize("options", sampled([["--json"], [], ["--all", "--causes"]], 1, more=2))
def test_a_reader_may_leave_a_long_answer(shell, options):
    shell.write("long.tale", LONG)
    done = piped(shell, "run", "long.tale", *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


@posix
@pytest.mark.parametrize(
    "command", [["worlds"], ["--help"], ["many", "kitchen.tale", "-n", "2", "--jobs", "1"]]
)
def test_a_reader_may_leave_at_once(shell, command):
    done = piped(shell, *command, through="true")
    assert done.stderr == ""
    assert done.returncode in (0, 1)


@posix
def test_the_first_line_of_a_life_is_of_use(shell):
    done = piped(shell, "run", "kitchen.tale", "--json")
    assert json.loads(done.stdout.rstrip().removesuffix("[") + "[]}")["run"] == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_answer_that_cannot_be_written_is_told(shell):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*shell.command, "many", "kitchen.tale", "-n", "3", "--jobs", "1", "--json"],
            cwd=shell.folder,
            env=shell.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
    assert done.returncode == 2
    assert re.fullmatch(r"error: .*no space left.*\n", done.stderr, re.IGNORECASE)


class Interruptible:
    """A command whose progress is seen, as on a terminal, and which can be interrupted."""

    def __init__(self, shell, *args, command=None):
        import pty

        self.terminal, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [*(command or shell.command), *args],
            cwd=shell.folder,
            env=shell.environment(TERM="xterm"),
            stdout=subprocess.PIPE,
            stderr=theirs,
            encoding="utf-8",
            start_new_session=True,
            # Who runs the tests in the background may have them ignore Ctrl-C, which children inherit.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        os.close(theirs)
        self.seen = ""

    def wait_for(self, pattern):
        try:
            while not re.search(pattern, self.seen):
                self.seen += os.read(self.terminal, 4096).decode(errors="replace")
        except OSError:  # it has closed the terminal
            raise AssertionError(f"it ended before its time: {self.seen}") from None

    def end(self):
        """What it wrote in the end, and its status."""
        reader = threading.Thread(target=self._drain)
        reader.start()
        answer, _ = self.process.communicate(timeout=60)
        reader.join()
        os.close(self.terminal)
        return answer, self.process.returncode

    def _drain(self):
        try:
            while more := os.read(self.terminal, 4096):
                self.seen += more.decode(errors="replace")
        except OSError:
            pass  # the other end is closed


@posix
@pytest.mark.parametrize(
    ("jobs", "everyone"), sampled([("2", True), ("1", True), ("1", False), ("2", False)], 1)
)
def test_an_interrupt_reports_what_was_lived(shell, jobs, everyone):
    command = Interruptible(shell, "many", "kitchen.tale", "-n", "900000", "--jobs", jobs, "--json")
    command.wait_for(r"[1-9]\d*/900000")
    if everyone:  # as a terminal does on Ctrl-C
        os.killpg(command.process.pid, signal.SIGINT)
    else:
        command.process.send_signal(signal.SIGINT)
    answer, status = command.end()
    assert status == 130
    assert "Traceback" not in command.seen
    assert "interrupted after" in command.seen
    kept = json.loads(answer)
    assert 0 < kept["n"] < 900000
    whole = shell("many", "kitchen.tale", "-n", str(kept["n"]), "--json", "--jobs", "2")
    assert whole.stdout == answer


@posix
def test_an_interrupt_shows_the_table(shell):
    command = Interruptible(shell, "many", "kitchen.tale", "-n", "900000", "--jobs", "2")
    command.wait_for(r"[1-9]\d*/900000")
    command.process.send_signal(signal.SIGINT)
    answer, status = command.end()
    assert status == 130
    assert re.search(r"all is eaten +[\d,]+ +[\d.]+%", answer)


MEETING = """
world "Meeting"
  tick 1 second
  lasts 20 days

kind Person
  n number 0..
  luck number 0..1 ~ uniform(0, 1)
2000 Person

rule meet for p: Person, q: Person where p.luck + q.luck * p.n > 1e9 + p.n - q.n * 3
  p.n += 0.0001
ending "over" at the end
"""


@posix
@pytest.mark.parametrize(
    ("engine", "jobs"),
    sampled([("kernel", "2"), ("kernel", "1"), ("interpreter", "2"), ("interpreter", "1")], 2),
)
def test_a_long_life_can_be_interrupted(shell, engine, jobs):
    shell.write("meeting.tale", MEETING)
    command = Interruptible(shell, "many", "meeting.tale", "--engine", engine, "--jobs", jobs)
    command.wait_for("Living Meeting")
    time.sleep(1)  # so that it is at a life, most likely; whatever it is at, it must end
    os.killpg(command.process.pid, signal.SIGINT)
    _, status = command.end()
    assert status == 130
    assert "interrupted after 0 of 200 lives" in command.seen
    assert "Traceback" not in command.seen


IMPATIENT = """
from twicetold.cli import main, waiting
waiting.SILENCE = 0.5
main()
"""
"""The program, where it is said sooner that a command is still at work."""


@posix
@pytest.mark.parametrize(
    ("words", "program"),
    sampled(
        [
            (["run"], None),
            (["tell"], IMPATIENT),
            (["why"], IMPATIENT),
            (["draw", "--view", "causes"], IMPATIENT),
        ],
        1,
        more=3,
    ),
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_who_waits_in_silence_is_told_and_can_leave(shell, words, program):
    shell.write("meeting.tale", MEETING)
    how = [sys.executable, "-c", program] if program else None
    command = Interruptible(shell, words[0], "meeting.tale", *words[1:], command=how)
    command.wait_for("still at work")
    command.process.send_signal(signal.SIGINT)
    answer, status = command.end()
    assert (answer, status) == ("", 130)
    assert "Traceback" not in command.seen


STORM = """
world "Storm"
  tick 1 second
  lasts 20 days

kind Drop
  falls number 0..
300 Drop

event fall (d: Drop, e: Drop)
  then e.falls += 1

rule storm for d: Drop
  for e: Drop
    happens fall(d, e)
ending "calm" at the end
"""


@pytest.mark.parametrize(
    ("words", "told"),
    sampled(
        [
            (["many", "storm.tale", "--engine", "kernel", "--jobs", "2"], r"has taken all the steps"),
            (["run", "storm.tale", "--run", "3"], r"has taken all the steps"),
            (["tell", "storm.tale"], r"has taken all the steps"),
            (["why", "storm.tale"], r"has taken all the steps"),
            (["draw", "storm.tale"], r"has taken all the steps"),
            (["check", "storm.tale", "--set", 'expect "calm" in 1%..2%'], r"has taken all the steps"),
        ],
        2,
        more=4,
    ),
    ids=lambda words: words[0] if isinstance(words, list) else "",
)
def test_a_life_beyond_its_budget_is_told(shell, words, told, monkeypatch):
    """At the true limit for one of those that record a life; the others have theirs sooner."""
    if words[0] in ("tell", "why", "draw"):
        monkeypatch.setattr(limits, "RECORDED", 20 * limits.RECORDED)
    shell.write("storm.tale", STORM)
    done = shell(*words)
    assert done.returncode == 2
    run = "3" if "3" in words else r"\d+"
    which = rf"error: run {run} of seed 1 of `Storm` is too long"
    assert re.fullmatch(rf"{which}: by tick \d+ it {told} that a life may take; .*\n", done.stderr), (
        done.stderr
    )


@posix
@thorough
@pytest.mark.xdist_group("cluster")
def test_an_interrupt_of_a_cluster_keeps_what_was_lived(shell):
    words = ("many", "kitchen.tale", "--out", "lived", "--json")
    command = Interruptible(shell, *words, "-n", "900000", "--cluster", "local", "--workers", "1")
    command.wait_for(r"[1-9]\d*/900000")
    os.killpg(command.process.pid, signal.SIGINT)
    answer, status = command.end()
    assert status == 130
    assert "Traceback" not in command.seen
    assert "interrupted after" in command.seen
    assert 0 < json.loads(answer)["n"] < 900000
    (listed,) = json.loads(shell("ls", "lived", "--json").stdout)
    assert listed["n"] > 0
    assert not listed["complete"]
    kept = json.loads(shell("endings", "lived", "--json").stdout)
    assert kept["n"] == listed["n"]


def living(group):
    """The processes of a group that have not ended, by Linux's own account."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of = status.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue  # it has just ended
        if int(of) == group and state not in "ZX":
            found.append(status.parent.name)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's list of processes")
@pytest.mark.parametrize("how", sampled([signal.SIGKILL, signal.SIGINT, signal.SIGTERM], 1))
@slow
def test_no_worker_outlives_its_parent(shell, how):
    words = ("many", "kitchen.tale", "-n", "900000", "--jobs", "2", "--engine", "interpreter")
    command = Interruptible(shell, *words)
    command.wait_for(r"[1-9]\d*/900000")
    assert len(living(command.process.pid)) >= 3
    command.process.send_signal(how)
    command.end()
    patience = time.monotonic() + 30
    while living(command.process.pid) and time.monotonic() < patience:
        time.sleep(0.05)
    assert living(command.process.pid) == []


@posix
def test_an_interrupt_ends_other_commands(shell):
    shell.write(
        "expecting.tale", (shell.folder / "kitchen.tale").read_text() + 'expect "all is eaten" in 0..1\n'
    )
    command = Interruptible(shell, "check", "expecting.tale", "-n", "900000")
    command.wait_for(r"[1-9]\d*/900000")
    command.process.send_signal(signal.SIGINT)
    _, status = command.end()
    assert status == 130
    assert "Traceback" not in command.seen


def test_python_may_run_it_as_a_module():
    assert sys.modules.get("twicetold.__main__") is None  # importing it must not run it
    import importlib

    importlib.import_module("twicetold.__main__")
