"""Settings shared by all tests."""

import os

import pytest
from hypothesis import settings

# The same examples on every machine and no clock: a test passes or fails by what the code does. For a search
# with fresh examples each time: `make test ARGS=--hypothesis-profile=explore`.
settings.register_profile("twicetold", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("twicetold")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory):
    """Worlds are compiled once in a session, by whichever of its processes comes first, and nothing is left
    behind or found from before.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    shared.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWICETOLD_CACHE", str(shared))
        yield
