"""What is told: the texts of `tell`, `or`, `as` and `thinks`, and what stands in their square brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from twicetold.lang import model, syntax
from twicetold.lang.check import cell, expression, verbs
from twicetold.lang.check.scope import Local, Scope
from twicetold.lang.check.types import said_dimension
from twicetold.lang.codes import Help
from twicetold.lang.source import Span

_Part = model.Plain | model.Mention | model.Verb

_WITNESS: Final = "witness"

_NAMED: Final = re.compile(r"(?:(before) +)?(?:(the|a|an) +)?([^\W\d]\w*)((?:\.[^\W\d]\w*)*)('s|’s)?")
"""`p`, `p's`, `the x`, `a x`, `p.at`, `the p.at's`, `before the p.at`."""

_VERB: Final = re.compile(r"(not +)?([^\W\d_]+(?:-[^\W\d_]+)*(?:/[^\W\d_]+){0,2}(?:[ -][^\W\d_]+)*)")
"""`walk`, `not see`, `take up`, and with its own past, or past and participle, `lie/lied`, `hang/hanged`."""


def tells(tells: Sequence[syntax.Tell], scope: Scope) -> tuple[model.Wording, ...]:
    """All wordings of the `tell` sections of a construct."""
    return tuple(wording for tell_ in tells for wording in wordings(tell_, scope))


def wordings(tell_: syntax.Tell, scope: Scope) -> tuple[model.Wording, ...]:
    """The wordings of one `tell`. Together they must name somebody whom the construct binds."""
    made = [_wording(wording, scope) for wording in tell_.wordings]
    anybody = [name for name, local in scope.locals.items() if isinstance(local.type, model.Ref)]
    if None not in made and anybody and not any(_names_bound(w) for w in made if w):
        _names_nobody(tell_, anybody, scope)
    return tuple(wording for wording in made if wording is not None)


def _wording(wording: syntax.Wording, scope: Scope) -> model.Wording | None:
    mind = _mind(wording, scope) if wording.name else None
    when = _when(wording, scope) if wording.when else None
    parts_ = parts(wording.text, scope)
    if parts_ is None or (wording.name and mind is None and not _is_witness(wording, scope)):
        return None
    if wording.when and when is None:
        return None
    return model.Wording(wording.mode, mind, parts_, when, span=wording.text.span)


def _when(wording: syntax.Wording, scope: Scope) -> model.Expr | None:
    """The condition of a wording. Nothing is drawn in it: a text takes no noise from its world."""
    assert wording.when is not None
    return expression.condition(wording.when, replace(scope, sites=None), "the condition of a text")


def _is_witness(wording: syntax.Wording, scope: Scope) -> bool:
    name = wording.name.text if wording.name else ""
    return wording.mode == "as" and name == _WITNESS and name not in scope.locals


def _mind(wording: syntax.Wording, scope: Scope) -> int | None:
    """The slot of the one to whom a wording is close."""
    assert wording.name is not None
    if _is_witness(wording, scope):
        return None
    local = scope.locals.get(wording.name.text)
    if local is not None and (local.type is None or isinstance(local.type, model.Ref)):
        return local.slot
    scope.problems.tell(
        "T0210.mind",
        wording.name.span,
        scope.problems.meant(wording.name.text, (*scope.locals, _WITNESS)),
        name=wording.name.text,
        known=", ".join((*scope.locals, _WITNESS)),
    )
    return None


def _names_bound(wording: model.Wording) -> bool:
    return any(isinstance(part, model.Mention) and _is_bound(part.expr) for part in wording.parts)


def _is_bound(expr: model.Expr) -> bool:
    while isinstance(expr, model.Cell):
        expr = expr.args[0]
    return isinstance(expr, model.Bound)


def _names_nobody(tell_: syntax.Tell, anybody: list[str], scope: Scope) -> None:
    roles = ", ".join(f"[{name}]" for name in anybody)
    span = tell_.wordings[0].text.span
    scope.problems.tell("T0504.nobody", span, roles=roles)


# --- brackets ---------------------------------------------------------------------------------------------


def parts(text: syntax.Text, scope: Scope) -> tuple[_Part, ...] | None:
    """The text in parts; None if something in it is wrong."""
    made: list[_Part] = []
    good = True
    for start, piece in _pieces(text, scope):
        read: list[_Part] = [model.Plain(piece)]
        if piece.startswith("["):
            place, end = _place(text, start, len(piece)), start + len(piece)
            before, after = text.text[:start], text.text[end:]
            read = _bracket(piece[1:-1], before, after, place, scope) if piece != "[" else []
            good = all(verbs.check_after(part, piece[1:-1], after, place, scope) for part in read) and good
        good = good and bool(read)
        made += read
    return tuple(_without_said_units(made)) if good else None


def _without_said_units(parts: Sequence[_Part]) -> Iterator[_Part]:
    """The parts; a number behind which the text says its unit, or joins a word to it, is told without."""
    for i, part in enumerate(parts):
        after = parts[i + 1] if i + 1 < len(parts) else None
        if isinstance(part, model.Mention) and part.unit and isinstance(after, model.Plain):
            units = "|".join(map(re.escape, part.unit))
            yield replace(part, unit=None) if re.match(rf"[\w-]| (?:{units})\b", after.text) else part
        else:
            yield part


def _pieces(text: syntax.Text, scope: Scope) -> Iterator[tuple[int, str]]:
    """Plain stretches and bracketed ones, with where they begin; a bracket without its fellow is told."""
    at = 0
    for bracket in re.finditer(r"\[[^\[\]]*\]?|\]", text.text):
        if at < bracket.start():
            yield at, text.text[at : bracket.start()]
        at = bracket.end()
        if bracket[0].endswith("]") and bracket[0] != "]":
            yield bracket.start(), bracket[0]
        else:
            missing = "opened" if bracket[0] == "]" else "closed"
            span = _place(text, bracket.start(), 1)
            scope.problems.tell("T0413.open", span, missing=missing)
            yield bracket.start(), "["
    if at < len(text.text):
        yield at, text.text[at:]


def _place(text: syntax.Text, start: int, length: int) -> Span:
    """Where a piece of a quoted text stands in its file."""
    span = text.span
    column = span.column + 1 + start
    return Span(span.file, span.line, column, span.line, column + length)


def _bracket(inside: str, before: str, after: str, span: Span, scope: Scope) -> list[_Part]:
    """What one pair of brackets holds, between two stretches of text: what is bound, or an entity, else a
    verb; nothing if it is wrong."""
    named = _NAMED.fullmatch(inside.strip())
    if named:
        was, article, name, path, possessive = named.groups()
        if name in scope.locals or name in scope.names.numbers:
            made = _mention(article, name, path, bool(possessive), span, scope)
            return _as_before(made, path, span, scope) if was else made
        if was or article or path or possessive or name[0].isupper() or name in scope.frame.inner:
            _nobody(name, span, scope)
            return []
        if _tell_thing(name, span, scope):
            return []
    verb = _VERB.fullmatch(inside.strip())
    if verb is None or verb[2] != verb[2].lower():
        scope.problems.tell("T0413.bracket", span, _variant(inside))
        return []
    if slip := _slip(verb[2], scope):
        scope.problems.tell("T0510.slip", span, verb=verb[2], slip=slip)
        return []
    good = verbs.check(verb[2], bool(verb[1]), before, after, span, scope)
    return [model.Verb(verb[2], bool(verb[1]))] if good else []


def _variant(inside: str) -> Help | None:
    """How to write what asks for a condition in brackets."""
    asked = re.match(r"\s*if +(.+?) *(?:[:|?]|$)", inside)
    if asked or "|" in inside:
        condition = asked[1] if asked else "p.alive"
        return Help("T0413.variant", condition=condition)
    return None


def _mention(
    article: str | None, name: str, path: str, possessive: bool, span: Span, scope: Scope
) -> list[_Part]:
    """Somebody or something named, by a role, an entity, or a field of either."""
    local = scope.locals.get(name)
    expr: model.Expr | None = _of_local(local, span) if local else _of_entity(name, span, scope)
    for field in path.split(".")[1:]:
        expr = expr and _field(expr, field, span, scope)
    if expr is None:
        return []
    if article and not isinstance(expr.type, model.Ref):  # a value: "an 8-year-old"
        return [model.Plain(f"{article} "), _of_value(expr, scope)]
    if article:
        named = model.Mention(expr, "the" if article == "the" else "a")
        return [named, model.Plain("'s")] if possessive else [named]
    if not isinstance(expr.type, model.Ref):
        return [_of_value(expr, scope)]
    return [model.Mention(expr, "possessive" if possessive else "plain")]


def _of_value(expr: model.Expr, scope: Scope) -> model.Mention:
    """A value, with the unit in words in which it is told."""
    unit = expr.type.unit if isinstance(expr.type, model.Number) else ()
    one, many = (said_dimension(unit, words).removeprefix("1 ") for words in ({}, scope.names.units.plural))
    return model.Mention(expr, "plain", unit=(one, many) if unit else None)


def _as_before(made: list[_Part], path: str, span: Span, scope: Scope) -> list[_Part]:
    """What is named, as it was before the event; nothing, and an error, if no event can change it."""
    if made and not path:
        scope.problems.tell("T0413.before", span)
        return []
    return [replace(part, before=True) if isinstance(part, model.Mention) else part for part in made]


def _of_local(local: Local, span: Span) -> model.Expr | None:
    return model.Bound(local.slot, local.name, local.type, span=span) if local.type else None


def _of_entity(name: str, span: Span, scope: Scope) -> model.Expr:
    return model.Const(scope.names.numbers[name], model.Ref(scope.names.kind_of(name)), span=span)


def _field(of: model.Expr, name: str, span: Span, scope: Scope) -> model.Expr | None:
    if not isinstance(of.type, model.Ref):
        said = scope.names.said(of.type)
        scope.problems.tell("T0301.told_field", span, name=name, type=said)
        return None
    field = cell.field_of(of.type.kind, syntax.Name(name, span), scope.names)
    return None if field is None else model.Cell(field.name, (of,), field.type, span=span)


def _tell_thing(name: str, span: Span, scope: Scope) -> bool:
    """Whether a word that is no verb is the name of something elsewhere, which is told."""
    names = scope.names
    of_field = any(field == name for _, field in names.fields)
    if not (of_field or name in names.settings or name in names.defines) or verbs.is_known(name):
        return False
    if of_field:
        scope.problems.tell("T0210.field", span, name=name)
    else:
        sort = "a setting" if name in names.settings else "a definition"
        scope.problems.tell("T0210.value", span, name=name, sort=sort)
    return True


def _nobody(name: str, span: Span, scope: Scope) -> None:
    if name in scope.names.lost:
        return
    if name in scope.frame.inner:
        scope.problems.tell("T0210.elsewhere", span, name=name)
        return
    bound = ", ".join(scope.locals) or "nothing"
    scope.problems.tell(
        "T0210.nobody",
        span,
        scope.problems.meant(name, (*scope.locals, *scope.names.numbers)),
        name=name,
        bound=bound,
    )


def _slip(verb: str, scope: Scope) -> str | None:
    """The role's name that a word seems to be meant for: longer than three letters, little wrong, and no verb
    that is known."""
    candidates = [name for name in scope.locals if len(name) > 3]
    near = scope.problems.nearest(verb, candidates) if len(verb) > 3 else None
    if near is None or abs(len(near) - len(verb)) > 2 or verbs.is_known(verb):
        return None
    return near
