"""How near lives come to something: the parts of what is sought, each a measure of its own, and their sum.

What somebody is to do, or what comes about by itself, has for parts what it needs; a condition has those that
all have to hold. A part that compares two numbers is the nearer the less they differ, so that the sum rises
on the way and lives can be split by it (`splitting.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from twicetold.lang import model, tree
from twicetold.lang.loaded import Loaded
from twicetold.lang.question import QUESTION, Question
from twicetold.lang.source import Source

NEARLY: Final = 0.9
"""What a comparison counts at most as long as it does not hold, where one that holds counts 1."""

_NUMBER: Final = model.Number()


@dataclass(frozen=True, slots=True)
class Step:
    """A part of what is sought: in words (empty if it has none), and as a condition with a frame of this
    length."""

    text: str
    cond: model.Expr
    size: int


def steps(loaded: Loaded, sought: Question) -> tuple[Step, ...]:
    """The parts of what is sought. An event has those of what it needs, in all the ways it can come about; if
    nothing is known of that it has none."""
    world = loaded.world
    expr, size = _condition(world, sought)
    if isinstance(expr, model.Happened):
        return tuple(_needs(world, expr.pattern))
    parts: list[Step] = []
    for part in model.conjuncts(expr):
        below = tuple(_needs(world, part.pattern)) if isinstance(part, model.Happened) else ()
        parts += [*below, Step(_said(loaded, sought, part), part, size)]
    return tuple(parts)


def nearness(parts: Sequence[Step]) -> Question:
    """How many of these are so, and how nearly the others: a number that rises as they come about."""
    total: model.Expr = model.Const(0.0, _NUMBER)
    for part in parts:
        total = model.Binary("+", total, _nearly(part.cond), _NUMBER)
    return Question("nearness", expr=total, size=max((part.size for part in parts), default=1))


def _condition(world: model.World, sought: Question) -> tuple[model.Expr | None, int]:
    if sought.ending is None:
        return sought.expr, sought.size
    ending = next((each for each in world.endings if each.name == sought.ending), None)
    return (None, 1) if ending is None else (ending.cond, ending.size)


def _said(loaded: Loaded, sought: Question, part: model.Expr) -> str:
    """A part as it is written, in one line; empty if it is written nowhere."""
    asked = Source(QUESTION, sought.text)
    source = {**loaded.sources, QUESTION: asked}.get(part.span.file)
    if source is None:
        return ""
    span = part.span
    lines = [source.line(number) for number in range(span.line, span.end_line + 1)]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return " ".join(line.strip() for line in lines)


def _needs(world: model.World, pattern: model.EventPattern) -> list[Step]:
    """What an event needs to come about; that it can be at all is one part more, the last."""
    found: list[Step] = []
    owners: list[tuple[tuple[model.Role, ...], tuple[model.Condition, ...], int]] = [
        (action.roles, action.needs, action.size) for action in world.actions if action.name == pattern.event
    ]
    owners += [(rule.roles, rule.where, rule.size) for rule in world.rules if rule.by_itself == pattern.event]
    for roles, conditions, size in owners:
        if len(roles) != len(pattern.args):
            continue
        for need in conditions:
            found.append(Step(need.text, _open(need.expr, roles, pattern.args), size))
        if len(conditions) > 1:
            together = conditions[0].expr
            for need in conditions[1:]:
                together = model.Binary("and", together, need.expr, model.YesNo())
            found.append(Step("all that it needs at once", _open(together, roles, pattern.args), size))
    return found


def _open(need: model.Expr, roles: Sequence[model.Role], args: Sequence[model.Expr | None]) -> model.Expr:
    """Whether a need holds of those who are to take the roles, for anyone where a role is left open."""
    given = {role.slot: arg for role, arg in zip(roles, args, strict=True) if arg is not None}

    def taken(node: object) -> model.Expr | None:
        return given.get(node.slot) if isinstance(node, model.Bound) else None

    cond: model.Expr = tree.rewrite(need, taken)
    speaks = {node.slot for node in model.nodes(cond) if isinstance(node, model.Bound)}
    for role in reversed(roles):
        if role.slot not in given and role.slot in speaks:
            others = [other for other in roles if other.slot != role.slot and other.slot in given]
            for other in others:
                if other.slot not in role.may_be and role.slot not in other.may_be:
                    who = model.Bound(role.slot, role.name, model.Ref(role.kind))
                    apart = model.Binary("is not", who, given[other.slot], model.YesNo())
                    cond = model.Binary("and", apart, cond, model.YesNo())
            cond = model.Aggregate("any", role.slot, role.name, role.kind, cond, None, model.YesNo())
    return cond


def _nearly(cond: model.Expr) -> model.Expr:
    """1 where a condition holds; of a comparison of numbers a little less the farther it is from that."""
    one, other = model.Const(1.0, _NUMBER), model.Const(0.0, _NUMBER)
    if isinstance(cond, model.Binary) and cond.op in _COMPARES and _are_numbers(cond.left, cond.right):
        apart = model.Function("abs", (model.Binary("-", cond.left, cond.right, _NUMBER),), _NUMBER)
        beyond = model.Binary("+", one, apart, _NUMBER)
        nearly = model.Binary("/", model.Const(NEARLY, _NUMBER), beyond, _NUMBER)
        return model.IfElse(cond, one, nearly, _NUMBER)
    return model.IfElse(cond, one, other, _NUMBER)


_COMPARES: Final = ("<", "<=", ">", ">=", "is")


def _are_numbers(*exprs: model.Expr) -> bool:
    return all(isinstance(expr.type, model.Number) for expr in exprs)


def measured(world: model.World, parts: Sequence[Step]) -> model.World:
    """The world with a measure for each part, after its own: whether it ever was so, and last their sum at
    its highest."""
    asked = [*((part.cond, part.size) for part in parts)]
    near = nearness(parts)
    assert near.expr is not None
    added = [
        model.Measure(f"part {place}", expr, size, peak=True) for place, (expr, size) in enumerate(asked)
    ]
    added.append(model.Measure("nearness", near.expr, near.size, peak=True))
    return replace(world, measures=(*world.measures, *added))
