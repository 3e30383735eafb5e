"""Provenance, causes from the flow of data: who last wrote what was read.

A cause is not claimed by the author but found: conditions and urges are computed with reading noted,
the traced reads lead to the events that wrote them, and each such event is *thought away*, its writing
undone for a moment, to see whether the answer would have been another (a but-for test; J. L. Mackie,
"Causes and conditions", 1965, and on its limits J. Y. Halpern, "Actual Causality", 2016: where several
events each suffice, none is needed alone).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from twicetold.engine.interpreter.functions import Eval
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.reading import Read
from twicetold.engine.interpreter.state import NOTHING, Frame, State
from twicetold.lang.model import Value


def traced(s: State, ask: Eval, f: Frame) -> tuple[Any, list[Read]]:
    """What an expression gives, and what it read."""
    reads: list[Read] = []
    outer = s.note(reads)
    value = ask(s, f)
    s.note(outer)
    return value, reads


def sources(s: State, reads: Iterable[Read]) -> set[int]:
    """The events that last wrote what was read."""
    log = s.log
    assert log is not None
    numbers: set[int] = set()
    for read in reads:
        if isinstance(read, tuple):
            if read in log.informed:
                numbers.update(log.informed[read][0])
        elif read >= 0:
            numbers.add(log.writer[read])
        else:
            numbers.add(-1 - read)
    numbers.discard(-1)
    return numbers


def learned_through(s: State, reads: Iterable[Read]) -> set[int]:
    """The events through which the beliefs among the reads were learned, and those that were remembered."""
    return sources(s, (read for read in reads if isinstance(read, tuple) or read < 0))


def needed(s: State, ask: Eval, f: Frame) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The events but for which the answer would have been another; and those that only together made it so.

    The second are the remaining sources of what was read if the answer changes when all of them are
    thought away at once.
    """
    value, reads = traced(s, ask, f)
    answers = one_by_one(s, reads, ask, f)
    alone = {event for event, answer in answers.items() if answer != value}
    rest = answers.keys() - alone
    if len(rest) < 2 or without(s, tuple(rest), reads, ask, f) == value:
        rest = set()
    return tuple(sorted(alone)), tuple(sorted(rest))


def one_by_one(s: State, reads: Iterable[Read], ask: Eval, f: Frame) -> dict[int, Any]:
    """What an expression would give without each of the events that wrote what it read, in their order."""
    return {event: without(s, (event,), reads, ask, f) for event in sorted(sources(s, reads))}


def moved(s: State, urge: Eval, f: Frame) -> tuple[tuple[int, ...], tuple[int, ...], list[Read]]:
    """The events but for which an urge would have been another; those of them but for which it would have
    been less, which speak for what is done; and what the urge read.
    """
    value, reads = traced(s, urge, f)
    answers = one_by_one(s, reads, urge, f)
    by = tuple(event for event, answer in answers.items() if answer != value)
    return by, tuple(event for event in by if answers[event] < value), reads


def without(s: State, events: tuple[int, ...], reads: Iterable[Read], ask: Eval, f: Frame) -> Any:
    """What an expression would give had these events written nothing, all else being as it is."""
    log = s.log
    assert log is not None
    cells: dict[int, Value] = {}
    beliefs: dict[tuple[int, int], Value] = {}
    for event in events:
        for cell in log.wrote.get(event, ()):
            if log.writer[cell] == event and cell not in cells:  # it may have written the cell more than once
                cells[cell], s.cells[cell] = s.cells[cell], log.before[cell]
    for read in reads:
        if isinstance(read, tuple) and read not in beliefs and read in log.informed:
            through, before = log.informed[read]
            if any(event in through for event in events):
                mind, cell = read
                beliefs[read], s.held[mind][cell] = s.held[mind][cell], before
    s.undone = events[0] if len(events) == 1 else NOTHING
    settled, s.settled = s.settled, None
    value = ask(s, f)
    s.undone, s.settled = NOTHING, settled
    for cell, kept in cells.items():
        s.cells[cell] = kept
    for (mind, cell), kept in beliefs.items():
        s.held[mind][cell] = kept
    return value


def shaping(s: State, happening: Happening, before: int) -> set[int]:
    """The events, numbered below `before`, that had written what an event read while it happened."""
    overwrote = happening.overwrote
    own = {read for read in happening.trace if isinstance(read, int) and read in overwrote}
    events = sources(s, (read for read in happening.trace if read not in own))
    events.update(overwrote[read] for read in own)
    return {event for event in events if 0 <= event < before}


def shown_through(s: State, happening: Happening, cell: int, plainly: bool) -> tuple[int, ...]:
    """The events a sensed belief is learned through: the sensing if that is an event, else what was shown."""
    assert s.log is not None
    if happening.loud:
        return (happening.take_number(s),)
    if plainly:
        writer = s.log.writer[cell]
        return (writer,) if writer >= 0 else ()
    return tuple(sorted(sources(s, happening.trace)))
