"""`twicetold given`: what lives are like in which something happened, and how likely something rare is."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from rich.console import Console
from rich.table import Table

from twicetold import questions
from twicetold.ask.given import Given, given
from twicetold.ask.lifts import Lift
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
    answer = _rare(loaded, asked) if asked.splits else _given(loaded, asked)
    if request.as_json:
        write_json(answer.to_json())
    elif isinstance(answer, Rare):
        _show_rare(console(), answer)
    else:
        _show(console(), answer)
    if isinstance(answer, Given) and answer.n < asked.lives:
        complain(f"interrupted after {answer.n:,} of {asked.lives:,} lives")
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


def _show(shown: Console, answer: Given) -> None:
    shown.print(f"{answer.world}: {answer.n:,} lives, seed {answer.seed}", style="bold", soft_wrap=True)
    shown.print(
        f"{answer.asked}: {answer.count:,} lives, {answer.share:.2%} ({answer.low:.2%} to {answer.high:.2%})",
        soft_wrap=True,
    )
    if not answer.count:
        hint = "If it is rare, say on what way it comes: --by a number that rises, or --through conditions."
        shown.print(hint, soft_wrap=True)
        return
    shown.print()
    shown.print(lifts("these lives end", answer.endings))
    if answer.measures:
        table = plain_table("measure", "mean of these", "95 % interval", "of all")
        for measure in answer.measures:
            interval = f"{figure(measure.low)} to {figure(measure.high)}"
            table.add_row(measure.measure, figure(measure.mean), interval, figure(measure.mean_of_all))
        shown.print()
        shown.print(table)
    if answer.events:
        shown.print()
        shown.print(lifts("sets them apart", answer.events[:SHOWN]))
    shown.print()
    shown.print(f"such lives: run{'s' * (len(answer.runs) > 1)} {', '.join(map(str, answer.runs))}")


def lifts(title: str, rows: Sequence[Lift]) -> Table:
    """How often things happen among some lives and among all, as a table."""
    table = plain_table(title, "share of these", "95 % interval", "of all", "times as often", "95 % interval")
    for lift in rows:
        table.add_row(
            lift.what,
            f"{lift.share:.1%}",
            f"{lift.low:.1%} to {lift.high:.1%}",
            f"{lift.share_of_all:.1%}",
            f"{lift.lift:.2f}",
            f"{lift.lift_low:.2f} to {lift.lift_high:.2f}",
        )
    return table


# --- by splitting -------------------------------------------------------------------------------------------


def _show_rare(shown: Console, estimate: Rare) -> None:
    shown.print(f"{estimate.world}, seed {estimate.seed}", style="bold", soft_wrap=True)
    if not estimate.share:
        shown.print(
            f"{estimate.asked}: no life came to it; try more lives (-n) or another way", soft_wrap=True
        )
        return
    shown.print(
        f"{estimate.asked}: {estimate.share:.3g}, 1 in {1 / estimate.share:,.0f} lives"
        f" (95 % interval {estimate.low:.3g} to {estimate.high:.3g})",
        soft_wrap=True,
    )
    shown.print()
    shown.print(f"{len(estimate.estimates)} times {estimate.n:,} lives from mark to mark:", soft_wrap=True)
    for mark in estimate.marks:
        shown.print(f"  {mark}", soft_wrap=True)
    shown.print()
    for ending, share in estimate.endings.items():
        shown.print(f"{share:6.1%} of these lives end: {ending}", soft_wrap=True)
    shown.print()
    shown.print(
        f"{estimate.ticks:,} ticks lived; whole lives would take {estimate.whole:.2g} for an answer as sure.",
        style="dim",
        soft_wrap=True,
    )
