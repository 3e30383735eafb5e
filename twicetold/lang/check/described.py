"""How those of a kind, or somebody or something alone, are described where a telling first names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.lang import model, syntax
from twicetold.lang.check import tell
from twicetold.lang.check.scope import Frame, Names, Scope


def introductions(
    kinds: Sequence[syntax.Kind],
    lines: Sequence[syntax.Entities],
    owned: Sequence[tuple[int, ...]],
    names: Names,
) -> tuple[model.Introduction, ...]:
    """Those of all entities; an entity's own line comes before that of its kind, and that before the kind's
    ancestors'. `owned` are the entities that each line declares.
    """
    alone = {
        number
        for line, numbers in zip(lines, owned, strict=True)
        if line.described is not None
        for number in numbers
    }
    said = {kind.name.text: kind.described for kind in kinds if kind.described is not None}
    made = [*_of_kinds(said, alone, names), *_of_lines(lines, owned, names)]
    return tuple(introduction for introduction in made if introduction is not None)


def _of_kinds(
    said: dict[str, syntax.Described], alone: set[int], names: Names
) -> Iterator[model.Introduction | None]:
    nearest = [
        next((kind for kind in names.kinds[entity.kind].lineage if kind in said), None)
        for entity in names.entities.values()
    ]
    for kind, described in said.items():
        if kind in names.kinds:
            scope = Scope(names, Frame()).bind(described.name, model.Ref(kind))
            those = (n for n, near in enumerate(nearest) if near == kind and n not in alone)
            yield _introduction(tuple(those), described.text, scope, scope.locals[described.name.text].slot)


def _of_lines(
    lines: Sequence[syntax.Entities], owned: Sequence[tuple[int, ...]], names: Names
) -> Iterator[model.Introduction | None]:
    for line, numbers in zip(lines, owned, strict=True):
        if line.described is not None:
            yield _introduction(numbers, line.described, Scope(names, Frame()), 0)


def _introduction(
    entities: tuple[int, ...], text: syntax.Text, scope: Scope, slot: int
) -> model.Introduction | None:
    plain = syntax.Wording("plain", None, None, text, text.span)
    wording = tell.wordings(syntax.Tell((plain,), text.span), scope)
    if not wording or not entities:
        return None
    return model.Introduction(entities, slot, wording[0], scope.frame.size)
