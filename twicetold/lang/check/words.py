"""Words for fields: a clause that says what a field or relation is of those it is of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.lang import model, syntax
from twicetold.lang.check import cell, role, tell
from twicetold.lang.check.scope import Frame, Names, Scope


def of_fields(blocks: Sequence[syntax.Words], names: Names) -> tuple[model.FieldWords, ...]:
    """Those that a world says, once for each field."""
    return tuple(_of_fields(blocks, names))


def _of_fields(blocks: Sequence[syntax.Words], names: Names) -> Iterator[model.FieldWords]:
    first: dict[str, syntax.Words] = {}
    for block in blocks:
        roles, scope = role.bind(block.roles, Scope(names, Frame()))
        field = _field(block, names) if len(roles) == len(block.roles) else None
        wording = _wording(block, scope)
        if field is None:
            continue
        if first.setdefault(field.name, block) is not block:
            line = names.problems.line_of(first[field.name].span)
            names.problems.tell("T0453.twice", block.name.span, name=block.name.text, line=line)
        elif wording is not None:
            kinds = tuple(each.kind for each in roles)
            yield model.FieldWords(field.name, kinds, wording, scope.frame.size)


def _wording(block: syntax.Words, scope: Scope) -> model.Wording | None:
    """The clause; nothing is drawn in it."""
    if block.text.text.rstrip().endswith((".", "!", "?")):
        scope.problems.tell("T0453.stop", block.text.span)
    plain = syntax.Wording("plain", None, None, block.text, block.text.span)
    made = tell.wordings(syntax.Tell((plain,), block.span), scope)
    return made[0] if made else None


def _field(block: syntax.Words, names: Names) -> model.Field | None:
    """The field or relation that is meant, of the kinds of the roles; None and an error if there is none."""
    name, over = block.name, [each.kind.text for each in block.roles]
    relation = names.relations.get(name.text)
    of_kinds = sorted({other for _, other in names.fields})
    if relation is None and name.text not in of_kinds:
        if name.text not in names.lost:
            help = names.problems.meant(name.text, (*names.relations, *of_kinds))
            names.problems.tell("T0453.unknown", name.span, help, name=name.text)
        return None
    many = 1 if relation is None else len(relation.over)
    if len(over) != many:
        names.problems.tell("T0453.roles", name.span, name=name.text, wanted=many, count=len(over))
        return None
    field = cell.field_of(over[0], name, names) if relation is None else relation
    return field if field is not None and _fits(block, field, names) else None


def _fits(block: syntax.Words, field: model.Field, names: Names) -> bool:
    """Whether all of whom the words are have the field; an error if not."""
    for each, kind in zip(block.roles, field.over, strict=True):
        if not names.descends(each.kind.text, kind):
            names.problems.tell(
                "T0453.kind",
                each.kind.span,
                name=block.name.text,
                kind=kind,
                role=each.name.text,
                other=each.kind.text,
            )
            return False
    return True
