"""What an expression reads of a life, and of whom: seen in the program, with the functions that it calls.

Every array is read at places that are computed from variables, by constants and the tables of a world, or
from what stands in the life itself. So it is known of each array from which variables its places follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twicetold.engine.kernel.program import (
    Call,
    Choose,
    Const,
    Do,
    Expr,
    For,
    Function,
    If,
    Let,
    Load,
    Op,
    Return,
    Set,
    Stmt,
    Store,
    Switch,
    Var,
    While,
)

Whence = frozenset[str]
"""From which variables a value follows; and `LIFE` if it does from what is read of the life."""

LIFE = "the life"


class Opaque(Exception):
    """What is read cannot be said: something loops, changes a life, or is given by the caller."""


class Reads:
    """What one expression reads: the arrays of a life, and whence the places follow at which they are read.

    Raises Opaque.
    """

    def __init__(self, functions: Mapping[str, Function], expr: Expr) -> None:
        self.functions = functions
        self.of: dict[str, set[Whence]] = {}
        self._whence(expr, {})

    def _whence(self, expr: Expr, known: Mapping[str, Whence]) -> Whence:
        match expr:
            case Const():
                return frozenset()
            case Var(name):
                return known.get(name, frozenset({name}))
            case Op(args=args):
                return self._all(args, known)
            case Choose(cond, then, other):
                return self._all((cond, then, other), known)
            case Load(array, index):
                place = self._whence(index, known)
                if array.kind == "const":
                    return place
                if array.kind == "out":
                    raise Opaque
                self.of.setdefault(array.name, set()).add(place)
                return frozenset({LIFE})
            case Call(name, args):
                function = self.functions[name]
                given = [self._whence(arg, known) for arg in args]
                inside = {param.name: whence for param, whence in zip(function.params, given, strict=True)}
                return frozenset[str]().union(*self._block(function.body, inside))

    def _all(self, exprs: tuple[Expr, ...], known: Mapping[str, Whence]) -> Whence:
        return frozenset[str]().union(*(self._whence(expr, known) for expr in exprs))

    def _block(self, body: tuple[Stmt, ...], known: dict[str, Whence]) -> Iterator[Whence]:
        """Whence follows what a function returns: from every value that it comes to on the way."""
        for stmt in body:
            match stmt:
                case Let(var, value) | Set(var, value):
                    known[var.name] = self._whence(value, known) | known.get(var.name, frozenset())
                case If(cond, then, other):
                    yield self._whence(cond, known)
                    yield from self._block(then, known)
                    yield from self._block(other, known)
                case Return(value):
                    if value is not None:
                        yield self._whence(value, known)
                case For() | While() | Switch() | Store() | Do():
                    raise Opaque
