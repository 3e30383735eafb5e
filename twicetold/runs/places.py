"""Where lives are kept: a folder, or any location that fsspec knows.

A place holds files of bytes under names such as `lives/0-1023.parquet`. A file is there as a whole or not at
all, whenever the power fails: in a folder it is written under another name, brought to the disk and renamed;
an object store takes it in one piece.

What is there may be a stranger's: no more of a file is read than is allowed, and what is no plain file is
refused.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from twicetold.runs.failures import RunsError, missing
from twicetold.runs.plain import UNFINISHED, PlainFolder, plain_folder

MOST = 1 << 27
"""Bytes of the largest file that is read."""

AT_ONCE = 16
"""How many files are read at once where they are far away."""

_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS}


class Place(Protocol):
    """Files of bytes by name."""

    @property
    def shown(self) -> str:
        """What the place is called in messages."""

    @property
    def location(self) -> str:
        """What `place` finds it by, from any folder of this machine."""

    def read(self, name: str, most: int = MOST) -> bytes | None:
        """What a file holds; None if there is none. Raises RunsError if it is no plain file or larger than
        `most` bytes."""

    def read_all(self, names: Sequence[str], most: int = MOST) -> list[bytes | None]:
        """What each of these files holds, that were just listed; many are read at once where they are far
        away."""

    def write(self, name: str, data: bytes) -> None:
        """Put a file there, or in the place of one. Raises OSError if it cannot be, RunsError if what stands
        there is no plain file."""

    def remove(self, name: str) -> None:
        """Take a file away, if it is there. Raises RunsError if it is no plain file."""

    def sizes(self, folder: str) -> dict[str, int | None]:
        """What is directly in a folder of the place, in order of the names, with its size in bytes; None of
        what is no plain file. Raises RunsError if the folder is something else."""

    def folders(self) -> list[str]:
        """The names of the folders directly in this place, in order."""

    def within(self, folder: str) -> Place:
        """A folder of this place."""

    def tidy(self, folder: str, ours: Callable[[str], bool]) -> None:
        """Remove what was left half written in a folder of the files of such names."""

    def locked(self) -> Any:
        """A context in which nobody else on this machine records here. Raises RunsError if someone does."""


def place(location: str) -> Place:
    """The place at a location: a path, or a URL such as `s3://bucket/folder`.

    Raises RunsError if something is not installed that the location needs.
    """
    for here in ("file://", "local://"):
        if location.startswith(here):
            return Folder(Path(location.removeprefix(here)))
    return Remote.at(location) if "://" in location else Folder(Path(location))


class Folder:
    """A folder of this machine. Nothing is done through links in it: see `plain`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.shown = str(path)
        self.location = str(path.absolute())

    def read(self, name: str, most: int = MOST) -> bytes | None:
        with self._of(name) as (folder, file):
            return None if folder is None else folder.read(file, most)

    def read_all(self, names: Sequence[str], most: int = MOST) -> list[bytes | None]:
        return [self.read(name, most) for name in names]

    def write(self, name: str, data: bytes) -> None:
        with self._of(name, make=True) as (folder, file):
            assert folder is not None
            folder.write(file, data)

    def remove(self, name: str) -> None:
        with self._of(name) as (folder, file):
            if folder is not None:
                folder.remove(file)

    def sizes(self, folder: str) -> dict[str, int | None]:
        with self._of(f"{folder}/") as (inside, _):
            sizes = {} if inside is None else inside.sizes()
        return {name: size for name, size in sizes.items() if not name.startswith(".")}

    def folders(self) -> list[str]:
        if not self.path.is_dir():
            return []
        return sorted(entry.name for entry in self.path.iterdir() if entry.is_dir())

    def within(self, folder: str) -> Folder:
        return Folder(self.path / folder)

    def tidy(self, folder: str, ours: Callable[[str], bool]) -> None:
        with self._of(f"{folder}/") as (inside, _):
            if inside is None:
                return
            for name, size in inside.sizes().items():
                half = re.fullmatch(rf"\.(.+)\.[0-9a-f]+{re.escape(UNFINISHED)}", name)
                if half and size is not None and ours(half[1]):
                    inside.remove(name)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Whoever holds the lock loses it by ending, however that comes about."""
        try:
            import fcntl
        except ImportError:  # not on every system; two writers then do each other's work, to the same bytes
            yield
            return
        with plain_folder(self.path, make=True) as here:
            assert here is not None
            with here.lockable(".lock") as descriptor:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise RunsError(
                        f"{self.shown}: another process is recording here; let it finish"
                    ) from None
                except OSError as error:
                    if error.errno not in _NO_LOCKS:
                        raise
                yield

    @contextmanager
    def _of(self, name: str, *, make: bool = False) -> Iterator[tuple[PlainFolder | None, str]]:
        """The folder that a file is in, None if there is none, and what it is called there."""
        folder, _, file = name.rpartition("/")
        with plain_folder(self.path, make=make) as here:
            if here is None or not folder:
                yield here, file
                return
            with here.within(folder, make=make) as inside:
                yield inside, file


class Remote:
    """A folder of a file system that fsspec knows, such as an object store."""

    def __init__(self, system: Any, path: str, shown: str) -> None:
        self.system = system
        self.path = path.rstrip("/")
        self.shown = self.location = shown

    @classmethod
    def at(cls, location: str) -> Remote:
        """The folder at a URL. Raises RunsError if fsspec, or what it needs for such a URL, is missing."""
        scheme = location.partition("://")[0]
        try:
            import fsspec
        except ImportError:
            extra = "s3" if scheme == "s3" else "remote"
            raise missing("fsspec", f"`{location}`", f"twicetold[{extra}]") from None
        try:
            system, path = fsspec.core.url_to_fs(location)
        except ImportError as error:
            raise RunsError(f"`{location}` needs something that is not installed: {error}") from None
        except (ValueError, TypeError) as error:
            raise RunsError(f"`{location}` is no place to keep lives: {error}") from None
        return cls(system, path, location)

    def read(self, name: str, most: int = MOST) -> bytes | None:
        self.system.invalidate_cache()  # others may have written since it was last listed
        return self._read(name, most)

    def read_all(self, names: Sequence[str], most: int = MOST) -> list[bytes | None]:
        if not names:
            return []
        with ThreadPoolExecutor(min(AT_ONCE, len(names))) as pool:
            return list(pool.map(lambda name: self._read(name, most), names))

    def write(self, name: str, data: bytes) -> None:
        with self._reached():
            self.system.pipe_file(f"{self.path}/{name}", data)

    def remove(self, name: str) -> None:
        with suppress(FileNotFoundError), self._reached():
            self.system.rm_file(f"{self.path}/{name}")

    def sizes(self, folder: str) -> dict[str, int | None]:
        return {name: self._size(entry) for name, entry in self._list(folder).items()}

    def folders(self) -> list[str]:
        return [name for name, entry in self._list("").items() if entry["type"] == "directory"]

    def within(self, folder: str) -> Remote:
        return Remote(self.system, f"{self.path}/{folder}", f"{self.shown.rstrip('/')}/{folder}")

    def tidy(self, folder: str, ours: Callable[[str], bool]) -> None:
        """Nothing is ever half written there."""

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Two writers do each other's work, to the same bytes: nothing is locked."""
        yield

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Whatever else a file system raises where it fails becomes an OSError."""
        try:
            yield
        except (OSError, RunsError):
            raise
        except Exception as error:
            raise OSError(f"{self.shown} cannot be reached: {error}") from error

    def _read(self, name: str, most: int) -> bytes | None:
        """What a file holds, as far as it is known what the system has listed."""
        # A web server is read as a stream: it may not know how to send a part, or how much there is.
        how = {"block_size": 0} if self.shown.startswith(("http://", "https://")) else {}
        try:
            with self._reached(), self.system.open(f"{self.path}/{name}", "rb", **how) as file:
                data = _drained(file, most + 1)
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None
        if len(data) > most:
            raise RunsError(f"{self.shown}/{name} is larger than any that Twicetold writes")
        return data

    def _size(self, listed: dict[str, Any]) -> int | None:
        """The size of what was listed, which a web server tells only when it is asked for each file."""
        if listed["type"] != "file":
            return None
        size = listed.get("size")
        if size is None:
            with suppress(FileNotFoundError), self._reached():
                size = self.system.info(listed["name"]).get("size")
        return size if isinstance(size, int) and size >= 0 else None

    def _list(self, folder: str) -> dict[str, dict[str, Any]]:
        """What is directly in a folder, by name and in order."""
        self.system.invalidate_cache()
        path = f"{self.path}/{folder}".rstrip("/")
        try:
            with self._reached():
                listed: list[dict[str, Any]] = self.system.ls(path, detail=True)
        except (FileNotFoundError, NotADirectoryError):
            return {}
        named = {entry["name"].rstrip("/").rpartition("/")[2]: entry for entry in listed}
        return dict(sorted(named.items()))


def _drained(file: Any, most: int) -> bytes:
    """What a stream holds, so many bytes at most: it may hand over less at a time."""
    parts, left = list[bytes](), most
    while left > 0 and (part := bytes(file.read(left))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
