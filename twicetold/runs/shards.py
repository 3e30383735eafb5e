"""A shard: the lives of some runs of a world as bytes, and back again.

The same world, seed and runs give the same bytes on any machine, and to write them twice is to write them
once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import names
from twicetold.lang import model
from twicetold.runs import parquet, tables
from twicetold.runs.columns import join
from twicetold.runs.failures import RunsError
from twicetold.runs.store import ShardFiles, Store, shard_name

HELD = 1 << 22
"""The most events of a shard that are held at once to put more to them."""


class Codec:
    """Between the lives of a world and the bytes of a shard."""

    def __init__(self, world: model.World, seed: int, events: bool) -> None:
        self.names = names(world)
        self._kept = (*self.names.measures, *(name for each in self.names.series for name in each.columns))
        self.entities = tuple(entity.name for entity in world.entities)
        self.seed = seed
        self.events = events

    def encode(self, lives: Lives) -> ShardFiles:
        """The shard of these lives."""
        table = tables.lives_table(self.names.endings, self._kept, lives)
        if not self.events:
            return ShardFiles(tables.to_parquet(table))
        assert lives.events is not None
        events = tables.events_table(self.names, self.entities, lives.events)
        return ShardFiles(tables.to_parquet(table), tables.to_parquet(events))

    def decode(self, files: ShardFiles, runs: range) -> Lives:
        """The lives of a shard that is whole. Raises `parquet.Unsound` if it holds anything else."""
        lives = self._lives(files, runs)
        if files.events is None:
            return lives
        events = list(tables.read_events(files.events, runs, self.names.most_roles))
        return replace(lives, events=tables.events_of(events, self.names, self.entities))

    def check(self, files: ShardFiles, runs: range) -> Lives:
        """The same without their events, which are only looked at, a part at a time."""
        if files.events is not None:
            for part in tables.read_events(files.events, runs, self.names.most_roles):
                tables.events_of([part], self.names, self.entities)
        return self._lives(files, runs)

    def _lives(self, files: ShardFiles, runs: range) -> Lives:
        parts = list(tables.read_lives(files.lives, runs, self.names.endings, self._kept))
        return tables.lives_of(parts, self.seed, self.names.endings, self._kept, self.names.points)


def known(store: Store, codec: Codec, runs: range) -> Lives | None:
    """The lives of a shard without their events; None if it is not whole by its checksums, or is to grow and
    has more events than are held at once: it is then lived again.

    Raises RunsError if it is whole and yet not what it should be, which no accident does.
    """
    files = store.read(runs)
    if files is None:
        return None
    with sound_shard(store, runs):
        grows = runs != store.manifest.shard(runs.start)
        if grows and files.events is not None and parquet.rows(files.events) > HELD:
            return None
        return codec.check(files, runs)


def whole(store: Store, codec: Codec, runs: range) -> Lives | None:
    """All of a shard; None if it is not whole by its checksums. Raises RunsError like `known`."""
    files = store.read(runs)
    if files is None:
        return None
    with sound_shard(store, runs):
        return codec.decode(files, runs)


@contextmanager
def sound_shard(store: Store, runs: range) -> Iterator[None]:
    """Whatever is unsound in a shard is told as such."""
    try:
        yield
    except parquet.Unsound as error:
        raise RunsError(
            f"{store.place.shown}: shard {shard_name(runs)} is not what Twicetold writes ({error});"
            " take it away, or choose another folder"
        ) from None


def extend(store: Store, codec: Codec, lives: Lives, before: range | None) -> None:
    """Put lives into a store that follow those of `before` in their shard, or begin it.

    Whoever does this again, or beside another who does it or has gone on since, does no harm and leaves
    nothing behind. Raises RunsError if neither what was before is there, nor what comes of it.
    """
    runs = range(lives.first if before is None else before.start, lives.first + len(lives))
    if before is not None:
        there = whole(store, codec, before)
        if there is None:
            if store.read(runs) is None and not store.longer(runs):
                raise RunsError(f"{store.place.shown}: shard {shard_name(before)} vanished; try again")
            return
        lives = join([there, lives])
    store.write(runs, codec.encode(lives))
    if before is not None:
        store.remove(before)
    if store.longer(runs):
        store.remove(runs)
