"""What minds believe at the start."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.lang import model, syntax
from twicetold.lang.check import cell, start
from twicetold.lang.check.scope import Names


def believe(block: syntax.Belief, starts: start.Starts, minds: Sequence[int], names: Names) -> None:
    """`Cain believes love(Abel, Cain) 0`; without names, everyone (`minds`) believes it."""
    about = start.target(block.start, (), names)
    if about is None:
        return
    groups, found = about
    if found.name not in names.believed:
        name = cell.name_of(block.start.target)
        help = "mark it `believed` where it is declared"
        names.problems.error(
            "T0406", block.start.span, f"`{name}` is not believed: everybody knows it as it is", help
        )
        return
    for number in _named(block, names) if block.minds else minds:
        if names.problems.full:
            return
        _believe(number, block, groups, found, starts, names)


def _named(block: syntax.Belief, names: Names) -> list[int]:
    found = [start.entity(name, names) for name in block.minds]
    return [number for number in found if number is not None]


def _believe(
    mind: int,
    block: syntax.Belief,
    groups: start.Groups,
    found: model.Field,
    starts: start.Starts,
    names: Names,
) -> None:
    name = cell.name_of(block.start.target)
    site = f"start/{name}/believed by {names.entities[mind].name}"
    value = start.value(block.start, found, site, names)
    if value is None or not starts.has_room(len(groups), block.span):
        return
    for entities in groups:
        if mind == entities[0] or (found.symmetric and mind in entities):
            _own(mind, block, names)
        else:
            starts.made.append(model.Start(found.name, entities, value, mind, span=block.span))


def _own(mind: int, block: syntax.Belief, names: Names) -> None:
    """Nobody is deceived about themselves; of everyone, the one whom it concerns is simply left out."""
    if block.minds:
        who = names.entities[mind].name
        help = "give the field its value instead, or let somebody else believe it"
        message = f"everybody knows their own fields: `{who}` cannot believe otherwise"
        names.problems.warning("T0508", block.start.span, message, help)
