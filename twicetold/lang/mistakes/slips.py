"""Common slips, and the sentence that mends each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import nearest
from twicetold.lang.mistakes.phrases import PHRASES
from twicetold.lang.mistakes.stop import Stop
from twicetold.lang.mistakes.words import BLOCKS, NAMES_OF_TYPES, SIGNS_OF_TYPES

_SIGNS: Final = {
    "[": "T0100.square",
    "]": "T0100.square",
    "{": "T0100.curly",
    "}": "T0100.curly",
    "'": "T0100.double_quotes",
    "“": "T0100.double_quotes",
    "”": "T0100.double_quotes",
    "!": "T0100.is_not_for_not",
    "≠": "T0100.is_not",
    "≤": "T0100.at_most",
    "≥": "T0100.at_least",
    "&": "T0100.and_sign",
    "|": "T0100.or_sign",
    ";": "T0100.one_a_line",
    "^": "T0100.powers",
    "%": "T0100.remainder",
    "×": "T0100.times",
    "·": "T0100.times",
    "÷": "T0100.over",
    "−": "T0100.minus",
    "–": "T0100.minus_or_range",
    "…": "T0100.range",
    "$": "T0100.currency",
}


def _quotes_in_a_text(at: Stop) -> Help | None:
    """A straight quotation mark inside a text, which ends there: `tell "[p] [say] "no"."`."""
    told = at.first in ("tell", "or", "as", "thinks", "briefly") and '"' in at.after
    if '"' in at.before and (at.before.endswith('"') or told):
        return Help("T0100.quotes_inside")
    return None


def _strange_sign(at: Stop) -> Help | None:
    return Help(_SIGNS.get(at.text, "T0100.no_sign")) if not at.type else None


def _turned_round(at: Stop) -> Help | None:
    """`=+`, `=>`: the signs of a pair in the wrong order."""
    pair = at.before[-1:] + at.text
    if pair in ("=+", "=-") and at.before[-2:-1] == " ":
        return Help("T0100.write", what=pair[::-1])
    ends = (at.text + at.after)[:2]
    return Help("T0100.write", what=ends[::-1]) if ends in ("=>", "=<") else None


def _comment(at: Stop) -> Help | None:
    return Help("T0100.comment") if at.before[-1:] + at.text in ("//", "/*", "--") else None


def _if_for_when(at: Stop) -> Help | None:
    if at.text == "if" and "WHEN" in at.accepts:
        return Help("T0100.when", condition=at.after.split("#")[0].rstrip())
    return None


def _needless_quotes(at: Stop) -> Help | None:
    if at.type == "TEXT" and ("NAME" in at.accepts or "NOW" in at.accepts):
        bare = re.sub(r"\W+", "_", at.text[1:-1]).strip("_")
        return Help("T0100.no_quotes", name=bare or "name")
    return None


def _thousands(at: Stop) -> Help | None:
    number = re.search(r"[0-9]{1,3}$", at.before)
    rest = re.match(r"(,[0-9]{3})+\b", at.text + at.after)
    if number is None or rest is None:
        return None
    return Help("T0100.thousands", number=number[0], rest=rest[0].replace(",", ""))


def _equals(at: Stop) -> Help | None:
    if at.type == "EQUAL" and (at.before.endswith("=") or at.after.startswith("=")):
        return Help("T0100.is_for_equals")
    if at.type == "EQUAL" and "IS" in at.accepts:
        return Help("T0100.is_or_gives")
    return None


def _colon(at: Stop) -> Help | None:
    """A colon at the end of a line, as in Python and YAML; or behind the word that a line begins with."""
    if at.type != "COLON":
        return None
    rest = at.after.split("#")[0].strip()
    if at.row == 1 and re.fullmatch(r"\w+", at.before) and at.block not in BLOCKS:
        name = at.before
        return Help("T0100.declared", name=name)
    if not rest:
        return Help("T0100.colon_at_end")
    if re.fullmatch(r" *\w+", at.before):
        return Help("T0100.colon", first=at.first, rest=rest)
    return None


def _counted_up(at: Stop) -> Help | None:
    """`p.coins++`"""
    for sign, here in (("+", "+="), ("-", "-=")):
        if at.text == sign and (at.before.endswith(sign) or at.after.startswith(sign)):
            return Help("T0100.counted_up", what=at.before.strip().rstrip(sign), sign=here)
    return None


def _comma_between_conditions(at: Stop) -> Help | None:
    if at.type == "COMMA" and re.search(r"\b(when|where|if|else)\b", at.before):
        return Help("T0100.and")
    return None


def _text_in_a_field(at: Stop) -> Help | None:
    if at.type == "TEXT" and at.block in ("kind", "setting", "relation"):
        return Help("T0100.text_field")
    return None


def _several_in_a_field(at: Stop) -> Help | None:
    if at.text == "of" and re.search(r"\b(list|set|array|map|many|several) *$", at.before):
        kind = re.match(r"kind +(\w+)", at.chunk.lines[0])
        whose, other = kind[1] if kind else "Person", re.match(r" *(\w+)", at.after)
        relation = f"relation {at.first} ({whose}, {other[1] if other else 'Person'}) yes/no"
        return Help("T0100.several", relation=relation)
    return None


def _time_of_day(at: Stop) -> Help | None:
    if at.text.lower() in ("am", "pm", "o") and re.search(r"[0-9] *$", at.before):
        return Help("T0100.time_of_day")
    return None


def _for_all(at: Stop) -> Help | None:
    if at.accepts == {"COLON"} and re.search(r"\b(for|pick) +(all|each|every|any|the) *$", at.before):
        name = re.match(r" *(\w+) *(?::|in\b)? *(\w+)?", at.text + at.after)
        kind = ((name and name[2]) or "Person").removesuffix("s")
        return Help("T0100.for_all", name=name[1] if name else "p", kind=kind)
    return None


def _chained(at: Stop) -> Help | None:
    if at.type in ("BELOW", "ABOVE", "AT_MOST", "AT_LEAST", "IS") and "AND" in at.accepts:
        return Help("T0100.chained")
    return None


def _no_kind(at: Stop) -> Help | None:
    if at.accepts == {"COLON"}:
        return Help("T0100.kind_wanted")
    return None


def _no_else(at: Stop) -> Help | None:
    if "ELSE" in at.accepts and re.search(r"\bif\b", at.before):
        return Help("T0100.else_wanted")
    return None


def _in_for(at: Stop) -> Help | None:
    if at.type == "IN" or (at.text == "in" and re.search(r"\b(for|pick)\b", at.before)):
        return Help("T0100.colon_for_in")
    return None


def _bare_fraction(at: Stop) -> Help | None:
    if at.type == "DOT" and re.match("[0-9]", at.after):
        return Help("T0100.fraction", digits=at.after.split()[0])
    return None


def _starting_value_of(at: Stop) -> Help | None:
    words = re.match(r"(\w+) +(\w+) *$", at.before)
    if words and at.row == 1 and at.block == words[1] and words[1] not in BLOCKS:
        return Help("T0100.start", who=words[1], field=words[2], sign=at.text)
    return None


def _no_quotes(at: Stop) -> Help | None:
    if at.text == "if" and at.before.strip() == "tell":
        return Help("T0100.first_text")
    words = re.match(r".*?(?= +(?:when|if|in|at|of|is)\b|[:#]|$)", at.text + at.after)
    return Help("T0100.quotes", text=words[0] if words else "…") if at.accepts == {"TEXT"} else None


def _near_word(at: Stop) -> Help | None:
    """A word near one that could stand there: `weight` for `weighted`."""
    words = [type_.lower() for type_ in sorted(at.accepts - NAMES_OF_TYPES.keys() - SIGNS_OF_TYPES.keys())]
    near = nearest(at.text, words) if at.type == "NAME" else None
    return Help("any.near", near=near) if near else None


def _line_ends(at: Stop) -> Help | None:
    if at.type == "_NL" and "NOW" in at.accepts:
        return Help("T0100.missing")
    return None


SLIPS: Final[tuple[Callable[[Stop], Help | None], ...]] = (
    _quotes_in_a_text,
    _strange_sign,
    _comment,
    _turned_round,
    _if_for_when,
    _thousands,
    *PHRASES,
    _equals,
    _colon,
    _counted_up,
    _comma_between_conditions,
    _text_in_a_field,
    _needless_quotes,
    _several_in_a_field,
    _time_of_day,
    _chained,
    _for_all,
    _in_for,
    _no_kind,
    _no_else,
    _bare_fraction,
    _starting_value_of,
    _no_quotes,
    _near_word,
    _line_ends,
)
