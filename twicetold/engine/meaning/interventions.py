"""Interventions: what is made otherwise in a life than its world would have it. To those that a text can say
come two that only questions ask; they are given to an engine beside the world, after the world's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from twicetold.lang import model
from twicetold.lang.exact import FOREVER


@dataclass(frozen=True, slots=True)
class Void:
    """In the ticks `first` to `last` the action, event or rule `name` takes place without its effects, where
    its first roles are taken by `roles`; None, and any that are left out, is anyone.
    """

    name: str
    roles: tuple[int | None, ...] = ()
    first: int = 0
    last: int = FOREVER


@dataclass(frozen=True, slots=True)
class Luck:
    """In the ticks `first` to `last` all is drawn as in another run."""

    run: int
    first: int = 0
    last: int = FOREVER


Intervention = model.Intervention | Void | Luck
"""Where several say something of one thing, the last does."""

Subject = tuple[Literal["what", "void", "falls", "luck"], str]
"""What an intervention is about: whether a construct takes place or is chosen, whether it has its effects,
how the chance of a site falls, whose luck it is; and the name of that."""

FORBIDDEN: Final = 0
FORCED: Final = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """What an intervention comes to: a value of its subject, wherever it stands. The value is `FORBIDDEN` or
    `FORCED`, whether a chance holds, or a run; that of what has no effects says nothing. For the rest see
    `model.Intervention`.
    """

    subject: Subject
    value: int
    roles: tuple[int | None, ...]
    first: int
    last: int
    when: model.Expr | None = None
    size: int = 1
    once: bool = False
    again: int | None = None


def standing(said: Intervention) -> Standing:
    """What one intervention comes to."""
    match said:
        case Void(name, roles, first, last):
            return Standing(("void", name), 0, roles, first, last)
        case Luck(run, first, last):
            return Standing(("luck", ""), run, (), first, last)
        case model.Intervention(verb="falls"):
            subject: Subject = "falls", said.name
            value = said.value
        case model.Intervention():
            subject = "what", said.name
            value = FORCED if said.verb == "force" else FORBIDDEN
    return Standing(
        subject, value, said.roles, said.first, said.last, said.when, said.size, said.once, said.again
    )


def conditions(interventions: Iterable[model.Intervention]) -> tuple[tuple[model.Expr, int], ...]:
    """The conditions of interventions, each once: an expression and the length of its frame."""
    return tuple(dict.fromkeys((said.when, said.size) for said in interventions if said.when is not None))
