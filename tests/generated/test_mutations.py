"""Bugs put into the kernel on purpose are caught: each by a small world, else lived alike."""

from __future__ import annotations

import pytest

from tests.generated.caught import FOLDER, file_of, lived
from tests.generated.mutations import MUTATIONS, Mutation
from tests.sampled import sampled


@pytest.mark.parametrize("mutation", sampled(MUTATIONS, 4, more=8), ids=str)
def test_a_bug_in_the_kernel_is_caught(mutation: Mutation) -> None:
    expected = lived(file_of(mutation).read_text(encoding="utf-8"))
    assert expected is not None, "the world of this bug is none, or the kernel as it is lives it otherwise"
    assert mutation.caught_by([expected]), "run python -m tests.generated.caught"


def test_every_world_has_its_bug() -> None:
    assert set(FOLDER.glob("*.tale")) == {file_of(mutation) for mutation in MUTATIONS}
