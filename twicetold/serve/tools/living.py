"""One life: what happens in it, and how it is told."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Annotated, Final

from twicetold import choices, questions
from twicetold.ask.names import Names
from twicetold.choices import MOST
from twicetold.engine import Event, Interpreter
from twicetold.engine.meaning.record import Error
from twicetold.lang import model
from twicetold.questions import Option, Seed
from twicetold.runs.numbers import or_none
from twicetold.serve.desk import Desk, World
from twicetold.serve.refusals import Refused
from twicetold.serve.tool import tool
from twicetold.tell import Plan, Story, formats, planned
from twicetold.tell.manner import CannotTell, narrator_of, telling_of
from twicetold.tell.words import phrase, told

Run = Annotated[int, Option("Which life of the seed.", min=0, max=MOST)]

CHANGES: Final = 8
"""Of so many things that an event changed it is told."""

# --- what happens -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class One(World):
    """One life."""

    seed: Seed = 1
    run: Run = 0
    first: Annotated[
        int, Option("The number of the event to begin with: `next` of the page before.", min=0)
    ] = 0
    everything: Annotated[bool, Option("Also what is of interest only as a cause.")] = False


@dataclass(frozen=True, slots=True)
class Mistaken:
    """Something of which somebody who acted was wrong: what they took it to be, and what it was; and, where
    they could have learnt it, lines by which they know better from then on, for `what_if`."""

    what: str
    believed: str
    true: str
    known: str | None


@dataclass(frozen=True, slots=True)
class Happened:
    """An event: its number, when it came to its end, when it began, in seconds, whether it was an action, an
    event, a rule or what else, what it was, how it turned out, why it was done, in what errors, what it
    changed, and the numbers of the events that it came from. A `quiet` one is of interest only as a cause."""

    number: int
    at: str
    began: float
    sort: str
    what: str
    outcome: str
    reason: str
    errors: tuple[Mistaken, ...]
    changes: tuple[str, ...]
    because_of: tuple[int, ...]
    quiet: bool


@dataclass(frozen=True, slots=True)
class Lived:
    """A life: how it ended and after how long, its measures, and a page of its events; `next` is the number
    that the next page begins with."""

    world: str
    seed: int
    run: int
    ending: str
    seconds: float
    measures: dict[str, float | None]
    events: tuple[Happened, ...]
    next: int | None


@tool("Live one life")
def life(desk: Desk, asked: One) -> Lived:
    """Live one life and list what happens in it, page by page: when, what, by whom, why, and what it
    changed. An event can be asked about by its number: `why`."""
    world = desk.load(asked).world
    record = Interpreter(world).live(asked.seed, asked.run)
    events = [
        event
        for event in record.events
        if event.number >= asked.first and (asked.everything or not event.quiet)
    ]
    page, after = desk.page(events, 0, lambda event: happened(world, event), _size)
    return Lived(
        world.name,
        record.seed,
        record.run,
        record.ending,
        world.seconds(record.ticks),
        {name: or_none(value) for name, value in record.measures},
        page,
        None if after is None else events[after].number,
    )


def happened(world: model.World, event: Event) -> Happened:
    """An event in words."""
    names = Names(world)
    changes = list(names.changes(event.changes))
    if len(changes) > CHANGES:
        changes[CHANGES:] = [f"and {len(changes) - CHANGES:,} more"]
    return Happened(
        event.number,
        world.clock(world.seconds(event.tick)),
        world.seconds(event.began),
        event.sort,
        names.event(event.name, event.roles),
        event.outcome,
        phrase(world, event.reason),
        tuple(_mistaken(world, names, event, error) for error in event.causes.errors),
        tuple(changes),
        tuple(event.causes.all()),
        event.quiet,
    )


def _mistaken(world: model.World, names: Names, event: Event, error: Error) -> Mistaken:
    return Mistaken(
        names.cell(error.field, error.entities),
        names.value(error.field, error.believed),
        names.value(error.field, error.true),
        _known(world, names, event, error),
    )


def _known(world: model.World, names: Names, event: Event, error: Error) -> str | None:
    """Lines by which whoever acted knows, as they choose, what they were wrong about."""
    field = next((field for field in world.fields if field.name == error.field), None)
    if field is None or field.due or field.said or field.sensed or field.spoke:
        return None  # nobody learns what was said, or when something was sensed
    who, *of = names.written([event.roles[0], *error.entities])
    cell = f"{of[0]}.{names.field(field.name)}" if len(of) == 1 else f"{field.name}({', '.join(of)})"
    constructs: tuple[model.Construct, ...] = (*world.rules, *world.actions, *world.events, *world.senses)
    taken = {construct.name for construct in constructs}
    rule = next(name for number in itertools.count() if (name := f"knew{number or ''}") not in taken)
    return f"rule {rule} at {world.seconds(event.began):.15g} seconds\n  {who} learns {cell}"


def _size(event: Happened) -> int:
    """How long it is as JSON, about."""
    return (
        110
        + 4 * len(event.because_of)
        + len(event.what)
        + len(event.reason)
        + sum(len(change) + 3 for change in event.changes)
        + sum(60 + 2 * len(error.what) + len(error.known or "") for error in event.errors)
    )


# --- how it is told -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner(World):
    """A life, and how it is to be told."""

    seed: Seed = 1
    run: Run = 0
    close_to: Annotated[
        tuple[str, ...],
        Option("Through whose minds it is told, by name; `anyone` for all. Of none: by a narrator."),
    ] = ()
    from_outside: Annotated[bool, Option("Through nobody's mind: only what can be seen.")] = False
    person: Annotated[
        choices.Person | None, Option("With `close_to`: whether that mind is I, you, or he or she.")
    ] = None
    tense: Annotated[choices.Base | None, Option("The tense.")] = None
    order: Annotated[choices.Order | None, Option("The order in which it is told.")] = None
    narrator: Annotated[choices.Narrator | None, Option("Who tells it.")] = None
    naming: Annotated[choices.Naming | None, Option("What people are called.")] = None
    telling: Annotated[str | None, Option("One of the `tellings` that the world declares; see `check`.")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell(Manner):
    """A life to be told."""

    paragraph: Annotated[int, Option("The paragraph to begin with: `next` of the page before.", min=0)] = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A life in words: a page of its paragraphs, and which paragraph the next page begins with."""

    world: str
    seed: int
    run: int
    ending: str
    text: str
    next: int | None


@tool("Tell a life")
def tell(desk: Desk, asked: Tell) -> Told:
    """Tell a life in prose: from outside or through somebody's mind, in a tense, by a narrator, in one of
    seven orders."""
    story, plan = told_so(desk, asked)
    prose, record = told(story, plan), story.life
    if not any(prose.sentences):
        raise Refused(NOTHING)
    whole = formats.write(prose, formats.edition(story, prose, "text"), "text").decode()
    paragraphs = whole.rstrip().split("\n\n")
    page, after = desk.page(paragraphs, asked.paragraph, str, lambda text: len(text) + 2)
    return Told(story.world.name, record.seed, record.run, record.ending, "\n\n".join(page), after)


def told_so(desk: Desk, asked: Manner) -> tuple[Story, Plan]:
    """The life that is asked for, and the plan of telling it as is asked. Raises Refused if it cannot be."""
    world = desk.load(asked).world
    manner = questions.Tell(
        asked.telling,
        close_to=asked.close_to,
        from_outside=asked.from_outside,
        order=asked.order,
        tense=asked.tense,
        person=asked.person,
        narrator=asked.narrator,
        naming=asked.naming,
    )
    try:
        telling, narrator = telling_of(world, manner), narrator_of(manner)
    except CannotTell as error:
        said = str(error).replace("--from-outside", "from_outside").replace("--close-to", "close_to")
        raise Refused(said) from None
    story = Story(world, Interpreter(world).live(asked.seed, asked.run))
    return story, planned(story, telling, {}, asked.seed, narrator)


NOTHING: Final = "nothing of this life can be told so: tell it another way, or another `run`"


TOOLS: Final = (life, tell)
