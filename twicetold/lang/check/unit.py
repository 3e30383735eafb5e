"""Units: their spellings, their sizes in base units, and numbers that carry them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from twicetold.lang import syntax
from twicetold.lang.check import elsewhere
from twicetold.lang.check.types import SECONDS, Dimension, times
from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import Problems
from twicetold.lang.exact import kept, nearest

_TIME = {
    ("second", "seconds"): 1,
    ("minute", "minutes"): 60,
    ("hour", "hours"): 3600,
    ("day", "days"): 86400,
    ("week", "weeks"): 604800,
}


@dataclass
class Units:
    """The units known so far: for each spelling its size in base units and its dimension."""

    problems: Problems
    sizes: dict[str, tuple[Fraction, Dimension]] = field(default_factory=dict)
    plural: dict[str, str] = field(default_factory=dict)
    _declared: dict[str, syntax.Name] = field(default_factory=dict)
    _lost: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for names, size in _TIME.items():
            for name in names:
                self.sizes[name] = (Fraction(size), SECONDS)
        self.plural["second"] = "seconds"

    def declare(self, block: syntax.Unit) -> None:
        """Learn the spellings of a unit."""
        size = self._size(block)
        for name in block.names:
            if name.text in self.sizes:
                self._twice(name)
            elif size is not None:
                self.sizes[name.text] = size
                self._declared[name.text] = name
            else:
                self._lost.add(name.text)
        if block.value is None:
            self.plural[block.names[0].text] = block.names[-1].text

    def number(self, literal: syntax.Number) -> tuple[Fraction, Dimension] | None:
        """The exact value of a literal in base units, and its dimension; None if a unit is unknown."""
        return self._in_base(literal.exact, literal.unit)

    def dimension(self, words: Sequence[syntax.Name]) -> tuple[Fraction, Dimension] | None:
        """The size and dimension of a unit's words, as they stand after a range."""
        return self._in_base(Fraction(1), words)

    def _in_base(self, value: Fraction, words: Sequence[syntax.Name]) -> tuple[Fraction, Dimension] | None:
        unit: Dimension = ()
        known = True
        for place, word in enumerate(words):
            entry = self.sizes.get(word.text)
            if entry is None:
                known = False
                self._unknown(word)
                continue
            size, dimension = entry
            value = kept(value * size if place == 0 else value / size)
            unit = times(unit, dimension, 1 if place == 0 else -1)
        return (value, unit) if known else None

    def _size(self, block: syntax.Unit) -> tuple[Fraction, Dimension] | None:
        if block.value is None:
            return Fraction(1), ((block.names[0].text, 1),)
        size = self.number(block.value)
        if size is not None and not 0 < nearest(size[0]) < math.inf:
            self.problems.tell("T0306.unit", block.value.span, unit=block.names[0].text)
            return None
        return size

    def _twice(self, name: syntax.Name) -> None:
        first = self._declared.get(name.text)
        help = None
        if first is not None:
            help = Help("T0213.first", line=self.problems.line_of(first.span), file=first.span.file)
        self.problems.tell("T0213.unit", name.span, help, name=name.text)

    def _unknown(self, word: syntax.Name) -> None:
        if word.text in self._lost:
            return
        help = elsewhere.said(elsewhere.UNITS, word.text) or self.problems.meant(word.text, self.sizes)
        self.problems.tell("T0206.unknown", word.span, help, word=word.text)
