"""What minds believe at the start, also of what others believe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, product

from twicetold.lang import model, syntax
from twicetold.lang.check import believes, cell, start, unknown
from twicetold.lang.check.scope import Frame, Names, Scope


def believe(block: syntax.Belief, starts: start.Starts, minds: Sequence[int], names: Names) -> None:
    """`Cain believes love(Abel, Cain) 0`; without names, everyone (`minds`) believes it. `Cain believes Abel
    believes …` is what Cain takes Abel to believe."""
    inner = tuple(number for name in block.inner if (number := start.entity(name, names)) is not None)
    if len(inner) < len(block.inner):
        return
    if block.inner and not believes.fits(1 + len(inner), block.inner[-1].span, Scope(names, Frame())):
        return
    about = start.target(block.start, (), names)
    if about is None:
        return
    groups, field = about
    if field.name not in names.believed:
        name = cell.name_of(block.start.target)
        names.problems.tell("T0406.name", block.start.span, name=name)
        return
    is_unknown = unknown.is_meant(block.start.value, field.type, names)
    value: model.Expr | None = model.Const(model.default(field.type), field.type)
    if not is_unknown:
        value = start.value(block.start, field, start.site(cell.name_of(block.start.target), field), names)
    levels = range(1, names.depth - len(inner) + 1)
    many = len(block.minds) or sum(len(minds) ** level for level in levels)
    if value is None or not starts.has_room(many * len(groups), block.span):
        return
    if block.minds:
        numbers = [start.entity(name, names) for name in block.minds]
        paths = [_path((number, *inner)) for number in numbers if number is not None]
    else:
        paths = list(_common(minds, inner, levels))
    for path in paths:
        thought = _drawn_by(" ".join(names.entities[mind].name for mind in path), value)
        for entities in groups:
            if not field.knows(path[-1], entities):
                made = model.Start(
                    field.name, entities, thought, path[0], is_unknown, path[1:], span=block.span
                )
                starts.made.append(made)
            elif block.minds:
                _own(path[-1], block, names)


def _path(minds: Sequence[int]) -> tuple[int, ...]:
    """A path of minds: what one believes oneself to believe, one believes."""
    return tuple(mind for mind, _ in groupby(minds))


def _common(minds: Sequence[int], inner: tuple[int, ...], levels: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """What everyone believes is common: everyone takes the others to believe it too, also whoever it is about
    and who knows better, as deep as minds go."""
    for deep in levels:
        for path in product(minds, repeat=deep):
            whole = (*path, *inner)
            if _path(whole) == whole:
                yield whole


def _drawn_by(mind: str, value: model.Expr) -> model.Expr:
    """The value with draws of its own for one mind."""
    return model.redrawn(value, lambda site: f"{site}/believed by {mind}")


def _own(mind: int, block: syntax.Belief, names: Names) -> None:
    """Nobody is deceived about themselves."""
    who = names.entities[mind].name
    names.problems.tell("T0508.believes", block.start.span, who=who)
