"""Speech: who is spoken to perceives it.

Whom an action or event teaches something perceives it, as told, where no line of its own names them. Texts
move nothing, so that what is only told as speech has to have a line; one that has none gets a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from twicetold.lang import model, syntax
from twicetold.lang.check import statement
from twicetold.lang.check.scope import Names
from twicetold.lang.source import Span

_Addressed = TypeVar("_Addressed", model.Action, model.Event)

_TO_SOMEBODY: Final = frozenset({
    "advise", "answer", "ask", "assure", "beg", "command", "forbid", "greet", "inform", "interrupt", "invite",
    "order", "promise", "remind", "scold", "tell", "thank", "warn",
})  # fmt: skip
"""Verbs of speech that whoever is spoken to follows directly."""

_SAYING: Final = _TO_SOMEBODY | frozenset({
    "apologise", "apologize", "call", "chat", "complain", "confess", "cry", "explain", "hiss", "mumble",
    "murmur", "mutter", "propose", "reply", "roar", "say", "scream", "shout", "sing", "snap", "speak", "talk",
    "whisper", "yell",
})  # fmt: skip
"""Verbs of speech that whoever is spoken to follows behind `to`, `at` or `with`."""

_BEFORE_THE_HEARER: Final = re.compile(r"( [^.:;!?“”]*)? (to|at|with) ")


def addressed(construct: _Addressed, block: syntax.Action | syntax.Event, names: Names) -> _Addressed:
    """The same action or event, told to whom it teaches something; what is wrong with who perceives it is
    told."""
    _check_hidden(construct, block.perceive, names)
    made = _taught(construct, names)
    for hearer in _hearers(made):
        if not _perceives(hearer, made, names):
            names.problems.tell("T0520.hearer", block.name.span, line=made.name, hearer=hearer.name)
    return made


def _taught(construct: _Addressed, names: Names) -> _Addressed:
    lines = [
        *construct.perceive,
        *(model.Perceive("told", of=slot, span=span) for slot, span in _learning(construct, names)),
    ]
    return replace(construct, perceive=tuple(lines))


def _learning(construct: model.Action | model.Event, names: Names) -> Iterator[tuple[int, Span]]:
    """Those roles that learn something by it, or are told it, and that no line names, but for an actor, with
    where they do."""
    own = construct.roles[0].slot if isinstance(construct, model.Action) and construct.roles else None
    named = {own, *(line.of for line in construct.perceive if line.sense is None)}
    minds = {
        node.mind.slot: node.span
        for node in model.nodes(construct.body)
        if isinstance(node, model.Learns) and isinstance(node.mind, model.Bound)
    }
    minds |= {hearer.slot: span for hearer, span in statement.hearers(construct.body, names)}
    for role in construct.roles:
        if role.slot in minds and role.slot not in named:
            yield role.slot, minds[role.slot]


def _check_hidden(
    construct: model.Action | model.Event, lines: Sequence[syntax.Perceive], names: Names
) -> None:
    """Nobody can hide from themselves what they do."""
    if not isinstance(construct, model.Action) or not construct.roles:
        return
    actor = construct.roles[0].name
    for line in lines:
        if line.channel == "hidden" and line.of is not None and line.of.text == actor:
            names.problems.tell("T0521.actor", line.of.span, actor=actor)


# --- who is spoken to ---------------------------------------------------------------------------------------


def _hearers(construct: model.Action | model.Event) -> list[model.Role]:
    """The roles, but for the first, that a text says are spoken to."""
    told = [node for node in model.nodes(construct.body) if isinstance(node, model.Tell)]
    texts = (*construct.wordings, *(wording for tell in told for wording in tell.wordings))
    slots = {slot for wording in texts if wording.mode == "plain" for slot in _spoken_to(wording)}
    return [role for role in construct.roles[1:] if role.slot in slots]


def _spoken_to(wording: model.Wording) -> Iterator[int]:
    parts = wording.parts
    for verb, between, hearer in zip(parts, parts[1:], parts[2:], strict=False):
        if not isinstance(verb, model.Verb) or not isinstance(between, model.Plain) or verb.negated:
            continue
        if not isinstance(hearer, model.Mention) or not isinstance(hearer.expr, model.Bound):
            continue
        directly = verb.lemma in _TO_SOMEBODY and between.text == " "
        if hearer.form == "plain" and (
            directly or (verb.lemma in _SAYING and _BEFORE_THE_HEARER.fullmatch(between.text))
        ):
            yield hearer.expr.slot


def _perceives(hearer: model.Role, construct: model.Action | model.Event, names: Names) -> bool:
    """Whether a line may let them perceive it, or says that it is hidden; or they are of another sort."""
    if not names.related(names.root(hearer.kind), names.root(construct.roles[0].kind)):
        return True
    for line in construct.perceive:
        if line.sense is not None or line.of == hearer.slot:
            return True
        if line.kind is not None and names.related(line.kind, hearer.kind):
            left_out = (_leaves_out(part, line.slot, hearer.slot) for part in model.conjuncts(line.where))
            if not any(left_out):
                return True
    return False


def _leaves_out(part: model.Expr, slot: int | None, hearer: int) -> bool:
    """Whether a part of a condition says `q is not hearer`."""
    return (
        isinstance(part, model.Binary)
        and part.op == "is not"
        and ({getattr(side, "slot", None) for side in (part.left, part.right)} == {slot, hearer})
    )
