"""What is shown of a session to whoever plays, in paragraphs: the same line by line, in windows, and to a
script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from twicetold.play.session import Session

AFTER: Final = "Ask `why`, `otherwise` or `tell`; `undo` goes back, `quit` leaves."
"""What can be done when all is over."""


def beginning(session: Session) -> tuple[str, ...]:
    """What stands before the first moment that is shown: who is played, and how the world begins, if nothing
    has been chosen yet."""
    names = " and ".join(session.world.entities[player].called for player in session.players)
    title = f"{session.world.name}. You are {names}; seed {session.seed}, run {session.run}."
    return (title, *([session.opening] if session.opening and not session.choices else []))


def moment(session: Session, noticed: Sequence[str]) -> tuple[str, ...]:
    """A moment: when it is, what was noticed, what is believed, what can be done."""
    if session.over:
        return (*noticed, f"The end: {session.ending}.", AFTER)
    return (when(session), *noticed, *believed(session), "\n".join(listed(session)))


def when(session: Session) -> str:
    """When it is; and whose turn, where several are played."""
    who = "" if len(session.players) == 1 else f", {session.world.entities[session.actor].called}"
    return f"{session.world.clock(session.seconds)}{who}"


class Reading:
    """Who reads along, from a session on to later ones of the same life: what they have not read yet is what
    was noticed, though several turns have gone by."""

    def __init__(self, session: Session) -> None:
        self._read = {player: len(session.lived_through(player)) - 1 for player in session.players}
        """How many of each player's passages have been read."""

    def noticed(self, session: Session) -> tuple[str, ...]:
        """What whose turn it is has noticed; at the end what each of those who are played has."""
        if not session.over:
            return (*self._unread(session, session.actor),)
        if len(session.players) == 1:
            return (*self._unread(session, session.players[0]),)
        return tuple(
            f"{session.world.entities[player].called}: {paragraph}"
            for player in session.players
            for paragraph in self._unread(session, player)
        )

    def _unread(self, session: Session, player: int) -> Iterator[str]:
        passages = session.lived_through(player)
        begun, self._read[player] = self._read[player], len(passages)
        for passage in passages[begun:]:
            yield from passage


def believed(session: Session) -> Iterator[str]:
    """What whose turn it is believes, in a sentence or more, if there is anything to say."""
    if session.believes:
        yield "As you believe: " + " ".join(session.believes)


def listed(session: Session) -> Iterator[str]:
    """The choices, each with its number."""
    for n, offer in enumerate(session.offers, 1):
        yield f"{n:>3}  {offer.text}"
    yield "  w  You wait."
