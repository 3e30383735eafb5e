"""Tests of a row of words: each gives p-values, by name. Sources are in `tests.noise`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.noise import chances
from tests.noise.mixers import Words

Found = Iterator[tuple[str, float]]
Ints = NDArray[np.int64]

LOOKS: Final = {"top": 64, "drawn": 12 + 16, "low": 16}
"""From which bit down something is looked at: the highest, the lowest that a draw uses, the lowest."""


def field(words: Words, top: int, bits: int) -> Ints:
    """So many bits of each word, below bit `top`."""
    return (words >> np.uint64(top - bits) & np.uint64((1 << bits) - 1)).astype(np.int64)


def popcount(words: Words) -> Ints:
    """How many bits of each word are 1: sums of ever more bits."""
    w = words - (words >> np.uint64(1) & np.uint64(0x5555555555555555))
    w = (w & np.uint64(0x3333333333333333)) + (w >> np.uint64(2) & np.uint64(0x3333333333333333))
    w = (w + (w >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (w * np.uint64(0x0101010101010101) >> np.uint64(56)).astype(np.int64)


def frequency(words: Words) -> Found:
    """Each byte takes each of its values as often."""
    for byte in range(8):
        counts = np.bincount(field(words, 8 * byte + 8, 8), minlength=256)
        yield f"byte {byte}", chances.of_counts(counts, words.size / 256)


def serial(words: Words) -> Found:
    """Two neighbours, of pairs that do not overlap, fall into each cell of a square as often."""
    pairs = words[: words.size & ~1].reshape(-1, 2)
    bits = 3 if pairs.shape[0] < 1 << 18 else 6
    for name, top in LOOKS.items():
        cells = field(pairs[:, 0], top, bits) << bits | field(pairs[:, 1], top, bits)
        counts = np.bincount(cells, minlength=1 << 2 * bits)
        yield name, chances.of_counts(counts, pairs.shape[0] / (1 << 2 * bits))


def gaps(words: Words) -> Found:
    """How many words pass between two that fall into one eighth: a geometric number."""
    for name, top in LOOKS.items():
        lengths = np.diff(np.flatnonzero(field(words, top, 3) == 0)) - 1
        longest = 24
        counts = np.bincount(np.minimum(lengths, longest), minlength=longest + 1)
        chance = 0.125 * 0.875 ** np.arange(longest + 1, dtype=np.float64)
        chance[longest] = 0.875**longest
        yield name, chances.of_counts(counts, chance * lengths.size)


def weights(words: Words) -> Found:
    """The numbers of ones of two neighbours do not depend on each other, nor those of the halves of one."""
    edges = np.array([29, 31, 33, 35])
    chance = _binomial_classes(64, edges)
    classes = np.searchsorted(edges, popcount(words), side="right")
    pairs = classes[: words.size & ~1].reshape(-1, 2)
    counts = np.bincount(pairs[:, 0] * 5 + pairs[:, 1], minlength=25)
    yield "neighbours", chances.of_counts(counts, np.outer(chance, chance).ravel() * pairs.shape[0])
    edges = np.array([14, 16, 17, 19])
    chance = _binomial_classes(32, edges)
    half = np.uint64(0xFFFFFFFF)
    low = np.searchsorted(edges, popcount(words & half), side="right")
    high = np.searchsorted(edges, popcount(words >> np.uint64(32)), side="right")
    counts = np.bincount(low * 5 + high, minlength=25)
    yield "halves", chances.of_counts(counts, np.outer(chance, chance).ravel() * words.size)


def _binomial_classes(n: int, edges: Ints) -> NDArray[np.float64]:
    ways = np.array([float(_choose(n, k)) for k in range(n + 1)]) / 2.0**n
    classes = np.searchsorted(edges, np.arange(n + 1), side="right")
    return np.bincount(classes, weights=ways).astype(np.float64)


def _choose(n: int, k: int) -> int:
    found = 1
    for i in range(k):
        found = found * (n - i) // (i + 1)
    return found


def bits(words: Words) -> Found:
    """Each bit of a word is 1 as often as not, and agrees with each bit of the next as often as not."""
    count = min(words.size, 1 << 20)
    ones = np.unpackbits(words[:count].view(np.uint8).reshape(count, 8), axis=1).astype(np.float32) * 2 - 1
    sums = ones.sum(axis=0, dtype=np.float64) / np.sqrt(count)
    yield "bias", chances.of_chi_square(float((sums**2).sum()), 64)
    for lag in (1, 2, 4, 16, 256):
        if count < 16 * lag:
            continue
        products = sum(  # in pieces whose sums a float32 holds exactly
            (
                ones[i : min(i + 65536, count - lag)].T @ ones[i + lag : min(i + 65536, count - lag) + lag]
            ).astype(np.float64)
            for i in range(0, count - lag, 65536)
        )
        scaled = np.asarray(products) / np.sqrt(count - lag)
        yield f"lag {lag}", chances.of_chi_square(float((scaled**2).sum()), 64 * 64)


def pair_collisions(values: NDArray[np.uint32], prefixes: tuple[int, ...]) -> Found:
    """How many pairs of numbers agree in their first so many bits: E = n(n−1)/2 · 2**−bits of them, with the
    variance E(1 − 2**−bits), for pairs are independent by twos. Sorted once, it is seen for every prefix."""
    ordered = np.sort(values)
    n = ordered.size
    for length in prefixes:
        mean = n * (n - 1) / 2.0 / 2.0**length
        cut = ordered >> np.uint32(32 - length)
        borders = np.flatnonzero(np.concatenate(([True], cut[1:] != cut[:-1], [True])))
        sizes = np.diff(borders)
        count = int((sizes * (sizes - 1) // 2).sum())
        if mean > 1e4:
            p = chances.of_normal((count - mean) / np.sqrt(mean * (1.0 - 2.0**-length)))
        else:
            p = chances.of_poisson(count, mean)
        yield f"{length} bits", p


def collisions(words: Words) -> Found:
    """Balls into many urns: how often an urn is hit again, from three places of the word."""
    for name, shift in {"top": 32, "drawn": 12, "low": 0}.items():
        values = (words >> np.uint64(shift)).astype(np.uint32)
        for prefix, p in pair_collisions(values, (32, 28, 24)):
            yield f"{name} {prefix}", p


def spacings(words: Words) -> Found:
    """4096 birthdays in a year of 2**32 days: how many spacings come twice is Poisson, with mean 4."""
    rounds = words.size >> 12
    for name, shift in {"top": 32, "drawn": 12, "low": 0}.items():
        days = (words[: rounds << 12] >> np.uint64(shift)).astype(np.uint32).astype(np.int64)
        days = np.sort(days.reshape(rounds, 4096), axis=1)
        apart = np.sort(np.diff(days, axis=1), axis=1)
        equal = int((apart[:, 1:] == apart[:, :-1]).sum())
        yield name, chances.of_poisson(equal, 4.0 * rounds)


def ranks(words: Words) -> Found:
    """64 words are a matrix of bits: its rank is 64, 63 or less with known chances."""
    count = min(words.size >> 6, 1 << 13)
    rank = _rank(words[: count << 6].reshape(count, 64))
    missing = np.minimum(64 - rank, 2)
    chance = np.array([0.2887880950866024, 0.5775761901732048, 0.13363571474019275])
    yield "64 × 64", chances.of_counts(np.bincount(missing, minlength=3), chance * count)


def _rank(matrices: Words) -> Ints:
    """The ranks of many matrices of 64 rows, by elimination of all of them at once, column by column."""
    left = matrices.copy()
    rank = np.zeros(left.shape[0], np.int64)
    for bit in range(64):
        has = (left >> np.uint64(bit) & np.uint64(1)).astype(bool)
        pivot = has.argmax(axis=1)
        found = has.any(axis=1)
        row = np.where(found, left[np.arange(left.shape[0]), pivot], np.uint64(0))
        left ^= np.where(has, row[:, None], np.uint64(0))  # the pivot's own row becomes nothing
        rank += found
    return rank


def complexity(words: Words) -> Found:
    """The shortest shift register that makes 500 bits: its length, as NIST SP 800-22 2.10 sorts them."""
    length, most = 500, 200
    rounds = min(words.size // length, most)
    mean = length / 2.0 + (9.0 + (-1.0) ** (length + 1)) / 36.0 - (length / 3.0 + 2.0 / 9.0) / 2.0**length
    chance = np.array([0.010417, 0.03125, 0.125, 0.5, 0.25, 0.0625, 0.020833])
    for name, bit in {"top": 63, "drawn": 12, "low": 0}.items():
        rows = (words[: rounds * length] >> np.uint64(bit) & np.uint64(1)).reshape(rounds, length)
        t = np.array([(-1.0) ** length * (_register(row.tolist()) - mean) + 2.0 / 9.0 for row in rows])
        classes = np.searchsorted(np.array([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]), t, side="left")
        yield name, chances.of_counts(np.bincount(classes, minlength=7), chance * rounds)


def _register(row: list[int]) -> int:
    """The length of the shortest linear feedback shift register: J. L. Massey, "Shift-register synthesis and
    BCH decoding", IEEE Transactions on Information Theory 15 (1969). Polynomials are the bits of numbers."""
    connection = previous = 1
    length, since, past = 0, 1, 0
    for n, bit in enumerate(row):
        past = past << 1 | bit  # bit i of it is the i-th last of the row
        if (connection & past).bit_count() & 1:
            before = connection
            connection ^= previous << since
            if 2 * length <= n:
                length, previous, since = n + 1 - length, before, 0
        since += 1
    return length


TESTS: Final[dict[str, Callable[[Words], Found]]] = {
    "frequency": frequency,
    "serial": serial,
    "gaps": gaps,
    "weights": weights,
    "bits": bits,
    "collisions": collisions,
    "spacings": spacings,
    "ranks": ranks,
    "complexity": complexity,
}
