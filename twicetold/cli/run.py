"""`twicetold run`: one life as a log, or one of its choices laid open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from rich.text import Text

from twicetold.ask.names import Names
from twicetold.cli.loading import load_soon
from twicetold.cli.luck import read_luck
from twicetold.cli.output import Mistake, console, json_line, write_text
from twicetold.cli.requests.run import Request
from twicetold.engine import Causes, Event, Interpreter, Life
from twicetold.engine.meaning.names import NOT_DONE, courses
from twicetold.lang import model
from twicetold.lang.figures import figure
from twicetold.runs.numbers import or_none


def main(request: Request) -> None:
    """Live the life and show it; or show why something was not done at a time of it."""
    at, why_not = request.at, request.why_not
    if (at is None) != (why_not is None):
        raise Mistake("`--at` and `--why-not` go together: --at 85s --why-not 'walk(Abel, Well)'")
    if at is not None and why_not is not None:
        if request.luck:
            raise Mistake("`--why-not` is asked of a life with one luck: leave `--luck` out")
        from twicetold.cli import why_not as command

        command.main(request, at, why_not)
        return
    world = load_soon(request.world, request.lines).world
    interpreter = Interpreter(world).under(read_luck(world, request.luck))
    living = interpreter.begin(request.seed, request.run)
    while living.step():
        pass
    if request.as_json:
        _write(world, living.life(), living.digest())
    else:
        _show(world, living.life(), request)


# --- as JSON ------------------------------------------------------------------------------------------------


def _write(world: model.World, life: Life, digest: int) -> None:
    """One JSON document with an event a line, so that tools for lines can be used on it too."""
    head = json_line(
        {
            "world": world.name,
            "hash": world.hash,
            "seed": life.seed,
            "run": life.run,
            "ending": life.ending,
            "ticks": life.ticks,
            "seconds": world.seconds(life.ticks),
            **_clock(world, life.ticks),
            "measures": {name: or_none(value) for name, value in life.measures},
            **_over_time(world, life),
            "digest": f"{digest:016x}",
        }
    )
    write_text(f'{head[:-1]}, "events": [')
    between = "\n"
    names = Names(world)
    for event in life.events:
        write_text(between + json_line(_event(names, event)))
        between = ",\n"
    write_text("\n]}\n")


def _over_time(world: model.World, life: Life) -> dict[str, Any]:
    """What was measured over time, if anything is."""
    series = {
        name: [{"seconds": time, "value": or_none(value)} for time, value in points]
        for name, points in courses(world, life)
    }
    return {"series": series} if series else {}


def _event(names: Names, event: Event) -> dict[str, Any]:
    seconds = names.world.seconds
    return {
        "number": event.number,
        "sort": event.sort,
        "name": event.name,
        "roles": names.written(event.roles),
        "outcome": event.outcome,
        "because": event.because,
        "began": seconds(event.began),
        "at": seconds(event.tick),
        **_clock(names.world, event.tick),
        "changes": [
            {
                "field": names.field(change.field),
                "of": names.written(change.entities),
                "mind": None if change.mind is None else names.world.entities[change.mind].name,
                "old": names.json_value(change.field, change.old),
                "new": names.json_value(change.field, change.new),
            }
            for change in event.changes
        ],
        "perceived": [[names.world.entities[mind].name, channel] for mind, channel in event.perceived_by],
        "causes": {kind: list(numbers) for kind, numbers in _kinds(event.causes)},
        **_supposed(names, event),
        **_in_error(names, event),
        "quiet": event.quiet,
    } | _words(names, event)


def _words(names: Names, event: Event) -> dict[str, str]:
    """What the texts of its world say of an event, if they do: of an ending, and why it was done."""
    said = {"told": _ending_told(names, event), "reason": _reason(names, event)}
    return {what: text for what, text in said.items() if text}


def _supposed(names: Names, event: Event) -> dict[str, Any]:
    """What somebody came to take others to believe, if anything."""
    supposed = [
        {
            "minds": names.written(each.minds),
            "field": names.field(each.field),
            "of": names.written(each.entities),
            "old": names.json_value(each.field, each.old),
            "new": names.json_value(each.field, each.new),
        }
        for each in event.supposed
    ]
    return {"supposed": supposed} if supposed else {}


def _in_error(names: Names, event: Event) -> dict[str, Any]:
    """What whoever acted believed and was not so, if anything."""
    errors = [
        {
            "field": names.field(error.field),
            "of": names.written(error.entities),
            "believed": names.json_value(error.field, error.believed),
            "true": names.json_value(error.field, error.true),
        }
        for error in event.causes.errors
    ]
    return {"errors": errors} if errors else {}


def _reason(names: Names, event: Event) -> str:
    """Why it was done, in words; empty if there are none."""
    if not event.reason:
        return ""
    from twicetold.tell.words import phrase  # here, because most lives have no such text

    return phrase(names.world, event.reason)


def _errors(names: Names, event: Event) -> Iterator[str]:
    """In what errors it was done, in words."""
    from twicetold.tell.words import phrase  # here too

    said = (phrase(names.world, error.words) for error in event.causes.errors if error.words)
    yield from dict.fromkeys(said)


def _ending_told(names: Names, event: Event) -> str:
    """The text of an ending; empty if it has none, and of all other events."""
    line = next((line for line in event.lines if line.mode == "plain"), None)
    if event.sort != "ending" or line is None:
        return ""
    from twicetold.tell.words import alone  # here, because most lives have no such text

    return alone(names.world, line)


def _clock(world: model.World, tick: int) -> dict[str, str]:
    """When it is by the calendar, if there is one."""
    return {} if world.begins is None else {"clock": world.clock(world.seconds(tick))}


def _kinds(causes: Causes) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return (
        ("enabled by", causes.enabled_by),
        ("moved by", causes.moved_by),
        ("perceived", causes.perceived),
        ("shaped by", causes.shaped_by),
    )


# --- as a log -----------------------------------------------------------------------------------------------


def _show(world: model.World, life: Life, request: Request) -> None:
    shown = console()
    shown.print(f"{world.name}: seed {life.seed}, run {life.run}", style="bold", soft_wrap=True)
    names = Names(world)
    known = {event.number: event for event in life.events}
    width = max(len(world.clock(world.seconds(event.tick))) for event in life.events) if life.events else 0
    for event in life.events:
        if request.everything or not event.quiet:
            shown.print()
            shown.print(_headline(names, event, width), soft_wrap=True)
            for line in _details(names, event, known, request.causes):
                shown.print(f"{'':{width}}  {line}", style="dim", soft_wrap=True)
    if not any(event.sort == "ending" for event in life.events):
        shown.print()
        shown.print(f"{world.clock(world.seconds(life.ticks))}  the end: {life.ending}", soft_wrap=True)
    for measure, value in life.measures:
        said = "never" if or_none(value) is None else figure(value)
        shown.print(f"{'':{width}}  {measure} {said}", soft_wrap=True)
    for name, points in courses(world, life):
        told = ("–" if or_none(value) is None else figure(value) for _, value in points)
        shown.print(f"{'':{width}}  {name} {', '.join(told)}", soft_wrap=True)


def _headline(names: Names, event: Event, width: int) -> Text:
    """When, what, who, how it turned out, how long it took."""
    line = Text(f"{names.world.clock(_moment(names, event)):>{width}}", "cyan")
    line.append("  ")
    line.append("the end: " if event.sort == "ending" else "", "default")
    line.append(names.event(event.name, event.roles), "bold")
    if event.outcome != "done":
        line.append(f" {event.outcome}", "yellow" if event.outcome in NOT_DONE else "green")
    if event.because is not None:
        line.append(f": {event.because} is not so")
    if event.began < event.tick:
        word, other = ("until", event.tick) if event.sort == "rule" else ("since", event.began)
        line.append(f"  ({word} {names.world.clock(names.world.seconds(other))})", "dim")
    return line


def _moment(names: Names, event: Event) -> float:
    """The second at which an event stands in the log: its end; of upkeep, which goes on, its beginning."""
    return names.world.seconds(event.began if event.sort == "rule" else event.tick)


def _details(names: Names, event: Event, known: dict[int, Event], causes: bool) -> Iterator[str]:
    """The text of an ending; what it changed, who noticed and, if wanted, why it came about."""
    if text := _ending_told(names, event):
        yield text
    if reason := _reason(names, event):
        yield f"because: {reason}"
    yield from names.changes(event.changes)
    yield from names.supposed(event.supposed)
    others = [(channel, mind) for mind, channel in event.perceived_by if channel not in ("did", "sensed")]
    noticed = [
        f"{channel} {'to' if channel == 'told' else 'by'} {names.entities(mind for _, mind in minds)}"
        for channel, minds in groupby(others, key=lambda pair: pair[0])
    ]
    if noticed:
        yield "; ".join(noticed)
    if causes:
        for kind, numbers in _kinds(event.causes):
            for number in numbers:
                yield f"{kind} {_reference(names, known[number])}"
        for believed in _errors(names, event):
            yield f"believed that {believed}, which was not so"


def _reference(names: Names, event: Event) -> str:
    return f"{names.world.clock(_moment(names, event))} {names.event(event.name, event.roles)}"
