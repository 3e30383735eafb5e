"""A part of a program: the functions and arrays of one construct, by the names that lowering gives."""

from __future__ import annotations

import re
from typing import Final, Literal

from twicetold.engine.kernel.lower.builder import plain
from twicetold.engine.kernel.program import Program

Sort = Literal["kind", "field", "define", "sense", "rule", "action", "event", "ending", "measure"]

_NAMES: Final[dict[Sort, str]] = {
    "kind": r"(is|of)_kind{number}",
    "field": r"(begin_)?f{number}_\w+",
    "define": r"define\d+_{name}",
    "sense": r"sense{number}_\w+",
    "rule": r"rule{number}_\w+",
    "action": r"(consider|start|fail|end|interrupt){number}_\w+",
    "event": r"event{number}_\w+",
    "ending": r"(last_)?ending",
    "measure": r"measure|keep",
}
"""How what is made of a construct is called. All endings are told apart by one function, and all measures are
taken by one, those over time by another."""


def part(program: Program, sort: Sort, number: int, name: str) -> Program:
    """What is there of a construct, the one of this number among those of its sort; a program without
    entries, empty if the construct has left nothing that is called."""
    names = re.compile(_NAMES[sort].format(number=number, name=plain(name)))
    functions = tuple(function for function in program.functions if names.fullmatch(function.name))
    arrays = tuple(array for array in program.arrays if names.fullmatch(array.name))
    return Program(functions, arrays, ())
