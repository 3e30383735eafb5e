"""Events: what happens without an actor, when an effect says so."""

from __future__ import annotations

from twicetold.lang import model, syntax
from twicetold.lang.check import effect, odds, perceive, role, rule, speech, tell, walk
from twicetold.lang.check.scope import Frame, Names, Scope


def event(block: syntax.Event, names: Names) -> model.Event:
    """One event."""
    path = f"event/{block.name.text}"
    roles, scope = role.bind(block.roles, Scope(names, Frame(inner=walk.bound(block.body))))
    odds.odds(block, roles, scope)
    for inner in walk.effects(block.body):
        if isinstance(inner, syntax.Shows):
            rule.refuse_shows(inner, names)
    body = effect.effects(block.body, scope, f"{path}/then")
    perceivers = perceive.perceive(block.perceive, scope, path)
    wordings = tell.tells(block.tells, scope)
    made = model.Event(
        block.name.text, roles, body, perceivers, wordings, scope.frame.size, span=block.name.span
    )
    return speech.addressed(made, block, names)
