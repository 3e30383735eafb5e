"""What a page asks besides: a text as it is written, a table of lives, a picture, a telling whose sentences
know their events, how often each line was reached, two texts side by side, files to keep.

Its answers may be long, so that they are no tools for a language model.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from twicetold import questions
from twicetold.ask import whatif
from twicetold.ask.coverage import cover as covered
from twicetold.ask.listing import Line, listing
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import names
from twicetold.lang import TaleError, model
from twicetold.lang.diagnostics import Diagnostic
from twicetold.questions import Option, Seed, lives
from twicetold.runs import many
from twicetold.runs.columns import join
from twicetold.runs.numbers import or_none
from twicetold.serve.arguments import Text
from twicetold.serve.desk import Desk, World
from twicetold.serve.refusals import Refused, clean, instead, quoted
from twicetold.serve.tool import tool
from twicetold.serve.tools.counting import Twin, of_twin
from twicetold.serve.tools.living import NOTHING, Manner, told_so
from twicetold.tell import draw, formats
from twicetold.tell.minds import minded
from twicetold.tell.words import Passage, told

ROWS: Final = 100
"""So many rows of a table are a page."""

# --- what is written ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of the text and what is to be said about it; lines and columns count from 1."""

    severity: str
    code: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Knob:
    """A number of the world that can be turned; without `low` and `high` it may be any."""

    name: str
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page needs to know of a world to ask about it."""

    title: str
    hash: str
    minds: tuple[str, ...]
    endings: tuple[str, ...]
    measures: tuple[str, ...]
    tellings: tuple[str, ...]
    knobs: tuple[Knob, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What is to be said about a text, and what it is if it is a world."""

    problems: tuple[Marked, ...]
    more: int
    facts: Facts | None


@tool("Look at a text")
def look(desk: Desk, asked: World) -> Looked:
    """Say what is wrong with a text, and what it is if nothing is. No life is lived."""
    try:
        loaded = desk.load(asked)
    except TaleError as error:
        return Looked(tuple(map(_marked, error.diagnostics)), error.rest, None)
    return Looked(tuple(map(_marked, loaded.diagnostics)), 0, _facts(loaded.world))


def _marked(said: Diagnostic) -> Marked:
    span = said.span
    return Marked(
        said.severity, said.code, span.line, span.column, span.end_line, span.end_column,
        clean(said.message), clean(said.help),
    )  # fmt: skip


def _facts(world: model.World) -> Facts:
    return Facts(
        world.name,
        world.hash,
        tuple(world.entities[number].name for number in minded(world)),
        tuple(ending.name for ending in world.endings),
        names(world).measures,
        tuple(telling.name for telling in world.tellings),
        tuple(_knobs(world)),
    )


def _knobs(world: model.World) -> Iterator[Knob]:
    for setting in world.settings:
        kind = setting.type
        if isinstance(kind, model.Number) and isinstance(setting.value, int | float):
            low, high = setting.tune or (kind.lo, kind.hi)
            bounded = abs(low) < model.WIDEST and abs(high) < model.WIDEST
            yield Knob(setting.name, setting.value, low if bounded else None, high if bounded else None)


# --- which lives there are ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(World):
    """Lives to choose from."""

    n: Annotated[int, lives("How many lives are lived.")] = 2000
    seed: Seed = 1
    ending: Annotated[str | None, Option("Only those that end so.")] = None
    by: Annotated[Literal["run", "shortest", "longest", "rarest"], Option("Which come first.")] = "run"
    first: Annotated[int, Option("The row to begin with: `next` of the page before.", min=0)] = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A life: its run, how it ended, when, and its measures."""

    run: int
    ending: str
    at: str
    measures: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of lives, how many there are of those that were asked for, and where the next page begins."""

    measures: tuple[str, ...]
    rows: tuple[Row, ...]
    count: int
    next: int | None


@tool("A table of lives")
def lives_(desk: Desk, asked: Table) -> Rows:
    """List lives: how each ended, when, and what was measured."""
    world = desk.load(asked).world
    known = names(world)
    if asked.ending is not None and asked.ending not in known.endings:
        raise Refused(f"no life ends {quoted(asked.ending)}: {instead(asked.ending, list(known.endings))}")
    found = _lived(desk, world, asked.n, asked.seed)
    chosen = _chosen(found, asked, known.endings)
    page = chosen[asked.first : asked.first + ROWS]
    after = asked.first + len(page)
    rows = (
        Row(
            found.first + row,
            known.endings[found.ending[row]],
            world.clock(world.seconds(int(found.ticks[row]))),
            tuple(map(or_none, found.measures[row].tolist())),
        )
        for row in page
    )
    return Rows(known.measures, tuple(rows), len(chosen), after if after < len(chosen) else None)


def _lived(desk: Desk, world: model.World, n: int, seed: int) -> Lives:
    pieces: list[Lives] = []
    question = questions.Many(n, seed, jobs=desk.limits.jobs)
    many(world, question, desk.progress, on_lives=pieces.append)
    return join(pieces)


def _chosen(found: Lives, asked: Table, endings: Sequence[str]) -> list[int]:
    """The rows that are wanted, in the order that is wanted."""
    rows: NDArray[np.int64] = np.arange(len(found))
    if asked.ending is not None:
        rows = rows[found.ending == endings.index(asked.ending)]
    keys: NDArray[np.signedinteger[Any]]
    match asked.by:
        case "run":
            keys = rows
        case "shortest":
            keys = found.ticks[rows]
        case "longest":
            keys = -found.ticks[rows]
        case "rarest":
            keys = np.bincount(found.ending, minlength=len(endings))[found.ending[rows]]
    order: list[int] = rows[np.argsort(keys, kind="stable")].tolist()
    return order


# --- one of them --------------------------------------------------------------------------------------------


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
class Read:
    """A life in words."""

    title: str
    subtitle: str
    ending: str
    chapters: tuple[Chapter, ...]


@tool("A life in words")
def story(desk: Desk, asked: Manner) -> Read:
    """Tell a life; each sentence says which events it tells."""
    known, plan = told_so(desk, asked)
    prose = told(known, plan)
    if not any(prose.sentences):
        raise Refused(NOTHING)
    return Read(prose.title, prose.subtitle, known.life.ending, tuple(map(_chapter, prose.passages)))


def _chapter(passage: Passage) -> Chapter:
    paragraphs = (
        tuple(Sentence(sentence.text, sentence.events) for sentence in paragraph)
        for paragraph in passage.paragraphs
    )
    return Chapter(passage.part.title, tuple(paragraphs))


View = Literal["storyline", "causes", "curve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw(Manner):
    """A life to be drawn; how it is told counts for its curve only."""

    view: Annotated[View, Option("What is drawn.")] = "storyline"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, as SVG that stands alone."""

    svg: str


@tool("A life as a picture")
def picture(desk: Desk, asked: Draw) -> Picture:
    """Draw a life: who was where with whom, what came of what, or the order in which it is told."""
    known, plan = told_so(desk, asked)
    labels = draw.Labels.of(known.world)
    if not known.events:
        raise Refused("nothing that could be drawn happens in this life: draw another `run`")
    match asked.view:
        case "storyline":
            return Picture(draw.storyline(known, labels, draw.MARKED))
        case "causes":
            return Picture(draw.causes(known, labels))
        case "curve":
            if not plan.parts:
                raise Refused(NOTHING)
            return Picture(draw.curve(known, plan, labels))


# --- what is kept of it -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep(Manner):
    """A life to be kept as a file."""

    form: Annotated[Literal["text", "markdown", "html", "epub"], Option("As what it is kept.")] = "epub"


@dataclass(frozen=True, slots=True)
class File:
    """A file: its name, and what is in it as base 64 has it (RFC 4648)."""

    name: str
    data: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAll(World):
    """Lives to be kept as a file."""

    n: Annotated[int, lives("How many lives.")] = 2000
    seed: Seed = 1


@tool("Lives as a file")
def parquet(desk: Desk, asked: KeepAll) -> File:
    """Lives as a table that other programs read: a Parquet file with a row for each."""
    try:
        from twicetold.runs.shards import Codec
    except ModuleNotFoundError:
        raise Refused("a table as a file needs Arrow here: pip install 'twicetold[lives]'") from None
    world = desk.load(asked).world
    found = _lived(desk, world, asked.n, asked.seed)
    data = Codec(world, asked.seed, events=False).encode(found).lives
    return File(f"lives-{asked.seed}.parquet", base64.b64encode(data).decode())


# --- how often each line was reached ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(World):
    """A text to be covered."""

    n: Annotated[int, lives("How many lives.")] = 1000
    seed: Seed = 1


@dataclass(frozen=True, slots=True)
class Reached:
    """A line of the text: how often it was reached, of several things on it the least; whether it was, or
    cannot be; and why not."""

    line: int
    hits: int
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class Covered:
    """The lines on which something is counted, in `n` lives; and the most lives, as a share, in which what
    was not reached is reached (95 % confidence)."""

    n: int
    bound: float
    lines: tuple[Reached, ...]


@tool("How often each line was reached")
def cover(desk: Desk, asked: Cover) -> Covered:
    """Count how often lives come to each line of a text."""
    loaded = desk.load(asked)
    found = covered(loaded, questions.Cover(asked.n, asked.seed, jobs=desk.limits.jobs), desk.progress)
    own = next(iter(loaded.sources))
    lines = (_reached(line) for line in listing(found, loaded) if line.file == own and line.hits is not None)
    return Covered(found.n, found.bound, tuple(lines))


def _reached(line: Line) -> Reached:
    why = next((item.why for item in line.items if item.why and not item.hits), None)
    return Reached(line.number, line.hits or 0, line.status or "", why or "")


# --- two texts ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions(World):
    """A world, and another version of its text."""

    other: Annotated[str, Text("The text of the other version.")]
    n: Annotated[int, lives("How many pairs of lives.")] = questions.PAIRS
    seed: Seed = 1


@dataclass(frozen=True, slots=True)
class Versus:
    """Two versions, `n` pairs of lives with the same luck."""

    n: int
    twin: Twin


@tool("Two versions of a world")
def versions(desk: Desk, asked: Versions) -> Versus:
    """Compare two texts, life by life with the same luck. A mistake in either is told."""
    world = desk.load(asked).world
    twin = whatif.Twin("the other version", desk.load(World(text=asked.other, lines=asked.lines)).world)
    question = questions.WhatIf(n=asked.n, seed=asked.seed, jobs=desk.limits.jobs)
    found = whatif.whatif(world, [twin], question, desk.progress)
    return Versus(found.n, of_twin(found.twins[0]))


TOOLS: Final = (look, lives_, story, picture, book, parquet, cover, versions)
