"""`twicetold why`: what brought an ending or an event about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twicetold.ask.names import Names
from twicetold.ask.things import thing_in_words
from twicetold.ask.why import Asking, Cause, NotThere, Why
from twicetold.cli.lived import canonical_course
from twicetold.cli.loading import load_soon
from twicetold.cli.many import plain_table, progress
from twicetold.cli.output import Mistake, console, write_json
from twicetold.cli.requests.why import Request
from twicetold.cli.why_graph import drawn
from twicetold.engine.meaning.interventions import Intervention
from twicetold.lang import model
from twicetold.tell.words import phrase

SHOWN = 12
"""So many causes are shown unless all are asked for."""


def main(request: Request) -> None:
    """Find the causes and show them."""
    if request.ending and request.asked.event is not None:
        raise Mistake("--event and --ending do not go together")
    loaded = load_soon(request.world, request.lines)
    world = loaded.world
    run = request.run
    course: Sequence[Intervention] = ()
    if request.canon:
        canonical = canonical_course(loaded, request.world, request.seed)
        run, course = canonical.run, canonical.interventions
    try:
        asking = Asking(world, request.seed, run, request.asked, course)
    except NotThere as error:
        raise Mistake(str(error)) from None
    if not request.as_json:
        _Answer(world, asking.recorded(), request).begin()
    with progress(f"Asking why of {world.name}") as on_progress:
        answer = asking.answer(on_progress)
    if request.svg is not None:
        request.svg.write_text(drawn(world, answer, SHOWN), encoding="utf-8")
    if request.as_json:
        write_json({**_document(world, answer), "canon": request.canon})
    else:
        _Answer(world, answer, request).end()


class _Answer:
    def __init__(self, world: model.World, answer: Why, request: Request) -> None:
        self.world, self.answer, self.canon = world, answer, request.canon
        self.names = Names(world)
        self.events = {event.number: event for event in answer.life.events}
        self.console = console()
        self.count = None if request.everything else SHOWN

    def say(self, text: str = "", style: str | None = None) -> None:
        self.console.print(text, style=style, soft_wrap=True)

    def begin(self) -> None:
        """The question, and the chain of recorded causes."""
        life = self.answer.life
        which = "the life of the canon" if self.canon else f"run {life.run}"
        self.say(f"{self.world.name}: seed {life.seed}, {which}", style="bold")
        self.say(f"Why {self._asked()}?", style="bold")
        self._chain()
        self.say()
        self.console.file.flush()

    def end(self) -> None:
        """What would have changed it."""
        answer = self.answer
        if not answer.causes:
            self.say(
                f"Nothing of the {answer.tried} things that could have been otherwise would have changed it."
            )
            return
        self.say(f"{len(answer.causes)} of {answer.tried} things but for which it would not have come so:")
        table = plain_table("cause", "at", "with it", "without", "necessary", "sufficient", "instead")
        shown = answer.causes[: self.count]
        for cause in shown:
            table.add_row(*self._row(cause))
        self.console.print(table)
        if len(answer.causes) > len(shown):
            self.say(f"{len(answer.causes) - len(shown)} more with --all")
        for cause in shown:
            if cause.held:
                held = ", ".join(self.names.event(*event) for event in cause.held)
                self.say(f"{self._things(cause)}: {held} would have stood in for it, and did not.")

    def _asked(self) -> str:
        if self.answer.event is None:
            return f"did it end so: {self.answer.ending}"
        event = self.events[self.answer.event]
        return f"{self.names.event(event.name, event.roles)} at {self._clock(event.tick)}"

    def _chain(self) -> None:
        """The events of the chain that somebody would tell, each with those it came from."""
        told = [number for number in self.answer.chain if not self.events[number].quiet]
        for number in told[-SHOWN:] if self.count else told:
            event = self.events[number]
            line = f"{self._clock(event.tick):>8}  {self.names.event(event.name, event.roles)}"
            if event.outcome != "done":
                line += f" {event.outcome}"
            if event.reason:
                line += f", {phrase(self.world, event.reason)}"
            for error in event.causes.errors:
                if error.words:
                    line += f", wrongly believing that {phrase(self.world, error.words)}"
            because = [self.events[cause] for cause in event.causes.all() if cause in self.events]
            names = dict.fromkeys(
                self.names.event(cause.name, cause.roles) for cause in because if not cause.quiet
            )
            if names:
                line += f", because of {', '.join(names)}"
            elif number in self.answer.by_chance:
                line += ", by nothing but chance"
            self.say(line)
        if self.count and len(told) > SHOWN:
            self.say(f"          {len(told) - SHOWN} earlier ones with --all", style="dim")

    def _row(self, cause: Cause) -> tuple[str, ...]:
        when = self._clock(min(thing.tick for thing in cause.things))
        if cause.with_it is None or cause.without is None:
            return self._things(cause), when, "", "", "", "", cause.instead
        shares = (cause.with_it, cause.without, cause.necessity, cause.sufficiency)
        return self._things(cause), when, *(f"{share:.0%}" for share in shares), cause.instead

    def _things(self, cause: Cause) -> str:
        return " together with ".join(thing_in_words(self.names, thing) for thing in cause.things)

    def _clock(self, tick: int) -> str:
        return self.world.clock(self.world.seconds(tick))


def _document(world: model.World, answer: Why) -> dict[str, Any]:
    names = Names(world)
    document = {"world": world.name, "hash": world.hash, **answer.to_json()}
    for cause in document["causes"]:
        for thing in cause["things"]:
            thing["roles"] = names.written(thing["roles"])
            thing["at"] = world.seconds(thing["tick"])
        cause["held"] = [[name, names.written(roles)] for name, roles in cause["held"]]
    return document
