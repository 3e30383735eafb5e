"""Looking at worlds: which there are, how they are written, and whether a text is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, Final

from twicetold import questions
from twicetold.ask.checking import Expectation, check_expectations
from twicetold.lang import Diagnostic, TaleError, bundled, described, is_world, model
from twicetold.questions import Option, Seed, lives
from twicetold.runs.numbers import or_none
from twicetold.serve.desk import Desk, World, few
from twicetold.serve.limits import Limits
from twicetold.serve.refusals import SHOWN, Refused, clean, instead, quoted
from twicetold.serve.tool import tool
from twicetold.tell.minds import minded

# --- which there are ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Nothing:
    """A question that needs no more words."""


@dataclass(frozen=True, slots=True)
class Named:
    """A world or a library by its name, and a line on it, if there is one."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Worlds:
    """The worlds that are given, the libraries that any world may use, and how much a call may ask for."""

    worlds: tuple[Named, ...]
    libraries: tuple[Named, ...]
    limits: Limits


@tool("The worlds that are given")
def worlds(desk: Desk, asked: Nothing) -> Worlds:
    """List the worlds that are given here, the libraries that a text may `use`, and how much one call may ask
    for."""
    names = bundled()
    given = (Named(name, described(where)) for name, where in desk.worlds.items())
    libraries = (Named(name, described(name)) for name in names if not is_world(name))
    return Worlds(tuple(given), tuple(libraries), desk.limits)


# --- how they are written -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The text of a world that is given."""

    world: Annotated[str, Option("A world that is given here, by its name in `worlds`.")]
    file: Annotated[str | None, Option("One of its `files`, if not the first.")] = None
    line: Annotated[int, Option("The line to begin with.", min=1)] = 1


@dataclass(frozen=True, slots=True)
class Written:
    """A page of a text, the files that the world is written in, and which line the next page begins with."""

    world: str
    file: str
    files: tuple[str, ...]
    text: str
    next: int | None


@tool("The text of a world")
def read(desk: Desk, asked: Read) -> Written:
    """Read how a world is written that is given here: its own text, then those of the libraries it uses."""
    loaded = desk.load(World(world=asked.world))
    texts = {PurePath(file).name: source.text for file, source in loaded.sources.items()}
    file = next(iter(texts)) if asked.file is None else asked.file
    if file not in texts:
        raise Refused(f"`{asked.world}` has no file {quoted(file)}: {instead(file, list(texts))}")
    lines = texts[file].splitlines()
    page, after = desk.page(lines, asked.line - 1, str, lambda line: len(line) + 1)
    return Written(asked.world, file, tuple(texts), "\n".join(page), None if after is None else after + 1)


# --- whether a text is one ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(World):
    """A world to be looked over."""

    n: Annotated[
        int, lives("The most lives to hold its `expect` lines against; fewer if they decide it.")
    ] = 1000
    seed: Seed = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, or probably not meant, where, and how it is mended."""

    severity: str
    code: str
    file: str
    line: int
    column: int
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class About:
    """What a world is made of, by the names that other questions are asked with."""

    title: str
    hash: str
    tick: str
    lasts: str
    entities: tuple[str, ...]
    minds: tuple[str, ...]
    actions: tuple[str, ...]
    events: tuple[str, ...]
    endings: tuple[str, ...]
    measures: tuple[str, ...]
    settings: tuple[str, ...]
    tellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """What its author expects of an ending's share or a measure's mean, and what was found."""

    of: str
    at_least: float | None
    at_most: float | None
    estimate: float | None
    low: float | None
    high: float | None
    holds: bool
    decided: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether all is well: no error in the text, and nothing against what its author expects. `more` problems
    were found than are listed; `n` lives were lived."""

    holds: bool
    problems: tuple[Problem, ...]
    more: int
    about: About | None
    n: int
    expectations: tuple[Expected, ...]


@tool("Look a world over")
def check(desk: Desk, asked: Check) -> Checked:
    """Check the text of a world: what is wrong with it, line by line, and how to mend it; or, if nothing is,
    what it is made of, and whether its lives are as its author expects. Begin here with your own world."""
    try:
        loaded = desk.load(asked)
    except TaleError as error:
        problems = tuple(map(_problem, error.diagnostics[: 4 * SHOWN]))
        more = len(error.diagnostics) - len(problems) + error.rest
        return Checked(False, problems, more, None, 0, ())
    question = questions.Check(asked.n, asked.seed, jobs=desk.limits.jobs)
    checked = check_expectations(loaded.world, question, desk.progress)
    problems = tuple(map(_problem, loaded.diagnostics[: 4 * SHOWN]))
    more = len(loaded.diagnostics) - len(problems)
    found = tuple(map(_expected, checked.expectations))
    return Checked(checked.holds, problems, more, _about(loaded.world), checked.n, found)


def _problem(said: Diagnostic) -> Problem:
    span = said.span
    message, help = clean(said.message), clean(said.help)
    return Problem(said.severity, said.code, PurePath(span.file).name, span.line, span.column, message, help)


def _about(world: model.World) -> About:
    return About(
        title=world.name,
        hash=world.hash,
        tick=_long(world, 1),
        lasts=_long(world, world.ticks),
        entities=few(f"{entity.name}: {entity.kind}" for entity in world.entities),
        minds=few(world.entities[number].name for number in minded(world)),
        actions=few(_declared(action) for action in world.actions),
        events=few(_declared(event) for event in world.events),
        endings=few(ending.name for ending in world.endings),
        measures=few(measure.name for measure in world.measures),
        settings=few(f"{setting.name} {setting.value:.6g}" for setting in world.settings),
        tellings=few(telling.name for telling in world.tellings),
    )


def _declared(construct: model.Action | model.Event) -> str:
    return f"{construct.name}({', '.join(f'{role.name}: {role.kind}' for role in construct.roles)})"


def _long(world: model.World, ticks: int) -> str:
    return f"{world.seconds(ticks):.15g} seconds"


def _expected(found: Expectation) -> Expected:
    said = found.expect
    return Expected(
        said.of, or_none(said.lo), or_none(said.hi), or_none(found.estimate),
        or_none(found.low), or_none(found.high), found.holds, found.decided,
    )  # fmt: skip


TOOLS: Final = (worlds, read, check)
