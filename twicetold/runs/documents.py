"""The small JSON files of a folder of lives, read as a stranger's: all of it is what it should be, or it is
damaged.

What is read was written by `to_bytes` of the same type. Types are exact (no number is a text, no text a
number), no field is missing, unknown or there twice, every text and number has its bounds.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, TypeVar

import msgspec
from msgspec import Meta

from twicetold.lang import limits
from twicetold.lang.text import FORBIDDEN

RUNS: Final = 1 << 50
"""Runs are numbered below this."""

SEEDS: Final = 1 << 64
"""Seeds are below this."""

FILE: Final = 1 << 27
"""Bytes of the largest file that is kept."""

LONGEST: Final = 160
"""Characters that are said of what is wrong."""

Count = Annotated[int, Meta(ge=0, le=RUNS)]
Bytes = Annotated[int, Meta(ge=1, le=FILE)]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Version = Annotated[str, Meta(pattern=r"^[0-9A-Za-z.+!_-]{1,64}\Z")]
Line = Annotated[str, Meta(max_length=limits.LINE)]
FileName = Annotated[str, Meta(min_length=1, max_length=255)]

T = TypeVar("T")


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A small file of JSON."""

    def to_bytes(self) -> bytes:
        """The document as it is written."""
        return (json.dumps(msgspec.to_builtins(self), ensure_ascii=False, indent=2) + "\n").encode()


def read(data: bytes, kind: type[T]) -> T:
    """A document as it was written. Raises ValueError, which says what is wrong, if it was not."""
    try:
        document = json.loads(data.decode(), object_pairs_hook=_once, parse_constant=_no_number)
        return msgspec.convert(document, kind, strict=True)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def told(error: ValueError) -> str:
    """What is wrong with a document, in few words, none of which are its own."""
    text = str(error)
    return "a field is unknown" if "unknown field" in text else text[:1].lower() + text[1:LONGEST]


def plain_name(name: str) -> bool:
    """Whether this names a file in a folder, on any system, and nothing else."""
    return name not in (".", "..") and not set(name) & set("/\\:") and not shows_badly(name)


def shows_badly(text: str) -> bool:
    """Whether a text holds what no text of a world holds."""
    return FORBIDDEN.search(text) is not None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        raise ValueError("a field is there twice")
    return document


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")
