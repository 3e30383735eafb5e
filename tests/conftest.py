"""Settings shared by all tests."""

import gc
import os
from collections.abc import Iterable
from types import ModuleType

import pytest

try:
    from hypothesis import settings
except ModuleNotFoundError:
    pass  # the tests that draw examples are skipped, see below
else:
    # The same examples on every machine and no clock: a test passes or fails by what the code does. For a
    # search with fresh examples each time: `make test ARGS=--hypothesis-profile=explore`.
    settings.register_profile("twicetold", deadline=None, derandomize=True, max_examples=40)
    settings.register_profile("thorough", deadline=None, derandomize=True, max_examples=100)
    settings.register_profile("explore", deadline=None, max_examples=1000)
    settings.load_profile("twicetold")

# Several processes share the cores already, and threads that wait for one another to multiply small matrices
# slow all of them down many times. NumPy reads this when it is imported, which nothing has done yet.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Where bytecode is not written, each of the many processes that the tests start would compile all of the
# package again, which takes it longer than what it is started for.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A fifth of the time went into looking for circles among thousands of tests and among nodes of worlds, of
# which hardly any ever are in one: this is done seldom, and not among what stays.
gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share what their module makes once stay on one worker: others would make it again."""
    caching = {item.module: _caches(item.module) for item in items if isinstance(item, pytest.Function)}
    for item in items:
        if not isinstance(item, pytest.Function) or item.get_closest_marker("xdist_group"):
            continue
        if caching[item.module] or _shares_a_fixture(item):
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))


def _caches(module: ModuleType) -> bool:
    """Whether a module has a function of its own that keeps what it gives."""
    own = (thing for thing in vars(module).values() if getattr(thing, "__module__", "") == module.__name__)
    return any(hasattr(thing, "cache_info") for thing in own)


def _shares_a_fixture(item: pytest.Function) -> bool:
    """Whether something is made for a test that lasts as long as its module."""
    fixtures = item._fixtureinfo.name2fixturedefs.values()
    return any(fixture.scope == "module" for (*_, fixture) in fixtures)


# Libraries of the extra `dev` that some modules of tests import.
EXTRAS = {
    "anyio", "gymnasium", "hypothesis", "jsonschema", "mcp",
    "nbclient", "pettingzoo", "psutil", "pyrealb", "scipy",
}  # fmt: skip


class Module(pytest.Module):
    """A module of tests, skipped where a library is not installed that only tests need."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        try:
            return super().collect()
        except self.CollectError as error:
            match error.__cause__:
                case ModuleNotFoundError(name=name) if name in EXTRAS:
                    pytest.skip(f"needs {name}", allow_module_level=True)
            raise


def pytest_pycollect_makemodule(module_path, parent):
    return Module.from_parent(parent, path=module_path)


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
