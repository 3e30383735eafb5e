"""What is known of a document, and who finds it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from twicetold.edit.document import Document
from twicetold.edit.symbols import Declared, Occurrence, Symbol, Table
from twicetold.lang import TaleError, load_canon_text, load_text_with_warnings, syntax
from twicetold.lang.diagnostics import Diagnostic
from twicetold.lang.incremental import Checked, Checker
from twicetold.lang.shelf import BUNDLED, CANON, SUFFIX, Shelf
from twicetold.lang.source import Span


@dataclass(frozen=True)
class Analysis:
    """What is known of a document. Its places are those of the text; those of `checked` are not."""

    document: Document
    checked: Checked
    shelf: Shelf = BUNDLED
    """Where what it uses is found."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is to be said of the document, in order; of what it uses nothing but what is wrong there."""
        return self.checked.diagnostics

    @property
    def is_sound(self) -> bool:
        """Whether a world can be made of it, or a library has nothing wrong in it but that it is none."""
        return not any(each.severity == "error" for each in self.diagnostics)

    @cached_property
    def blocks(self) -> tuple[syntax.Block, ...]:
        """The blocks of the document that can be read."""
        return self.checked.blocks.get(self.document.name, ())

    @cached_property
    def symbols(self) -> Table:
        """All names of the document and of what it uses."""
        return Table.of(block for blocks in self.checked.blocks.values() for block in blocks)

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Every name whose meaning is known, where it stands now."""
        return tuple(map(self._here, self.symbols.occurrences))

    def of(self, symbol: Symbol) -> tuple[Occurrence, ...]:
        """Wherever something is named, each place once."""
        named = (each for each in self.symbols.occurrences if each.symbol == symbol)
        found = {each.span: self._here(each) for each in named}
        return tuple(found.values())

    def at(self, line: int, column: int) -> Occurrence | None:
        """The name at or just before a place of the document."""
        for each in self.symbols.occurrences:
            span = each.span
            if span.file == self.document.name and span.column <= column <= span.end_column:
                here = self._here(each)
                if here.span.line == line:
                    return here
        return None

    def _here(self, occurrence: Occurrence) -> Occurrence:
        return replace(occurrence, span=self.checked.here(occurrence.span))

    def declared(self, symbol: Symbol) -> Declared | None:
        """Where something is declared, with its place as it is now."""
        known = self.symbols.declared.get(symbol)
        return None if known is None else replace(known, span=self.checked.here(known.span))

    def lines(self, block: syntax.Block) -> Span:
        """From where to where a block of the document goes."""
        return self.checked.here(block.span)

    def block_at(self, line: int) -> syntax.Block | None:
        """The last block of the document that begins on a line or above it."""
        found = None
        for block in self.blocks:
            if self.lines(block).line <= line:
                found = block
        return found


class Analyst:
    """Finds out what is to be known of one document after another: of one world, as it is written.

    `shelf` is where it finds what a world uses. It belongs to one thread.
    """

    def __init__(self, shelf: Shelf = BUNDLED) -> None:
        self._checker = Checker()
        self._shelf = shelf

    def analyse(self, document: Document, beside: Mapping[str, str] | None = None) -> Analysis:
        """What is known of a document; `beside` are texts by file name that it may use, saved or not."""
        name, others = document.name, beside or {}
        if name.endswith(CANON):
            return Analysis(document, self._of_canon(document, others), self._shelf)
        others = {file: text for file, text in others.items() if file != name}
        checked = self._checker.check(document.text, name, others, self._shelf)
        return Analysis(document, checked, self._shelf)

    def _of_canon(self, document: Document, beside: Mapping[str, str]) -> Checked:
        """A canon is checked against the world of its name; where that is wrong, it says so itself."""
        world = document.name.removesuffix(CANON) + SUFFIX
        found: tuple[Diagnostic, ...] = ()
        try:
            text = beside[world] if world in beside else self._text(world)
            loaded = load_text_with_warnings(text, world)
            load_canon_text(loaded, document.text, document.name)
        except TaleError as error:
            found = tuple(each for each in error.diagnostics if each.span.file == document.name)
        return Checked(found, 0, {}, {}, None, None, {})

    def _text(self, name: str) -> str:
        file = self._shelf.find(name.removesuffix(SUFFIX))
        return "" if file is None else file.read_text(encoding="utf-8")
