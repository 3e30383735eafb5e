"""What `make test` tries a sample of and `make thorough` all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from _pytest.mark import ParameterSet

thorough = pytest.mark.thorough
"""For a test that looks at length where others look already. Each has a shorter one beside it."""


def sampled(values: Sequence[Any], keep: int) -> list[ParameterSet]:
    """Parameters of a test of which so many, spread over all, are tried each time; the others where it is
    to be thorough. A value may be a parameter set itself, or a tuple for several parameters."""
    kept = {place * len(values) // keep for place in range(keep)}
    return [_marked(value, place not in kept) for place, value in enumerate(values)]


def _marked(value: Any, is_thorough: bool) -> ParameterSet:
    values = value if isinstance(value, tuple) else (value,)
    known = value if isinstance(value, ParameterSet) else pytest.param(*values)
    marks = (*known.marks, thorough) if is_thorough else known.marks
    return pytest.param(*known.values, marks=marks, id=known.id)
