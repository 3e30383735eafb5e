"""Lives on disk, read: as tables, as a batch, by SQL.

What is read is what the store's checksums know of, a shard at a time, and every row of it is checked: there
is one way in, for tables, sums and SQL alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from twicetold.engine.meaning.columns import Lives
from twicetold.runs.batch import Batch, EndingRow
from twicetold.runs.failures import RunsError, missing
from twicetold.runs.manifest import Manifest
from twicetold.runs.places import Place, place
from twicetold.runs.statistics import Point, Summary
from twicetold.runs.store import Store, shard_name
from twicetold.runs.tally import Tally

if TYPE_CHECKING:
    import pyarrow as pa

Form = Literal["arrow", "polars", "pandas"]
"""What a table is given as."""

Kind = Literal["lives", "events"]


@dataclass(frozen=True, slots=True)
class Runs:
    """The lives kept at a location, as they were when it was opened."""

    store: Store
    shards: tuple[range, ...]

    @classmethod
    def open(cls, location: str | Place) -> Runs:
        """The lives at a location. Raises RunsError if there are none, or some are damaged."""
        where = place(location) if isinstance(location, str) else location
        store = Store.found(where)
        if store is None:
            raise RunsError(f"{where.shown} holds no lives; `twicetold many WORLD --out DIR` keeps some")
        survey = store.survey()
        if survey.damaged:
            raise _damaged(where.shown, survey.damaged[0])
        return cls(store, survey.there)

    @property
    def manifest(self) -> Manifest:
        """Whose lives these are."""
        return self.store.manifest

    @property
    def n(self) -> int:
        """How many lives are there."""
        return sum(map(len, self.shards))

    @property
    def complete(self) -> bool:
        """Whether all lives that were asked for are there."""
        return self.n == self.manifest.n

    def lives(self, form: Form = "arrow") -> Any:
        """A table with a row for each life: run, ending, ticks, each measure, digest, scored.

        Raises RunsError if a file is damaged or what the form needs is not installed.
        """
        return self._table("lives", form)

    def events(self, form: Form = "arrow") -> Any:
        """A table with a row for each event: run, tick, began, name, outcome, role_1, role_2, ...

        Raises RunsError like `lives`, and if the events were not kept.
        """
        return self._table("events", form)

    def parts(self, kind: Kind) -> Iterator[pa.RecordBatch]:
        """The rows of a table, a part at a time. Raises RunsError like `lives` and `events`."""
        self._refuse_no_events(kind)
        for runs in self.shards:
            yield from self._shard(kind, runs)

    def columns(self) -> Iterator[Lives]:
        """The lives as columns, a shard at a time. Raises RunsError if a file is damaged."""
        tables, manifest = _tables(), self.manifest
        for runs in self.shards:
            parts = list(self._shard("lives", runs))
            yield tables.lives_of(parts, manifest.seed, manifest.endings, manifest.columns, manifest.points)

    def batch(self) -> Batch:
        """All lives summed up. Raises RunsError if a file is damaged."""
        manifest = self.manifest
        tally = Tally.of(manifest.endings, manifest.measures, manifest.courses)
        for lives in self.columns():
            tally = tally.add(lives)
        return Batch(manifest.world, manifest.hash, manifest.seed, tally, manifest.n)

    def endings(self) -> tuple[EndingRow, ...]:
        """How often they ended how; see `Batch.endings`."""
        return self.batch().endings()

    def measures(self) -> dict[str, Summary]:
        """Each measure summed up; see `Batch.measures`."""
        return self.batch().measures()

    def series(self) -> dict[str, tuple[Point, ...]]:
        """Each measure over time summed up; see `Batch.series`."""
        return self.batch().series()

    def sql(self, query: str) -> pa.Table:
        """What DuckDB answers to a query of the views `lives` and `events`. The query can read nothing else
        and write nothing. Raises RunsError if it is wrong, or DuckDB or Arrow is not installed.
        """
        try:
            import duckdb
            import pyarrow as pa
        except ImportError as error:
            raise missing(error.name or "duckdb", "SQL", "twicetold[lives]") from None

        kinds: tuple[Kind, ...] = ("lives", "events") if self.manifest.events else ("lives",)
        views = {kind: _View(self.schema(kind), partial(self.parts, kind)) for kind in kinds}
        with duckdb.connect(":memory:", config={"enable_external_access": "false"}) as connection:
            try:
                for name, view in views.items():
                    connection.register(name, view)
                connection.execute("SET python_enable_replacements = false")
                connection.execute("SET lock_configuration = true")
                answer: Any = connection.sql(query)
                return answer.to_arrow_table() if answer is not None else pa.table({})
            except (duckdb.Error, pa.ArrowException) as error:
                wrong = next((view.wrong for view in views.values() if view.wrong is not None), None)
                raise wrong or RunsError(str(error).strip()) from None

    def schema(self, kind: Kind) -> pa.Schema:
        """The columns of a table."""
        if kind == "lives":
            return _tables().lives_schema(self.manifest.columns)
        return _tables().events_schema(self.manifest.roles)

    def _table(self, kind: Kind, form: Form) -> Any:
        import pyarrow as pa

        return _formed(pa.Table.from_batches(self.parts(kind), schema=self.schema(kind)), form)

    def _shard(self, kind: Kind, runs: range) -> Iterator[pa.RecordBatch]:
        """The rows of a table that a shard has. Raises RunsError if it is damaged."""
        tables, manifest = _tables(), self.manifest
        from twicetold.runs.shards import sound_shard

        files = self.store.read(runs, (kind,))
        if files is None:
            raise _damaged(self.store.place.shown, f"{kind}/{shard_name(runs)}.parquet")
        with sound_shard(self.store, runs):
            if kind == "lives":
                yield from tables.read_lives(files.lives, runs, manifest.endings, manifest.columns)
            else:
                yield from tables.read_events(files.events, runs, manifest.roles)

    def _refuse_no_events(self, kind: Kind) -> None:
        if kind == "events" and not self.manifest.events:
            raise RunsError(f"{self.store.place.shown} holds lives without their events; --events keeps them")


class _View:
    """A table that DuckDB reads through Arrow's interface of streams, from the beginning whenever it asks.
    `wrong` is what ended a reading."""

    def __init__(self, schema: pa.Schema, parts: Callable[[], Iterator[pa.RecordBatch]]) -> None:
        self.schema = schema
        self.wrong: RunsError | None = None
        self._parts = parts

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        import pyarrow as pa

        return pa.RecordBatchReader.from_batches(self.schema, self._told()).__arrow_c_stream__(
            requested_schema
        )

    def _told(self) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._parts()
        except (RunsError, OSError) as error:
            self.wrong = error if isinstance(error, RunsError) else RunsError(str(error))
            raise


def kept(location: str) -> Iterator[tuple[str, Runs | RunsError]]:
    """The lives at a location and in the folders directly in it, each with its name; what is wrong with those
    that cannot be read. Raises RunsError if there is something missing to look there."""
    where = place(location)
    for name, here in [(".", where), *((name, where.within(name)) for name in where.folders())]:
        try:
            if Store.found(here) is not None:
                yield name, Runs.open(here)
        except RunsError as error:
            yield name, error
        except OSError as error:
            yield name, RunsError(f"{here.shown} cannot be read: {(error.strerror or str(error)).lower()}")


def _formed(table: pa.Table, form: Form) -> Any:
    """A table in the form that is asked for. Raises RunsError if what it needs is not installed."""
    if form == "arrow":
        return table
    if form == "pandas":
        try:
            return table.to_pandas()
        except ImportError:
            raise missing("pandas", "a table of pandas", "twicetold[pandas]") from None
    try:
        import polars
    except ImportError:
        raise missing("polars", "a table of Polars", "twicetold[polars]") from None
    return polars.from_arrow(table)


def _tables() -> Any:
    try:
        from twicetold.runs import tables
    except ImportError:
        raise missing("pyarrow", "reading lives from disk", "twicetold[lives]") from None
    return tables


def _damaged(shown: str, what: str) -> RunsError:
    return RunsError(f"{shown}: a file is damaged ({what}); `twicetold many` with --resume lives it again")
