"""The code of a world: found where it was kept, or else compiled and kept."""

from __future__ import annotations

from functools import cached_property

from twicetold.cache import Cache, key_of
from twicetold.engine.kernel import machine
from twicetold.engine.kernel.compiled import Compiled
from twicetold.engine.meaning.interventions import conditions
from twicetold.lang import model
from twicetold.lang.fingerprint import fingerprint


class CodeCache:
    """The code of one world, for this machine, in the user's cache.

    It is kept under the world's content, whether it is `open` to interventions, the source of the compiler
    and of the model, LLVM's version, the processor, the tier and whether lives are `counted` or `played`: an
    entry that is found is what would be made. The code of a world with interventions of its own is open.
    """

    def __init__(
        self, world: model.World, *, open: bool = False, counted: bool = False, played: bool = False
    ) -> None:
        self.world = world
        self.open = open or bool(world.interventions)
        self.counted = counted
        self.played = played
        self._cache = Cache.of_user()

    def kept(self, tier: machine.Tier) -> Compiled | None:
        """What was compiled before; None if nothing was, or it is kept no longer."""
        entry = self._cache and self._cache.get(self._key(tier))
        return Compiled.from_bytes(entry) if entry else None

    def code(self, tier: machine.Tier) -> Compiled:
        """The world compiled, now or before. If other processes want the same, one of them compiles and the
        others wait for it: there is one compiling on a machine, however many workers live there.

        Raises CannotCompile.
        """
        if self._cache is None:
            return self._compile(tier)
        key = self._key(tier)
        with self._cache.one_at_a_time(key):
            compiled = self.kept(tier)
            if compiled is None:
                compiled = self._compile(tier)
                self._cache.put(key, compiled.to_bytes())
            return compiled

    def _compile(self, tier: machine.Tier) -> Compiled:
        # Whoever finds the world compiled is spared the time that loading the compiler takes.
        from twicetold.engine.kernel.compile import compile_world

        return compile_world(self.world, tier, open=self.open, counted=self.counted, played=self.played)

    def _key(self, tier: machine.Tier) -> str:
        what = "played" if self.played else "counted" if self.counted else "plain"
        source = [fingerprint(room) for room in ("twicetold.lang", "twicetold.engine")]
        return key_of(self._content, *source, machine.target(), tier, what)

    @cached_property
    def _content(self) -> str:
        """What the code follows from: whatever the knobs are, and whatever is forbidden or forced, it is the
        same code; but it has to know the conditions under which it is."""
        known = conditions(self.world.interventions)
        return model.content_hash((self.world.bare_hash, self.open, known), 32)
