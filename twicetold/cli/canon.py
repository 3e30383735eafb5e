"""A canon held against its world, shown: can each line come about, is it in character, how likely is it?"""

from __future__ import annotations

import math
from typing import Any

from rich.console import Console
from rich.table import Table

from twicetold.ask.canon import IN_CHARACTER, CanonReport, LineReport
from twicetold.engine.meaning.names import UNENDED
from twicetold.lang import model


def holds(report: CanonReport) -> bool:
    """Whether a canon holds: every line can come about, at some likelihood, and nearly all in character."""
    likely = math.isfinite(report.log_probability)
    return report.possible and likely and report.in_character >= IN_CHARACTER


def document(world: model.World, report: CanonReport) -> dict[str, Any]:
    """The report as JSON has it; a likelihood of nothing is null."""
    return {
        "canon": report.canon.name,
        "holds": holds(report),
        "possible": report.possible,
        "in_character": report.in_character,
        "log_probability": _finite(report.log_probability),
        "ending": report.life.ending,
        "lines": [_line(world, line) for line in report.lines],
    }


def _line(world: model.World, report: LineReport) -> dict[str, Any]:
    line, choosing = report.line, report.choosing
    return {
        "line": line.name,
        "text": _text(report),
        "due": line.at,
        "through": None if line.through is None else world.entities[line.through].name,
        "place": line.place,
        "possible": report.possible,
        "obstacle": report.obstacle,
        "at": None if report.tick is None else world.seconds(report.tick),
        "events": list(report.events),
        "in_character": report.in_character,
        "urge": choosing and choosing.urge,
        "median": choosing and choosing.median,
        "chance": choosing and choosing.chance,
        "log_probability": _finite(report.log_probability),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def show(shown: Console, world: model.World, report: CanonReport) -> None:
    """The report as a table, what is not possible with its reason, and the total."""
    shown.print(f"\nThe canon, {report.canon.name}:", soft_wrap=True)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("", "due", "came", "what", "urge", "others", "chance", "log p", ""):
        right = column in ("due", "came", "urge", "others", "chance", "log p")
        table.add_column(
            column, justify="right" if right else "left", no_wrap=column != "what", overflow="fold"
        )
    for line in report.lines:
        table.add_row(*_row(world, line), style=_style(line))
    shown.print(table)
    for line in report.lines:
        if line.obstacle is not None:
            shown.print(f"{line.line.name} is not possible: {line.obstacle}", style="red", soft_wrap=True)
    possible = sum(line.possible for line in report.lines)
    told = [
        f"{possible} of {len(report.lines)} lines possible",
        f"{report.in_character:.0%} in character",
        f"log-probability {report.log_probability:.4g}",
    ]
    if report.life.ending != UNENDED:  # else the plot was over before the life
        told.append(f"it ended: {report.life.ending}")
    shown.print(", ".join(told), soft_wrap=True)


def _row(world: model.World, report: LineReport) -> tuple[str, ...]:
    line, choosing = report.line, report.choosing
    numbers = ("", "", "")
    if choosing is not None:
        numbers = (f"{choosing.urge:.3g}", f"{choosing.median:.3g}", f"{choosing.chance:.1%}")
    return (
        line.name,
        "before" if line.at is None else world.clock(line.at),
        "" if report.tick is None else world.clock(world.seconds(report.tick)),
        _text(report),
        *numbers,
        f"{report.log_probability:.3g}" if report.possible else "",
        _verdict(report),
    )


def _text(report: LineReport) -> str:
    return " and ".join(part.text for part in report.line.parts)


def _verdict(report: LineReport) -> str:
    if not report.possible:
        return "not possible"
    return "" if report.in_character else "out of character"


def _style(report: LineReport) -> str | None:
    if not report.possible:
        return "bold red"
    return None if report.in_character else "yellow"
