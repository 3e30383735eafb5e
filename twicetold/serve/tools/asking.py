"""Why: what brought an ending or an event about, and why something was not done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from twicetold import questions
from twicetold.ask.names import Names
from twicetold.ask.taking import sentence
from twicetold.ask.things import thing_in_words
from twicetold.ask.why import Asking, Cause, NotThere
from twicetold.ask.whynot import Actor, Choice, QuestionError, Way, reasons
from twicetold.engine import Event, Interpreter
from twicetold.lang import model
from twicetold.questions import Option, Seed, lives
from twicetold.serve.desk import Desk, World
from twicetold.serve.refusals import Refused
from twicetold.serve.tool import tool
from twicetold.serve.tools.living import Run
from twicetold.tell.words import phrase

SHOWN: Final = 12
"""So many causes are told, and so many events of the chain, the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why(World):
    """What brought an ending or an event about."""

    seed: Seed = 1
    run: Run = 0
    event: Annotated[
        int | None, Option("Ask about this event, by its number in `life`, not about the ending.", min=0)
    ] = None
    n: Annotated[int, lives("Lives that weigh each cause.")] = 100


@dataclass(frozen=True, slots=True)
class Link:
    """An event that what is asked about came from: what, when, why it was done, in what errors, and the
    numbers of the events that it came from itself."""

    number: int
    at: str
    what: str
    outcome: str
    reason: str
    errors: tuple[str, ...]
    because_of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A cause: without it, or without all of it together, it would have come otherwise, as `instead` says.
    `with_it` and `without` are how often it comes about with other luck from then on."""

    cause: str
    at: str
    with_it: float | None
    without: float | None
    necessary: float | None
    sufficient: float | None
    instead: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Why it came about: the last events of the chain that is on record, and the causes that matter most; of
    how many things that were tried, and how many `more` causes there are."""

    world: str
    seed: int
    run: int
    asked: str
    chain: tuple[Link, ...]
    causes: tuple[Found, ...]
    more: int
    tried: int


@tool("Why it came so")
def why(desk: Desk, asked: Why) -> Answer:
    """Find what brought the ending of a life about, or an event in it: the chain of recorded causes, and the
    things but for which it would not have come so, each weighed by lives with other luck."""
    world = desk.load(asked).world
    question = questions.Why(asked.event, n=asked.n)
    try:
        found = Asking(world, asked.seed, asked.run, question).answer(desk.progress)
    except NotThere as error:
        raise Refused(str(error).replace("`run --all` shows all", "`life` lists all")) from None
    events = {event.number: event for event in found.life.events}
    chain = [number for number in found.chain if not events[number].quiet]
    return Answer(
        world.name,
        asked.seed,
        asked.run,
        found.ending if found.event is None else _what(world, events[found.event]),
        tuple(_link(world, events[number], events) for number in chain[-SHOWN:]),
        tuple(_cause(world, cause) for cause in found.causes[:SHOWN]),
        max(0, len(found.causes) - SHOWN),
        found.tried,
    )


def _what(world: model.World, event: Event) -> str:
    return Names(world).event(event.name, event.roles)


def _link(world: model.World, event: Event, events: Mapping[int, Event]) -> Link:
    errors = dict.fromkeys(phrase(world, error.words) for error in event.causes.errors if error.words)
    known = (number for number in event.causes.all() if number in events and not events[number].quiet)
    return Link(
        event.number, world.clock(world.seconds(event.tick)), _what(world, event), event.outcome,
        phrase(world, event.reason), tuple(errors), tuple(known),
    )  # fmt: skip


def _cause(world: model.World, cause: Cause) -> Found:
    names = Names(world)
    weighed = cause.with_it is not None
    return Found(
        " together with ".join(thing_in_words(names, thing) for thing in cause.things),
        world.clock(world.seconds(min(thing.tick for thing in cause.things))),
        cause.with_it,
        cause.without,
        cause.necessity if weighed else None,
        cause.sufficiency if weighed else None,
        cause.instead,
    )


# --- why not ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot(World):
    """A choice that was, or was not, made at a time of a life."""

    seed: Seed = 1
    run: Run = 0
    action: Annotated[str, Option("What might have been done: `strike(Abel, anyone)`, `confess`.")]
    at: Annotated[float, Option("When: seconds since the beginning, such as `began` of an event.", min=0)]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of an action: whether it held as the actor believed, and in truth."""

    text: str
    believed: bool
    true: bool


@dataclass(frozen=True, slots=True)
class Motive:
    """A term of an urge, and its value."""

    text: str
    value: float


@dataclass(frozen=True, slots=True)
class Path:
    """A way to do it: the chance it had, what it needed, what moved to it, and what the actor takes others to
    believe, where that was asked for."""

    what: str
    chance: float
    needs: tuple[Condition, ...]
    urge: tuple[Motive, ...]
    taken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """What was open to somebody: in words, and its chance."""

    what: str
    chance: float


@dataclass(frozen=True, slots=True)
class Chooser:
    """Somebody who could have: what they chose, or were busy with; what else was open, the likeliest first;
    and the ways to do what was asked about."""

    who: str
    chose: str | None
    busy: str | None
    open: tuple[Alternative, ...]
    ways: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Choosing:
    """A choice laid open. `ended` is how the life had ended by then, if it had."""

    world: str
    at: str
    ended: str | None
    actors: tuple[Chooser, ...]


@tool("Why something was not done")
def why_not(desk: Desk, asked: WhyNot) -> Choosing:
    """Lay a choice open: what somebody who could have done something did instead, which of its conditions did
    not hold, as they believed and in truth, and what moved them."""
    world = desk.load(asked).world
    try:
        found = reasons(Interpreter(world), asked.seed, asked.run, asked.at, asked.action)
    except QuestionError as error:
        raise Refused(str(error)) from None
    names = Names(world)
    return Choosing(
        world.name,
        world.clock(found.seconds),
        None if found.ended is None else found.ended[1],
        tuple(_chooser(names, actor) for actor in found.actors[:SHOWN]),
    )


def _chooser(names: Names, actor: Actor) -> Chooser:
    busy, chosen = actor.busy, actor.chosen
    return Chooser(
        names.entity(actor.entity),
        None if chosen is None else _choice(names, chosen),
        None if busy is None else names.event(busy.action, busy.roles),
        tuple(Alternative(_choice(names, choice), choice.probability) for choice in actor.choices[:SHOWN]),
        tuple(_path(names, way) for way in actor.ways[:SHOWN]),
    )


def _choice(names: Names, choice: Choice) -> str:
    return names.event(choice.action, choice.roles) if choice.action else "to do nothing"


def _path(names: Names, way: Way) -> Path:
    roles = ", ".join(names.entity(role) for role in way.roles)
    needs = (Condition(need.text, need.believed, need.true) for need in way.needs)
    motives = (Motive(term.text, term.value) for term in way.terms)
    taken = (sentence(names, each) for each in way.taken)
    return Path(roles, way.probability, tuple(needs), tuple(motives), tuple(taken))


TOOLS: Final = (why, why_not)
