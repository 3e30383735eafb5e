"""A shard: the lives of some runs of a world as bytes, and back again.

`live_shard` is all that a machine anywhere needs to do its part: the same world, seed and runs give the same
bytes on each, and to write them twice is to write them once.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from twicetold.engine.lives import Lives, names
from twicetold.lang import model
from twicetold.runs import tables
from twicetold.runs.columns import join
from twicetold.runs.engines import Engine
from twicetold.runs.living import Living, Task
from twicetold.runs.store import ShardFiles


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


def live_shard(
    world: model.World,
    seed: int,
    runs: range,
    *,
    events: bool = False,
    jobs: int | None = 1,
    engine: Engine = Engine.AUTO,
) -> ShardFiles:
    """Live these runs and give them as a shard, to be put into a store with `Store.write`.

    Raises what `Living.live` raises.
    """
    with closing(Living(Task(world, seed, jobs, engine, events)).live([runs])) as pieces:
        return Codec(world, seed, events).encode(join(list(pieces)))
