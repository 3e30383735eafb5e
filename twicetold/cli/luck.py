"""Whose luck a life has from some time on, as people write it: `--luck 12@1:30`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.choices import MOST
from twicetold.cli.output import Mistake
from twicetold.cli.times import read_time
from twicetold.engine.meaning.interventions import Luck
from twicetold.engine.meaning.record import Lineage
from twicetold.lang import model


def read_luck(world: model.World, said: Sequence[str]) -> tuple[Luck, ...]:
    """The luck of each `RUN@TIME`, in order. Raises Mistake."""
    return tuple(_read(world, text) for text in said)


def _read(world: model.World, text: str) -> Luck:
    run, at, time = text.partition("@")
    if not at or not run.strip().isascii() or not run.strip().isdecimal() or int(run) > MOST:
        raise Mistake(f"`{text}` is not a run and a time; write it as `12@1:30`")
    return Luck(int(run), world.tick_at(read_time(time, world.begins)))


def luck_words(world: model.World, luck: Lineage) -> Iterator[str]:
    """The options that say it."""
    for run, tick in luck:
        yield from ("--luck", f"{run}@{world.seconds(tick):.15g}s")
