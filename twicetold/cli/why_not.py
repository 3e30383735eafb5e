"""`twicetold run --at … --why-not …`: a choice laid open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.padding import Padding
from rich.table import Table

from twicetold.ask.names import Names
from twicetold.ask.taking import sentence
from twicetold.ask.whynot import Actor, Choice, QuestionError, Reasons, Way, reasons
from twicetold.cli.loading import load_soon
from twicetold.cli.output import Mistake, console, write_json
from twicetold.cli.requests.run import Request
from twicetold.cli.times import read_time
from twicetold.engine import Interpreter
from twicetold.engine.observe import Need, Since, Taken
from twicetold.lang import model

IN_FULL = 4
"""So many ways are shown in full for each actor; the rest are counted."""

OTHERS = 5
"""So many of what else the actor could do are shown."""


def main(request: Request, at: str, pattern: str) -> None:
    """Show why an action was not chosen at a time of a life."""
    world, seed, run = load_soon(request.world, request.lines).world, request.seed, request.run
    seconds = read_time(at, world.begins)
    try:
        answer = reasons(Interpreter(world), seed, run, seconds, pattern)
    except QuestionError as error:
        raise Mistake(f"{error}") from None
    if request.as_json:
        write_json(_document(world, seed, run, pattern, answer))
    else:
        _Answer(world, request.everything).show(f"Why not {pattern.strip()}? Seed {seed}, run {run}", answer)


# --- as text ------------------------------------------------------------------------------------------------


class _Answer:
    """An answer, shown."""

    def __init__(self, world: model.World, everything: bool) -> None:
        self.names = Names(world)
        self.everything = everything
        self.console = console()

    def show(self, title: str, answer: Reasons) -> None:
        self.say(f"{title}, at {self.names.world.clock(answer.seconds)}", style="bold")
        asked = answer.question.of(self.names.world)
        if answer.ended is not None:
            when, ending = answer.ended
            self.say(f"\nThe life had ended by then: at {self.names.world.clock(when)}, {ending}.")
        elif isinstance(asked, model.Rule) and asked.by_itself is not None:
            self.console.print()
            self.say_by_itself(asked.by_itself, answer)
        if isinstance(asked, model.Action):
            for actor in answer.actors:
                self.console.print()
                self.say_of(asked, actor)

    def say(self, text: str, style: str | None = None) -> None:
        self.console.print(text, style=style, soft_wrap=True)

    def say_of(self, action: model.Action, actor: Actor) -> None:
        """The answer for one who could have acted."""
        who = self.names.entity(actor.entity)
        if not actor.present:
            self.say(f"{who} was not there to choose anything.")
        elif actor.busy is not None:
            busy = actor.busy
            what = self.names.event(busy.action, busy.roles)
            held = f"had failed at {what}, and lost the time" if busy.failed else f"was busy with {what}"
            clock = self.names.world.clock
            self.say(f"{who} {held} from {clock(busy.since)} to {clock(busy.until)}, and so chose nothing.")
            self.say(f"Ask of the last choice with --at {busy.since:g}s.")
        else:
            self.say_choice(who, actor)
            self.show_ways(action.name, actor.ways)

    def say_by_itself(self, event: str, answer: Reasons) -> None:
        """The answer for an event that nobody brings about."""
        came = [self.names.event(event, roles) for roles in answer.came]
        said = f"By its chance came {', '.join(sorted(came))}." if came else "It did not come by its chance."
        self.say(said)
        self.show_ways(event, answer.ways, urges=False)

    def say_choice(self, who: str, actor: Actor) -> None:
        """What the actor chose, and what else was open."""
        chosen = actor.chosen
        assert chosen is not None
        self.say(f"{who} chose {self.choice(chosen)}.")
        others = [choice for choice in actor.choices if choice != chosen]
        count = len(others) if self.everything else OTHERS
        if others:
            self.say("Open besides:")
        for choice in others[:count]:
            self.say(f"  {self.choice(choice)}")
        if others[count:]:
            rest = sum(choice.probability for choice in others[count:])
            self.say(f"  {len(others) - count} more: chance {rest:.1%} together")

    def choice(self, choice: Choice) -> str:
        what = self.names.event(choice.action, choice.roles) if choice.action else "to do nothing"
        return f"{what}: urge {choice.urge:.4g}, chance {choice.probability:.1%}"

    def show_ways(self, name: str, found: Sequence[Way], *, urges: bool = True) -> None:
        """Each way in which what was asked about could be, those that were open first."""
        if not found:
            self.say(f"\nThere was no way to bind the roles of {name}.")
        ways = sorted(found, key=lambda way: (way.ruled_out_by is not None, -way.probability))
        count = len(ways) if self.everything else IN_FULL
        for way in ways[:count]:
            self.console.print()
            self.show_way(name, way, urges=urges)
        rest = Counter(_verdict(way) for way in ways[count:])
        if rest:
            self.say("\nFurther ways (all of them with --all):")
        for verdict, number in rest.most_common():
            self.say(f"  {number} {verdict}")

    def show_way(self, name: str, way: Way, *, urges: bool) -> None:
        """One way: what it needs, what moves to it, and its chance."""
        self.say(f"{self.names.event(name, way.roles)}: {_verdict(way)}", style="bold")
        if way.needs:
            table = _columns("needs", "believed", "in truth", "since")
            for need in way.needs:
                mark = "bold red" if need is way.ruled_out_by else None
                told = (need.text, _yes(need.believed), _yes(need.true), self.since(need))
                table.add_row(*told, style=mark)
            self.console.print(Padding(table, (0, 0, 0, 2), expand=False))
        if not urges:
            return
        table = _columns("urge", "")
        for term in way.terms:
            table.add_row(term.text, f"{term.value:.4g}")
        table.add_row("sum", f"{way.urge:.4g}", style="bold")
        self.console.print(Padding(table, (0, 0, 0, 2), expand=False))
        for taken in way.taken:
            self.say(f"  {sentence(self.names, taken)}", style="bold" if taken.wrong else None)

    def since(self, need: Need) -> str:
        """What made it so, as the actor believed; and in truth, if that was something else."""
        believed, true = self.event(need.since_believed), self.event(need.since_true)
        if believed == true:
            return believed
        return "; ".join(filter(None, (believed, f"in truth {true or 'the start'}")))

    def event(self, since: Since | None) -> str:
        if since is None:
            return ""
        return f"{self.names.world.clock(since.seconds)} {self.names.event(since.name, since.roles)}"


def _verdict(way: Way) -> str:
    if way.ruled_out_by is not None:
        return f"ruled out by `{way.ruled_out_by.text}`"
    if way.would_fail_by is not None:
        return f"open, but it would have failed by `{way.would_fail_by.text}` (chance {way.probability:.1%})"
    return f"open (chance {way.probability:.1%})"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _columns(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name in names:
        table.add_column(name, overflow="fold")
    return table


# --- as JSON ------------------------------------------------------------------------------------------------


def _document(world: model.World, seed: int, run: int, pattern: str, answer: Reasons) -> dict[str, Any]:
    names = Names(world)
    return {
        "world": world.name,
        "hash": world.hash,
        "seed": seed,
        "run": run,
        "at": answer.seconds,
        "why_not": pattern.strip(),
        "ended": None if answer.ended is None else {"at": answer.ended[0], "ending": answer.ended[1]},
        "actors": [_actor(names, actor) for actor in answer.actors],
        "by_itself": [_way(names, way) for way in answer.ways],
    }


def _actor(names: Names, actor: Actor) -> dict[str, Any]:
    busy = actor.busy
    return {
        "actor": names.world.entities[actor.entity].name,
        "present": actor.present,
        "busy": busy
        and {
            "action": busy.action,
            "roles": names.written(busy.roles),
            "since": busy.since,
            "until": busy.until,
            "failed": busy.failed,
        },
        "chosen": actor.chosen and _choice(names, actor.chosen),
        "choices": [_choice(names, choice) for choice in actor.choices],
        "ways": [_way(names, way) for way in actor.ways],
    }


def _choice(names: Names, choice: Choice) -> dict[str, Any]:
    roles = names.written(choice.roles)
    return {"action": choice.action, "roles": roles, "urge": choice.urge, "probability": choice.probability}


def _way(names: Names, way: Way) -> dict[str, Any]:
    return {
        "roles": names.written(way.roles),
        "ruled_out_by": way.ruled_out_by and way.ruled_out_by.text,
        "would_fail_by": way.would_fail_by and way.would_fail_by.text,
        "needs": [
            {
                "text": need.text,
                "believed": need.believed,
                "true": need.true,
                "since_believed": _since(names, need.since_believed),
                "since_true": _since(names, need.since_true),
            }
            for need in way.needs
        ],
        "urge": way.urge,
        "terms": [{"text": term.text, "value": term.value} for term in way.terms],
        "probability": way.probability,
        "taken": [_taken(names, taken) for taken in way.taken],
    }


def _taken(names: Names, taken: Taken) -> dict[str, Any]:
    return {
        "minds": names.written(taken.minds),
        "field": names.field(taken.field),
        "of": names.written(taken.entities),
        "taken": names.json_value(taken.field, taken.taken),
        "held": names.json_value(taken.field, taken.held),
        "wrong": taken.wrong,
        "since_taken": _since(names, taken.since_taken),
        "since_held": _since(names, taken.since_held),
    }


def _since(names: Names, since: Since | None) -> dict[str, Any] | None:
    if since is None:
        return None
    roles = names.written(since.roles)
    return {"number": since.number, "at": since.seconds, "event": since.name, "roles": roles}
