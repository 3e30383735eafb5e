"""`happens fall(p)`: events that effects bring about, and the circles they must not make."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.lang import model, syntax
from twicetold.lang.check import expression, pattern, walk
from twicetold.lang.check.function import whole, wrong_count
from twicetold.lang.check.scope import Names, Scope
from twicetold.lang.check.types import with_article
from twicetold.lang.codes import Help


def happens(written: syntax.Happens, scope: Scope) -> model.Effect | None:
    """An event takes place. One taken away does not."""
    good = roles(written.event, written.args, scope)
    return None if good is None else model.Happens(written.event.text, good, span=written.span)


def roles(event: syntax.Name, given: Sequence[syntax.Expr], scope: Scope) -> tuple[model.Expr, ...] | None:
    """Who takes the roles of an event; None, and an error, if they cannot. Of one taken away nobody."""
    names = scope.names
    args = [expression.anything(arg, scope) for arg in given]
    if event.text in names.without:
        return None
    known = names.happenings.get(event.text)
    if known is None or known.sort != "event":
        tell_no_event(event, names)
        return None
    if len(args) != len(known.kinds):
        wrong_count(event, len(args), str(len(known.kinds)), scope)
        return None
    fitted = [
        pattern.fitted_role(meant, kind, arg, f"role {place} of `{known.name.text}`", scope)
        for place, (meant, kind, arg) in enumerate(zip(args, known.kinds, given, strict=True), 1)
        if meant is not None and kind is not None
    ]
    good = whole(fitted)
    return None if good is None or len(good) < len(args) else good


def tell_no_event(name: syntax.Name, names: Names) -> None:
    """Tell of a name that no event has."""
    events = [happening.name.text for happening in names.happenings.values() if happening.sort == "event"]
    near = names.problems.meant(name.text, events)
    known = names.happenings.get(name.text)
    if known is None:
        names.problems.tell("T0207.no_event", name.span, near, name=name.text)
    else:
        help = Help("T0207.chosen") if known.sort == "action" else near
        names.problems.tell("T0207.not_event", name.span, help, name=name.text, sort=with_article(known.sort))


def check_circles(events: Sequence[syntax.Event], names: Names) -> None:
    """Tell of events that would happen through themselves without end."""
    causes = {
        event.name.text: [e.event for e in walk.effects(event.body) if isinstance(e, syntax.Happens)]
        for event in events
    }
    done: set[str] = set()
    for first in causes:
        path = {} if first in done else {first: iter(causes[first])}
        while path:
            last = next(reversed(path))
            following = next(
                (cause for cause in path[last] if cause.text in causes and cause.text not in done), None
            )
            if following is None:
                done.add(last)
                del path[last]
            elif following.text in path:
                _circle([*path], following, names)
            else:
                path[following.text] = iter(causes[following.text])


def _circle(path: list[str], back_to: syntax.Name, names: Names) -> None:
    circle = " → ".join([*path[path.index(back_to.text) :], back_to.text])
    names.problems.tell("T0403.circle", back_to.span, circle=circle)
