"""Who perceives an event: `seen by sight of p`, `seen by q: Person where C`, `felt by victim`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twicetold.lang import model, syntax
from twicetold.lang.check import expression, shown
from twicetold.lang.check.scope import Local, Names, Scope
from twicetold.lang.check.types import NOTHING, with_article


def perceive(
    lines: Sequence[syntax.Perceive],
    scope: Scope,
    path: str,
    needs: Sequence[model.Condition] | None = None,
) -> tuple[model.Perceive, ...]:
    """The perceivers of a construct whose roles are bound in this scope; `needs`: those of an action."""
    read = (_perceive(line, scope, f"{path}/seen/{place}", needs) for place, line in enumerate(lines, 1))
    return tuple(line for line in read if line is not None)


_Needs = Sequence[model.Condition] | None


def _perceive(line: syntax.Perceive, scope: Scope, site: str, needs: _Needs) -> model.Perceive | None:
    if line.sense is not None:
        return _through_sense(line, line.sense, scope, site, needs)
    if line.kind is not None and line.name is not None:
        return _each(line, line.name, line.kind, scope, site, needs)
    who = line.of or line.name
    role = _role(who, scope) if who else None
    if role is None:
        return None
    if line.shows and line.channel == "hidden":
        scope.problems.tell("T0408.hidden", line.shows[0].span)
        return None
    mind = model.Bound(role.slot, role.name, role.type or NOTHING)
    shows = shown.shown(line.shows, mind, scope, needs)
    return model.Perceive(
        line.channel, of=role.slot, site=site, after=line.after, shows=shows, span=line.span
    )


def _through_sense(
    line: syntax.Perceive, sense: syntax.Name, scope: Scope, site: str, needs: _Needs
) -> model.Perceive | None:
    role = _role(line.of, scope) if line.of else None
    kinds = kinds_of(sense, scope.names)
    if kinds is None or role is None or not _can_be_sensed(role, kinds[1], line, scope):
        return None
    if not line.shows:
        return model.Perceive(
            line.channel, sense.text, role.slot, site=site, after=line.after, span=line.span
        )
    mind = model.Bound(scope.frame.fresh(), "", model.Ref(kinds[0]))
    return model.Perceive(
        line.channel,
        sense.text,
        role.slot,
        slot=mind.slot,
        site=site,
        after=line.after,
        shows=shown.shown(line.shows, mind, scope, needs),
        span=line.span,
    )


def kinds_of(sense: syntax.Name, names: Names) -> tuple[str, str] | None:
    """Who has a sense, and who is sensed by it; None, and an error, if it is no such sense. Of one taken away
    nobody."""
    if sense.text in names.without:
        return None
    known = names.happenings.get(sense.text)
    if known is None or known.sort != "sense":
        _no_sense(sense, names)
        return None
    if len(known.kinds) != 2:
        names.problems.tell("T0414.roles", sense.span, sense=sense.text)
        return None
    mind, other = known.kinds
    return None if mind is None or other is None else (mind, other)


def _can_be_sensed(role: Local, kind: str, line: syntax.Perceive, scope: Scope) -> bool:
    assert line.sense is not None
    if not isinstance(role.type, model.Ref) or scope.names.descends(role.type.kind, kind):
        return role.type is not None
    scope.problems.tell(
        "T0303.sense",
        line.span,
        sense=line.sense.text,
        kind=with_article(kind),
        role=role.name,
        other=with_article(role.type.kind),
    )
    return False


def _no_sense(name: syntax.Name, names: Names) -> None:
    senses = [happening.name.text for happening in names.happenings.values() if happening.sort == "sense"]
    names.problems.tell(
        "T0209.unknown",
        name.span,
        names.problems.meant(name.text, senses),
        name=name.text,
        senses=", ".join(senses) or "none",
    )


def _role(name: syntax.Name, scope: Scope) -> Local | None:
    """The role of that name, which must be an entity."""
    local = scope.locals.get(name.text)
    if local is not None:
        return local
    scope.problems.tell(
        "T0210.role",
        name.span,
        scope.problems.meant(name.text, scope.locals),
        name=name.text,
        roles=", ".join(scope.locals) or "none",
    )
    return None


def _each(
    line: syntax.Perceive, name: syntax.Name, kind_name: syntax.Name, scope: Scope, site: str, needs: _Needs
) -> model.Perceive | None:
    kind = scope.names.kind(kind_name)
    inner = replace(scope.bind(name, model.Ref(kind) if kind else None), sites=None)
    where = expression.condition(line.where, inner) if line.where else None
    if kind is None or (where is None and line.where):
        return None
    slot = inner.locals[name.text].slot
    return model.Perceive(
        line.channel,
        slot=slot,
        kind=kind,
        where=where,
        site=site,
        after=line.after,
        shows=shown.shown(line.shows, model.Bound(slot, name.text, model.Ref(kind)), inner, needs),
        span=line.span,
    )
