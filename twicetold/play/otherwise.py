"""What other choices would have given: twins of a played life, with the same luck, that part from it at one
choice and then do what whoever is played would have done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from twicetold.engine import Option
from twicetold.play.session import Session
from twicetold.tell import Story

CHOICES: Final = 5
"""So many choices are asked about, the weightiest."""


@dataclass(frozen=True)
class Twin:
    """What a life comes to in which something else is chosen at one moment; None is to do nothing."""

    option: Option | None
    ending: str


@dataclass(frozen=True)
class Fork:
    """A moment at which something else could have been chosen: the session there, how the played life ends if
    from there on all is left to whoever is played, and what became of the twins."""

    at: Session
    chosen: Option | None
    kept: str
    twins: tuple[Twin, ...]

    @property
    def endings(self) -> tuple[tuple[str, float], ...]:
        """How the twins end, in shares, the most frequent first."""
        counted = Counter(twin.ending for twin in self.twins)
        return tuple((ending, n / len(self.twins)) for ending, n in counted.most_common())


def otherwise(session: Session, most: int = CHOICES) -> tuple[Fork, ...]:
    """What the weightiest choices of a life that has been played would have given otherwise, in their order:
    those on which most hangs in the recorded life. Nothing of a life that goes on."""
    if not session.over:
        return ()
    return tuple(_fork(after.before, after) for after in weightiest(session, most) if after.before)


def weightiest(session: Session, most: int) -> Sequence[Session]:
    """The sessions right after the choices of the played on which most hangs, in their order. Where nothing
    that was done has any weight, the last choices."""
    sessions = list(session.path)[::-1][1:]
    with session.line.at([choice.taken for choice in session.choices]) as now:
        story = Story(session.world, now.living.so_far())
    weight = {
        (event.began, event.roles[0]): story.weights[event.number]
        for event in story.life.events
        if event.sort == "action"
    }

    def weighs(after: Session) -> tuple[float, int]:
        choice = after.choices[-1]
        acted = weight.get((choice.tick, choice.actor), 0.0) if choice.taken is not None else 0.0
        return acted, choice.tick

    weighty = [after for after in sessions if weighs(after)[0] > 0]
    chosen = sorted(weighty or sessions, key=weighs, reverse=True)[:most]
    return sorted(chosen, key=lambda after: len(after.choices))


def _fork(at: Session, after: Session) -> Fork:
    taken = after.choices[-1].taken
    others: list[Option | None] = [option for option in at.options if option[:2] != taken]
    others += [] if taken is None else [None]
    twins = tuple(
        Twin(option, _ended(at.wait() if option is None else at.choose(option))) for option in others
    )
    chosen = next((option for option in at.options if option[:2] == taken), None)
    return Fork(at, chosen, _ended(after), twins)


def _ended(session: Session) -> str:
    """How it ends if from here on everybody does what they would do."""
    ending = session.live_on().ending
    assert ending is not None
    return ending
