"""Folders of lives that are to be made hostile."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.runs.disk import keep, milk
from twicetold.runs.sidecar import sum_of

LIVES = 40
"""Lives that make shards of 8, 8 and 16, and part of one of 16."""

FIRST, SECOND = "000000000000-000000000007", "000000000008-000000000015"

ROWS = 1 << 23
"""Rows of a file that is small, but for this."""

ESCAPE = "\x1b[31mred\x1b[0m\u202e"
"""What must not reach a terminal as it is."""


@dataclass(frozen=True)
class Place:
    """A folder that is to be made hostile, and the one beside it."""

    folder: Path
    outside: Path
    shop: Workshop

    def manifest(self) -> dict[str, Any]:
        """What the manifest says."""
        return json.loads((self.folder / "runs.json").read_text())

    def say(self, **changes: Any) -> None:
        """Let the manifest say something else."""
        self.write("runs.json", json.dumps({**self.manifest(), **changes}).encode())

    def write(self, name: str, data: bytes) -> None:
        """Let a file hold something else."""
        (self.folder / name).write_bytes(data)

    def sidecar(self, shard: str, **changes: Any) -> None:
        """Let a sidecar say something else."""
        path = self.folder / f"shards/{shard}.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))

    def forge(self, kind: str, shard: str, data: bytes) -> None:
        """Put another file into a shard, with a sidecar that agrees with it."""
        self.write(f"{kind}/{shard}.parquet", data)
        found = sum_of(data)
        self.sidecar(shard, **{kind: {"bytes": found.bytes, "sha256": found.sha256}})

    def table(self, kind: str, shard: str) -> pa.Table:
        """What a file holds."""
        return pq.read_table(self.folder / f"{kind}/{shard}.parquet")


Made = Callable[[Place], object]


@dataclass(frozen=True)
class Variant:
    """A way to make a folder hostile. `asks` is what must be refused of what only reads: `endings` if
    everything must, `lives` or `events` if these cannot be read, None if nothing need look at what is wrong.
    `mends` is whether to go on with it sets it right, or is refused too."""

    name: str
    make: Made
    asks: str | None = "endings"
    mends: bool = False


class Workshop:
    """Where good folders are kept, once each, and hostile ones made."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._kept: dict[object, Path] = {}
        self._bombs: dict[str, bytes] = {}

    def kept(self, seed: int = 1, lines: tuple[str, ...] = ()) -> Path:
        """A good folder."""
        if (seed, lines) not in self._kept:
            folder = Path(tempfile.mkdtemp(prefix="lives-", dir=self.home))
            keep(folder, LIVES, milk(*lines), seed=seed, events=True)
            self._kept[seed, lines] = folder
        return self._kept[seed, lines]

    def bomb(self, kind: str) -> bytes:
        """A file of a kind that unpacks to `ROWS` rows."""
        if kind not in self._bombs:
            schema = pq.read_schema(self.kept() / f"{kind}/{SECOND}.parquet")
            self._bombs[kind] = bomb(schema, ROWS)
        return self._bombs[kind]

    @functools.cached_property
    def good(self) -> dict[str, object]:
        """All that is in a good folder."""
        return tree(self.kept())

    @contextlib.contextmanager
    def made(self, variant: Variant) -> Iterator[Place]:
        """A folder made hostile, and one beside it that looks as good as the first did."""
        here = Path(tempfile.mkdtemp(dir=self.home))
        place = Place(here / "runs", here / "outside", self)
        shutil.copytree(self.kept(), place.folder)
        shutil.copytree(self.kept(), place.outside)
        (place.outside / "letter").write_text("dear Ada")
        variant.make(place)
        yield place
        shutil.rmtree(here)


def tree(path: Path) -> dict[str, object]:
    """All that is under a path, links and devices told as such."""
    found: dict[str, object] = {}
    for root, folders, names in os.walk(path):
        for name in [*folders, *names]:
            each = Path(root) / name
            status = each.lstat()
            if stat.S_ISLNK(status.st_mode):
                found[str(each.relative_to(path))] = str(each.readlink())
            elif stat.S_ISREG(status.st_mode):
                small = status.st_size < 1 << 22
                found[str(each.relative_to(path))] = each.read_bytes() if small else status.st_size
            else:
                found[str(each.relative_to(path))] = stat.S_IFMT(status.st_mode)
    return found


def bomb(schema: pa.Schema, rows: int) -> bytes:
    """A file of a few kilobytes that unpacks to a table of so many rows."""
    sink = pa.BufferOutputStream()
    part = pa.RecordBatch.from_arrays([_constant(1 << 16, field.type) for field in schema], schema=schema)
    with pq.ParquetWriter(sink, schema, compression="zstd", use_dictionary=True) as writer:
        for _ in range(rows // len(part)):
            writer.write_batch(part, row_group_size=rows)
    return bytes(sink.getvalue())


def _constant(rows: int, kind: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(kind):
        return pa.DictionaryArray.from_arrays(_constant(rows, pa.int16()), pa.array(["unended"]))
    return pa.array(np.zeros(rows, kind.to_pandas_dtype()))
