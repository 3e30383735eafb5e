"""What stands between two, `p has Poker`: relations and definitions of two that are a yes/no; and the sets of
what stands there with one of them, `who has Poker`, `what p has`.

A set stands where a kind stands, and comes to the kind of its place and a condition.
"""

from __future__ import annotations

from typing import Final

from twicetold.lang import model, printer, syntax
from twicetold.lang.check.scope import Names
from twicetold.lang.check.types import YES_NO
from twicetold.lang.codes import Help

_HAS: Final = ("has", "have", "had")


def is_wrong(expr: syntax.Apply, names: Names) -> bool:
    """Whether something that is known cannot stand between two, which is told."""
    name = expr.name.text
    sides = _sides(name, names)
    if sides is None:
        return False  # unknown, and told as such
    type_ = names.relations[name].type if name in names.relations else names.defines[name].type
    if type_ is None or (len(sides) == 2 and type_ == YES_NO):
        return False
    help = Help("T0418.of_value", name=name) if len(sides) == 2 else None
    of = f"of {len(sides)}" if len(sides) != 2 else names.said(type_)
    names.problems.tell("T0418.between", expr.name.span, help, name=name, of=of)
    return True


def kind(among: syntax.Name | syntax.Members, names: Names) -> str | None:
    """The kind of those that a name stands for; None and an error if there is none."""
    if isinstance(among, syntax.Name):
        return names.kind(among)
    name = among.claim.name
    sides = _sides(name.text, names)
    if sides is None or len(sides) != 2:
        return None  # told where the claim is read
    side = sides[among.place]
    if isinstance(side, model.Ref):
        return side.kind
    if side is not None:
        names.problems.tell("T0418.set", among.span, name=name.text, type=names.said(side))
    return None


def where(among: syntax.Name | syntax.Members, cond: syntax.Expr | None) -> syntax.Expr | None:
    """The condition on those that a name stands for: that they are of the set, and what is asked besides."""
    if isinstance(among, syntax.Name):
        return cond
    return among.claim if cond is None else syntax.Binary("and", among.claim, cond, among.span.to(cond.span))


def _sides(name: str, names: Names) -> list[model.Type | None] | None:
    """The types of those between which a relation or a definition stands; None if it is neither."""
    if name in names.relations:
        return [model.Ref(over) for over in names.relations[name].over]
    if name in names.defines:
        return [type_ for _, type_ in names.defines[name].params]
    return None


def instead(expr: syntax.Apply, near: Help | None, names: Names) -> Help:
    """What may have been meant where an unknown word stands between two; `near` is what is known alike."""
    one, other = expr.args
    meant = other.name.text if isinstance(other, syntax.Variable) else ""
    if expr.name.text in _HAS and any(field == meant for _, field in names.fields):
        return Help("T0100.has", of=f"{printer.expression(one)}.{meant}")
    return near or Help("T0204.between", name=expr.name.text)
