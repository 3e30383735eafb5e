"""Common slips, and the sentence that mends each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import nearest
from twicetold.lang.mistakes.found import Found
from twicetold.lang.mistakes.phrases import PHRASES
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


def _quotes_in_a_text(found: Found) -> Help | None:
    """A straight quotation mark inside a text, which ends there: `tell "[p] [say] "no"."`."""
    told = found.first in ("tell", "or", "as", "thinks", "briefly") and '"' in found.after
    if '"' in found.before and (found.before.endswith('"') or told):
        return Help("T0100.quotes_inside")
    return None


def _strange_sign(found: Found) -> Help | None:
    return Help(_SIGNS.get(found.text, "T0100.no_sign")) if not found.type else None


def _turned_round(found: Found) -> Help | None:
    """`=+`, `=>`: the signs of a pair in the wrong order."""
    pair = found.before[-1:] + found.text
    if pair in ("=+", "=-") and found.before[-2:-1] == " ":
        return Help("T0100.write", what=pair[::-1])
    ends = (found.text + found.after)[:2]
    return Help("T0100.write", what=ends[::-1]) if ends in ("=>", "=<") else None


def _comment(found: Found) -> Help | None:
    return Help("T0100.comment") if found.before[-1:] + found.text in ("//", "/*", "--") else None


def _if_for_when(found: Found) -> Help | None:
    if found.text == "if" and "WHEN" in found.accepts:
        return Help("T0100.when", condition=found.after.split("#")[0].rstrip())
    return None


def _needless_quotes(found: Found) -> Help | None:
    if found.type == "TEXT" and ("NAME" in found.accepts or "NOW" in found.accepts):
        bare = re.sub(r"\W+", "_", found.text[1:-1]).strip("_")
        return Help("T0100.no_quotes", name=bare or "name")
    return None


def _thousands(found: Found) -> Help | None:
    number = re.search(r"[0-9]{1,3}$", found.before)
    rest = re.match(r"(,[0-9]{3})+\b", found.text + found.after)
    if number is None or rest is None:
        return None
    return Help("T0100.thousands", number=number[0], rest=rest[0].replace(",", ""))


def _equals(found: Found) -> Help | None:
    if found.type == "EQUAL" and (found.before.endswith("=") or found.after.startswith("=")):
        return Help("T0100.is_for_equals")
    if found.type == "EQUAL" and "IS" in found.accepts:
        return Help("T0100.is_or_gives")
    return None


def _colon(found: Found) -> Help | None:
    """A colon at the end of a line, as in Python and YAML; or behind the word that a line begins with."""
    if found.type != "COLON":
        return None
    rest = found.after.split("#")[0].strip()
    if found.row == 1 and re.fullmatch(r"\w+", found.before) and found.block not in BLOCKS:
        name = found.before
        return Help("T0100.declared", name=name)
    if not rest:
        return Help("T0100.colon_at_end")
    if re.fullmatch(r" *\w+", found.before):
        return Help("T0100.colon", first=found.first, rest=rest)
    return None


def _counted_up(found: Found) -> Help | None:
    """`p.coins++`"""
    for sign, here in (("+", "+="), ("-", "-=")):
        if found.text == sign and (found.before.endswith(sign) or found.after.startswith(sign)):
            return Help("T0100.counted_up", what=found.before.strip().rstrip(sign), sign=here)
    return None


def _comma_between_conditions(found: Found) -> Help | None:
    if found.type == "COMMA" and re.search(r"\b(when|where|if|else)\b", found.before):
        return Help("T0100.and")
    return None


def _text_in_a_field(found: Found) -> Help | None:
    if found.type == "TEXT" and found.block in ("kind", "setting", "relation"):
        return Help("T0100.text_field")
    return None


def _several_in_a_field(found: Found) -> Help | None:
    if found.text == "of" and re.search(r"\b(list|set|array|map|many|several) *$", found.before):
        kind = re.match(r"kind +(\w+)", found.chunk.lines[0])
        whose, other = kind[1] if kind else "Person", re.match(r" *(\w+)", found.after)
        relation = f"relation {found.first} ({whose}, {other[1] if other else 'Person'}) yes/no"
        return Help("T0100.several", relation=relation)
    return None


def _time_of_day(found: Found) -> Help | None:
    if found.text.lower() in ("am", "pm", "o") and re.search(r"[0-9] *$", found.before):
        return Help("T0100.time_of_day")
    return None


def _for_all(found: Found) -> Help | None:
    if found.accepts == {"COLON"} and re.search(r"\b(for|pick) +(all|each|every|any|the) *$", found.before):
        name = re.match(r" *(\w+) *(?::|in\b)? *(\w+)?", found.text + found.after)
        kind = ((name and name[2]) or "Person").removesuffix("s")
        return Help("T0100.for_all", name=name[1] if name else "p", kind=kind)
    return None


def _chained(found: Found) -> Help | None:
    if found.type in ("BELOW", "ABOVE", "AT_MOST", "AT_LEAST", "IS") and "AND" in found.accepts:
        return Help("T0100.chained")
    return None


def _no_kind(found: Found) -> Help | None:
    if found.accepts == {"COLON"}:
        return Help("T0100.kind_wanted")
    return None


def _no_else(found: Found) -> Help | None:
    if "ELSE" in found.accepts and re.search(r"\bif\b", found.before):
        return Help("T0100.else_wanted")
    return None


def _in_for(found: Found) -> Help | None:
    if found.type == "IN" or (found.text == "in" and re.search(r"\b(for|pick)\b", found.before)):
        return Help("T0100.colon_for_in")
    return None


def _bare_fraction(found: Found) -> Help | None:
    if found.type == "DOT" and re.match("[0-9]", found.after):
        return Help("T0100.fraction", digits=found.after.split()[0])
    return None


def _starting_value_of(found: Found) -> Help | None:
    words = re.match(r"(\w+) +(\w+) *$", found.before)
    if words and found.row == 1 and found.block == words[1] and words[1] not in BLOCKS:
        return Help("T0100.start", who=words[1], field=words[2], sign=found.text)
    return None


def _no_quotes(found: Found) -> Help | None:
    if found.text == "if" and found.before.strip() == "tell":
        return Help("T0100.first_text")
    words = re.match(r".*?(?= +(?:when|if|in|at|of|is)\b|[:#]|$)", found.text + found.after)
    return Help("T0100.quotes", text=words[0] if words else "…") if found.accepts == {"TEXT"} else None


def _near_word(found: Found) -> Help | None:
    """A word near one that could stand there: `weight` for `weighted`."""
    words = [type_.lower() for type_ in sorted(found.accepts - NAMES_OF_TYPES.keys() - SIGNS_OF_TYPES.keys())]
    near = nearest(found.text, words) if found.type == "NAME" else None
    return Help("any.near", near=near) if near else None


def _line_ends(found: Found) -> Help | None:
    if found.type == "_NL" and "NOW" in found.accepts:
        return Help("T0100.missing")
    return None


def _not_one_of(found: Found) -> Help | None:
    if found.text == "of" and re.search(r"\bis not one *$", found.before):
        return Help("T0100.not_one_of")
    return None


SLIPS: Final[tuple[Callable[[Found], Help | None], ...]] = (
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
    _not_one_of,
    _starting_value_of,
    _no_quotes,
    _near_word,
    _line_ends,
)
