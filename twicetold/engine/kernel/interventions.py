"""Interventions as rows of numbers, which code that was compiled once is given for each batch of lives.

The code knows only the conditions of the world's own interventions; who, what and when are in the rows. The
table begins with the place of the first row of each *subject*, what an intervention can be about, and of the
end of the last; then come the rows. Of several rows of a subject that fit, the first counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.meaning.interventions import Intervention, Standing, Subject, conditions, standing
from twicetold.engine.meaning.names import names
from twicetold.lang import limits, model

FIRST, LAST, WHEN, ONCE, AGAIN, VALUE = range(6)
"""What is where in a row: the first and the last tick; the number of its condition and of its being for once,
or -1; the time in a tick, -1 for each; the value and, further on, its higher bits; then the roles, -1 for
anyone."""

PIECES: Final = 3
"""A value is cut into so many pieces of `PIECE` bits each, the lowest first."""

PIECE: Final = 31

FIRST_ROLE: Final = VALUE + PIECES

WIDTH: Final = FIRST_ROLE + limits.ROLES

ONCES: Final = limits.INTERVENTIONS
"""So many can be for once."""


class Subjects:
    """What interventions in a world can be about, numbered: all constructs, the same without their effects,
    all chances, luck."""

    def __init__(self, world: model.World) -> None:
        constructs = names(world).constructs
        chances = [
            node.site for node in model.nodes(world, expressions=False) if isinstance(node, model.Chance)
        ]
        self._number: dict[Subject, int] = {
            **{("what", name): n for n, name in enumerate(constructs)},
            **{("void", name): len(constructs) + n for n, name in enumerate(constructs)},
            **{("falls", site): 2 * len(constructs) + n for n, site in enumerate(dict.fromkeys(chances))},
        }
        self._number["luck", ""] = len(self._number)

    def __len__(self) -> int:
        return len(self._number)

    def number(self, subject: Subject) -> int:
        """The number of a subject. Raises KeyError if the world has no such thing."""
        return self._number[subject]


def table(world: model.World, subjects: Subjects, further: Sequence[Intervention] = ()) -> NDArray[np.int32]:
    """The table of a world's own interventions, and of further ones with no other conditions.

    Raises ValueError if one has another condition or more than `ONCES` are for once, KeyError if one is about
    something that the world does not have.
    """
    known = conditions(world.interventions)
    by_subject: list[list[list[int]]] = [[] for _ in range(len(subjects))]
    onces = 0
    for intervention in map(standing, (*world.interventions, *further)):
        once = -1
        if intervention.once:
            once, onces = onces, onces + 1
        by_subject[subjects.number(intervention.subject)].insert(0, _row(intervention, once, known))
    if onces > ONCES:
        raise ValueError(f"{onces} interventions are for once; there can be {ONCES}")
    starts = np.cumsum([0, *map(len, by_subject)])
    rows = [row for rows in by_subject for row in rows]
    return np.array([*starts, *(value for row in rows for value in row)], np.int32)


def _row(said: Standing, once: int, known: Sequence[tuple[model.Expr, int]]) -> list[int]:
    when = -1
    if said.when is not None:
        try:
            when = known.index((said.when, said.size))
        except ValueError:
            raise ValueError("this code does not know the condition of an intervention") from None
    pieces = [said.value >> (PIECE * n) & (2**PIECE - 1) for n in range(PIECES)]
    roles = [-1 if role is None else role for role in said.roles[: limits.ROLES]]
    again = -1 if said.again is None else said.again
    return [said.first, said.last, when, once, again, *pieces, *roles, *[-1] * (limits.ROLES - len(roles))]
