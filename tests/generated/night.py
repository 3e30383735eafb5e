"""As many worlds as one has time for: numbered, compared in processes beside this one, and noted, so that a
night that was broken off goes on where it was."""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from tests.generated.apart import Lost, done
from tests.generated.checking import Checked, check, made_small, report, ways
from tests.generated.compare import Compared
from tests.generated.draws import of_seed
from tests.generated.worlds import text_of
from twicetold.lang.fingerprint import fingerprint

SECONDS = 600.0
"""The longest that one world may take; to make one small takes at most twice as long."""


def text(seed: int, number: int) -> str:
    """World `number` of a seed."""
    return text_of(of_seed(seed, number))


def code() -> str:
    """The fingerprint of all that has a say in the comparison."""
    rooms = ("twicetold.lang", "twicetold.engine", "tests.generated")
    return "".join(fingerprint(room)[:6] for room in rooms)


@dataclass
class Tally:
    """What a night has come to so far."""

    worlds: int = 0
    lives: int = 0
    ticks: int = 0
    events: int = 0
    refused: int = 0
    wrong: list[int] = field(default_factory=list)

    def add(self, number: int, checked: Checked) -> None:
        if checked.compared is None:
            self.refused += 1
            return
        self.worlds += 1
        self.lives += checked.compared.lives
        self.ticks += checked.compared.ticks
        self.events += checked.compared.events
        if checked.wrong:
            self.wrong.append(number)

    def __str__(self) -> str:
        return (
            f"{self.worlds:,} worlds, {self.lives:,} lives, {self.ticks:,} ticks and {self.events:,} events "
            f"compared, {len(self.wrong)} with a difference; {self.refused:,} texts were no worlds"
        )


class Journal:
    """A line for every number that was done, by this code and with this seed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.path = folder / f"seed-{seed}-{code()}.jsonl"
        folder.mkdir(parents=True, exist_ok=True)
        self.done: dict[int, Checked] = dict(self._read()) if self.path.exists() else {}

    def _read(self) -> Iterator[tuple[int, Checked]]:
        for line in self.path.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue  # it was broken off while this was written
            compared = entry["compared"] and Compared(**entry["compared"])
            yield entry["number"], Checked(compared, entry["wrong"])

    def put(self, number: int, checked: Checked) -> None:
        self.done[number] = checked
        entry: dict[str, Any] = {"number": number, "compared": None, "wrong": checked.wrong}
        if checked.compared is not None:
            entry["compared"] = asdict(checked.compared)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")


def _checked(seed: int, number: int) -> Checked:
    return check(text(seed, number), ways(number, thorough=True))


def _small(seed: int, number: int) -> str:
    return made_small(text(seed, number), ways(number, thorough=True), SECONDS)


def night(count: int, seed: int, first: int, jobs: int, folder: Path, out: TextIO = sys.stderr) -> Tally:
    """Compare worlds from number `first` on until there are so many. Those in which something is wrong are
    made small and written into the folder."""
    journal, tally, line = Journal(folder, seed), Tally(), _Line(out)
    for number, checked in sorted(journal.done.items()):
        if number >= first:
            tally.add(number, checked)

    def numbers() -> Iterator[int]:
        for number in itertools.count(first):
            if tally.worlds >= count:
                return
            if number not in journal.done:
                yield number

    for number, found in done(partial(_checked, seed), numbers(), jobs, SECONDS):
        checked = Checked(Compared(0, 0, 0, ""), found.why) if isinstance(found, Lost) else found
        journal.put(number, checked)
        tally.add(number, checked)
        if checked.wrong:
            line.say(f"world {number}: {checked.wrong}\n{_written(folder, seed, number, found)}", last=True)
        line.say(f"number {number}: {tally}", last=tally.worlds >= count)
    return tally


def _written(folder: Path, seed: int, number: int, found: Checked | Lost) -> str:
    """Where the world was written, made small if it did not take its process with it."""
    shown, wrong = text(seed, number), found.why if isinstance(found, Lost) else found.wrong
    if not isinstance(found, Lost):
        ((_, small),) = done(partial(_small, seed), [number], 1, 2 * SECONDS)
        if not isinstance(small, Lost):
            shown = small
    path = folder / f"world-{seed}-{number}.tale"
    path.write_text(report(shown, wrong), encoding="utf-8")
    return f"written to {path}"


class _Line:
    """One line that is written over on a terminal, or a line every now and then."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.every = 0.2 if out.isatty() else 60.0
        self.said = time.monotonic()

    def say(self, what: str, *, last: bool = False) -> None:
        if last or time.monotonic() - self.said >= self.every:
            self.said = time.monotonic()
            over = "\r\x1b[K" if self.out.isatty() else ""
            print(over + what, end="" if over and not last else "\n", file=self.out, flush=True)
