"""A pass over many lives: what is added up, how far it is told to be, where it stops, what Ctrl-C does."""

from __future__ import annotations

from collections.abc import Generator, Iterable

import pytest

from twicetold.engine import Interpreter
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import load_text
from twicetold.runs.living import Living
from twicetold.runs.passes import Pass

COIN = """
world "A coin"
  tick 1 second
  lasts 2 seconds

kind Coin
  heads yes/no

Penny is Coin

rule toss at 1 second
  chance 0.5
    Penny.heads = yes

ending "heads" when Penny.heads
ending "tails" at the end
"""


class Pieces(Living):
    """Lives as a `Living` hands them over, in pieces of this length; `ended` when nobody asks any more."""

    def __init__(self, length, interrupted_at=None):
        self.coin = Interpreter(load_text(COIN), counted=True)
        self.length = length
        self.interrupted_at = interrupted_at
        self.ended = False

    def live(self, ranges: Iterable[range]) -> Generator[Lives]:
        try:
            for runs in ranges:
                for first in range(runs.start, runs.stop, self.length):
                    if self.interrupted_at is not None and first >= self.interrupted_at:
                        raise KeyboardInterrupt
                    yield self.coin.lives(1, first, min(self.length, runs.stop - first))
        finally:
            self.ended = True


class Runs:
    """Which runs came, piece by piece, of one world or of several."""

    def __init__(self):
        self.pieces = []
        self.counted = []

    def add(self, *lives):
        self.pieces.append([(each.first, each.first + len(each)) for each in lives])
        self.counted.append(lives[0].counts is not None)


def test_every_piece_is_given_to_every_accumulator_in_order():
    one, other, told = Runs(), Runs(), []
    done = Pass(10, [one.add, other.add], lambda *far: told.append(far)).live(Pieces(4))
    assert done == 10
    assert one.pieces == other.pieces == [[(0, 4)], [(4, 8)], [(8, 10)]]
    assert told == [(4, 10), (8, 10), (10, 10)]


def test_pieces_that_are_not_cut_keep_their_counts():
    runs = Runs()
    Pass(10, [runs.add], looks=(4, 10), enough=lambda: False).live(Pieces(4))
    assert runs.counted == [True, True, True]


def test_worlds_are_lived_side_by_side_in_pieces_of_the_same_runs():
    runs = Runs()
    assert Pass(10, [runs.add]).live(Pieces(4), Pieces(5)) == 10
    assert runs.pieces == [[(0, 4)] * 2, [(4, 5)] * 2, [(5, 8)] * 2, [(8, 10)] * 2]


@pytest.mark.parametrize("length", [1, 3, 5, 12])
def test_it_stops_at_the_first_look_at_which_enough_is_known(length):
    runs, living, looked = Runs(), Pieces(length), []

    def enough():
        looked.append(runs.pieces[-1][0][1])
        return looked[-1] >= 7

    assert Pass(12, [runs.add], looks=(2, 4, 7, 11), enough=enough).live(living) == 7
    assert looked == [2, 4, 7]
    assert living.ended


def test_it_goes_on_from_what_is_known_already():
    runs, looked = Runs(), []

    def enough():
        looked.append(len(runs.pieces))
        return False

    going_on = Pass(12, [runs.add], looks=(6, 9), enough=enough, done=6)
    coin = Interpreter(load_text(COIN))
    going_on.take((coin.lives(1, first, 3),) for first in (6, 9))
    assert (going_on.done, len(looked)) == (12, 2)
    assert Pass(12, [runs.add], looks=(6,), enough=lambda: True, done=6).over(iter([()])) == 6


def test_an_interrupt_ends_the_pass_and_leaves_what_was_added_up():
    runs, living = Runs(), Pieces(4, interrupted_at=8)
    assert Pass(12, [runs.add]).live(living) == 8
    assert runs.pieces == [[(0, 4)], [(4, 8)]]
    assert living.ended


def test_an_interrupt_is_raised_where_less_would_be_another_answer():
    living = Pieces(4, interrupted_at=8)
    with pytest.raises(KeyboardInterrupt):
        Pass(12, [Runs().add], must_be_whole=True).live(living)
    assert living.ended


def test_what_has_a_length_is_enough_where_there_is_no_look():
    lines: list[str] = []
    told = []
    done = Pass(2, [lines.extend], lambda *far: told.append(far)).over(([line],) for line in ("a", "b"))
    assert (done, lines, told) == (2, ["a", "b"], [(1, 2), (2, 2)])
