"""`twicetold tune`: values of a world's knobs for which it ends as wanted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console

from twicetold.ask.bench import NothingToTurn
from twicetold.ask.sensitivity import NoTuning
from twicetold.ask.tuning import NoSuchTarget, Tuned, tune
from twicetold.cli.fmt import replace_file
from twicetold.cli.loading import load_soon
from twicetold.cli.many import plain_table, progress
from twicetold.cli.output import Mistake, console, write_json
from twicetold.cli.requests.tune import Request
from twicetold.cli.statuses import FAILED
from twicetold.engine.kernel import CannotCompile
from twicetold.lang import Loaded, locate
from twicetold.lang.turning import CannotWrite, rewritten


def main(request: Request) -> None:
    """Search, show what was found and how it holds, and write it into the text; exit status 1 if it does not
    hold, and then nothing is written."""
    loaded = load_soon(request.world, request.lines)
    try:
        if request.write:
            _refuse(loaded, request.world)
        with progress("Trying settings") as on_progress:
            tuned = tune(loaded.world, request.asked, on_progress)
        texts = rewritten(loaded, tuned.values) if request.write and tuned.holds else {}
    except (NoTuning, NothingToTurn, NoSuchTarget, CannotCompile, CannotWrite) as error:
        raise Mistake(str(error)) from None
    for file, text in texts.items():
        replace_file(Path(file).resolve(), text.encode())
    if request.as_json:
        write_json({**tuned.to_json(), "written": list(texts)})
    else:
        _show(console(), tuned, list(texts))
    if not tuned.holds:
        raise typer.Exit(FAILED)


def _refuse(loaded: Loaded, name: str) -> None:
    """Raises what keeps values from being written, before anything is lived."""
    file = locate(name)
    if not isinstance(file, Path) or file.parent == Path(__file__).parents[1] / "worlds":
        raise Mistake("a bundled world is not written to: copy it, and tune the copy")
    rewritten(loaded, {knob.name: float(knob.value) for knob in loaded.world.knobs})


def _show(shown: Console, tuned: Tuned, files: Sequence[str]) -> None:
    shown.print(f"{tuned.world}: {tuned.lives:,} lives, seed {tuned.seed}", style="bold", soft_wrap=True)
    shown.print()
    table = plain_table("knob", "was", "found")
    for name, value in tuned.values.items():
        table.add_row(name, f"{tuned.before[name]:g}", f"{value:g}")
    shown.print(table)
    shown.print(f"\nIn {tuned.n:,} lives of seed {tuned.seed + 1}, which took no part in the search:")
    table = plain_table("wanted", "found", "interval", "")
    for result in tuned.checked:
        show = "{:.1%}" if result.target.ending else "{:.4g}"
        table.add_row(
            result.target.text,
            show.format(result.found),
            f"{show.format(result.low)} to {show.format(result.high)}",
            "holds" if result.holds else "does not hold",
            style=None if result.holds else "bold red",
        )
    shown.print(table)
    if files:
        shown.print(f"\nwritten to {', '.join(files)}", soft_wrap=True)
    else:
        lines = " ".join(f"--set '{name} {value:g}'" for name, value in tuned.values.items())
        shown.print(f"\n{lines}", soft_wrap=True)
