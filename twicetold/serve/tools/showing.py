"""One life to be shown: told so that each sentence knows its events, drawn, and as a file."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from twicetold import choices
from twicetold.api import pictures
from twicetold.engine import Interpreter
from twicetold.questions import Option, Seed
from twicetold.serve.desk import Desk, World
from twicetold.serve.refusals import Refused
from twicetold.serve.tool import tool
from twicetold.serve.tools.files import Drawing, File
from twicetold.serve.tools.living import NOTHING, Manner, Run, told_so
from twicetold.tell import Story, formats
from twicetold.tell.prose import Passage
from twicetold.tell.words import told

# --- how it is told -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the numbers of the events that it tells."""

    text: str
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title, if it has one, and its paragraphs."""

    title: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class InWords:
    """A life in words."""

    title: str
    subtitle: str
    ending: str
    chapters: tuple[Chapter, ...]


@tool("A life in words")
def story(desk: Desk, asked: Manner) -> InWords:
    """Tell a life; each sentence says which events it tells."""
    known, plan = told_so(desk, asked)
    prose = told(known, plan)
    if not any(prose.sentences):
        raise Refused(NOTHING)
    return InWords(prose.title, prose.subtitle, known.life.ending, tuple(map(_chapter, prose.passages)))


def _chapter(passage: Passage) -> Chapter:
    paragraphs = (
        tuple(Sentence(sentence.text, sentence.events) for sentence in paragraph)
        for paragraph in passage.paragraphs
    )
    return Chapter(passage.part.title, tuple(paragraphs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw(Manner):
    """A life to be drawn; how it is told counts for its curve only."""

    view: Annotated[choices.LifeView, Option("What is drawn.")] = "storyline"


@tool("A life as a picture")
def picture(desk: Desk, asked: Draw) -> Drawing:
    """Draw a life: who was where with whom, what came of what, or the order in which it is told."""
    known, plan = told_so(desk, asked)
    try:
        return Drawing(pictures.of_life(asked.view, known, plan))
    except ValueError as error:
        raise Refused(f"{error}: draw it another way, or another `run`") from None


# --- where everybody is -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Where(World):
    """A life of which it is asked where everybody is."""

    seed: Seed = 1
    run: Run = 0


@dataclass(frozen=True, slots=True)
class There:
    """Somebody at a place, both by their places in the lists, from one time to another, in seconds."""

    who: int
    place: int
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Map:
    """The places at which anybody ever is, the people, where each is when, and how long it all lasts, in
    seconds; `clock` says some times of it."""

    places: tuple[str, ...]
    people: tuple[str, ...]
    stays: tuple[There, ...]
    lasts: float
    clock: tuple[str, ...]


TIMES: Final = 240
"""So many times of a life are said, evenly spaced."""


@tool("Where everybody is")
def places(desk: Desk, asked: Where) -> Map:
    """Say where everybody is at each time of a life."""
    world = desk.load(asked).world
    known = Story(world, Interpreter(world).live(asked.seed, asked.run))
    stays = [
        (who, stay.place, stay)
        for who in sorted(known.people)
        for stay in known.stays(who)
        if stay.place is not None
    ]
    there = list(dict.fromkeys(place for _, place, _ in stays))
    people = list(dict.fromkeys(who for who, _, _ in stays))
    return Map(
        tuple(world.entities[place].called for place in there),
        tuple(world.entities[who].called for who in people),
        tuple(
            There(people.index(who), there.index(place), stay.since, stay.until) for who, place, stay in stays
        ),
        known.length,
        tuple(world.clock(known.length * step / TIMES) for step in range(TIMES + 1)),
    )


# --- what is kept of it -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep(Manner):
    """A life to be kept as a file."""

    form: Annotated[Literal["text", "markdown", "html", "epub"], Option("As what it is kept.")] = "epub"


ENDINGS: Final = {"text": "txt", "markdown": "md", "html": "html", "epub": "epub"}


@tool("A life as a file")
def book(desk: Desk, asked: Keep) -> File:
    """Tell a life as a file: plain text, Markdown, a page, or a book."""
    known, plan = told_so(desk, asked)
    prose = told(known, plan)
    if not any(prose.sentences):
        raise Refused(NOTHING)
    data = formats.write(prose, formats.edition(known, prose, asked.form), asked.form)
    return File(f"life-{asked.run}.{ENDINGS[asked.form]}", base64.b64encode(data).decode())


TOOLS: Final = (story, picture, places, book)
