"""How much there is to compute at once: no expression may take a life's whole time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import get_args

from twicetold.lang import limits, model, tree
from twicetold.lang.check import walk
from twicetold.lang.check.scope import Names
from twicetold.lang.costs import Costs
from twicetold.lang.memo import Memo
from twicetold.lang.source import Span

Tell = Callable[[str, int, Span], None]


def check_costs(world: model.World, names: Names) -> None:
    """Tell of what is too much to compute: of the first definitions that are, or else of expressions."""

    def too_long(what: str, steps: int, span: Span) -> None:
        names.problems.tell("T0428.long", span, what=what, steps=_said(steps), most=limits.UNFOLDED)

    def too_dear(what: str, steps: int, span: Span) -> None:
        names.problems.tell("T0429.dear", span, what=what, steps=_said(steps), most=limits.EVALUATION)

    memo = names.memo
    long = Costs(world.defines, lambda kind: 1, lambda name: memo.table(f"steps of {name}"))
    if not _tell(world, long, limits.UNFOLDED, too_long, memo):
        dear = Costs(world.defines, names.most, lambda name: memo.table(f"cost of {name}"))
        if not _tell(world, dear, limits.EVALUATION, too_dear, memo):
            _tell_dear_marks(world, dear, names)


def _tell_dear_marks(world: model.World, costs: Costs, names: Names) -> None:
    """Tell of what patterns ask that costs much beside the event of which it is asked: no life pays it."""
    for pattern in world.patterns:
        for line in pattern.lines():
            if line.where is not None and (steps := costs.of(line.where)) > limits.MARKED:
                names.problems.tell("T0463.dear", line.span, steps=_said(steps), most=limits.MARKED)


def _tell(world: model.World, costs: Costs, most: int, tell: Tell, memo: Memo) -> bool:
    """Whether anything is too much; a definition that is only because it uses another is not told."""
    steps = {
        define.name: memo.once(f"defined up to {most}", (define,), partial(costs.of_define, define.name))
        for define in world.defines
    }
    dear = {name for name, cost in steps.items() if cost > most}
    for define in world.defines if dear else ():
        used = {call.define for call in model.nodes(define.body) if isinstance(call, model.Call)}
        if define.name in dear and not used & dear:
            tell(f"`{define.name}`", steps[define.name], define.span)
    if dear:
        return True
    costly = [
        each
        for part in walk.expressed(world)
        for each in memo.once(f"up to {most}", part, partial(_costly, part, costs, most))
    ]
    for expr, cost in costly:
        tell("this", cost, expr.span)
    return bool(costly)


def _costly(part: object, costs: Costs, most: int) -> tuple[tuple[model.Expr, int], ...]:
    """The expressions of a part of a world that cost more, each with its cost."""
    return tuple((expr, cost) for expr in _outermost(part) if (cost := costs.of(expr)) > most)


def _said(steps: int) -> str:
    return f"{steps:,}" if steps < 10**15 else "more than 10^15"


def _outermost(part: object) -> list[model.Expr]:
    """The expressions in it that are no part of another, without those that are computed at once."""
    nodes = tree.walk(part, stop=_EXPRESSIONS)
    return [node for node in nodes if isinstance(node, _EXPRESSIONS) and not isinstance(node, _AT_ONCE)]


_EXPRESSIONS = get_args(model.Expr)
_AT_ONCE = (model.Bound, model.Const)
