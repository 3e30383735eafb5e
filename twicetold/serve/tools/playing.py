"""Playing a part: a moment of a life in which somebody is played, by all that has been chosen up to it.

Nothing is kept between two calls: whoever plays sends their choices each time, and gets the same moment for
the same choices. So to undo is to leave the last of them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from twicetold.play import CannotPlay, NotOpen, Session, Stage, begin
from twicetold.play.moves import NoMove, move_of, moved
from twicetold.questions import Option, Seed
from twicetold.serve.desk import Desk, World
from twicetold.serve.refusals import Refused
from twicetold.serve.tool import tool
from twicetold.serve.tools.living import Run

CHOICES: Final = 1_000
"""So many choices can be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play(World):
    """A moment of a life in which somebody is played."""

    who: Annotated[tuple[str, ...], Option("Who is played, by name; several, if you play several.")]
    seed: Seed = 1
    run: Run = 0
    choices: Annotated[
        tuple[str, ...],
        Option(
            "All that was chosen up to this moment, in order: each as `does` or `text` of the choices of its"
            " moment say it; `wait` for nothing until something is noticed, `wait 3` for so many ticks;"
            " `go on` for what they would do themselves, `go on to the end` for the rest of the life."
        ),
    ] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """Something that can be done, as whose turn it is believes: in words, as it is sent, how likely they
    would be to choose it themselves, and whether they would."""

    text: str
    does: str
    chance: float
    would: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment: when it is, whose turn, what they have noticed since their turn before and what they
    believe, in sentences that say you to them, and what they can do; `more` choices are left out. At the end
    `ending` says how it ended, and nobody can do anything. `opening` is how the world begins, at the
    beginning."""

    world: str
    seed: int
    run: int
    at: str
    turn: str | None
    opening: str
    noticed: tuple[str, ...]
    believes: tuple[str, ...]
    choices: tuple[Open, ...]
    more: int
    ending: str | None


@tool("Play a part")
def play(desk: Desk, asked: Play) -> Moment:
    """Play one or more people in a life: what they notice, what they believe, and what they can do now. Send
    all choices up to now each time, and one more to go on; everybody else lives on by the rules of the world,
    with the luck of `seed` and `run`."""
    if len(asked.choices) > CHOICES:
        raise Refused(f"these are {len(asked.choices):,} choices; send {CHOICES:,} at most")
    stage = Stage(desk.load(asked).world)
    try:
        session = begin(stage, asked.who, asked.seed, asked.run)
    except CannotPlay as error:
        raise Refused(str(error)) from None
    for place, choice in enumerate(asked.choices, 1):
        try:
            session = moved(session, move_of(session, choice))
        except (NoMove, NotOpen) as error:
            raise Refused(f"choice {place}: {error}") from None
        desk.progress(place, len(asked.choices))
    return _shown(desk, session)


def _shown(desk: Desk, session: Session) -> Moment:
    world = session.world
    offers = [Open(offer.text, offer.formula, offer.chance, offer.would) for offer in session.offers]
    page, after = desk.page(offers, 0, lambda offer: offer, lambda offer: 60 + len(offer.text + offer.does))
    return Moment(
        world.name,
        session.seed,
        session.run,
        world.clock(session.seconds),
        None if session.over else world.entities[session.actor].name,
        "" if session.choices else session.opening,
        session.perceived,
        session.believes,
        page,
        0 if after is None else len(offers) - after,
        session.ending,
    )


TOOLS: Final = (play,)
