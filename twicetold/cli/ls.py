"""`twicetold ls`: which lives are kept where."""

from __future__ import annotations

from typing import Any

import typer

from twicetold.cli.many import plain_table
from twicetold.cli.output import Mistake, console, in_line, write_json
from twicetold.cli.requests.ls import Request
from twicetold.cli.statuses import WRONG
from twicetold.runs.failures import RunsError
from twicetold.runs.reading import Runs, kept


def main(request: Request) -> None:
    """Show a line for each: where, of which world and seed, how many, whether that is all. Ends with status 2
    if some of them cannot be read."""
    try:
        folders = list(kept(request.where))
    except RunsError as error:
        raise Mistake(str(error)) from None
    if request.as_json:
        write_json([_document(name, runs) for name, runs in folders])
    else:
        _show(request.where, folders)
    if any(isinstance(runs, RunsError) for _, runs in folders):
        raise typer.Exit(WRONG)


def _show(where: str, folders: list[tuple[str, Runs | RunsError]]) -> None:
    shown = console()
    if not folders:
        shown.print(f"There are no lives kept in {where}.", soft_wrap=True)
        return
    table = plain_table("runs", "lives", "of", "seed", "world", "")
    for column in (4, 5):
        table.columns[column].justify = "left"
    for name, runs in folders:
        table.add_row(in_line(name), *_cells(runs))
    shown.print(table)


def _cells(runs: Runs | RunsError) -> tuple[str, ...]:
    if isinstance(runs, RunsError):
        return "", "", "", "", str(runs)
    manifest = runs.manifest
    state = ("complete" if runs.complete else "go on with --resume") + (", with events" * manifest.events)
    return f"{runs.n:,}", f"{manifest.n:,}", str(manifest.seed), f"{manifest.world} ({manifest.hash})", state


def _document(name: str, runs: Runs | RunsError) -> dict[str, Any]:
    if isinstance(runs, RunsError):
        return {"runs": name, "wrong": str(runs)}
    manifest = runs.manifest
    return {
        "runs": name,
        "world": manifest.world,
        "hash": manifest.hash,
        "seed": manifest.seed,
        "first": manifest.first,
        "n": runs.n,
        "asked": manifest.n,
        "complete": runs.complete,
        "events": manifest.events,
    }
