"""What is wrong with a text, where, and how to mend it: collected, sorted and shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from twicetold.lang.codes import Help, Severity, say
from twicetold.lang.source import Source, Span

MOST: Final = 50
"""So many diagnostics are kept of one text; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to be said about a text: a code of `codes.toml`, a place, a message, and a sentence of help
    that leads to the mend."""

    code: str
    severity: Severity
    span: Span
    message: str
    help: str


class Problems:
    """Gathers the diagnostics of one loading: each thing once, errors before warnings, `MOST` in all.

    `sources` are the texts seen so far, to show places in.
    """

    def __init__(self) -> None:
        self._kept: dict[Severity, dict[Diagnostic, None]] = {"error": {}, "warning": {}}
        self._dropped = 0
        self._files: dict[str, int] = {}
        self.sources: dict[str, Source] = {}

    def tell(self, name: str, span: Span, help: Help | None = None, /, **fields: object) -> None:
        """Something is wrong, or probably not meant: a sentence of `codes.toml`, such as `T0203.field`, its
        place and its fields; and a help of the table where it is not the sentence's own."""
        said = say(name, fields, help)
        self._add(Diagnostic(said.code, said.severity, span, said.message, said.help))

    def sight(self, source: Source) -> None:
        """A text is begun: what is found in it comes after what is found in those seen before it."""
        self.sources[source.file] = source
        self._order(source.file)

    def line_of(self, span: Span) -> int:
        """The line on which a place begins, for people to read."""
        return span.line

    def stop_if_wrong(self) -> None:
        """Raise TaleError with everything found if there is an error among it."""
        if self.has_errors:
            raise TaleError(self.diagnostics, self.sources, self.rest)

    def _order(self, file: str) -> None:
        self._files.setdefault(file, len(self._files))

    def _add(self, diagnostic: Diagnostic) -> None:
        self._order(diagnostic.span.file)
        kept = self._kept[diagnostic.severity]
        if diagnostic in kept:
            return
        if len(kept) < MOST:
            kept[diagnostic] = None
        else:
            self._dropped += 1

    @property
    def has_errors(self) -> bool:
        """Whether an error was found."""
        return bool(self._kept["error"])

    @property
    def full(self) -> bool:
        """Whether further errors are only counted, so that no trouble need be taken over their wording."""
        return len(self._kept["error"]) >= MOST

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found, by file in order of first sight, line and column."""
        kept = [*self._kept["error"], *self._kept["warning"]][:MOST]
        return tuple(sorted(kept, key=self._place))

    @property
    def rest(self) -> int:
        """How many more were found than `diagnostics` holds."""
        return self._dropped + max(0, sum(map(len, self._kept.values())) - MOST)

    def nearest(self, name: str, known: Iterable[str]) -> str | None:
        """The known name that may have been meant; none is sought once further errors are only counted."""
        return None if self.full else nearest(name, known)

    def meant(self, name: str, known: Iterable[str]) -> Help | None:
        """The question whether a known name was meant, where one is near."""
        near = self.nearest(name, known)
        return None if near is None else Help("any.near", near=near)

    def _place(self, diagnostic: Diagnostic) -> tuple[int, int, int]:
        span = diagnostic.span
        return self._files[span.file], span.line, span.column


class TaleError(Exception):
    """A text cannot be used.

    `diagnostics` is what was found, `sources` the texts by file, `rest` how many more things were found.
    """

    def __init__(
        self, diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], rest: int = 0
    ) -> None:
        self.diagnostics = tuple(diagnostics)
        self.sources = dict(sources)
        self.rest = rest
        super().__init__(render(self.diagnostics, self.sources, rest=rest))


# --- showing ------------------------------------------------------------------------------------------------

_WIDTH: Final = 100
"""Longer source lines are shown in part."""

_LONGEST_MESSAGE: Final = 400

_RED, _YELLOW, _BLUE, _GREEN, _BOLD, _PLAIN = (
    f"\x1b[{code}m" for code in ("1;31", "1;33", "1;34", "1;32", "1", "0")
)


_Paint = Callable[[str, str], str]


def render(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, Source],
    colour: bool = False,
    rest: int = 0,
) -> str:
    """The diagnostics as text for a terminal, each with its place, line and carets, then their number."""
    paint = _painted if colour else _unpainted
    shown = [_render_one(diagnostic, sources.get(diagnostic.span.file), paint) for diagnostic in diagnostics]
    return "\n\n".join([*shown, _tally(diagnostics, rest)]) + "\n"


def _painted(text: str, colour: str) -> str:
    return f"{colour}{text}{_PLAIN}" if text else text


def _unpainted(text: str, colour: str) -> str:
    return text


def _render_one(diagnostic: Diagnostic, source: Source | None, paint: _Paint) -> str:
    span = diagnostic.span
    hue = _RED if diagnostic.severity == "error" else _YELLOW
    head = paint(f"{diagnostic.severity}[{diagnostic.code}]", hue)
    lines = [f"{head}{paint(': ' + _visible(diagnostic.message), _BOLD)}"]
    gutter = " " * len(str(span.line))
    if span.file:
        place = f"{_visible(span.file)}:{span.line}:{span.column}" if span.line else _visible(span.file)
        lines.append(f"{gutter}{paint('-->', _BLUE)} {place}")
    if source is not None and span.line:
        text, carets = excerpt(source.line(span.line), span)
        lines.append(paint(f"{gutter} |", _BLUE))
        lines.append(f"{paint(f'{span.line} |', _BLUE)} {text}".rstrip())
        lines.append(f"{paint(f'{gutter} |', _BLUE)} {_painted_carets(carets, hue, paint)}")
    if diagnostic.help:
        lines.append(f"{gutter} {paint('help:', _GREEN)} {_visible(diagnostic.help)}")
    return "\n".join(lines)


def _painted_carets(carets: str, hue: str, paint: _Paint) -> str:
    marks = carets.lstrip(" ")
    return " " * (len(carets) - len(marks)) + paint(marks, hue)


def _tally(diagnostics: Sequence[Diagnostic], rest: int) -> str:
    errors = sum(diagnostic.severity == "error" for diagnostic in diagnostics)
    warnings = len(diagnostics) - errors
    parts = [
        f"{n} {word}{'s' if n != 1 else ''}" for n, word in ((errors, "error"), (warnings, "warning")) if n
    ]
    more = f"; {rest} more not shown" if rest else ""
    return f"{' and '.join(parts) or 'nothing'} found{more}"


def excerpt(line: str, span: Span) -> tuple[str, str]:
    """The part of a source line to be shown for a span, and the carets to stand under it.

    Tabs become four spaces, characters that cannot be shown a `�`; of a line longer than 100 characters only
    the surroundings of the span are shown.
    """
    begin = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = max(begin + 1, min(end, len(line)))
    first = max(0, begin - _WIDTH // 2) if len(line) > _WIDTH else 0
    last = min(len(line), first + _WIDTH)
    end = min(end, max(last, begin + 1))
    before, inside, after = (_shown(line[a:b]) for a, b in ((first, begin), (begin, end), (end, last)))
    if first:
        before = "…" + before
    if last < len(line):
        after += "…"
    return before + inside + after, " " * _columns(before) + "^" * max(1, _columns(inside))


def _shown(text: str) -> str:
    return "".join(char if char.isprintable() else "�" for char in text.replace("\t", "    "))


def _visible(text: str) -> str:
    """A message in one line that a terminal can show."""
    text = "".join(char if char.isprintable() else "�" for char in text.replace("\n", " "))
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"


def _columns(text: str) -> int:
    """How many columns a text takes in a terminal."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


# --- slips --------------------------------------------------------------------------------------------------

_LONGEST_NAME: Final = 40
_MOST_KNOWN: Final = 1000


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that may have been meant: the one with the fewest slips, the first of several.

    A slip is a letter that is wrong, left out, too many, or swapped with the next; capitals do not matter.
    One slip is allowed in a name of up to four letters, two up to eight, three beyond. Names longer than 40
    letters, and candidates after the first thousand of about the right length, are not considered.
    """
    if len(name) > _LONGEST_NAME:
        return None
    allowed = 1 if len(name) <= 4 else 2 if len(name) <= 8 else 3
    best: str | None = None
    tried = 0
    for candidate in known:
        if abs(len(candidate) - len(name)) > allowed or candidate == name:
            continue
        tried += 1
        if tried > _MOST_KNOWN:
            break
        slips = _slips(name.casefold(), candidate.casefold(), allowed)
        if slips is not None:
            best, allowed = candidate, slips - 1
            if allowed < 0:
                break
    return best


def _slips(a: str, b: str, most: int) -> int | None:
    """How many slips apart two words are (optimal string alignment, Damerau 1964); None if above `most`."""
    above: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        two_above, above, row = above, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, two_above[j - 2] + 1)
            row.append(cost)
        if min(min(row), min(above)) > most:
            return None
    return row[-1] if row[-1] <= most else None
