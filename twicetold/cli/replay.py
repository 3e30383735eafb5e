"""The command that lives a life again that was lived among many."""

from __future__ import annotations

import shlex
from collections.abc import Sequence


def replay(world: str, seed: int, lines: Sequence[str]) -> str:
    """What follows `run` or `tell` in a command that replays a life of this world and seed."""
    words = [world, *(["--seed", str(seed)] if seed != 1 else [])]
    return shlex.join([*words, *(word for line in lines for word in ("--set", line))])
