"""The front door: what it answers is what the rooms below answer."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path

import pytest

import twicetold
from tests.sampled import slow
from twicetold import questions
from twicetold.api import Answer, World
from twicetold.ask.whatif import Twin, whatif
from twicetold.ask.why import why
from twicetold.engine import Interpreter
from twicetold.lang import TaleError, load
from twicetold.questions import Many, WhatIf, Why
from twicetold.runs import many

COINS = """world "Two coins"
  tick 1 second
  lasts 3 seconds

setting lucky number 0..1 = 0.5 tune 0..1

kind Player
  coins whole
Ann is Player
rule throw for p: Player at 0 seconds
  chance lucky
    p.coins = 1
rule more for p: Player at 1 second
  chance 1%
    p.coins += 1
ending "two" at the end when Ann.coins is 2
ending "one" at the end when Ann.coins is 1
ending "none" at the end
expect "none" in 40%..60%
"""


@pytest.fixture(scope="module")
def milk() -> World:
    return twicetold.load("milk")


@pytest.fixture
def coins(tmp_path) -> World:
    file = tmp_path / "coins.tale"
    file.write_text(COINS, encoding="utf-8")
    return twicetold.load(str(file))


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        (lambda world: world.life(-1), ValueError, "the run must be from 0 to 2^64 - 1, but is -1"),
        (lambda world: world.life(1 << 64), ValueError, "but is 18446744073709551616"),
        (lambda world: world.life(1.5), TypeError, "the run must be a whole number, not 1.5"),
        (lambda world: world.life("a"), TypeError, "the run must be a whole number, not 'a'"),
        (lambda world: world.life(0, seed=-1), ValueError, "the seed must be from 0 to 2^64 - 1"),
        (lambda world: world.many(3, seed=1 << 64), ValueError, "the seed must be from 0 to 2^64 - 1"),
        (lambda world: world.many(2.5), TypeError, "the number of lives must be a whole number"),
        (lambda world: world.many(2)["a"], TypeError, "the run must be a whole number, not 'a'"),
        (lambda world: world.cover(2, seed=-3), ValueError, "the seed must be from 0 to 2^64 - 1"),
        (lambda world: world.life(3).tell(order="sideways"), ValueError, "there is no order 'sideways'"),
        (lambda world: world.life(3).tell(tense="future"), ValueError, "write one of present, past"),
        (lambda world: world.life(3).tell(person="fourth"), ValueError, "write one of first, second, third"),
        (lambda world: world.life(3).tell(narrator="dri"), ValueError, "did you mean `dry`?"),
        (lambda world: world.life(3).tell(format="pdf"), ValueError, "there is no format 'pdf'"),
    ],
)
def test_what_cannot_be_asked_is_answered_with_a_sentence(asked, error, said) -> None:
    with pytest.raises(error, match=re.escape(said)):
        asked(twicetold.load("milk"))


def test_lives_are_those_of_the_runs_below(milk):
    runs, batch = milk.many(100), many(load("milk"), Many(100))
    assert len(runs) == 100
    assert runs.batch == batch
    assert runs.endings()["count"].to_list() == [row.count for row in batch.endings()]
    lives = runs.lives()
    assert lives["run"].to_list() == list(range(100))
    counted = dict(lives["ending"].value_counts().rows())
    assert counted == {row.ending: row.count for row in batch.endings() if row.count}
    assert lives["cups_of_tea"].mean() == pytest.approx(batch.measures()["cups_of_tea"].mean)


def test_one_of_them_is_the_life_of_that_run(milk):
    runs = milk.many(20, seed=3)
    record = Interpreter(load("milk")).live(3, 17)
    assert runs[17].record == record
    assert runs[17].ending == runs.lives()["ending"][17]
    assert runs[17].events(upkeep=True)["number"].to_list() == [each.number for each in record.events]
    for outside in (-1, 20):
        with pytest.raises(IndexError):
            runs[outside]
    assert len(list(runs)) == 20


def test_a_life_says_why_and_is_told(milk):
    life = milk.life(3)
    found = life.why(n=5)
    assert found.result == why(load("milk"), 1, 3, Why(n=5))
    assert found["causes"].height == len(found.result.causes)
    assert any("a chance in fetch(" in cause for cause in found["causes"]["cause"].to_list())
    assert "Cleo" in life.tell()
    assert life.tell(close_to="Cleo", person="first") != life.tell()
    assert life.tell(narrator="dry") != life.tell(narrator="plain") == life.tell()
    with pytest.raises(ValueError, match="nobody is called `Eve`: name one of"):
        life.tell(close_to="Eve")
    with pytest.raises(ValueError, match="no telling `backwards`"):
        life.tell("backwards")


@slow
def test_the_canons_life_can_be_asked_as_any(milk):
    life = milk.canon()
    assert life.course
    assert life.ending != "unended"
    assert life.why(n=0).result.ending == life.ending


def test_twins_are_lines_or_worlds(milk):
    line = "forbid blame(anyone, anyone)"
    found = milk.whatif(line, twicetold.load("milk", line), milk, n=60)
    below = whatif(load("milk"), [Twin(line, load("milk", [line]))], WhatIf(n=60))
    assert found.result.twins[0].endings == below.twins[0].endings == found.result.twins[1].endings
    assert found["endings"].filter(what_if="milk", difference=0.0).height == 4
    assert found["flips"].columns == ["what_if", "before", "after", "count", "runs"]


@slow
def test_everything_else_is_answered(milk, coins):
    assert milk.cover(50)["items"].height > 50
    assert coins.check(1000).result.holds
    given = milk.given('"tea in peace"', n=100)
    assert given["endings"].filter(what="tea in peace")["share"].to_list() == [1.0]
    rare = coins.rare("Ann.coins >= 2", n=50, through=["Ann.coins >= 1"], repetitions=6)
    assert rare["estimate"]["low"][0] < 0.005 < rare["estimate"]["high"][0]
    influences = coins.sensitivity(20, groups=8)["influences"]
    assert influences.filter(outcome="one", knob="lucky")["total"][0] > 0.5
    tuned = coins.tune('"none" = 20%', trials=10, n=100, check=1000)
    assert tuned.result.holds
    assert tuned["targets"].select("target", "holds").rows() == [('"none" = 20%', True)]
    assert tuned["knobs"]["found"][0] == pytest.approx(0.8, abs=0.1)


@slow
def test_what_is_shown_in_a_notebook_names_what_it_is(milk):
    runs = milk.many(20)
    shown = [milk, runs, runs[0], runs[0].why(n=0), milk.given("make_tea(Ada)", n=20)]
    for each in shown:
        assert "The last of the milk" in each._repr_html_()
    assert "<table" in runs._repr_html_()
    assert "&lt;b&gt;" in Answer("<b>", None, {})._repr_html_()
    assert repr(shown[-1]).startswith("The last of the milk: make_tea(Ada) in")


def test_it_is_frozen_and_mistakes_are_raised(milk):
    with pytest.raises(dataclasses.FrozenInstanceError):
        milk.name = "other"
    with pytest.raises(TaleError):
        twicetold.load("no such world")
    with pytest.raises(TaleError):
        milk.whatif("forbid blaim(anyone, anyone)")
    with pytest.raises(TaleError):
        milk.given("make_tea(Eve)")


def test_a_world_without_a_canon_has_no_life_of_one(coins):
    with pytest.raises(ValueError, match="no canon"):
        coins.canon()


@slow
def test_a_method_takes_its_question_or_the_fields_of_it(milk, coins):
    assert milk.many(questions.Many(30, seed=3)).batch == milk.many(30, seed=3).batch
    assert milk.many(questions.Many(30), seed=3).batch == milk.many(30, seed=3).batch
    assert milk.cover(questions.Cover(20)).result == milk.cover(20).result
    asked = questions.Given('"tea in peace"', n=20)
    assert milk.given(asked).result == milk.given('"tea in peace"', n=20).result
    line = "forbid blame(anyone, anyone)"
    assert milk.whatif(line, questions.WhatIf(n=20)).result.n == milk.whatif(line, n=20).result.n == 20
    assert milk.life(3).why(questions.Why(n=2)).result == milk.life(3).why(n=2).result
    told = milk.life(3).tell(questions.Tell(close_to=("Cleo",), person="first"))
    assert told == milk.life(3).tell(close_to="Cleo", person="first")
    tune = questions.Tune(('"none" = 20%',), trials=6, n=50, check=200)
    assert coins.tune(tune).result == coins.tune('"none" = 20%', trials=6, n=50, check=200).result


def test_a_field_that_is_none_is_refused(milk):
    for asked in (milk.many, milk.whatif, milk.life(3).tell, milk.life(3).why):
        with pytest.raises(TypeError):
            asked(lives=3)
    with pytest.raises(ValueError, match="the seed must be from 0"):
        milk.whatif("without dismay", questions.WhatIf(seed=-1))


def test_with_until_and_no_number_it_is_lived_as_often_as_it_takes(milk):
    runs = milk.many(until=0.1)
    assert runs.batch.known
    assert runs.batch.asked > questions.LIVES


def test_the_signature_of_a_method_is_that_of_its_question(milk):
    assert list(inspect.signature(milk.many).parameters) == ["n", "seed", "jobs", "until", "engine"]


def test_somebody_can_be_played():
    milk = twicetold.load("milk")
    first = milk.play(as_="Ada", seed=1, run=2)
    assert first.perceived == ("You shuffle into the kitchen.",)
    owned = first.wait_until().choose(1)
    life = milk.played(owned.live_on())
    assert life.ending == owned.live_on().ending
    assert life.events().row(-1, named=True)["name"] == life.ending
    assert "own_up" in life.events()["name"].to_list()
    assert milk.played(first.live_on()).record == milk.life(2).record
    assert milk.play(["Ada", "Ben"]).players == (1, 3)
    with pytest.raises(ValueError, match="did you mean `Ada`"):
        milk.play("Adda")
    with pytest.raises(ValueError, match="run"):
        milk.play("Ada", run=-1)


def test_a_life_and_where_lives_part_are_pictures_that_move(tmp_path: Path) -> None:
    milk = twicetold.load("milk")
    parting = milk.branches(200)
    assert parting["ways"]["lives"].sum() == 200
    pictures = [milk.life(3).picture(view) for view in ("storyline", "causes", "curve")]
    for picture in (*pictures, parting.picture, milk.many(50).flow()):
        assert picture.startswith("<?xml")
        assert "srcdoc" in picture._repr_html_()
    assert len({*pictures}) == 3
    pictures[0].save(tmp_path / "a.html")
    pictures[0].save(tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == pictures[0]
    assert "<script" in (tmp_path / "a.html").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="there is no view 'tree'"):
        milk.life(3).picture("tree")  # type: ignore[arg-type]
