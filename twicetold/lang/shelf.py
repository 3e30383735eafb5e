"""Where the texts of worlds are: bundled, at a path, or beside one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from twicetold.lang.limits import LINE

SUFFIX: Final = ".tale"

CANON: Final = ".canon"


def bundled() -> tuple[str, ...]:
    """The names of the bundled worlds, then those of the libraries, each in order of the alphabet."""
    names = sorted(
        file.name.removesuffix(SUFFIX) for file in _shelf().iterdir() if file.name.endswith(SUFFIX)
    )
    return tuple(sorted(names, key=lambda name: not is_world(name)))


def is_world(name: str) -> bool:
    """Whether a bundled file has a world block; one without is a library."""
    return re.search("^world ", _bundled_text(name), re.MULTILINE) is not None


def described(name: str) -> str:
    """The first line of the text of a bundled name or of a path if it is a comment, without the `#`; else
    empty."""
    file = locate(name)
    if file is None:
        return ""
    with file.open(encoding="utf-8", errors="replace") as opened:
        first = opened.readline(LINE)
    return first.removeprefix("#").strip() if first.startswith("#") else ""


def locate(name: str) -> Traversable | Path | None:
    """Where the text of a bundled name or of a path is; None if there is no such file.

    A bundled name comes first; a path may lack its `.tale`.
    """
    if name.isidentifier() and (on_shelf := _on_shelf(name)) is not None:
        return on_shelf
    return next((path for path in (Path(name), Path(name + SUFFIX)) if _is_file(path)), None)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a text finds what it uses: in a folder, if there is one it may look into, or bundled."""

    folder: Path | None = None

    def find(self, name: str) -> Traversable | Path | None:
        """Where the text is that is used under a name; None if there is none."""
        beside = None if self.folder is None else self.folder / (name + SUFFIX)
        return beside if beside is not None and _is_file(beside) else _on_shelf(name)

    def names(self) -> Iterator[str]:
        """Whatever can be used, by its name."""
        if self.folder is not None:
            yield from (path.stem for path in self.folder.glob("*" + SUFFIX))
        yield from bundled()


BUNDLED: Final = Shelf()
"""Where a text finds what it uses that may look into no folder: a stranger's."""


def canon_beside(world: Traversable | Path) -> Traversable | Path | None:
    """The canon beside a world's file."""
    name = world.name.removesuffix(SUFFIX) + CANON
    file = world.with_name(name) if isinstance(world, Path) else _shelf().joinpath(name)
    return file if _is_file(file) else None


def _is_file(file: Traversable) -> bool:
    """Whether there is such a file; a name that cannot be one names none."""
    try:
        return file.is_file()
    except (OSError, ValueError):  # too long, or with a NUL in it
        return False


def shown(file: Traversable) -> str:
    """What a file is called in diagnostics: a bundled one by its name alone."""
    return str(file) if isinstance(file, Path) and file.parent != _shelf() else file.name


def _shelf() -> Traversable:
    return files("twicetold.worlds")


def _on_shelf(name: str) -> Traversable | None:
    file = _shelf().joinpath(name + SUFFIX)
    return file if _is_file(file) else None


def _bundled_text(name: str) -> str:
    return _shelf().joinpath(name + SUFFIX).read_text(encoding="utf-8")
