"""Interpreter and kernel live 150 generated worlds alike, to the bit, and these have all that there is."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.generated import census
from tests.generated.checking import check, live, made_small, report, ways
from tests.generated.coded import PLAIN_C
from tests.generated.shares import EACH, SHARES, share
from tests.sampled import sampled, thorough

SMALLER = 240.0
"""For so many seconds a world that shows a difference is made smaller, so that it can be read."""


def test_there_is_a_c_compiler() -> None:
    assert PLAIN_C[0].is_here, "the program as C is held against the interpreter too: install gcc"


@pytest.mark.parametrize("half", sampled(range(2 * SHARES), 1, more=5))
def test_the_engines_agree(half: int) -> None:
    """About one half of a share of worlds."""
    number, second = divmod(half, 2)
    for place, (text, world) in enumerate(share(number).taken):
        if place % 2 != second:
            continue
        lived = ways(number * EACH + place)
        if live(world, lived).wrong:
            small = made_small(text, lived, SMALLER)
            pytest.fail(f"the engines differ:\n{report(small, check(small, lived).wrong)}", pytrace=False)


@thorough
def test_every_construct_of_the_language_is_generated() -> None:
    shares = [share(number) for number in range(SHARES)]
    texts = [text for each in shares for text, _ in each.taken]
    refused = sum(len(each.refused) for each in shares)
    assert len(set(texts)) >= 150
    assert refused < len(texts) / 3, "most texts should be worlds"

    counts = Counter(name for each in shares for _, world in each.taken for name in census.found(world))
    constructs = census.constructs()
    assert {"Event", "World.events is not empty"} <= constructs, "it is known what there is to have"
    seldom = {name: counts[name] for name in constructs if counts[name] < 4}
    assert not seldom, "each in four worlds at least"
    never = [name for name in census.pairs() if not counts[name]]
    assert len(never) <= 0.04 * len(census.pairs()), "nearly every sort of expression at every place"
