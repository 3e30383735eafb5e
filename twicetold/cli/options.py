"""The options that several questions share, and how what people type for them is read."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import typer

from twicetold import choices
from twicetold.choices import MOST

World = Annotated[
    str,
    typer.Argument(
        metavar="WORLD", help="A bundled world, the path of a .tale file, or - for standard input."
    ),
]
Runs = Annotated[
    str,
    typer.Argument(metavar="RUNS", help="Where `many --out` keeps lives: a folder or s3://bucket/folder."),
]
Seed = Annotated[int, typer.Option(min=0, max=MOST, help="All chance comes from this number.")]
Run = Annotated[int, typer.Option(min=0, max=MOST, help="Which life of the seed.")]
Canon = Annotated[
    bool, typer.Option("--canon", help="Instead of a run: the life that follows the world's canon.")
]
Jobs = Annotated[
    int | None,
    typer.Option(min=1, help="Processes to live in; never changes an answer.", show_default="all cores"),
]
Engine = Annotated[choices.Engine, typer.Option(help="What lives them; never changes an answer.")]
Lines = Annotated[
    tuple[str, ...],
    typer.Option("--set", metavar="LINE", help="A line added to the world's text; may be repeated."),
]
Knobs = Annotated[
    tuple[str, ...],
    typer.Option("--knob", metavar="KNOB", help="Turn only this one; may be repeated."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def lives_option(help: str, default: str | None = None) -> Any:
    """How many lives: `-n`. `default` says how many there are if that hangs on what else is asked."""
    return typer.Option(
        "-n",
        "--lives",
        parser=count,
        metavar="N",
        help=help,
        show_default=True if default is None else default,
    )


def until_option(help: str) -> Any:
    """How exactly something is to be known: `--until`."""
    return typer.Option(parser=precision, metavar="SHARE", help=help)


def count(text: str | int) -> int:
    """A number of lives: 1000000, 1_000_000, 1,000,000 or 1e6."""
    if isinstance(text, int):  # a default
        return text
    try:
        value = Decimal(re.sub(r"(?<=\d)[_,](?=\d)", "", text))
        whole = int(value) if value == value.to_integral_value() and value < 10**18 else None
    except (InvalidOperation, ValueError, OverflowError):
        whole = None
    if whole is None:
        raise typer.BadParameter(f"`{text}` is not a valid number of lives, such as 1000 or 1e6")
    if whole < 1:
        raise typer.BadParameter(f"the number of lives must be greater than 0, but is {text}")
    return whole


def precision(text: str) -> float:
    """A share: 0.5% or 0.005."""
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        raise typer.BadParameter(f"`{text}` is not a valid share, such as 0.5%") from None
    value = number / 100 if text.endswith("%") else number
    if not 1e-5 <= value < 1:
        raise typer.BadParameter(f"a share must lie between 0.001% and 100%, but is {text}")
    return value
