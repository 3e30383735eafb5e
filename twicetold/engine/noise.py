"""Keyed noise: every draw is a pure function of seed, run, site, tick and the entities bound there.

No stream is ever read, so no draw can shift another: what an edit or an intervention does not touch keeps its
luck to the bit. A *site* is a named place in the text of a world where something is drawn.

The numbers are 64-bit words, mixed by a one-to-one finaliser. Within one run and site, different ticks
and bindings of up to three entities have different words by construction. ``docs/noise.md`` is the
definition, from which this module can be written again in another language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final

from twicetold.engine import distributions
from twicetold.engine.numeric import gumbel

VERSION: Final = 2
"""Counts the changes of the noise: with another one the same seed and run are another life."""

TICKS: Final = 1 << 24
"""A life has at most so many ticks: they are numbered from 0 and must fit a word."""

ENTITIES: Final = (1 << 13) - 1
"""A world has at most so many entities: their keys are 1 to 8191."""

NOBODY: Final = 0
"""The key that stands for no entity."""

_GOLDEN: Final = 0x9E3779B97F4A7C15  # 2**64 divided by the golden ratio, odd: multiplying by it loses nothing
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
    return finalise((h + word * _GOLDEN) & _WORD)


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
    """A tick and the first three keys, packed into 63 bits: 24 for the tick above 13 for each key."""
    n = len(keys)
    if n == 2:
        return tick << 39 | keys[1] << 13 | keys[0]
    if n == 1:
        return tick << 39 | keys[0]
    if n == 0:
        return tick << 39
    return tick << 39 | keys[2] << 26 | keys[1] << 13 | keys[0]


def draw_word(base: int, tick: int, keys: Sequence[int]) -> int:
    """The mixed word of a draw, from the base of its site and run.

    Up to three keys go in at once with the tick, so no two such draws of a base coincide. Further keys are
    absorbed three by three; then two draws coincide with a chance of 2**-64.
    """
    h = finalise((base + word(tick, keys) * _GOLDEN) & _WORD)
    n = len(keys)
    if n > 3:
        for i in range(3, len(keys), 3):
            h = absorb(h, word(0, keys[i : i + 3]))
    return h


def unit(h: int) -> float:
    """The uniform number of a mixed word: the middle of one of 2**52 equal parts of (0, 1), exactly.

    52 bits, for 53 and the half would have to be rounded, at the end of the range even to 1.
    """
    return ((h >> 12) + 0.5) * 2.0**-52


def uniform(base: int, tick: int, keys: Sequence[int]) -> float:
    """A uniform number in (0, 1), from the base of its site and run."""
    return unit(draw_word(base, tick, keys))


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
    """All the luck of one run of one seed.

    `site` is a site's key, `tick` a number from 0 to 2**24 - 1, `keys` the keys of the bound entities in the
    order of the site's roles. The same arguments always get the same answer.
    """

    __slots__ = ("_bases",)

    def __init__(self, seed: int, run: int) -> None:
        self._bases = _Bases(run_key(seed, run))

    def uniform(self, site: int, tick: int, keys: Sequence[int]) -> float:
        """A number in (0, 1), all alike."""
        return unit(draw_word(self._bases[site], tick, keys))

    def gumbel(self, site: int, tick: int, keys: Sequence[int]) -> float:
        """A standard Gumbel number: added to each option's utility, the highest sum is a softmax choice."""
        return gumbel(self.uniform(site, tick, keys))

    def normal(self, site: int, tick: int, keys: Sequence[int], mean: float, sd: float) -> float:
        """A normal number of the given mean and standard deviation."""
        return distributions.normal(self.uniform(site, tick, keys), mean, sd)

    def exponential(self, site: int, tick: int, keys: Sequence[int], mean: float) -> float:
        """An exponential number of the given mean."""
        return distributions.exponential(self.uniform(site, tick, keys), mean)

    def beta(self, site: int, tick: int, keys: Sequence[int], a: float, b: float) -> float:
        """A number of the beta distribution of the given shapes."""
        h = draw_word(self._bases[site], tick, keys)
        return distributions.beta(lambda n: unit(absorb(h, n)), a, b)
