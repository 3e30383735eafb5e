"""Trees as sequences of their nodes, without recursion, so that no text is too deep to be measured."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.lang import model, syntax


def parts(expr: syntax.Expr) -> tuple[syntax.Expr | None, ...]:
    """The expressions an expression as written is directly made of."""
    match expr:
        case syntax.FieldOf():
            return (expr.of,)
        case syntax.Apply():
            return expr.args
        case syntax.Unary() | syntax.Paren() | syntax.Tuned():
            return (expr.x,)
        case syntax.Binary():
            return (expr.left, expr.right)
        case syntax.IsOneOf():
            return (expr.x, *expr.options)
        case syntax.IfElse():
            return (expr.then, expr.cond, expr.other)
        case syntax.Aggregate():
            return (expr.where, expr.body)
        case syntax.Believes():
            return (expr.mind, expr.body)
        case syntax.Remembers():
            return (expr.mind, expr.within, *expr.pattern.args)
        case syntax.OfEvents():
            return expr.pattern.args
        case _:
            return ()


def written(expr: syntax.Expr) -> Iterator[tuple[syntax.Expr, int]]:
    """Every part of an expression as written, with its depth counted from 1."""
    waiting: list[tuple[syntax.Expr, int]] = [(expr, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((part, depth + 1) for part in parts(node) if part is not None)


def free(expr: syntax.Expr, bound: frozenset[str]) -> Iterator[str]:
    """The names that an expression uses, as they stand or applied, but for those bound outside or in it."""
    waiting = [(expr, bound)]
    while waiting:
        node, bound = waiting.pop()
        if isinstance(node, syntax.Apply) or (
            isinstance(node, syntax.Variable) and node.name.text not in bound
        ):
            yield node.name.text
        inner = bound | {node.name.text} if isinstance(node, syntax.Aggregate) else bound
        waiting.extend((part, inner) for part in reversed(parts(node)) if part is not None)


def operands(expr: model.Expr) -> tuple[model.Expr | None, ...]:
    """The expressions a model expression is directly made of."""
    match expr:
        case model.Cell() | model.Call() | model.Function() | model.Draw():
            return expr.args
        case model.Unary() | model.IsKind():
            return (expr.x,)
        case model.Binary():
            return (expr.left, expr.right)
        case model.IfElse():
            return (expr.cond, expr.then, expr.other)
        case model.Aggregate():
            return (expr.where, expr.body)
        case model.Believes():
            return (expr.mind, expr.body)
        case model.Remembers():
            return (expr.mind, expr.within, *expr.pattern.args)
        case model.Happened() | model.Times() | model.Doing():
            return expr.pattern.args
        case _:
            return ()


def nodes(expr: model.Expr) -> Iterator[tuple[model.Expr, int]]:
    """Every node of a model expression, with its depth counted from 1."""
    waiting: list[tuple[model.Expr, int]] = [(expr, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((part, depth + 1) for part in operands(node) if part is not None)


def effects(body: tuple[syntax.Effect, ...]) -> Iterator[syntax.Effect]:
    """Every effect as written, with those inside others."""
    waiting = list(reversed(body))
    while waiting:
        effect = waiting.pop()
        yield effect
        inner = (*getattr(effect, "body", ()), *getattr(effect, "otherwise", ()))
        waiting.extend(reversed(inner))


def bound(body: tuple[syntax.Effect, ...]) -> frozenset[str]:
    """The names that effects bind, at any depth."""
    binding = (syntax.Let, syntax.ForEach, syntax.Pick, syntax.Born)
    return frozenset(effect.name.text for effect in effects(body) if isinstance(effect, binding))
