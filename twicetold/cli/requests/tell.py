"""`twicetold tell`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold import choices, questions
from twicetold.cli.options import AsJson, Canon, Lines, Luck, Run, World
from twicetold.questions import Seed


@dataclass(frozen=True, slots=True)
class Request:
    """A life to be told, by seed and run or by the world's canon; how, and as what."""

    world: World
    manner: questions.Tell
    seed: Seed = 1
    run: Run = 0
    luck: Luck = ()
    canon: Canon = False
    format: Annotated[choices.Format, typer.Option(help="What it is written as.")] = "text"
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The file to write to.")] = None
    afterword: Annotated[
        bool,
        typer.Option(
            "--afterword/--no-afterword",
            help="In a page or a book: what decided the ending, and how often lives end so without it.",
        ),
    ] = False
    measures: Annotated[
        bool, typer.Option("--measures", help="Instead of the prose, what can be counted of it.")
    ] = False
    lines: Lines = ()
    as_json: AsJson = False
