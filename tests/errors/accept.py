"""Write anew what is told of every wrong world here. Read the difference over before it is kept."""

from __future__ import annotations

import os
from pathlib import Path

from twicetold.lang import TaleError, load

HERE = Path(__file__).parent


def accept(file: Path) -> None:
    """Write what is told of one world."""
    try:
        load(file.name)
    except TaleError as error:
        file.with_suffix(".txt").write_text(str(error), encoding="utf-8")
    else:
        raise SystemExit(f"{file.name}: nothing is wrong with this world")


if __name__ == "__main__":
    os.chdir(HERE)
    for world in sorted(HERE.glob("*.tale")):
        accept(world)
