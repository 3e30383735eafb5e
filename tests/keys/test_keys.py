"""No two draws of a life share a key, so nothing that happens again has the luck of the first time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from tests.bundled import load
from tests.generated.coded import BEST, PLAIN_C, QUICK
from tests.generated.compare import compare, difference
from tests.generated.shares import SHARES, share
from tests.keys.repeating import BLOWS, WORLDS
from tests.keys.witness import look_over
from tests.sampled import sampled
from twicetold.engine import Interpreter
from twicetold.engine.interpreter import occurrence
from twicetold.engine.interpreter.occurrence import Occurrences
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.branching import Branching
from twicetold.lang import load_text, model

repeating = pytest.mark.parametrize("name", sampled(list(WORLDS), 8, more=len(WORLDS)))


# --- no key comes twice ---------------------------------------------------------------------------------


@repeating
def test_no_draws_of_what_happens_again_share_a_key(name: str) -> None:
    seen = look_over(load_text(WORLDS[name]), seed=1, runs=range(8))
    assert seen.again > 10
    assert not seen.wrong


@pytest.mark.parametrize("number", sampled(range(0, SHARES, 4), 1))
def test_no_draws_of_generated_worlds_do(number: int) -> None:
    for text, world in share(number).taken:
        assert not look_over(world, seed=2, runs=range(3)).wrong, text


@pytest.mark.parametrize(("name", "lives"), sampled([("milk", 10), ("brawl", 1), ("hale_yard", 1)], 1))
def test_no_draws_of_bundled_worlds_do(name: str, lives: int) -> None:
    seen = look_over(load(name), seed=3, runs=range(lives))
    assert seen.draws > 300
    assert not seen.wrong


def test_what_is_asked_of_several_is_drawn_once() -> None:
    text = """
world "Dice"
  tick 1 second
  lasts 1 minute

kind Die
  same yes/no
  odd yes/no
Red is Die

rule roll for d: Die
  d.same = chance(0.5) is one of (chance(0.5), chance(0.5))
  d.odd = (chance(0.5) or chance(0.5)) is not d.odd
ending "enough" at the end
"""
    seen = look_over(load_text(text), seed=1, runs=range(8))
    assert seen.draws > 8 * 60 * 3
    assert not seen.wrong


@pytest.mark.parametrize(
    "name", sampled(sorted({*WORLDS} - {"an action that ends and is done again"}), 6, more=99)
)
def test_they_would_if_nothing_were_counted(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Occurrences, "begin", lambda self, s, name, roles: s.again)
    seen = look_over(load_text(WORLDS[name]), seed=1, runs=range(8))
    assert seen.wrong
    assert "share their luck" in seen.wrong[0]


# --- all engines count alike ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", sampled(list(WORLDS), 2, more=3))
def test_all_engines_live_what_happens_again_alike(name: str) -> None:
    ways = [way for way in (QUICK, BEST, PLAIN_C[0]) if way.is_here]
    assert not compare(load_text(WORLDS[name]), ways).difference


@pytest.mark.parametrize(
    "name", sampled(["in a loop", "by two who act", "born again", "three and more roles"], 1, more=3)
)
def test_what_is_too_much_to_be_counted_apart_is_counted_together(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("interpreter.occurrence", "kernel.lower.occurrence", "meaning.sites"):
        monkeypatch.setattr(f"twicetold.engine.{module}.DISTINCT", 1)
    world = load_text(WORLDS[name])
    assert not look_over(world, seed=1, runs=range(8)).wrong
    assert not compare(world, [QUICK]).difference
    monkeypatch.setattr(occurrence, "DISTINCT", 1000)
    assert compare(world, [QUICK]).difference  # so it was too much


def test_a_twin_counts_on_from_where_it_was_parted() -> None:
    world = load_text(WORLDS["by two who act"] + "measure most = max(c: Man: c.hits)\n")
    world = replace(world, measures=tuple(replace(each, peak=True) for each in world.measures))
    lineage = ((0, 0), (7, 2), (8, 3))
    found = Branching(world, 5, tier="quick").relive([lineage], events=True)
    living = Interpreter(world).follow(5, lineage)
    while living.step():
        pass
    assert living.digest() == int(found.digest[0])


# --- luck of its own --------------------------------------------------------------------------------------


def test_three_coins_fall_as_three_coins_do() -> None:
    """Four standard errors are allowed, and the seed is fixed."""
    world = load_text(BLOWS)
    lives, n = Kernel(world, tier="quick").lives(0, 0, 8000), 8000
    heads = Counter(lives.measures[:, 0].tolist())
    for number, p in enumerate((1 / 8, 3 / 8, 3 / 8, 1 / 8)):
        assert abs(heads[number] / n - p) < 4 * (p * (1 - p) / n) ** 0.5
    interpreted = Interpreter(world).lives(0, 0, 500)
    assert not difference(world, interpreted, Kernel(world, tier="quick").lives(0, 0, 500))


DUEL = """
world "Two strike at one"
  tick 1 second
  lasts 1 second
kind Man
  hits number 0..9
Ada, Ben, Cid are Man
event blow (c: Man)
  then
    chance 0.3
      c.hits += 1
action strike (p: Man)
  needs p is not Cid
  urge 50
  takes 0 seconds
  then happens blow(Cid)
measure hits = Cid.hits
"""


def test_of_two_blows_one_can_land() -> None:
    lives, n = Kernel(load_text(DUEL), tier="quick").lives(0, 0, 8000), 8000
    hits = Counter(lives.measures[:, 0].tolist())
    for number, p in enumerate((0.49, 0.42, 0.09)):
        assert abs(hits[number] / n - p) < 4 * (p * (1 - p) / n) ** 0.5


GUSTS = """
world "Gusts"
  tick 1 second
  lasts 1 second
kind Tree
  leaves number 0..99
Oak is Tree
event gust (t: Tree)
  then
    chance 0.5
      chance 0.5
        t.leaves += 1
    t.leaves += 10 if chance(0.5) else 0
rule wind for t: Tree
  happens gust(t)
  happens gust(t)
measure leaves = Oak.leaves
"""
OUTER, INNER = "event/gust/then/1/chance", "event/gust/then/1/then/1/chance"


def test_how_the_first_falls_moves_no_luck_of_the_second() -> None:
    """What stands in a chance is counted with what happens, not by how often it was come to."""
    world = load_text(GUSTS)

    def leaves(run: int, *said: model.Intervention) -> float:
        return Interpreter(world).under(said).live(4, run, record=False).measures[0][1]

    for run in range(60):
        held = [model.Intervention("falls", OUTER, again=n, value=1) for n in (0, 1)]
        missed = model.Intervention("falls", OUTER, again=0, value=0)
        first = model.Intervention("falls", INNER, again=0, value=0)
        assert leaves(run, missed, held[1]) == leaves(run, held[0], first, held[1])


def test_one_time_of_several_can_be_made_to_fall_otherwise() -> None:
    world = load_text(BLOWS)
    chance = "event/toss/then/1/chance"
    one = [model.Intervention("falls", chance, again=n, value=int(n == 1)) for n in range(3)]
    each = model.Intervention("falls", chance, value=1)
    for interventions, heads in (((*one,), 1.0), ((*one, each), 3.0), ((each, one[0]), 2.0)):
        under = replace(world, interventions=interventions)
        lives = Kernel(under, tier="quick").lives(0, 0, 5)
        assert not difference(under, Interpreter(under).lives(0, 0, 5), lives)
        assert set(lives.measures[:, 0]) == {heads}
