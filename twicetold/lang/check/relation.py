"""Relations: fields of a pair or of three."""

from __future__ import annotations

from twicetold.lang import model, syntax
from twicetold.lang.check.declared import declared
from twicetold.lang.check.draw import DISTRIBUTIONS
from twicetold.lang.check.function import BUILT_IN
from twicetold.lang.check.scope import Names


def declare(block: syntax.Relation, names: Names) -> None:
    """Make a relation known."""
    over = [names.kind(kind) for kind in block.over]
    type_ = declared(block.type, names)
    kinds = tuple(kind for kind in over if kind)
    if not names.claim("thing", block.name) or not free_of_built_in(block.name, names):
        return
    if type_ is None or len(kinds) < len(over) or not _well_formed(block, type_, names):
        names.lost.add(block.name.text)
        return
    if block.believed:
        names.believed.add(block.name.text)
    names.relations[block.name.text] = names.keep(
        model.Field(
            block.name.text,
            kinds,
            type_,
            None,
            block.believed,
            block.symmetric,
            mistaken=block.mistaken,
            unknowable=block.believed and block.name.text in names.unknowable,
            span=block.span,
        )
    )


def free_of_built_in(name: syntax.Name, names: Names) -> bool:
    """Whether a name is none of the language's own functions; an error if it is."""
    taken = name.text in BUILT_IN or name.text in DISTRIBUTIONS
    if taken:
        names.problems.tell("T0216.built_in", name.span, name=name.text)
    return not taken


def _well_formed(block: syntax.Relation, type_: model.Type, names: Names) -> bool:
    span = block.name.span
    if len(block.over) not in (2, 3):
        names.problems.tell("T0412.arity", span, count=len(block.over))
        return False
    if block.symmetric and (len(block.over) != 2 or block.over[0].text != block.over[1].text):
        names.problems.tell("T0412.symmetric", span, kind=block.over[0].text)
        return False
    if isinstance(type_, model.Ref) and not type_.optional:
        names.problems.tell("T0308.relation", block.type.span, kind=type_.kind)
        return False
    return True
