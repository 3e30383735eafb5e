"""Something done again whenever a text of a world is saved, until Ctrl-C.

The times and sizes of a few files are looked at a few times a second, which costs nothing that could be felt
and needs no more of the platform than a file system.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from twicetold.cli.ending import tell_wrong
from twicetold.cli.output import remark
from twicetold.cli.waiting import no_note
from twicetold.lang import Loaded
from twicetold.lang.diagnostics import TaleError
from twicetold.lang.shelf import locate

INTERVAL = 0.3
"""Seconds between two looks."""

Stamps = dict[Path, tuple[int, int]]


def watch(name: str, look: Callable[[], Loaded], *, rounds: int | None = None) -> None:
    """Do it now and after each save of the world, its canon, or what it uses; so often, or until Ctrl-C.

    A text that is wrong is told, and waited for to be mended.
    """
    files: set[Path] = _own(name)
    while rounds is None or rounds > 0:
        before = _stamps(files)
        try:
            loaded = look()
            files = _own(name) | _used(loaded, name)
            before = {**_stamps(files), **before}
        except TaleError as error:
            if not files:
                raise  # there is no such world: nothing could be saved
            tell_wrong(error)
        rounds = None if rounds is None else rounds - 1
        if rounds == 0:
            return
        no_note()
        remark("watching; Ctrl-C ends it")
        while _stamps(files) == {file: stamp for file, stamp in before.items() if file in files}:
            time.sleep(INTERVAL)


def _own(name: str) -> set[Path]:
    """The world's own file and its canon's."""
    path = locate(name)
    if not isinstance(path, Path):
        return set()
    return {path, path.with_suffix(".canon")}


def _used(loaded: Loaded, name: str) -> set[Path]:
    """The files a world uses that stand beside it."""
    path = locate(name)
    if not isinstance(path, Path):
        return set()
    beside = (path.parent / Path(file).name for file in loaded.sources)
    return {file for file in beside if file.is_file()}


def _stamps(files: Iterable[Path]) -> Stamps:
    """When each file was written last, and how large it is."""
    stamps = {}
    for file in files:
        try:
            stat = file.stat()
        except OSError:
            stamps[file] = (-1, -1)
        else:
            stamps[file] = (stat.st_mtime_ns, stat.st_size)
    return stamps
