"""Events asked for: `happened`, `times`, `doing`, `remembers`, and the patterns in them."""

from __future__ import annotations

from twicetold.lang import model, syntax
from twicetold.lang.check import constant, expression
from twicetold.lang.check.fit import fitted
from twicetold.lang.check.function import wrong_count
from twicetold.lang.check.scope import Happening, Names, Scope
from twicetold.lang.check.types import DURATION, NOTHING, PLAIN, YES_NO, with_article

UNDECIDED = ("done", "failed", "interrupted")
"""The outcomes that no effect gives."""

_ALWAYS_POSSIBLE = {
    "action": UNDECIDED,
    "event": ("done",),
    "sense": ("done",),
    "rule": ("done",),
}


def of_events(expr: syntax.OfEvents, scope: Scope) -> model.Expr | None:
    """`happened(…)`, `times(…)`, `doing(…)`."""
    if expr.pattern.event.text in scope.names.without:
        return model.Const(0.0, PLAIN) if expr.op == "times" else model.Const(False, YES_NO)
    found = of(expr.pattern, scope)
    if expr.op == "doing" and found is not None and not _can_be_under_way(expr.pattern, scope):
        return None
    if found is None:
        return None
    match expr.op:
        case "happened":
            return model.Happened(found, span=expr.span)
        case "times":
            return model.Times(found, span=expr.span)
        case "doing":
            return model.Doing(found, span=expr.span)


def remembers(expr: syntax.Remembers, scope: Scope) -> model.Expr | None:
    """`remembers(q, strike(a, anyone), 2 minutes)`."""
    mind = expression.entity(expr.mind, scope, "the mind in `remembers`")
    within = expression.read(expr.within, scope) if expr.within else None
    if expr.within and within:
        within = fitted(within, DURATION, expr.within.span, scope, "how long ago it may be")
    if expr.pattern.event.text in scope.names.without:
        return model.Const(False, YES_NO)
    found = of(expr.pattern, scope)
    if mind is None or found is None or (within is None and expr.within):
        return None
    length = None if within is None else constant.exact(within, scope.names)
    ticks = None if length is None else max(scope.names.grid.not_after(length), -1)
    return model.Remembers(mind, found, within, ticks, span=expr.span)


def _can_be_under_way(pattern: syntax.Pattern, scope: Scope) -> bool:
    happening = scope.names.happenings[pattern.event.text]
    if happening.sort != "action":
        scope.problems.error(
            "T0207",
            pattern.event.span,
            f"only an action can be under way, but `{pattern.event.text}` is {with_article(happening.sort)}",
            f"ask whether it has happened: `happened({pattern.event.text}(…))`",
        )
        return False
    if pattern.outcome:
        message = "what is still under way has no outcome yet"
        help = f"leave `{pattern.outcome.text}` out, or ask `happened({pattern.event.text}(…) …)`"
        scope.problems.error("T0208", pattern.outcome.span, message, help)
        return False
    return True


def of(pattern: syntax.Pattern, scope: Scope) -> model.EventPattern | None:
    """A pattern of events; None and an error if it fits none."""
    return of_happening(pattern, named(pattern.event, scope.names), scope)


def of_happening(
    pattern: syntax.Pattern, happening: Happening | None, scope: Scope
) -> model.EventPattern | None:
    """A pattern of what is known to be an event, or whatever else happens; None and an error if it fits
    none."""
    if happening is None:
        for arg in pattern.args:
            if arg is not None:
                expression.read(arg, scope)
        return None
    args = [
        None if arg is None else _arg(arg, place, happening, scope) for place, arg in enumerate(pattern.args)
    ]
    if len(args) != len(happening.kinds):
        wrong_count(pattern.event, len(args), str(len(happening.kinds)), scope)
        return None
    if pattern.outcome and not _has_outcome(happening, pattern.outcome, scope.names):
        return None
    if any(found is None and arg is not None for found, arg in zip(args, pattern.args, strict=True)):
        return None
    label = pattern.outcome.text if pattern.outcome else None
    return model.EventPattern(pattern.event.text, tuple(args), label, span=pattern.span)


def named(name: syntax.Name, names: Names) -> Happening | None:
    """The action, event or telling sense of that name; None and an error if there is none."""
    found = names.happenings.get(name.text)
    if found is None:
        near = names.problems.nearest(name.text, names.happenings)
        help = (
            f"did you mean `{near}`?" if near else f"declare it: `action {name.text}` or `event {name.text}`"
        )
        if name.text in names.defines or name.text in names.relations:
            help = f"`{name.text}(…)` is a value, not an event; it can stand by itself"
        names.problems.error("T0207", name.span, f"there is no action or event `{name.text}`", help)
    elif found.sort == "rule":
        help = "let the rule say `happens …`, and ask for that event"
        names.problems.error("T0207", name.span, f"`{name.text}` is a rule, not an action or event", help)
        return None
    elif found.sort == "sense" and not found.loud:
        help = "give the sense a `tell` line to make it one"
        names.problems.error("T0207", name.span, f"the sense `{name.text}` makes no event", help)
        return None
    return found


def _arg(arg: syntax.Expr, place: int, happening: Happening, scope: Scope) -> model.Expr | None:
    kind = happening.kinds[place] if place < len(happening.kinds) else None
    found = expression.entity(arg, scope, f"role {place + 1} of `{happening.name.text}`")
    if found is None or kind is None:
        return None
    if (
        isinstance(found.type, model.Ref)
        and found.type != NOTHING
        and scope.names.related(found.type.kind, kind)
    ):
        return found
    return fitted_role(found, kind, arg, f"role {place + 1} of `{happening.name.text}`", scope)


def fitted_role(found: model.Expr, kind: str, arg: syntax.Expr, what: str, scope: Scope) -> model.Expr | None:
    """An entity for a role of that kind; it may be none."""
    return fitted(found, model.Ref(kind, optional=True), arg.span, scope, what)


def _has_outcome(happening: Happening, label: syntax.Name, names: Names) -> bool:
    possible = (*happening.outcomes, *_ALWAYS_POSSIBLE[happening.sort])
    if label.text in possible:
        return True
    near = names.problems.nearest(label.text, possible)
    help = f"did you mean `{near}`?" if near else f"its outcomes are {', '.join(dict.fromkeys(possible))}"
    name = happening.name.text
    names.problems.error("T0208", label.span, f"`{name}` never turns out `{label.text}`", help)
    return False
