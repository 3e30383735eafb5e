"""What the tests of lives on disk share."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from twicetold.lang import Loaded, load_with_warnings
from twicetold.questions import Many
from twicetold.runs import Batch, Engine
from twicetold.runs.recording import Request, record

N = 60
"""Lives that make shards of 8, 8, 16 and 16, and part of one."""

ALONE: dict[str, Any] = {"jobs": 1, "engine": Engine.KERNEL}
"""The kernel, which is compiled once in a session and then lives ten times as many lives."""


@functools.cache
def milk(*lines: str) -> Loaded:
    """The small bundled world."""
    return load_with_warnings("milk", lines)


def keep(where: object, n: int | None = N, loaded: Loaded | None = None, **request: Any) -> Batch:
    """Keep lives in small shards, with fields of `Many`, of `Request`, and `on_progress`."""
    on_progress = request.pop("on_progress", None)
    return record(loaded or milk(), str(where), _small(n, ALONE | request), on_progress)


def _small(n: int | None, request: dict[str, Any]) -> Request:
    own = {name: request.pop(name) for name in ("seed", "jobs", "engine", "until") if name in request}
    return Request(Many(n, **own), **{"smallest": 8, "largest": 16, **request})


def files(folder: Path) -> dict[str, bytes]:
    """All that is in a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def keep_there(
    where: object, n: int | None, crew: Any, loaded: Loaded | None = None, **request: Any
) -> Batch:
    """Keep lives in small shards by a cluster, with fields as `keep` takes them."""
    from twicetold.runs.cluster import live_there

    on_progress = request.pop("on_progress", None)
    asked = _small(n, {"engine": Engine.INTERPRETER, **request})
    location = None if where is None else str(where)
    return live_there(loaded or milk(), location, asked, crew, on_progress)
