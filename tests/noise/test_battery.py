"""The battery: that it tests the noise that lives have, lets it pass, and finds what is wrong with others."""

import json
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from scipy import stats

from tests.noise import chances, lattices, streams
from tests.noise.battery import SIZES, Verdict, battery, of_lattice, of_pairs
from tests.noise.mixers import MIXERS, TODAY, Words
from tests.noise.pairs import PAIRS, Pair, shares_of_difference
from tests.sampled import slow
from twicetold.engine.meaning import noise

SMALL = SIZES["small"]


# --- the noise of today -------------------------------------------------------------------------------------


def test_the_finaliser_of_today_is_that_of_the_noise() -> None:
    words = np.random.default_rng(1).integers(0, 2**64, 2000, np.uint64)
    assert MIXERS[TODAY].finalise(words).tolist() == [noise.finalise(int(word)) for word in words]


@pytest.mark.parametrize("name", lattices.LATTICES)
def test_the_words_of_a_lattice_are_those_of_draws(name: str) -> None:
    found = lattices.words(MIXERS[TODAY], name, 1 << 20, 4096)
    numbers = np.arange(1 << 20, (1 << 20) + 4096, dtype=np.uint64)
    places = lattices.LATTICES[name](numbers)

    def part(value: Words | int, i: int) -> int:
        row = np.atleast_1d(np.asarray(value, np.uint64))
        return int(row[i if row.size > 1 else 0])

    for i in range(0, 4096, 97):
        base = noise.stream(noise.run_key(part(places.seed, i), part(places.run, i)), part(places.site, i))
        packed = noise.word(part(places.tick, i), [part(key, i) for key in places.keys])
        assert found[i] == noise.absorb(base, packed | part(places.again, i))


@slow
def test_the_noise_passes() -> None:
    verdict = battery(TODAY, SMALL)
    assert verdict.failed == ()
    assert len(verdict.results) > 4000
    assert all(0.0 <= each.p <= 1.0 for each in verdict.results)


# --- others -------------------------------------------------------------------------------------------------


@cache
def of_bit(finaliser: str, bit: int) -> Verdict:
    """The pairs whose packed words differ in one bit."""
    return Verdict(finaliser, tuple(of_pairs(finaliser, SMALL.pairs, bit)))


@pytest.mark.parametrize("bit", [60, 61, 62, 63])
def test_equal_differences_show_that_splitmix_is_weak(bit: int) -> None:
    """What takes 2**27 pairs to be seen in the shares of the difference is seen here in 2**16."""
    assert "difference 28 bits" in {each.test for each in of_bit("splitmix", bit).failed}
    assert of_bit(TODAY, bit).failed == ()
    assert abs(shares_of_difference(MIXERS["splitmix"], PAIRS[bit], SMALL.pairs)) < 5.0


def test_what_happens_again_shows_that_splitmix_is_weak() -> None:
    assert any(each.test.startswith("ranks") for each in _lattice("splitmix", "what happens again").failed)


def test_a_folded_word_is_weak_where_two_bits_fall_together() -> None:
    assert of_bit("fold", 63).failed == ()
    both = PAIRS.index(Pair("the word", 1 << 63 | 1 << 31))
    assert Verdict("fold", tuple(of_pairs("fold", SMALL.pairs, both))).failed
    assert Verdict(TODAY, tuple(of_pairs(TODAY, SMALL.pairs, both))).failed == ()


def test_moremur_is_weaker_still() -> None:
    assert sum(len(of_bit("moremur", bit).failed) for bit in range(54, 64)) > 10


@pytest.mark.parametrize(
    ("name", "least"), [("ticks", 1), ("ticks, for three", 3), ("what happens again", 3)]
)
def test_one_round_is_not_enough(name: str, least: int) -> None:
    assert len(_lattice("one round", name).failed) >= least


def _lattice(finaliser: str, name: str) -> Verdict:
    return Verdict(finaliser, tuple(of_lattice(finaliser, SMALL.words, name)))


# --- the tests ----------------------------------------------------------------------------------------------

RNG = np.random.Generator(np.random.Philox(7))
RANDOM = RNG.integers(0, 2**64, 1 << 15, np.uint64)


@pytest.mark.parametrize("name", streams.TESTS)
def test_unrelated_words_pass(name: str) -> None:
    assert min(p for _, p in streams.TESTS[name](RANDOM)) > 1e-4


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("frequency", RANDOM | np.uint64(0x0100)),
        ("serial", np.sort(RANDOM)),
        ("gaps", np.where(np.arange(1 << 15) % 2 == 0, RANDOM, RANDOM | np.uint64(1 << 63))),
        ("weights", RANDOM & np.uint64(0xFFFFFFFF) | ~RANDOM << np.uint64(32)),
        ("bits", np.repeat(RANDOM[::2], 2)),
        ("bits", np.tile(RANDOM[:256], 128)),
        ("collisions", RANDOM & ~np.uint64(3 << 60)),
        ("spacings", np.arange(1 << 15, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)),
        ("ranks", RANDOM ^ (RANDOM >> np.uint64(63)) * (RANDOM ^ RANDOM >> np.uint64(32))),
        ("complexity", np.tile(RANDOM[:100], 328)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_related_words_fail(name: str, words: Words) -> None:
    assert min(p for _, p in streams.TESTS[name](words)) < 1e-8


@pytest.mark.parametrize("freedom", [1, 2, 7, 63, 255, 1023, 4095, 65535])
def test_chances_of_chi_squares(freedom: int) -> None:
    for z in (-8.0, -3.0, -1.0, 0.0, 0.5, 2.0, 4.0, 6.0):
        x = max(1e-3, freedom + z * np.sqrt(2.0 * freedom))
        right = 2.0 * min(stats.chi2.sf(x, freedom), stats.chi2.cdf(x, freedom))
        assert chances.of_chi_square(x, freedom) == pytest.approx(right, rel=0.02, abs=1e-12)


@pytest.mark.parametrize("mean", [0.01, 0.5, 4.0, 60.0, 2048.0])
def test_chances_of_poisson_counts(mean: float) -> None:
    for count in {
        0,
        1,
        2,
        int(mean),
        int(mean + 3 * mean**0.5),
        int(mean + 12 * mean**0.5),
        int(3 * mean) + 9,
    }:
        right = min(1.0, 2.0 * min(stats.poisson.sf(count - 1, mean), stats.poisson.cdf(count, mean)))
        assert chances.of_poisson(count, mean) == pytest.approx(right, rel=1e-6, abs=1e-280)


def test_the_other_end_of_a_word() -> None:
    for word in (1, 6, 0x0123456789ABCDEF):
        right = int(f"{word:064b}"[::-1], 2)
        assert lattices.turned(np.array([word], np.uint64)).tolist() == [right]


@pytest.mark.parametrize(
    ("row", "length"), [([0] * 30, 0), ([1] * 30, 1), ([0, 0, 1] * 9, 3), ([0] * 8 + [1], 9)]
)
def test_the_shortest_shift_register(row: list[int], length: int) -> None:
    assert streams._register(row) == length


def test_the_rank_of_a_matrix() -> None:
    whole = np.uint64(1) << np.arange(64, dtype=np.uint64)
    twice = np.where(np.arange(64) < 40, whole, whole[0])
    assert streams._rank(np.array([whole, twice, np.zeros(64, np.uint64)])).tolist() == [64, 40, 0]


# --- by command ---------------------------------------------------------------------------------------------


def test_the_command_writes_words_for_other_batteries() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.noise", "--raw", "ticks"], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        data = process.stdout.read(8 * 70_000)
        process.stdout.close()
        assert process.wait() == 0
    second = lattices.words(MIXERS[TODAY], "ticks", lattices.BLOCK, 70_000 - lattices.BLOCK)
    assert np.frombuffer(data, "<u8")[lattices.BLOCK :].tolist() == second.tolist()


@slow
def test_the_command_fails_with_a_finaliser_that_fails() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.noise", "--finaliser", "one round", "--words", "12", "--pairs", "8",
         "--jobs", "1", "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert min(p for _, _, p in json.loads(done.stdout)["one round"]) < 1e-9
