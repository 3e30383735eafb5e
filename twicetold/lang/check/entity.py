"""Entities: who and what there is."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.lang import limits, model, syntax
from twicetold.lang.check.scope import Names


def declare(block: syntax.Entities, names: Names) -> tuple[int, ...]:
    """Make the entities of a line known; their numbers."""
    kind = names.kind(block.kind)
    count = int(block.bulk.value) if block.bulk else len(block.names)
    if kind is None:
        names.lost.update(name.text for name in block.names)
        names.all_there = False
        return ()
    if len(names.entities) + count > limits.ENTITIES:
        _too_many(block, len(names.entities) + count, names)
        names.all_there = False
        return ()
    numbers = []
    for name in _names(block, count, names):
        if not names.claim("thing", name):
            continue
        numbers.append(len(names.entities))
        names.numbers[name.text] = len(names.entities)
        names.entities.append(_entity(block, name, kind, names))
        for each in names.kinds[kind].lineage:
            names.population[each] = names.population.get(each, 0) + 1
    return tuple(numbers)


def _too_many(block: syntax.Entities, count: int, names: Names) -> None:
    names.problems.error(
        "T0420",
        block.bulk.span if block.bulk else block.names[0].span,
        f"with these there are {count:,} entities; a world has {limits.ENTITIES:,} at most",
        "declare fewer",
    )


def _names(block: syntax.Entities, count: int, names: Names) -> Iterator[syntax.Name]:
    """The names of a line's entities; those of a group are numbered, on from the groups of that kind
    before it."""
    if block.bulk is None:
        yield from block.names
        return
    kind = block.kind.text
    first = names.numbered.get(kind, 0) + 1
    names.numbered[kind] = first + count - 1
    for number in range(first, first + count):
        yield syntax.Name(f"{kind}_{number}", block.kind.span)


def _entity(block: syntax.Entities, name: syntax.Name, kind: str, names: Names) -> model.Entity:
    called = block.called.text if block.called else name.text.replace("_", " ")
    pronoun = block.pronoun or names.kinds[kind].pronoun
    return model.Entity(name.text, kind, called, pronoun, block.spare, span=name.span)
