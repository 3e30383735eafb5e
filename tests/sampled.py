"""What `make test` tries a sample of, `make slow` more, and `make thorough` all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from _pytest.mark import ParameterSet

slow = pytest.mark.slow
"""For a test that takes seconds: what lands has passed it, but who tries a change need not wait for it."""

thorough = pytest.mark.thorough
"""For a test that looks at length where others look already. Each has a shorter one beside it."""


def sampled(values: Sequence[Any], keep: int, more: int = 0) -> list[ParameterSet]:
    """Parameters of a test of which so many, spread over all, are tried each time; so many more where slow
    tests are run; the others where it is to be thorough. A value may be a parameter set itself, or a tuple
    for several parameters."""
    often = _spread(range(len(values)), keep)
    seldom = _spread([place for place in range(len(values)) if place not in often], more)
    return [
        _marked(value, () if place in often else (slow,) if place in seldom else (thorough,))
        for place, value in enumerate(values)
    ]


def _spread(places: Sequence[int], keep: int) -> set[int]:
    count = min(keep, len(places))
    return {places[each * len(places) // count] for each in range(count)}


def _marked(value: Any, marks: tuple[pytest.MarkDecorator, ...]) -> ParameterSet:
    values = value if isinstance(value, tuple) else (value,)
    known = value if isinstance(value, ParameterSet) else pytest.param(*values)
    return pytest.param(*known.values, marks=(*known.marks, *marks), id=known.id)
