"""Where lives are kept: a folder, or any location that fsspec knows.

A place holds files of bytes under names such as `lives/0-1023.parquet`. A file is there as a whole or not at
all, whenever the power fails: in a folder it is written under another name, brought to the disk and renamed;
an object store takes it in one piece.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from twicetold.runs.failures import RunsError, missing

UNFINISHED = ".unfinished"
"""How the name of a file ends that is being written."""

_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS}


class Place(Protocol):
    """Files of bytes by name."""

    @property
    def shown(self) -> str:
        """What the place is called in messages."""

    @property
    def location(self) -> str:
        """What `place` finds it by, from any folder of this machine."""

    def read(self, name: str) -> bytes | None:
        """What a file holds; None if there is none."""

    def read_all(self, names: Sequence[str]) -> list[bytes | None]:
        """What each of these files holds; many are read at once where they are far away."""

    def write(self, name: str, data: bytes) -> None:
        """Put a file there, or in the place of one. Raises OSError if it cannot be."""

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""

    def sizes(self, folder: str) -> dict[str, int]:
        """The files directly in a folder of the place, with their sizes in bytes, in order of their names."""

    def folders(self) -> list[str]:
        """The names of the folders directly in this place, in order."""

    def within(self, folder: str) -> Place:
        """A folder of this place."""

    def tidy(self, folder: str) -> None:
        """Remove what was left half written in a folder."""

    def locked(self) -> Any:
        """A context in which nobody else on this machine records here. Raises RunsError if someone does."""

    def filesystem(self) -> tuple[Any, str]:
        """A file system of Arrow and the path of the place in it."""


def place(location: str) -> Place:
    """The place at a location: a path, or a URL such as `s3://bucket/folder`.

    Raises RunsError if something is not installed that the location needs.
    """
    if location.startswith("file://"):
        return Folder(Path(location.removeprefix("file://")))
    return Remote.at(location) if "://" in location else Folder(Path(location))


class Folder:
    """A folder of this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.shown = str(path)
        self.location = str(path.absolute())

    def read(self, name: str) -> bytes | None:
        try:
            return (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def read_all(self, names: Sequence[str]) -> list[bytes | None]:
        return [self.read(name) for name in names]

    def write(self, name: str, data: bytes) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
        try:
            with unfinished.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink()
            raise

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    def sizes(self, folder: str) -> dict[str, int]:
        path = self.path / folder
        if not path.is_dir():
            return {}
        files = sorted(each for each in path.iterdir() if not each.name.startswith(".") and each.is_file())
        return {each.name: each.stat().st_size for each in files}

    def folders(self) -> list[str]:
        if not self.path.is_dir():
            return []
        return sorted(each.name for each in self.path.iterdir() if each.is_dir())

    def within(self, folder: str) -> Folder:
        return Folder(self.path / folder)

    def tidy(self, folder: str) -> None:
        for each in (self.path / folder).glob(f".*{UNFINISHED}"):
            each.unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Whoever holds the lock loses it by ending, however that comes about."""
        try:
            import fcntl
        except ImportError:  # not on every system; two writers then do each other's work, to the same bytes
            yield
            return
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / ".lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RunsError(f"{self.shown}: another process is recording here; let it finish") from None
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
            yield

    def filesystem(self) -> tuple[Any, str]:
        from pyarrow.fs import LocalFileSystem

        return LocalFileSystem(), str(self.path)


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
        except ValueError as error:
            raise RunsError(f"`{location}` is no place to keep lives: {error}") from None
        return cls(system, path, location)

    def read(self, name: str) -> bytes | None:
        try:
            with self._reached():
                return bytes(self.system.cat_file(f"{self.path}/{name}"))
        except FileNotFoundError:
            return None

    def read_all(self, names: Sequence[str]) -> list[bytes | None]:
        paths = [f"{self.path}/{name}" for name in names]
        with self._reached():
            found = self.system.cat(paths, on_error="return") if paths else {}
            return [self._bytes(found[self.system._strip_protocol(path)]) for path in paths]

    def write(self, name: str, data: bytes) -> None:
        with self._reached():
            self.system.pipe_file(f"{self.path}/{name}", data)

    def remove(self, name: str) -> None:
        with suppress(FileNotFoundError), self._reached():
            self.system.rm_file(f"{self.path}/{name}")

    def sizes(self, folder: str) -> dict[str, int]:
        found = {each["name"]: each for each in self._list(folder) if each["type"] == "file"}
        return {name.rpartition("/")[2]: int(found[name]["size"]) for name in sorted(found)}

    def folders(self) -> list[str]:
        names = (each["name"].rstrip("/") for each in self._list("") if each["type"] == "directory")
        return sorted(name.rpartition("/")[2] for name in names)

    def within(self, folder: str) -> Remote:
        return Remote(self.system, f"{self.path}/{folder}", f"{self.shown.rstrip('/')}/{folder}")

    def tidy(self, folder: str) -> None:
        """Nothing is ever half written there."""

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Two writers do each other's work, to the same bytes: nothing is locked."""
        yield

    def filesystem(self) -> tuple[Any, str]:
        from pyarrow.fs import FSSpecHandler, PyFileSystem

        return PyFileSystem(FSSpecHandler(self.system)), self.path

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Whatever else a file system raises where it fails becomes an OSError."""
        try:
            yield
        except OSError:
            raise
        except Exception as error:
            raise OSError(f"{self.shown} cannot be reached: {error}") from error

    @staticmethod
    def _bytes(found: bytes | Exception) -> bytes | None:
        """What was read; None of a file that is not there."""
        if isinstance(found, FileNotFoundError):
            return None
        if isinstance(found, Exception):
            raise found
        return bytes(found)

    def _list(self, folder: str) -> list[dict[str, Any]]:
        self.system.invalidate_cache()
        try:
            with self._reached():
                found: list[dict[str, Any]] = self.system.ls(f"{self.path}/{folder}".rstrip("/"), detail=True)
        except (FileNotFoundError, NotADirectoryError):
            return []
        return found
