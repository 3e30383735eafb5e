"""`twicetold check`: a world looked over, its text, its canon and what its author expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from twicetold.ask.canon import CanonReport, check_canon
from twicetold.ask.checking import Checked, Expectation, check_expectations
from twicetold.cli import canon as canons
from twicetold.cli import junit
from twicetold.cli.cover import show_stillness
from twicetold.cli.loading import load_soon
from twicetold.cli.many import progress
from twicetold.cli.output import console, write_json
from twicetold.cli.replay import replay
from twicetold.cli.requests.check import Request
from twicetold.cli.statuses import FAILED
from twicetold.engine import Interpreter
from twicetold.lang import Loaded, load_canon, render
from twicetold.runs.numbers import or_none


def main(request: Request) -> None:
    """Say what holds and what does not; exit status 1 if something does not."""
    if not request.watch:
        if not once(request)[1]:
            raise typer.Exit(FAILED)
        return
    from twicetold.cli.watch import watch

    watch(request.world, lambda: once(request)[0])


def once(request: Request) -> tuple[Loaded, bool]:
    """Look the world over once: the world, and whether all holds."""
    loaded = load_soon(request.world, request.lines)
    canon = load_canon(loaded, request.world)
    seed = request.asked.seed
    report = check_canon(Interpreter(loaded.world), canon, seed=seed) if canon is not None else None
    with progress(f"Living {loaded.world.name}") as on_progress:
        checked = check_expectations(loaded.world, request.asked, on_progress)
    holds = checked.holds and (report is None or canons.holds(report))
    if request.junit is not None:
        request.junit.write_text(junit.document(loaded.world, checked, report), encoding="utf-8")
    if request.as_json:
        write_json(_document(loaded, checked, seed, report, holds))
    else:
        _show(loaded, checked, request, report, holds)
    return loaded, holds


# --- as JSON ------------------------------------------------------------------------------------------------


def _document(
    loaded: Loaded, checked: Checked, seed: int, report: CanonReport | None, holds: bool
) -> dict[str, Any]:
    return {
        "world": loaded.world.name,
        "hash": loaded.world.hash,
        "seed": seed,
        "n": checked.n,
        "holds": holds,
        "warnings": [
            {
                "code": warning.code,
                "file": warning.span.file,
                "line": warning.span.line,
                "column": warning.span.column,
                "message": warning.message,
                "help": warning.help,
            }
            for warning in loaded.diagnostics
        ],
        "canon": None if report is None else canons.document(loaded.world, report),
        "expectations": [
            {
                "ending": expectation.expect.ending,
                "measure": expectation.expect.measure,
                **({"pattern": expectation.expect.pattern} if expectation.expect.pattern else {}),
                "from": expectation.expect.lo,
                "to": expectation.expect.hi,
                "estimate": or_none(expectation.estimate),
                "low": or_none(expectation.low),
                "high": or_none(expectation.high),
                "holds": expectation.holds,
                "decided": expectation.decided,
            }
            for expectation in checked.expectations
        ],
        "stillness": asdict(checked.stillness),
    }


# --- as text ------------------------------------------------------------------------------------------------


def _show(
    loaded: Loaded, checked: Checked, request: Request, report: CanonReport | None, holds: bool
) -> None:
    shown = console()
    shown.print(f"{loaded.world.name}", style="bold", soft_wrap=True)
    if loaded.diagnostics:
        colour = shown.is_terminal and not shown.no_color
        shown.print()
        shown.file.write(render(loaded.diagnostics, loaded.sources, colour=colour))
    if report is not None:
        canons.show(shown, loaded.world, report)
    if checked.expectations:
        _show_expectations(shown, checked.n, request.asked.seed, checked.expectations)
    command = replay(request.world, request.asked.seed, request.lines)
    show_stillness(shown, loaded.world, checked.stillness, command, request.asked.seed)
    shown.print()
    shown.print("All holds." if holds else "Not all holds.", style="bold green" if holds else "bold red")


def _show_expectations(shown: Console, n: int, seed: int, expectations: Sequence[Expectation]) -> None:
    shown.print(f"\nWhat its author expects, in {n:,} lives of seed {seed}:", soft_wrap=True)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for place, column in enumerate(("", "expected", "found", "95 % interval", "")):
        table.add_column(column, justify="right" if 0 < place < 4 else "left", overflow="fold")
    for expectation in expectations:
        show = _share if expectation.expect.is_share else _number
        table.add_row(
            expectation.expect.of,
            f"{show(expectation.expect.lo)} to {show(expectation.expect.hi)}",
            show(expectation.estimate),
            f"{show(expectation.low)} to {show(expectation.high)}",
            _verdict(expectation),
            style=None if expectation.holds else "bold red",
        )
    shown.print(table)


def _verdict(expectation: Expectation) -> str:
    if not expectation.holds:
        return "does not hold"
    return "holds" if expectation.decided else "may hold; more lives (-n) would tell"


def _share(value: float) -> str:
    return f"{value:.1%}"


def _number(value: float) -> str:
    return f"{value:.4g}"
