"""What is told: the texts of `tell`, `or`, `as` and `thinks`, and what stands in their square brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from twicetold.lang import model, syntax, tree
from twicetold.lang.check import bracket, expression, narrow, pieces, verbs
from twicetold.lang.check.scope import Scope
from twicetold.lang.source import Span

_WITNESS: Final = "witness"


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


def reason(text: syntax.Text, scope: Scope) -> model.Wording | None:
    """The words for what urges somebody to act."""
    made = parts(text, scope)
    return None if made is None else model.Wording("plain", None, made, span=text.span)


def _wording(wording: syntax.Wording, scope: Scope) -> model.Wording | None:
    mind, who = _mind(wording, scope)
    when = _when(wording, scope) if wording.when else None
    parts_ = parts(wording.text, scope)
    if parts_ is None or (wording.name and mind is who is None and not _is_witness(wording, scope)):
        return None
    if wording.when and when is None:
        return None
    return model.Wording(wording.mode, mind, parts_, when, who, span=wording.text.span)


def _when(wording: syntax.Wording, scope: Scope) -> model.Expr | None:
    """The condition of a wording. Nothing is drawn in it: a text takes no noise from its world."""
    assert wording.when is not None
    return expression.condition(wording.when, replace(scope, sites=None), "the condition of a text")


def _is_witness(wording: syntax.Wording, scope: Scope) -> bool:
    name = wording.name.text if wording.name else ""
    return wording.mode == "as" and name == _WITNESS and name not in scope.locals


def _mind(wording: syntax.Wording, scope: Scope) -> tuple[int | None, int | None]:
    """The slot of the one to whom a wording is close, or the number of an entity."""
    if wording.name is None or _is_witness(wording, scope):
        return None, None
    local = scope.locals.get(wording.name.text)
    if local is not None and (local.type is None or isinstance(local.type, model.Ref)):
        return local.slot, None
    if local is None and wording.name.text in scope.names.numbers:
        return None, scope.names.numbers[wording.name.text]
    scope.problems.tell(
        "T0210.mind",
        wording.name.span,
        scope.problems.meant(wording.name.text, (*scope.locals, *scope.names.numbers, _WITNESS)),
        name=wording.name.text,
        known=", ".join((*scope.locals, _WITNESS)),
    )
    return None, None


def _names_bound(wording: model.Wording) -> bool:
    return any(isinstance(node, model.Bound) for node in tree.walk(wording.parts))


def _names_nobody(tell_: syntax.Tell, anybody: list[str], scope: Scope) -> None:
    roles = ", ".join(f"[{name}]" for name in anybody)
    span = tell_.wordings[0].text.span
    scope.problems.tell("T0504.nobody", span, roles=roles)


# --- brackets ---------------------------------------------------------------------------------------------


def parts(text: syntax.Text, scope: Scope) -> tuple[model.Part, ...] | None:
    """The text in parts; None if something in it is wrong."""
    return _parts(text, (0, len(text.text)), scope)


def _parts(text: syntax.Text, within: pieces.Stretch, scope: Scope) -> tuple[model.Part, ...] | None:
    """A stretch of the text in parts; None if something in it is wrong."""
    made: list[model.Part] = []
    good = True
    for start, end in _stretches(text, within, scope):
        piece, read = text.text[start:end], []
        if piece[0] not in "[]":
            made.append(model.Plain(piece))
            continue
        if len(piece) > 1:
            read = _bracket(text, (start, end), within, scope)
        place, after = _place(text, start, end), text.text[end : within[1]]
        good = all(verbs.check_after(part, piece[1:-1], after, place, scope) for part in read) and good
        good = good and bool(read)
        made += read
    return tuple(_without_said_units(made)) if good else None


def _bracket(
    text: syntax.Text, pair: pieces.Stretch, within: pieces.Stretch, scope: Scope
) -> list[model.Part]:
    """What a pair of brackets in a stretch of the text holds; nothing if it is wrong."""
    start, end = pair
    sort = pieces.sort_of(text.text, (start + 1, end - 1))
    if sort is not None:
        return _chosen(sort, text, (start + 1, end - 1), scope)
    before, after = text.text[within[0] : start], text.text[end : within[1]]
    return bracket.read(text.text[start + 1 : end - 1], before, after, _place(text, *pair), scope)


def _chosen(sort: pieces.Sort, text: syntax.Text, inside: pieces.Stretch, scope: Scope) -> list[model.Part]:
    """Some pieces of which one is told; nothing if anything is wrong in them."""
    first, *others = pieces.pieces(text.text, inside)
    bare = sort == "if" and first.cond is None
    wrong = [first] * bare + [piece for piece in others if not piece.fits(sort)]
    if wrong:
        place = _place(text, *wrong[0].text)
        scope.problems.tell("T0413.piece", place, wanted=pieces.wanted(sort))
        return []
    arms = [_arm(piece, text, scope) for piece in (first, *others)]
    made = tuple(arm for arm in arms if arm is not None)
    if len(made) < len(arms):
        return []
    return [model.Either(made) if sort == "if" else model.Turns(sort, made)]


def _arm(piece: pieces.Piece, text: syntax.Text, scope: Scope) -> model.Arm | None:
    when = None
    if piece.cond is not None:
        start, end = piece.cond
        when = bracket.condition(text.text[start:end], _place(text, start, end), scope)
    parts_ = _parts(text, piece.text, narrow.where(scope, when))
    if parts_ is None or (piece.cond is not None and when is None):
        return None
    return model.Arm(when, parts_)


def _without_said_units(parts: Sequence[model.Part]) -> Iterator[model.Part]:
    """The parts; a number behind which the text says its unit, or joins a word to it, is told without."""
    for i, part in enumerate(parts):
        after = parts[i + 1] if i + 1 < len(parts) else None
        if isinstance(part, model.Mention) and part.unit and isinstance(after, model.Plain):
            units = "|".join(map(re.escape, part.unit))
            yield replace(part, unit=None) if re.match(rf"[\w-]| (?:{units})\b", after.text) else part
        else:
            yield part


def _stretches(text: syntax.Text, within: pieces.Stretch, scope: Scope) -> Iterator[pieces.Stretch]:
    """Plain stretches and bracketed ones; a bracket without its fellow is told."""
    at, last = within
    for mark in pieces.marks(text.text, within):
        if at < mark.start:
            yield at, mark.start
        if not mark.is_pair:
            missing = "opened" if text.text[mark.start] == "]" else "closed"
            scope.problems.tell("T0413.open", _place(text, mark.start, mark.end), missing=missing)
        yield mark.start, mark.end
        at = mark.end
    if at < last:
        yield at, last


def _place(text: syntax.Text, start: int, end: int) -> Span:
    """Where a stretch of a quoted text stands in its file."""
    span = text.span
    column = span.column + 1
    return Span(span.file, span.line, column + start, span.line, column + end)
