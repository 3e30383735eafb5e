"""`twicetold many`: how a world ends, and how often."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from twicetold.cli.loading import load_soon
from twicetold.cli.output import Mistake, complain, console, remark, write_json, write_out
from twicetold.cli.replay import replay
from twicetold.cli.requests.many import Request
from twicetold.cli.statuses import FAILED, INTERRUPTED
from twicetold.cli.waiting import no_note
from twicetold.lang import Loaded
from twicetold.lang.figures import clock, figure
from twicetold.runs import Batch, NoKernel, WorkerError, many
from twicetold.runs import Progress as OnProgress
from twicetold.runs.failures import RunsError
from twicetold.runs.numbers import or_none
from twicetold.runs.statistics import Point

SHOWN = 12
"""How many times of a series are shown."""


def main(request: Request) -> None:
    """Live the world and show what came of it; what was lived before a Ctrl-C counts."""
    _refuse(request)
    loaded = load_soon(request.world, request.lines)
    if request.svg is not None and not loaded.world.series:
        raise Mistake(
            "--svg draws what is measured over time, such as `measure dead each day = …`; nothing is here"
        )
    begun = time.monotonic()
    with progress(f"Living {loaded.world.name}") as on_progress:
        try:
            batch = _live(request, loaded, on_progress)
        except (NoKernel, RunsError, WorkerError) as error:
            raise Mistake(str(error)) from None
    seconds = time.monotonic() - begun
    if batch.note is not None:
        remark(f"{batch.note}; the interpreter lives instead")
    if request.as_json:
        write_json(batch.to_json())
    else:
        _show(batch, seconds, replay(request.world, request.asked.seed, request.lines), loaded.world.clock)
    if request.svg is not None and batch.n:
        from twicetold.api.pictures import over_time  # only now: of all tellings it needs what draws

        write_out(over_time(batch, loaded.world.clock).encode(), request.svg)
    _end(batch)


def _refuse(request: Request) -> None:
    """Raises Mistake if what was asked for does not go together."""
    if request.out is None and (request.resume or request.events):
        raise Mistake("--resume and --events go together with --out, which says where lives are kept")
    if request.workers is not None and request.cluster != "local":
        raise Mistake(
            "--workers goes together with --cluster local; other clusters have the workers they have"
        )
    if request.asked.jobs is not None and request.cluster is not None:
        raise Mistake("--jobs is for this machine alone; with --cluster local, say --workers")


def _live(request: Request, loaded: Loaded, on_progress: OnProgress | None) -> Batch:
    asked = request.asked
    if request.cluster is None and request.out is None:
        return many(loaded.world, asked, on_progress)
    from twicetold.runs import recording

    wanted = recording.Request(asked, events=request.events, resume=request.resume)
    if request.cluster is not None:
        from twicetold.runs.cluster import live_there
        from twicetold.runs.crew import Crew

        crew = Crew(request.cluster, request.workers)
        return live_there(loaded, request.out, wanted, crew, on_progress)
    assert request.out is not None
    return recording.record(loaded, request.out, wanted, on_progress)


def _end(batch: Batch) -> None:
    """Say if there is less than was asked for."""
    if batch.until is None and batch.n < batch.asked:
        complain(f"interrupted after {batch.n:,} of {batch.asked:,} lives")
        raise typer.Exit(INTERRUPTED)
    if batch.until is not None and not batch.known:
        complain(f"after {batch.n:,} lives not every share is known to ±{batch.until:.4g} yet")
        raise typer.Exit(INTERRUPTED if batch.n < batch.asked else FAILED)


# --- progress -----------------------------------------------------------------------------------------------


class _Rate(ProgressColumn):
    """How many lives are lived in a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{number(task.speed)} lives a second" if task.speed else "")


@contextmanager
def progress(title: str) -> Iterator[OnProgress | None]:
    """A bar on standard error with rate and time left; nothing at all where that is no terminal."""
    shown = console(stderr=True)
    if not shown.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(compact=True),
    )
    no_note()
    with Progress(*columns, console=shown, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, n: bar.update(task, completed=done, total=n)


def number(value: float) -> str:
    """A number for people: three digits, or all before the point."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


# --- what is shown ------------------------------------------------------------------------------------------


def _show(batch: Batch, seconds: float, command: str, time_: Callable[[float], str]) -> None:
    shown = console()
    show_batch(shown, batch, time_)
    if batch.n:
        shown.print()
        _show_replays(shown, batch, command)
    shown.print()
    shown.print(_throughput(batch, seconds), style="dim", soft_wrap=True)


def show_batch(shown: Console, batch: Batch, time_: Callable[[float], str] = clock) -> None:
    """The tables of endings, measures and series; `time_` says a time in seconds."""
    shown.print(f"{batch.world}: {batch.n:,} lives, seed {batch.seed}", style="bold", soft_wrap=True)
    shown.print()
    shown.print(_endings(batch))
    if batch.measured and batch.n:
        shown.print()
        shown.print(_measures(batch))
        for name, summary in batch.measures().items():
            if summary.never:
                shown.print(f"{name}: never in {summary.never:,} lives, which are left out", soft_wrap=True)
    for name, points in batch.series().items():
        shown.print()
        shown.print(_series(batch, name, points, time_))


def _throughput(batch: Batch, seconds: float) -> str:
    """How fast the lives were lived; those that were there before are left out."""
    tally, before = batch.tally, batch.before or batch.nobody()
    n = tally.n - before.n
    done = (n, tally.ticks - before.ticks, tally.scored - before.scored)
    lives, ticks, options = (number(count / max(seconds, 1e-9)) for count in done)
    there = f" ({before.n:,} were there)" if before.n else ""
    return (
        f"{n:,} lives in {seconds:.1f} s{there}: {lives} lives, {ticks} ticks and {options} options a second;"
        f" world {batch.hash}"
    )


def _endings(batch: Batch) -> Table:
    table = plain_table("ending", "lives", "share", "95 % interval")
    digits = batch.digits
    for row in batch.endings():
        interval = f"{row.low:{5 + digits}.{digits}%} to {row.high:{5 + digits}.{digits}%}"
        style = None if row.count else "dim"
        table.add_row(row.ending, f"{row.count:,}", f"{row.share:.{digits}%}", interval, style=style)
    return table


def _measures(batch: Batch) -> Table:
    table = plain_table("measure", "mean", "sd", "min", "5 %", "25 %", "median", "75 %", "95 %", "max")
    for name, summary in batch.measures().items():
        values = (summary.mean, summary.sd, summary.min, *summary.quantiles.values(), summary.max)
        table.add_row(name, *("–" if or_none(value) is None else figure(value) for value in values))
    return table


def _series(batch: Batch, name: str, points: Sequence[Point], time_: Callable[[float], str]) -> Table:
    """A measure over time: some of its times, evenly, the last among them."""
    table = plain_table(name, "lives", "mean", "5 %", "25 %", "median", "75 %", "95 %")
    step = -(-len(points) // SHOWN)
    for point in points[(len(points) - 1) % step :: step]:
        of = point.summary
        values = (of.mean, *of.quantiles.values())
        said = ("–" if or_none(value) is None else figure(value) for value in values)
        table.add_row(time_(point.seconds), f"{batch.n - of.never:,}", *said)
    return table


def plain_table(*columns: str) -> Table:
    """A table without lines: words on the left, numbers to the right."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left", overflow="fold", no_wrap=bool(place))
    return table


def _show_replays(shown: Console, batch: Batch, command: str) -> None:
    """How to see a typical life, and some of those that ended as few do."""
    typical = batch.typical_run()
    assert typical is not None
    replays: list[tuple[str, tuple[int, ...]]] = [("a typical life", (typical,))]
    replays += [(f"rare: {row.ending}", row.runs) for row in batch.rare()]
    names = [f"run{'s' * (len(runs) > 1)} {', '.join(map(str, runs))}" for _, runs in replays]
    width = max(len(what) for what, _ in replays) + 2
    for (what, runs), which in zip(replays, names, strict=True):
        line = f"{what:<{width}}{which:<{max(map(len, names)) + 2}}"
        shown.print(f"{line}twicetold tell {command} --run {runs[0]}", soft_wrap=True)
