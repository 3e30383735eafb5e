"""The log of a life: what is kept of it to explain it, and never read to live it."""

from __future__ import annotations

from dataclasses import dataclass, field

from twicetold.engine.meaning.record import Event
from twicetold.lang.model import Value


@dataclass(slots=True)
class Span:
    """Upkeep that goes on: a rule that held each tick for the same entities, from the same causes. `changed`
    has the cells it changed, each with its value before the span and the last that the rule gave it.
    """

    number: int
    rule: str
    roles: tuple[int, ...]
    began: int
    tick: int
    causes: set[int]
    enabled: tuple[int, ...]
    changed: dict[int, tuple[Value, Value]]


@dataclass(slots=True)
class Log:
    """What is kept of a life to explain it."""

    writer: list[int]
    """Per cell the number of the event that last changed it, or -1."""
    before: list[Value]
    """Per cell its value before that event."""
    informed: dict[tuple[int, int], tuple[tuple[int, ...], Value]] = field(default_factory=dict)
    """Per belief (mind, cell): the events it was learned through, and what was held before."""
    wrote: dict[int, list[int]] = field(default_factory=dict)
    """Per event the cells it changed."""
    events: list[Event | None] = field(default_factory=list)
    """By number; None for one that has not come to its end."""
    spans: dict[tuple[int, tuple[int, ...]], Span] = field(default_factory=dict)

    def number(self) -> int:
        """A number for an event that takes place now."""
        self.events.append(None)
        return len(self.events) - 1

    def fork(self) -> Log:
        """A copy that goes its own way."""
        spans = {
            key: Span(x.number, x.rule, x.roles, x.began, x.tick, set(x.causes), x.enabled, dict(x.changed))
            for key, x in self.spans.items()
        }
        wrote = {number: list(cells) for number, cells in self.wrote.items()}
        return Log(
            self.writer.copy(), self.before.copy(), self.informed.copy(), wrote, self.events.copy(), spans
        )
