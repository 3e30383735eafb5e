"""Keyed noise: that it is the function it says, that its keys never collide where they must not, and that its
numbers are as good as independent over lattices of neighbouring keys."""

import os
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from twicetold.engine.meaning import noise
from twicetold.engine.meaning.noise import Noise

ROOT = Path(__file__).parents[2]
WORDS = st.integers(0, 2**64 - 1)
TICKS = st.integers(0, noise.TICKS - 1)
KEYS = st.integers(1, noise.ENTITIES)


# --- the function --------------------------------------------------------------------------------------


MIXED = {
    # from the definition in C, for words that one may write down
    0x0000000000000000: 0x0000000000000000,
    0x0000000000000001: 0x5257197869AAFCD0,
    0x0000000000000002: 0xCF0CE51FB8736419,
    0x8000000000000000: 0x1F4D05444C167625,
    0xFFFFFFFFFFFFFFFF: 0x99CB5B4207A19098,
    0x9E3779B97F4A7C15: 0x660BDEB62C9EA6B1,
    0x000000000012D687: 0xA80C0DC39FF062F2,
}


@pytest.mark.parametrize(("z", "mixed"), MIXED.items())
def test_the_finaliser_mixes_as_it_is_defined(z: int, mixed: int) -> None:
    assert noise.finalise(z) == mixed
    step = (z ^ z >> 40) * 0xA24BAED4963EE407 % 2**64
    step = (step ^ rotated(step, 24) ^ rotated(step, 49)) * 0x9FB21C651E98DF25 % 2**64
    assert step ^ step >> 28 == mixed


def rotated(z: int, n: int) -> int:
    return (z >> n | z << (64 - n)) % 2**64


def test_golden_values() -> None:
    here = Noise(seed=7, run=3)
    strike = noise.site_key("action strike/chance 1")
    assert strike == 0xBC22A023FA9B6700
    assert noise.run_key(0, 0) == 0x816572CD4DAAE55C
    assert noise.entity_keys(["Abel", "Cain", "Well", "House"]) == (6517, 7085, 6498, 4529)
    assert here.uniform(strike, 0, ()).hex() == "0x1.de433491cd58ep-2"
    assert here.uniform(strike, 100, (17,)).hex() == "0x1.077b9c56ad152p-2"
    assert here.uniform(strike, 100, (17, 4000)).hex() == "0x1.cd1b0dcce48e5p-1"
    assert here.uniform(strike, 100, (17, 4000), noise.occurrence(2)).hex() == "0x1.b211bddafc161p-1"
    assert here.uniform(strike, 100, (17, 4000, 8191)).hex() == "0x1.f82370bb834bfp-1"
    assert here.uniform(strike, 100, (17, 4000, 8191, 5, 6)).hex() == "0x1.b912aaaed79ccp-3"
    assert here.gumbel(strike, 5, (1,)).hex() == "0x1.d324d7f4bed9dp+0"
    assert here.normal(strike, 5, (1,), 10.0, 2.0).hex() == "0x1.82a0c504c09dep+3"
    assert here.exponential(strike, 5, (1,), 3.0).hex() == "0x1.ef5e7dcfd4788p-2"
    assert here.beta(strike, 5, (1,), 2.0, 5.0).hex() == "0x1.dc3cc25233d67p-2"
    assert here.beta(strike, 5, (1,), 0.5, 0.25).hex() == "0x1.b69afb9bf1084p-1"


def test_noise_is_made_of_the_functions_of_the_definition() -> None:
    site = noise.site_key("rule thirst")
    base = noise.stream(noise.run_key(5, 6), site)
    for keys in [(), (3,), (3, 9), (3, 9, 27), (3, 9, 27, 81)]:
        assert Noise(5, 6).uniform(site, 12, keys) == noise.uniform(base, 12, keys)


def test_a_draw_does_not_depend_on_other_draws() -> None:
    sites = [noise.site_key(f"site {n}") for n in range(5)]
    places = [(site, tick, (entity,)) for site in sites for tick in range(5) for entity in range(1, 5)]
    forwards, backwards = Noise(1, 2), Noise(1, 2)
    there = {place: forwards.uniform(*place) for place in places}
    back = {place: backwards.uniform(*place) for place in reversed(places)}
    assert there == back


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_another_process_with_another_hash_seed_draws_the_same(hash_seed: str) -> None:
    program = (
        "from twicetold.engine.meaning import noise\n"
        "names = [f'Villager_{n}' for n in range(500)]\n"
        "keys = noise.entity_keys(names)\n"
        "here = noise.Noise(11, 12)\n"
        "site = noise.site_key('action strike')\n"
        "print(keys, [here.beta(site, 3, (key,), 2.0, 3.0).hex() for key in keys])\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    here, site = Noise(11, 12), noise.site_key("action strike")
    keys = noise.entity_keys([f"Villager_{n}" for n in range(500)])
    assert told.strip() == f"{keys} {[here.beta(site, 3, (key,), 2.0, 3.0).hex() for key in keys]}"


# --- the keys ------------------------------------------------------------------------------------------


def undo_finalise(z: int) -> int:
    """The inverse of the finaliser: shifts undone by repeating them, products by the inverse factors, and the
    sum with two rotations by adding them 63 times more, for with the 64th all is as it was."""
    z = undo_shift(z, 28) * pow(0x9FB21C651E98DF25, -1, 2**64) % 2**64
    for _ in range(63):
        z ^= rotated(z, 24) ^ rotated(z, 49)
    return undo_shift(z * pow(0xA24BAED4963EE407, -1, 2**64) % 2**64, 40)


def undo_shift(y: int, shift: int) -> int:
    x = y
    for _ in range(64 // shift + 1):
        x = y ^ (x >> shift)
    return x


def undo_absorb(h: int, mixed: int) -> int:
    return (undo_finalise(mixed) - h) * pow(0x9E3779B97F4A7C15, -1, 2**64) % 2**64


@given(WORDS)
def test_finalise_is_a_bijection(z: int) -> None:
    assert undo_finalise(noise.finalise(z)) == z
    assert noise.finalise(undo_finalise(z)) == z


@given(WORDS, WORDS)
def test_absorb_is_a_bijection_in_the_word(h: int, word: int) -> None:
    assert undo_absorb(h, noise.absorb(h, word)) == word


@given(WORDS, WORDS)
def test_the_run_can_be_read_back_from_its_key(seed: int, run: int) -> None:
    """So no two runs of a seed share a key; nor do two seeds in a run of one number."""
    start = noise.absorb(0x5457494345544F4C, seed)
    assert undo_absorb(start, noise.run_key(seed, run)) == run


def test_seeds_and_runs_count_modulo_two_to_the_64() -> None:
    assert noise.run_key(-1, -2) == noise.run_key(2**64 - 1, 2**64 - 2)


@given(WORDS, TICKS, st.lists(KEYS, max_size=3))
def test_tick_and_entities_can_be_read_back_from_the_mixed_word(
    base: int, tick: int, keys: list[int]
) -> None:
    """So no two first draws of one site in one run coincide."""
    word = undo_absorb(base, noise.draw_word(base, tick, keys))
    assert word < 2**63
    assert [word >> 13 * place & 8191 for place in range(len(keys))] == keys
    assert word >> 13 * len(keys) == tick


@given(WORDS, st.integers(1, noise.TICKS), st.lists(KEYS, max_size=3), st.data())
def test_an_occurrence_can_be_read_back_where_there_is_room(
    base: int, ticks: int, keys: list[int], data: st.DataObject
) -> None:
    """So no two draws of one site in one run coincide, as long as nothing happens too often in one tick."""
    tick, room = data.draw(st.integers(0, ticks - 1)), noise.room(ticks, len(keys))
    assert room >= 1
    before = data.draw(st.integers(0, 2 ** min(room, 40) - 1))
    word = undo_absorb(base, noise.draw_word(base, tick, keys, noise.occurrence(before), ticks))
    low = 64 - room
    assert noise.occurrence(word >> low << low) == before
    assert word % 2**low == undo_absorb(base, noise.draw_word(base, tick, keys))


@given(WORDS, TICKS, st.lists(KEYS, max_size=6), st.integers(0, 2**40), st.integers(1, 2**20))
def test_occurrences_without_room_matter_too(
    base: int, tick: int, keys: list[int], before: int, more: int
) -> None:
    one, other = (noise.draw_word(base, tick, keys, noise.occurrence(n)) for n in (before, before + more))
    assert one != other


@given(WORDS, TICKS, st.lists(KEYS, max_size=6), st.integers(0, 15))
def test_a_longer_world_moves_no_occurrence_that_has_room(
    base: int, tick: int, keys: list[int], before: int
) -> None:
    again = noise.occurrence(before)
    words = {noise.draw_word(base, tick, keys, again, ticks) for ticks in (10, 60, 5_000, 2_000_000)}
    assert len(words) == 1


def test_the_first_occurrence_is_no_part_of_a_word() -> None:
    assert noise.occurrence(0) == 0
    assert [noise.occurrence(n) >> 61 for n in range(1, 8)] == [4, 2, 6, 1, 5, 3, 7]


@given(WORDS, TICKS, st.lists(KEYS, min_size=4, max_size=9), st.data())
def test_each_of_many_entities_matters(base: int, tick: int, keys: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(keys) - 1))
    other = data.draw(KEYS.filter(lambda key: key != keys[place]))
    others = [*keys[:place], other, *keys[place + 1 :]]
    assert noise.draw_word(base, tick, keys) != noise.draw_word(base, tick, others)
    assert noise.draw_word(base, tick, keys) != noise.draw_word(base, tick, keys[:-1])


@given(WORDS)
def test_a_uniform_number_is_exact_and_strictly_inside(h: int) -> None:
    assert Fraction(noise.unit(h)) == Fraction(2 * (h >> 12) + 1, 2**53)


def test_the_outermost_uniform_numbers() -> None:
    assert noise.unit(0) == 2.0**-53
    assert noise.unit(2**64 - 1) == 1.0 - 2.0**-53


NAMES = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=60)


@given(NAMES)
def test_entity_keys_are_different_and_in_range(names: list[str]) -> None:
    keys = noise.entity_keys(names)
    assert len(set(keys)) == len(names)
    assert all(1 <= key <= noise.ENTITIES for key in keys)


@given(NAMES, st.integers(0, 60))
def test_entities_declared_later_change_no_key(names: list[str], cut: int) -> None:
    assert noise.entity_keys(names)[:cut] == noise.entity_keys(names[:cut])


def test_an_entity_taken_away_leaves_nearly_all_keys() -> None:
    names = [f"Villager_{n}" for n in range(1000)]
    before = dict(zip(names, noise.entity_keys(names), strict=True))
    changed = 0
    for gone in range(0, 1000, 50):
        rest = names[:gone] + names[gone + 1 :]
        after = dict(zip(rest, noise.entity_keys(rest), strict=True))
        changed += sum(after[name] != before[name] for name in rest)
    assert changed <= 20  # of 20 * 999; about one collision in eight entities, few of them touched


def test_names_with_one_hash_take_the_next_free_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noise, "site_key", lambda name: {"a": 8190, "b": 8190, "c": 8190, "d": 0}[name])
    assert noise.entity_keys(["a", "b", "c", "d"]) == (8191, 1, 2, 3)
    assert noise.entity_keys(["d", "c", "b", "a"]) == (1, 8191, 2, 3)


def test_there_are_keys_for_8191_entities_and_no_more() -> None:
    names = [f"Villager_{n}" for n in range(noise.ENTITIES)]
    assert sorted(noise.entity_keys(names)) == list(range(1, noise.ENTITIES + 1))
    with pytest.raises(ValueError, match="8192 entities"):
        noise.entity_keys([*names, "one too many"])


def test_sites_must_have_different_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    noise.check_sites([f"rule {n}/chance {m}" for n in range(100) for m in range(20)])
    with pytest.raises(ValueError, match="'rule a' and 'rule a'"):
        noise.check_sites(["rule a", "rule b", "rule a"])
    monkeypatch.setattr(noise, "site_key", len)
    with pytest.raises(ValueError, match="'rule a' and 'rule b'"):
        noise.check_sites(["rule a", "rule b"])


# --- the numbers ---------------------------------------------------------------------------------------
#
# The seeds are fixed, so these tests do not fail by chance. P is the least p-value let pass in any test, Z
# the greatest deviation in standard errors; sound noise keeps clear of both in the few hundred tests made.

P = 1e-5
Z = 4.5
AXES = ("run", "tick", "site", "first entity", "second entity")
SHAPE = (8, 48, 6, 8, 8)

Lattice = NDArray[np.float64]


@pytest.fixture(scope="module")
def lattice() -> Lattice:
    """Uniform numbers of neighbouring runs, ticks, sites and pairs of entities: the most orderly of keys."""
    runs, ticks, sites, firsts, seconds = SHAPE
    site_keys = [noise.site_key(f"rule r/chance {n}") for n in range(sites)]

    def values() -> Iterator[float]:
        for run in range(runs):
            here = Noise(0, run)
            for tick, site, first, second in product(range(ticks), site_keys, range(firsts), range(seconds)):
                yield here.uniform(site, tick, (first + 1, second + 1))

    return np.fromiter(values(), dtype=np.float64).reshape(SHAPE)


def neighbours(lattice: Lattice, axis: int, distance: int) -> tuple[Lattice, Lattice]:
    size = lattice.shape[axis]
    left = np.take(lattice, range(size - distance), axis=axis).ravel()
    right = np.take(lattice, range(distance, size), axis=axis).ravel()
    return left, right


def test_all_draws_of_the_lattice_differ(lattice: Lattice) -> None:
    assert np.unique(lattice).size == lattice.size


def test_the_lattice_is_uniform(lattice: Lattice) -> None:
    values = lattice.ravel()
    assert stats.kstest(values, "uniform").pvalue > P
    counts, _ = np.histogram(values, bins=512, range=(0.0, 1.0))
    assert stats.chisquare(counts).pvalue > P
    finer, _ = np.histogram(np.modf(values * 2.0**24)[0], bins=512, range=(0.0, 1.0))
    assert stats.chisquare(finer).pvalue > P


@pytest.mark.parametrize("axis", range(len(SHAPE)), ids=AXES)
def test_each_layer_of_the_lattice_is_uniform(lattice: Lattice, axis: int) -> None:
    for layer in np.moveaxis(lattice, axis, 0):
        assert stats.kstest(layer.ravel(), "uniform").pvalue > P


@pytest.mark.parametrize("axis", range(len(SHAPE)), ids=AXES)
def test_each_line_of_the_lattice_has_the_right_mean_and_spread(lattice: Lattice, axis: int) -> None:
    """Were noise to cling to a key, the sums along the other keys would spread too widely or too little."""
    size = SHAPE[axis]
    sums = (lattice.sum(axis=axis).ravel() - size / 2.0) / np.sqrt(size / 12.0)
    assert abs(sums.mean()) * np.sqrt(sums.size) < Z
    excess = -1.2 / size  # the kurtosis of a sum of uniforms
    assert abs(sums.var() - 1.0) * np.sqrt(sums.size / (2.0 + excess)) < Z


@pytest.mark.parametrize("distance", [1, 2, 4])
@pytest.mark.parametrize("axis", range(len(SHAPE)), ids=AXES)
def test_neighbours_are_independent(lattice: Lattice, axis: int, distance: int) -> None:
    left, right = neighbours(lattice, axis, distance)
    assert abs(np.corrcoef(left, right)[0, 1]) * np.sqrt(left.size) < Z
    table, _, _ = np.histogram2d(left, right, bins=24, range=((0.0, 1.0), (0.0, 1.0)))
    assert stats.chisquare(table.ravel()).pvalue > P


def test_swapped_entities_are_independent(lattice: Lattice) -> None:
    there = lattice[..., *np.triu_indices(8, 1)].ravel()
    back = lattice.swapaxes(3, 4)[..., *np.triu_indices(8, 1)].ravel()
    assert abs(np.corrcoef(there, back)[0, 1]) * np.sqrt(there.size) < Z


def test_no_bit_is_biased_nor_tied_to_that_of_a_neighbour(lattice: Lattice) -> None:
    words = (lattice * 2.0**52).astype(np.uint64)
    for bit in range(52):
        ones = ((words >> np.uint64(bit)) & np.uint64(1)).astype(np.float64)
        assert abs(ones.mean() - 0.5) * 2.0 * np.sqrt(ones.size) < Z
        for axis in range(len(SHAPE)):
            left, right = neighbours(ones, axis, 1)
            assert abs((left == right).mean() - 0.5) * 2.0 * np.sqrt(left.size) < Z


def test_neighbouring_seeds_are_independent() -> None:
    site = noise.site_key("rule r")
    table = np.array([[Noise(seed, 0).uniform(site, tick, ()) for tick in range(200)] for seed in range(200)])
    for axis in (0, 1):
        left, right = neighbours(table, axis, 1)
        assert abs(np.corrcoef(left, right)[0, 1]) * np.sqrt(left.size) < Z
    assert stats.kstest(table.ravel(), "uniform").pvalue > P


def test_the_highest_gumbel_sum_is_a_softmax_choice() -> None:
    urges = np.array([0.0, 0.7, -1.0, 1.5])
    site, here = noise.site_key("action strike"), Noise(1, 1)
    chosen = [
        int(np.argmax([urge + here.gumbel(site, tick, (option + 1,)) for option, urge in enumerate(urges)]))
        for tick in range(20_000)
    ]
    expected = np.exp(urges) / np.exp(urges).sum() * len(chosen)
    assert stats.chisquare(np.bincount(chosen, minlength=4), expected).pvalue > P
