"""The worlds of every test run: drawn by Hypothesis, in shares that can be drawn apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hypothesis import HealthCheck, Phase, assume, given, seed, settings

from tests.generated.checking import FILE
from tests.generated.compare import Expected, interpreted
from tests.generated.worlds import worlds
from tests.once import once
from twicetold.lang import TaleError, load_text, model

SHARES, EACH = 12, 14
"""So many shares, of so many worlds each. The first of every share is the simplest world there is, the same
in all: 157 different ones are left."""


@dataclass(frozen=True, slots=True)
class Share:
    """Some texts that are worlds, with these worlds, and those that the checker has refused."""

    taken: tuple[tuple[str, model.World], ...]
    refused: tuple[str, ...]


@cache
def share(number: int) -> Share:
    """A share of the worlds; the same on every machine, unless the profile of Hypothesis says otherwise."""
    if not settings().derandomize:
        return _drawn(number)
    return once(f"share {number}", lambda: _drawn(number))


def _drawn(number: int) -> Share:
    taken: list[tuple[str, model.World]] = []
    refused: list[str] = []

    @settings(
        max_examples=EACH,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(worlds())
    def draw(text: str) -> None:
        try:
            taken.append((text, load_text(text, FILE)))
        except TaleError:
            refused.append(text)
            assume(False)

    (seed(number)(draw) if settings().derandomize else draw)()
    return Share(tuple(taken), tuple(refused))


def expected() -> Iterator[Expected]:
    """All of the worlds, with their lives by the interpreter."""
    for number in range(SHARES):
        for place in range(len(share(number).taken)):
            yield _expected(number, place)


@cache
def _expected(number: int, place: int) -> Expected:
    return interpreted(share(number).taken[place][1])
