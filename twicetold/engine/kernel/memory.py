"""Where the arrays of a program lie: one block for each life that is lived at a time."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.engine.kernel.program import SIZE, Array, Program


@dataclass(frozen=True, slots=True)
class Block:
    """The block of a life: first the addresses of the `out` arrays, 8 bytes each, then the arrays of the
    life.

    `places` are the offsets of all of them, in bytes; what is from `begins` on is 0 at the beginning of a
    life; `size` is that of the whole block.
    """

    outs: tuple[Array, ...]
    places: dict[str, int]
    begins: int
    size: int


def block(program: Program) -> Block:
    """Lay out the block: the widest elements first, so that each lies at a multiple of its size."""
    outs = tuple(array for array in program.arrays if array.kind == "out")
    places = {array.name: 8 * n for n, array in enumerate(outs)}
    offset = begins = 8 * len(outs)
    own = [array for array in program.arrays if array.kind == "life"]
    for array in sorted(own, key=lambda array: -SIZE[array.element]):
        places[array.name] = offset
        offset += SIZE[array.element] * array.size
    return Block(outs, places, begins, (offset + 63) // 64 * 64)
