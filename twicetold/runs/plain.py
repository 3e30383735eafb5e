"""Plain files in a folder: nothing is read, written or taken away through a link.

A folder that a stranger made may hold links that lead out of it, devices that never end and pipes that nobody
writes to. So its folders are opened without following a link, and all else is done from what was opened; a
file is looked at before it is opened, is opened without following a link or waiting for anybody, and no more
of it is read than is allowed.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from twicetold.runs.failures import RunsError

UNFINISHED = ".unfinished"
"""How the name of a file ends that is being written: `.NAME.TOKEN.unfinished`."""

_BY_DESCRIPTOR = {os.open, os.stat, os.unlink, os.mkdir, os.rename} <= os.supports_dir_fd and (
    os.scandir in os.supports_fd
)
"""Whether files can be named from an open folder. Where they cannot be, a path is looked at just before it is
used, which whoever changes the folder meanwhile can deceive."""

_NEVER = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""Follow no link, wait for nobody, take no terminal."""

_BINARY = getattr(os, "O_BINARY", 0)

_SORTS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class PlainFolder:
    """An open folder. `path` is for messages, and for systems that cannot name files from a descriptor."""

    path: Path
    descriptor: int | None

    def find(self, name: str) -> os.stat_result | None:
        """What stands under a name, links not followed; None if nothing does."""
        try:
            with self._named(name):
                return os.stat(self._at(name), dir_fd=self.descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def read(self, name: str, most: int) -> bytes | None:
        """What a file holds; None if there is none. Raises RunsError if it is no plain file, or larger than
        `most` bytes."""
        if not self._is_plain(name):
            return None
        try:
            with (
                self._named(name),
                self._opened(name, os.O_RDONLY) as descriptor,
                os.fdopen(descriptor, "rb", closefd=False) as file,
            ):
                data = b"" if os.fstat(descriptor).st_size > most else file.read(most + 1)
                if len(data) > most or os.fstat(descriptor).st_size > most:
                    raise RunsError(f"{self.path / name} is larger than any that Twicetold writes")
                return data
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Put a file there as a whole, or in the place of one: under another name, brought to the disk, then
        renamed. Raises RunsError if what stands there is no plain file."""
        self._is_plain(name)
        unfinished = f".{name}.{secrets.token_hex(4)}{UNFINISHED}"
        try:
            with self._named(name):
                with (
                    self._opened(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as descriptor,
                    os.fdopen(descriptor, "wb", closefd=False) as file,
                ):
                    file.write(data)
                    file.flush()
                    os.fsync(descriptor)
                os.replace(
                    self._at(unfinished),
                    self._at(name),
                    src_dir_fd=self.descriptor,
                    dst_dir_fd=self.descriptor,
                )
        except BaseException:
            with suppress(OSError):
                os.unlink(self._at(unfinished), dir_fd=self.descriptor)
            raise

    def remove(self, name: str) -> None:
        """Take a file away, if it is there. Raises RunsError if it is no plain file."""
        if self._is_plain(name):
            with suppress(FileNotFoundError), self._named(name):
                os.unlink(self._at(name), dir_fd=self.descriptor)

    def sizes(self) -> dict[str, int | None]:
        """Whatever is there by name, in order, with its size in bytes; None of what is no plain file."""
        sizes: dict[str, int | None] = {}
        with os.scandir(self.path if self.descriptor is None else self.descriptor) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    status = entry.stat(follow_symlinks=False)
                    sizes[entry.name] = status.st_size if stat.S_ISREG(status.st_mode) else None
        return dict(sorted(sizes.items()))

    @contextmanager
    def within(self, name: str, *, make: bool = False) -> Iterator[PlainFolder | None]:
        """A folder of this folder, which is made if asked for; None if there is none. Raises RunsError if
        something else stands there."""
        if make and self.find(name) is None:
            with suppress(FileExistsError), self._named(name):
                os.mkdir(self._at(name), dir_fd=self.descriptor)
        status = self.find(name)
        if status is None:
            yield None
            return
        if not stat.S_ISDIR(status.st_mode):
            raise RunsError(f"{self.path / name} is {_sort(status)}, not a folder that Twicetold made")
        with self._named(name), _folder(self.path / name, self._at(name), self.descriptor) as inside:
            yield inside

    @contextmanager
    def lockable(self, name: str) -> Iterator[int]:
        """The descriptor of an empty file to hold a lock on, made if it is not there; what one holds is left
        as it is. Raises RunsError if it is no plain file."""
        self._is_plain(name)
        with self._named(name), self._opened(name, os.O_RDWR | os.O_CREAT) as descriptor:
            yield descriptor

    def _is_plain(self, name: str) -> bool:
        """Whether there is such a file. Raises RunsError if something else stands there."""
        status = self.find(name)
        if status is not None and not stat.S_ISREG(status.st_mode):
            raise RunsError(f"{self.path / name} is {_sort(status)}, which Twicetold did not make")
        return status is not None

    @contextmanager
    def _opened(self, name: str, flags: int) -> Iterator[int]:
        descriptor = os.open(self._at(name), flags | _NEVER | _BINARY, 0o666, dir_fd=self.descriptor)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):  # it was another a moment ago
                raise RunsError(f"{self.path / name} is {_sort(status)}, not a plain file")
            yield descriptor
        finally:
            os.close(descriptor)

    def _at(self, name: str) -> str:
        """What a file is named to the system."""
        return name if self.descriptor is not None else str(self.path / name)

    @contextmanager
    def _named(self, name: str) -> Iterator[None]:
        """Let an error name the whole path."""
        try:
            yield
        except OSError as error:
            if error.errno is not None:
                error.filename, error.filename2 = str(self.path / name), None
            raise


@contextmanager
def plain_folder(path: Path, *, make: bool = False) -> Iterator[PlainFolder | None]:
    """The folder at a path, which may be a link: whoever named it meant it. None if there is none."""
    if make:
        path.mkdir(parents=True, exist_ok=True)
    if not path.is_dir():
        yield None
        return
    with _folder(path, str(path), None) as folder:
        yield folder


@contextmanager
def _folder(path: Path, name: str, beside: int | None) -> Iterator[PlainFolder]:
    if not _BY_DESCRIPTOR:
        yield PlainFolder(path, None)
        return
    follow = _NEVER if beside is not None else 0
    descriptor = os.open(name, os.O_RDONLY | os.O_DIRECTORY | follow, dir_fd=beside)
    try:
        yield PlainFolder(path, descriptor)
    finally:
        os.close(descriptor)


def _sort(status: os.stat_result) -> str:
    return next((what for holds, what in _SORTS if holds(status.st_mode)), "something else")
