"""Common slips, and the sentence that mends each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from twicetold.lang.diagnostics import nearest
from twicetold.lang.mistakes.found import Found
from twicetold.lang.mistakes.phrases import PHRASES
from twicetold.lang.mistakes.words import BLOCKS, NAMES_OF_TYPES, SIGNS_OF_TYPES

_SIGNS: Final = {
    "[": "square brackets stand only inside the quotes of a telling; elsewhere use round ones",
    "]": "square brackets stand only inside the quotes of a telling; elsewhere use round ones",
    "{": "curly brackets mean nothing here: what belongs together is indented",
    "}": "curly brackets mean nothing here: what belongs together is indented",
    "'": 'a text stands between straight double quotes: "…"',
    "“": 'a text stands between straight double quotes: "…"',
    "”": 'a text stands between straight double quotes: "…"',
    "!": "write `is not` for what differs, `not` for what is not so",
    "≠": "write `is not`",
    "≤": "write `<=`",
    "≥": "write `>=`",
    "&": "write `and`",
    "|": "write `or`",
    ";": "write one thing a line, or a `,` in a list",
    "^": "there are no powers: multiply, or use `sqrt`, `exp` and `log`",
    "%": "there is no remainder; a percentage is written without a space, as in `5%`",
    "×": "write `*`",
    "·": "write `*`",
    "÷": "write `/`",
    "−": "write `-`, the hyphen of the keyboard",
    "–": "write `-`, the hyphen of the keyboard, or `..` between the ends of a range",
    "…": "write `..` between the ends of a range",
    "$": "there is only one currency here: numbers, with units that you declare",
}


def _strange_sign(found: Found) -> str:
    return _SIGNS.get(found.text, "this sign has no meaning here") if not found.type else ""


def _turned_round(found: Found) -> str:
    """`=+`, `=>`: the signs of a pair in the wrong order."""
    pair = found.before[-1:] + found.text
    if pair in ("=+", "=-") and found.before[-2:-1] == " ":
        return f"write `{pair[::-1]}`"
    ends = (found.text + found.after)[:2]
    return f"write `{ends[::-1]}`" if ends in ("=>", "=<") else ""


def _comment(found: Found) -> str:
    return "a comment begins with `#`" if found.before[-1:] + found.text in ("//", "/*", "--") else ""


def _if_for_when(found: Found) -> str:
    if found.text == "if" and "WHEN" in found.accepts:
        return f"write `when{found.after.split('#')[0].rstrip()}`"
    return ""


def _needless_quotes(found: Found) -> str:
    if found.type == "TEXT" and ("NAME" in found.accepts or "NOW" in found.accepts):
        bare = re.sub(r"\W+", "_", found.text[1:-1]).strip("_")
        return f"leave the quotes out: `{bare or 'name'}`"
    return ""


def _thousands(found: Found) -> str:
    number = re.search(r"[0-9]{1,3}$", found.before)
    rest = re.match(r"(,[0-9]{3})+\b", found.text + found.after)
    return f"write `{number[0]}{rest[0].replace(',', '')}`, without a comma" if number and rest else ""


def _equals(found: Found) -> str:
    if found.type == "EQUAL" and (found.before.endswith("=") or found.after.startswith("=")):
        return "write `is` to compare; `==` means nothing here"
    if found.type == "EQUAL" and "IS" in found.accepts:
        return "write `is` to compare; `=` gives a value, and only at the beginning of an effect"
    return ""


def _colon(found: Found) -> str:
    """A colon at the end of a line, as in Python and YAML; or behind the word that a line begins with."""
    if found.type != "COLON":
        return ""
    rest = found.after.split("#")[0].strip()
    if found.row == 1 and re.fullmatch(r"\w+", found.before) and found.block not in BLOCKS:
        name = found.before
        return f"somebody is declared in one line: `{name} is Person: she, coins 3`, with a kind of yours"
    if not rest:
        return "no colon stands at the end of a line: what belongs to it is indented below"
    if re.fullmatch(r" *\w+", found.before):
        return f"no colon stands here: write `{found.first} {rest}`"
    return ""


def _counted_up(found: Found) -> str:
    """`p.coins++`"""
    for sign, here in (("+", "+="), ("-", "-=")):
        if found.text == sign and (found.before.endswith(sign) or found.after.startswith(sign)):
            return f"write `{found.before.strip().rstrip(sign)} {here} 1`"
    return ""


def _comma_between_conditions(found: Found) -> str:
    if found.type == "COMMA" and re.search(r"\b(when|where|if|else)\b", found.before):
        return "join conditions with `and`"
    return ""


def _text_in_a_field(found: Found) -> str:
    if found.type == "TEXT" and found.block in ("kind", "setting", "relation"):
        return (
            "no field holds a text: it is a yes/no, a number, one of several words (`one of calm, cross`), "
            'a time, or somebody; what somebody is called stands in their line: `Ada is Person: called "Ada"`'
        )
    return ""


def _several_in_a_field(found: Found) -> str:
    if found.text == "of" and re.search(r"\b(list|set|array|map|many|several) *$", found.before):
        kind = re.match(r"kind +(\w+)", found.chunk.lines[0])
        whose, other = kind[1] if kind else "Person", re.match(r" *(\w+)", found.after)
        relation = f"relation {found.first} ({whose}, {other[1] if other else 'Person'}) yes/no"
        return f"a field holds one value; whom it holds for is a relation, a block of its own: `{relation}`"
    return ""


def _time_of_day(found: Found) -> str:
    if found.text.lower() in ("am", "pm", "o") and re.search(r"[0-9] *$", found.before):
        return "times count from the beginning of the life: write `at 6 hours`; there is no time of day"
    return ""


def _for_all(found: Found) -> str:
    if found.accepts == {"COLON"} and re.search(r"\b(for|pick) +(all|each|every|any|the) *$", found.before):
        name = re.match(r" *(\w+) *(?::|in\b)? *(\w+)?", found.text + found.after)
        kind = ((name and name[2]) or "Person").removesuffix("s")
        return f"write `for {name[1] if name else 'p'}: {kind}`: it holds for everybody of the kind"
    return ""


def _chained(found: Found) -> str:
    if found.type in ("BELOW", "ABOVE", "AT_MOST", "AT_LEAST", "IS") and "AND" in found.accepts:
        return "join two comparisons with `and`, as in `0 < x and x < 1`"
    return ""


def _no_kind(found: Found) -> str:
    if found.accepts == {"COLON"}:
        return "after the name comes a `:` and the kind, as in `p: Person`"
    return ""


def _no_else(found: Found) -> str:
    if "ELSE" in found.accepts and re.search(r"\bif\b", found.before):
        return "a value with `if` needs its `else`, as in `1 if p.alive else 0`"
    return ""


def _in_for(found: Found) -> str:
    if found.type == "IN" or (found.text == "in" and re.search(r"\b(for|pick)\b", found.before)):
        return "write `:` and a kind, as in `for x: Person`"
    return ""


def _bare_fraction(found: Found) -> str:
    if found.type == "DOT" and re.match("[0-9]", found.after):
        return f"write the 0 before the point: `0.{found.after.split()[0]}`"
    return ""


def _starting_value_of(found: Found) -> str:
    words = re.match(r"(\w+) +(\w+) *$", found.before)
    if words and found.row == 1 and found.block == words[1] and words[1] not in BLOCKS:
        return f"a starting value is written with a point: `{words[1]}.{words[2]} {found.text}`"
    return ""


def _no_quotes(found: Found) -> str:
    if found.text == "if" and found.before.strip() == "tell":
        return "the first text is told whatever holds; give a variant below it the condition: `or if …`"
    words = re.match(r".*?(?= +(?:when|if|in|at|of|is)\b|[:#]|$)", found.text + found.after)
    return f'put it between quotes: `"{words[0] if words else "…"}"`' if found.accepts == {"TEXT"} else ""


def _near_word(found: Found) -> str:
    """A word near one that could stand there: `weight` for `weighted`."""
    words = [type_.lower() for type_ in sorted(found.accepts - NAMES_OF_TYPES.keys() - SIGNS_OF_TYPES.keys())]
    near = nearest(found.text, words) if found.type == "NAME" else None
    return f"did you mean `{near}`?" if near else ""


def _line_ends(found: Found) -> str:
    if found.type == "_NL" and "NOW" in found.accepts:
        return "write what is missing; a line may be broken only inside a bracket"
    return ""


def _not_one_of(found: Found) -> str:
    if found.text == "of" and re.search(r"\bis not one *$", found.before):
        return "write `not` before it, as in `not p.mood is one of (calm, cross)`"
    return ""


SLIPS: Final[tuple[Callable[[Found], str], ...]] = (
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
