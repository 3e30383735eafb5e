"""Commands of the command line, run in this process or in one of their own."""

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

ROOT = Path(__file__).parents[1]


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
            out, err = _Stream(), _Stream()
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            status = cli.answer(args)
        return _done(int(status or 0), out.said(), err.said())

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
        self._bytes = io.BytesIO(data)
        super().__init__(self._bytes, encoding="utf-8", newline="")

    def said(self) -> str:
        """All that was written."""
        return self._bytes.getvalue().decode()


def _done(status: int, stdout: str, stderr: str) -> Done:
    assert "Traceback" not in stderr, stderr
    return Done(status, stdout, stderr)
