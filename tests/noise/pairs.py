"""Pairs of keys at a fixed distance: is one word as far from the other as from any?

Of a pair of words three things are looked at: their difference modulo 2**64, its lower half as draws see
it, and which bits differ. A weak finaliser makes some differences more frequent than others, and what shows
this soonest is how often two pairs have the *same* one: the splitmix finaliser is caught so with 2**16
pairs, where the shares of 1024 equal parts of the difference need 2**27.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.noise import chances
from tests.noise.lattices import BLOCK, SALT
from tests.noise.mixers import Mixer, Words
from tests.noise.streams import Found, pair_collisions

PREFIXES: Final = (32, 28, 24, 20)
SHARES: Final = 10
"""Bits of the difference whose shares are counted."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Pairs of draws whose keys differ in some bits, `flip`, of a part."""

    part: str
    flip: int

    @property
    def name(self) -> str:
        return " and ".join([f"bit {bit}" for bit in range(64) if self.flip >> bit & 1]) + f" of {self.part}"

    def words(self, mixer: Mixer, start: int, count: int) -> tuple[Words, Words]:
        """The words of so many pairs. What does not differ is different in every pair."""
        flip = np.uint64(self.flip)
        numbers = np.arange(start, start + count, dtype=np.uint64)
        others = _scattered(numbers)
        if self.part == "the word":
            bases = _scattered(numbers + np.uint64(1 << 60))
            return mixer.absorb(bases, others), mixer.absorb(bases, others ^ flip)
        if self.part == "the run":
            seed = mixer.absorb(np.array([SALT]), np.array([1], np.uint64))
            return _drawn(mixer, mixer.absorb(seed, others)), _drawn(mixer, mixer.absorb(seed, others ^ flip))
        salt, run = np.array([SALT]), np.array([0], np.uint64)
        keys = (mixer.absorb(mixer.absorb(salt, seed), run) for seed in (others, others ^ flip))
        return _drawn(mixer, next(keys)), _drawn(mixer, next(keys))


def _drawn(mixer: Mixer, run: Words) -> Words:
    """A draw at tick 0 of a site with key 0, for nobody."""
    return mixer.absorb(mixer.finalise(run), np.array([0], np.uint64))


def _scattered(numbers: Words) -> Words:
    """Unrelated words, by none of the finalisers that are judged here: a step of an LCG, then three rounds of
    products and shifts, two of them D. Stafford's variant 1 of the finaliser of MurmurHash3."""
    w = numbers * np.uint64(0xD1342543DE82EF95) + np.uint64(0x632BE59BD9B4E019)
    for shift, factor in ((31, 0x7FB5D329728EA185), (27, 0x81DADEF4BC2DD44D), (33, 0xBEA225F9EB34556D)):
        w ^= w >> np.uint64(shift)
        w *= np.uint64(factor)
    return w ^ w >> np.uint64(29)


SINGLE: Final = tuple(
    Pair(part, 1 << bit) for part in ("the word", "the run", "the seed") for bit in range(64)
)
"""Every power of two along every part: whatever a bit of the packed word stands for, it is among them."""

DOUBLE: Final = tuple(
    Pair("the word", 1 << high | 1 << low)
    for high in range(33, 64, 2)
    for low in sorted({high - 1, high - 13, high - 26, high - 32, high - 39, high % 13})
    if low >= 0
)
"""Diagonals: a high bit together with its neighbour, the same bit of an entity, or one half a word below."""


def judged(mixer: Mixer, pair: Pair, count: int) -> Found:
    """The p-values of so many pairs."""
    high, low = np.empty(count, np.uint32), np.empty(count, np.uint32)
    shares = np.zeros(1 << SHARES, np.int64)
    flips = np.zeros(64)
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        there, here = pair.words(mixer, start, size)
        apart = there - here
        high[start : start + size] = apart >> np.uint64(32)
        low[start : start + size] = apart >> np.uint64(12)
        shares += np.bincount((apart >> np.uint64(64 - SHARES)).astype(np.int64), minlength=1 << SHARES)
        flips += _ones(there ^ here)
    for prefix, p in pair_collisions(high, PREFIXES):
        yield f"difference {prefix}", p
    for prefix, p in pair_collisions(low, PREFIXES):
        yield f"difference below {prefix}", p
    yield "shares", chances.of_counts(shares, count / (1 << SHARES))
    scaled = (2.0 * flips - count) / np.sqrt(count)
    yield "avalanche", chances.of_chi_square(float((scaled**2).sum()), 64)


def _ones(words: Words) -> NDArray[np.float64]:
    """How often each bit is 1, the lowest first: counted byte by byte."""
    values = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    counts = [np.bincount(byte, minlength=256) for byte in words.view(np.uint8).reshape(-1, 8).T]
    return (np.array(counts) @ values).ravel().astype(np.float64)


def shares_of_difference(mixer: Mixer, pair: Pair, count: int, bits: int = SHARES) -> float:
    """By how many standard deviations the shares of the difference's top bits are off: (χ² − d) / √(2 d)."""
    counts = np.zeros(1 << bits, np.int64)
    for start in range(0, count, BLOCK):
        there, here = pair.words(mixer, start, min(BLOCK, count - start))
        counts += np.bincount((there - here >> np.uint64(64 - bits)).astype(np.int64), minlength=1 << bits)
    mean, freedom = count / counts.size, counts.size - 1
    return float((((counts - mean) ** 2 / mean).sum() - freedom) / np.sqrt(2.0 * freedom))


PAIRS: Final = (*SINGLE, *DOUBLE)
