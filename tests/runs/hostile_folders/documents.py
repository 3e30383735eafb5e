"""Manifests and sidecars that are wrong: every field of every wrong sort, documents that are none, and those
of other lives."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.runs.hostile_folders.place import ESCAPE, FIRST, SECOND, Place, Variant


def variants() -> Iterator[Variant]:
    """All of them."""
    for some in (_fields, _values, _documents, _sidecars):
        yield from some()


# --- fields of every wrong sort -----------------------------------------------------------------------------

WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    2.5,
    float("nan"),
    1 << 64,
    10**40,
    "",
    "seven",
    "x" * 3000,
    ESCAPE,
    [],
    {},
    [None],
    [["a"]],
    ["a", "a"],
    {"a": 1},
)

RIGHT: dict[str, tuple[Any, ...]] = {
    "world": ("", "seven"),
    "lines": ([], ["a", "a"]),
    "measures": ([],),
    "events": (True,),
    "twicetold": ("seven",),
}
"""Of these the ones that could be a folder's own."""


FIELDS = (
    *("world", "hash", "main", "files", "lines", "endings", "measures", "roles", "seed", "first", "n"),
    *("events", "smallest", "largest", "twicetold", "noise", "format"),
)


def _fields() -> Iterator[Variant]:
    for name in FIELDS:
        for number, value in enumerate(WRONG):
            if value not in RIGHT.get(name, ()):
                yield Variant(f"{name} {number}", partial(Place.say, **{name: value}))
        yield Variant(f"no {name}", partial(_without, name=name))
        yield Variant(f"{name} twice", partial(_twice, name=name))


def _without(place: Place, name: str) -> None:
    manifest = place.manifest()
    del manifest[name]
    place.write("runs.json", json.dumps(manifest).encode())


def _twice(place: Place, name: str) -> None:
    text = json.dumps(place.manifest())
    place.write("runs.json", f'{{"{name}": {json.dumps(place.manifest()[name])}, {text[1:]}'.encode())


def _values() -> Iterator[Variant]:
    def said(name: str, **changes: Any) -> Variant:
        return Variant(name, lambda place: place.say(**changes))

    for size in (0, 3, 12, 1 << 17, 1 << 60):
        yield said(f"smallest of {size}", smallest=size)
        yield said(f"largest of {size}", largest=size)
    yield said("sizes turned round", smallest=16, largest=8)
    yield said("another first run", first=4)
    yield said("runs beyond all numbers", first=1 << 50)
    yield said("another seed", seed=7)
    yield said("another world", hash="0" * 16)
    yield said("a hash and a line", hash="0" * 16 + "\n")
    yield said("another noise", noise=1)
    yield said("an old form", format=1)
    yield said("a form to come", format=3)
    yield said("a huge form", format=1 << 62)
    yield said("something more", more=1)
    yield said("a field with an escape", **{ESCAPE: 1})
    yield said("a world with an escape", world=ESCAPE)
    yield said("a world of two lines", world="one\nerror: two")
    yield said("endings with an escape", endings=[ESCAPE, "unended"])
    yield said("too many endings", endings=[*map(str, range(40_000)), "unended"])
    yield said("endings of nobody", endings=["tea"])
    yield said("measures with an escape", measures=[ESCAPE])
    for name in ("measures", "endings"):
        others: dict[str, Any] = {name: ["tea", "unended"]}
        yield Variant(f"{name} of others", partial(Place.say, **others), asks="lives")
    yield said("too many measures", measures=[*map(str, range(5_000))])
    yield said("one measure twice", measures=["cups_of_tea", "cups_of_tea"])
    yield said("lines with an escape", lines=[ESCAPE])
    yield said("too many roles", roles=7)
    yield said("many roles", roles=1 << 40)
    yield Variant("lives without events", lambda place: place.say(events=False))
    for name in ("../x", "/tmp/x", "a/b", "..", ".", "a\\b", "C:x", "x\0y", ESCAPE, "x" * 300):
        yield said(f"a file called {name!r:.30}", files=["milk.tale", name])
        yield said(f"its file called {name!r:.30}", files=[name], main=name)
    yield said("files but for capitals", files=["milk.tale", "Milk.tale"])
    yield said("too many files", files=["milk.tale", *(f"{number}.tale" for number in range(40))])
    yield said("a main file that is none", main="other.tale")


# --- documents that are none --------------------------------------------------------------------------------

BYTES: dict[str, bytes] = {
    "nothing": b"",
    "an open brace": b"{",
    "a list": b"[]",
    "null": b"null",
    "a number": b"1",
    "a text": b'"lives"',
    "not a number": b"NaN",
    "zeros": bytes(100),
    "no UTF-8": b'{"format": "\xff"}',
    "UTF-16": '{"format": 2}'.encode("utf-16"),
    "a mark first": "\ufeff{}".encode(),
    "half a character": b'{"format": 2, "twicetold": "\\ud800"}',
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "closed depth": b'{"format": 2, "twicetold": "1", "a": ' + b"[" * 90_000 + b"]" * 90_000 + b"}",
    "a million digits": b'{"format": ' + b"9" * 1_000_000 + b"}",
    "infinite": b'{"format": 1e999, "twicetold": "1"}',
    "empty keys": b'{"": {"": {"": 1}}}',
    "too long": b" " * (3 << 20),
}


def _documents() -> Iterator[Variant]:
    for name, data in BYTES.items():
        yield Variant(f"manifest: {name}", partial(Place.write, name="runs.json", data=data))
        yield Variant(
            f"sidecar: {name}", partial(Place.write, name=f"shards/{FIRST}.json", data=data), mends=True
        )
    yield Variant(
        "manifest: two", lambda place: place.write("runs.json", json.dumps(place.manifest()).encode() * 2)
    )
    yield Variant("manifest: sparse", partial(_sparse, name="runs.json"))
    yield Variant("sidecar: sparse", partial(_sparse, name=f"shards/{FIRST}.json"), mends=True)
    yield Variant("lives: sparse", partial(_sparse, name=f"lives/{FIRST}.parquet"), mends=True)
    yield Variant("world: sparse", partial(_sparse, name="world/milk.tale"), asks=None)


def _sparse(place: Place, name: str) -> None:
    os.truncate(place.folder / name, 1 << 40)


# --- sidecars -----------------------------------------------------------------------------------------------


def _sidecars() -> Iterator[Variant]:
    wrong: tuple[Any, ...] = (None, True, -1, 2.5, 10**40, "", [], {})
    for name in ("world", "seed", "noise", "first", "n", "lives", "events"):
        for number, value in enumerate(wrong):
            change = partial(Place.sidecar, shard=FIRST, **{name: value})
            strange = name == "seed" and isinstance(value, int) and value is not True
            yield Variant(f"sidecar {name} {number}", change, mends=not strange)
    yield Variant("sidecar: another world", partial(Place.sidecar, shard=FIRST, world="0" * 16))
    yield Variant("sidecar: another seed", partial(Place.sidecar, shard=FIRST, seed=2))
    yield Variant("sidecar: another noise", partial(Place.sidecar, shard=FIRST, noise=1))
    yield Variant("sidecar: other runs", partial(Place.sidecar, shard=FIRST, first=8), mends=True)
    yield Variant("sidecar: other size", partial(Place.sidecar, shard=FIRST, n=9), mends=True)
    yield Variant("sidecar: no events", _no_events, mends=True)
    for number, sums in enumerate(
        (
            {"bytes": 0, "sha256": "0" * 64},
            {"bytes": -5, "sha256": "0" * 64},
            {"bytes": 1 << 60, "sha256": "0" * 64},
            {"bytes": "9", "sha256": "0" * 64},
            {"bytes": 9, "sha256": "0" * 63},
            {"bytes": 9, "sha256": "G" * 64},
            {"bytes": 9},
            {"bytes": 9, "sha256": "0" * 64, "more": 1},
        )
    ):
        yield Variant(f"sidecar: sums {number}", partial(Place.sidecar, shard=FIRST, lives=sums), mends=True)
    yield Variant("sidecars swapped", _swap_sidecars, mends=True)
    yield Variant("a shard of another seed", partial(_foreign, seed=2))
    yield Variant("a shard of another world", partial(_foreign, lines=("without blame",)))
    yield Variant("a shard in the middle", partial(_rename, to="000000000003-000000000007"))
    yield Variant("a shard over two", partial(_rename, to="000000000000-000000000015"))
    yield Variant("a shard of one life too many", partial(_rename, to="000000000000-000000000008"))
    yield Variant("a shard of huge runs", partial(_rename, to="9999999999999999-9999999999999999"))


def _no_events(place: Place) -> None:
    path = place.folder / f"shards/{FIRST}.json"
    document = json.loads(path.read_text())
    del document["events"]
    path.write_text(json.dumps(document))


def _swap_sidecars(place: Place) -> None:
    one, other = (place.folder / f"shards/{shard}.json" for shard in (FIRST, SECOND))
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _foreign(place: Place, **how: Any) -> None:
    """A shard of other lives, whole, with its sidecar."""
    for file in (f"lives/{FIRST}.parquet", f"events/{FIRST}.parquet", f"shards/{FIRST}.json"):
        shutil.copy(place.shop.kept(**how) / file, place.folder / file)


def _rename(place: Place, to: str) -> None:
    for file in ("lives/{}.parquet", "events/{}.parquet", "shards/{}.json"):
        (place.folder / file.format(FIRST)).rename(place.folder / file.format(to))
