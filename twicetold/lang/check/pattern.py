"""Events asked for: `happened`, `times`, `doing`, `remembers`, and the patterns in them."""

from __future__ import annotations

from twicetold.lang import model, syntax
from twicetold.lang.check import constant, expression
from twicetold.lang.check.fit import fitted
from twicetold.lang.check.function import wrong_count
from twicetold.lang.check.scope import Happening, Names, Scope
from twicetold.lang.check.types import DURATION, NOTHING, PLAIN, YES_NO, with_article
from twicetold.lang.codes import Help

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
    meant = of(expr.pattern, scope)
    if expr.op == "doing" and meant is not None and not _can_be_under_way(expr.pattern, scope):
        return None
    if meant is None:
        return None
    match expr.op:
        case "happened":
            return model.Happened(meant, span=expr.span)
        case "times":
            return model.Times(meant, span=expr.span)
        case "doing":
            return model.Doing(meant, span=expr.span)


def remembers(expr: syntax.Remembers, scope: Scope) -> model.Expr | None:
    """`remembers(q, strike(a, anyone), 2 minutes)`."""
    mind = expression.entity(expr.mind, scope, "the mind in `remembers`")
    within = expression.read(expr.within, scope) if expr.within else None
    if expr.within and within:
        within = fitted(within, DURATION, expr.within.span, scope, "how long ago it may be")
    if expr.pattern.event.text in scope.names.without:
        return model.Const(False, YES_NO)
    meant = of(expr.pattern, scope)
    if mind is None or meant is None or (within is None and expr.within):
        return None
    length = None if within is None else constant.exact(within, scope.names)
    ticks = None if length is None else max(scope.names.grid.not_after(length), -1)
    return model.Remembers(mind, meant, within, ticks, span=expr.span)


def _can_be_under_way(pattern: syntax.Pattern, scope: Scope) -> bool:
    happening = scope.names.happenings[pattern.event.text]
    if happening.sort != "action":
        scope.problems.tell(
            "T0207.under_way", pattern.event.span, event=pattern.event.text, sort=with_article(happening.sort)
        )
        return False
    if pattern.outcome:
        scope.problems.tell(
            "T0208.under_way", pattern.outcome.span, outcome=pattern.outcome.text, event=pattern.event.text
        )
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
    if any(meant is None and arg is not None for meant, arg in zip(args, pattern.args, strict=True)):
        return None
    label = pattern.outcome.text if pattern.outcome else None
    return model.EventPattern(pattern.event.text, tuple(args), label, span=pattern.span)


def named(name: syntax.Name, names: Names) -> Happening | None:
    """The action, event or telling sense of that name; None and an error if there is none."""
    happening = names.happenings.get(name.text)
    if happening is None:
        help = names.problems.meant(name.text, names.happenings)
        if name.text in names.defines or name.text in names.relations:
            help = Help("T0207.value", name=name.text)
        names.problems.tell("T0207.unknown", name.span, help, name=name.text)
    elif happening.sort == "rule":
        names.problems.tell("T0207.rule", name.span, name=name.text)
        return None
    elif happening.sort == "sense" and not happening.loud:
        names.problems.tell("T0207.sense", name.span, name=name.text)
        return None
    return happening


def _arg(arg: syntax.Expr, place: int, happening: Happening, scope: Scope) -> model.Expr | None:
    kind = happening.kinds[place] if place < len(happening.kinds) else None
    meant = expression.entity(arg, scope, f"role {place + 1} of `{happening.name.text}`")
    if meant is None or kind is None:
        return None
    if (
        isinstance(meant.type, model.Ref)
        and meant.type != NOTHING
        and scope.names.related(meant.type.kind, kind)
    ):
        return meant
    return fitted_role(meant, kind, arg, f"role {place + 1} of `{happening.name.text}`", scope)


def fitted_role(meant: model.Expr, kind: str, arg: syntax.Expr, what: str, scope: Scope) -> model.Expr | None:
    """An entity for a role of that kind; it may be none."""
    return fitted(meant, model.Ref(kind, optional=True), arg.span, scope, what)


def _has_outcome(happening: Happening, label: syntax.Name, names: Names) -> bool:
    possible = (*happening.outcomes, *_ALWAYS_POSSIBLE[happening.sort])
    if label.text in possible:
        return True
    name = happening.name.text
    names.problems.tell(
        "T0208.outcome",
        label.span,
        names.problems.meant(label.text, possible),
        name=name,
        label=label.text,
        possible=", ".join(dict.fromkeys(possible)),
    )
    return False
