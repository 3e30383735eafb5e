"""Many lives, each in a row, over time, or as a file."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from twicetold import questions
from twicetold.api import pictures
from twicetold.ask.branching import branches
from twicetold.ask.posed import pose
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import names
from twicetold.lang import Loaded, model
from twicetold.lang.question import read_question
from twicetold.questions import Option, Seed, lives
from twicetold.runs import many
from twicetold.runs.columns import join
from twicetold.runs.numbers import or_none
from twicetold.serve.desk import Desk, World
from twicetold.serve.refusals import Refused, instead, quoted
from twicetold.serve.tool import tool
from twicetold.serve.tools.files import Drawing, File

ROWS: Final = 100
"""So many rows of a table are a page."""

# --- which lives there are ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(World):
    """Lives to choose from."""

    n: Annotated[int, lives("How many lives are lived.")] = 2000
    seed: Seed = 1
    ending: Annotated[str | None, Option("Only those that end so.")] = None
    happened: Annotated[
        str | None, Option("Only those in which this ever held: `walk(Ada, anyone)`, `Ada.tired > 0.5`.")
    ] = None
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
    loaded = desk.load(asked)
    world, known = loaded.world, names(loaded.world)
    if asked.ending is not None and asked.ending not in known.endings:
        raise Refused(f"no life ends {quoted(asked.ending)}: {instead(asked.ending, list(known.endings))}")
    held, found = _held(desk, loaded, asked)
    chosen = _chosen(found, held, asked, known.endings)
    page = chosen[asked.first : asked.first + ROWS]
    after = asked.first + len(page)
    rows = (
        Row(
            found.first + row,
            known.endings[found.ending[row]],
            world.clock(world.seconds(int(found.ticks[row]))),
            tuple(map(or_none, found.measures[row, : len(known.measures)].tolist())),
        )
        for row in page
    )
    return Rows(known.measures, tuple(rows), len(chosen), after if after < len(chosen) else None)


def _held(desk: Desk, loaded: Loaded, asked: Table) -> tuple[NDArray[np.bool_], Lives]:
    """Of which lives the table is, and all of them. Raises TaleError for a question that cannot be read."""
    if not asked.happened:
        found = _lived(desk, loaded.world, asked.n, asked.seed)
        return np.ones(len(found), bool), found
    try:
        posed = pose(loaded.world, read_question(loaded, asked.happened))
    except ValueError as error:
        raise Refused(str(error)) from None
    found = _lived(desk, posed.world, asked.n, asked.seed)
    return np.array(posed.held(found), bool), found


def _lived(desk: Desk, world: model.World, n: int, seed: int) -> Lives:
    pieces: list[Lives] = []
    question = questions.Many(n, seed, jobs=desk.limits.jobs)
    many(world, question, desk.progress, on_lives=pieces.append)
    return join(pieces)


def _chosen(found: Lives, held: NDArray[np.bool_], asked: Table, endings: Sequence[str]) -> list[int]:
    """The rows that are wanted, in the order that is wanted."""
    rows: NDArray[np.int64] = np.flatnonzero(held)
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


# --- what is kept of them -----------------------------------------------------------------------------------


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


# --- how they end, over time --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(World):
    """Many lives to be drawn over time."""

    n: Annotated[int, lives("How many lives.")] = 2000
    seed: Seed = 1
    what: Annotated[
        Literal["endings", "branches", "measures"],
        Option("How they end over time, where they part on the way, or what is measured over time."),
    ] = "endings"


@tool("Many lives over time")
def course(desk: Desk, asked: Course) -> Drawing:
    """Draw how lives come to their endings over time, where they part, or what is measured over time."""
    world = desk.load(asked).world
    if asked.what == "endings":
        return Drawing(pictures.ending_by_ending(world, _lived(desk, world, asked.n, asked.seed)))
    if asked.what == "branches":
        question = questions.Branches(asked.n, asked.seed, jobs=desk.limits.jobs)
        return Drawing(pictures.where_lives_part(branches(world, question, desk.progress), world.clock))
    if not world.series:
        raise Refused("nothing is measured over time here, as by `measure dead each day = …`")
    batch = many(world, questions.Many(asked.n, asked.seed, jobs=desk.limits.jobs), desk.progress)
    return Drawing(pictures.over_time(batch, world.clock))


TOOLS: Final = (lives_, course, parquet)
