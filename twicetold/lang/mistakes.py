"""Of a block that does not parse: what stands where it should not, what could, and which slip it may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from twicetold.lang import limits
from twicetold.lang.diagnostics import Problems, nearest
from twicetold.lang.layout import LayoutError
from twicetold.lang.scan import Chunk
from twicetold.lang.source import Span

BLOCKS: Final = (
    "world", "use", "without", "unit", "setting", "kind", "relation", "define", "sense", "rule",
    "action", "event", "ending", "measure", "expect", "spare",
)  # fmt: skip
"""The words that begin blocks."""

_INSIDE: Final = {
    "world": "tick lasts choice",
    "kind": "he she they it",
    "sense": "when shows chance if otherwise let for tell",
    "rule": "let chance if otherwise for pick born happens outcome tell seen heard smelled felt told",
    "action": "needs urge takes interrupted then seen heard smelled felt told tell "
    "let chance if otherwise for pick born happens outcome",
    "event": "then seen heard smelled felt told tell let chance if otherwise for pick born happens outcome",
}
"""The words that begin a line inside a block."""

RESERVED_BLOCKS: Final = ("telling", "pattern")
"""The words of blocks that a later release fills."""


def tell_reserved(chunk: Chunk, problems: Problems) -> bool:
    """Whether a block begins with a word that is kept for later, which is told."""
    word = _first_word(chunk.lines[0])
    if word not in RESERVED_BLOCKS:
        return False
    problems.error(
        "T0107",
        Span(chunk.file, chunk.line, 1, chunk.line, len(word) + 1),
        f"`{word}` blocks are reserved: this release cannot read them",
        "take the block out; if you mean an entity, give it another name",
    )
    return True


def tell_layout(mistake: LayoutError, chunk: Chunk, problems: Problems) -> None:
    """Tell of indentation that fits nothing."""
    line = mistake.newline.end_line or 1
    span = _of_indent(chunk, line)
    if mistake.too_deep:
        message = f"blocks are nested more than {limits.NESTING} deep"
        problems.error("T0007", span, message, "let an event (`happens`) do a part of it")
    else:
        message = "this line is indented like none of those above that it could belong to"
        problems.error("T0102", span, message, "indent with two spaces for each step")


def tell_mistake(mistake: UnexpectedInput, chunk: Chunk, problems: Problems) -> None:
    """Tell where a block stops making sense, what could stand there, and how to mend it."""
    if problems.full:  # only counted from here on
        problems.error("T0100", _whole_line(chunk, mistake.line), "this cannot stand here")
        return
    found = _found(mistake, chunk)
    for recognise in _OWN:
        if told := recognise(found):
            problems.error(*told)
            return
    expected = _in_words(found.accepts)
    message = found.complaint + (f"; {expected} could" if expected else "")
    help = next((help for slip in _SLIPS if (help := slip(found))), "")
    problems.error("T0100", found.span, message, help)


# --- what was found -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a block stops making sense.

    `type` and `text` are the token there (an unknown character has the type ""), `before` and `after` the
    rest of its line, `accepts` the types of token that could stand there, `row` the line within the block.
    """

    chunk: Chunk
    span: Span
    type: str
    text: str
    before: str
    after: str
    accepts: frozenset[str]
    row: int

    @property
    def complaint(self) -> str:
        """What stands there and should not."""
        if not self.text:
            return "the line cannot end here"
        return f"`{self.text if len(self.text) <= 40 else self.text[:39] + '…'}` cannot stand here"

    @property
    def first(self) -> str:
        """The first word of the line."""
        return _first_word(self.before + self.text + self.after)

    @property
    def block(self) -> str:
        """The word that the block begins with."""
        return _first_word(self.chunk.lines[0])


def _found(mistake: UnexpectedInput, chunk: Chunk) -> _Found:
    accepts: frozenset[str] = frozenset(mistake.interactive_parser.accepts())  # type: ignore[no-untyped-call]
    if isinstance(mistake, UnexpectedToken):
        type_, text = mistake.token.type, str(mistake.token)
        row, column = mistake.token.line or 1, mistake.token.column or 1
    else:
        assert isinstance(mistake, UnexpectedCharacters)
        type_, text = "", mistake.char
        row, column = mistake.line, mistake.column
    if type_ == "_INDENT":
        row = _next_row(chunk, row)
        column, text = 1, _indent(chunk.lines[row - 1])
    elif type_ == "$END":
        row, column = _last_place(chunk)
    line = chunk.lines[row - 1]
    number = chunk.line + row - 1
    span = Span(chunk.file, number, column, number, column + max(1, len(text)))
    end = column - 1 + len(text)
    return _Found(chunk, span, type_, text, line[: column - 1], line[end:], accepts, row)


def _next_row(chunk: Chunk, row: int) -> int:
    """The next line that is not empty and no comment."""
    rows = range(row + 1, len(chunk.lines) + 1)
    return next((n for n in rows if _first_char(chunk.lines[n - 1]) not in ("", "#")), row)


def _last_place(chunk: Chunk) -> tuple[int, int]:
    """The row of the last line with more than a comment, and the column where it ends."""
    row = next(n for n in range(len(chunk.lines), 0, -1) if _first_char(chunk.lines[n - 1]) not in ("", "#"))
    return row, len(chunk.lines[row - 1].rstrip()) + 1


def _of_indent(chunk: Chunk, row: int) -> Span:
    number = chunk.line + row - 1
    return Span(chunk.file, number, 1, number, len(_indent(chunk.lines[row - 1])) + 1)


def _whole_line(chunk: Chunk, row: int) -> Span:
    line = chunk.line + max(1, row) - 1
    return Span(chunk.file, line, 1, line, 2)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def _first_char(line: str) -> str:
    return line.strip()[:1]


def _first_word(line: str) -> str:
    word = re.match(r" *(\w+)", line)
    return word[1] if word else ""


# --- mistakes with codes of their own -----------------------------------------------------------------------

_Told = tuple[str, Span, str, str]


def _unknown_block(found: _Found) -> _Told | None:
    """A block word that is none: `acton strike (p: Person)`."""
    line, word = found.chunk.lines[0], found.block
    begins_so = re.match(r'\w+ +([^\W\d]|")', line)
    at_its_head = found.row == 1 or (found.type == "_INDENT" and found.row == _next_row(found.chunk, 1))
    if word in BLOCKS or not begins_so or not at_its_head:
        return None
    near = nearest(word, BLOCKS)
    if near is None and (word[:1].isupper() or re.match(r"\w+ +(is|are|believes?)\b", line)):
        return None
    span = Span(found.chunk.file, found.chunk.line, 1, found.chunk.line, len(word) + 1)
    other = "a block begins with a word such as `kind`, `rule` or `action`, or with the names of entities"
    help = f"did you mean `{near}`?" if near else other
    return "T0106", span, f"no block begins with `{word}`", help


def _unknown_line(found: _Found) -> _Told | None:
    """A line in a block that cannot begin as it does: `needz able(p)`, `chanse 0.3`."""
    words = _INSIDE.get(found.block, "").split()
    line = found.before + found.text + found.after
    if found.row == 1 or not words or found.first in words or not re.match(r' *\w+( +[\w"(]|$)', line):
        return None
    near = nearest(found.first, words)
    begins = not found.before.strip() and found.type == "NAME" and "NAME" not in found.accepts
    if not begins and near is None:
        return None
    column, number = len(_indent(line)) + 1, found.span.line
    span = Span(found.chunk.file, number, column, number, column + len(found.first))
    help = f"did you mean `{near}`?" if near else f"a line here begins with {_in_words(found.accepts)}"
    return "T0110", span, f"no line here begins with `{found.first}`", help


def _nothing_below(found: _Found) -> _Told | None:
    """A line whose parts should stand indented below it, and do not."""
    if "_INDENT" not in found.accepts or found.type == "_INDENT":
        return None
    help = "indent by two spaces what belongs to it; if there is nothing, leave the line out"
    return "T0102", found.span, "something has to stand indented below this line", help


def _too_far_in(found: _Found) -> _Told | None:
    """A line that is indented below one to which nothing can belong."""
    if found.type != "_INDENT":
        return None
    help = "let it begin where the line above begins; lines that go on stand inside a bracket"
    return "T0102", found.span, "this line is indented, but the one above takes nothing below it", help


def _otherwise_alone(found: _Found) -> _Told | None:
    """An `otherwise` with nothing before it that may fail."""
    if found.before.strip() != "otherwise" or found.text not in ("", "if"):
        return None
    begin = found.span.column - len(found.before.lstrip())
    span = Span(found.span.file, found.span.line, begin, found.span.line, begin + len("otherwise"))
    help = "it stands directly below a `chance`, `if`, `pick` or `born`, and as far in"
    return "T0100", span, "`otherwise` belongs to nothing here", help


_OWN: Final = (_otherwise_alone, _unknown_block, _unknown_line, _nothing_below, _too_far_in)


# --- slips --------------------------------------------------------------------------------------------------

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


def _strange_sign(found: _Found) -> str:
    return _SIGNS.get(found.text, "this sign has no meaning here") if not found.type else ""


def _equals(found: _Found) -> str:
    if found.type == "EQUAL" and found.before.rstrip().endswith("="):
        return "write `is` to compare; `==` means nothing here"
    if found.type == "EQUAL" and "IS" in found.accepts:
        return "write `is` to compare; `=` gives a value, and only at the beginning of an effect"
    return ""


def _colon_at_the_end(found: _Found) -> str:
    if found.type == "COLON" and not found.after.split("#")[0].strip():
        return "no colon stands at the end of a line: what belongs to it is indented below"
    return ""


def _chained(found: _Found) -> str:
    if found.type in ("BELOW", "ABOVE", "AT_MOST", "AT_LEAST", "IS") and "AND" in found.accepts:
        return "join two comparisons with `and`, as in `0 < x and x < 1`"
    return ""


def _no_kind(found: _Found) -> str:
    if found.accepts == {"COLON"}:
        return "after the name comes a `:` and the kind, as in `p: Person`"
    return ""


def _no_else(found: _Found) -> str:
    if "ELSE" in found.accepts and re.search(r"\bif\b", found.before):
        return "a value with `if` needs its `else`, as in `1 if p.alive else 0`"
    return ""


def _in_for(found: _Found) -> str:
    if found.type == "IN" or (found.text == "in" and re.search(r"\b(for|pick)\b", found.before)):
        return "write `:` and a kind, as in `for x: Person`"
    return ""


def _else_for_otherwise(found: _Found) -> str:
    if found.first in ("else", "elif"):
        return "write `otherwise`, or `otherwise if` and a condition"
    return ""


def _bare_fraction(found: _Found) -> str:
    if found.type == "DOT" and re.match("[0-9]", found.after):
        return f"write the 0 before the point: `0.{found.after.split()[0]}`"
    return ""


def _starting_value_of(found: _Found) -> str:
    words = re.match(r"(\w+) +(\w+) *$", found.before)
    if words and found.row == 1 and found.block == words[1] and words[1] not in BLOCKS:
        return f"a starting value is written with a point: `{words[1]}.{words[2]} {found.text}`"
    return ""


def _no_quotes(found: _Found) -> str:
    return 'put it between quotes: "…"' if found.accepts == {"TEXT"} else ""


def _near_word(found: _Found) -> str:
    """A word near one that could stand there: `weight` for `weighted`."""
    words = [
        type_.lower() for type_ in sorted(found.accepts - _NAMES_OF_TYPES.keys() - _SIGNS_OF_TYPES.keys())
    ]
    near = nearest(found.text, words) if found.type == "NAME" else None
    return f"did you mean `{near}`?" if near else ""


def _line_ends(found: _Found) -> str:
    if found.type == "_NL" and "NOW" in found.accepts:
        return "write what is missing; a line may be broken only inside a bracket"
    return ""


def _not_one_of(found: _Found) -> str:
    if found.text == "of" and re.search(r"\bis not one *$", found.before):
        return "write `not` before it, as in `not p.mood is one of (calm, cross)`"
    return ""


_SLIPS: Final[tuple[Callable[[_Found], str], ...]] = (
    _strange_sign,
    _equals,
    _colon_at_the_end,
    _chained,
    _else_for_otherwise,
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

# --- plain words --------------------------------------------------------------------------------------------

_NAMES_OF_TYPES: Final = {
    "NAME": "a name",
    "NUMBER": "a number",
    "CLOCK": "a time",
    "TEXT": "a text in quotes",
    "NUMBER_WORD": "`number`",
    "_NL": "the end of the line",
}

_SIGNS_OF_TYPES: Final = {
    "LPAR": "(", "RPAR": ")", "COMMA": ",", "COLON": ":", "DOT": ".", "DOTS": "..",
    "EQUAL": "=", "PLUS_EQUAL": "+=", "MINUS_EQUAL": "-=", "TILDE": "~",
    "PLUS": "+", "MINUS": "-", "STAR": "*", "SLASH": "/",
    "BELOW": "<", "AT_MOST": "<=", "ABOVE": ">", "AT_LEAST": ">=",
}  # fmt: skip

_VALUES: Final = frozenset({
    "NAME", "NUMBER", "CLOCK", "LPAR", "MINUS", "NOT", "TRULY", "YES", "NO", "NONE", "NEVER", "NOW", "COUNT",
    "ANY", "ALL", "SUM", "MEAN", "MIN", "MAX", "BEST", "BELIEVES", "REMEMBERS", "HAPPENED", "TIMES", "DOING",
})  # fmt: skip
_OPERATORS: Final = frozenset({
    "AND", "OR", "IS", "BELOW", "AT_MOST", "ABOVE", "AT_LEAST", "PLUS", "MINUS", "STAR", "SLASH", "IF", "DOT",
    "LPAR",
})  # fmt: skip
_TYPES: Final = frozenset({"YES", "NUMBER_WORD", "WHOLE", "ONE", "TIME", "NAME"})
_EFFECTS: Final = frozenset({
    "LET", "HAPPENS", "OUTCOME", "SHOWS", "TELL", "IF", "CHANCE", "FOR", "PICK", "BORN",
})  # fmt: skip
_CHANNELS: Final = frozenset({"SEEN", "HEARD", "SMELLED", "FELT", "TOLD"})
_VARIANTS: Final = frozenset({"OR", "AS", "THINKS"})

_GROUPS: Final = (
    ("PICK", _EFFECTS | _VALUES, "an effect"),
    ("NOW", _VALUES, "a value"),
    ("THINKS", _VARIANTS, "a variant (`or`, `as`, `thinks`)"),
    ("WHOLE", _TYPES, "a type (`yes/no`, `number`, `whole`, `one of`, `time`, a kind)"),
    ("OR", _OPERATORS, "an operator"),
    ("SEEN", _CHANNELS, "who perceives it (`seen by …`)"),
)
"""Types of token that are told together where the first of them can stand."""

_MOST: Final = 7


def _in_words(accepts: Iterable[str]) -> str:
    """What can stand in a place, in plain words."""
    left = set(accepts) - {"_INDENT", "_DEDENT", "$END"}
    words: list[str] = []
    for sign, group, called in _GROUPS:
        if sign in left:
            left -= group
            words.append(called)
            if sign == "OR" and "NAME" in left:  # a name after a value
                left.remove("NAME")
                words.append("a unit")
    single = sorted(_NAMES_OF_TYPES.get(type_) or f"`{_written(type_)}`" for type_ in left)
    words += single
    return _listed(words) if len(words) <= _MOST else ", ".join([*words[:_MOST], "…"])


def _written(type_: str) -> str:
    """How a word or sign of the language is written."""
    return _SIGNS_OF_TYPES.get(type_) or type_.lower()


def _listed(words: Sequence[str]) -> str:
    """`a, b or c`."""
    *most, last = words or [""]
    return f"{', '.join(most)} or {last}" if most else last
