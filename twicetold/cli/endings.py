"""`twicetold endings`: how kept lives ended, all together or by a measure."""

from __future__ import annotations

from typing import Any

from twicetold.cli.many import plain_table, show_batch
from twicetold.cli.output import Mistake, console, write_json
from twicetold.cli.requests.endings import Request
from twicetold.runs import open
from twicetold.runs.by import Bin, by_measure
from twicetold.runs.failures import RunsError
from twicetold.runs.reading import Runs


def main(request: Request) -> None:
    """Show the table of endings, or one with a row for each bin of a measure."""
    try:
        runs = open(request.runs)
        if request.by is not None:
            _by(runs, request.by, request)
        elif request.as_json:
            write_json(runs.batch().to_json())
        else:
            show_batch(console(), runs.batch())
    except RunsError as error:
        raise Mistake(str(error)) from None


def _by(runs: Runs, measure: str, request: Request) -> None:
    manifest = runs.manifest
    if measure not in manifest.measures:
        known = ", ".join(manifest.measures) or "none"
        raise Mistake(f"there is no measure `{measure}`; the measures of this world are: {known}")
    bins = by_measure(runs.columns, manifest.measures.index(measure), len(manifest.endings), request.bins)
    if request.as_json:
        write_json([_document(part, manifest.endings) for part in bins])
    else:
        _show(runs, measure, bins)


def _document(part: Bin, endings: tuple[str, ...]) -> dict[str, Any]:
    return {
        "from": None if part.never else part.low,
        "to": None if part.never else part.high,
        "never": part.never,
        "n": part.n,
        "endings": dict(zip(endings, part.counts, strict=True)),
    }


def _said(part: Bin) -> str:
    if part.never:
        return "never"
    return f"{part.low:.4g}" if part.low == part.high else f"{part.low:.4g} to {part.high:.4g}"


def _show(runs: Runs, measure: str, bins: tuple[Bin, ...]) -> None:
    """Shares of the endings that occur, within each bin."""
    manifest = runs.manifest
    shown = console()
    shown.print(f"{manifest.world}: {runs.n:,} lives, seed {manifest.seed}", style="bold", soft_wrap=True)
    shown.print()
    occur = [place for place in range(len(manifest.endings)) if any(part.counts[place] for part in bins)]
    table = plain_table(measure, "lives", *(manifest.endings[place] for place in occur))
    for part in bins:
        table.add_row(
            _said(part),
            f"{part.n:,}",
            *(f"{part.counts[place] / part.n:.1%}" for place in occur),
        )
    shown.print(table)
