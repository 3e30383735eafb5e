"""Keyed noise: every draw is a pure function of seed, run, site, tick, the entities bound there, and the
occurrence: how often what it belongs to had taken place before, for the same ones in the same tick.

No stream is ever read, so no draw can shift another: what an edit or an intervention does not touch keeps its
luck to the bit. A *site* is a named place in the text of a world where something is drawn.

The numbers are 64-bit words, mixed by a finaliser that is one-to-one. Within one run and site, different
ticks, bindings of up to three entities and occurrences have different words by construction, as far as they
have room in one (see `room`). ``docs/noise.md`` is the definition, from which this module can be written
again in another language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final

from twicetold.engine.meaning import distributions
from twicetold.engine.meaning.numeric import gumbel

VERSION: Final = 2
"""Counts the changes of the noise: with another one the same seed and run are another life."""

TICKS: Final = 1 << 24
"""A life has at most so many ticks: they are numbered from 0 and must fit a word."""

ENTITIES: Final = (1 << 13) - 1
"""A world has at most so many entities: their keys are 1 to 8191."""

NOBODY: Final = 0
"""The key that stands for no entity."""

GOLDEN: Final = 0x9E3779B97F4A7C15
"""2**64 divided by the golden ratio, odd: multiplying by it loses nothing."""

_WORD: Final = 0xFFFFFFFFFFFFFFFF
_SEED_SALT: Final = 0x5457494345544F4C  # so that seed 0 is not a fixed point


def finalise(z: int) -> int:
    """Mix a 64-bit word: a bijection in which every bit of `z` sways every bit of the result.

    P. Evensen's rrxmrrxmsx_0 ("Better, stronger mixer and a test procedure", 2019) with a plain first step:
    the product with the golden ratio goes before. Chosen by the battery in `tests/noise`; why is said in
    ``docs/noise.md``.
    """
    z = ((z ^ z >> 40) * 0xA24BAED4963EE407) & 0xFFFFFFFFFFFFFFFF
    y = z << 64 | z  # twice in a row, so that a shift of it rotates; the product is cut off to a word anyway
    z = ((z ^ y >> 24 ^ y >> 49) * 0x9FB21C651E98DF25) & 0xFFFFFFFFFFFFFFFF
    return z ^ z >> 28


def absorb(h: int, word: int) -> int:
    """Mix one more word into a mixed one: for a given `h` a bijection in `word`, and the other way round."""
    return finalise((h + word * GOLDEN) & _WORD)


def run_key(seed: int, run: int) -> int:
    """The key of a run: no two runs of a seed have the same. Seed and run count modulo 2**64."""
    return absorb(absorb(_SEED_SALT, seed), run)


def site_key(name: str) -> int:
    """The key of a site: the first eight bytes of the BLAKE2b hash of its name, the lowest first."""
    return int.from_bytes(blake2b(name.encode()).digest()[:8], "little")


def check_sites(names: Iterable[str]) -> None:
    """Make sure that the sites of a world have different keys.

    Raises ValueError if a name comes twice or two names have one key, for then they would share their draws.
    """
    seen: dict[int, str] = {}
    for name in names:
        key = site_key(name)
        if key in seen:
            raise ValueError(
                f"the places {seen[key]!r} and {name!r} would share their draws; rename one of them"
            )
        seen[key] = name


def entity_keys(names: Sequence[str]) -> tuple[int, ...]:
    """The keys, 1 to 8191 and all different, of entities given in order of declaration.

    A key comes from the hash of the name, modulo 8191; if an earlier entity has that, the next free one is
    taken. So an entity more or less leaves all other keys as they were, but rarely those of a few that are
    declared later.

    Raises ValueError if there are more than 8191.
    """
    if len(names) > ENTITIES:
        raise ValueError(f"{len(names)} entities are too many: there are keys for {ENTITIES}")
    slots: dict[int, None] = {}
    for name in names:
        slot = site_key(name) % ENTITIES
        while slot in slots:
            slot = (slot + 1) % ENTITIES
        slots[slot] = None
    return tuple(slot + 1 for slot in slots)


def stream(run: int, site: int) -> int:
    """The base of all draws of one site in one run, from the keys of the two."""
    return finalise(run ^ site)


def word(tick: int, keys: Sequence[int]) -> int:
    """The first three keys, 13 bits for each, and a tick above them."""
    n = len(keys)
    if n == 2:
        return tick << 26 | keys[1] << 13 | keys[0]
    if n == 1:
        return tick << 13 | keys[0]
    if n == 0:
        return tick
    return tick << 39 | keys[2] << 26 | keys[1] << 13 | keys[0]


def occurrence(before: int) -> int:
    """The word of how often something took place before: the bits of the number in reversed order.

    So it takes a word from its high end, as far down as the number is great, and meets neither tick nor keys
    in a world whose ticks are few, however few they are. Of that word the number is found in the same way.
    """
    return int(f"{before:064b}"[::-1], 2)


def room(ticks: int, n: int) -> int:
    """How many bits are left in the word of a draw of n entities, in a world of so many ticks."""
    return 64 - 13 * min(n, 3) - (ticks - 1).bit_length()


def draw_word(base: int, tick: int, keys: Sequence[int], again: int = 0, ticks: int = TICKS) -> int:
    """The mixed word of a draw, from the base of its site and run. `again` is the word of its occurrence.

    Up to three keys go in at once with the tick and as much of the occurrence as there is room for, so no two
    such draws of a base coincide. Further keys are absorbed three by three, then what is left of the
    occurrence; such draws coincide with a chance of 2**-64.
    """
    w, n, left = word(tick, keys), len(keys), 0
    if again:
        free = room(ticks, n)
        w |= again >> (64 - free) << (64 - free)
        left = again << free & _WORD
    h = finalise((base + w * GOLDEN) & _WORD)
    if n > 3:
        for i in range(3, n, 3):
            h = absorb(h, word(0, keys[i : i + 3]))
    return absorb(h, left) if left else h


def unit(h: int) -> float:
    """The uniform number of a mixed word: the middle of one of 2**52 equal parts of (0, 1), exactly.

    52 bits, for 53 and the half would have to be rounded, at the end of the range even to 1.
    """
    return ((h >> 12) + 0.5) * 2.0**-52


def uniform(base: int, tick: int, keys: Sequence[int], again: int = 0, ticks: int = TICKS) -> float:
    """A uniform number in (0, 1), from the base of its site and run."""
    return unit(draw_word(base, tick, keys, again, ticks))


class _Bases(dict[int, int]):
    """The bases of one run's sites, each made when it is first asked for."""

    __slots__ = ("_run",)

    def __init__(self, run: int) -> None:
        super().__init__()
        self._run = run

    def __missing__(self, site: int) -> int:
        base = self[site] = stream(self._run, site)
        return base


class Noise:
    """All the luck of one run of one seed, in a world of so many ticks.

    `site` is a site's key, `tick` a number from 0 to 2**24 - 1, `keys` the keys of the bound entities in the
    order of the site's roles, `again` the word of the occurrence. The same arguments always get the same
    answer; the number of ticks has a part in it only where an occurrence finds no room in a word.
    """

    __slots__ = ("_bases", "_ticks")

    def __init__(self, seed: int, run: int, ticks: int = TICKS) -> None:
        self._bases = _Bases(run_key(seed, run))
        self._ticks = ticks

    def word(self, site: int, tick: int, keys: Sequence[int], again: int = 0) -> int:
        """The mixed word of a draw."""
        return draw_word(self._bases[site], tick, keys, again, self._ticks)

    def uniform(self, site: int, tick: int, keys: Sequence[int], again: int = 0) -> float:
        """A number in (0, 1), all alike."""
        return unit(draw_word(self._bases[site], tick, keys, again, self._ticks))

    def gumbel(self, site: int, tick: int, keys: Sequence[int], again: int = 0) -> float:
        """A standard Gumbel number: added to each option's utility, the highest sum is a softmax choice."""
        return gumbel(self.uniform(site, tick, keys, again))

    def normal(
        self, site: int, tick: int, keys: Sequence[int], mean: float, sd: float, again: int = 0
    ) -> float:
        """A normal number of the given mean and standard deviation."""
        return distributions.normal(self.uniform(site, tick, keys, again), mean, sd)

    def exponential(self, site: int, tick: int, keys: Sequence[int], mean: float, again: int = 0) -> float:
        """An exponential number of the given mean."""
        return distributions.exponential(self.uniform(site, tick, keys, again), mean)

    def beta(self, site: int, tick: int, keys: Sequence[int], a: float, b: float, again: int = 0) -> float:
        """A number of the beta distribution of the given shapes."""
        h = self.word(site, tick, keys, again)
        return distributions.beta(lambda n: unit(absorb(h, n)), a, b)
