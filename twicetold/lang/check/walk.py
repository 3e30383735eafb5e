"""What is found by walking expressions and effects as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from twicetold.lang import model, syntax, tree

_EXPRESSIONS: Final = get_args(syntax.Expr)
_EFFECTS: Final = get_args(syntax.Effect)


def expressed(world: model.World) -> Iterator[tuple[object, ...]]:
    """The parts of a world in which expressions stand, one by one but for those of which there are many."""
    yield world.starts
    yield world.introductions
    for part in tree.children(world):
        if not isinstance(part, model.Start | model.Introduction | model.Entity | model.Setting):
            yield (part,)


def depth(expr: syntax.Expr) -> int:
    """How many expressions stand within one another at the deepest, this one counted."""
    return tree.fold(expr, lambda node, below: max(below, default=0) + isinstance(node, _EXPRESSIONS))


def free(expr: syntax.Expr, bound: frozenset[str]) -> Iterator[str]:
    """The names that an expression uses, as they stand or applied, but for those bound outside or in it."""
    waiting: list[tuple[object, frozenset[str]]] = [(expr, bound)]
    while waiting:
        node, bound = waiting.pop()
        if isinstance(node, syntax.Apply) or (
            isinstance(node, syntax.Variable) and node.name.text not in bound
        ):
            yield node.name.text
        inner = bound | {node.name.text} if isinstance(node, syntax.Aggregate) else bound
        waiting.extend((child, inner) for child in reversed([*tree.children(node)]))


def effects(body: tuple[syntax.Effect, ...]) -> Iterator[syntax.Effect]:
    """Every effect as written, with those inside others."""
    return (node for node in tree.walk(body, skip=_EXPRESSIONS) if isinstance(node, _EFFECTS))


def bound(body: tuple[syntax.Effect, ...]) -> frozenset[str]:
    """The names that effects bind, at any depth."""
    binding = (syntax.Let, syntax.ForEach, syntax.Pick, syntax.Born)
    return frozenset(effect.name.text for effect in effects(body) if isinstance(effect, binding))
