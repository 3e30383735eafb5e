"""Actions: what somebody can choose to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from twicetold.lang import model, printer, syntax
from twicetold.lang.check import (
    condition,
    constant,
    effect,
    expression,
    going,
    lint,
    narrow,
    perceive,
    role,
    rule,
    speech,
    tell,
    together,
    walk,
)
from twicetold.lang.check.scope import Frame, Names, Scope


def action(block: syntax.Action, names: Names) -> model.Action:
    """One action. Its first role is the actor."""
    path = f"action/{block.name.text}"
    reasons = any(line.because is not None for line in block.urge)
    roles, scope = role.bind(block.roles, Scope(names, Frame(inner=walk.bound(block.body), reasons=reasons)))
    block = going.unfolded(block, scope)
    thinking = _in_mind(roles, scope)
    needs = (*_needs(block.needs, thinking), *going.leads(block, scope))
    needing = narrow.where(scope, *(need.expr for need in needs))
    urge = tuple(_terms(block.urge, replace(needing, minds=thinking.minds)))
    takes = _takes(block.takes, needing)
    ticks = 1 if takes is None else _ticks(takes, names)
    scope = narrow.lasting(needing)
    interrupted = condition.conditions(block.interrupted, scope)
    for inner in walk.effects(block.body):
        if isinstance(inner, syntax.Shows):
            rule.refuse_shows(inner, names)
    body = effect.effects(block.body, scope, f"{path}/then")
    perceivers = perceive.perceive(block.perceive, scope, path, needs)
    wordings, failed, broken_off, declined = (
        tell.tells([line for line in block.tells if line.attempt == attempt], scope)
        for attempt in (None, "failed", "interrupted", "declined")
    )
    role.check_groundings(roles, block.name, names)
    lint.can_hold(needs, block.name, "action", names)
    made = model.Action(
        block.name.text,
        roles,
        needs,
        urge,
        takes,
        ticks,
        interrupted,
        body,
        perceivers,
        wordings,
        failed,
        broken_off,
        scope.frame.size,
        declined=declined,
        span=block.name.span,
    )
    made = together.together(speech.addressed(made, block, names), block.partners, scope, needing)
    made = replace(made, size=scope.frame.size)
    if declined and not made.asked:
        names.problems.tell("T0415.declined", next(t.span for t in block.tells if t.attempt == "declined"))
    return made


def _in_mind(roles: Sequence[model.Role], scope: Scope) -> Scope:
    """The scope of what an action needs and urges: where minds are deep, others are as the actor takes
    them."""
    if scope.names.depth == 1 or not roles:
        return scope
    actor = roles[0]
    return replace(scope, minds=(model.Bound(actor.slot, actor.name, model.Ref(actor.kind)),))


def _needs(written: Sequence[syntax.Needed], scope: Scope) -> tuple[model.Condition, ...]:
    """What it needs, in order; some of it also at the end."""
    needs = condition.conditions([need.expr for need in written], scope)
    lasting = [need.expr.span for need in written if need.at_end]
    return tuple(
        replace(need, at_end=True) if any(need.span.within(span) for span in lasting) else need
        for need in needs
    )


def _takes(takes: syntax.Expr | None, scope: Scope) -> model.Expr | None:
    length = expression.duration(takes, scope, "how long an action takes") if takes else None
    if takes and length and scope.names.ranges.of(length)[1] < 0:
        scope.problems.tell("T0306.takes", takes.span)
    return length


def _ticks(takes: model.Expr, names: Names) -> int | None:
    """How many ticks that is, rounded up, if it is known before any life begins."""
    length = constant.exact(takes, names)
    return None if length is None else min(max(names.grid.not_before(length), 0), names.grid.ticks)


# --- urges ------------------------------------------------------------------------------------------------


def _terms(lines: Sequence[syntax.Urged], scope: Scope) -> Iterator[model.Term]:
    """The summands of all urge lines, in order, each with its line and the reason of that; where there are no
    reasons, it does not matter which are of one line."""
    reasons = any(line.because is not None for line in lines)
    for number, line in enumerate(lines):
        because = None if line.because is None else tell.reason(line.because, scope)
        for written, negative in _summands(line.expr):
            meant = expression.plain(written, scope, "an urge")
            if meant is not None:
                yield replace(_term(written, meant, negative), line=number if reasons else 0, because=because)


def _summands(line: syntax.Expr) -> list[tuple[syntax.Expr, bool]]:
    """What is added, and with True what is subtracted."""
    summands: list[tuple[syntax.Expr, bool]] = []
    while isinstance(line, syntax.Binary) and line.op in ("+", "-"):
        summands.append((line.right, line.op == "-"))
        line = line.left
    summands.append((line, False))
    return summands[::-1]


def _term(written: syntax.Expr, meant: model.Expr, negative: bool) -> model.Term:
    text = printer.expression(written)
    if not negative:
        return model.Term(meant, text, span=written.span)
    expr = model.Unary("-", meant, meant.type, span=written.span)
    return model.Term(expr, f"-{text}", span=written.span)
