"""`twicetold cover`: what of a world is ever reached."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from rich.console import Console

from twicetold.ask.coverage import Coverage, Item, Sort, cover
from twicetold.ask.listing import Line, listing
from twicetold.ask.stillness import Stillness, held_back
from twicetold.cli.cover_listing import page
from twicetold.cli.loading import load_soon
from twicetold.cli.many import plain_table, progress
from twicetold.cli.output import Mistake, complain, console, remark, write_json
from twicetold.cli.replay import replay
from twicetold.cli.requests.cover import Request
from twicetold.cli.statuses import INTERRUPTED
from twicetold.engine import Interpreter
from twicetold.lang import Loaded, model
from twicetold.runs import NoKernel, WorkerError

SORTS: tuple[tuple[Sort, str], ...] = (
    ("action", "actions"),
    ("rule", "rules"),
    ("sense", "senses"),
    ("event", "events"),
    ("ending", "endings"),
    ("branch", "branches"),
    ("tell", "texts"),
    ("condition", "conditions"),
)
"""What is shown, in this order, and how it is called."""

FEW = 20
"""How many of what was not reached are shown of a sort; all are in the listing and in JSON."""


def main(request: Request) -> None:
    """Live the world, and show what was reached and what was not; what was lived before a Ctrl-C counts."""
    loaded = load_soon(request.world, request.lines)
    with progress(f"Living {loaded.world.name}") as on_progress:
        try:
            coverage = cover(loaded, request.asked, on_progress)
        except (NoKernel, WorkerError) as error:
            raise Mistake(str(error)) from None
    if coverage.note is not None:
        remark(f"{coverage.note}; the interpreter lives instead")
    if request.html is not None:
        request.html.write_text(page(coverage, loaded), encoding="utf-8")
    if request.as_json:
        write_json(coverage.to_json())
    else:
        _show(coverage, loaded, request)
    if coverage.n < coverage.asked:
        complain(f"interrupted after {coverage.n:,} of {coverage.asked:,} lives")
        raise typer.Exit(INTERRUPTED)


def _show(coverage: Coverage, loaded: Loaded, request: Request) -> None:
    shown = console()
    shown.print(f"{coverage.world}: {coverage.n:,} lives, seed {coverage.seed}", style="bold", soft_wrap=True)
    shown.print()
    table = plain_table("", "reached", "of", "not so far", "impossible")
    for sort, name in SORTS:
        items = coverage.of(sort)
        reached = sum(item.status == "reached" for item in items)
        impossible = sum(item.status == "impossible" for item in items)
        left = len(items) - reached - impossible
        table.add_row(name, f"{reached:,}", f"{len(items):,}", f"{left:,}", f"{impossible:,}")
    shown.print(table)
    for sort, name in SORTS:
        _show_missed(shown, name, coverage.missed(sort))
    if any(item.status == "unreached" for item in coverage.items):
        shown.print(
            f"\nEach of what was not reached so far is reached in at most {coverage.bound:.2g} of all lives "
            "(95 % confidence).",
            soft_wrap=True,
        )
    command = replay(request.world, request.asked.seed, request.lines)
    show_stillness(shown, loaded.world, coverage.stillness, command, request.asked.seed)
    if request.source:
        _show_listing(shown, listing(coverage, loaded))
    if request.html is not None:
        shown.print(f"\nThe listing is in {request.html}.", soft_wrap=True)


def _show_missed(shown: Console, name: str, missed: Sequence[Item]) -> None:
    if not missed:
        return
    shown.print(f"\n{name} that were not reached:", soft_wrap=True)
    for item in missed[:FEW]:
        owner = "" if item.text == item.of else f"{item.of}: "
        why = f"impossible: {item.why}" if item.status == "impossible" else item.why
        style = "dim" if item.status == "impossible" else "red"
        shown.print(f"  {item.file}:{item.line}  {owner}{item.text}", style=style, soft_wrap=True)
        shown.print(f"      {why}", style="dim", soft_wrap=True)
    if len(missed) > FEW:
        shown.print(f"  and {len(missed) - FEW} more (--source, --html and --json have all)", soft_wrap=True)


def _show_listing(shown: Console, lines: Sequence[Line]) -> None:
    file = ""
    for line in lines:
        if line.file != file:
            file = line.file
            shown.print(f"\n{file}", style="bold", soft_wrap=True)
        count = "" if line.hits is None else f"{line.hits:,}"
        style = {"unreached": "red", "impossible": "dim"}.get(line.status or "")
        shown.print(f"{count:>13} {line.number:>4}  {line.text}", style=style, soft_wrap=True)


def show_stillness(shown: Console, world: model.World, stillness: Stillness, command: str, seed: int) -> None:
    """What came to nothing: endless, unended, stuck and idle lives, each with a run to look at."""
    if stillness.endless:
        shown.print(
            f"\nEndless: none of {stillness.lives:,} lives came to an ending before its time was up, at "
            f"{world.clock(world.seconds(world.ticks))}.",
            style="yellow",
            soft_wrap=True,
        )
    if stillness.unended:
        shown.print(
            f"\nUnended: {stillness.unended:,} of {stillness.lives:,} lives were claimed by no ending; "
            f"see `twicetold run {command} --run {stillness.run}`.",
            style="yellow",
            soft_wrap=True,
        )
    for name, still, what in (
        ("Stuck", stillness.stuck, "nothing changes, nobody acts, nobody can"),
        ("Idle", stillness.idle, "nobody acts"),
    ):
        if still is not None:
            shown.print(
                f"\n{name}: in {still.lives:,} of {stillness.lives:,} lives {what} up to the end; longest in "
                f"run {still.run}, from {world.clock(still.since)} on.",
                style="yellow",
                soft_wrap=True,
            )
            _show_held(shown, world, seed, still.run, still.since)


def _show_held(shown: Console, world: model.World, seed: int, run: int, since: float) -> None:
    """What keeps everybody from everything."""
    for held in held_back(Interpreter(world), seed, run, since)[:FEW]:
        name = world.entities[held.actor].name
        why = "is open, but not wanted" if held.condition is None else f"needs {held.condition}"
        shown.print(f"  {name}: {held.action} {why}", soft_wrap=True)
