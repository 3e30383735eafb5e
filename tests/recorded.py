"""Lives of the bundled worlds, recorded once in a session, whichever of its processes comes first.

The town is a small one here, of few days.
"""

from __future__ import annotations

import pickle
from functools import cache

from twicetold.cache import Cache, key_of
from twicetold.engine import Interpreter, Life
from twicetold.lang import load, model

LINES = {"town": ("people 50", "span 2 weeks")}


@cache
def world(name: str) -> model.World:
    """A bundled world, as it is lived here."""
    return load(name, LINES.get(name, ()))


@cache
def life(name: str, run: int) -> Life:
    """A life of seed 1, with its events and their causes."""
    kept = Cache.of_user()  # the session's own, which is empty when it begins
    key = key_of("recorded", world(name).hash, str(run))
    data = kept and kept.get(key)
    if data:
        found: Life = pickle.loads(data)
        return found
    lived = _interpreter(name).live(1, run)
    if kept is not None:
        kept.put(key, pickle.dumps(lived))
    return lived


@cache
def _interpreter(name: str) -> Interpreter:
    return Interpreter(world(name))
