"""How much one call may ask for. A stranger's question must not take the machine with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from twicetold.questions import Option


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one call may ask for, and how many there may be at once."""

    lives: Annotated[int, Option("The most lives, or pairs, of one call.", reads="count")] = 10_000
    steps: Annotated[int, Option("The most steps of one life.", reads="count")] = 1_000_000_000_000
    seconds: Annotated[int, Option("The longest that one call may take, in seconds.", min=1)] = 60
    memory: Annotated[int, Option("The most memory of a process that answers, in MiB.", min=512)] = 2048
    text: Annotated[int, Option("The longest text of a world that is sent, in bytes.", min=1)] = 100_000
    answer: Annotated[int, Option("How long a page of a long answer is, in characters.", min=1000)] = 12_000
    at_once: Annotated[int, Option("How many calls are answered at once; others wait.", min=1)] = 2
    jobs: Annotated[int | None, Option("Processors that one call may use.", min=1, default="all cores")] = (
        None
    )
