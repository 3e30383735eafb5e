"""What the tests of lives on disk share."""

from __future__ import annotations

import functools
from pathlib import Path

from twicetold.lang import Loaded, load_with_warnings
from twicetold.runs import Batch, Engine
from twicetold.runs.recording import Request, record

N = 60
"""Lives that make shards of 8, 8, 16 and 16, and part of one."""

ALONE = {"jobs": 1, "engine": Engine.KERNEL}
"""The kernel, which is compiled once in a session and then lives ten times as many lives."""


@functools.cache
def milk(*lines: str) -> Loaded:
    """The small bundled world."""
    return load_with_warnings("milk", lines)


def keep(where: object, n: int | None = N, loaded: Loaded | None = None, **request: object) -> Batch:
    """Keep lives in small shards; `jobs`, `engine` and `on_progress` as `record` has them."""
    how = {
        **ALONE,
        **{name: request.pop(name) for name in ("jobs", "engine", "on_progress") if name in request},
    }
    asked = Request(n, **{"smallest": 8, "largest": 16, **request})
    return record(loaded or milk(), str(where), asked, **how)


def files(folder: Path) -> dict[str, bytes]:
    """All that is in a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def keep_there(
    where: object, n: int | None, crew: object, loaded: Loaded | None = None, **request: object
) -> Batch:
    """Keep lives in small shards by a cluster; `engine` and `on_progress` as `live_there` has them."""
    from twicetold.runs.cluster import live_there

    how = {name: request.pop(name) for name in ("engine", "on_progress") if name in request}
    asked = Request(n, **{"smallest": 8, "largest": 16, **request})
    location = None if where is None else str(where)
    return live_there(loaded or milk(), location, asked, crew, **{"engine": Engine.INTERPRETER, **how})
