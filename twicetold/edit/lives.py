"""How the lives of a text go, while it is written: lived in a process of its own, which is ended as soon as
nobody wants to know, so that no typing waits for it.

The process is given the text on its standard input and writes what it finds, a line of JSON after each round
of more lives: how often each ending came about, how many lives had each rule, action, event and sense, and,
of a canon, which of its lines are possible, and in character.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from twicetold.ask.canon import LineReport, check_canon
from twicetold.ask.coverage import cover
from twicetold.engine import Interpreter
from twicetold.lang import Loaded, TaleError, load_canon_text
from twicetold.lang.loader import Loading
from twicetold.lang.shelf import BUNDLED, Shelf
from twicetold.questions import Cover
from twicetold.runs import Engine

SECONDS: Final = 120.0
"""The longest time that one text is lived for."""

ROUNDS: Final = (0.02, 0.1, 0.3, 1.0)
"""After which shares of the lives something is said."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be lived: the text `name` among texts by file name, so many times, or the canon among them
    against which it is held. `folder` is where what it uses is found besides."""

    texts: Mapping[str, str]
    name: str
    lives: int = 1000
    canon: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Lens:
    """What stands above a line of a text, the first of which is 1."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Lenses:
    """What is known after `n` lives of the `of` that were asked for: by file the lenses of texts."""

    n: int
    of: int
    by_file: Mapping[str, tuple[Lens, ...]] = field(default_factory=dict)


async def live(asked: Asked, seconds: float = SECONDS) -> AsyncGenerator[Lenses]:
    """What is known after each round. Closing the iterator ends the process, as does cancelling it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # a folder in which an editor was begun holds no modules of ours
        "-m",
        "twicetold.edit.lives",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=1 << 24,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        with suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(seconds):
                process.stdin.write(json.dumps(asdict(asked)).encode())
                process.stdin.close()
                while line := await process.stdout.readline():
                    yield _read(line)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _read(line: bytes) -> Lenses:
    said = json.loads(line)
    by_file = {file: tuple(Lens(**lens) for lens in lenses) for file, lenses in said["by_file"].items()}
    return Lenses(said["n"], said["of"], by_file)


# --- in the process -----------------------------------------------------------------------------------------


def rounds(asked: Asked) -> Iterator[Lenses]:
    """What is known after each round of lives. Raises TaleError for a text that is no world."""
    shelf = Shelf(Path(asked.folder)) if asked.folder else BUNDLED
    others = {name: text for name, text in asked.texts.items() if name != asked.name}
    loaded = Loading(others, shelf=shelf).load_text(asked.texts[asked.name], asked.name, ())
    if asked.canon:
        yield from _of_canon(loaded, asked)
    else:
        for share in ROUNDS:
            yield _of_world(loaded, max(1, round(share * asked.lives)), asked)


def _of_world(loaded: Loaded, n: int, asked: Asked) -> Lenses:
    """The endings' shares above the world line, and above every construct how many of the lives had it."""
    covered = cover(loaded, Cover(n=n, seed=1, jobs=1, engine=Engine.AUTO))
    found: dict[str, list[Lens]] = {asked.name: []}
    ended = {item.text: item.runs for item in covered.of("ending")}
    shares = [f"{name} {runs / n:.1%}" for name, runs in ended.items()]
    rest = n - sum(ended.values())
    if rest:
        shares.append(f"unended {rest / n:.1%}")
    line = _world_line(asked.texts[asked.name])
    found[asked.name].append(Lens(line, f"{n:,} lives: {' · '.join(shares)}"))
    for item in covered.of("sense", "rule", "action", "event"):
        said = f"in {item.runs / n:.1%} of {n:,} lives" if item.hits else item.status
        found.setdefault(item.file, []).append(Lens(item.line, said))
    return Lenses(n, asked.lives, {file: tuple(lenses) for file, lenses in found.items()})


def _world_line(text: str) -> int:
    return next((n for n, line in enumerate(text.split("\n"), 1) if line.startswith("world")), 1)


def _of_canon(loaded: Loaded, asked: Asked) -> Iterator[Lenses]:
    """Above each line of a canon whether it can come about, and whether it is in character."""
    file = asked.canon
    canon = load_canon_text(loaded, asked.texts[file], file)
    report = check_canon(Interpreter(loaded.world), canon)
    lenses = tuple(Lens(each.line.span.line, _said_of(each)) for each in report.lines)
    yield Lenses(1, 1, {file: lenses})


def _said_of(line: LineReport) -> str:
    if not line.possible:
        return f"not possible: {line.obstacle}"
    return f"possible · {'in character' if line.in_character else 'out of character'}"


def _main() -> None:
    """Live what stands on standard input, and let others go first."""
    if hasattr(os, "nice"):
        os.nice(10)
    asked = Asked(**json.load(sys.stdin))
    with suppress(TaleError, BrokenPipeError, KeyboardInterrupt):
        for lenses in rounds(asked):
            print(json.dumps(asdict(lenses)), flush=True)


if __name__ == "__main__":
    _main()
