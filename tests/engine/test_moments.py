"""A time is exact, and which tick it means is decided in whole ticks: no rule comes twice, never or late."""

import shutil
from fractions import Fraction

import pytest

from tests.engine.moments import SORTS, by_c, by_llvm, cases, found, interpreted, slip, ticks_of, world
from tests.sampled import sampled
from twicetold.engine import Interpreter
from twicetold.lang import TaleError, load_text
from twicetold.lang.exact import Grid, written

STEPS = ("0.7 seconds", "0.1 minutes", "0.07 hours", "0.0123 seconds", "0.3 days")
EACH = 24
ENGINES = {"interpreter": interpreted, "kernel": by_llvm, "C": by_c}


@pytest.mark.parametrize("step", sampled(STEPS, 1, more=4))
@pytest.mark.parametrize("engine", ENGINES)
def test_every_moment_comes_when_it_is_due(engine, step):
    if engine == "C" and shutil.which("gcc") is None:
        pytest.skip("no gcc here")
    those = list(cases(step, EACH))
    came = found(ENGINES[engine], world(step, those))
    assert {case.sort for case in those} == set(SORTS)
    for case in those:
        ticks = (ticks_of(case, step),) if case.sort == "lasts" else came[case.name]
        assert slip(case, ticks) is None, (case, ticks, case.expected())


def test_how_often_a_multiple_is_reached_is_decided_by_two_small_numbers():
    ratios = [
        Fraction(a, b) for a in (1, 2, 3, 7, 10, 999, 10**9 + 7) for b in (1, 3, 7, 64, 1000, 10**10 + 19)
    ]
    for ratio in ratios:
        for ticks in (1, 2, 5, 60):
            times, of = Grid(ratio, ticks).often(Fraction(1))
            assert 0 <= times <= of <= max(ticks, 1)
            for t in range(1, ticks + 1):
                reached = t * ratio // 1 > (t - 1) * ratio // 1
                assert (t * times % of < times) is reached, (ratio, ticks, t)


# --- now, and what is reckoned with it ----------------------------------------------------------------------

CLOCK = """world "Clock"
  tick {tick}
  lasts {lasts}
  choice best
kind Thing
  slept time
  n whole
X is Thing
setting nap number 0.. seconds = {nap}
event fall
event wake
event late
rule sleep at {slept}
  X.slept = now
rule falls when now >= {slept}
  happens fall
rule wakes when now - X.slept >= nap
  happens wake
rule comes_late when X.slept + nap <= now
  happens late
measure last = now
"""

CLOCKS = [
    ("0.7 seconds", "7 seconds", "1.4 seconds", "2.1 seconds", 2, 5),
    ("0.1 seconds", "2 seconds", "0.1 seconds", "0.2 seconds", 1, 3),
    ("0.1 seconds", "2 seconds", "0.7 seconds", "0.1 seconds", 7, 8),
    ("0.07 hours", "2 hours", "0.21 hours", "0.35 hours", 3, 8),
    ("1.1 minutes", "22 minutes", "3.3 minutes", "198 seconds", 3, 6),
]


def first(world, engine):
    came = found(engine, world)
    return {name: came[name][0] for name in ("fall", "wake", "late")}


@pytest.mark.parametrize(("tick", "lasts", "slept", "nap", "falls", "wakes"), CLOCKS)
@pytest.mark.parametrize("engine", [interpreted, by_llvm])
def test_now_and_differences_of_times_are_what_they_are_on_the_grid(
    engine, tick, lasts, slept, nap, falls, wakes
):
    text = CLOCK.format(tick=tick, lasts=lasts, slept=slept, nap=nap)
    assert first(load_text(text), engine) == {"fall": falls, "wake": wakes, "late": wakes}


def test_now_is_the_double_nearest_to_the_time():
    world = load_text(CLOCK.format(tick="0.1 seconds", lasts="2 seconds", slept="1 second", nap="1 second"))
    assert [world.seconds(n) for n in (3, 6, 7, 12)] == [0.3, 0.6, 0.7, 1.2]
    life = Interpreter(world).live(1, 0)
    assert dict(life.measures)["last"] == 2.0


# --- lengths that are computed ------------------------------------------------------------------------------

LONG = """world "Long"
  tick 0.1 seconds
  lasts 3 seconds
  choice best
kind Thing
  n whole = 3
  pace number 0.. seconds = 0.1 seconds
X is Thing
action go (x: Thing)
  urge 1
  takes {takes}
event bell
  felt by x: Thing where yes
rule ring at 0 seconds
  happens bell
rule recall where remembers(X, bell, {takes})
  X.n += 1
measure remembered = X.n - 3
"""


@pytest.mark.parametrize("engine", [interpreted, by_llvm])
@pytest.mark.parametrize(
    ("takes", "ticks"),
    [
        ("0.1 seconds * 3", 3),
        ("0.1 seconds + 0.2 seconds", 3),
        ("X.pace * 3", 3),
        ("0.3 seconds if X.pace > 0 else 1 second", 3),
        ("X.pace * 7 + 0.05 seconds", 8),
        ("0.7 seconds * 3 / 3", 7),
    ],
)
def test_a_length_is_a_whole_number_of_ticks_where_it_is_meant_to_be(engine, takes, ticks):
    came = found(engine, load_text(LONG.format(takes=takes)))
    assert came["go"][0] == ticks
    assert came["remembered"] == (8 if ".05" in takes else ticks + 1,)


# --- what is written ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.7", Fraction(7, 10)), ("12", Fraction(12)), ("5%", Fraction(1, 20)), ("1e-3", Fraction(1, 1000))],
)
def test_a_number_is_the_ratio_that_is_written(text, number):
    assert written(text) == number


@pytest.mark.parametrize("text", ["1e999999999", "1e-999999999", "0.0", "9" * 1900, "0." + "7" * 1900])
def test_a_number_beyond_the_doubles_takes_no_time(text):
    assert written(text).denominator.bit_length() < 4000


@pytest.mark.parametrize(
    ("step", "lasts"),
    [
        ("0.12345678901234567 seconds", "1 second"),
        ("1e-20 seconds", "1e-18 seconds"),
        ("1e17 seconds", "1e18 seconds"),
    ],
)
def test_a_tick_that_no_number_holds_is_refused(step, lasts):
    with pytest.raises(TaleError) as wrong:
        load_text(f'world "W"\n  tick {step}\n  lasts {lasts}\n')
    assert [each.code for each in wrong.value.diagnostics] == ["T0430"]


def test_a_setting_is_as_exact_as_what_it_is_given():
    text = """world "W"
  tick pace
  lasts 100 * pace
setting pace number 0.. seconds = 0.07 hours
event bell
rule ring every 3 * pace
  happens bell
rule alarm at pace * 7
  happens bell
"""
    for lines, step in (((), Fraction(252)), (("pace 0.7 seconds",), Fraction(7, 10))):
        made = load_text(text, lines=lines)
        every, at = made.rules
        assert (made.step, made.ticks, at.ticks, (every.times, every.ticks)) == (step, 100, 7, (1, 3))


def test_interventions_mean_the_first_tick_that_is_not_before_their_time():
    text = CLOCK.format(tick="0.7 seconds", lasts="7 seconds", slept="1 second", nap="1 second")
    lines = ("forbid wakes from 2.1 seconds until 4.2 seconds", "forbid falls at 1.4 seconds")
    said = [(each.first, each.last) for each in load_text(text, lines=lines).interventions]
    assert said == [(3, 5), (2, 2)]


def test_the_tick_that_goes_on_at_a_time():
    world = load_text('world "W"\n  tick 0.7 seconds\n  lasts 70 seconds\n')
    assert [world.tick_at(t) for t in (0.0, 0.69, 0.7, 1.4, 2.0, 2.1, 63.0)] == [0, 0, 1, 2, 2, 3, 90]
    assert all(world.tick_at(world.seconds(n)) == n for n in range(100))
