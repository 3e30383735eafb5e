"""Finalisers to choose from, on whole arrays of words. All but `one round` were proposed as good ones.

Each is one-to-one, for its steps are. `w ^ w >> n` and `w ^ w >> n ^ w >> m` leave the highest bits and
give every other one a sum with higher ones, so they are undone from the top; a product with an odd number
is undone by that number's inverse modulo 2**64; `w ^ rotr(w, n) ^ rotr(w, m)` is the product with a
polynomial of three terms p over the field of two elements, modulo x**64 + 1, and p**64 = p(x**64) = p(1) =
1: done 64 times it leaves a word as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Mixer:
    """A finaliser, and whether a word is folded before it is absorbed."""

    finalise: Callable[[Words], Words]
    source: str
    fold: bool = False

    def absorb(self, h: Words, word: Words) -> Words:
        """As `noise.absorb`, on arrays."""
        if self.fold:
            word = word ^ word >> np.uint64(32)
        return self.finalise(h + word * GOLDEN)


def _shifted(w: Words, *by: int) -> Words:
    """w ^ w >> n ^ …, in place."""
    parts = [w >> np.uint64(n) for n in by]
    for part in parts:
        w ^= part
    return w


def _rotated(w: Words, *by: int) -> Words:
    """w ^ rotr(w, n) ^ …, in place."""
    parts = [part for n in by for part in (w >> np.uint64(n), w << np.uint64(64 - n))]
    for part in parts:
        w ^= part
    return w


def _times(w: Words, factor: int) -> Words:
    w *= np.uint64(factor)
    return w


def _splitmix(w: Words) -> Words:
    w = _times(_shifted(w.copy(), 30), 0xBF58476D1CE4E5B9)
    return _shifted(_times(_shifted(w, 27), 0x94D049BB133111EB), 31)


def _moremur(w: Words) -> Words:
    w = _times(_shifted(w.copy(), 27), 0x3C79AC492BA7B653)
    return _shifted(_times(_shifted(w, 33), 0x1C69B3F74AC4AE35), 27)


def _murmur(w: Words) -> Words:
    w = _times(_shifted(w.copy(), 33), 0xFF51AFD7ED558CCD)
    return _shifted(_times(_shifted(w, 33), 0xC4CEB9FE1A85EC53), 33)


def _rrmxmx(w: Words) -> Words:
    w = _times(_rotated(w.copy(), 49, 24), 0x9FB21C651E98DF25)
    return _shifted(_times(_shifted(w, 28), 0x9FB21C651E98DF25), 28)


def _rrxmrrxmsx(w: Words) -> Words:
    w = _times(_rotated(w.copy(), 25, 50), 0xA24BAED4963EE407)
    return _shifted(_times(_rotated(w, 24, 49), 0x9FB21C651E98DF25), 28)


def _xmrrxmx(w: Words) -> Words:
    w = _times(_shifted(w.copy(), 40), 0xA24BAED4963EE407)
    return _shifted(_times(_rotated(w, 24, 49), 0x9FB21C651E98DF25), 28)


def _nasam(w: Words) -> Words:
    w = _times(_rotated(w.copy(), 25, 47), 0x9E6C63D0676A9A99)
    return _shifted(_times(_shifted(w, 23, 51), 0x9E6D62D06F6A9A9B), 23, 51)


def _mx3(w: Words) -> Words:
    w = _times(_shifted(w.copy(), 32), 0xBEA225F9EB34556D)
    w = _times(_shifted(w, 29), 0xBEA225F9EB34556D)
    return _shifted(_times(_shifted(w, 32), 0xBEA225F9EB34556D), 29)


def _one_round(w: Words) -> Words:
    return _shifted(_times(_shifted(w.copy(), 32), 0x9FB21C651E98DF25), 32)


_EVENSEN: Final = "P. Evensen, mostlymangling.blogspot.com,"

MIXERS: Final[dict[str, Mixer]] = {
    "splitmix": Mixer(_splitmix, "G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014; the noise of version 1"),
    "fold": Mixer(_splitmix, "splitmix, each word folded before it is absorbed: w ^ w >> 32", fold=True),
    "murmur": Mixer(_murmur, "A. Appleby, the finaliser of MurmurHash3, 2011"),
    "moremur": Mixer(_moremur, f"{_EVENSEN} 2019/12"),
    "rrmxmx": Mixer(_rrmxmx, f"{_EVENSEN} 2018/07"),
    "rrxmrrxmsx": Mixer(_rrxmrrxmsx, f"{_EVENSEN} 2019/01, there rrxmrrxmsx_0"),
    "xmrrxmx": Mixer(
        _xmrrxmx, "rrxmrrxmsx with a plain first step, w ^ w >> 40; the noise from version 2 on"
    ),
    "nasam": Mixer(_nasam, f"{_EVENSEN} 2020/01, without its constant"),
    "mx3": Mixer(_mx3, "J. Maiga, jonkagstrom.com/mx3, 2020"),
    "one round": Mixer(_one_round, "half a finaliser: to see that the battery finds something"),
}

TODAY: Final = "xmrrxmx"
"""The one that the noise is made with; `tests.noise.test_battery` holds it against `noise.finalise`."""
