"""Lives on disk: what is where, what of it is whole, and how a shard is put there.

    runs.json                  whose lives, how many, in what form (`manifest`)
    world/NAME.tale            the world's text and all that it uses
    lives/BEGIN-END.parquet    a shard: a row for each of these runs
    events/BEGIN-END.parquet   their events, if they are kept
    shards/BEGIN-END.json      the sizes and checksums of these files

The last of these is written when the others are there. A shard that lacks it, or does not agree with it, is
not there: it is lived again. All writing is idempotent, since the same runs make the same bytes.
"""

from __future__ import annotations

import errno
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from twicetold.lang import Loaded, TaleError
from twicetold.runs.failures import RunsError
from twicetold.runs.manifest import NAME, Manifest
from twicetold.runs.places import Place
from twicetold.runs.worldtext import WorldText

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FOLDERS = ("", "world", "lives", "events", "shards")


@dataclass(frozen=True, slots=True)
class ShardFiles:
    """A shard as bytes: a Parquet file of lives, and one of their events if these are kept."""

    lives: bytes
    events: bytes | None = None

    def parts(self) -> dict[str, bytes]:
        """The files by folder."""
        return {"lives": self.lives, **({} if self.events is None else {"events": self.events})}


def shard_name(runs: range) -> str:
    """What the files of a shard are called."""
    return f"{runs.start:012d}-{runs.stop - 1:012d}"


class Store:
    """A place with lives in it. `shards()` are those that are there; `write` puts one there."""

    def __init__(self, place: Place, manifest: Manifest) -> None:
        self.place = place
        self.manifest = manifest

    @classmethod
    def found(cls, place: Place) -> Store | None:
        """What is kept at a place; None if there are no lives. Raises RunsError if they cannot be read."""
        data = place.read(NAME)
        return None if data is None else cls(place, Manifest.from_bytes(data, place.shown))

    def aim(self, n: int) -> None:
        """Let it be for so many lives."""
        if n != self.manifest.n:
            self.manifest = replace(self.manifest, n=n)
            self._put(NAME, self.manifest.to_bytes())

    def begin(self, text: WorldText) -> None:
        """Write down whose lives these are, as far as it is not written down, and clear away what was left
        half written."""
        for folder in _FOLDERS:
            self.place.tidy(folder)
        if self.place.read(NAME) is None:
            self._put(NAME, self.manifest.to_bytes())
        for name in self.manifest.files:
            if self.place.read(f"world/{name}") is None and name in text.texts:
                self._put(f"world/{name}", text.texts[name].encode())

    def load(self) -> Loaded:
        """The world whose lives these are, from the text that is kept with them.

        Raises RunsError if it is damaged, or no longer the same world in this version of Twicetold.
        """
        shown = f"{self.place.shown}: the text of the world"
        texts = {name: self.place.read(f"world/{name}") for name in self.manifest.files}
        if lost := [name for name, data in texts.items() if data is None]:
            raise RunsError(f"{shown} is not whole, `world/{lost[0]}` is missing")
        whole = {name: data.decode(errors="replace") for name, data in texts.items() if data is not None}
        try:
            loaded = WorldText(self.manifest.main, whole, self.manifest.lines).load()
        except TaleError as error:
            raise RunsError(f"{shown} cannot be loaded by this version of Twicetold:\n{error}") from None
        if loaded.world.hash != self.manifest.hash:
            raise RunsError(f"{shown} was changed: it is world {loaded.world.hash}, not {self.manifest.hash}")
        return loaded

    def shards(self) -> list[range]:
        """The runs of the shards that are there, in order, by the names and sizes of their files. Of two with
        the same first run, as an interruption may leave them, only the longer one counts.
        """
        sizes = {folder: self.place.sizes(folder) for folder in self._kinds()}
        named = [runs for file in self.place.sizes("shards") if (runs := _runs(file)) is not None]
        sidecars = self.place.read_all([_sidecar(runs) for runs in named])
        found: dict[int, range] = {}
        for runs, sidecar in zip(named, sidecars, strict=True):
            if self._agrees(runs, sidecar, sizes):
                found[runs.start] = max(found.get(runs.start, runs), runs, key=len)
        return [found[begin] for begin in sorted(found)]

    def read(self, runs: range) -> ShardFiles | None:
        """A shard, if it is whole by its checksums; else None."""
        expected = self._expected(runs, self.place.read(_sidecar(runs)))
        files = {kind: self.place.read(f"{kind}/{shard_name(runs)}.parquet") for kind in self._kinds()}
        whole = {kind: data for kind, data in files.items() if data is not None}
        if expected is None or {kind: _check(data) for kind, data in whole.items()} != expected:
            return None
        return ShardFiles(**whole)

    def write(self, runs: range, files: ShardFiles) -> None:
        """Put a shard there, its checksums last. Raises RunsError if there is no room, OSError if something
        else is in the way."""
        parts = files.parts()
        for kind, data in parts.items():
            self._put(f"{kind}/{shard_name(runs)}.parquet", data)
        sidecar = {"first": runs.start, "n": len(runs), **{kind: _check(parts[kind]) for kind in parts}}
        self._put(_sidecar(runs), (json.dumps(sidecar, indent=2) + "\n").encode())

    def longer(self, runs: range) -> bool:
        """Whether more of the shard that these runs begin is there."""
        if runs == self.manifest.shard(runs.start):
            return False
        others = (_runs(file) for file in self.place.sizes("shards"))
        return any(
            other is not None and other.start == runs.start and other.stop > runs.stop for other in others
        )

    def remove_all_but(self, kept: list[range]) -> None:
        """Take away whatever else is there: shards that are damaged, or parts of longer ones."""
        names = {shard_name(runs) for runs in kept}
        for folder in ("shards", "lives", "events"):
            for file in self.place.sizes(folder):
                if file.partition(".")[0] not in names:
                    self.place.remove(f"{folder}/{file}")

    def remove(self, runs: range) -> None:
        """Take a shard away, its checksums first."""
        self.place.remove(_sidecar(runs))
        for kind in self._kinds():
            self.place.remove(f"{kind}/{shard_name(runs)}.parquet")

    def _kinds(self) -> tuple[str, ...]:
        return ("lives", "events") if self.manifest.events else ("lives",)

    def _expected(self, runs: range, data: bytes | None) -> dict[str, object] | None:
        """What the sidecar says of the files of a shard."""
        try:
            sidecar = json.loads(data or b"")
            if (sidecar["first"], sidecar["n"]) != (runs.start, len(runs)):
                return None
            return {kind: sidecar[kind] for kind in self._kinds()}
        except (ValueError, KeyError, TypeError):
            return None

    def _agrees(self, runs: range, sidecar: bytes | None, sizes: dict[str, dict[str, int]]) -> bool:
        expected = self._expected(runs, sidecar)
        file = f"{shard_name(runs)}.parquet"
        return expected is not None and all(
            isinstance(each, dict) and each.get("bytes") == sizes[kind].get(file, -1)
            for kind, each in expected.items()
        )

    def _put(self, name: str, data: bytes) -> None:
        try:
            self.place.write(name, data)
        except OSError as error:
            if error.errno not in _FULL:
                raise
            raise RunsError(
                f"{self.place.shown}: there is no room for more lives; what is there is safe: make room, then"
                " go on with --resume"
            ) from error


def _check(data: bytes) -> dict[str, object]:
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _sidecar(runs: range) -> str:
    return f"shards/{shard_name(runs)}.json"


def _runs(file: str) -> range | None:
    named = re.fullmatch(r"(\d{12,})-(\d{12,})\.json", file)
    return range(int(named[1]), int(named[2]) + 1) if named else None


def whole(store: Store) -> Iterator[tuple[range, ShardFiles]]:
    """The shards of a store that are whole by their checksums, in order."""
    for runs in store.shards():
        files = store.read(runs)
        if files is not None:
            yield runs, files
