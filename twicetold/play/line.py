"""A line of play, recorded: the interpreter lives after what is played, so that it can be told and explained.

The sessions of one beginning share it. Whoever asks of a session is shown the recorded life as it was there:
where that comes after what was asked of last it is lived on, else it is lived anew from the beginning.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from twicetold.engine import Interpreter, Living, Turn

Taken = tuple[int, tuple[int, ...]] | None
"""What is chosen at a turn: the place of an action among the world's, and its roles; None for nothing."""


class Choice(NamedTuple):
    """What was chosen, when, and for whom."""

    tick: int
    actor: int
    taken: Taken


class Mark(NamedTuple):
    """A turn in the recorded life: whose, and how many events there were."""

    actor: int
    events: int


@dataclass(slots=True)
class _Run:
    """The recorded life, and how far it has come."""

    living: Living
    turns: Generator[Turn, int, None]
    turn: Turn | None = None
    marks: list[Mark] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    def on(self, place: int | None) -> None:
        """Live on up to the next turn, or the end."""
        try:
            self.turn = next(self.turns) if place is None else self.turns.send(place)
        except StopIteration:
            self.turn = None
            return
        log = self.living.state.log
        assert log is not None
        self.marks.append(Mark(self.turn.actor, len(log.events)))


@dataclass(frozen=True, slots=True)
class Now:
    """The recorded life at some moment: the turns that have come, that of the moment last; and the turn
    itself, None at the end."""

    living: Living
    marks: tuple[Mark, ...]
    turn: Turn | None


class Line:
    """The recorded life of the sessions of one beginning."""

    def __init__(self, interpreter: Interpreter, seed: int, run: int, players: Sequence[int]) -> None:
        self._interpreter = interpreter
        self._seed, self._run, self._players = seed, run, frozenset(players)
        self._lock = threading.RLock()
        self._at: _Run | None = None

    @contextmanager
    def at(self, choices: Sequence[Taken]) -> Iterator[Now]:
        """The life after some choices; it may be looked at while this lasts, and not be lived on."""
        with self._lock:
            at = self._at
            if at is None or at.taken != list(choices[: len(at.taken)]):
                at = self._begun()
            self._at = None  # an interrupt in between leaves none that is half-way
            for choice in choices[len(at.taken) :]:
                assert at.turn is not None
                at.taken.append(choice)
                at.on(_place(at.turn, choice))
            self._at = at
            yield Now(at.living, tuple(at.marks), at.turn)

    def _begun(self) -> _Run:
        living = self._interpreter.begin(self._seed, self._run)
        at = _Run(living, living.turns(self._players))
        at.on(None)
        return at


def _place(turn: Turn, taken: Taken) -> int:
    if taken is None:
        return -1
    return next(place for place, option in enumerate(turn.options) if option[:2] == taken)
