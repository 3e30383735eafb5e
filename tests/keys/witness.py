"""A life whose draws are put down, with what is wrong with their keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from unittest.mock import patch

from twicetold.engine import Interpreter
from twicetold.engine.interpreter import life
from twicetold.engine.meaning import distributions, noise
from twicetold.engine.meaning.noise import Noise, site_key
from twicetold.engine.meaning.sites import odds
from twicetold.lang import model

Key = tuple[str, int, tuple[int, ...], int, int]
"""A draw: site, tick, entities, occurrence, and if it takes several numbers which of them (from 1)."""


@dataclass
class Seen:
    """What was seen of the draws of some lives."""

    draws: int = 0
    again: int = 0
    """How many of them were of what happened again."""
    wrong: list[str] = field(default_factory=list)


class Witness(Noise):
    """Noise that puts down the word of every number drawn, and whose it was."""

    __slots__ = ("_asked", "_names", "_of", "_seen", "_times")

    def __init__(self, world: _Sites, seen: Seen, seed: int, run: int, ticks: int) -> None:
        super().__init__(seed, run, ticks)
        self._names, self._times, self._asked = world.names, world.times, world.asked
        self._seen = seen
        self._of: dict[int, Key] = {}

    def uniform(self, site: int, tick: int, keys: Sequence[int], again: int = 0) -> float:
        h = self.word(site, tick, keys, again)
        self._put_down(h, site, tick, keys, again, 0)
        return noise.unit(h)

    def beta(self, site: int, tick: int, keys: Sequence[int], a: float, b: float, again: int = 0) -> float:
        h = self.word(site, tick, keys, again)
        drawn: dict[int, float] = {}

        def number(n: int) -> float:
            if n not in drawn:
                further = noise.absorb(h, n)
                self._put_down(further, site, tick, keys, again, n)
                drawn[n] = noise.unit(further)
            return drawn[n]

        return distributions.beta(number, a, b)

    def _put_down(self, h: int, site: int, tick: int, keys: Sequence[int], again: int, n: int) -> None:
        before = noise.occurrence(again)  # the bits in reversed order are reversed again
        key = (self._names[site], tick, tuple(keys), before, n)
        self._seen.draws += 1
        self._seen.again += before > 0
        if before >= self._times[site]:
            self._seen.wrong.append(f"{key} is drawn more often than {self._times[site]} times")
        other = self._of.setdefault(h, key)
        if other is not key and not (other == key and site in self._asked):
            self._seen.wrong.append(f"{other} and {key} share their luck")


class _Sites:
    """The sites of a world, by their keys. Some are `asked`, as often as need be, of what was drawn once:
    whether a sense holds, and with which odds, is drawn once a tick for those it is about, and asked whenever
    an event happens to them; what is sensed by chance is remembered by that chance; and the x of `x is one
    of (a, b)` is asked whether it is a and whether it is b.
    """

    def __init__(self, interpreter: Interpreter) -> None:
        known = interpreter.build.sites.of.values()
        self.names = {site_key(site.name): site.name for site in known}
        self.times = {site_key(site.name): site.times for site in known}
        asked = [(sense.when, odds(sense)) for sense in interpreter.world.senses]
        self.asked = {site_key(n.site) for n in model.nodes(tuple(asked)) if isinstance(n, model.Draw)}
        self.asked |= {site_key(site) for site in _of_several(interpreter.world)}
        self.asked |= {site_key(site) for site in _of_memory(interpreter.world)}


def _of_memory(world: model.World) -> Iterator[str]:
    """The sites of the chances by which what is sensed is remembered."""
    for rule in world.rules:
        if rule.is_memory:
            yield from (node.site for node in model.nodes(rule.body) if isinstance(node, model.Chance))


def _of_several(world: model.World) -> Iterator[str]:
    """The sites of draws that are written once and stand in several claims, as `is one of` makes them."""
    found = set()
    for draw in model.nodes(world):
        if isinstance(draw, model.Draw):
            if (draw, draw.span) in found:
                yield draw.site
            found.add((draw, draw.span))


def look_over(world: model.World, seed: int, runs: Iterable[int]) -> Seen:
    """Live some runs of a world by the interpreter, and look over the keys of all that they draw."""
    interpreter, seen = Interpreter(world), Seen()
    sites = _Sites(interpreter)

    def witness(seed: int, run: int, ticks: int) -> Witness:
        return Witness(sites, seen, seed, run, ticks)

    with patch.object(life, "Noise", witness):
        for run in runs:
            interpreter.live(seed, run, record=False)
    return seen
