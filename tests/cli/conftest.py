"""The command line as a user types it, in a folder of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from twicetold import cli

ROOT = Path(__file__).parents[2]

KITCHEN = """
world "A kitchen"
  tick 1 minute
  lasts 2 hours

kind Person
  hunger number 0..1 ~ uniform(0.2, 0.5)
  happy yes/no

kind Pot
  soup whole 0..9 = 3 believed

Ada, Ben are Person
Big_Pot is Pot

setting growing number 0..1 = 0.01

rule appetite for p: Person
  p.hunger += growing

rule steam at 5 minutes
  Big_Pot.soup -= 1

action eat (p: Person, pot: Pot)
  needs pot.soup > 0
  urge 6 * p.hunger - 5
  takes 3 minutes
  then
    chance 0.8
      pot.soup -= 1
      p.hunger -= 0.6
      outcome full
      tell "[p] [eat] from [the pot]."
    otherwise
      outcome burnt
      tell "[p] [burn] [p's] tongue."
  seen by q: Person where q is not p

action thank (p: Person, q: Person)
  needs remembers(p, eat(q, anyone) full), not p.happy
  urge -1
  takes 0 minutes
  then p.happy = yes
  tell "[p] [thank] [q]."

ending "all is eaten" when Big_Pot.soup is 0
ending "soup is left" at the end
measure hunger = mean(p: Person: p.hunger)
measure thanks = times(thank(anyone, anyone))
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command said, and its exit status."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Runs commands in a folder and keeps what they say: in this process, which is soon done, or `apart`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.command = [sys.executable, "-m", "twicetold"]

    def environment(self, **changes: str) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "COLUMNS", "NO_COLOR")}
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        return {**inherited, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **changes}

    def __call__(self, *args: str, typed: str | None = None, **environment: str) -> Done:
        """A command as `main` runs it, but for the end of the process."""
        with contextlib.chdir(self.folder), pytest.MonkeyPatch.context() as patch:
            for name in ("FORCE_COLOR", "COLUMNS", "NO_COLOR"):
                patch.delenv(name, raising=False)
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", _Stream((typed or "").encode()))
            for stream in ("stdout", "stderr"):
                patch.setattr(sys, stream, _Stream())
            status = cli.answer(args)
            said = [stream.buffer.getvalue().decode() for stream in (sys.stdout, sys.stderr)]
        return _done(int(status or 0), *said)

    def apart(self, *args: str, typed: str | None = None, **environment: str) -> Done:
        """A command in a process of its own, as a user types it."""
        done = subprocess.run(
            [*self.command, *args],
            cwd=self.folder,
            env=self.environment(**environment),
            input=typed,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return _done(done.returncode, done.stdout, done.stderr)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


class _Stream(io.TextIOWrapper):
    """A standard stream of bytes in memory."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8", newline="")


def _done(status: int, stdout: str, stderr: str) -> Done:
    assert "Traceback" not in stderr, stderr
    return Done(status, stdout, stderr)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell in a new folder that holds `kitchen.tale`."""
    found = Shell(tmp_path)
    found.write("kitchen.tale", KITCHEN)
    return found
