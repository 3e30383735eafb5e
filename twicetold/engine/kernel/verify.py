"""The IR verifier, making sure that a program is well formed: every value of the type that its place asks
for.
"""

from __future__ import annotations

from twicetold.engine.kernel import walk
from twicetold.engine.kernel.program import (
    VALUE,
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
    Type,
    Var,
    While,
)

_OF_TWO = frozenset({"add", "sub", "mul", "div", "and", "or", "xor", "shl", "shr", "lt", "le", "eq", "ne"})


class Malformed(ValueError):
    """A program that no backend could translate: a mistake of the lowering, never of a world."""


def verify(program: Program) -> None:
    """Raise Malformed unless every function is well formed."""
    functions = {function.name: function for function in program.functions}
    for function in program.functions:
        try:
            _block(function.body, {param.name: param.type for param in function.params}, function, functions)
        except Malformed as error:
            raise Malformed(f"{function.name}: {error}") from None


def _need(given: Type, wanted: Type, where: object) -> None:
    if given != wanted:
        raise Malformed(f"{given} where {wanted} is wanted: {where}")


def _block(
    body: tuple[Stmt, ...], bound: dict[str, Type], function: Function, functions: dict[str, Function]
) -> None:
    bound = dict(bound)
    for stmt in body:
        _statement(stmt, bound, function, functions)


def _statement(
    stmt: Stmt, bound: dict[str, Type], function: Function, functions: dict[str, Function]
) -> None:
    def typed(expr: Expr) -> Type:
        _expression(expr, bound, functions)
        return expr.type

    match stmt:
        case Let(var, value):
            _need(typed(value), var.type, stmt)
            bound[var.name] = var.type
        case Set(var, value):
            _need(typed(value), var.type, stmt)
            _need(typed(var), var.type, stmt)
        case Store(array, index, value):
            _need(typed(index), "int", stmt)
            _need(typed(value), VALUE[array.element], stmt)
        case If(cond, then, other):
            _need(typed(cond), "bit", stmt)
            _block(then, bound, function, functions)
            _block(other, bound, function, functions)
        case For(var, lo, hi, inner):
            _need(typed(lo), "int", stmt)
            _need(typed(hi), "int", stmt)
            _block(inner, {**bound, var.name: "int"}, function, functions)
        case While(cond, inner):
            _need(typed(cond), "bit", stmt)
            _block(inner, bound, function, functions)
        case Switch(value, cases):
            _need(typed(value), "int", stmt)
            for _, case in cases:
                _block(case, bound, function, functions)
        case Do(name, args):
            if name != walk.CLEAR:
                _call(name, args, bound, functions)
        case Return(value):
            if (value is None) != (function.result is None):
                raise Malformed(f"a wrong return: {stmt}")
            if value is not None and function.result is not None:
                _need(typed(value), function.result, stmt)


def _call(name: str, args: tuple[Expr, ...], bound: dict[str, Type], functions: dict[str, Function]) -> None:
    if name not in functions:
        raise Malformed(f"no function {name}")
    params = functions[name].params
    if len(params) != len(args):
        raise Malformed(f"{name} takes {len(params)}, not {len(args)}")
    for param, arg in zip(params, args, strict=True):
        _expression(arg, bound, functions)
        _need(arg.type, param.type, f"{name}({param.name})")


def _expression(expr: Expr, bound: dict[str, Type], functions: dict[str, Function]) -> None:
    match expr:
        case Var(name, type_):
            if name not in bound:
                raise Malformed(f"{name} is not bound")
            _need(bound[name], type_, name)
        case Load(_, index):
            _expression(index, bound, functions)
            _need(index.type, "int", expr)
        case Op(op, args):
            for arg in args:
                _expression(arg, bound, functions)
            if op in _OF_TWO:
                _need(args[1].type, args[0].type, expr)
        case Choose(cond, then, other):
            for part in (cond, then, other):
                _expression(part, bound, functions)
            _need(cond.type, "bit", expr)
            _need(other.type, then.type, expr)
        case Call(name, args, type_):
            _call(name, args, bound, functions)
            _need(functions[name].result or "bit", type_, name)
        case Const():
            pass
