"""`twicetold tell`: one life as prose."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from twicetold.cli.output import console
from twicetold.cli.times import clock
from twicetold.engine import Interpreter
from twicetold.lang import load
from twicetold.tell import Referent, chronicle

WIDTH = 78
"""Columns of prose, if the terminal has so many."""


def main(name: str, seed: int, run: int, lines: Sequence[str]) -> None:
    """Live the life and tell it: a title, its paragraphs, and how it ended."""
    world = load(name, lines=lines)
    life = Interpreter(world).live(seed, run)
    cast = {
        number: Referent(number, entity.called, entity.pronoun)
        for number, entity in enumerate(world.entities)
    }
    happenings = [
        (clock(event.tick * world.tick), event.tick * world.tick, event.lines, event.name)
        for event in life.events
    ]
    shown = console()
    width = min(WIDTH, shown.width)
    shown.print(world.name, style="bold", soft_wrap=True)
    for paragraph in chronicle(happenings, cast):
        shown.print()
        shown.print(textwrap.fill(paragraph.text, width), soft_wrap=True)
    shown.print()
    ended = f"{clock(life.ticks * world.tick)}: {life.ending}. (Seed {seed}, run {run}.)"
    shown.print(ended, style="bold", soft_wrap=True)
