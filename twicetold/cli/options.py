"""The options that several commands share, and how Typer is told of them and of those of a question."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final

import typer

from twicetold.choices import MOST
from twicetold.questions import Argument, Option

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
Run = Annotated[int, typer.Option(min=0, max=MOST, help="Which life of the seed.")]
Canon = Annotated[
    bool, typer.Option("--canon", help="Instead of a run: the life that follows the world's canon.")
]
Lines = Annotated[
    tuple[str, ...],
    typer.Option("--set", metavar="LINE", help="A line added to the world's text; may be repeated."),
]
Luck = Annotated[
    tuple[str, ...],
    typer.Option(
        "--luck",
        metavar="RUN@TIME",
        help="From that time on the luck of another run, such as 12@1:30; may be repeated.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def told(option: Option) -> Any:
    """An option of a question as Typer takes it."""
    kind = typer.Argument if isinstance(option, Argument) else typer.Option
    return kind(
        *option.names,
        help=option.help,
        metavar=option.metavar,
        parser=None if option.reads is None else _READERS[option.reads],
        min=option.min,
        max=option.max,
        show_default=True if option.default is None else option.default,
    )


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


def whole_share(text: str | float) -> float:
    """A share that may be nothing or all: 90%, 0.9, 1."""
    try:
        number = float(str(text).removesuffix("%"))
    except ValueError:
        raise typer.BadParameter(f"`{text}` is not a valid share, such as 90%") from None
    value = number / 100 if str(text).endswith("%") else number
    if not 0 <= value <= 1:
        raise typer.BadParameter(f"a share must lie between 0% and 100%, but is {text}")
    return value


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "count": count,
    "share": precision,
    "whole": whole_share,
}

Given = Annotated[
    tuple[str, ...],
    typer.Argument(
        metavar="WORLD",
        help="Bundled worlds, or paths of .tale files.",
        show_default="all that are bundled",
    ),
]
"""The worlds that a server is given."""
