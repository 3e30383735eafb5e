"""A store of lives on disk, in shards: what is where, what of it is whole, and how a shard is put there.

    runs.json                  whose lives, how many, in what form (`manifest`)
    world/NAME.tale            the world's text and all that it uses
    lives/BEGIN-END.parquet    a shard: a row for each of these runs
    events/BEGIN-END.parquet   their events, if they are kept
    shards/BEGIN-END.json      whose lives these are, the sizes and checksums of these files (`sidecar`)

The last of these is written when the others are there. A shard that lacks it, or does not agree with it, is
not there: it is lived again. All writing is idempotent, since the same runs make the same bytes.

A folder may be a stranger's. What is read is bounded and checked, nothing is followed out of it, and nothing
is taken away but files that have the form of a shard of these lives.
"""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass
from functools import partial

import msgspec

from twicetold.lang import Loaded, TaleError, limits
from twicetold.runs import sidecar
from twicetold.runs.documents import FILE
from twicetold.runs.failures import RunsError
from twicetold.runs.manifest import BYTES, NAME, Manifest
from twicetold.runs.places import Place
from twicetold.runs.sidecar import Sidecar
from twicetold.runs.worldtext import WorldText

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class ShardFiles:
    """A shard as bytes: a Parquet file of lives, and one of their events if these are kept."""

    lives: bytes = b""
    events: bytes | None = None

    def parts(self) -> dict[str, bytes]:
        """The files by folder."""
        return {"lives": self.lives, **({} if self.events is None else {"events": self.events})}


def shard_name(runs: range) -> str:
    """What the files of a shard are called."""
    return f"{runs.start:012d}-{runs.stop - 1:012d}"


@dataclass(frozen=True, slots=True)
class Survey:
    """What is there: the runs of shards, in order, and the names of shards that are damaged, by what is known
    of their files without reading them."""

    there: tuple[range, ...]
    damaged: tuple[str, ...]


class Store:
    """A place with lives in it. `shards()` are those that are there; `write` puts one there."""

    def __init__(self, place: Place, manifest: Manifest) -> None:
        self.place = place
        self.manifest = manifest

    @classmethod
    def found(cls, place: Place) -> Store | None:
        """What is kept at a place; None if there are no lives. Raises RunsError if they cannot be read."""
        data = place.read(NAME, BYTES)
        return None if data is None else cls(place, Manifest.from_bytes(data, place.shown))

    def aim(self, n: int) -> None:
        """Let it be for so many lives."""
        if n != self.manifest.n:
            self.manifest = msgspec.structs.replace(self.manifest, n=n)
            self._put(NAME, self.manifest.to_bytes())

    def begin(self, text: WorldText) -> None:
        """Write down whose lives these are, as far as it is not written down, and clear away what was left
        half written."""
        self.place.tidy("", NAME.__eq__)
        self.place.tidy("world", self.manifest.files.__contains__)
        for folder in (*self._kinds(), "shards"):
            self.place.tidy(folder, partial(self._is_shard, folder))
        if self.place.read(NAME, BYTES) is None:
            self._put(NAME, self.manifest.to_bytes())
        for name in self.manifest.files:
            if self._text(name) is None and name in text.texts:
                self._put(f"world/{name}", text.texts[name].encode())

    def load(self) -> Loaded:
        """The world whose lives these are, from the text that is kept with them.

        Raises RunsError if it is damaged, or no longer the same world in this version of Twicetold.
        """
        shown = f"{self.place.shown}: the text of the world"
        texts = {name: self._text(name) for name in self.manifest.files}
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

    def survey(self) -> Survey:
        """What is there, by the names and sizes of the files. Of two shards with the same first run, as an
        interruption may leave them, only the longer one counts.

        Raises RunsError if something is there in the place of shards that is none of these lives.
        """
        sizes = {kind: self.place.sizes(kind) for kind in self._kinds()}
        listed = self._listed()
        small = [runs for runs, size in listed.items() if size <= sidecar.BYTES]
        damaged = [_sidecar(runs) for runs, size in listed.items() if size > sidecar.BYTES]
        documents = self.place.read_all([_sidecar(runs) for runs in small], sidecar.BYTES)
        longest: dict[int, range] = {}
        for runs, document in zip(small, documents, strict=True):
            if document is None:
                continue  # it was taken away meanwhile
            known = self._known(runs, document)
            file = f"{shard_name(runs)}.parquet"
            there = {kind: sizes[kind][file] for kind in sizes if file in sizes[kind]}
            if any(size is None for size in there.values()):
                raise self._strange(next(f"{kind}/{file}" for kind in there if there[kind] is None))
            if known is None or any(known[kind].bytes != size for kind, size in there.items()):
                damaged.append(_sidecar(runs))
            elif len(there) == len(sizes):
                longest[runs.start] = max(longest.get(runs.start, runs), runs, key=len)
        return Survey(tuple(longest[begin] for begin in sorted(longest)), tuple(damaged))

    def shards(self) -> list[range]:
        """The runs of the shards that are there, in order. Raises RunsError like `survey`."""
        return list(self.survey().there)

    def read(self, runs: range, kinds: tuple[str, ...] | None = None) -> ShardFiles | None:
        """A shard, or the files of these kinds of it, if it is whole by its checksums; else None."""
        document = self.place.read(_sidecar(runs), sidecar.BYTES)
        known = None if document is None else self._known(runs, document)
        if known is None:
            return None
        whole = {}
        for kind in kinds or self._kinds():
            data = self.place.read(f"{kind}/{shard_name(runs)}.parquet", FILE)
            if data is None or sidecar.sum_of(data) != known[kind]:
                return None
            whole[kind] = data
        return ShardFiles(**whole)

    def write(self, runs: range, files: ShardFiles) -> None:
        """Put a shard there, its checksums last. Raises RunsError if there is no room, or it is too large to
        be read again, OSError if something else is in the way."""
        parts = files.parts()
        if max(map(len, parts.values())) > FILE:
            raise RunsError(
                f"{self.place.shown}: the events of {len(runs):,} lives take more than {FILE >> 20} MiB,"
                " which is too much to keep; leave out --events"
            )
        for kind, data in parts.items():
            self._put(f"{kind}/{shard_name(runs)}.parquet", data)
        self._put(_sidecar(runs), sidecar.of(self.manifest, runs, parts).to_bytes())

    def longer(self, runs: range) -> bool:
        """Whether more of the shard that these runs begin is there."""
        if runs == self.manifest.shard(runs.start):
            return False
        others = (_runs(file, "json") for file in self.place.sizes("shards"))
        return any(
            other is not None and other.start == runs.start and other.stop > runs.stop for other in others
        )

    def remove_all_but(self, kept: list[range]) -> None:
        """Take away whatever else is there of shards of these lives: those that are damaged, or parts of
        longer ones. What has not the form of one is left alone."""
        names = {shard_name(runs) for runs in kept}
        for folder in ("shards", *self._kinds()):
            for file, size in self.place.sizes(folder).items():
                if size is not None and self._is_shard(folder, file) and file.partition(".")[0] not in names:
                    self.place.remove(f"{folder}/{file}")

    def remove(self, runs: range) -> None:
        """Take a shard away, its checksums first."""
        self.place.remove(_sidecar(runs))
        for kind in self._kinds():
            self.place.remove(f"{kind}/{shard_name(runs)}.parquet")

    def _kinds(self) -> tuple[str, ...]:
        return ("lives", "events") if self.manifest.events else ("lives",)

    def _is_shard(self, folder: str, file: str) -> bool:
        """Whether a file of a folder has the form of a shard of these lives."""
        runs = _runs(file, "json" if folder == "shards" else "parquet")
        return runs is not None and self.manifest.fits(runs)

    def _listed(self) -> dict[range, int]:
        """The shards of which there is a sidecar, with its size. Raises RunsError if one is none of these
        lives."""
        listed = {}
        for file, size in self.place.sizes("shards").items():
            runs = _runs(file, "json")
            if runs is None:
                continue
            if size is None:
                raise self._strange(f"shards/{file}")
            if not self.manifest.fits(runs):
                raise RunsError(
                    f"{self.place.shown}: `shards/{file}` is no shard of these lives; take it away, or choose"
                    " another folder"
                )
            listed[runs] = size
        return listed

    def _known(self, runs: range, document: bytes) -> dict[str, sidecar.Sum] | None:
        """What the sidecar of a shard says of its files by kind; None if it is damaged. Raises RunsError if
        it is of other lives."""
        read = Sidecar.from_bytes(document)
        if read is None:
            return None
        if differing := read.differs(self.manifest):
            raise RunsError(
                f"{self.place.shown}: `{_sidecar(runs)}` is of lives of another {differing}; take this shard"
                " away, or choose another folder"
            )
        sums = read.sums()
        same = (read.first, read.n) == (runs.start, len(runs)) and tuple(sums) == self._kinds()
        return sums if same else None

    def _text(self, name: str) -> bytes | None:
        return self.place.read(f"world/{name}", limits.TEXT)

    def _strange(self, name: str) -> RunsError:
        return RunsError(
            f"{self.place.shown}: `{name}` is a link or something else that is no plain file, which"
            " Twicetold did not write; choose another folder"
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


def _sidecar(runs: range) -> str:
    return f"shards/{shard_name(runs)}.json"


def _runs(file: str, suffix: str) -> range | None:
    """The runs whose shard has a file of such a name."""
    named = re.fullmatch(rf"([0-9]{{12,16}})-([0-9]{{12,16}})\.{suffix}", file)
    runs = range(int(named[1]), int(named[2]) + 1) if named else range(0)
    return runs if runs and file == f"{shard_name(runs)}.{suffix}" else None
