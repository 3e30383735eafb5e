"""Tiered compilation, which code a kernel lives by: code made quickly at first, the best as soon as it is
there.

Compiling well takes some twenty times as long as compiling quickly, and pays only if there is much to live.
How much that will be is not known here; so the quick code is lived by for about as long as making the better
would take, and only then is that begun. Whatever the number of lives turns out to be, this takes hardly more
than twice the time of having known it (the ski rental problem: Karlin, Manasse, Rudolph and Sleator,
"Competitive snoopy caching", Algorithmica 3, 1988).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from twicetold.engine.kernel import machine
from twicetold.engine.kernel.code_cache import CodeCache
from twicetold.engine.kernel.compiled import Compiled

if TYPE_CHECKING:
    from twicetold.engine.kernel.apart import Apart

BEST_TAKES: Final = 2e-5
"""About how many seconds it takes to make the best code, for each byte of the quick."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Code ready to be called, and what it was loaded from."""

    compiled: Compiled
    code: machine.Code

    @classmethod
    def of(cls, compiled: Compiled) -> Ready:
        return cls(compiled, machine.load_object(compiled.code))


class Tiers:
    """The code of a world. `now` is what to live by next; it may be asked for by many threads.

    Raises CannotCompile.
    """

    def __init__(self, cache: CodeCache, tier: machine.Tier | None) -> None:
        self._cache = cache
        self._lock = threading.Lock()
        self._apart: Apart | None = None
        best = cache.kept("best") if tier is None else None
        self._ready = Ready.of(best or cache.code(tier or "quick"))
        self._final = tier is not None or best is not None
        self._patience = BEST_TAKES * len(self._ready.compiled.code)

    def now(self) -> Ready:
        """The best code there is by now."""
        if not self._final and self._lock.acquire(blocking=False):
            try:
                self._improve()
            finally:
                self._lock.release()
        return self._ready

    def lived(self, seconds: float) -> None:
        """So long was lived by this code, by one thread."""
        if not self._final:
            with self._lock:
                self._patience -= seconds

    def _improve(self) -> None:
        """Begin to make better code if that is going to pay; take it over if it is there."""
        from twicetold.engine.kernel.apart import Apart, Failed

        try:
            if self._apart is None and self._patience <= 0:
                self._apart = Apart(self._cache)
            better = self._apart.made() if self._apart is not None else None
            if better is not None:
                self._ready, self._final, self._apart = Ready.of(better), True, None
        except Failed:
            self._final, self._apart = True, None  # the quick code lives the same lives
