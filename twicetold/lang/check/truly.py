"""`truly (C)`: an expression that is asked of the truth, whoever asks it.

Whatever it reads is read past the mind in force. A definition that reads beliefs is asked as another that no
text can name, of which the same is true; what somebody `believes` is so in any case.
"""

from __future__ import annotations

from dataclasses import replace

from twicetold.lang import model, syntax, tree
from twicetold.lang.check import believes, cell
from twicetold.lang.check.scope import Names, Scope


def truly(expr: syntax.Unary, x: model.Expr, scope: Scope) -> model.Expr:
    """What is written, asked of the truth; a warning if nobody could think otherwise."""
    if not believes.reads(x, scope.names):
        if isinstance(x, model.Cell):
            scope.problems.tell("T0507.truly", expr.span, name=cell.name_of(expr.x))
        else:
            scope.problems.tell("T0507.condition", expr.span)
    return made_true(x, scope.names)


def made_true(x: model.Expr, names: Names) -> model.Expr:
    """The same, with all that it reads read as it is in truth."""

    def past_minds(node: object) -> model.Expr | None:
        match node:
            case model.Believes():
                return replace(node, mind=made_true(node.mind, names), truly=names.depth > 1)
            case model.Unknown():
                return model.Const(False, node.type, span=node.span)
            case model.Cell():
                return replace(tree.rewrite_below(node, past_minds), truly=True)
            case model.Call(define=name) if names.defines[name].reads_beliefs:
                return replace(tree.rewrite_below(node, past_minds), define=_in_truth(name, names))
            case _:
                return None

    return tree.rewrite(x, past_minds)


def _in_truth(name: str, names: Names) -> str:
    """The definition that asks the same of the truth."""
    twin = f"{name} in truth"
    names.in_truth[twin] = name
    names.defines[twin] = replace(names.defines[name], reads_beliefs=False)
    return twin


def defines(written: tuple[model.Define, ...], names: Names) -> tuple[model.Define, ...]:
    """The definitions that were asked for of the truth, made of those written."""
    by_name = {define.name: define for define in written}
    made: dict[str, model.Define] = {}
    while waiting := [twin for twin in names.in_truth if twin not in made]:
        for twin in waiting:
            of = by_name[names.in_truth[twin]]
            made[twin] = replace(of, name=twin, body=made_true(of.body, names))
    return tuple(made.values())
