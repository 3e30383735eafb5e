"""Lives as Arrow tables and Parquet files: the same bytes for the same lives.

How a file is written is fixed here; nothing of the time, the machine or the engine enters it. (Another
version of Arrow may write other bytes for the same table; a file names its writer.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from twicetold.engine.lives import NO_ROLE, EventColumns, Lives, Names
from twicetold.lang.model import NEVER
from twicetold.runs.numbers import came

_OWN = ("run", "ending", "ticks", "digest", "scored")


def measure_columns(measures: Sequence[str]) -> tuple[str, ...]:
    """The column of each measure: its name, with `_` behind it where a column of every world has that."""
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
    """A row for each life; no value of a measure where what is measured never came."""
    columns = [
        pa.array(np.arange(lives.first, lives.first + len(lives), dtype=np.int64)),
        _words(lives.ending, endings),
        pa.array(lives.ticks),
        *(pa.array(np.ascontiguousarray(column), mask=~came(column)) for column in lives.measures.T),
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


def from_parquet(data: bytes) -> pa.Table:
    """The table of a Parquet file. Raises `pyarrow.ArrowException` or OSError if it is none."""
    return pq.read_table(pa.BufferReader(data), page_checksum_verification=True)


def lives_of(table: pa.Table, seed: int, endings: Sequence[str], measures: Sequence[str]) -> Lives:
    """The lives of a table that has at least one row."""
    columns = measure_columns(measures)
    values = [table.column(name).fill_null(NEVER).to_numpy() for name in columns]
    return Lives(
        seed,
        table.column("run")[0].as_py(),
        _places(table.column("ending"), endings),
        table.column("ticks").to_numpy(),
        np.column_stack(values) if values else np.empty((table.num_rows, 0)),
        table.column("digest").to_numpy(),
        table.column("scored").to_numpy(),
    )


def events_of(table: pa.Table, known: Names, entities: Sequence[str]) -> EventColumns:
    """The events of a table."""
    roles = [_places(table.column(f"role_{number + 1}"), entities) for number in range(known.most_roles)]
    return EventColumns(
        table.column("run").to_numpy(),
        _places(table.column("name"), known.constructs),
        _places(table.column("outcome"), known.outcomes),
        table.column("began").to_numpy(),
        table.column("tick").to_numpy(),
        np.column_stack(roles) if roles else np.empty((table.num_rows, 0), np.int16),
    )


def _words(places: NDArray[np.int16], words: Sequence[str]) -> pa.DictionaryArray:
    places = np.ascontiguousarray(places)
    indices = pa.array(places, pa.int16(), mask=places == NO_ROLE)
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string()))


def _places(column: Any, words: Sequence[str]) -> NDArray[np.int16]:
    """The place of each word of a column, whatever dictionary it was read with."""
    found = column.combine_chunks()
    if isinstance(found, pa.ChunkedArray):  # of no rows
        found = pa.concat_arrays(found.chunks) if found.num_chunks else pa.array([], column.type)
    known = {word: place for place, word in enumerate(words)}
    lookup = np.array([*(known[word] for word in found.dictionary.to_pylist()), NO_ROLE], np.int16)
    indices = found.indices.fill_null(len(lookup) - 1).to_numpy(zero_copy_only=False)
    placed: NDArray[np.int16] = lookup[indices]
    return placed
