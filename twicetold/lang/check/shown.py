"""What an event shows besides what it sets: `shows x.f` below a line that says who perceives it.

`shows needs` is the same of all that the action asks for: what its `needs` read of those who take part, also
by definitions. It is learnt as it is once the effects have happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from twicetold.lang import model, syntax, tree
from twicetold.lang.check import cell, effect
from twicetold.lang.check.scope import Names, Scope

_NEEDS = "needs"

_OF_MANY = model.Aggregate | model.Believes | model.Way | model.Inside


def shown(
    lines: Sequence[syntax.Shows],
    mind: model.Bound,
    scope: Scope,
    needs: Sequence[model.Condition] | None,
) -> tuple[model.Learns, ...]:
    """What whoever perceives an event learns by these lines; `needs`: what it presupposed, of an action."""
    made: list[model.Learns] = []
    for line in lines:
        if isinstance(line.target, syntax.Variable) and line.target.name.text == _NEEDS:
            made += _presupposed(line, mind, scope, needs)
        elif (learnt := effect.shown(line, mind, scope)) is not None:
            made.append(learnt)
    return tuple(dict.fromkeys(made))


def _presupposed(
    line: syntax.Shows, mind: model.Bound, scope: Scope, needs: Sequence[model.Condition] | None
) -> Iterator[model.Learns]:
    if needs is None:
        scope.problems.tell("T0408.needs", line.span)
        return
    asked = [part for need in needs for part in _believed(need.expr, scope.names)]
    if not asked:
        scope.problems.tell("T0507.needs", line.span)
    for target in dict.fromkeys(asked):
        yield model.Learns(mind, target, None, span=line.span)


def _believed(expr: model.Expr, names: Names) -> Iterator[model.Cell]:
    """The believed fields and relations that an expression asks for, of whom is bound or named. What it asks
    of all of a kind, as a way does of all places, or of what somebody believes, is nothing that anybody could
    see."""
    for node in tree.walk(expr, skip=(model.Aggregate, model.Believes), stop=(model.Way, model.Inside)):
        match node:
            case model.Way(a=one, b=other) | model.Inside(x=one, y=other):
                yield from _believed(one, names)
                yield from _believed(other, names)
            case model.Cell() if cell.is_believed(node, names) and _is_definite(node):
                yield replace(node, truly=False)
            case model.Call(define=name, args=args) if (body := names.defines[name].body) is not None:
                yield from _believed(_with(body, args), names)


def _is_definite(target: model.Cell) -> bool:
    """Whether it is clear whose it is, without looking at many."""
    return not any(isinstance(node, _OF_MANY) for node in model.nodes(target.args))


def _with(body: model.Expr, args: Sequence[model.Expr]) -> model.Expr:
    """The body of a definition, of what its call binds, as far as it binds nothing itself."""

    def bound(node: object) -> model.Expr | None:
        match node:
            case model.Bound(slot=slot) if slot <= len(args):
                return args[slot - 1]
            case model.Aggregate() | model.Believes():
                return node
            case _:
                return None

    return tree.rewrite(body, bound)
