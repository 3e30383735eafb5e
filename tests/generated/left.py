"""What a life leaves behind, cell by cell and belief by belief, by the interpreter and by compiled code."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

import numpy as np

from tests.generated.coded import Coded
from twicetold.engine.interpreter import Living
from twicetold.engine.interpreter.state import State
from twicetold.engine.kernel.lower.fields import Fields, array_name
from twicetold.engine.kernel.lower.lowering import Lowering
from twicetold.engine.kernel.program import Array, Program
from twicetold.lang.model import UNKNOWN, Value

_NUMPY = {"f64": "f8", "i8": "i1", "i16": "i2", "i32": "i4", "u64": "u8", "bool": "i1"}


def difference(living: Living, program: Program, coded: Coded) -> str:
    """In words, the cells and beliefs that the end of a life has left otherwise than expected in the memory
    of code that has just lived it; empty if there are none."""
    return "\n".join(_differences(living, {array.name: array for array in program.arrays}, coded))


def _differences(living: Living, arrays: dict[str, Array], coded: Coded) -> Iterator[str]:
    build, state = living.build, living.state
    minds = Fields(Lowering(build.world)).minds.entities
    for number, field in enumerate(build.world.fields):
        placed, name = build.layout.fields[field.name], array_name(number, field)
        if name in arrays and placed.cells:
            true = state.cells[placed.base : placed.base + len(placed.cells)]
            yield from _told(f"{field.name} of", placed.cells, true, _values(coded, arrays[name]))
        for level in range(1, build.world.depth + 1):
            held, unknown = (f"{name}_{what}{level if level > 1 else ''}" for what in ("held", "unknown"))
            if held not in arrays or not placed.cells:
                continue
            rows = _values(coded, arrays[held]).reshape(len(minds) ** level, -1)
            for at, path in enumerate(product(minds, repeat=level)):
                if any(mind == other for mind, other in pairwise(path)):
                    continue
                mind, row = build.expressions.minds.of(path), rows[at]
                others = [n for n, of in enumerate(placed.cells) if not field.knows(path[-1], of)]
                believed = [_believed(state, mind, placed.base + n) for n in others]
                told = f"what {' takes '.join(map(str, path))} to believe of {field.name} of"
                if field.unknowable:
                    rows_not_known = _values(coded, arrays[unknown]).reshape(len(minds) ** level, -1)
                    not_known: list[Value] = [value == UNKNOWN for value in believed]
                    found = rows_not_known[at][others]
                    yield from _told(
                        f"{told}, not known,", [placed.cells[n] for n in others], not_known, found
                    )
                    others = [n for n, value in zip(others, believed, strict=True) if value != UNKNOWN]
                    believed = [value for value in believed if value != UNKNOWN]
                yield from _told(told, [placed.cells[n] for n in others], believed, row[others])


def _values(coded: Coded, array: Array) -> np.ndarray:
    memory, start = coded.left.view(np.uint8), coded.places[array.name]
    kind = np.dtype(_NUMPY[array.element])
    return memory[start : start + array.size * kind.itemsize].view(kind)


def _believed(state: State, mind: int, cell: int) -> Value:
    value: Value = state.held[mind].get(cell, state.first[cell])
    return value


def _told(what: str, cells: list[tuple[int, ...]] | tuple[tuple[int, ...], ...], expected: list[Value],
          found: np.ndarray) -> Iterator[str]:  # fmt: skip
    for entities, a, b in zip(cells, expected, found.tolist(), strict=True):
        if a != b and not (a != a and b != b):
            yield f"  {what} {', '.join(map(str, entities))}: expected {a!r}, found {b!r}"
