"""What lives on disk are of, and into what shards they are divided.

Shards depend on nothing but the manifest's first run: they double in size from 1,024 lives up to a limit, so
that few lives make small files, many lives few files, and more lives of the same kind never move a border.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from twicetold import __version__
from twicetold.engine.lives import names
from twicetold.engine.noise import VERSION as NOISE
from twicetold.lang import Loaded
from twicetold.runs.failures import RunsError
from twicetold.runs.worldtext import WorldText

FORMAT = 1
"""Counts the changes of what is written."""

NAME = "runs.json"
"""The manifest's file."""

SMALLEST = 1 << 10
LARGEST = 1 << 16
LARGEST_WITH_EVENTS = 1 << 12
"""Lives in a shard; fewer if their events are kept, which take some hundred times the room."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Whose lives, which, and in what form.

    `n` is how many were asked for last; `world` and `main` name the world and its file; `lines` were added to
    its text; `endings`, `measures` and `roles` (the most that an event has) say what the columns hold;
    `smallest` and `largest` are sizes of shards; `twicetold` is the version that lives them,
    `noise` that of their luck.
    """

    world: str
    hash: str
    main: str
    files: tuple[str, ...]
    lines: tuple[str, ...]
    endings: tuple[str, ...]
    measures: tuple[str, ...]
    roles: int
    seed: int
    first: int
    n: int
    events: bool
    smallest: int
    largest: int
    twicetold: str
    format: int = FORMAT
    noise: int = NOISE

    def shard(self, run: int) -> range:
        """All runs of the shard that a run belongs to."""
        place = run - self.first
        if place < self.largest:
            size = self.smallest
            begin = 0
            while place >= begin + size:
                begin += size
                size = begin  # 0..1023, 1024..2047, 2048..4095, ...
        else:
            size = self.largest
            begin = place // size * size
        return range(self.first + begin, self.first + begin + size)

    def shards(self, n: int) -> Iterator[range]:
        """The shards of the first `n` runs; the last one ends with them."""
        run, end = self.first, self.first + n
        while run < end:
            shard = self.shard(run)
            yield range(shard.start, min(shard.stop, end))
            run = shard.stop

    def fits(self, runs: range) -> bool:
        """Whether these runs are a shard, or the beginning of one."""
        shard = self.shard(runs.start) if runs.start >= self.first else range(0)
        return runs.start == shard.start and 0 < len(runs) <= len(shard)

    def missing(self, held: Mapping[int, range], n: int) -> Iterator[range]:
        """The runs among the first `n` that are not there, shard by shard; `held` are the shards, or parts of
        shards, that are, by their first run."""
        for shard in self.shards(n):
            begin = held.get(shard.start, range(shard.start)).stop
            if begin < shard.stop:
                yield range(begin, shard.stop)

    def reach(self, held: Mapping[int, range]) -> int:
        """How many lives there are up to the last that is there."""
        return max((runs.stop for runs in held.values()), default=self.first) - self.first

    def to_bytes(self) -> bytes:
        """The manifest as it is written."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n").encode()

    @classmethod
    def from_bytes(cls, data: bytes, shown: str) -> Manifest:
        """The manifest as it was written. Raises RunsError if it cannot be understood."""
        try:
            document = json.loads(data)
            if document["format"] != FORMAT:
                raise RunsError(
                    f"{shown}: these lives were written in form {document['format']}, and this version of"
                    f" Twicetold ({__version__}) knows form {FORMAT}; use one like {document['twicetold']}"
                )
            if (luck := document.get("noise", 1)) != NOISE:
                raise RunsError(
                    f"{shown}: these lives have the luck of noise {luck}, and this version of Twicetold"
                    f" ({__version__}) that of noise {NOISE}, with which the same seed and run are another"
                    " life; read them with the Twicetold that lived them, or live them anew in another folder"
                )
            lists = {name: tuple(value) for name, value in document.items() if isinstance(value, list)}
            return cls(**{**document, **lists})
        except (ValueError, KeyError, TypeError):
            raise RunsError(f"{shown}: `{NAME}` is damaged; nobody knows whose lives these are") from None


def manifest(
    loaded: Loaded,
    n: int,
    seed: int,
    first: int = 0,
    *,
    events: bool = False,
    smallest: int = SMALLEST,
    largest: int | None = None,
) -> Manifest:
    """The manifest of `n` lives of a world."""
    world, text, known = loaded.world, WorldText.of(loaded), names(loaded.world)
    return Manifest(
        world=world.name,
        hash=world.hash,
        main=text.main,
        files=tuple(text.texts),
        lines=text.lines,
        endings=known.endings,
        measures=known.measures,
        roles=known.most_roles,
        seed=seed,
        first=first,
        n=n,
        events=events,
        smallest=smallest,
        largest=largest or (LARGEST_WITH_EVENTS if events else LARGEST),
        twicetold=__version__,
    )
