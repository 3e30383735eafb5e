"""The text of a world with how often each line was reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twicetold.ask.coverage import Coverage, Item, Status
from twicetold.lang import Loaded


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text. `hits` is how often it was reached: of several things on it the least; None where
    nothing on it is counted. `items` are those things."""

    file: str
    number: int
    text: str
    hits: int | None
    status: Status | None
    items: tuple[Item, ...]


def listing(coverage: Coverage, loaded: Loaded) -> list[Line]:
    """All lines of all texts that a world comes from."""
    items: dict[tuple[str, int], list[Item]] = {}
    for item in coverage.items:
        items.setdefault((item.file, item.line), []).append(item)
    lines = []
    for file, source in loaded.sources.items():
        for number, text in enumerate(source.text.rstrip("\n").split("\n"), start=1):
            here = items.get((file, number), [])
            plain = coverage.effects.get((file, number))
            counts = [item.hits for item in here] + ([] if plain is None else [plain])
            hits = min(counts, default=None)
            lines.append(Line(file, number, text, hits, _status(here, hits), tuple(here)))
    return lines


def _status(items: Sequence[Item], hits: int | None) -> Status | None:
    if hits is None:
        return None
    if hits:
        return "reached"
    missed = [item for item in items if not item.hits]
    return "impossible" if missed and all(i.status == "impossible" for i in missed) else "unreached"
