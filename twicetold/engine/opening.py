"""Opening a definition: what it says of its arguments, in the place of the call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from twicetold.lang import model


def opened(call: model.Call, define: model.Define) -> model.Expr | None:
    """The body of a definition with the arguments of a call for its parameters; None if the body binds
    slots of its own frame, or draws by them."""
    if any(isinstance(node, model.Aggregate | model.Draw) for node in model.nodes(define.body)):
        return None
    body: model.Expr = _substituted(define.body, dict(enumerate(call.args, start=1)))
    return body


def _substituted(expr: Any, args: Mapping[int, model.Expr]) -> Any:
    """An expression with other expressions in the place of the slots it reads."""
    if isinstance(expr, model.Bound):
        return args[expr.slot]
    if isinstance(expr, tuple):
        return tuple(_substituted(each, args) for each in expr)
    if is_dataclass(expr) and not isinstance(expr, type):
        parts = {part.name: getattr(expr, part.name) for part in fields(expr) if part.compare}
        changed = {name: _substituted(part, args) for name, part in parts.items() if _is_node(part)}
        return replace(expr, **changed)
    return expr


def _is_node(part: object) -> bool:
    return isinstance(part, tuple) or is_dataclass(part)
