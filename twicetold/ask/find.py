"""Lives in which something comes about: sought, shortened, and ranked by how in character they are.

They are sought among lives as they come and on the way (`seeking.py`); in a world that is small and without
chance, and of all that is to be explained, step by step (`staging.py`). What comes about is made an ending of
the world, before all others, so that a life that is sought is over when it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from twicetold import questions
from twicetold.ask.found import Act, Finding, Found, Part
from twicetold.ask.planning import Depth, Planning
from twicetold.ask.seeking import Seeking
from twicetold.ask.staging import planned
from twicetold.ask.steps import NotByStep
from twicetold.lang import Loaded
from twicetold.lang.question import Question, read_question
from twicetold.runs.passes import Progress

__all__ = ["Act", "Finding", "Found", "Part", "find", "states"]


def find(loaded: Loaded, asked: questions.Find, on_progress: Progress | None = None) -> Finding:
    """Find lives of a world in which something comes about. An interrupt (Ctrl-C) ends the living, not the
    program: what was found until then is told.

    Raises TaleError if the question cannot be read, ValueError if it is a number, `NoKernel` if the kernel is
    asked for in vain, and LifeTooLong.
    """
    sought = read_question(loaded, asked.question)
    _refuse_number(sought)
    if asked.explained:
        if not loaded.world.wants:
            raise ValueError(
                "nobody in this world wants anything: say it in it, `wants p.coins for p: Person`"
            )
        return planned(loaded, sought, asked)
    seeking = Seeking(loaded, sought, asked)
    seeking.live(on_progress)
    if not seeking.enough() and seeking.parts:
        seeking.split()
    finding = seeking.finding()
    if finding.found or finding.left_out or finding.tried < asked.lives:
        return finding
    with suppress(NotByStep):
        by_step = planned(loaded, sought, asked)
        return replace(
            finding, found=by_step.found, left_out=by_step.left_out, states=by_step.states, all=by_step.all
        )
    return finding


def states(loaded: Loaded, asked: questions.Find) -> Iterator[Depth]:
    """How many states there are in a world that is small and without chance, step by step.

    Raises TaleError if the question cannot be read, ValueError if it is a number, and NotByStep."""
    sought = read_question(loaded, asked.question)
    _refuse_number(sought)
    yield from Planning(loaded.world, sought, (), None).depths(asked.states or 0)


def _refuse_number(sought: Question) -> None:
    if not sought.yes_no:
        raise ValueError(f"`{sought.text}` is a number; ask what holds or not, such as `{sought.text} > 0`")
