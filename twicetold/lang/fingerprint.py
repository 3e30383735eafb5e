"""A content hash, the fingerprint of a room: the same only for the same source files."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_SOURCE = (".py", ".lark")


@cache
def fingerprint(package: str) -> str:
    """The hash of a package's source files and of those in the packages within it."""
    digest = hashlib.sha256()
    _take_in(files(package), package, digest)
    return digest.hexdigest()


def _take_in(folder: Traversable, name: str, digest: hashlib._Hash) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        inside = f"{name}/{entry.name}"
        if entry.is_dir():
            _take_in(entry, inside, digest)
        elif entry.name.endswith(_SOURCE):
            data = entry.read_bytes()
            digest.update(f"{inside} {len(data)}\n".encode() + data)
