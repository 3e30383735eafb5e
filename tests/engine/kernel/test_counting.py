"""The kernel counts what the interpreter counts, and lives the same lives when it does."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.bundled import load
from tests.sampled import sampled, slow
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.code_cache import CodeCache
from twicetold.engine.meaning.columns import Counts, Lives
from twicetold.engine.meaning.probes import Probes
from twicetold.lang import load_text, model

SEED, FIRST = 3, 2**40 + 5


def short(world: model.World, ticks: int) -> model.World:
    """The same world, whose lives are short."""
    return dataclasses.replace(world, ticks=ticks)


WORLDS = {
    "milk": lambda: (load("milk"), 20),
    "brawl": lambda: (short(load("brawl"), 60), 2),
    "hale_yard": lambda: (load("hale_yard"), 1),
    "a town of more than a word has bits": lambda: (short(load("town", ["people 50"]), 48), 1),
}


def counts_of(lives: Lives) -> Counts:
    assert lives.counts is not None
    return lives.counts


def assert_counted_alike(world: model.World, found: Lives, wanted: Lives) -> None:
    assert np.array_equal(found.digest, wanted.digest)
    assert np.array_equal(found.scored, wanted.scored)
    counts, others = counts_of(found), counts_of(wanted)
    for name in ("stirred", "acted"):
        assert np.array_equal(getattr(counts, name), getattr(others, name)), name
    for number, probe in enumerate(Probes(world).all):
        for name in ("hits", "runs", "first"):
            here, there = getattr(counts, name)[number], getattr(others, name)[number]
            assert here == there, (name, probe.what, probe.owner.name, probe.node)


@pytest.mark.parametrize("name", sampled(list(WORLDS), 2, more=2))
def test_the_kernel_counts_as_the_interpreter_does(name: str) -> None:
    world, runs = WORLDS[name]()
    wanted = Interpreter(world, counted=True).lives(SEED, FIRST, runs)
    plain = Kernel(world, tier="quick").lives(SEED, FIRST, runs)
    assert np.array_equal(wanted.digest, plain.digest), "to be counted changes no life"
    assert_counted_alike(world, Kernel(world, tier="quick", counted=True).lives(SEED, FIRST, runs), wanted)
    assert counts_of(wanted).hits.any()


@slow
def test_the_best_code_counts_alike() -> None:
    world = load("milk")
    wanted = Interpreter(world, counted=True).lives(SEED, FIRST, 20)
    assert_counted_alike(world, Kernel(world, tier="best", counted=True).lives(SEED, FIRST, 20), wanted)


def test_counts_of_parts_join_to_those_of_all() -> None:
    kernel = Kernel(load("milk"), tier="quick", counted=True)
    one, two = (counts_of(kernel.lives(SEED, first, 10)) for first in (FIRST, FIRST + 10))
    both, joined = counts_of(kernel.lives(SEED, FIRST, 20)), one.join(two)
    for field in dataclasses.fields(Counts):
        assert np.array_equal(getattr(both, field.name), getattr(joined, field.name))


def test_lives_are_not_counted_unless_that_is_wanted() -> None:
    world = load("milk")
    assert Kernel(world, tier="quick").lives(1, 0, 1).counts is None
    assert Interpreter(world).lives(1, 0, 1).counts is None


def test_counted_code_and_other_code_are_kept_apart(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TWICETOLD_CACHE", str(tmp_path / "kept"))
    world = load("milk")
    Kernel(world, tier="quick")
    assert CodeCache(world, counted=True).kept("quick") is None
    Kernel(world, tier="quick", counted=True)
    assert CodeCache(world, counted=True).kept("quick") != CodeCache(world).kept("quick") is not None


IN_A_TEXT = """
world "Told"
  tick 1 second
  lasts 20 seconds
kind Person
  wet yes/no believed
Ann, Bob are Person
rule rain at 3 seconds
  Ann.wet = yes
rule rain_again at 10 seconds
  happens drip(Ann)
rule ring every 2 seconds
  happens bell(Bob)
action look (p: Person, q: Person)
  needs p is Bob, now > 0:05, not remembers(p, look(p, q))
  urge 5
  then p learns q.wet
event drip (p: Person)
  tell "[p] [drip]."
event bell (p: Person)
  seen by q: Person where q is Ann
  tell "It [ring] for [p]."
    or if believes(Bob, Ann.wet) "[p] [think] of rain."
    or if remembers(Ann, bell(anyone), 3 seconds) "[p] [hear] it again."
    or if happened(drip(anyone)) and times(bell(p)) > 3 "[p] [count]."
ending "over" at the end
"""
"""What only a text asks after: a belief, a memory, the past."""


def test_what_only_texts_ask_after_is_counted_alike() -> None:
    world = load_text(IN_A_TEXT)
    wanted = Interpreter(world, counted=True).lives(SEED, FIRST, 3)
    assert_counted_alike(world, Kernel(world, tier="quick", counted=True).lives(SEED, FIRST, 3), wanted)
    texts = [n for n, probe in enumerate(Probes(world).all) if isinstance(probe.node, model.Wording)]
    assert counts_of(wanted).hits[texts].all(), "all of them could be told at some time"
