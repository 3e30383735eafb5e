"""A folder of lives made hostile in every way that comes to mind, and what the program does with it.

    python -m tests.runs.hostile

makes each of them from a good folder, reads it and goes on with it, and says how many there were, which
command took longest and how much memory the process came to need. The tests do the same.

Beside the folder lies another with things that must stay as they are, and links lead there.
"""

from __future__ import annotations

import contextlib
import functools
import io
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer.main

from tests.runs.hostile_folders import documents, files
from tests.runs.hostile_folders.place import LIVES, Variant, Workshop, tree
from twicetold.cli.app import app

PATIENCE = 60
"""Seconds after which a command hangs."""


def variants() -> list[Variant]:
    """All of them."""
    return [*documents.variants(), *files.variants()]


def commands(variant: Variant, folder: Path) -> Iterator[list[str]]:
    """What must be refused: first what reads, then what goes on."""
    if variant.asks in ("endings", "lives"):
        yield ["endings", str(folder)]
        yield ["sql", str(folder), "select ending, count(*), sum(ticks) from lives group by all"]
    if variant.asks == "endings":
        yield ["ls", str(folder)]
    if variant.asks == "events":
        yield ["sql", str(folder), "select name, count(*), max(run) from events group by all"]
    yield ["many", "milk", "-n", str(LIVES), "--out", str(folder), "--events", "--resume", "--jobs", "1"]


@dataclass(frozen=True)
class Answer:
    """What a command said, how it ended, how many seconds it took, and what it raised that nobody caught."""

    status: int
    out: str
    told: str
    seconds: float
    error: Exception | None


@functools.cache
def _command() -> Any:
    return typer.main.get_command(app)


def _hangs(number: int, frame: object) -> None:
    raise TimeoutError(f"it takes more than {PATIENCE} seconds")


def ask(words: list[str]) -> Answer:
    """A command, in this process."""
    out, told = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    status, error, begun = 0, None, time.monotonic()
    before = signal.signal(signal.SIGALRM, _hangs)
    signal.alarm(PATIENCE)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
            _command().main(args=words, prog_name="twicetold")
    except SystemExit as end:
        status = int(end.code or 0)
    except Exception as wrong:
        error = wrong
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return Answer(status, _text(out), _text(told), time.monotonic() - begun, error)


def _text(stream: Any) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()


def wrongs(
    variant: Variant, shop: Workshop, watch: Callable[[str, Answer], object] | None = None
) -> list[str]:
    """What the program does wrong with a folder made hostile so: nothing."""
    found = []
    with shop.made(variant) as place:
        before, beside = tree(place.folder), tree(place.outside)
        for words in commands(variant, place.folder):
            answer = ask(words)
            which = f"{variant.name}: {words[0]}"
            mends = variant.mends and words[0] == "many"
            now = tree(place.folder)
            if answer.error is not None:
                found.append(f"{which} ends in {answer.error!r}")
            elif mends and (answer.status != 0 or now != shop.good):
                found.append(f"{which} does not mend it: {answer.told}")
            elif not mends and (answer.status != 2 or now != before):
                found.append(f"{which} ends with status {answer.status}, or changes what is there")
            elif not mends and words[0] != "ls" and not _is_a_sentence(answer.told):
                found.append(f"{which} says: {answer.told!r}")
            if any(sign in answer.told + answer.out for sign in ("\x1b", "\u202e", "Traceback")):
                found.append(f"{which} shows what it should not")
            if tree(place.outside) != beside:
                found.append(f"{which} changes what is outside")
            if watch is not None:
                watch(which, answer)
    return found


def _is_a_sentence(told: str) -> bool:
    return told.startswith("error: ") and told.count("\n") == 1 and len(told) < 700


def main() -> None:
    """Make all of them, and say what came of it."""
    slowest, bad, every = (0.0, ""), list[str](), variants()

    def watch(which: str, answer: Answer) -> None:
        nonlocal slowest
        slowest = max(slowest, (answer.seconds, which))

    with tempfile.TemporaryDirectory(prefix="hostile-") as home:
        shop = Workshop(Path(home))
        for variant in every:
            bad += wrongs(variant, shop, watch)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(*bad, sep="\n", end="\n" if bad else "")
    print(f"{len(every)} hostile folders, {len(bad)} wrongs, {peak} MiB")
    print(f"the slowest command took {slowest[0]:.2f} s: {slowest[1]}")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
