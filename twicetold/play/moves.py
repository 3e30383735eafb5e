"""Moves: what is typed, or stands in a script, as what is done in a session.

A choice is known by its number, by its sentence or the formula of it (`blame(Ada, Ben)`), or by the beginning
of either; capitals, and "you" at the beginning, do not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from twicetold.engine import Option
from twicetold.play.session import Offer, Session


class NoMove(ValueError):
    """What is no move there, or could be several; the message says so."""


@dataclass(frozen=True)
class Choose:
    """One of the options."""

    option: Option


@dataclass(frozen=True)
class Wait:
    """Nothing: for so many ticks, or until something is noticed."""

    ticks: int | None


@dataclass(frozen=True)
class GoOn:
    """What they would do, so many times; None is up to the end."""

    times: int | None


Move = Choose | Wait | GoOn

_WAIT = re.compile(r"(?:wait|w|z)(?: (\d{1,9}))?", re.IGNORECASE)
_GO_ON = re.compile(r"go on(?: (\d{1,9}|to the end))?", re.IGNORECASE)
_ACTION = re.compile(r"[^\W\d]\w*\([^()]*\)")


def move_of(session: Session, text: str) -> Move:
    """The move of a line. Raises NoMove."""
    text = " ".join(text.split())
    if said := _WAIT.fullmatch(text):
        return Wait(int(said[1]) if said[1] else None)
    if said := _GO_ON.fullmatch(text):
        return GoOn(None if said[1] == "to the end" else int(said[1] or 1))
    if text.isdecimal():
        if not 1 <= int(text) <= len(session.options):
            raise NoMove(f"there is no choice {text}: {_known(session)}")
        return Choose(session.options[int(text) - 1])
    return Choose(_meant(session, text).option)


def moved(session: Session, move: Move) -> Session:
    """The session after a move. Raises NotOpen at the end of the life."""
    match move:
        case Choose(option):
            return session.choose(option)
        case Wait(ticks):
            return session.wait_until(ticks)
        case GoOn(None):
            return session.live_on()
        case GoOn(times):
            for _ in range(times or 0):
                session = session if session.over else session.go_on()
            return session


def _meant(session: Session, text: str) -> Offer:
    """The option that some words mean: the one that is so, else the only one that begins so."""
    wanted = _plain(text)
    if not wanted:
        raise NoMove(f"say what to do: {_known(session)}")
    named = [(offer, _names(offer)) for offer in session.offers]
    exactly = [offer for offer, names in named if wanted in names]
    if len(exactly) == 1:
        return exactly[0]
    found = exactly or [offer for offer, names in named if any(name.startswith(wanted) for name in names)]
    if len(found) == 1:
        return found[0]
    if found:
        listed = "; ".join(offer.formula for offer in found[:4])
        raise NoMove(f"`{text}` could be any of {len(found)} choices: {listed}")
    raise NoMove(f"nothing that can be done here begins with `{text}`: {_known(session)}")


def _names(offer: Offer) -> tuple[str, ...]:
    """What an option may be called: its sentence, its formula, the name of its action."""
    name = offer.formula.partition("(")[0]
    return _plain(offer.text), _plain(offer.formula), _plain(name.replace("_", " "))


def _plain(text: str) -> str:
    text = text.casefold().replace("’", "'").replace("“", '"').replace("”", '"').strip()
    return text if _ACTION.fullmatch(text) else text.rstrip(".!?… ").removeprefix("you ")


def _known(session: Session) -> str:
    if session.over:
        return "the life has ended"
    formulas = [offer.formula for offer in session.offers]
    shown = [*formulas[:6], "…"] if len(formulas) > 6 else formulas
    return f"open are {', '.join(shown)}, and to wait"
