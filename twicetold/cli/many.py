"""`twicetold many`: how a world ends, and how often."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from twicetold.cli import INTERRUPTED
from twicetold.cli.output import complain, console, write_json
from twicetold.lang import load
from twicetold.runs import Batch, many
from twicetold.runs import Progress as OnProgress


def main(name: str, n: int, seed: int, jobs: int | None, lines: Sequence[str], as_json: bool) -> None:
    """Live the world and show what came of it; what was lived before a Ctrl-C counts."""
    world = load(name, lines=lines)
    begun = time.monotonic()
    with progress(f"Living {world.name}") as on_progress:
        batch = many(world, n, seed, jobs, on_progress)
    seconds = time.monotonic() - begun
    if as_json:
        write_json(batch.to_json())
    else:
        _show(batch, seconds, _command(name, seed, lines))
    if batch.n < n:
        complain(f"interrupted after {batch.n:,} of {n:,} lives")
        raise typer.Exit(INTERRUPTED)


@contextmanager
def progress(title: str) -> Iterator[OnProgress | None]:
    """A bar on standard error with rate and time left; nothing at all where that is no terminal."""
    shown = console(stderr=True)
    if not shown.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
    )
    begun = time.monotonic()
    with Progress(*columns, console=shown, transient=True) as bar:
        task = bar.add_task(title, total=None, rate="")

        def on_progress(done: int, n: int) -> None:
            rate = done / max(time.monotonic() - begun, 1e-9)
            bar.update(task, completed=done, total=n, rate=f"{rate:.3g} a second")

        yield on_progress


def _command(name: str, seed: int, lines: Sequence[str]) -> str:
    """What follows `run` or `tell` in a command that replays a life of this batch."""
    words = [name, *(["--seed", str(seed)] if seed != 1 else [])]
    return shlex.join([*words, *(word for line in lines for word in ("--set", line))])


def _show(batch: Batch, seconds: float, command: str) -> None:
    shown = console()
    shown.print(f"{batch.world}: {batch.n:,} lives, seed {batch.seed}", style="bold", soft_wrap=True)
    shown.print()
    shown.print(_endings(batch))
    if batch.measured and batch.n:
        shown.print()
        shown.print(_measures(batch))
    if batch.n:
        shown.print()
        _show_replays(shown, batch, command)
        shown.print()
    rate = batch.n / max(seconds, 1e-9)
    shown.print(
        f"{batch.n:,} lives in {seconds:.1f} s ({rate:.3g} a second); world {batch.hash}", style="dim"
    )


def _endings(batch: Batch) -> Table:
    table = _table("ending", "lives", "share", "95 % interval")
    for row in batch.endings():
        interval = f"{row.low:6.1%} to {row.high:6.1%}"
        style = None if row.count else "dim"
        table.add_row(row.ending, f"{row.count:,}", f"{row.share:.1%}", interval, style=style)
    return table


def _measures(batch: Batch) -> Table:
    table = _table("measure", "mean", "sd", "min", "5 %", "25 %", "median", "75 %", "95 %", "max")
    for name, each in batch.measures().items():
        values = (each.mean, each.sd, each.min, *each.quantiles.values(), each.max)
        table.add_row(name, *(f"{value:.4g}" for value in values))
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left", overflow="fold", no_wrap=bool(place))
    return table


def _show_replays(shown: Console, batch: Batch, command: str) -> None:
    """How to see a typical life, and one that ended as few do."""
    endings = {life.run: life.ending for life in batch.lives}
    typical, rare = batch.typical_run(), batch.rare_run()
    replays = [("a typical life", typical)]
    if rare is not None and endings[rare] != endings[typical or 0]:
        replays.append(("a rare one", rare))
    for what, run in replays:
        line = f"{what + ':':<16}twicetold tell {command} --run {run}"
        shown.print(line, soft_wrap=True)
