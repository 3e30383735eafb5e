"""Lives on disk, read: as tables, as a batch, by SQL.

What is read is what the store's checksums know of. A page of a file that was damaged since is noticed by its
own checksum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from twicetold.engine.lives import Lives
from twicetold.runs.batch import Batch, EndingRow
from twicetold.runs.failures import RunsError, missing
from twicetold.runs.manifest import Manifest
from twicetold.runs.places import Place, place
from twicetold.runs.statistics import Summary
from twicetold.runs.store import Store, shard_name
from twicetold.runs.tally import Tally

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.dataset as ds

Form = Literal["arrow", "polars", "pandas"]
"""What a table is given as."""


@dataclass(frozen=True, slots=True)
class Runs:
    """The lives kept at a location, as they were when it was opened."""

    store: Store
    shards: tuple[range, ...]

    @classmethod
    def open(cls, location: str | Place) -> Runs:
        """The lives at a location. Raises RunsError if there are none."""
        where = place(location) if isinstance(location, str) else location
        store = Store.found(where)
        if store is None:
            raise RunsError(f"{where.shown} holds no lives; `twicetold many WORLD --out DIR` keeps some")
        return cls(store, tuple(store.shards()))

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
        return _table(self.dataset("lives"), form)

    def events(self, form: Form = "arrow") -> Any:
        """A table with a row for each event: run, tick, began, name, outcome, role_1, role_2, ...

        Raises RunsError like `lives`, and if the events were not kept.
        """
        return _table(self.dataset("events"), form)

    def dataset(self, kind: Literal["lives", "events"]) -> ds.Dataset:
        """All files of a kind as a dataset of Arrow, to be read in part. Raises RunsError."""
        tables = _tables()
        import pyarrow.dataset as ds

        if kind == "events" and not self.manifest.events:
            raise RunsError(f"{self.store.place.shown} holds lives without their events; --events keeps them")
        system, path = self.store.place.filesystem()
        files = [f"{path}/{kind}/{shard_name(runs)}.parquet" for runs in self.shards]
        if kind == "lives":
            schema = tables.lives_schema(self.manifest.measures)
        else:
            schema = tables.events_schema(self.manifest.roles)
        scan = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
        form = ds.ParquetFileFormat(default_fragment_scan_options=scan)
        return ds.FileSystemDataset.from_paths(files, schema=schema, format=form, filesystem=system)

    def columns(self) -> Iterator[Lives]:
        """The lives as columns, a shard at a time. Raises RunsError if a file is damaged."""
        tables = _tables()
        manifest = self.manifest
        for runs in self.shards:
            files = self.store.read(runs)
            if files is None:
                raise _damaged(self.store.place.shown, f"lives/{shard_name(runs)}.parquet")
            table = tables.from_parquet(files.lives)
            yield tables.lives_of(table, manifest.seed, manifest.endings, manifest.measures)

    def batch(self) -> Batch:
        """All lives summed up. Raises RunsError if a file is damaged."""
        manifest = self.manifest
        tally = Tally.of(manifest.endings, manifest.measures)
        for lives in self.columns():
            tally = tally.add(lives)
        return Batch(manifest.world, manifest.hash, manifest.seed, tally, manifest.n)

    def endings(self) -> tuple[EndingRow, ...]:
        """How often they ended how; see `Batch.endings`."""
        return self.batch().endings()

    def measures(self) -> dict[str, Summary]:
        """Each measure summed up; see `Batch.measures`."""
        return self.batch().measures()

    def sql(self, query: str) -> pa.Table:
        """What DuckDB answers to a query of the views `lives` and `events`. The query can read nothing else
        and write nothing. Raises RunsError if it is wrong, or DuckDB is not installed.
        """
        try:
            import duckdb
        except ImportError:
            raise missing("duckdb", "SQL", "duckdb") from None
        import pyarrow as pa

        views = {"lives": self.dataset("lives")}
        if self.manifest.events:
            views["events"] = self.dataset("events")
        with duckdb.connect(":memory:", config={"enable_external_access": "false"}) as connection:
            for name, view in views.items():
                connection.register(name, view)
            connection.execute("SET python_enable_replacements = false")
            connection.execute("SET lock_configuration = true")
            try:
                answer: Any = connection.sql(query)
                return answer.to_arrow_table() if answer is not None else pa.table({})
            except duckdb.Error as error:
                raise RunsError(str(error).strip()) from None
            except OSError as error:
                raise _damaged(self.store.place.shown, str(error)) from None


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


def _table(dataset: ds.Dataset, form: Form) -> Any:
    try:
        table = dataset.to_table()
    except OSError as error:
        raise _damaged("the lives", str(error)) from None
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
        raise missing("pyarrow", "reading lives from disk", "pyarrow") from None
    return tables


def _damaged(shown: str, what: str) -> RunsError:
    return RunsError(f"{shown}: a file is damaged ({what}); `twicetold many` with --resume lives it again")
