"""Lives in which somebody is played: compiled code stops where the interpreter does, with the same to choose
from and the same in mind, and goes on to the same life.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import pytest

from tests.bundled import load
from tests.generated.shares import SHARES, share
from tests.sampled import sampled, slow
from twicetold.engine import Interpreter, Turn
from twicetold.engine.interpreter import Living
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.playing import Moment, Playing
from twicetold.lang import load_text, model

SEED = 5

TURNS = 25
"""So many turns of a life are chosen at random; the rest is what would have been done."""


@dataclass
class Played:
    """One life by both engines, choice for choice."""

    playing: Playing
    interpreter: Interpreter
    run: int
    players: Collection[int]
    luck: random.Random
    turns: int = 0
    options: int = 0
    moments: list[Moment] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)

    def live(self) -> None:
        living = self.interpreter.begin(SEED, self.run, record=False)
        turns = living.turns(self.players)
        moment = self.playing.begin(SEED, self.run, self.players)
        turn = next(turns, None)
        while turn is not None:
            self.same(moment, turn, living)
            place = turn.decided
            if self.turns <= TURNS:
                place = self.luck.choice((turn.decided, -1, *range(len(turn.options))))
            self.moments.append(moment)
            self.taken.append(place)
            moment = self.playing.take(moment, None if place == -1 else turn.options[place])
            try:
                turn = turns.send(place)
            except StopIteration:
                turn = None
        assert moment.actor == -1
        assert self.playing.names.endings[moment.ending] == living.ending
        assert int(self.playing.life(moment).digest[0]) == living.digest()
        self.moments.append(moment)

    def same(self, moment: Moment, turn: Turn, living: Living) -> None:
        """It is the same turn, with the same options, urges and beliefs."""
        assert moment.actor == turn.actor
        assert moment.tick == living.state.tick
        assert self.playing.turn(moment) == turn
        self.turns += 1
        self.options += len(turn.options)
        if self.turns <= TURNS:
            assert self.believed(moment) == [*held(living, turn.actor)]

    def believed(self, moment: Moment) -> list[float | None]:
        mind = self.playing.mind(moment, moment.actor)
        return [
            None if unknown else value
            for value, unknown in zip(mind.values.tolist(), mind.unknown.tolist(), strict=True)
        ]


def held(living: Living, mind: int) -> list[float | None]:
    """What a mind of the interpreter takes each cell to be; None where it does not know it."""
    state, values = living.state, []
    for placed in living.build.layout.fields.values():
        for n, of in enumerate(placed.cells):
            cell = placed.base + n
            known = not placed.field.believed or placed.field.knows(mind, of)
            value = state.cells[cell] if known else state.held[mind].get(cell, state.first[cell])
            values.append(None if value == model.UNKNOWN else float(value))
    return values


def play(world: model.World, lives: int, playing: Playing | None = None) -> Played:
    """Play some lives of a world, each as other people."""
    playing, interpreter, luck = playing or Playing(world, tier="quick"), Interpreter(world), random.Random(1)
    played = None
    for run in range(lives):
        players = luck.sample(playing.actors, min(len(playing.actors), 1 + run % 3))
        played = Played(playing, interpreter, run, players, luck)
        played.live()
    assert played is not None
    return played


@pytest.mark.parametrize(("name", "lives"), [("milk", 4), ("night_mail", 3), ("brawl", 1)])
def test_a_played_life_is_the_interpreters(name: str, lives: int) -> None:
    played = play(load(name), lives)
    assert played.options >= played.turns > 0


@pytest.mark.parametrize("number", sampled(range(0, SHARES, 2), 1))
@slow
def test_played_lives_of_generated_worlds_are_the_interpreters(number: int) -> None:
    acting = [world for _, world in share(number).taken if world.actions]
    play(acting[number % len(acting)], 3)


@pytest.mark.parametrize("name", ["milk", "brawl"])
def test_who_does_what_they_would_have_done_lives_as_if_nobody_were_played(name: str) -> None:
    world = load(name)
    playing, kernel = Playing(world, tier="quick"), Kernel(world, tier="quick")
    expected = kernel.lives(SEED, 0, 6)
    for run in range(6):
        moment = playing.begin(SEED, run, playing.actors)
        while moment.actor >= 0:
            moment = playing.go_on(moment)
        assert playing.life(moment).digest[0] == expected.digest[run]
    assert np.array_equal(playing.lives(SEED, 0, 6).digest, expected.digest), "with nobody played too"


def test_a_moment_can_be_gone_on_with_again() -> None:
    played = play(load("night_mail"), 1)
    playing, end = played.playing, int(played.playing.life(played.moments[-1]).digest[0])
    for place in (0, len(played.taken) // 2):
        moment = played.moments[place]
        for taken in played.taken[place:]:
            turn = playing.turn(moment)
            moment = playing.take(moment, None if taken == -1 else turn.options[taken])
        assert int(playing.life(moment).digest[0]) == end


def test_events_are_given_once_each() -> None:
    playing = Playing(load("brawl"), tier="quick")
    moments = [playing.begin(SEED, 0, playing.actors[:2])]
    while moments[-1].actor >= 0:
        moments.append(playing.go_on(moments[-1]))
    rows = np.concatenate([moment.events for moment in moments])
    assert len(rows) > 100
    assert (np.diff(rows[:, 4]) >= 0).all(), "in order of their ends"
    assert rows[-1, 4] <= moments[-1].tick


MANY = """
world "Many"
  tick 1 second
  lasts 3 seconds
kind Person
  seen whole
40 Person
action look (p: Person, q: Person, r: Person)
  urge 0.01
  then
    p.seen += 1
ending "over" at the end
"""


def test_there_may_be_more_options_than_room_for_them() -> None:
    played = play(load_text(MANY), 1)
    assert played.options == played.turns * 39 * 38


def test_only_who_can_act_can_be_played() -> None:
    playing = Playing(load("milk"), tier="quick")
    nobody = next(n for n in range(len(playing.world.entities)) if n not in playing.actors)
    with pytest.raises(KeyError):
        playing.begin(SEED, 0, [nobody])
