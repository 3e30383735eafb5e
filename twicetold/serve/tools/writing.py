"""For whoever writes: what is wrong with a text, how often lines are reached, what a version changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from twicetold import questions
from twicetold.ask import whatif
from twicetold.ask.coverage import cover as covered
from twicetold.ask.listing import Line, listing
from twicetold.edit.completion import completions
from twicetold.edit.fixes import Fix, fixes
from twicetold.engine.meaning.names import names
from twicetold.lang import model
from twicetold.lang.diagnostics import Diagnostic
from twicetold.questions import Option, Seed, lives
from twicetold.serve.arguments import Text
from twicetold.serve.desk import SENT, Desk, World
from twicetold.serve.refusals import clean
from twicetold.serve.tool import tool
from twicetold.serve.tools.counting import Twin, of_twin
from twicetold.tell.minds import minded

# --- what is written ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mend:
    """A mend that can be made at once: in words, and what takes the place of which stretch of one line."""

    title: str
    text: str
    line: int
    column: int
    end_column: int


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
    mend: Mend | None


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
    series: tuple[str, ...]
    actions: tuple[str, ...]
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
    if asked.text is None or asked.lines:
        loaded = desk.load(asked)
        return Looked(tuple(_marked(each, None) for each in loaded.diagnostics), 0, _facts(loaded.world))
    analysis = desk.memory.analysis(asked.text, SENT)
    mends = {fix.diagnostic: fix for fix in fixes(analysis, 1, len(analysis.document.lines))}
    problems = tuple(_marked(each, mends.get(each)) for each in analysis.diagnostics)
    world = analysis.checked.world if analysis.is_sound else None
    return Looked(problems, analysis.checked.rest, None if world is None else _facts(world))


def _marked(said: Diagnostic, fix: Fix | None) -> Marked:
    span = said.span
    return Marked(
        said.severity, said.code, span.line, span.column, span.end_line, span.end_column,
        clean(said.message), clean(said.help), None if fix is None else _mend(fix),
    )  # fmt: skip


def _mend(fix: Fix) -> Mend:
    (edit,) = fix.edits
    return Mend(fix.title, edit.text, edit.span.line, edit.span.column, edit.span.end_column)


def _facts(world: model.World) -> Facts:
    return Facts(
        world.name,
        world.hash,
        tuple(world.entities[number].name for number in minded(world)),
        tuple(ending.name for ending in world.endings),
        names(world).measures,
        tuple(telling.name for telling in world.tellings),
        tuple(series.name for series in names(world).series),
        tuple(action.name for action in world.actions),
        tuple(_knobs(world)),
    )


def _knobs(world: model.World) -> Iterator[Knob]:
    for setting in world.settings:
        kind = setting.type
        if isinstance(kind, model.Number) and isinstance(setting.value, int | float):
            low, high = setting.tune or (kind.lo, kind.hi)
            bounded = abs(low) < model.WIDEST and abs(high) < model.WIDEST
            yield Knob(setting.name, setting.value, low if bounded else None, high if bounded else None)


# --- what can stand here ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete:
    """A place in a text; lines and columns count characters from 1."""

    text: Annotated[str, Text("The text of the world.")]
    line: Annotated[int, Option("The line of the place.", min=1)]
    column: Annotated[int, Option("The column of the place.", min=1)]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that can stand there: of which sort, what it is, and from which column on it takes the place of
    what stands there."""

    word: str
    sort: str
    detail: str
    column: int


@dataclass(frozen=True, slots=True)
class Words:
    """What can stand at the place."""

    words: tuple[Word, ...]


@tool("What can stand at a place")
def complete(desk: Desk, asked: Complete) -> Words:
    """Say which words can stand at a place of a text."""
    analysis = desk.memory.analysis(asked.text, SENT)
    found = completions(analysis, asked.line, asked.column)
    return Words(tuple(Word(each.label, each.sort, each.detail, each.span.column) for each in found))


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


TOOLS: Final = (look, complete, cover, versions)
