"""Files that are none, or hold something else than they should: links, pipes, devices, damaged Parquet."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import stat
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.runs.hostile_folders.place import ESCAPE, FIRST, SECOND, Made, Place, Variant
from twicetold.runs.tables import to_parquet


def variants() -> Iterator[Variant]:
    """All of them."""
    yield from _links()
    yield from _parquet()


# --- what is no plain file ----------------------------------------------------------------------------------


def _links() -> Iterator[Variant]:
    targets: tuple[tuple[str, str | None], ...] = (
        ("runs.json", "endings"),
        (f"shards/{FIRST}.json", "endings"),
        (f"lives/{FIRST}.parquet", "endings"),
        (f"events/{FIRST}.parquet", "events"),
        ("world/milk.tale", None),
        (".lock", None),
        ("lives", "endings"),
        ("events", "events"),
        ("shards", "endings"),
        ("world", None),
    )
    for target, asks in targets:
        for sort, make in SORTS.items():
            if "." in target or sort != "a folder":
                yield Variant(f"{target} is {sort}", partial(_instead, target=target, make=make), asks=asks)


def _instead(place: Place, target: str, make: Callable[[Place, Path], None]) -> None:
    path = place.folder / target
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    make(place, path)


def _to_its_like(place: Place, path: Path) -> None:
    """A link to what could be there."""
    like = place.outside / path.relative_to(place.folder)
    path.symlink_to(like)


def _socket(place: Place, path: Path) -> None:
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as here:
        here.bind(path.name)


SORTS: dict[str, Callable[[Place, Path], None]] = {
    "a link to its like": _to_its_like,
    "a link to a folder": lambda place, path: path.symlink_to(place.outside / "lives"),
    "a link to nothing": lambda place, path: path.symlink_to(place.outside / "new"),
    "a link to itself": lambda place, path: path.symlink_to(path.name),
    "a link to what never ends": lambda place, path: path.symlink_to("/dev/zero"),
    "a pipe": lambda place, path: os.mkfifo(path),
    "a socket": _socket,
    "a folder": lambda place, path: path.mkdir(),
}
if hasattr(os, "geteuid") and os.geteuid() == 0:
    SORTS["a device"] = lambda place, path: os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))


# --- Parquet ------------------------------------------------------------------------------------------------


def _edited(kind: str, edit: Callable[[pa.Table], pa.Table | bytes], shard: str = SECOND) -> Made:
    """A shard with a table that is edited, and a sidecar that agrees."""

    def make(place: Place) -> None:
        made = edit(place.table(kind, shard))
        place.forge(kind, shard, made if isinstance(made, bytes) else to_parquet(made))

    return make


def _set(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(name), values)


def _int(name: str, change: Callable[[list[int]], Sequence[int | None]]) -> Callable[[pa.Table], pa.Table]:
    return lambda table: _set(
        table, name, pa.array(change(table.column(name).to_pylist()), table.schema.field(name).type)
    )


def _float(value: float) -> Callable[[pa.Table], pa.Table]:
    """A measure of one life is this."""
    return lambda table: _set(
        table, "cups_of_tea", pa.array([value, *table.column("cups_of_tea").to_pylist()[1:]], pa.float64())
    )


def _words(name: str, words: list[str | None]) -> Callable[[pa.Table], pa.Table]:
    def edit(table: pa.Table) -> pa.Table:
        values = [words[0], *words, *table.column(name).to_pylist()][1 : len(table) + 1]
        field = table.schema.field(name)
        known = [*dict.fromkeys(word for word in values if word is not None)]
        indices = pa.array([None if word is None else known.index(word) for word in values], pa.int16())
        return _set(
            table,
            name,
            pa.DictionaryArray.from_arrays(indices, pa.array(known, pa.string())).cast(field.type),
        )

    return edit


def _written(table: pa.Table, **how: Any) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, **how)
    return bytes(sink.getvalue())


def _page(table: pa.Table) -> bytes:
    """A file of the right columns and rows, in which the header of a page says that it is a gigabyte."""
    data = bytearray(to_parquet(table))
    column = pq.read_metadata(pa.BufferReader(bytes(data))).row_group(0).column(0)
    at = column.data_page_offset
    # The second field of the header is the size unpacked: its number, in as many bytes.
    assert data[at + 2] == 0x15
    end = at + 3
    while data[end] & 128:
        end += 1
    data[at + 3 : end + 1] = bytes([0xFF] * (end - at - 3) + [0x7F])
    return bytes(data)


LIVES_EDITS: dict[str, Callable[[pa.Table], pa.Table | bytes]] = {
    "one column less": lambda table: table.drop_columns(["digest"]),
    "one column more": lambda table: table.append_column("more", table.column("run")),
    "columns in another order": lambda table: table.select(table.column_names[::-1]),
    "a column with another name": lambda table: table.rename_columns(["Run", *table.column_names[1:]]),
    "runs as texts": lambda table: table.set_column(0, "run", table.column("run").cast(pa.string())),
    "runs as fractions": lambda table: table.set_column(0, "run", table.column("run").cast(pa.float64())),
    "runs in lists": lambda table: table.set_column(
        0, "run", pa.array([[run] for run in table.column("run").to_pylist()])
    ),
    "endings as texts": lambda table: table.set_column(1, "ending", table.column("ending").cast(pa.string())),
    "runs of others": _int("run", lambda runs: [run + 8 for run in runs]),
    "runs below zero": _int("run", lambda runs: [-run for run in runs]),
    "runs turned round": _int("run", lambda runs: runs[::-1]),
    "one run twice": _int("run", lambda runs: [runs[0], *runs[:-1]]),
    "a run that is none": _int("run", lambda runs: [None, *runs[1:]]),
    "a run too few": lambda table: table.slice(1),
    "the last run missing": lambda table: table.slice(0, len(table) - 1),
    "a run too many": lambda table: pa.concat_tables([table, table.slice(0, 1)]),
    "all runs twice": lambda table: pa.concat_tables([table, table]),
    "no runs": lambda table: table.slice(0, 0),
    "ticks below zero": _int("ticks", lambda ticks: [-1, *ticks[1:]]),
    "no ticks": _int("ticks", lambda ticks: [None] * len(ticks)),
    "options below zero": _int("scored", lambda scored: [-1, *scored[1:]]),
    "no digest": _int("digest", lambda digests: [None, *digests[1:]]),
    "an ending of nobody": _words("ending", ["an ending of nobody"]),
    "an ending with an escape": _words("ending", [ESCAPE]),
    "no ending": _words("ending", [None]),
    "no number": _float(float("nan")),
    "an endless measure": _float(float("inf")),
    "a measure below all": _float(float("-inf")),
    "many parts": lambda table: _written(table, row_group_size=2),
    "another file type": lambda table: b"PK\x03\x04" + bytes(500),
    "magic alone": lambda table: b"PAR1PAR1",
    "a footer beyond the file": lambda table: to_parquet(table)[:-8] + b"\xff\xff\xff\x7fPAR1",
    "a footer below zero": lambda table: to_parquet(table)[:-8] + b"\xff\xff\xff\xffPAR1",
    "half of it": lambda table: to_parquet(table)[: len(to_parquet(table)) // 2],
    "without its beginning": lambda table: to_parquet(table)[100:],
    "its beginning overwritten": lambda table: bytes(300) + to_parquet(table)[300:],
    "its pages overwritten": lambda table: to_parquet(table)[:4] + b"\xff" * 300 + to_parquet(table)[304:],
    "a page of gigabytes": _page,
}

EVENTS_EDITS: dict[str, Callable[[pa.Table], pa.Table | bytes]] = {
    "one column less": lambda table: table.drop_columns(["role_2"]),
    "one column more": lambda table: table.append_column("role_9", table.column("role_1")),
    "runs of others": _int("run", lambda runs: [run + 8 for run in runs]),
    "runs turned round": _int("run", lambda runs: runs[::-1]),
    "a run that is none": _int("run", lambda runs: [None, *runs[1:]]),
    "ticks below zero": _int("tick", lambda ticks: [-1, *ticks[1:]]),
    "begun below zero": _int("began", lambda ticks: [-1, *ticks[1:]]),
    "no name": _words("name", [None]),
    "no outcome": _words("outcome", [None]),
    "another file type": lambda table: b"PK\x03\x04" + bytes(500),
    "half of it": lambda table: to_parquet(table)[: len(to_parquet(table)) // 2],
    "a page of gigabytes": _page,
    "nothing but lives": lambda table: to_parquet(table.slice(0, 0).select(["run"])),
}


def _parquet() -> Iterator[Variant]:
    for name, edit in LIVES_EDITS.items():
        yield Variant(f"lives: {name}", _edited("lives", edit), asks="lives")
    for name, edit in EVENTS_EDITS.items():
        yield Variant(f"events: {name}", _edited("events", edit), asks="events")
    yield Variant("events: a name of nobody", _edited("events", _words("name", ["fly"])), asks=None)
    yield Variant("events: somebody unknown", _edited("events", _words("role_1", ["Nobody"])), asks=None)
    yield Variant("the files of a shard swapped", _swap_files, asks="lives")
    yield Variant("the lives of another shard", _other_lives, asks="lives")
    for kind in ("lives", "events"):
        yield Variant(f"{kind}: a bomb", partial(_explosive, kind=kind), asks=kind)
        name = f"{kind}/{SECOND}.parquet"
        for what, damage in DAMAGE.items():
            hurt = partial(_damage, name=name, damage=damage)
            seen = "endings" if what in ("empty", "cut", "longer") else kind
            yield Variant(f"{kind}: {what}, with the old sums", hurt, asks=seen, mends=True)


def _explosive(place: Place, kind: str) -> None:
    place.forge(kind, SECOND, place.shop.bomb(kind))


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[:-20],
    "longer": lambda data: data + b"\0",
    "a bit turned": lambda data: data[:60] + bytes([data[60] ^ 4]) + data[61:],
    "zeros": lambda data: bytes(len(data)),
}


def _damage(place: Place, name: str, damage: Callable[[bytes], bytes]) -> None:
    place.write(name, damage((place.folder / name).read_bytes()))


def _swap_files(place: Place) -> None:
    lives, events = ((place.folder / f"{kind}/{SECOND}.parquet").read_bytes() for kind in ("lives", "events"))
    place.forge("lives", SECOND, events)
    place.forge("events", SECOND, lives)


def _other_lives(place: Place) -> None:
    place.forge("lives", SECOND, (place.folder / f"lives/{FIRST}.parquet").read_bytes())
