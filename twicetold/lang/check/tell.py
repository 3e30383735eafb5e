"""What is told: the texts of `tell`, `or`, `as` and `thinks`, and what stands in their square brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from twicetold.lang import model, syntax
from twicetold.lang.check import cell, expression
from twicetold.lang.check.scope import Local, Scope
from twicetold.lang.source import Span

_Part = model.Plain | model.Mention | model.Verb

_WITNESS: Final = "witness"

_NAMED: Final = re.compile(r"(?:(the|a|an) +)?([^\W\d]\w*)((?:\.[^\W\d]\w*)*)('s|’s)?")
"""`p`, `p's`, `the x`, `a x`, `p.at`, `the p.at's`."""

_VERB: Final = re.compile(r"(not +)?([^\W\d_]+(?:[ -][^\W\d_]+)*)")


def tells(tells: Sequence[syntax.Tell], scope: Scope) -> tuple[model.Wording, ...]:
    """All wordings of the `tell` sections of a construct."""
    return tuple(wording for tell_ in tells for wording in wordings(tell_, scope))


def wordings(tell_: syntax.Tell, scope: Scope) -> tuple[model.Wording, ...]:
    """The wordings of one `tell`. Together they must name somebody whom the construct binds."""
    found = [_wording(wording, scope) for wording in tell_.wordings]
    anybody = [name for name, local in scope.locals.items() if isinstance(local.type, model.Ref)]
    if None not in found and anybody and not any(_names_bound(w) for w in found if w):
        _names_nobody(tell_, anybody, scope)
    return tuple(wording for wording in found if wording is not None)


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
    near = scope.problems.nearest(wording.name.text, (*scope.locals, _WITNESS))
    help = f"did you mean `{near}`?" if near else f"name one of {', '.join((*scope.locals, _WITNESS))}"
    scope.problems.error("T0210", wording.name.span, f"there is no role `{wording.name.text}` here", help)
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
    scope.problems.error("T0504", span, "this text names no role", f"say who: {roles}")


# --- brackets ---------------------------------------------------------------------------------------------


def parts(text: syntax.Text, scope: Scope) -> tuple[_Part, ...] | None:
    """The text in parts; None if something in it is wrong."""
    made: list[_Part] = []
    good = True
    for start, piece in _pieces(text, scope):
        found: list[_Part] = [model.Plain(piece)]
        if piece.startswith("["):
            found = _bracket(piece[1:-1], _place(text, start, len(piece)), scope) if piece != "[" else []
        good = good and bool(found)
        made += found
    return tuple(made) if good else None


def _pieces(text: syntax.Text, scope: Scope) -> Iterator[tuple[int, str]]:
    """Plain stretches and bracketed ones, with where they begin; a bracket without its fellow is told."""
    at = 0
    for found in re.finditer(r"\[[^\[\]]*\]?|\]", text.text):
        if at < found.start():
            yield at, text.text[at : found.start()]
        at = found.end()
        if found[0].endswith("]") and found[0] != "]":
            yield found.start(), found[0]
        else:
            missing = "opened" if found[0] == "]" else "closed"
            help = "a role or a verb stands in square brackets: `[p] [walk]`"
            span = _place(text, found.start(), 1)
            scope.problems.error("T0413", span, f"this square bracket is not {missing}", help)
            yield found.start(), "["
    if at < len(text.text):
        yield at, text.text[at:]


def _place(text: syntax.Text, start: int, length: int) -> Span:
    """Where a piece of a quoted text stands in its file."""
    span = text.span
    column = span.column + 1 + start
    return Span(span.file, span.line, column, span.line, column + length)


def _bracket(inside: str, span: Span, scope: Scope) -> list[_Part]:
    """What one pair of brackets holds: what is bound, or an entity, else a verb; nothing if it is wrong."""
    named = _NAMED.fullmatch(inside.strip())
    if named:
        article, name, path, possessive = named.groups()
        if name in scope.locals or name in scope.names.numbers:
            return _mention(article, name, path, bool(possessive), span, scope)
        if article or path or possessive or name[0].isupper():
            _nobody(name, span, scope)
            return []
    verb = _VERB.fullmatch(inside.strip())
    if verb is None or verb[2] != verb[2].lower():
        scope.problems.error("T0413", span, "this cannot stand in square brackets", _instead(inside))
        return []
    if slip := _slip(verb[2], scope):
        help = f"did you mean `[{slip}]`? If it is a verb, give the role another name"
        scope.problems.error("T0510", span, f"`{verb[2]}` is no role, and looks like a slip of one", help)
        return []
    return [model.Verb(verb[2], bool(verb[1]))]


def _instead(inside: str) -> str:
    """What to write for what cannot stand in brackets."""
    asked = re.match(r"\s*if +(.+?) *(?:[:|?]|$)", inside)
    if asked or "|" in inside:
        condition = asked[1] if asked else "p.alive"
        return f'give the other text a line of its own, indented below: `or if {condition} "…"`'
    return "write a role, `[p]`, `[p's]`, `[the p.at]`, or a verb in its plain form, `[walk]`, `[not see]`"


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
    if article:
        named = model.Mention(expr, "the" if article == "the" else "a")
        return [named, model.Plain("'s")] if possessive else [named]
    return [model.Mention(expr, "possessive" if possessive else "plain")]


def _of_local(local: Local, span: Span) -> model.Expr | None:
    return model.Bound(local.slot, local.name, local.type, span=span) if local.type else None


def _of_entity(name: str, span: Span, scope: Scope) -> model.Expr:
    return model.Const(scope.names.numbers[name], model.Ref(scope.names.kind_of(name)), span=span)


def _field(of: model.Expr, name: str, span: Span, scope: Scope) -> model.Expr | None:
    if not isinstance(of.type, model.Ref):
        said = scope.names.said(of.type)
        message = f"only an entity has fields, but `{name}` is asked of {said}"
        scope.problems.error("T0301", span, message, f"leave `.{name}` out")
        return None
    found = cell.field_of(of.type.kind, syntax.Name(name, span), scope.names)
    return None if found is None else model.Cell(found.name, (of,), found.type, span=span)


def _nobody(name: str, span: Span, scope: Scope) -> None:
    if name in scope.names.lost:
        return
    near = scope.problems.nearest(name, (*scope.locals, *scope.names.numbers))
    bound = ", ".join(scope.locals) or "nothing"
    help = f"did you mean `{near}`?" if near else f"what is bound here: {bound}"
    scope.problems.error("T0210", span, f"nobody and nothing here is called `{name}`", help)


def _slip(verb: str, scope: Scope) -> str | None:
    """The role's name that a word seems to be meant for: longer than three letters, and little wrong."""
    candidates = [name for name in scope.locals if len(name) > 3]
    near = scope.problems.nearest(verb, candidates) if len(verb) > 3 else None
    return near if near is not None and abs(len(near) - len(verb)) <= 2 else None
