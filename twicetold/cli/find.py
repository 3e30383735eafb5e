"""`twicetold find`: lives in which something comes about."""

from __future__ import annotations

import shlex
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import typer
from rich.console import Console

from twicetold.ask.find import Act, Finding, Found, find, states
from twicetold.ask.planning import LONGEST, Depth
from twicetold.cli.loading import load_soon
from twicetold.cli.luck import luck_words
from twicetold.cli.many import plain_table, progress
from twicetold.cli.output import Mistake, console, write_json
from twicetold.cli.replay import replay
from twicetold.cli.requests.find import Request
from twicetold.cli.statuses import FAILED
from twicetold.lang import Loaded, model
from twicetold.runs import NoKernel, WorkerError

SHOWN = 12
"""So many acts are shown of a life, the last ones; JSON has all."""


def main(request: Request) -> None:
    """Find them and show them; exit 1 if there are none."""
    loaded = load_soon(request.world, request.lines)
    if request.asked.states is not None:
        _count(request, loaded)
        return
    with progress(f"Living {loaded.world.name}") as on_progress:
        try:
            finding = find(loaded, request.asked, on_progress)
        except (NoKernel, WorkerError, ValueError) as error:
            raise Mistake(str(error)) from None
    if request.as_json:
        write_json(_document(request, loaded.world, finding))
    else:
        _Answer(request, loaded.world, finding).show()
    if not finding.found:
        raise typer.Exit(FAILED)


def _count(request: Request, loaded: Loaded) -> None:
    """Show how many states there are, step by step; what was counted before a Ctrl-C counts."""
    depths: list[Depth] = []
    try:
        with suppress(KeyboardInterrupt):
            for depth in states(loaded, request.asked):
                depths.append(depth)
    except ValueError as error:
        raise Mistake(str(error)) from None
    if request.as_json:
        write_json({"world": loaded.world.name, "depths": [asdict(depth) for depth in depths]})
        return
    shown = console()
    shown.print(f"{loaded.world.name}: {request.asked.question}", style="bold", soft_wrap=True)
    table = plain_table("steps", "states", "in which it is so", "all so far", "with those believed in")
    for depth in depths:
        counts = (depth.states, depth.sought, depth.all, depth.with_minds)
        table.add_row(f"{depth.steps}", *(f"{count:,}" for count in counts))
    shown.print(table)


def _replay(request: Request, world: model.World, found: Found) -> str:
    """What follows `run` or `tell` in a command that lives it again."""
    words = ["--run", str(found.run), *luck_words(world, found.luck)]
    return f"{replay(request.world, request.asked.seed, [*request.lines, *found.lines])} {shlex.join(words)}"


def _document(request: Request, world: model.World, finding: Finding) -> dict[str, Any]:
    document = finding.to_json()
    for found, written in zip(finding.found, document["found"], strict=True):
        written["replay"] = _replay(request, world, found) if found.again else None
    return document


class _Answer:
    """What was found, shown."""

    def __init__(self, request: Request, world: model.World, finding: Finding) -> None:
        self.request, self.world, self.finding = request, world, finding
        self.shown: Console = console()

    def say(self, text: str = "", style: str | None = None) -> None:
        self.shown.print(text, style=style, soft_wrap=True)

    def show(self) -> None:
        finding = self.finding
        self.say(f"{finding.world}: {finding.asked}, seed {finding.seed}", "bold")
        self.say(self._tried(), "dim")
        for number, found in enumerate(finding.found, 1):
            self.say()
            self._life(number, found)
        if not finding.found:
            self.say()
            self._in_the_way()

    def _tried(self) -> str:
        finding = self.finding
        if self.request.asked.explained:
            return f"{finding.states:,} states looked at"
        tried = f"{finding.tried:,} lives as they come, {finding.came:,} of them came to it"
        if finding.split:
            tried += f"; {finding.split:,} gone on with on the way"
        if finding.states:
            tried += f"; {finding.states:,} states looked at step by step"
        if finding.left_out:
            tried += f"; {finding.left_out:,} found and left out, longer or less in character than asked"
        return tried

    def _life(self, number: int, found: Found) -> None:
        head = f"{number}. at {self.world.clock(found.seconds)}"
        if found.acts:
            head += (
                f", after {len(found.acts)} act{'s' * (len(found.acts) != 1)}, {found.in_character:.0%} in"
                f" character, each with a chance of {found.likely:.0%} in the mean"
            )
        self.say(head)
        hidden = len(found.acts) - SHOWN
        if hidden > 0:
            self.say(f"   … {hidden:,} earlier", "dim")
        for act in found.acts[max(0, hidden) :]:
            self._act(act)
        if not found.again:
            self.say("   no lines can let all of this happen: what comes by itself needs a chance of its own")
            return
        for command in ("run", "tell"):
            self.say(f"   twicetold {command} {_replay(self.request, self.world, found)}")

    def _act(self, act: Act) -> None:
        roles = ", ".join(role.replace("_", " ") for role in act.roles)
        turned = "" if act.outcome == "done" else f" {act.outcome}"
        odds = "" if act.choosing is None else f"  chance {act.choosing.chance:.2g}"
        against = "" if act.in_character else ", out of character"
        self.say(f"   {self.world.clock(act.seconds):>9}  {act.name}({roles}){turned}{odds}{against}")
        for who, (_, *rest) in act.plans:
            then = ", then ".join(rest) if rest else "nothing more is needed"
            self.say(f"{'':14}{who.replace('_', ' ')}'s plan: {then}", "dim")

    def _in_the_way(self) -> None:
        finding = self.finding
        if finding.left_out:
            self.say("No life was found that is as short, or as much in character, as was asked for.")
            return
        self.say("No life was found in which it comes about.")
        for what, who, times in finding.unexplained[:SHOWN]:
            self.say(f"  {what} could be, {_times(times)}, and {who} had no plan that begins so")
        if finding.all:
            most = self.request.asked.shortest
            steps = LONGEST if most is None else most
            self.say(f"All that can be done in {steps} steps has been looked through: there is none.")
        if self.request.asked.explained:
            return
        if not finding.parts:
            self.say("It has no parts that could be seen to come about one by one.")
            return
        table = plain_table("what it takes", "lives in which it ever was so")
        for part in finding.parts:
            table.add_row(part.text, f"{part.lives:,} of {finding.tried:,}" if part.lives else "none")
        self.shown.print(table)
        if finding.nearest is not None:
            own = replay(self.request.world, finding.seed, self.request.lines)
            self.say(f"nearest: twicetold run {own} --run {finding.nearest}")


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n:,} times"
