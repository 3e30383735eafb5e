"""Where a canon wants what it tells to stand in a telling, and where it does stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twicetold.ask.canon import CanonReport, LineReport
from twicetold.engine import Event, Life
from twicetold.lang import model
from twicetold.lang.model.canon import So
from twicetold.tell.orders import Time
from twicetold.tell.plan import Plan


@dataclass(frozen=True, slots=True)
class Placed:
    """A canon line that has a place: the events that tell it, and in which sections these are told, as they
    happen or looked back or ahead to."""

    line: str
    place: str
    events: tuple[int, ...]
    told: tuple[tuple[str, Time], ...]

    @property
    def holds(self) -> bool:
        """Whether all of it is told, and only where it should be."""
        return bool(self.told) and all(section == self.place for section, _ in self.told)


def places(report: CanonReport) -> dict[int, str]:
    """The events that a canon gives a place, by number, with the name of that section."""
    return {
        event: line.line.place
        for line in report.lines
        if line.line.place is not None
        for event in _events(report.life, line)
    }


def placed(report: CanonReport, plan: Plan) -> tuple[Placed, ...]:
    """What became of those places of a canon that a telling has."""
    sections: dict[int, list[tuple[str, Time]]] = {}
    for part in plan.parts:
        for node in part.nodes:
            for event in node.events:
                sections.setdefault(event.number, []).append((part.name, node.time))
    lines = []
    known = {section.name for section in plan.telling.sections}
    for line in report.lines:
        if line.line.place in known and line.line.place is not None:
            events = tuple(_events(report.life, line))
            told = dict.fromkeys(moment for event in events for moment in sections.get(event, ()))
            lines.append(Placed(line.line.name, line.line.place, events, tuple(told)))
    return tuple(lines)


def _events(life: Life, report: LineReport) -> Iterator[int]:
    """The events that tell a line: those it names; and if it names none, those that made so what it says."""
    yield from report.events
    if report.events or report.tick is None:
        return
    told = [event for event in life.events if event.lines and not event.quiet and event.tick <= report.tick]
    for part in report.line.parts:
        if isinstance(part, So) and (event := _last_change(part.cond, told)) is not None:
            yield event.number


def _last_change(cond: model.Expr, events: Iterable[Event]) -> Event | None:
    """The last event that changed what a condition reads of somebody it names."""
    cells = {
        (node.field, tuple(int(arg.value) for arg in node.args if isinstance(arg, model.Const)))
        for node in model.nodes(cond)
        if isinstance(node, model.Cell)
    }
    changing = [
        event for event in events if any((change.field, change.entities) in cells for change in event.changes)
    ]
    return changing[-1] if changing else None
