"""Lattices of keys: orderly rows of places where a world may draw, and the words drawn there.

A lattice says for the numbers 0, 1, 2, … which seed, run, site, tick and entities they stand for. The words
are those of `noise.draw_word`, with any finaliser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from tests.noise.mixers import Mixer, Words
from twicetold.engine.meaning import noise

SALT: Final = np.uint64(0x5457494345544F4C)
SITE: Final = noise.site_key("rule r/chance 1")
BLOCK: Final = 1 << 16
"""Words made at once: they stay in a processor's nearer memory."""


def _array(value: Words | np.uint64 | int) -> Words:
    return np.atleast_1d(np.asarray(value, np.uint64))


@dataclass(frozen=True, slots=True)
class Places:
    """Places of draws; each part is as many words as there are places, or one number for all."""

    seed: Words | int = 1
    run: Words | int = 0
    site: Words | int = SITE
    tick: Words | int = 0
    keys: tuple[Words | int, ...] = (1,)
    again: Words | int = 0
    """What is set in the highest bits of the packed word besides."""

    def bases(self, mixer: Mixer) -> Words:
        """As `noise.stream` of `noise.run_key`."""
        run = mixer.absorb(mixer.absorb(_array(SALT), _array(self.seed)), _array(self.run))
        return mixer.finalise(run ^ _array(self.site))

    def words(self, mixer: Mixer) -> Words:
        """As `noise.draw_word`, for up to three entities."""
        packed: Words = noise.word(_array(self.tick), [_array(key) for key in self.keys])  # type: ignore[arg-type, assignment, misc]
        return mixer.absorb(self.bases(mixer), packed | _array(self.again))


def _low(i: Words, bits: int) -> Words:
    return i & np.uint64((1 << bits) - 1)


def _high(i: Words, bits: int) -> Words:
    return i >> np.uint64(bits)


def _reversed(i: Words, bits: int) -> Words:
    """The numbers of so many bits, each read from its other end."""
    return turned(i) >> np.uint64(64 - bits)


_SITES: Final = np.array([noise.site_key(f"rule r{n}/chance 1") for n in range(1 << 12)], np.uint64)
_ONE: Final = np.uint64(1)


LATTICES: Final[dict[str, Callable[[Words], Places]]] = {
    "ticks": lambda i: Places(run=_high(i, 16)[:1], tick=_low(i, 16)),
    "ticks, a long life": lambda i: Places(run=_high(i, 24)[:1], tick=_low(i, 24)),
    "ticks, for nobody": lambda i: Places(run=_high(i, 24)[:1], tick=_low(i, 24), keys=()),
    "ticks, for three": lambda i: Places(run=_high(i, 24)[:1], tick=_low(i, 24), keys=(1, 2, 3)),
    "ticks from the other end": lambda i: Places(
        run=_high(i, 24)[:1], tick=_reversed(_low(i, 24), 24), keys=(1, 2, 3)
    ),
    "ticks far apart": lambda i: Places(run=_high(i, 8), tick=_low(i, 8) << np.uint64(16), keys=(1, 2, 3)),
    "people": lambda i: Places(tick=_high(i, 12), keys=(_low(i, 12) + _ONE,)),
    "second people": lambda i: Places(tick=_high(i, 12), keys=(1, _low(i, 12) + _ONE)),
    "third people": lambda i: Places(tick=_high(i, 12), keys=(1, 2, _low(i, 12) + _ONE)),
    "pairs of people": lambda i: Places(
        tick=_high(i, 10), keys=(_low(i, 5) + _ONE, _low(_high(i, 5), 5) + _ONE)
    ),
    "people from the other end": lambda i: Places(tick=_high(i, 13), keys=(_reversed(_low(i, 13), 13),)),
    "what happens again": lambda i: Places(tick=_high(i, 6), again=_reversed(_low(i, 6), 64)),
    "runs": lambda i: Places(run=i),
    "runs from the other end": lambda i: Places(run=_reversed(i, 64)),
    "seeds": lambda i: Places(seed=i),
    "seeds from the other end": lambda i: Places(seed=_reversed(i, 64)),
    "sites": lambda i: Places(run=_high(i, 12), site=_SITES[_low(i, 12)]),
    "seed and run together": lambda i: Places(seed=i, run=i),
    "seed up, run down": lambda i: Places(seed=i, run=np.uint64(0) - i),
    "run and tick together": lambda i: Places(run=_high(i, 8), tick=_low(i, 24)),
    "tick and person together": lambda i: Places(
        run=_high(i, 12), tick=_low(i, 12), keys=(_low(i, 12) + _ONE,)
    ),
    "tick up, person down": lambda i: Places(
        run=_high(i, 12), tick=_low(i, 12), keys=(np.uint64(4096) - _low(i, 12),)
    ),
    "two people together": lambda i: Places(tick=_high(i, 12), keys=(_low(i, 12) + _ONE, _low(i, 12) + _ONE)),
}
"""Where the run depends on the bits above the 16 lowest alone, its first value serves a whole block."""


def words(mixer: Mixer, name: str, start: int, count: int) -> Words:
    """The words of a lattice from number `start` on, a multiple of `BLOCK`; `count` is at most that."""
    numbers = np.arange(start, start + count, dtype=np.uint64)
    if name == FURTHER:
        places = Places(run=_high(numbers, 8))
        return mixer.absorb(places.words(mixer), _low(numbers, 8) + _ONE)
    return LATTICES[name](numbers).words(mixer)


FURTHER: Final = "further words"
"""The words that a draw of several numbers takes from its first."""

NAMES: Final = (*LATTICES, FURTHER)


def blocks(mixer: Mixer, name: str, count: int) -> Iterator[Words]:
    """The first `count` words of a lattice."""
    for start in range(0, count, BLOCK):
        yield words(mixer, name, start, min(BLOCK, count - start))


def turned(words: Words) -> Words:
    """The words read from their other end."""
    w = words.copy()
    for shift, mask in (
        (1, 0x5555555555555555), (2, 0x3333333333333333), (4, 0x0F0F0F0F0F0F0F0F), (8, 0x00FF00FF00FF00FF),
        (16, 0x0000FFFF0000FFFF), (32, 0x00000000FFFFFFFF),
    ):  # fmt: skip
        w = w >> np.uint64(shift) & np.uint64(mask) | (w & np.uint64(mask)) << np.uint64(shift)
    return w
