"""`twicetold lint`."""

from dataclasses import dataclass
from typing import Annotated

from twicetold.cli.options import AsJson, Lines, Seed, World, lives_option


@dataclass(frozen=True, slots=True)
class Request:
    """Where lives contradict themselves."""

    world: World
    lives: Annotated[int, lives_option("How many lives.")] = 20
    seed: Seed = 1
    lines: Lines = ()
    as_json: AsJson = False
