"""What somebody takes another to believe, in words: the belief in a belief, the true one, and whence each."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.ask.names import Names
from twicetold.engine.observe import Since, Taken


def sentence(names: Names, taken: Taken) -> str:
    """What an actor takes another to believe, whether the other does, and since when.

    `Ben takes Cleo to believe that Spare.at is Stone, from the start; but Cleo believes that it is Barn,
    since 5:00 move(Ada, Spare, Barn)`.
    """
    actor, *others = map(names.entity, taken.minds)
    cell = names.cell(taken.field, taken.entities)
    value = names.value(taken.field, taken.taken)
    said = f"{_believes([actor, *others])} that {cell} is {value}, {_whence(names, taken.since_taken)}"
    if not taken.wrong:
        return f"{said}; and {others[0]} does"
    held = names.value(taken.field, taken.held)
    return f"{said}; but {_believes(others)} that it is {held}, {_whence(names, taken.since_held)}"


def _believes(people: Sequence[str]) -> str:
    """Somebody believes, or takes another to, or takes another to take a third to."""
    first, *others = people
    return f"{first} takes {' to take '.join(others)} to believe" if others else f"{first} believes"


def _whence(names: Names, since: Since | None) -> str:
    if since is None:
        return "from the start"
    return f"since {names.world.clock(since.seconds)} {names.event(since.name, since.roles)}"
