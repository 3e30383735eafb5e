"""A world compiled: made, or found where it was kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from twicetold.cache import Cache, key_of
from twicetold.engine.aside import aside
from twicetold.engine.kernel import machine
from twicetold.engine.kernel.interventions import conditions
from twicetold.lang import model
from twicetold.lang.fingerprint import fingerprint

if TYPE_CHECKING:
    from twicetold.engine.kernel.memory import Block

LARGEST = 1 << 30
"""The most bytes that one life may take."""


class CannotCompile(Exception):
    """A world that the kernel does not take on; the interpreter can live it."""


SEEN = ("tick", "ended", "peak")
"""The arrays of a life that a caller may look at, where a program has them."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """Machine code and the block of a life that it works on: how large that is, where in it the addresses of
    the arrays to be filled belong, and where the arrays are that a caller may look at (in bytes)."""

    size: int
    outs: dict[str, int]
    seen: dict[str, int]
    code: bytes

    def to_bytes(self) -> bytes:
        """As it is kept: a line of JSON, then the code."""
        return (
            json.dumps({"size": self.size, "outs": self.outs, "seen": self.seen}).encode() + b"\n" + self.code
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Compiled:
        """What `to_bytes` gave."""
        head, _, code = data.partition(b"\n")
        return cls(**json.loads(head), code=code)


class Workshop:
    """Where a world is compiled for this machine.

    What is made is kept in the user's cache, under the world's content, the source of this generator, the
    compiler's version, the processor, the tier and whether lives are `counted`: an entry that is found is
    what would be made.
    """

    def __init__(self, world: model.World, *, counted: bool = False) -> None:
        self.world = world
        self.counted = counted
        self._cache = Cache.of_user()

    def kept(self, tier: machine.Tier) -> Compiled | None:
        """What was made before; None if nothing was, or it is kept no longer."""
        found = self._cache and self._cache.get(self._key(tier))
        return Compiled.from_bytes(found) if found else None

    def make(self, tier: machine.Tier) -> Compiled:
        """The world compiled. Raises CannotCompile where one life would take more than `LARGEST` bytes."""
        found = self.kept(tier)
        if found is None:
            assembly, block = self._assembled
            outs = {array.name: block.places[array.name] for array in block.outs}
            seen = {name: block.places[name] for name in SEEN if name in block.places}
            code = aside(lambda: machine.compile_object(assembly, tier))
            found = Compiled(block.size, outs, seen, code)
            if self._cache is not None:
                self._cache.put(self._key(tier), found.to_bytes())
        return found

    def make_once(self, tier: machine.Tier) -> Compiled:
        """Like `make`, but if other processes do the same, one does it and the others wait for it: there is
        one compiling on a machine, however many workers live there."""
        if self._cache is None:
            return self.make(tier)
        with self._cache.one_at_a_time(self._key(tier)):
            return self.make(tier)

    @cached_property
    def _assembled(self) -> tuple[str, Block]:
        # Whoever finds the world compiled is spared the time that loading these takes.
        from twicetold.engine.kernel import llvm, memory
        from twicetold.engine.kernel.lower.life import lower

        program = lower(self.world, turning=True, counted=self.counted)
        block = memory.block(program)
        if block.size > LARGEST:
            raise CannotCompile(f"one life of this world would take {block.size >> 20} MiB")
        return llvm.assembly(program), block

    def _key(self, tier: machine.Tier) -> str:
        counted = "counted" if self.counted else "plain"
        return key_of(self._content, fingerprint("twicetold.engine"), machine.target(), tier, counted)

    @cached_property
    def _content(self) -> str:
        """What the code follows from: whatever the knobs are, and whatever is forbidden or forced, it is the
        same code; but it has to know the conditions under which it is."""
        unturned = self.world.turned({knob.name: 0.0 for knob in self.world.knobs})
        if self.world.interventions:
            known = conditions(self.world.interventions)
            never = (replace(model.NOTHING, when=when, size=size) for when, size in known)
            unturned = replace(unturned, interventions=(*never, model.NOTHING))
        return model.content_hash(unturned, 32)
