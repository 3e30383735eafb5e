"""What a worker of a cluster is sent to do: live some runs, put them where they are kept, look what is whole.

Every task may be run twice, also at the same time by two workers of whom one was given up for lost: the
same runs make the same lives and the same bytes. An task brings home little: a tally, never the lives.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import names
from twicetold.lang import Loaded, TaleError
from twicetold.runs.columns import join
from twicetold.runs.engines import Chosen, Engine, choose
from twicetold.runs.failures import RunsError
from twicetold.runs.pieces import in_pieces
from twicetold.runs.places import place
from twicetold.runs.store import Store
from twicetold.runs.tally import Tally
from twicetold.runs.worldtext import WorldText
from twicetold.version import VERSION

if TYPE_CHECKING:
    from twicetold.runs.shards import Codec


@dataclass(frozen=True, slots=True)
class JobSpec:
    """What every worker has to know: the world's text, of which the hash must come out, what is lived of it
    and by which engine, and where it is kept (`location` None: nowhere).

    `versions` of the sender must be the worker's too, or its bytes may be others.
    """

    text: WorldText
    hash: str
    seed: int
    engine: Engine
    events: bool
    location: str | None
    versions: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, loaded: Loaded, seed: int, engine: Engine, events: bool, location: str | None) -> JobSpec:
        """The spec for lives of a world."""
        versions = _versions(location is not None)
        return cls(WorldText.of(loaded), loaded.world.hash, seed, engine, events, location, versions)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where lives are kept, and how they become bytes."""

    store: Store
    codec: Codec


@dataclass(frozen=True, slots=True)
class Ready:
    """A spec made ready: the engine, the tally of nobody, and where lives are kept."""

    chosen: Chosen
    nobody: Tally
    kept: Kept | None


class Worker:
    """Whoever does tasks in this process. It makes itself ready when it is first needed, once; sent to
    another process, it makes itself ready there again.
    """

    def __init__(self, spec: JobSpec) -> None:
        self.spec = spec
        self._lock = Lock()
        self._ready: Ready | None = None

    def __reduce__(self) -> tuple[type[Worker], tuple[JobSpec]]:
        return Worker, (self.spec,)

    def ready(self) -> Ready:
        """The spec made ready. Raises RunsError if this process cannot do the same as all others, or
        `engines.NoKernel`."""
        with self._lock:
            if self._ready is None:
                self._ready = _ready(self.spec)
            return self._ready


@dataclass(frozen=True, slots=True)
class Lived:
    """Lives, and how many seconds they took."""

    lives: Lives
    seconds: float


@dataclass(frozen=True, slots=True)
class Done:
    """Runs that are lived and, if they are to be, kept: their tally; of their longest piece, how many runs it
    had and how many seconds it took; why it was not the kernel that lived them where that was hoped for."""

    runs: range
    tally: Tally
    longest: int
    seconds: float
    note: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """Shards that are whole, and the tally of what they hold."""

    shards: tuple[range, ...]
    tally: Tally


def live(worker: Worker, runs: range) -> Lived:
    """Live some runs."""
    ready, spec = worker.ready(), worker.spec
    begun = time.monotonic()
    lives = join(list(in_pieces(ready.chosen.runner, spec.seed, runs, spec.events)))
    return Lived(lives, time.monotonic() - begun)


def put(worker: Worker, before: range | None, pieces: Sequence[Lived], enough: frozenset[int]) -> Done:
    """Put pieces that follow one another to what is there of their shard (`before`), if they are to be kept
    at all. Of the endings in `enough` no more lives are kept in the tally."""
    ready = worker.ready()
    lives = join([piece.lives for piece in pieces])
    longest = max(pieces, key=lambda piece: len(piece.lives))
    if ready.kept is not None:
        from twicetold.runs.shards import extend

        extend(ready.kept.store, ready.kept.codec, lives, before)
    return Done(
        range(lives.first, lives.first + len(lives)),
        ready.nobody.add(lives).without_samples(enough),
        len(longest.lives),
        longest.seconds,
        ready.chosen.note,
    )


def look(worker: Worker, shards: Sequence[range], enough: frozenset[int]) -> Found:
    """Those of these shards that are whole by their checksums, with what they hold; `enough` as for `put`."""
    from twicetold.runs.shards import known

    ready = worker.ready()
    assert ready.kept is not None
    whole, tally = [], ready.nobody
    for runs in shards:
        lives = known(ready.kept.store, ready.kept.codec, runs)
        if lives is not None:
            whole.append(runs)
            tally = tally.add(lives)
    return Found(tuple(whole), tally.without_samples(enough))


# --- making ready -------------------------------------------------------------------------------------------


def _ready(spec: JobSpec) -> Ready:
    _refuse_other_versions(spec)
    try:
        world = spec.text.load().world
    except TaleError as error:
        raise RunsError(f"a worker cannot load the world:\n{error}") from None
    if world.hash != spec.hash:
        raise RunsError(f"a worker reads world {world.hash} where {spec.hash} was sent")
    chosen, nobody = choose(world, spec.engine), Tally.of_names(names(world))
    if spec.location is None:
        return Ready(chosen, nobody, None)
    from twicetold.runs.shards import Codec

    store = Store.found(place(spec.location))
    if store is None or (store.manifest.hash, store.manifest.seed) != (spec.hash, spec.seed):
        raise RunsError(
            f"a worker finds no such lives at {spec.location}; keep them where all machines of the cluster"
            " reach them under the same name, such as a shared folder or s3://bucket/folder"
        )
    return Ready(chosen, nobody, Kept(store, Codec(world, spec.seed, spec.events)))


def _versions(keeping: bool) -> tuple[tuple[str, str], ...]:
    """The versions of what makes the bytes of a shard, or at least its lives."""
    if not keeping:
        return (("Twicetold", VERSION),)
    import pyarrow

    return ("Twicetold", VERSION), ("pyarrow", pyarrow.__version__)


def _refuse_other_versions(spec: JobSpec) -> None:
    for (name, theirs), (_, ours) in zip(spec.versions, _versions(spec.location is not None), strict=True):
        if theirs != ours:
            raise RunsError(
                f"a worker has {name} {ours}, but {theirs} sent it; install the same on all machines"
            )
