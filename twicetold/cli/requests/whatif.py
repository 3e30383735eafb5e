"""`twicetold whatif`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold import questions
from twicetold.cli.options import AsJson, World


@dataclass(frozen=True, slots=True)
class Request:
    """A world and its twins, by what is otherwise in them."""

    world: World
    asked: questions.WhatIf
    lines: Annotated[
        tuple[str, ...],
        typer.Option(
            "--set",
            metavar="LINE",
            help="A twin with this line added to its text, or with --at or "
            "--when with this effect; may be repeated, as all of these.",
        ),
    ] = ()
    forbid: Annotated[
        tuple[str, ...],
        typer.Option(metavar="ACTION", help="A twin in which this is not done: 'walk(Ada, anyone)'."),
    ] = ()
    force: Annotated[
        tuple[str, ...],
        typer.Option(metavar="ACTION", help="A twin in which this is done whenever it can be."),
    ] = ()
    at: Annotated[str | None, typer.Option(metavar="TIME", help="When: 85s, 1:25, 2 minutes.")] = None
    when: Annotated[str | None, typer.Option(metavar="CONDITION", help="While this holds.")] = None
    worlds: Annotated[
        tuple[str, ...],
        typer.Option("--world", metavar="OTHER", help="A twin that is another version of the world."),
    ] = ()
    together: Annotated[
        bool,
        typer.Option("--together", help="All that is otherwise in one twin, instead of one twin for each."),
    ] = False
    as_json: AsJson = False
