"""The words of the language, and how what can stand in a place is said in plain ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

BLOCKS: Final = (
    "world", "use", "without", "forbid", "force", "unit", "setting", "kind", "relation", "define", "sense",
    "rule", "action", "event", "ending", "measure", "reward", "wants", "expect", "spare", "telling",
    "words", "pattern",
)  # fmt: skip
"""The words that begin blocks."""

INSIDE: Final = {
    "world": "begins tick lasts choice depth opening",
    "kind": "he she they it",
    "sense": "when shows chance if otherwise let for tell",
    "rule": "move let chance if otherwise for pick born happens in cancel outcome tell "
    "seen heard smelled felt told hidden",
    "action": "with goes needs urge takes interrupted then seen heard smelled felt told hidden tell "
    "move let chance if otherwise for pick born happens in cancel outcome",
    "event": "chance then seen heard smelled felt told hidden tell "
    "move let if otherwise for pick born happens in cancel outcome",
    "pattern": "first then unless called",
    "telling": "thread section from after until before only without with in what if unless close knowing "
    "present past order pace frequency thought speech naming person narrator call look at again begin end",
}
"""The words that begin a line inside a block."""

NAMES_OF_TYPES: Final = {
    "NAME": "a name",
    "NUMBER": "a number",
    "CLOCK": "a time",
    "TEXT": "a text in quotes",
    "NUMBER_WORD": "`number`",
    "_NL": "the end of the line",
}

SIGNS_OF_TYPES: Final = {
    "LPAR": "(", "RPAR": ")", "COMMA": ",", "COLON": ":", "DOT": ".", "DOTS": "..",
    "EQUAL": "=", "PLUS_EQUAL": "+=", "MINUS_EQUAL": "-=", "TILDE": "~",
    "PLUS": "+", "MINUS": "-", "STAR": "*", "SLASH": "/",
    "BELOW": "<", "AT_MOST": "<=", "ABOVE": ">", "AT_LEAST": ">=",
}  # fmt: skip

_VALUES: Final = frozenset({
    "NAME", "NUMBER", "CLOCK", "LPAR", "ONE", "MINUS", "NOT", "TRULY", "YES", "NO", "NONE", "NEVER", "NOW",
    "COUNT", "ANY", "ALL", "SUM", "MEAN", "MIN", "MAX", "BEST", "BELIEVES", "REMEMBERS", "HAPPENED", "TIMES",
    "DOING", "WHAT", "WHEN", "WHERE",
})  # fmt: skip
_OPERATORS: Final = frozenset({
    "AND", "OR", "IS", "BELOW", "AT_MOST", "ABOVE", "AT_LEAST", "PLUS", "MINUS", "STAR", "SLASH", "MOD",
    "IF", "OF", "DOT", "LPAR", "TUNE", "SAID", "SPOKE", "CONTRADICTS", "DOUBTS",
})  # fmt: skip
_TYPES: Final = frozenset({"YES", "NUMBER_WORD", "WHOLE", "ONE", "TIME", "NAME"})
_EFFECTS: Final = frozenset({
    "MOVE", "LET", "HAPPENS", "IN", "CANCEL", "OUTCOME", "SHOWS", "TELL", "IF", "CHANCE", "FOR", "PICK",
    "BORN",
})  # fmt: skip
_CHANNELS: Final = frozenset({"SEEN", "HEARD", "SMELLED", "FELT", "TOLD", "HIDDEN"})
_VARIANTS: Final = frozenset({"OR", "AS", "THINKS", "BRIEFLY"})

_GROUPS: Final = (
    ("PICK", _EFFECTS | _VALUES, "an effect"),
    ("NOW", _VALUES, "a value"),
    ("THINKS", _VARIANTS, "a variant (`or`, `as`, `thinks`, `briefly`)"),
    ("WHOLE", _TYPES, "a type (`yes/no`, `number`, `whole`, `one of`, `time`, a kind)"),
    ("OR", _OPERATORS, "an operator"),
    ("SEEN", _CHANNELS, "who perceives it (`seen by …`)"),
)
"""Types of token that are told together where the first of them can stand."""

_MOST: Final = 7


def in_words(accepts: Iterable[str]) -> str:
    """What can stand in a place, in plain words."""
    left = set(accepts) - {"_INDENT", "_DEDENT", "$END"}
    if not left & {"NOT", "WHOLE"}:
        left.discard("ONE")  # `is not one of` is understood only to be told of
    words: list[str] = []
    for sign, group, called in _GROUPS:
        if sign in left:
            left -= group
            words.append(called)
            if sign == "OR" and "NAME" in left:  # a name after a value
                left.remove("NAME")
                words.append("a unit")
    single = sorted(NAMES_OF_TYPES.get(type_) or f"`{written(type_)}`" for type_ in left)
    words += single
    return listed(words) if len(words) <= _MOST else ", ".join([*words[:_MOST], "…"])


def written(type_: str) -> str:
    """How a word or sign of the language is written."""
    return SIGNS_OF_TYPES.get(type_) or type_.lower()


def listed(words: Sequence[str]) -> str:
    """`a, b or c`."""
    *most, last = words or [""]
    return f"{', '.join(most)} or {last}" if most else last
