"""A world loaded before is not parsed and checked again, as long as no text that it came from has changed.

What is kept of it says which texts those were. They are found anew, by the same rules, and must have the same
bytes under the same names; and what is kept by one version of this room is nothing to another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol

from twicetold.lang import limits
from twicetold.lang.fingerprint import fingerprint
from twicetold.lang.loaded import ADDED, Loaded
from twicetold.lang.serial import from_plain, to_plain
from twicetold.lang.shelf import SUFFIX, Shelf, locate, shown
from twicetold.lang.source import Source
from twicetold.lang.text import ENCODING, normal


class Keep(Protocol):
    """Where things are kept under a key; what is put there may be gone when it is asked for."""

    def get(self, key: str) -> bytes | None:
        """What was put under a key, whole; or None."""

    def put(self, key: str, data: bytes) -> None:
        """Keep something under a key, instead of what was there."""


def load_kept(name: str, lines: Sequence[str], keep: Keep | None, *, adding: Shelf | None = None) -> Loaded:
    """Like `load_with_warnings`, but sooner if the world was loaded before and there is where to keep it."""
    file = locate(name)
    text = None if file is None else _Text.read(file)
    if file is None or text is None or keep is None:
        return _load(name, lines, adding)  # which says what is wrong, if anything is
    shelf = Shelf(file.parent if isinstance(file, Path) else None)
    # What has been found in a folder is nothing to lines that may not look there.
    looks = None if adding is None else str(adding.folder)
    key = _hash(json.dumps([fingerprint("twicetold.lang"), text.mark, list(lines), looks]).encode())
    entry = keep.get(key)
    loaded = None if entry is None else _restored(entry, name, lines, text, shelf, adding)
    if loaded is None:
        loaded = _load(name, lines, adding)
        if (written := _written(loaded, text, shelf)) is not None:
            keep.put(key, written)
    return loaded


def _load(name: str, lines: Sequence[str], adding: Shelf | None) -> Loaded:
    from twicetold.lang.loader import load_with_warnings  # only now: the parser takes long to import

    return load_with_warnings(name, lines, adding=adding)


@dataclass(frozen=True, slots=True)
class _Text:
    """A file as it was found, and its `mark`: what it is called and the hash of its bytes."""

    called: str
    data: bytes

    @classmethod
    def read(cls, file: Traversable | None) -> _Text | None:
        """The content of a file, no more of it than a world may have; None if it cannot be read."""
        if file is None:
            return None
        try:
            with file.open("rb") as opened:
                return cls(shown(file), opened.read(limits.TEXT + 1))
        except OSError:
            return None

    @property
    def mark(self) -> list[str]:
        return [self.called, _hash(self.data)]

    def source(self) -> Source:
        return Source(self.called, normal(self.data.decode(ENCODING, errors="replace")))


def _written(loaded: Loaded, text: _Text, shelf: Shelf) -> bytes | None:
    """What is kept of a loaded world: a line with the marks of the texts used, then the world. None if a file
    is another already than the one that was loaded."""
    others = [file for file in loaded.sources if file not in (ADDED, text.called)]
    names = [Path(file).name.removesuffix(SUFFIX) for file in others]
    texts = [text, *(_Text.read(shelf.find(name)) for name in names)]
    if any(file is None or loaded.sources.get(file.called) != file.source() for file in texts):
        return None
    used = [[name, *file.mark] for name, file in zip(names, texts[1:], strict=True) if file is not None]
    return json.dumps(used).encode() + b"\n" + to_plain((loaded.world, loaded.diagnostics))


def _restored(
    entry: bytes, name: str, lines: Sequence[str], text: _Text, shelf: Shelf, adding: Shelf | None
) -> Loaded | None:
    """The world that was kept; None if one of the texts is another now."""
    head, _, data = entry.partition(b"\n")
    sources = [text.source()]
    for used, *mark in json.loads(head):
        other = _Text.read(shelf.find(used))
        if other is None or other.mark != mark:
            return None
        sources.append(other.source())
    if lines:
        sources.append(Source(ADDED, normal("\n".join(lines))))
    world, diagnostics = from_plain(data)
    by_file = {source.file: source for source in sources}
    return Loaded(world, diagnostics, by_file, lambda: _load(name, lines, adding).names())


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
