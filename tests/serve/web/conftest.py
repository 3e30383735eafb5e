"""A server of pages that runs beside the tests, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browsing import browser

if TYPE_CHECKING:
    from tests.serve.web.visiting import Visitor

__all__ = ["browser"]


@pytest.fixture(scope="session")
def visitor() -> Iterator[Visitor]:
    """Somebody on this machine who asks a server of two worlds."""
    from tests.serve.web.visiting import serving  # here, so that it can be skipped without what serves

    with serving("milk", "brawl") as visitor:
        yield visitor
