"""Worlds on which the engines once differed, made small: they agree for good, by every backend."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated.coded import BEST, QUICK, QUICK_C
from tests.generated.compare import compare
from tests.sampled import sampled
from twicetold.lang import load_text

FOUND = sorted((Path(__file__).parent / "found").glob("*.tale"))
WAYS = [way for way in (QUICK, BEST, *QUICK_C) if way.is_here]


@pytest.mark.parametrize("file", sampled(FOUND, 3, more=len(FOUND)), ids=lambda file: file.stem)
def test_the_engines_agree(file: Path) -> None:
    compared = compare(load_text(file.read_text(encoding="utf-8"), file.name), WAYS)
    assert not compared.difference
