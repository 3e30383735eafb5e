"""Events that a canon, a telling or an intervention names: who takes each role, perhaps how it turned out."""

from __future__ import annotations

from twicetold.lang import model, printer, syntax
from twicetold.lang.check import pattern
from twicetold.lang.check.scope import Scope
from twicetold.lang.model import canon


def told(written: syntax.Pattern, scope: Scope, teller: str) -> canon.Told | None:
    """The event named; None and an error if there is none such. What a `without` took away never fits."""
    text = printer.pattern(written)
    if written.event.text in scope.names.without:
        return canon.Told(written.event.text, (None,) * len(written.args), None, text)
    meant = pattern.of(written, scope)
    if meant is None:
        return None
    roles = tuple(role(arg, was, scope, teller) for arg, was in zip(meant.args, written.args, strict=True))
    return canon.Told(meant.event, roles, meant.outcome, text)


def role(arg: model.Expr | None, written: syntax.Expr | None, scope: Scope, teller: str) -> int | None:
    """The entity that takes a role; None is anyone."""
    if arg is None or written is None:
        return None
    if isinstance(arg, model.Const):
        return int(arg.value)
    scope.problems.tell("T0603.anyone", written.span, teller=teller)
    return None
