"""`twicetold given`: what lives are like in which something happened, and how likely something rare is."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from rich.console import Console

from twicetold import questions
from twicetold.ask.given import Given, Lift, given
from twicetold.ask.splitting import Rare, rare
from twicetold.cli.loading import load_soon
from twicetold.cli.many import plain_table, progress
from twicetold.cli.output import Mistake, complain, console, write_json
from twicetold.cli.requests.given import Request
from twicetold.cli.statuses import INTERRUPTED
from twicetold.engine.kernel import CannotCompile
from twicetold.lang import Loaded
from twicetold.lang.figures import figure
from twicetold.runs import NoKernel, WorkerError

SHOWN = 15
"""So many events are shown that set these lives apart; JSON has all."""


def main(request: Request) -> None:
    """Answer, by lives as they come, or by splitting if a way is said."""
    loaded, asked = load_soon(request.world, request.lines), request.asked
    found = _rare(loaded, asked) if asked.splits else _given(loaded, asked)
    if request.as_json:
        write_json(found.to_json())
    elif isinstance(found, Rare):
        _show_rare(console(), found)
    else:
        _show(console(), found)
    if isinstance(found, Given) and found.n < asked.lives:
        complain(f"interrupted after {found.n:,} of {asked.lives:,} lives")
        raise typer.Exit(INTERRUPTED)


def _given(loaded: Loaded, asked: questions.Given) -> Given:
    with progress(f"Living {loaded.world.name}") as on_progress:
        try:
            return given(loaded, asked, on_progress)
        except (NoKernel, WorkerError, ValueError) as error:
            raise Mistake(str(error)) from None


def _rare(loaded: Loaded, asked: questions.Given) -> Rare:
    with progress("Splitting") as on_progress:
        try:
            return rare(loaded, asked, on_progress)
        except (CannotCompile, ValueError) as error:
            raise Mistake(str(error)) from None


# --- lives as they come -------------------------------------------------------------------------------------


def _show(shown: Console, found: Given) -> None:
    shown.print(f"{found.world}: {found.n:,} lives, seed {found.seed}", style="bold", soft_wrap=True)
    shown.print(
        f"{found.asked}: {found.count:,} lives, {found.share:.2%} ({found.low:.2%} to {found.high:.2%})",
        soft_wrap=True,
    )
    if not found.count:
        hint = "If it is rare, say on what way it comes: --by a number that rises, or --through conditions."
        shown.print(hint, soft_wrap=True)
        return
    shown.print()
    shown.print(_lifts("these lives end", found.endings))
    if found.measures:
        table = plain_table("measure", "mean of these", "95 % interval", "of all")
        for each in found.measures:
            interval = f"{figure(each.low)} to {figure(each.high)}"
            table.add_row(each.measure, figure(each.mean), interval, figure(each.mean_of_all))
        shown.print()
        shown.print(table)
    if found.events:
        shown.print()
        shown.print(_lifts("sets them apart", found.events[:SHOWN]))
    shown.print()
    shown.print(f"such lives: run{'s' * (len(found.runs) > 1)} {', '.join(map(str, found.runs))}")


def _lifts(title: str, rows: Sequence[Lift]) -> object:
    table = plain_table(title, "share of these", "95 % interval", "of all", "times as often", "95 % interval")
    for each in rows:
        table.add_row(
            each.what,
            f"{each.share:.1%}",
            f"{each.low:.1%} to {each.high:.1%}",
            f"{each.share_of_all:.1%}",
            f"{each.lift:.2f}",
            f"{each.lift_low:.2f} to {each.lift_high:.2f}",
        )
    return table


# --- by splitting -------------------------------------------------------------------------------------------


def _show_rare(shown: Console, found: Rare) -> None:
    shown.print(f"{found.world}, seed {found.seed}", style="bold", soft_wrap=True)
    if not found.share:
        shown.print(f"{found.asked}: no life came to it; try more lives (-n) or another way", soft_wrap=True)
        return
    shown.print(
        f"{found.asked}: {found.share:.3g}, 1 in {1 / found.share:,.0f} lives"
        f" (95 % interval {found.low:.3g} to {found.high:.3g})",
        soft_wrap=True,
    )
    shown.print()
    shown.print(f"{len(found.estimates)} times {found.n:,} lives from mark to mark:", soft_wrap=True)
    for mark in found.marks:
        shown.print(f"  {mark}", soft_wrap=True)
    shown.print()
    for ending, share in found.endings.items():
        shown.print(f"{share:6.1%} of these lives end: {ending}", soft_wrap=True)
    shown.print()
    shown.print(
        f"{found.ticks:,} ticks lived; whole lives would take {found.whole:.2g} for an answer as sure.",
        style="dim",
        soft_wrap=True,
    )
