"""`twicetold sift`: how often patterns are found in lives, in which, of whom, and how these end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import typer
from rich.console import Console

from twicetold.ask.examples import Example
from twicetold.ask.names import Names
from twicetold.ask.sift import Found, NoPatterns, Sifted, chosen, sift, sift_kept
from twicetold.cli.given import lifts
from twicetold.cli.loading import load_soon
from twicetold.cli.many import plain_table, progress
from twicetold.cli.output import Mistake, complain, console, remark, write_json, write_out
from twicetold.cli.replay import replay
from twicetold.cli.requests.sift import Request
from twicetold.cli.statuses import INTERRUPTED
from twicetold.engine import Interpreter
from twicetold.engine.meaning.found import Begun, begun_in
from twicetold.engine.meaning.matching import TooManyMatches
from twicetold.lang import Loaded, model
from twicetold.runs import NoKernel, Progress, WorkerError
from twicetold.runs import open as open_runs
from twicetold.runs.failures import RunsError


def main(request: Request) -> None:
    """Live the world and sift its lives; what was lived before a Ctrl-C counts."""
    before = _before(request)
    loaded = load_soon(request.world, request.lines)
    if request.begun is not None:
        _tell_begun(request, loaded.world, request.begun)
        return
    with progress(f"Sifting {loaded.world.name}") as on_progress:
        try:
            sifted = _sift(request, loaded, before, on_progress)
        except (NoKernel, NoPatterns, RunsError, TooManyMatches, WorkerError) as error:
            raise Mistake(str(error)) from None
    if sifted.note is not None:
        remark(f"{sifted.note}; the interpreter lives instead")
    if request.as_json:
        write_json(sifted.to_json())
    else:
        command = replay(request.world, sifted.seed, request.lines)
        _show(console(), sifted, loaded.world.clock, command)
    if sifted.n < sifted.asked:
        complain(f"interrupted after {sifted.n:,} of {sifted.asked:,} lives")
        raise typer.Exit(INTERRUPTED)


def _before(request: Request) -> bytes | None:
    """What was sifted before, if it is to be gone on with. Raises Mistake if what is asked for does not go
    together."""
    out = request.out
    if out is None:
        if request.resume:
            raise Mistake("--resume goes together with --out, which says where it is kept what was sifted")
        return None
    if request.runs is not None:
        raise Mistake("lives that are kept are soon sifted again: --out is for lives that are lived")
    if not out.exists():
        return None
    if not request.resume:
        raise Mistake(f"{out} is there already; go on with it by --resume")
    try:
        return out.read_bytes()
    except OSError as error:
        raise Mistake(f"{out} cannot be read: {(error.strerror or str(error)).lower()}") from None


def _sift(request: Request, loaded: Loaded, before: bytes | None, on_progress: Progress | None) -> Sifted:
    if request.runs is not None:
        return sift_kept(loaded, open_runs(request.runs), request.asked, on_progress)
    out = request.out
    save = None if out is None else partial(write_out, out=out)
    return sift(loaded, request.asked, on_progress, before=before, save=save)


def _show(shown: Console, sifted: Sifted, time: Callable[[float], str], command: str) -> None:
    shown.print(f"{sifted.world}: {sifted.n:,} lives, seed {sifted.seed}", style="bold", soft_wrap=True)
    shown.print()
    table = plain_table("pattern", "lives", "share", "95 % interval", "times", "in a life, at most")
    for found in sifted.patterns:
        interval = f"{found.low:.2%} to {found.high:.2%}"
        most = f"{found.times[-1][0]:,}" if found.times else "–"
        style = None if found.lives else "dim"
        table.add_row(
            found.pattern,
            f"{found.lives:,}",
            f"{found.share:.2%}",
            interval,
            f"{found.matches:,}",
            most,
            style=style,
        )
    shown.print(table)
    for found in sifted.patterns:
        if found.first is not None:
            _show_found(shown, found, time, command)


def _show_found(shown: Console, found: Found, time: Callable[[float], str], command: str) -> None:
    assert found.first is not None
    assert found.typical is not None
    roles = f" ({', '.join(found.roles)})" if found.roles else ""
    shown.print(f"\n{found.pattern}{roles}", style="bold")
    if any(of.who for of in found.of):
        people = "; ".join(f"{', '.join(of.who)} {of.lives:,}" for of in found.of[:5])
        shown.print(f"in how many lives, of whom: {people}", soft_wrap=True)
    _show_example(shown, "first", found.first, time, command)
    if found.typical.run != found.first.run:
        _show_example(shown, "typical", found.typical, time, command)
    apart = [each for each in found.endings if each.lift_low > 1 or each.lift_high < 1]
    if apart:
        shown.print(lifts("such lives end", apart))
    else:
        shown.print("such lives end as others do")


def _show_example(
    shown: Console, which: str, example: Example, time: Callable[[float], str], command: str
) -> None:
    events = ", ".join(f"{time(moment.seconds)} {moment.event}" for moment in example.events)
    shown.print(f"{which}: {events}", soft_wrap=True)
    shown.print(f"  twicetold tell {command} --run {example.run} --patterns", style="dim", soft_wrap=True)


# --- one life -----------------------------------------------------------------------------------------------


def _tell_begun(request: Request, world: model.World, run: int) -> None:
    """What has begun in a life, and what would complete it."""
    try:
        patterns = chosen(world, request.asked.patterns)
        life = Interpreter(world).live(request.asked.seed, run)
        found = {pattern: begun_in(world, life, pattern) for pattern in patterns}
    except (NoPatterns, TooManyMatches) as error:
        raise Mistake(str(error)) from None
    events = {event.number: event for event in life.events}
    names, shown = Names(world), console()
    told: list[dict[str, Any]] = [
        {
            "pattern": pattern.name,
            "events": [
                {
                    "seconds": world.seconds(events[number].tick),
                    "event": names.event(events[number].name, events[number].roles),
                }
                for number in each.events
            ],
            "waits_for": _waited_for(names, each),
        }
        for pattern, some in found.items()
        for each in some
    ]
    if request.as_json:
        write_json(told)
        return
    for begun in told:
        so_far = ", ".join(f"{world.clock(each['seconds'])} {each['event']}" for each in begun["events"])
        shown.print(f"{begun['pattern']}: {so_far}; waits for {begun['waits_for']}", soft_wrap=True)
    if not told:
        shown.print("nothing has begun in this life that could still be completed")


def _waited_for(names: Names, begun: Begun) -> str:
    """The event that would come next, with whoever is known to take part."""
    event = begun.waits_for.event
    who = [_entity(arg, begun) for arg in event.args]
    said = ", ".join("anyone" if entity < 0 else names.entity(entity) for entity in who)
    roles = f"({said})" if who else ""
    return f"{event.event}{roles}{f' {event.outcome}' if event.outcome else ''}"


def _entity(arg: model.Expr | None, begun: Begun) -> int:
    """Who takes a role of what is waited for; -1 is anyone."""
    if isinstance(arg, model.Bound):
        return begun.who[arg.slot - 1]
    return int(arg.value) if isinstance(arg, model.Const) else -1
