"""`twicetold tell`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold import choices
from twicetold.cli.options import AsJson, Canon, Lines, Run, Seed, World


@dataclass(frozen=True, slots=True)
class Request:
    """A life to be told, by seed and run or by the world's canon; how, and as what."""

    world: World
    seed: Seed = 1
    run: Run = 0
    canon: Canon = False
    telling: Annotated[
        str | None, typer.Option(metavar="NAME", help="A telling that the world declares.")
    ] = None
    close_to: Annotated[
        tuple[str, ...],
        typer.Option(
            "--close-to", metavar="NAME", help="Through whose mind; may be repeated; `anyone` for all."
        ),
    ] = ()
    from_outside: Annotated[
        bool, typer.Option("--from-outside", help="Through nobody's mind: only what can be seen.")
    ] = False
    order: Annotated[choices.Order | None, typer.Option(help="The order in which it is told.")] = None
    by: Annotated[choices.Grouping | None, typer.Option(help="With --order syllepsis: grouped by what.")] = (
        None
    )
    tense: Annotated[choices.Base | None, typer.Option(help="The tense.")] = None
    person: Annotated[
        choices.Person | None, typer.Option(help="With --close-to: whether that mind is I, or you.")
    ] = None
    naming: Annotated[choices.Naming | None, typer.Option(help="What people are called.")] = None
    thought: Annotated[choices.Thought | None, typer.Option(help="How thoughts are given.")] = None
    speech: Annotated[choices.Speech | None, typer.Option(help="How what is said is given.")] = None
    pace: Annotated[
        choices.Pace | None, typer.Option(help="How fully.", show_default="by what it matters")
    ] = None
    frequency: Annotated[
        choices.Frequency | None, typer.Option(help="Each time, or what happens often once.")
    ] = None
    format: Annotated[choices.Format, typer.Option(help="What it is written as.")] = "text"
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The file to write to.")] = None
    measures: Annotated[
        bool, typer.Option("--measures", help="Instead of the prose, what can be counted of it.")
    ] = False
    lines: Lines = ()
    as_json: AsJson = False
