"""Parquet files read as a stranger's: how much comes out of one is known before any of it is unpacked.

A small file may unpack to any size, and say of itself what it likes. So before Arrow reads it, its schema,
rows and pages are held against what they should be: each page says in front of itself how large it is
unpacked and how many values it has, and Arrow unpacks no more than that. What is read is then checked in
full.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

PAGE = 1 << 23
"""Bytes of the largest page, unpacked; those written here have about 1 MiB."""

PAGES = 1 << 14
"""The most pages of a file."""

ROWS = 1 << 26
"""The most rows of a file."""

WORDS = 1 << 15
"""The most words of a dictionary."""

BATCH = 1 << 16
"""So many rows are read at once."""


class Unsound(ValueError):
    """A file holds something else than it should."""


@contextmanager
def sound() -> Iterator[None]:
    """Whatever Arrow raises of a file that is none becomes Unsound."""
    try:
        yield
    except Unsound:
        raise
    except (
        pa.ArrowException,
        OSError,
        ValueError,
        KeyError,
        IndexError,
        MemoryError,
        OverflowError,
    ) as error:
        raise Unsound("it is no sound Parquet") from error


def batches(data: bytes, schema: pa.Schema, most: int) -> Iterator[pa.RecordBatch]:
    """The rows of a file, a part at a time, which unpacks to `most` bytes at most. Raises Unsound if it is
    none of this schema, or not as it is written here."""
    with sound():
        source = pa.BufferReader(data)
        file = pq.ParquetFile(
            source,
            buffer_size=1 << 16,
            pre_buffer=False,
            thrift_string_size_limit=1 << 22,
            thrift_container_size_limit=1 << 17,
            page_checksum_verification=True,
            arrow_extensions_enabled=False,
        )
        if not file.schema_arrow.equals(schema):
            raise Unsound("its columns are others")
        _check_size(data, file.metadata, len(schema), most)
        for batch in file.iter_batches(BATCH, use_threads=False):
            batch.validate(full=True)
            yield batch


def rows(data: bytes) -> int:
    """How many rows a file says it has. Raises Unsound."""
    with sound():
        return int(pq.read_metadata(pa.BufferReader(data)).num_rows)


def _check_size(data: bytes, metadata: Any, columns: int, most: int) -> None:
    """Raises Unsound if the file unpacks to more than this, or its pages are not as it says."""
    if metadata.num_rows > ROWS or metadata.num_row_groups > 1:
        raise Unsound("it has too many rows")
    total = pages = 0
    for group in range(metadata.num_row_groups):
        chunks = metadata.row_group(group)
        if chunks.num_rows != metadata.num_rows or chunks.num_columns != columns:
            raise Unsound("its rows are not counted")
        for number in range(columns):
            chunk = chunks.column(number)
            values = 0
            for page in _pages(data, chunk):
                total, pages, values = total + page.size, pages + 1, values + page.values
                if total > most or pages > PAGES or page.size > PAGE or values > metadata.num_rows:
                    raise Unsound("more comes out of it than it should")
            if values != metadata.num_rows:
                raise Unsound("its rows are not all there")
    if metadata.num_rows and not metadata.num_row_groups:
        raise Unsound("its rows are not all there")


# --- pages --------------------------------------------------------------------------------------------------
#
# A page begins with a header in Thrift's compact protocol (`PageHeader` of the Parquet format): before each
# field stands a byte with its sort and by how much its number is greater than that of the one before it.

_BOOLEANS, _NUMBERS, _DOUBLE, _BINARY, _STRUCT = (1, 2), (4, 5, 6), 7, 8, 12

_UNPACKED, _PACKED, _DATA, _DICTIONARY, _DATA_2 = 2, 3, 5, 7, 8
"""Numbers of fields: sizes of the page, then what it is."""


class _Page:
    """A page's size when it is unpacked, with its header, and how many values of the column it has."""

    __slots__ = ("packed", "size", "values")

    def __init__(self, header: dict[int, Any], length: int) -> None:
        self.packed = _number(header, _PACKED)
        self.size = _number(header, _UNPACKED) + length
        kinds = [header[kind] for kind in (_DATA, _DATA_2) if kind in header]
        if len(kinds) + (_DICTIONARY in header) != 1:
            raise Unsound("a page is nothing known")
        self.values = _number(kinds[0], 1) if kinds else 0
        if not kinds and _number(header[_DICTIONARY], 1) > WORDS:
            raise Unsound("more comes out of it than it should")


def _pages(data: bytes, chunk: Any) -> Iterator[_Page]:
    """The pages of a column."""
    words = chunk.dictionary_page_offset
    at = chunk.data_page_offset if not words or words > chunk.data_page_offset else words
    end = at + chunk.total_compressed_size
    if chunk.file_path or at < 4 or not at < end <= len(data):
        raise Unsound("a column lies elsewhere")
    while at < end:
        header = _Header(data, at, end)
        page = _Page(header.struct(0), header.at - at)
        at = header.at + page.packed
        yield page
    if at != end:
        raise Unsound("a page is cut off")


class _Header:
    """The header that begins at `at`, which moves on as it is read."""

    def __init__(self, data: bytes, at: int, end: int) -> None:
        self.data, self.at, self.end = data, at, end

    def struct(self, depth: int) -> dict[int, Any]:
        """Its fields by number: numbers, and fields in turn."""
        if depth > 4:
            raise Unsound("a page has no header")
        fields: dict[int, Any] = {}
        field = 0
        while sort := self._byte():
            more, sort = sort >> 4, sort & 15
            field = field + more if more else self._signed()
            if field in fields or not 0 < field < 1 << 15:
                raise Unsound("a page has no header")
            fields[field] = self._value(sort, depth)
        return fields

    def _value(self, sort: int, depth: int) -> Any:
        if sort in _BOOLEANS:
            return sort == 1
        if sort in _NUMBERS:
            return self._signed()
        if sort == _STRUCT:
            return self.struct(depth + 1)
        if sort not in (_BINARY, _DOUBLE):
            raise Unsound("a page has no header")
        length = 8 if sort == _DOUBLE else self._varint()
        self.at += length  # not in one: it would be added to where the length began
        return None

    def _byte(self) -> int:
        if self.at >= self.end:
            raise Unsound("a page is cut off")
        self.at += 1
        return self.data[self.at - 1]

    def _varint(self) -> int:
        number = 0
        for place in range(10):
            byte = self._byte()
            number |= (byte & 127) << 7 * place
            if byte < 128:
                return number
        raise Unsound("a page has no header")

    def _signed(self) -> int:
        number = self._varint()
        return number >> 1 ^ -(number & 1)


def _number(fields: Any, field: int) -> int:
    number = fields.get(field) if isinstance(fields, dict) else None
    if not isinstance(number, int) or number < 0:
        raise Unsound("a page has no header")
    return number
