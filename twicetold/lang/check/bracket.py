"""What one pair of square brackets in a text holds: somebody or something, a value, a list, or a verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from twicetold.lang import model, syntax
from twicetold.lang.check import cell, expression, verbs
from twicetold.lang.check.scope import Local, Scope
from twicetold.lang.check.types import SECONDS, said_dimension
from twicetold.lang.codes import Help
from twicetold.lang.parser import parse_within
from twicetold.lang.source import Span

_NAMED: Final = re.compile(r"(?:(before) +)?(?:(the|a|an) +)?([^\W\d]\w*)((?:\.[^\W\d]\w*)*)('s|’s)?")
"""`p`, `p's`, `the x`, `a x`, `p.at`, `the p.at's`, `before the p.at`."""

_VERB: Final = re.compile(r"(not +)?([^\W\d_]+(?:-[^\W\d_]+)*(?:/[^\W\d_]+){0,2}(?:[ -][^\W\d_]+)*)")
"""`walk`, `not see`, `take up`, and with its own past, or past and participle, `lie/lied`, `hang/hanged`."""

_ONE: Final = r"[^\W\d]\w*(?:\(.*\))?(?:\.\w+)*"
_SET: Final = rf"(?:who +\w+ +(?:the +)?{_ONE}|what +{_ONE} +\w+)"
_EACH: Final = rf"\w+ *(?:: *\w+| +in +{_SET})(?: +where +.*)?"
_EVERY: Final = re.compile(rf" *(?P<before>before +)?(?:(?P<set>{_SET})|every +(?P<each>{_EACH}))")
"""`every g: Guest where g.alive`, `every x in what p has`, `what p has`, `who has the poker`."""

_EXPRESSION: Final = re.compile(r"[()+*<>=.:%\d]|(?<=\s)[-/](?=\s)|^-|^\w+ +(?:is|and|or|if)\b")
"""What stands in no name and in no verb."""

_DIRECT: Final = re.compile(r"\s*(?:before +)?(?:(?:the|a|an) +)?")
_FIGURES: Final = r"(?: +in +(?P<words>words)| +to +(?P<count>\d{1,2}) +(?P<what>digit|place)s?)"
_WORD: Final = r"[^\W\d_][^\W\d_'’-]*"
_SAID: Final = re.compile(_FIGURES)
_COUNTED: Final = re.compile(rf"{_FIGURES}?(?P<before>(?: +{_WORD})*) +(?P<one>{_WORD})/(?P<many>{_WORD})")
"""What stands behind a number that is told with what it counts: ` in words little job/jobs`."""

_GOES_ON: Final = frozenset(("and", "or", "not", "is", "if", "else", "truly", "of"))
"""Words behind which an expression goes on."""


def read(inside: str, before: str, after: str, span: Span, scope: Scope) -> list[model.Part]:
    """What one pair of brackets holds, between two stretches of text: what is bound, or an entity, a value,
    else a verb; nothing if it is wrong."""
    if inside.strip() == "because" and "because" not in scope.locals:
        if not scope.frame.reasons:
            scope.problems.tell("T0413.because", span)
        return [model.Because()] if scope.frame.reasons else []
    named = _NAMED.fullmatch(inside.strip())
    if named:
        was, article, name, path, possessive = named.groups()
        if name in scope.locals or name in scope.names.numbers:
            made = _mention(article, name, path, bool(possessive), span, scope)
            return _as_before(made, path, span, scope) if was else made
        if not _is_value(name, scope):
            if was or article or path or possessive or name[0].isupper() or name in scope.frame.inner:
                _nobody(name, span, scope)
                return []
            if _tell_field(name, span, scope):
                return []
    if "|" in inside:
        scope.problems.tell("T0413.bracket", span, Help("T0413.variant"))
        return []
    if every := _EVERY.fullmatch(inside.rstrip()):
        return _every(every, span, scope)
    value = _value(inside)
    if named is None and (value.is_number or _EXPRESSION.search(inside.strip()) is not None):
        return _told(inside, value, span, scope)
    if named and _is_value(named[3], scope):
        return _told(inside, value, span, scope)
    return _verb(inside, before, after, span, scope)


def condition(text: str, span: Span, scope: Scope) -> model.Expr | None:
    """A condition as it stands in a text. Nothing is drawn in it: a text takes no noise from its world."""
    written = parse_within(text, "asked", span, scope.problems)
    if written is None:
        return None
    return expression.condition(written, replace(scope, sites=None), "the condition of a text")


def _is_value(name: str, scope: Scope) -> bool:
    """Whether a bare name is that of a setting or of a definition, and no verb."""
    define = scope.names.defines.get(name)
    known = name in scope.names.settings or (define is not None and not define.params)
    return known and not verbs.is_known(name)


# --- somebody or something ----------------------------------------------------------------------------------


def _mention(
    article: str | None, name: str, path: str, possessive: bool, span: Span, scope: Scope
) -> list[model.Part]:
    """Somebody or something named, by a role, an entity, or a field of either."""
    local = scope.locals.get(name)
    expr: model.Expr | None = _of_local(local, span) if local else _of_entity(name, span, scope)
    for field in path.split(".")[1:]:
        expr = expr and _field(expr, field, span, scope)
    return [] if expr is None else _said(expr, article, possessive, scope)


def _said(expr: model.Expr, article: str | None, possessive: bool, scope: Scope) -> list[model.Part]:
    """What an expression means, with an article or as an owner."""
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


def _as_before(made: list[model.Part], path: str, span: Span, scope: Scope) -> list[model.Part]:
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


# --- values -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Value:
    """A value as it is written: where its expression ends, how its figures are told, and what it counts."""

    end: int
    figures: model.Figures = model.IN_FIGURES
    counted: tuple[str, str] | None = None

    @property
    def is_number(self) -> bool:
        """Whether it must be a number."""
        return self.counted is not None or self.figures != model.IN_FIGURES


def _value(inside: str) -> _Value:
    """How the value is written that stands in brackets, if it is one."""
    whole = len(inside.rstrip())
    for at in _ends(inside):
        if said := _SAID.fullmatch(inside, at, whole):
            return _Value(at, _figures(said))
        counted = _COUNTED.fullmatch(inside, at, whole)
        if counted and _GOES_ON.isdisjoint(counted["before"].split()):
            before = counted["before"].lstrip() + " " * bool(counted["before"])
            return _Value(at, _figures(counted), (before + counted["one"], before + counted["many"]))
    return _Value(whole)


def _ends(inside: str) -> Iterator[int]:
    """Where an expression could end: before a space, outside of brackets, and not behind an operator."""
    depth = 0
    for at, sign in enumerate(inside):
        depth += (sign == "(") - (sign == ")")
        if sign == " " and depth == 0 and _is_whole(inside[:at]):
            yield at


def _is_whole(text: str) -> bool:
    """Whether an expression can end with a text."""
    last = text.split()[-1:]
    return last != [] and last[0] not in _GOES_ON and (last[0][-1].isalnum() or last[0][-1] in "_)%")


def _figures(said: re.Match[str]) -> model.Figures:
    count = int(said["count"]) if said["count"] else None
    digits = max(count, 1) if count is not None and said["what"] == "digit" else None
    return model.Figures(bool(said["words"]), digits, count if said["what"] == "place" else None)


def _told(inside: str, value: _Value, span: Span, scope: Scope) -> list[model.Part]:
    """A value, or whoever an expression means."""
    begun = _DIRECT.match(inside)
    assert begun is not None
    words = begun[0].split()
    article = next((word for word in words if word != "before" and word not in scope.locals), None)
    possessive = None if value.is_number else re.search(r"['’]s\s*$", inside)
    text = inside[begun.end() : possessive.start() if possessive else value.end]
    at = _within(span, 1 + begun.end(), len(text))
    written = parse_within(text, "asked", at, scope.problems)
    expr = None if written is None else expression.anything(written, replace(scope, sites=None))
    if expr is None or not _is_fit(expr, value, at, scope):
        return []
    made = _said(expr, article, possessive is not None, scope)
    return [_as_said(part, value, "before" in words) for part in made]


def _is_fit(expr: model.Expr, value: _Value, span: Span, scope: Scope) -> bool:
    """Whether what is said of the figures of a value can be said of it; else that is told."""
    if not value.is_number:
        return True
    if not isinstance(expr.type, model.Number):
        scope.problems.tell("T0413.number", span, type=scope.names.said(expr.type))
        return False
    rounded = value.figures.digits is not None or value.figures.places is not None
    if rounded and value.counted is None and expr.type.unit == SECONDS:
        scope.problems.tell("T0413.length", span)
        return False
    return True


def _as_said(part: model.Part, value: _Value, before: bool) -> model.Part:
    if not isinstance(part, model.Mention):
        return part
    return replace(part, before=before, unit=value.counted or part.unit, figures=value.figures)


def _within(span: Span, start: int, length: int) -> Span:
    """A stretch of what stands at a place."""
    column = span.column + start
    return Span(span.file, span.line, column, span.line, column + length)


def _every(every: re.Match[str], span: Span, scope: Scope) -> list[model.Part]:
    """All of a kind, or of a set, for whom a condition holds."""
    among = "each" if every["each"] else "set"
    start, text = every.start(among), f"count({every[among]})"
    at = _within(span, 1 + start - len("count("), len(text))
    written = parse_within(text, "asked", at, scope.problems)
    expr = None if written is None else expression.anything(written, replace(scope, sites=None))
    if not isinstance(expr, model.Aggregate):
        return []
    return [model.Every(expr.slot, expr.name, expr.kind, expr.where, every["before"] is not None)]


# --- verbs --------------------------------------------------------------------------------------------------


def _verb(inside: str, before: str, after: str, span: Span, scope: Scope) -> list[model.Part]:
    verb = _VERB.fullmatch(inside.strip())
    if verb is None or verb[2] != verb[2].lower():
        every = Help("T0413.every") if inside.lstrip().startswith("every ") else None
        scope.problems.tell("T0413.bracket", span, every)
        return []
    if slip := _slip(verb[2], scope):
        scope.problems.tell("T0510.slip", span, verb=verb[2], slip=slip)
        return []
    good = verbs.check(verb[2], bool(verb[1]), before, after, span, scope)
    return [model.Verb(verb[2], bool(verb[1]))] if good else []


def _slip(verb: str, scope: Scope) -> str | None:
    """The role's name that a word seems to be meant for: longer than three letters, little wrong, and no verb
    that is known."""
    candidates = [name for name in scope.locals if len(name) > 3]
    near = scope.problems.nearest(verb, candidates) if len(verb) > 3 else None
    if near is None or abs(len(near) - len(verb)) > 2 or verbs.is_known(verb):
        return None
    return near


# --- what is wrong ------------------------------------------------------------------------------------------


def _tell_field(name: str, span: Span, scope: Scope) -> bool:
    """Whether a word that is no verb is the name of a field, which is told."""
    if not any(field == name for _, field in scope.names.fields) or verbs.is_known(name):
        return False
    scope.problems.tell("T0210.field", span, name=name)
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
