"""Kinds and their fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from twicetold.lang import limits, model, syntax
from twicetold.lang.check.declared import declared
from twicetold.lang.check.scope import Names

_Pronoun = Literal["he", "she", "they", "it"]


def declare(blocks: Sequence[syntax.Kind], names: Names) -> None:
    """Make all kinds known, each with its ancestors, then their fields."""
    first = {block.name.text: block for block in blocks if names.claim("thing", block.name)}
    above = {
        name: [parent.text for parent in block.parents if parent.text in first]
        for name, block in first.items()
    }
    circles = _cut_circles(above)
    lineages = _lineages(above)
    for name, block in first.items():
        names.kinds[name] = model.Kind(
            name,
            next(iter(above[name]), None),
            lineages[name],
            _pronoun(lineages[name], first),
            span=block.name.span,
        )
    for name, block in first.items():
        _check_parents(block, circles.get(name), names)


def _cut_circles(above: dict[str, list[str]]) -> dict[str, list[str]]:
    """The circles of kinds, each by the first declared of it, which is left without parents."""
    circles = {}
    while True:
        try:
            TopologicalSorter(above).prepare()
        except CycleError as error:
            around = error.args[1][:0:-1]
            first = next(name for name in above if name in around)
            place = around.index(first)
            circles[first] = [*around[place:], *around[:place], first]
            above[first] = []
        else:
            return circles


def _lineages(above: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Each kind with its ancestors, nearest first: none stands before one that descends from it. A list is
    cut where it is longer than may be."""
    lineages: dict[str, tuple[str, ...]] = {}
    for name in TopologicalSorter(above).static_order():
        merged: list[str] = []
        for parent in above[name]:
            merged = [*(kind for kind in merged if kind not in lineages[parent]), *lineages[parent]]
        lineages[name] = (name, *merged)[: limits.NESTING + 1]
    return lineages


def _pronoun(lineage: Iterable[str], blocks: dict[str, syntax.Kind]) -> _Pronoun:
    return next((said for kind in lineage if (said := blocks[kind].pronoun)), "it")


def _check_parents(block: syntax.Kind, circle: list[str] | None, names: Names) -> None:
    """Tell of a parent that there is not, of too many ancestors, of a circle, of parents of two families."""
    known = [parent for parent in block.parents if not names.problems.full and names.kind(parent) is not None]
    if not known:
        return
    if len(names.kinds[block.name.text].lineage) > limits.NESTING:
        names.problems.tell("T0007.ancestors", known[0].span, most=limits.NESTING)
    elif circle is not None:
        around = next(parent for parent in known if parent.text == circle[1])
        names.problems.tell("T0401.circle", around.span, circle=" is ".join(circle))
    else:
        _check_family(block, known, names)


def _check_family(block: syntax.Kind, parents: Sequence[syntax.Name], names: Names) -> None:
    """Tell of a second parent that shares no ancestor with the first: a family has one oldest ancestor."""
    first, *others = parents
    for other in others:
        if names.root(other.text) != names.root(first.text):
            names.problems.tell(
                "T0450.families", other.span, kind=block.name.text, first=first.text, other=other.text,
                root=names.root(first.text), its=names.root(other.text),
            )  # fmt: skip


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
            shared, unknowable = said[field.name.text] > 1, field.name.text in names.unknowable
            names.memo.once(
                f"field{' shared' * shared}{' unknowable' * unknowable}",
                (block, field),
                partial(_declare_field, block, field, shared, names),
            )


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
    names.fields[names.root(kind), field.name.text] = names.keep(
        model.Field(
            name,
            (kind,),
            type_,
            None,
            field.believed,
            mistaken=field.mistaken,
            unknowable=field.believed and field.name.text in names.unknowable,
            span=field.span,
        )
    )
