"""What a program is built of: its arrays and functions, each made when it is first asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from twicetold.engine.kernel import arithmetic
from twicetold.engine.kernel.program import Array, Element, Function, Stmt, Type, Var


class Builder:
    """A program under construction."""

    def __init__(self) -> None:
        self.functions: dict[str, Function] = {function.name: function for function in arithmetic.functions()}
        self.arrays: dict[str, Array] = {}
        self.tick = self.array("tick", "i32", 1)
        self._count = 0

    def array(self, name: str, element: Element, size: int, *, beside: bool = False) -> Array:
        """An array of a life."""
        return self.arrays.setdefault(name, Array(name, element, max(size, 1), beside=beside))

    def out(self, name: str, element: Element) -> Array:
        """An array that the caller gives."""
        return self.arrays.setdefault(name, Array(name, element, 0, "out"))

    def constant(self, name: str, element: Element, values: Iterable[float | int]) -> Array:
        """An array of known values."""
        if name not in self.arrays:
            known = tuple(values)
            self.arrays[name] = Array(name, element, len(known), "const", known)
        return self.arrays[name]

    def fresh(self, name: str, type_: Type = "int") -> Var:
        """A variable like no other."""
        self._count += 1
        return Var(f"{plain(name)}{self._count}", type_)

    def function(
        self,
        name: str,
        params: tuple[Var, ...],
        result: Type | None,
        body: Callable[[], Iterable[Stmt]],
        *,
        pure: bool = False,
    ) -> str:
        """The name of a function."""
        if name not in self.functions:
            made = Function(name, params, result, tuple(body()), pure)
            self.functions[name] = made
        return name


def plain(name: str) -> str:
    """A name in plain letters."""
    return re.sub(r"[^A-Za-z0-9_]", "_", name)
