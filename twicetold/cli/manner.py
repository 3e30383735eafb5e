"""How a life is told, as a command asks for it."""

from __future__ import annotations

from twicetold.cli.output import Mistake
from twicetold.lang import model
from twicetold.lang.model.telling import Telling
from twicetold.questions import Tell
from twicetold.tell.manner import CannotTell, narrator_of, telling_of
from twicetold.tell.narrators import Narrator


def telling(world: model.World, manner: Tell) -> Telling:
    """The telling asked for. Raises Mistake if the world has none such, or nobody such."""
    try:
        return telling_of(world, manner)
    except CannotTell as error:
        raise Mistake(str(error)) from None


def narrator(manner: Tell) -> Narrator | None:
    """Who is asked to tell it. Raises Mistake if there is nobody such, or the file is no narrator."""
    try:
        return narrator_of(manner)
    except CannotTell as error:
        raise Mistake(str(error)) from None
