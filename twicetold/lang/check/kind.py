"""Kinds and their fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from twicetold.lang import limits, model, syntax
from twicetold.lang.check.declared import declared
from twicetold.lang.check.scope import Names

_Pronoun = Literal["he", "she", "they", "it"]


def declare(blocks: Sequence[syntax.Kind], names: Names) -> None:
    """Make all kinds known, each with its ancestors, then their fields."""
    first = [block for block in blocks if names.claim("thing", block.name)]
    by_name = {block.name.text: block for block in first}
    for block in first:
        lineage = _lineage(block, by_name)
        names.kinds[block.name.text] = model.Kind(
            block.name.text,
            lineage[1].name.text if len(lineage) > 1 else None,
            tuple(ancestor.name.text for ancestor in lineage),
            _pronoun(lineage),
            span=block.name.span,
        )
    for block in first:
        if block.parent:
            _check_parent(block, block.parent, by_name, names)


def _lineage(block: syntax.Kind, by_name: dict[str, syntax.Kind]) -> list[syntax.Kind]:
    """A kind and its ancestors, nearest first; a circle is cut where it closes, and what is too long."""
    lineage = {block.name.text: block}
    parent = block.parent
    while parent and parent.text in by_name and parent.text not in lineage and len(lineage) <= limits.NESTING:
        lineage[parent.text] = by_name[parent.text]
        parent = by_name[parent.text].parent
    return [*lineage.values()]


def _pronoun(lineage: Iterable[syntax.Kind]) -> _Pronoun:
    return next((kind.pronoun for kind in lineage if kind.pronoun), "it")


def _check_parent(
    block: syntax.Kind, parent: syntax.Name, by_name: dict[str, syntax.Kind], names: Names
) -> None:
    """Tell of a parent that there is not, of too many ancestors, and of a circle once, at its first kind."""
    if names.problems.full or names.kind(parent) is None:
        return
    lineage = names.kinds[block.name.text].lineage
    back = by_name[lineage[-1]].parent
    if len(lineage) > limits.NESTING:
        names.problems.tell("T0007.ancestors", parent.span, most=limits.NESTING)
    elif back and back.text == block.name.text == next(name for name in by_name if name in lineage):
        circle = " is ".join([*lineage, block.name.text])
        names.problems.tell("T0401.circle", parent.span, circle=circle)


def declare_fields(blocks: Sequence[syntax.Kind], relations: Sequence[syntax.Relation], names: Names) -> None:
    """Make the fields of all kinds known. One that has a namesake elsewhere is told apart as `Kind.field`."""
    said = Counter(name for block in blocks for name in {field.name.text for field in block.fields})
    said.update(relation.name.text for relation in relations)
    for block in blocks:
        if (
            names.kinds.get(block.name.text, None) is None
            or names.places["thing", block.name.text] != block.name.span
        ):
            continue
        for field in block.fields:
            _declare_field(block, field, said[field.name.text] > 1, names)


def _declare_field(block: syntax.Kind, field: syntax.Field, shared: bool, names: Names) -> None:
    kind = block.name.text
    type_ = declared(field.type, names)
    if not names.claim(f"field of {names.root(kind)}", field.name):
        return
    if type_ is None:
        names.lost.add(field.name.text)
        return
    name = f"{kind}.{field.name.text}" if shared else field.name.text
    if field.believed:
        names.believed.add(name)
    names.fields[names.root(kind), field.name.text] = model.Field(
        name,
        (kind,),
        type_,
        None,
        field.believed,
        mistaken=field.mistaken,
        unknowable=field.believed and field.name.text in names.unknowable,
        span=field.span,
    )
