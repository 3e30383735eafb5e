"""Lives as Arrow tables and Parquet files: the same bytes for the same lives.

How a file is written is fixed here; nothing of the time, the machine or the engine enters it. (Another
version of Arrow may write other bytes for the same table; a file names its writer.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from twicetold.engine.meaning.columns import NO_ROLE, EventColumns, Lives
from twicetold.engine.meaning.names import Names
from twicetold.lang.model import NEVER
from twicetold.runs import parquet
from twicetold.runs.numbers import came
from twicetold.runs.parquet import Unsound

LIVES = 1 << 27
EVENTS = 1 << 30
"""Bytes to which a file of a shard unpacks at most."""

_OWN = ("run", "ending", "ticks", "digest", "scored")


def measure_columns(measures: Sequence[str]) -> tuple[str, ...]:
    """The column of each measure, or point of a series: its name, with `_` behind it where another column has
    that."""
    taken = set(_OWN)
    columns = []
    for name in measures:
        while name.casefold() in taken:  # SQL does not tell large letters from small
            name += "_"
        taken.add(name.casefold())
        columns.append(name)
    return tuple(columns)


def lives_schema(measures: Sequence[str]) -> pa.Schema:
    """The columns of lives."""
    return pa.schema(
        [
            ("run", pa.int64()),
            ("ending", pa.dictionary(pa.int16(), pa.string())),
            ("ticks", pa.int32()),
            *((column, pa.float64()) for column in measure_columns(measures)),
            ("digest", pa.uint64()),
            ("scored", pa.int64()),
        ]
    )


def events_schema(roles: int) -> pa.Schema:
    """The columns of events of which none has more roles than this."""
    words = pa.dictionary(pa.int16(), pa.string())
    return pa.schema(
        [
            ("run", pa.int64()),
            ("tick", pa.int32()),
            ("began", pa.int32()),
            ("name", words),
            ("outcome", words),
            *((f"role_{number}", words) for number in range(1, roles + 1)),
        ]
    )


def lives_table(endings: Sequence[str], measures: Sequence[str], lives: Lives) -> pa.Table:
    """A row for each life; no value of a measure where what is measured never came. `measures` are those of
    the end, then the points of those over time (`Series.columns`)."""
    values = np.column_stack([lives.measures, lives.series]) if lives.series.size else lives.measures
    columns = [
        pa.array(np.arange(lives.first, lives.first + len(lives), dtype=np.int64)),
        _words(lives.ending, endings),
        pa.array(lives.ticks),
        *(pa.array(np.ascontiguousarray(column), mask=~came(column)) for column in values.T),
        pa.array(lives.digest),
        pa.array(lives.scored),
    ]
    return pa.Table.from_arrays(columns, schema=lives_schema(measures))


def events_table(known: Names, entities: Sequence[str], events: EventColumns) -> pa.Table:
    """A row for each event; roles as names of entities."""
    columns = [
        pa.array(events.run),
        pa.array(events.tick),
        pa.array(events.began),
        _words(events.name, known.constructs),
        _words(events.outcome, known.outcomes),
        *(_words(events.roles[:, place], entities) for place in range(known.most_roles)),
    ]
    return pa.Table.from_arrays(columns, schema=events_schema(known.most_roles))


def to_parquet(table: pa.Table) -> bytes:
    """A table as a Parquet file of one row group, each page with its checksum."""
    sink = pa.BufferOutputStream()
    words = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    pq.write_table(
        table,
        sink,
        row_group_size=max(1, table.num_rows),
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=words,
        write_statistics=True,
        write_page_checksum=True,
        store_schema=True,
    )
    return bytes(sink.getvalue())


def read_lives(
    data: bytes, runs: range, endings: Sequence[str], measures: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """The lives of some runs from a file of them, a part at a time. Raises `parquet.Unsound` if it holds
    anything else."""
    known, seen = set(endings), 0
    for batch in parquet.batches(data, lives_schema(measures), LIVES):
        run = batch.column("run").to_numpy(zero_copy_only=False)
        if not np.array_equal(run, np.arange(runs.start + seen, runs.start + seen + len(batch))):
            raise Unsound("its runs are others")
        seen += len(batch)
        _refuse_missing(batch, *_OWN)
        if not known.issuperset(_dictionary(batch.column("ending"))):
            raise Unsound("an ending is unknown")
        values = (batch.column(name).fill_null(NEVER) for name in measure_columns(measures))
        if not all(np.isfinite(column.to_numpy()).all() for column in values):
            raise Unsound("a measure is no finite number")
        _refuse_negative(batch, "ticks", "scored")
        yield batch
    if seen != len(runs):
        raise Unsound("its runs are not all there")


def read_events(data: bytes, runs: range, roles: int) -> Iterator[pa.RecordBatch]:
    """The events of some runs from a file of them, a part at a time. Raises `parquet.Unsound` if it holds
    anything else."""
    last = runs.start
    own = ("run", "tick", "began", "name", "outcome")
    for batch in parquet.batches(data, events_schema(roles), EVENTS):
        _refuse_missing(batch, *own)
        run = np.concatenate([[last], batch.column("run").to_numpy()])
        if (np.diff(run) < 0).any() or run[-1] >= runs.stop:
            raise Unsound("its runs are others")
        last = run[-1]
        _refuse_negative(batch, "tick", "began")
        yield batch


def lives_of(
    parts: Sequence[pa.RecordBatch], seed: int, endings: Sequence[str], measures: Sequence[str], points: int
) -> Lives:
    """The lives of a table in parts that has at least one row. The last so many of the measures are points of
    series."""
    table = pa.Table.from_batches(parts)
    columns = measure_columns(measures)
    values = [table.column(name).fill_null(NEVER).to_numpy() for name in columns]
    stacked = np.column_stack(values) if values else np.empty((table.num_rows, 0))
    at_end = len(columns) - points
    return Lives(
        seed,
        table.column("run")[0].as_py(),
        _places(parts, "ending", endings),
        table.column("ticks").to_numpy(),
        stacked[:, :at_end],
        table.column("digest").to_numpy(),
        table.column("scored").to_numpy(),
        series=stacked[:, at_end:],
    )


def events_of(parts: Sequence[pa.RecordBatch], known: Names, entities: Sequence[str]) -> EventColumns:
    """The events of a table in parts. Raises `parquet.Unsound` if the world knows none such."""
    table = pa.Table.from_batches(parts, schema=events_schema(known.most_roles))
    roles = [_places(parts, f"role_{number + 1}", entities) for number in range(known.most_roles)]
    return EventColumns(
        table.column("run").to_numpy(),
        _places(parts, "name", known.constructs),
        _places(parts, "outcome", known.outcomes),
        table.column("began").to_numpy(),
        table.column("tick").to_numpy(),
        np.column_stack(roles) if roles else np.empty((table.num_rows, 0), np.int16),
    )


def _words(places: NDArray[np.int16], words: Sequence[str]) -> pa.DictionaryArray:
    places = np.ascontiguousarray(places)
    indices = pa.array(places, pa.int16(), mask=places == NO_ROLE)
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string()))


def _places(parts: Sequence[pa.RecordBatch], column: str, words: Sequence[str]) -> NDArray[np.int16]:
    """The place of each word of a column, whatever dictionary each part was read with."""
    known = {word: place for place, word in enumerate(words)}
    placed = [np.empty(0, np.int16)]
    for part in parts:
        array = part.column(column)
        try:
            places = [*(known[word] for word in _dictionary(array)), NO_ROLE]
        except KeyError:
            raise Unsound("it names what its world does not know") from None
        indices = array.indices.fill_null(len(places) - 1).to_numpy(zero_copy_only=False)
        placed.append(np.array(places, np.int16)[indices])
    return np.concatenate(placed)


def _dictionary(column: Any) -> list[Any]:
    words: list[Any] = column.dictionary.to_pylist()
    return words


def _refuse_missing(batch: pa.RecordBatch, *columns: str) -> None:
    if any(batch.column(name).null_count for name in columns):
        raise Unsound("a value is missing")


def _refuse_negative(batch: pa.RecordBatch, *columns: str) -> None:
    if any((batch.column(name).to_numpy() < 0).any() for name in columns):
        raise Unsound("a number is negative")
