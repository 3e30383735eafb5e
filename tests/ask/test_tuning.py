"""The bench: which knobs matter, values that do what is wanted, and their way back into the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sampled import sampled, slow
from twicetold.ask.bench import Ask, Bench, NothingToTurn
from twicetold.ask.sensitivity import sensitivity
from twicetold.ask.tuning import NoSuchTarget, read_target, tune
from twicetold.lang import load, load_text, load_with_warnings
from twicetold.lang.turning import CannotWrite, rewritten
from twicetold.questions import Many, Sensitivity, Tune
from twicetold.runs import Engine, many

COINS = """world "Two coins"
  tick 1 second
  lasts 3 seconds

setting lucky number 0..1 = 0.5 tune 0..1
setting idle number 0..1 = 0.5 tune 0..1

kind Player
  coins whole
Ann is Player
rule throw for p: Player at 0 seconds
  chance lucky
    p.coins = 2
  otherwise
    chance 50% tune 10%..90%
      p.coins = 1
ending "two" at the end when Ann.coins is 2
ending "one" at the end when Ann.coins is 1
ending "none" at the end
measure coins = Ann.coins
"""


def test_sobol_tells_the_shares_of_the_variance() -> None:
    """For P(one) = (1 - x) y, x even on 0..1 and y on 0.1..0.9, the variances are known, and so are the
    indices. 256 groups tell them to about 0.15."""
    found = {each.name: each for each in sensitivity(load_text(COINS), Sensitivity(100, groups=256)).outcomes}
    vx, vy, mx, my = 1 / 12, 0.64 / 12, 0.5, 0.5
    total = (vx + mx**2) * (vy + my**2) - (mx * my) ** 2
    one = {each.knob: each for each in found["one"].influences}
    assert one["lucky"].first == pytest.approx(vx * my**2 / total, abs=0.2)
    assert one["throw_1"].first == pytest.approx(vy * mx**2 / total, abs=0.2)
    assert one["lucky"].total == pytest.approx(1 - vy * mx**2 / total, abs=0.2)
    assert one["idle"].total == 0
    two = {each.knob: each for each in found["two"].influences}
    assert two["lucky"].total == pytest.approx(1, abs=0.2)
    assert two["throw_1"].total == 0, "the same luck was lived on both sides"
    luck = found["two"].luck
    assert luck is not None
    assert 0 < luck < 0.1


def test_morris_tells_the_effects() -> None:
    found = {
        each.name: each for each in sensitivity(load_text(COINS), Sensitivity(200, method="morris")).outcomes
    }
    two = {each.knob: each for each in found["two"].influences}
    assert two["lucky"].first == pytest.approx(1, abs=0.1)
    assert (two["idle"].total, two["throw_1"].total) == (0, 0)
    one = {each.knob: each for each in found["one"].influences}
    assert one["lucky"].first < 0 < one["throw_1"].first


@pytest.mark.parametrize(
    "wants",
    sampled(
        [
            pytest.param(('"two" = 20%', '"one" = 30%'), id="two and one"),
            pytest.param(('"none" in 5%..8%', '"two" = 60%'), id="none and two"),
            pytest.param(("coins = 1.5", '"two" = 70%'), id="coins"),
        ],
        1,
    ),
)
def test_settings_are_found_for_three_distributions_and_hold_for_fresh_luck(wants: tuple[str, ...]) -> None:
    world = load_text(COINS)
    targets = [read_target(world, text) for text in wants]
    found = tune(world, Tune(wants, trials=60, n=600))
    assert found.holds, found.checked
    batch = many(world.turned(found.values), Many(8000, 77, engine=Engine.KERNEL))
    shares = {row.ending: row.share for row in batch.endings()}
    for target in targets:
        value = shares[target.name] if target.ending else batch.measures()[target.name].mean
        assert abs(target.miss(value)) < 0.03, "8,000 lives tell a share to 0.01, a mean of coins to 0.02"


@pytest.mark.parametrize(
    "wants",
    sampled(
        [
            pytest.param(('"tea in peace" = 60%', '"a dry morning" in 0%..5%'), id="peace"),
            pytest.param(('"a slammed door" = 40%', '"tea in peace" = 20%'), id="a quarrel"),
            pytest.param(
                ('"a dry morning" = 25%', '"tea in peace" = 25%', '"a slammed door" = 15%'),
                id="a dry morning",
            ),
        ],
        1,
    ),
)
@slow
def test_the_milk_can_be_made_a_quarrel_or_a_peace(wants: tuple[str, ...]) -> None:
    """What is found holds for luck that took no part, each target within its interval. The last search has
    7,200 lives, by which a share is known to 0.6 %; so in 20,000 others it is within four such errors."""
    world = load("milk")
    targets = [read_target(world, text) for text in wants]
    found = tune(world, Tune(wants, trials=40, n=200))
    assert found.holds, found.checked
    bench = Bench(world, seed=77)
    (row,) = bench.turned([Ask(found.values, range(20_000))])
    shares = dict(zip(bench.outcomes, row, strict=False))
    assert all(abs(target.miss(shares[target.name])) < 0.024 for target in targets)


@slow
def test_what_no_setting_fulfils_is_not_claimed() -> None:
    """However quick they are to blame, one life in nine ends with tea in peace."""
    world = load("milk")
    (checked,) = tune(world, Tune(('"tea in peace" = 6%',), trials=20, n=200)).checked
    assert not checked.holds
    assert checked.low > 0.09


def test_what_cannot_be_wanted_or_turned_is_told() -> None:
    world = load_text(COINS)
    for text in ('"three" = 20%', "coin = 1", '"two" = 120%', '"two" in 30%..20%', '"two" 20%', '"two" = x'):
        with pytest.raises(NoSuchTarget):
            read_target(world, text)
    with pytest.raises(NoSuchTarget):
        tune(world, Tune(("coin = 1",)))
    with pytest.raises(NothingToTurn, match="knobs are lucky, idle, throw_1"):
        tune(world, Tune(('"two" = 20%',), knobs=("luck",)))
    bare = load_text(COINS.replace(" tune 0..1", "").replace(" tune 10%..90%", ""))
    with pytest.raises(NothingToTurn, match="tune"):
        sensitivity(bare, Sensitivity())


def test_how_far_it_is_is_told_and_an_interrupt_is_for_whoever_asks() -> None:
    world, told = load_text(COINS), list[tuple[int, int]]()
    few = Sensitivity(300, method="morris", groups=4)
    found = sensitivity(world, few, on_progress=lambda *far: told.append(far))
    lives = 300 * found.settings
    assert told[-1] == (lives, lives)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    told.clear()
    asked = Tune(('"two" = 20%',), trials=1, n=100, check=100)
    tune(world, asked, on_progress=lambda *far: told.append(far))
    assert told == [(done, 7) for done in range(1, len(told) + 1)]

    def interrupt(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sensitivity(world, few, on_progress=interrupt)


def test_values_are_written_where_they_stand_in_their_own_units(tmp_path: Path) -> None:
    text = COINS + "\nlucky 1/4\n"
    file = tmp_path / "coins.tale"
    file.write_text(text.replace("lucky 1/4", "lucky 0.25"))
    loaded = load_with_warnings(str(file))
    new = rewritten(loaded, {"lucky": 0.125, "throw_1": 0.3661, "idle": 0.5})[str(file)]
    assert "lucky 0.125\n" in new
    assert "setting lucky number 0..1 = 0.5 tune 0..1\n" in new
    assert "chance 36.61% tune 10%..90%\n" in new
    written = {knob.name: knob.value for knob in load_text(new).knobs}
    assert written == {"lucky": 0.125, "idle": 0.5, "throw_1": pytest.approx(0.3661)}
    file.write_text(text)
    with pytest.raises(CannotWrite, match="not written as a number"):
        rewritten(load_with_warnings(str(file)), {"lucky": 0.125})
    with pytest.raises(CannotWrite, match="no file"):
        rewritten(load_with_warnings(str(file), ["lucky 0.3"]), {"lucky": 0.125})
