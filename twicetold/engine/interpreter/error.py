"""Errors, false beliefs: what somebody believed that was not so, and but for which they would not have acted
as they did.

It is tested as causes are: a belief is set right for a moment, all else being as it is. If what was needed
then would not have seemed so, or less would have spoken for it, the belief was an error that counts. To have
erred to one's own loss, where the truth would have spoken for the deed still more, is none of these; nor is
it one not to know something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from twicetold.engine.interpreter.functions import Eval
from twicetold.engine.interpreter.reading import Read
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.interpreter.words import Words
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.record import Error
from twicetold.lang import model

TRIED = 16
"""Of so many wrong beliefs, the first that were read, it is found out whether they counted; of no more, so
that to record a life of many beliefs takes no longer than it may."""


class Errors:
    """Finds the errors in which the people of one world act."""

    def __init__(self, layout: Layout, words: Words) -> None:
        self._layout = layout
        self._words = words

    def made(
        self, s: State, f: Frame, reads: Iterable[Read], possible: Eval, urge: Eval
    ) -> tuple[Error, ...]:
        """Those of an actor, in whose mind needs and urge were asked and read what they did."""
        wrong = list(islice(_wrong(s, f[0], reads), TRIED))
        if not wrong:
            return ()
        seemed, urged = possible(s, f), urge(s, f)
        errors = []
        for cell in wrong:
            could, would = _set_right(s, f, cell, possible, urge)
            if could != seemed or would < urged:
                errors.append(self._error(s, f[0], cell))
        return tuple(errors)

    def _error(self, s: State, mind: int, cell: int) -> Error:
        field, entities = self._layout.owner(cell)
        believed, true = _belief(s, mind, cell), s.cells[cell]
        words = self._words.said(s, mind, field, entities, believed)
        if words == self._words.said(s, TRUTH, field, entities, true):
            words = ()  # as far as the words go, it is so
        return Error(field.name, entities, believed, true, words)


def _wrong(s: State, mind: int, reads: Iterable[Read]) -> Iterator[int]:
    """The cells that were read in a mind and are otherwise than it believes, each once, in order."""
    for read in dict.fromkeys(reads):
        if isinstance(read, tuple) and read[0] == mind:
            believed = _belief(s, mind, read[1])
            if believed not in (s.cells[read[1]], model.UNKNOWN):
                yield read[1]


def _belief(s: State, mind: int, cell: int) -> model.Value:
    value: model.Value | None = s.held[mind].get(cell)
    return s.first[cell] if value is None else value


def _set_right(s: State, f: Frame, cell: int, possible: Eval, urge: Eval) -> tuple[bool, float]:
    """Whether it would seem possible, and what would speak for it, were this belief right."""
    held = s.held[f[0]]
    kept = held.get(cell)
    settled, s.settled = s.settled, None
    held[cell] = s.cells[cell]
    answer = possible(s, f), urge(s, f)
    s.settled = settled
    if kept is None:
        del held[cell]
    else:
        held[cell] = kept
    return answer
