"""Bugs put into the kernel on purpose are found by the worlds of every test run."""

from __future__ import annotations

import pytest

from tests.generated.mutations import MUTATIONS, Mutation
from tests.generated.three_hundred import expected


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_a_bug_in_the_kernel_is_caught(mutation: Mutation) -> None:
    assert mutation.caught_by(expected(mutation.seen)) is not None
