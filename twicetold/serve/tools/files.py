"""What is answered as a file or a picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """A file: its name, and what is in it as base 64 has it (RFC 4648)."""

    name: str
    data: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, as SVG that stands alone."""

    svg: str
