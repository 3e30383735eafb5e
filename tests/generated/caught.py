"""A small world for each bug that is put into the kernel on purpose, by which it is caught in every test run.

    python -m tests.generated.caught

finds one, and makes it small, for every bug that has none, or whose own does not catch it any more.
"""

from __future__ import annotations

import itertools
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

from tests.generated.checking import FILE
from tests.generated.coded import QUICK
from tests.generated.compare import Expected, interpreted
from tests.generated.draws import of_seed
from tests.generated.mutations import MUTATIONS, Mutation
from tests.generated.reduce import reduced
from tests.generated.worlds import text_of
from twicetold.engine.kernel import CannotCompile
from twicetold.lang import TaleError, load_text

FOLDER = Path(__file__).parent / "caught"

SEED = 9
"""The seed of the texts among which worlds are looked for."""

SECONDS = 12.0
"""For so long a world is made smaller, in seconds of this process."""


def file_of(mutation: Mutation) -> Path:
    """Where the world that catches a bug is kept."""
    return FOLDER / f"{re.sub(r'[^a-z0-9]+', '_', mutation.what.lower()).strip('_')}.tale"


def lived(text: str) -> Expected | None:
    """The lives of a text by the interpreter; None if it is no world, or the kernel, as it is, errs in it."""
    try:
        expected = interpreted(load_text(text, FILE))
    except (TaleError, CannotCompile):
        return None
    return None if expected.difference(expected.program, QUICK) else expected


def catches(text: str, mutation: Mutation) -> bool:
    """Whether the lives of a text show a bug."""
    expected = lived(text)
    return expected is not None and mutation.caught_by([expected]) is not None


def found(missing: set[Mutation]) -> Iterator[tuple[Mutation, str]]:
    """For each of these bugs a drawn world that catches it, as soon as there is one."""
    for text in _texts():
        expected = lived(text) if missing else None
        for mutation in [each for each in missing if expected and each.caught_by([expected])]:
            missing.discard(mutation)
            yield mutation, text
        if not missing:
            return


def made_small(text: str, mutation: Mutation) -> str:
    """A world that catches a bug, made small as long as there is time."""
    until = time.process_time() + SECONDS
    return reduced(text, lambda smaller: time.process_time() < until and catches(smaller, mutation))


def _texts() -> Iterator[str]:
    """Drawn texts without end, of each ten the shortest first."""
    for first in itertools.count(step=10):
        yield from sorted((text_of(of_seed(SEED, first + more)) for more in range(10)), key=len)


def main() -> None:
    """Write what is missing."""
    os.environ["TWICETOLD_CACHE"] = "off"
    FOLDER.mkdir(exist_ok=True)
    for mutation, text in found({each for each in MUTATIONS if not _is_kept(each)}):
        small = f"# {mutation}\n{made_small(text, mutation)}"
        file_of(mutation).write_text(small, encoding="utf-8", newline="\n")
        print("found", file_of(mutation).name, flush=True)


def _is_kept(mutation: Mutation) -> bool:
    file = file_of(mutation)
    return file.exists() and catches(file.read_text(encoding="utf-8"), mutation)


if __name__ == "__main__":
    main()
