"""Lives of the bundled worlds, recorded once in a session, whichever of its processes comes first.

The town is a small one here, of few days.
"""

from __future__ import annotations

from functools import cache

from tests.bundled import load
from tests.once import once
from twicetold.engine import Interpreter, Life
from twicetold.lang import model

LINES = {"town": ("people 50", "span 2 weeks")}


@cache
def world(name: str) -> model.World:
    """A bundled world, as it is lived here."""
    return load(name, LINES.get(name, ()))


@cache
def life(name: str, run: int) -> Life:
    """A life of seed 1, with its events and their causes."""
    return once(f"life {name} {world(name).hash} {run}", lambda: _interpreter(name).live(1, run))


@cache
def _interpreter(name: str) -> Interpreter:
    return Interpreter(world(name))
