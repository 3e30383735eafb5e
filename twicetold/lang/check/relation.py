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
    names.relations[block.name.text] = model.Field(
        block.name.text, kinds, type_, None, block.believed, block.symmetric, span=block.span
    )


def free_of_built_in(name: syntax.Name, names: Names) -> bool:
    """Whether a name is none of the language's own functions; an error if it is."""
    taken = name.text in BUILT_IN or name.text in DISTRIBUTIONS
    if taken:
        help = "give it another name"
        names.problems.error("T0216", name.span, f"`{name.text}` is a function of the language", help)
    return not taken


def _well_formed(block: syntax.Relation, type_: model.Type, names: Names) -> bool:
    span = block.name.span
    if len(block.over) not in (2, 3):
        help = "for one kind, declare a field of that kind"
        names.problems.error("T0412", span, f"a relation is of two or three, not of {len(block.over)}", help)
        return False
    if block.symmetric and (len(block.over) != 2 or block.over[0].text != block.over[1].text):
        message = "only a relation of two of one kind can be symmetric"
        help = f"leave `symmetric` out, or write `({block.over[0].text}, {block.over[0].text})`"
        names.problems.error("T0412", span, message, help)
        return False
    if isinstance(type_, model.Ref) and not type_.optional:
        help = f"write `{type_.kind} or none`"
        names.problems.error("T0308", block.type.span, "not every pair can be given one of these", help)
        return False
    return True
