"""Small worlds, lived and looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest

from twicetold.engine import Interpreter, Life
from twicetold.lang import load_text

HEAD = 'world "A test"\n  tick 1 second\n  lasts 10 seconds\n'


@pytest.fixture
def live() -> Callable[..., Life]:
    """Lives a world text, with a header of ten ticks of a second if it has none."""

    def live(text: str, seed: int = 1, run: int = 0, lines: tuple[str, ...] = ()) -> Life:
        return _interpreter(text if 'world "' in text else HEAD + text, lines).live(seed, run)

    return live


@lru_cache(maxsize=1)
def _interpreter(text: str, lines: tuple[str, ...]) -> Interpreter:
    """Of a text whose lives are asked for one after the other."""
    return Interpreter(load_text(text, lines=lines))


@pytest.fixture
def measured(live: Callable[..., Life]) -> Callable[..., dict[str, float]]:
    """The measures of one life of a world text."""
    return lambda text, **how: dict(live(text, **how).measures)


def told(life: Life, *names: str) -> list[tuple[str, tuple[int, ...], str, int]]:
    """The events of these names, with their roles, outcomes and ticks."""
    return [(e.name, e.roles, e.outcome, e.tick) for e in life.events if e.name in names]
