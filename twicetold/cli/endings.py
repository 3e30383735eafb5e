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
    found = by_measure(runs.columns, manifest.measures.index(measure), len(manifest.endings), request.bins)
    if request.as_json:
        write_json([_document(each, manifest.endings) for each in found])
    else:
        _show(runs, measure, found)


def _document(each: Bin, endings: tuple[str, ...]) -> dict[str, Any]:
    return {
        "from": None if each.never else each.low,
        "to": None if each.never else each.high,
        "never": each.never,
        "n": each.n,
        "endings": dict(zip(endings, each.counts, strict=True)),
    }


def _said(each: Bin) -> str:
    if each.never:
        return "never"
    return f"{each.low:.4g}" if each.low == each.high else f"{each.low:.4g} to {each.high:.4g}"


def _show(runs: Runs, measure: str, found: tuple[Bin, ...]) -> None:
    """Shares of the endings that occur, within each bin."""
    manifest = runs.manifest
    shown = console()
    shown.print(f"{manifest.world}: {runs.n:,} lives, seed {manifest.seed}", style="bold", soft_wrap=True)
    shown.print()
    occur = [place for place in range(len(manifest.endings)) if any(each.counts[place] for each in found)]
    table = plain_table(measure, "lives", *(manifest.endings[place] for place in occur))
    for each in found:
        table.add_row(
            _said(each),
            f"{each.n:,}",
            *(f"{each.counts[place] / each.n:.1%}" for place in occur),
        )
    shown.print(table)
