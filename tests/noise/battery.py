"""All tests of a finaliser, and the verdict on it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from tests.noise import lattices, streams
from tests.noise.mixers import MIXERS
from tests.noise.pairs import PAIRS, judged

LEVEL: Final = 1e-4
"""How often a sound finaliser would be failed by all tests together, at most."""

FEW: Final = {"complexity", "ranks"}
"""Tests that are not repeated for the words read from their other end."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many words of each lattice, and how many pairs of each kind, are looked at."""

    words: int
    pairs: int

    def doubled(self) -> Size:
        """Twice as many of both."""
        return Size(2 * self.words, 2 * self.pairs)


SIZES: Final = {
    "small": Size(1 << 14, 1 << 16),
    "nightly": Size(1 << 21, 1 << 21),
    "large": Size(1 << 24, 1 << 25),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What one test of one lattice, or of one kind of pairs, says."""

    where: str
    test: str
    p: float

    def __str__(self) -> str:
        return f"{self.where}: {self.test}, p = {self.p:.2g}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The results of all tests of a finaliser."""

    finaliser: str
    results: tuple[Result, ...]

    @property
    def bound(self) -> float:
        """A p-value below this fails: Bonferroni's correction for the number of tests."""
        return LEVEL / len(self.results)

    @property
    def failed(self) -> tuple[Result, ...]:
        """The tests that are failed, the worst first."""
        return tuple(sorted((each for each in self.results if each.p < self.bound), key=lambda each: each.p))

    @property
    def least(self) -> Result:
        """The result that is worst."""
        return min(self.results, key=lambda each: each.p)


def of_lattice(finaliser: str, count: int, name: str) -> list[Result]:
    """The tests of the words of a lattice, and of the same words read from their other end."""
    words = np.concatenate(list(lattices.blocks(MIXERS[finaliser], name, count)))
    found = [
        Result(name, f"{test} {what}", p) for test, make in streams.TESTS.items() for what, p in make(words)
    ]
    turned = lattices.turned(words)
    for test, make in streams.TESTS.items():
        if test not in FEW:
            found += [Result(name, f"{test} {what}, bits reversed", p) for what, p in make(turned)]
    return found


def of_pairs(finaliser: str, count: int, number: int) -> list[Result]:
    """The tests of one kind of pairs."""
    pair = PAIRS[number]
    return [Result(pair.name, test, p) for test, p in judged(MIXERS[finaliser], pair, count)]


def battery(finaliser: str, size: Size, jobs: int = 1) -> Verdict:
    """Every lattice and every kind of pairs."""
    return Verdict(finaliser, tuple(_results(finaliser, size, jobs)))


def _results(finaliser: str, size: Size, jobs: int) -> Iterator[Result]:
    lattice, pair = partial(of_lattice, finaliser, size.words), partial(of_pairs, finaliser, size.pairs)
    if jobs == 1:
        for name in lattices.NAMES:
            yield from lattice(name)
        for number in range(len(PAIRS)):
            yield from pair(number)
        return
    with ProcessPoolExecutor(jobs) as pool:
        for found in (pool.map(lattice, lattices.NAMES), pool.map(pair, range(len(PAIRS)))):
            for each in found:
                yield from each
