"""What can stand at a place. It goes by the words before it on the line and by the block, as they are
written, so that it knows of a line that cannot be read yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from twicetold.edit.analysis import Analysis
from twicetold.edit.describing import said
from twicetold.edit.symbols import Declared, Space, Symbol
from twicetold.lang import syntax
from twicetold.lang.mistakes.words import BLOCKS, INSIDE
from twicetold.lang.source import Span

TYPES: Final = ("yes/no", "number", "whole", "one of", "time", "time of day")

VALUES: Final = (
    "yes", "no", "none", "never", "now", "not", "count", "any", "all", "sum", "mean", "min", "max", "best",
    "believes", "remembers", "happened", "times", "doing", "truly",
)  # fmt: skip
"""Words with which a value begins."""

_NAME: Final = r"[^\W\d]\w*"
_PATH: Final = re.compile(rf"({_NAME}(?:\.{_NAME})*)\.(?:{_NAME})?$")
_BOUND: Final = re.compile(rf"({_NAME}) *: *({_NAME})")


@dataclass(frozen=True, slots=True)
class Completion:
    """Something that can stand at a place: what it is called, of which sort, what it is in a few words; and
    the span of the word that it takes the place of."""

    label: str
    sort: str
    detail: str
    span: Span


def completions(analysis: Analysis, line: int, column: int) -> tuple[Completion, ...]:
    """What can stand at a place, each name once, in order."""
    return _Place(analysis, line, column).found()


@dataclass
class _Place:
    """A place in a document, and what stands before it."""

    analysis: Analysis
    line: int
    column: int

    @cached_property
    def before(self) -> str:
        """The line up to the place."""
        return self.analysis.document.line(self.line)[: self.column - 1]

    @cached_property
    def block(self) -> tuple[str, ...]:
        """The lines of the block, from its first to this one, as far as the place."""
        number = self.line
        lines = [self.before]
        while number > 1 and (not lines[0] or lines[0][0] in " #"):
            number -= 1
            lines.insert(0, self.analysis.document.line(number))
        return tuple(lines)

    @cached_property
    def sort(self) -> str:
        """The word with which the block begins; empty of entities."""
        word = re.match(_NAME, self.block[0])
        return word[0] if word and word[0] in BLOCKS else ""

    def found(self) -> tuple[Completion, ...]:
        word = re.search(rf"(?:{_NAME})?$", self.before)
        assert word is not None
        name, line = self.analysis.document.name, self.line
        span = Span(name, line, word.start() + 1, line, self.column)
        made = {label: Completion(label, sort, detail, span) for label, sort, detail in self._what(word[0])}
        return tuple(made.values())

    def _what(self, word: str) -> Iterator[tuple[str, str, str]]:
        before = self.before[: len(self.before) - len(word)]
        in_text = before.count('"') % 2 == 1
        if "#" in re.sub(r'"[^"]*"?', "", before):
            return
        if in_text and before.lstrip().startswith("expect"):
            yield from self._declared("ending")
        elif in_text and before.rfind("[") <= before.rfind("]"):
            return
        elif path := _PATH.search(self.before):
            yield from self._fields(path[1].split("."))
        elif in_text:
            yield from _words(("the", "every"))
            yield from self._locals()
            yield from self._declared("entity")
        elif not before:
            yield from _words(BLOCKS)
        else:
            for pattern, offer in _BEFORE:
                if pattern.search(before):
                    yield from offer(self)
                    return
            yield from self._inside(before)

    def _inside(self, before: str) -> Iterator[tuple[str, str, str]]:
        """What can stand in a line of a block where nothing says more."""
        if not before.strip():
            yield from _words(INSIDE.get(self.sort, "").split())
            if self.sort == "":
                yield from self._fields_of(self._kind_of_line())
        elif self.sort in ("kind", "setting") and re.fullmatch(rf" *(setting +)?{_NAME} +", before):
            yield from _words(TYPES)
            yield from self._declared("kind")
            return
        if before.strip() or self.sort not in ("kind", "world", "telling", ""):
            yield from self._expression()

    # --- what there is

    def _expression(self) -> Iterator[tuple[str, str, str]]:
        yield from self._locals()
        yield from self._declared("setting", "definition", "relation", "entity")
        yield from _words(VALUES)
        yield from self._declared("option", "kind")

    def _declared(self, *spaces: Space) -> Iterator[tuple[str, str, str]]:
        return (_shown(known) for known in self.analysis.symbols.of_space(*spaces))

    def _happenings(self, *sorts: str) -> Iterator[tuple[str, str, str]]:
        every = self.analysis.symbols.of_space("happening")
        return (_shown(known) for known in every if not sorts or known.kind in sorts)

    def _locals(self) -> Iterator[tuple[str, str, str]]:
        for name, kind in self._bound.items():
            yield name, "local", f"{name}: {kind}" if kind else "a name that is bound here"

    @cached_property
    def _bound(self) -> dict[str, str]:
        """The names that are bound in the block above the place, each with its kind as far as it is said."""
        text = re.sub(r'"[^"]*"', "", "\n".join(self.block)) + self._bracket()
        kinds = self.analysis.symbols.kinds
        found = {name: kind for name, kind in _BOUND.findall(text) if kind in kinds}
        found |= dict.fromkeys(re.findall(rf"\blet +({_NAME}) *=", text), "")
        if self.sort == "kind" and (said := re.search(rf"^ +({_NAME}) +notices\b", text, re.MULTILINE)):
            found[said[1]] = [*re.findall(_NAME, self.block[0]), "", ""][1]
        return found

    def _bracket(self) -> str:
        """What stands in the bracket of a text before the place, if it is in one."""
        return self.before[self.before.rfind("[") :] if self.before.count('"') % 2 else ""

    def _kind_of_line(self) -> str:
        said = re.search(rf"\b(?:is|are) +({_NAME})", self.block[0]) or re.match(
            rf"(?:spare +)?\S+ +({_NAME})", self.block[0]
        )
        return said[1] if said else ""

    def _fields(self, path: list[str]) -> Iterator[tuple[str, str, str]]:
        table = self.analysis.symbols
        first, *others = path
        kind = self._bound.get(first, "")
        entity = table.declared.get(Symbol("entity", first))
        if not kind and entity is not None:
            kind = entity.kind
        for name in others:
            known = table.field(kind, name)
            kind = "" if known is None else table.declared[known].kind
        yield from self._fields_of(kind)

    def _fields_of(self, kind: str) -> Iterator[tuple[str, str, str]]:
        table = self.analysis.symbols
        known = table.fields_of(kind) if kind else table.of_space("field")
        return (_shown(each) for each in known)

    def _options(self) -> Iterator[tuple[str, str, str]]:
        """The options of the field that stands before `is` or `=`, who can be in it, or any value."""
        said = re.search(rf"({_NAME}) *(?:is +(?:not +)?(?:one +of +\()?|=)[^=]*$", self.before)
        fields = self.analysis.symbols.fields.get(said[1], []) if said else []
        types = [
            known.node.type
            for field in fields
            if isinstance((known := self.analysis.symbols.declared[field]).node, syntax.Field)
        ]
        options = [option.text for type_ in types for option in type_.options]
        if options:
            yield from ((option, "option", "an option") for option in options)
            return
        if any(type_.word == "yes/no" for type_ in types):
            yield from _words(("yes", "no"))
        yield from self._expression()

    def _units(self) -> Iterator[tuple[str, str, str]]:
        yield from (
            (unit, "unit", "a length of time") for unit in ("seconds", "minutes", "hours", "days", "weeks")
        )
        yield from self._declared("unit")

    def _senses(self) -> Iterator[tuple[str, str, str]]:
        yield from self._locals()
        yield from self._happenings("sense")

    def _outcomes(self) -> Iterator[tuple[str, str, str]]:
        own = re.search(rf"({_NAME}) *\([^()]*\) +$", self.before)
        for known in self.analysis.symbols.of_space("outcome"):
            if own is None or known.symbol.of == own[1]:
                yield _shown(known)
        if own is not None:
            yield from _words(("and", "or", "if"))

    def _kinds(self) -> Iterator[tuple[str, str, str]]:
        return self._declared("kind")

    def _libraries(self) -> Iterator[tuple[str, str, str]]:
        return ((name, "library", "a library") for name in self.analysis.shelf.names())


_Offer = Callable[[_Place], Iterable[tuple[str, str, str]]]

_BEFORE: Final[tuple[tuple[re.Pattern[str], _Offer], ...]] = tuple(
    (re.compile(pattern), offer)
    for pattern, offer in (
        (r"^use +$", _Place._libraries),
        (r"^without +$|^(forbid|force) +$|\b(happened|times|doing)\(\s*$", _Place._happenings),
        (r"\bremembers\([^(),]*, *$", _Place._happenings),
        (r"\b(happens|cancel) +$", lambda place: place._happenings("event")),
        (r"^ *(seen|heard|smelled|felt) +(after +)?by +$|\blast +had +$", _Place._senses),
        (rf"{_NAME} *: *$|\bbecomes +$|^{_NAME}(, *{_NAME})* +(is|are) +$|^spare +\d+ +$", _Place._kinds),
        (r"^kind +\S+ +is +(\S+ +and +)*$|^relation +\S+ +\((\S+, *)*$", _Place._kinds),
        (r"\b(happened|times|remembers|doing)\(.*\([^()]*\) +$|^ *outcome +$", _Place._outcomes),
        (r"\d+(\.\d+)? +$|\d+ +\S+ +per +$", _Place._units),
        (r"\bis +(not +)?$|\bis +(not +)?one +of +\([^()]*$|[^<>=]= *$", _Place._options),
        (r"^expect +$", lambda place: place._declared("measure")),
    )
)
"""What is offered behind what; the first that fits."""


def _words(words: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    return ((word, "word", "") for word in words)


def _shown(known: Declared) -> tuple[str, str, str]:
    return known.symbol.name, known.symbol.space, said(known)
