"""A shard: the lives of some runs of a world as bytes, and back again.

The same world, seed and runs give the same bytes on any machine, and to write them twice is to write them
once.
"""

from __future__ import annotations

from dataclasses import replace

from twicetold.engine.lives import Lives, names
from twicetold.lang import model
from twicetold.runs import tables
from twicetold.runs.columns import join
from twicetold.runs.failures import RunsError
from twicetold.runs.store import ShardFiles, Store, shard_name


class Codec:
    """Between the lives of a world and the bytes of a shard."""

    def __init__(self, world: model.World, seed: int, events: bool) -> None:
        self.names = names(world)
        self.entities = tuple(entity.name for entity in world.entities)
        self.seed = seed
        self.events = events

    def encode(self, lives: Lives) -> ShardFiles:
        """The shard of these lives."""
        table = tables.lives_table(self.names.endings, self.names.measures, lives)
        if not self.events:
            return ShardFiles(tables.to_parquet(table))
        assert lives.events is not None
        events = tables.events_table(self.names, self.entities, lives.events)
        return ShardFiles(tables.to_parquet(table), tables.to_parquet(events))

    def decode(self, files: ShardFiles) -> Lives:
        """The lives of a shard that is whole."""
        table = tables.from_parquet(files.lives)
        lives = tables.lives_of(table, self.seed, self.names.endings, self.names.measures)
        if files.events is None:
            return lives
        events = tables.events_of(tables.from_parquet(files.events), self.names, self.entities)
        return replace(lives, events=events)


def extend(store: Store, codec: Codec, lives: Lives, before: range | None) -> None:
    """Put lives into a store that follow those of `before` in their shard, or begin it.

    Whoever does this again, or beside another who does it or has gone on since, does no harm and leaves
    nothing behind. Raises RunsError if neither what was before is there, nor what comes of it.
    """
    runs = range(lives.first if before is None else before.start, lives.first + len(lives))
    if before is not None:
        files = store.read(before)
        if files is None:
            if store.read(runs) is None and not store.longer(runs):
                raise RunsError(f"{store.place.shown}: shard {shard_name(before)} vanished; try again")
            return
        lives = join([codec.decode(files), lives])
    store.write(runs, codec.encode(lives))
    if before is not None:
        store.remove(before)
    if store.longer(runs):
        store.remove(runs)
