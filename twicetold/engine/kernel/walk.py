"""Looking over a program: what its functions call, set and read."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.engine.kernel.program import (
    Array,
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
    Program,
    Return,
    Set,
    Stmt,
    Store,
    Switch,
    Var,
    While,
)

CLEAR = "clear"
"""The one function that every backend brings along: it makes all arrays of the life 0."""


def expressions(body: tuple[Stmt, ...]) -> Iterator[Expr]:
    """Every expression in some statements, those within others too."""
    for stmt in statements(body):
        for expr in _own(stmt):
            yield from parts(expr)


def statements(body: tuple[Stmt, ...]) -> Iterator[Stmt]:
    """Every statement, those within others too."""
    waiting = [*reversed(body)]
    while waiting:
        stmt = waiting.pop()
        yield stmt
        match stmt:
            case Let() | Set() | Store() | Do() | Return():
                pass
            case If(_, then, other):
                waiting.extend(reversed(other))
                waiting.extend(reversed(then))
            case For(body=inner) | While(body=inner):
                waiting.extend(reversed(inner))
            case Switch(_, cases):
                for _, case in reversed(cases):
                    waiting.extend(reversed(case))


def parts(expr: Expr) -> Iterator[Expr]:
    """An expression and every expression in it."""
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        yield part
        match part:
            case Const() | Var():
                pass
            case Op(args=args) | Call(args=args):
                waiting.extend(args)
            case Load(_, index):
                waiting.append(index)
            case Choose(cond, then, other):
                waiting.extend((cond, then, other))


def calls(function: Function) -> set[str]:
    """The functions that a function calls."""
    called: set[str] = set()
    for stmt in statements(function.body):
        if isinstance(stmt, Do):
            called.add(stmt.function)
        called.update(part.function for expr in _own(stmt) for part in parts(expr) if isinstance(part, Call))
    return called


def assigned(function: Function) -> set[str]:
    """The variables whose value changes."""
    return {stmt.var.name for stmt in statements(function.body) if isinstance(stmt, Set)}


def unread(function: Function) -> set[str]:
    """The variables and parameters that nothing needs: neither a statement nor a variable that is needed.

    What a call is given is needed, whatever becomes of what it returns.
    """
    computed_from: dict[str, set[str]] = {}
    waiting: list[str] = []
    known = {param.name for param in function.params}
    for stmt in statements(function.body):
        inside = [part for expr in _own(stmt) for part in parts(expr)]
        names = {part.name for part in inside if isinstance(part, Var)}
        if isinstance(stmt, Let | Set):
            known.add(stmt.var.name)
        if isinstance(stmt, Let | Set) and not any(isinstance(part, Call) for part in inside):
            computed_from.setdefault(stmt.var.name, set()).update(names)
        else:
            waiting.extend(names)
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting.extend(computed_from.get(name, ()))
    return known - needed


def needing_life(program: Program) -> set[str]:
    """The functions that read or change a life, themselves or through what they call."""
    called = {function.name: calls(function) for function in program.functions}
    needing = {CLEAR, *(function.name for function in program.functions if _touches_life(function))}
    grown = True
    while grown:
        more = {name for name, others in called.items() if name not in needing and others & needing}
        needing |= more
        grown = bool(more)
    return needing


def reached(functions: tuple[Function, ...], *entries: str) -> tuple[Function, ...]:
    """Those functions that the entries need, in the same order."""
    by_name = {function.name: function for function in functions}
    names: set[str] = set()
    waiting = [*entries]
    while waiting:
        name = waiting.pop()
        if name not in names and name in by_name:
            names.add(name)
            waiting.extend(calls(by_name[name]))
    return tuple(function for function in functions if function.name in names)


def used(arrays: tuple[Array, ...], functions: tuple[Function, ...]) -> tuple[Array, ...]:
    """Those arrays that some functions read or change, in the same order."""
    names = set()
    for function in functions:
        names |= {expr.array.name for expr in expressions(function.body) if isinstance(expr, Load)}
        names |= {stmt.array.name for stmt in statements(function.body) if isinstance(stmt, Store)}
    return tuple(array for array in arrays if array.name in names)


def _touches_life(function: Function) -> bool:
    if any(isinstance(stmt, Store) for stmt in statements(function.body)):
        return True
    return any(isinstance(e, Load) and e.array.kind != "const" for e in expressions(function.body))


def _own(stmt: Stmt) -> tuple[Expr, ...]:
    match stmt:
        case Let(_, value) | Set(_, value):
            return (value,)
        case Store(_, index, value):
            return (index, value)
        case If(cond) | While(cond):
            return (cond,)
        case For(_, lo, hi):
            return (lo, hi)
        case Switch(value):
            return (value,)
        case Do(_, args):
            return args
        case Return(value):
            return (value,) if value is not None else ()
