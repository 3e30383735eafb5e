"""What takes long to make (a parser, a checked world, machine code) is kept in a folder of the user's.

An entry is a file, named by the hash of all that its content follows from. It begins with the hash of its
name and content together: an entry that is damaged, half written or renamed is taken away, never used. It is
written beside and then moved into place, so that several processes may write the same one.

Machine code is run as it is found. It is therefore taken only from a folder, and from files, that belong to
the user and that nobody else may write; whoever can write those can run code as the user anyway.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from platformdirs import user_cache_path

VARIABLE: Final = "TWICETOLD_CACHE"
"""The environment variable that names another folder; `off` is none."""

LIMIT: Final = 512 << 20
"""The most bytes of all entries together; those not used for longest are taken away beyond that."""

_MARK: Final = b"twicetold kept 1\n"
_HEAD: Final = len(_MARK) + 32
_ENTRY: Final = ".kept"
_UNFINISHED: Final = ".part"
_FORGOTTEN: Final = 3600.0
"""Seconds: what is unfinished for so long, nobody is going to finish."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The entries of a folder. Whatever goes wrong with it, an entry is merely not there or not kept."""

    folder: Path
    limit: int = LIMIT

    @classmethod
    def of_user(cls) -> Cache | None:
        """The user's cache: in the platform's folder for such, or as the environment says. None if that says
        `off`, or the folder cannot be made, or others may write there."""
        wish = os.environ.get(VARIABLE, "")
        if wish.lower() == "off":
            return None
        cache = cls(Path(wish) if wish else user_cache_path("twicetold", appauthor=False))
        return cache if cache.usable() else None

    def usable(self) -> bool:
        """Whether the folder is there, made if need be, and is the user's alone to write."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            status = self.folder.stat()
        except OSError:
            return False
        return stat.S_ISDIR(status.st_mode) and _own(status)

    def get(self, key: str) -> bytes | None:
        """What is kept under a key; None if there is nothing, or nothing that may be used."""
        path = self._path(key)
        try:
            whole = _read(path)
        except OSError:
            return None
        if whole is None or whole[:_HEAD] != _head(key, whole[_HEAD:]):
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)
        return whole[_HEAD:]

    def put(self, key: str, data: bytes) -> None:
        """Keep something under a key, instead of what was there; or not, if there is no room or no right."""
        with suppress(OSError):
            self._write(self._path(key), _head(key, data) + data)
            self._shrink()

    @contextmanager
    def one_at_a_time(self, key: str) -> Iterator[None]:
        """Wait until no other process makes the same entry; where the system has no such locks, do not."""
        lock = self.folder / (key + _UNFINISHED)
        with ExitStack() as held:
            with suppress(ImportError, OSError):
                import fcntl

                file = held.enter_context(lock.open("wb"))
                fcntl.flock(file, fcntl.LOCK_EX)
            yield
            with suppress(OSError):
                lock.unlink()

    def entries(self) -> list[Path]:
        """The files of all entries."""
        return [path for path in self._files() if path.suffix == _ENTRY]

    def size(self) -> int:
        """The bytes of all entries together."""
        return sum(status.st_size for _, status in _stats(self.entries()))

    def clear(self) -> None:
        """Take everything away that was kept."""
        for path in self._files():
            with suppress(OSError):
                path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / (key + _ENTRY)

    def _files(self) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if path.suffix in (_ENTRY, _UNFINISHED)]
        except OSError:
            return []

    def _write(self, path: Path, data: bytes) -> None:
        with NamedTemporaryFile(dir=self.folder, suffix=_UNFINISHED, delete=False) as file:
            beside = Path(file.name)
            try:
                file.write(data)
                file.close()  # not every system moves a file that is open
                beside.replace(path)
            except BaseException:
                with suppress(OSError):
                    beside.unlink()
                raise

    def _shrink(self) -> None:
        """Take away what has not been used for longest, until the rest is within the limit."""
        files = sorted(_stats(self._files()), key=lambda entry: entry[1].st_mtime, reverse=True)
        held = 0
        for path, file in files:
            held += file.st_size
            age = time.time() - file.st_mtime
            too_much = held > self.limit if path.suffix == _ENTRY else age > _FORGOTTEN
            if too_much:
                with suppress(OSError):
                    path.unlink()


def key_of(*parts: str) -> str:
    """The key of what follows from all these."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()


def _head(key: str, data: bytes) -> bytes:
    return _MARK + hashlib.sha256(key.encode() + data).digest()


def _read(path: Path) -> bytes | None:
    """The content of a file; None if it is no plain file of the user's alone."""
    flags = (
        os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    )
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        return file.read() if stat.S_ISREG(status.st_mode) and _own(status) else None


def _own(status: os.stat_result) -> bool:
    """Whether this is the user's and nobody else may write it. Windows says so in another way: there the
    folder of the user's profile is closed to others."""
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _stats(paths: list[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    for path in paths:
        with suppress(OSError):
            yield path, path.stat()
