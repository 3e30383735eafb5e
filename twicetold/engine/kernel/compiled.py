"""What compiling a world comes to: an object file, and what has to be known to call it."""

from __future__ import annotations

import json
from dataclasses import dataclass


class CannotCompile(Exception):
    """A world that the kernel does not take on; the interpreter can live it."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """Machine code and the block of a life that it works on: how large that is, where in it the addresses of
    the arrays to be filled belong, where the arrays are that a caller may look at, and where each of those
    begins and ends on which nothing depends that happens in a life (in bytes)."""

    size: int
    outs: dict[str, int]
    seen: dict[str, int]
    beside: list[list[int]]
    code: bytes

    def to_bytes(self) -> bytes:
        """As it is kept: a line of JSON, then the code."""
        head = {"size": self.size, "outs": self.outs, "seen": self.seen, "beside": self.beside}
        return json.dumps(head).encode() + b"\n" + self.code

    @classmethod
    def from_bytes(cls, data: bytes) -> Compiled:
        """What `to_bytes` gave."""
        head, _, code = data.partition(b"\n")
        return cls(**json.loads(head), code=code)
