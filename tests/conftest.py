"""Settings shared by all tests."""

from hypothesis import settings

# The same examples on every machine and no clock: a test passes or fails by what the code does. For a search
# with fresh examples each time: `make test ARGS=--hypothesis-profile=explore`.
settings.register_profile("twicetold", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("twicetold")
