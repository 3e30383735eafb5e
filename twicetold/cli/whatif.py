"""`twicetold whatif`: a world and its twins, pair by pair."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import typer
from rich.console import Console

from twicetold.ask.whatif import Compared, Moment, Twin, WhatIf, parting, whatif
from twicetold.cli.loading import load_soon
from twicetold.cli.many import plain_table, progress
from twicetold.cli.output import Mistake, complain, console, write_json
from twicetold.cli.requests.whatif import Request
from twicetold.cli.statuses import FAILED, INTERRUPTED
from twicetold.cli.times import read_time
from twicetold.lang import model
from twicetold.runs import NoKernel, WorkerError
from twicetold.runs.intervals import Difference

SHOWN = 4
"""So many sorts of flips are shown with the commands that replay them."""


def main(request: Request) -> None:
    """Live the pairs and show what differs; what was lived before a Ctrl-C counts."""
    world = load_soon(request.world, ()).world
    twins = _twins(request)
    try:
        with progress(f"Living pairs of {world.name}") as on_progress:
            comparison = whatif(world, [twin for twin, _ in twins], request.asked, on_progress)
    except (NoKernel, WorkerError) as error:
        raise Mistake(str(error)) from None
    commands = [command for _, command in twins]
    if request.as_json:
        write_json(_document(request, world, comparison, commands))
    else:
        _Answer(request, world, comparison, commands).show()
    if request.asked.until is None and comparison.n < comparison.asked:
        complain(f"interrupted after {comparison.n:,} of {comparison.asked:,} pairs")
        raise typer.Exit(INTERRUPTED)
    if not comparison.known:
        complain(
            f"after {comparison.n:,} pairs not every difference is known to ±{request.asked.until:.4g} yet"
        )
        raise typer.Exit(INTERRUPTED if comparison.n < comparison.asked else FAILED)


# --- the twins ----------------------------------------------------------------------------------------------


def _twins(request: Request) -> list[tuple[Twin, str]]:
    """Each twin, and what follows `run` or `tell` in a command that replays a life of it."""
    said = list(_lines(request))
    if not said and not request.worlds:
        raise Mistake("say what is otherwise: --set, --forbid, --force or --world")
    if request.together and said:
        said = [("; ".join(name for name, _ in said), "\n".join(line for _, line in said))]
    twins = []
    for name, line in said:
        lines = line.split("\n") if line.startswith("rule ") is False else [line]
        world = load_soon(request.world, lines).world
        twins.append((Twin(name, world), shlex.join([request.world, *_sets(lines)])))
    for other in request.worlds:
        twins.append((Twin(other, load_soon(other, ()).world), shlex.join([other])))
    return twins


def _sets(lines: Sequence[str]) -> list[str]:
    return [word for line in lines for word in ("--set", line)]


def _lines(request: Request) -> list[tuple[str, str]]:
    """What is otherwise in each twin, as it is asked and as a line of the language."""
    clause = ""
    if request.at is not None:
        begins = load_soon(request.world, ()).world.begins
        clause += f" at {read_time(request.at, begins):.15g} seconds"
    if request.when is not None:
        clause += f" when {request.when}"
    if request.lines and request.at is not None and request.when is not None:
        raise Mistake("--set goes with --at or with --when, not with both")
    lines = []
    for line in request.lines:
        text = f"rule what_if{clause}\n  {line}" if clause else line
        lines.append((f"{line}{clause}", text))
    for verb, patterns in (("forbid", request.forbid), ("force", request.force)):
        lines += [(f"{verb} {pattern}{clause}",) * 2 for pattern in patterns]
    return lines


# --- as text ------------------------------------------------------------------------------------------------


class _Answer:
    def __init__(
        self, request: Request, world: model.World, comparison: WhatIf, commands: Sequence[str]
    ) -> None:
        self.request, self.world, self.comparison, self.commands = request, world, comparison, commands
        self.shown: Console = console()

    def say(self, text: str = "", style: str | None = None) -> None:
        self.shown.print(text, style=style, soft_wrap=True)

    def show(self) -> None:
        """The overview, if there are several, then each twin."""
        comparison = self.comparison
        self.say(f"{comparison.world}: {comparison.n:,} pairs of lives, seed {comparison.seed}", style="bold")
        if len(comparison.twins) > 1:
            self._overview()
        for compared, command in zip(comparison.twins, self.commands, strict=True):
            self.say()
            self._one(compared, command)

    def _overview(self) -> None:
        table = plain_table("what if", "another ending", "greatest change", "95 % interval", "ending")
        for compared in self.comparison.twins:
            most = max(compared.endings, key=lambda shift: abs(shift.difference.estimate))
            flipped = sum(flip.count for flip in compared.flips) / max(self.comparison.n, 1)
            table.add_row(compared.twin.name, f"{flipped:.1%}", *_told(most.difference), most.ending)
        self.say()
        self.shown.print(table)
        for turn in compared.measures:
            if turn.never:
                self.say(f"{turn.measure}: never in one of {turn.never:,} pairs, which are left out")

    def _one(self, compared: Compared, command: str) -> None:
        self.say(f"What if: {compared.twin.name}", style="bold")
        if not compared.flips:
            self.say("No life ends otherwise.")
        n = max(self.comparison.n, 1)
        table = plain_table("ending", "as it is", "then", "difference", "95 % interval", "gained", "lost")
        for shift in compared.endings:
            if shift.before or shift.after:
                style = None if shift.difference.sure else "dim"
                table.add_row(
                    shift.ending, f"{shift.before / n:.1%}", f"{shift.after / n:.1%}",
                    *_told(shift.difference), f"{shift.gained:,}", f"{shift.lost:,}", style=style,
                )  # fmt: skip
        self.shown.print(table)
        if compared.measures and self.comparison.n:
            self._measures(compared)
        if compared.same is not None:
            self.say(f"{compared.same:,} of {self.comparison.n:,} lives are the same to the last bit.")
        self._flips(compared, command)

    def _measures(self, compared: Compared) -> None:
        table = plain_table("measure", "as it is", "then", "difference", "95 % interval")
        for turn in compared.measures:
            more = turn.difference
            style = None if more.sure else "dim"
            interval = f"{more.low:.4g} to {more.high:.4g}"
            table.add_row(
                turn.measure, f"{turn.before:.4g}", f"{turn.after:.4g}", f"{more.estimate:+.4g}", interval,
                style=style,
            )  # fmt: skip
        self.say()
        self.shown.print(table)

    def _flips(self, compared: Compared, command: str) -> None:
        own = shlex.join([self.request.world])
        seed = "" if self.comparison.seed == 1 else f" --seed {self.comparison.seed}"
        for flip in compared.flips[:SHOWN]:
            runs = ", ".join(map(str, flip.runs))
            self.say(f"\n{flip.count:,} × {flip.before} → {flip.after}: run {runs}")
            run = flip.runs[0]
            parted = parting(
                self.world, compared.twin.world, self.comparison.seed, run, self.request.asked.engine
            )
            if parted is not None:
                before, after = _moment(self.world, parted.before), _moment(self.world, parted.after)
                self.say(f"  they part at {before}; the twin has {after}")
            self.say(f"  twicetold tell {own}{seed} --run {run}")
            self.say(f"  twicetold tell {command}{seed} --run {run}")


def _told(difference: Difference) -> tuple[str, str]:
    return f"{difference.estimate:+.1%}", f"{difference.low:+.1%} to {difference.high:+.1%}"


def _moment(world: model.World, moment: Moment | None) -> str:
    if moment is None:
        return "nothing more"
    outcome = "" if moment.outcome == "done" else f" {moment.outcome}"
    roles = f"({', '.join(moment.roles)})" if moment.roles else ""
    return f"{world.clock(moment.seconds)} {moment.name}{roles}{outcome}"


def _document(
    request: Request, world: model.World, comparison: WhatIf, commands: Sequence[str]
) -> dict[str, object]:
    document = comparison.to_json()
    for compared, told, command in zip(comparison.twins, document["twins"], commands, strict=True):
        told["replay"] = {"world": shlex.join([request.world]), "twin": command}
        for flip, written in zip(compared.flips, told["flips"], strict=True):
            parted = parting(world, compared.twin.world, comparison.seed, flip.runs[0], request.asked.engine)
            written["parting"] = parted and {
                "run": parted.run,
                "world": _moment(world, parted.before),
                "twin": _moment(world, parted.after),
            }
    return document
