"""What lives on disk are of, and into what shards they are divided.

Shards depend on nothing but the manifest's first run: they double in size from 1,024 lives up to a limit, so
that few lives make small files, many lives few files, and more lives of the same kind never move a border.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

import msgspec
from msgspec import Meta

from twicetold.engine.meaning.names import UNENDED, Names, Series, names
from twicetold.engine.meaning.noise import VERSION as NOISE
from twicetold.lang import Loaded, limits
from twicetold.runs import documents
from twicetold.runs.documents import RUNS, SEEDS, Count, Document, FileName, Hash, Line, Version
from twicetold.runs.failures import RunsError
from twicetold.runs.worldtext import WorldText
from twicetold.version import VERSION

FORMAT = 2
"""Counts the changes of what is written."""

NAME = "runs.json"
"""The manifest's file."""

BYTES = 1 << 21
"""The most that it holds."""

SMALLEST = 1 << 10
LARGEST = 1 << 16
LARGEST_WITH_EVENTS = 1 << 12
"""Lives in a shard; fewer if their events are kept, which take some hundred times the room."""

ENDINGS = 1 << 15
MEASURES = 1 << 12
"""The most that a world may have whose lives are kept."""

ROOM = 1 << 26
"""Bytes that the lives of a shard take at most, so that they can be read wherever there is that room."""

Noise = Annotated[int, Meta(ge=1, le=1 << 30)]
Size = Annotated[int, Meta(ge=1, le=LARGEST)]


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is measured over time: its name, and when, in seconds since the beginning."""

    name: Line
    times: Annotated[tuple[Annotated[float, Meta(ge=0)], ...], Meta(max_length=limits.POINTS)]


class Manifest(Document, frozen=True, kw_only=True):
    """Whose lives, which, and in what form.

    `n` is how many were asked for last; `world` and `main` name the world and its file; `lines` were added to
    its text; `endings`, `measures`, `series` and `roles` (the most that an event has) say what the columns
    hold; `smallest` and `largest` are sizes of shards; `twicetold` is the version that lives them, `noise`
    that of its noise.
    """

    world: Line
    hash: Hash
    main: FileName
    files: Annotated[tuple[FileName, ...], Meta(min_length=1, max_length=limits.FILES + 1)]
    lines: Annotated[tuple[Line, ...], Meta(max_length=limits.WORDS)]
    endings: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=ENDINGS)]
    measures: Annotated[tuple[Line, ...], Meta(max_length=MEASURES)]
    roles: Annotated[int, Meta(ge=0, le=limits.ROLES)]
    seed: Annotated[int, Meta(ge=0)]
    first: Count
    n: Count
    events: bool
    smallest: Size
    largest: Size
    twicetold: Version
    noise: Noise
    series: Annotated[tuple[Kept, ...], Meta(max_length=MEASURES)] = ()
    format: int = FORMAT

    def __post_init__(self) -> None:
        """Raises ValueError if what it says does not go together."""
        if self.seed >= SEEDS:
            raise ValueError("the seed is no number of 64 bits")
        if self.first + self.n > RUNS:
            raise ValueError("its runs have larger numbers than there are")
        if any(size & (size - 1) for size in (self.smallest, self.largest)) or self.smallest > self.largest:
            raise ValueError("its shards have no sizes")
        if self.main not in self.files or not all(map(documents.plain_name, self.files)):
            raise ValueError("the files of its world have no plain names")
        if len({file.casefold() for file in self.files}) < len(self.files):
            raise ValueError("two files of its world have one name but for capitals")
        for what, texts in (("endings", self.endings), ("measures", self.measures)):
            if len(set(texts)) < len(texts):
                raise ValueError(f"two of its {what} have one name")
        if self.endings[-1] != UNENDED:
            raise ValueError("its endings are not those of a world")
        over_time = tuple(kept.name for kept in self.series)
        if len({*self.measures, *over_time}) < len(self.measures) + len(over_time):
            raise ValueError("two of its measures have one name")
        if self.points > limits.POINTS:
            raise ValueError("it has more points of series than a world has")
        shown = (self.world, *self.endings, *self.measures, *over_time)
        if any(documents.shows_badly(text) or "\n" in text for text in shown):
            raise ValueError("its names hold characters that no world holds")
        if any(documents.shows_badly(line) for line in self.lines):
            raise ValueError("its lines hold characters that no world holds")

    @property
    def courses(self) -> tuple[Series, ...]:
        """What is measured over time."""
        return tuple(Series(kept.name, kept.times) for kept in self.series)

    @property
    def columns(self) -> tuple[str, ...]:
        """The measures, then the points of those over time, in order."""
        return (*self.measures, *(name for series in self.courses for name in series.columns))

    @property
    def points(self) -> int:
        """How many points there are of all series."""
        return sum(len(kept.times) for kept in self.series)

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

    @classmethod
    def from_bytes(cls, data: bytes, shown: str) -> Manifest:
        """The manifest as it was written. Raises RunsError if it cannot be understood, or is of lives that
        this version would live otherwise."""
        try:
            form = documents.read(data, _Form)
        except ValueError as error:
            raise _damaged(shown, error) from None
        if form.noise != NOISE:
            raise RunsError(
                f"{shown}: these lives have the luck of noise {form.noise}, and this version of Twicetold"
                f" ({VERSION}) that of noise {NOISE}, with which the same seed and run are another life;"
                f" live them anew in another folder, or read them with Twicetold {form.twicetold}"
            )
        if form.format != FORMAT:
            raise RunsError(
                f"{shown}: these lives were written in form {form.format}, and this version of Twicetold"
                f" ({VERSION}) knows form {FORMAT}; live them anew in another folder, or read them with"
                f" Twicetold {form.twicetold}"
            )
        try:
            return documents.read(data, cls)
        except ValueError as error:
            raise _damaged(shown, error) from None


class _Form(msgspec.Struct, frozen=True):
    """What every form of the manifest says; before noise was counted it was the first."""

    format: Annotated[int, Meta(ge=0, le=1 << 30)]
    twicetold: Version
    noise: Noise = 1


def _damaged(shown: str, error: ValueError) -> RunsError:
    what = documents.told(error)
    return RunsError(f"{shown}: `{NAME}` is damaged; nobody knows whose lives these are ({what})")


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
    """The manifest of `n` lives of a world. Raises RunsError if they cannot be kept."""
    world, text, known = loaded.world, WorldText.of(loaded), names(loaded.world)
    largest = largest or (LARGEST_WITH_EVENTS if events else LARGEST)
    while largest * _width(known) > ROOM:
        largest //= 2
    try:
        made = Manifest(
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
            smallest=min(smallest, largest),
            largest=largest,
            twicetold=VERSION,
            noise=NOISE,
            series=tuple(Kept(series.name, series.times) for series in known.series),
        )
        return documents.read(made.to_bytes(), Manifest)  # what could not be read is not written
    except ValueError as error:
        raise RunsError(f"lives of this world cannot be kept: {documents.told(error)}") from None


def _width(known: Names) -> int:
    """About how many bytes a life takes."""
    return 8 * (len(known.measures) + known.points + 4)
