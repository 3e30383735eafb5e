"""How much there is to compute at once: no expression may take a life's whole time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import get_args

from twicetold.lang import limits, model, tree
from twicetold.lang.check.scope import Names
from twicetold.lang.costs import Costs
from twicetold.lang.source import Span

Tell = Callable[[str, int, Span], None]


def check_costs(world: model.World, names: Names) -> None:
    """Tell of what is too much to compute: of the first definitions that are, or else of expressions."""

    def too_long(what: str, steps: int, span: Span) -> None:
        names.problems.tell("T0428.long", span, what=what, steps=_said(steps), most=limits.UNFOLDED)

    def too_dear(what: str, steps: int, span: Span) -> None:
        names.problems.tell("T0429.dear", span, what=what, steps=_said(steps), most=limits.EVALUATION)

    outermost = _outermost(world)
    if not _tell(world, outermost, Costs(world.defines, lambda kind: 1), limits.UNFOLDED, too_long):
        _tell(world, outermost, Costs(world.defines, names.most), limits.EVALUATION, too_dear)


def _tell(world: model.World, outermost: Iterable[model.Expr], costs: Costs, most: int, tell: Tell) -> bool:
    """Whether anything is too much; a definition that is only because it uses another is not told."""
    dear = {define.name for define in world.defines if costs.of_define(define.name) > most}
    for define in world.defines:
        used = {call.define for call in model.nodes(define.body) if isinstance(call, model.Call)}
        if define.name in dear and not used & dear:
            tell(f"`{define.name}`", costs.of_define(define.name), define.span)
    if dear:
        return True
    costly = [(expr, steps) for expr in outermost if (steps := costs.of(expr)) > most]
    for expr, steps in costly:
        tell("this", steps, expr.span)
    return bool(costly)


def _said(steps: int) -> str:
    return f"{steps:,}" if steps < 10**15 else "more than 10^15"


def _outermost(world: model.World) -> list[model.Expr]:
    """The expressions of a world that are no part of another, without those that are computed at once."""
    nodes = tree.walk(world, stop=_EXPRESSIONS)
    return [node for node in nodes if isinstance(node, _EXPRESSIONS) and not isinstance(node, _AT_ONCE)]


_EXPRESSIONS = get_args(model.Expr)
_AT_ONCE = (model.Bound, model.Const)
