"""Occurrences: how often the same had happened to the same ones before, in the same tick.

What happens again draws anew: its occurrence is part of the key of all its draws. Only what can happen again
is counted (see `sites.py`); everything else has the first occurrence.
"""

from __future__ import annotations

from twicetold.engine.interpreter.state import State
from twicetold.engine.meaning import noise
from twicetold.engine.meaning.sites import DISTINCT, Sites

_OTHERS: tuple[str, tuple[int, ...]] = ("", ())
"""Stands for all that happens after too much else has."""


class Occurrences:
    """Counts what happens in the lives of one world."""

    def __init__(self, sites: Sites) -> None:
        self._counted = frozenset(sites.counted)
        self._sites = sites

    def now(self, s: State, site: str) -> int:
        """How often what is drawn just now at a site was drawn before, for the same ones in this tick."""
        return noise.occurrence(s.again) if self._sites.repeats(site) else 0

    def begin(self, s: State, name: str, roles: tuple[int, ...]) -> int:
        """From now on draw for what happens by this name and to these. Returns what was drawn for before,
        which is to be put back when it is over."""
        outer = s.again
        if name in self._counted:
            what = (name, roles)
            if what not in s.happened and len(s.happened) >= DISTINCT:
                what = _OTHERS
            before = s.happened.get(what, 0)
            s.happened[what] = before + 1
            s.again = noise.occurrence(before)
        return outer
