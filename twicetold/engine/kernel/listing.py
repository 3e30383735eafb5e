"""A program as text for people: what the kernel does with a world, and in which order.

function rule1_bleeding()
  for p10 from 1 until 14
    if 0 < f10_Fighter_bleeding[p10 - 1]
      let left11 = 0.94 * f10_Fighter_bleeding[p10 - 1]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    Operator,
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

_SIGNS: dict[Operator, tuple[str, int]] = {
    "or": ("|", 2), "xor": ("^", 2), "and": ("&", 3),
    "eq": ("==", 4), "ne": ("!=", 4), "lt": ("<", 4), "le": ("<=", 4),
    "shl": ("<<", 5), "shr": (">>", 5), "add": ("+", 6), "sub": ("-", 6), "mul": ("*", 7), "div": ("/", 7),
}  # fmt: skip
"""How operations between two values are written, and how closely each of them binds."""

_CHOOSE, _AND, _UNARY, _WHOLE = 0, 1, 8, 9
_TYPES: dict[Type, str] = {"num": "num", "int": "int", "bit": "bit", "word": "word"}


def listing(program: Program) -> str:
    """The whole program: its arrays, then its functions, each before those that call it."""
    parts = ["\n".join(map(_array, program.arrays)), *(function(routine) for routine in program.functions)]
    return "\n\n".join(filter(None, parts)) + "\n"


def function(routine: Function) -> str:
    """One function."""
    params = ", ".join(f"{p.name}: {_TYPES[p.type]}" for p in routine.params)
    result = f" -> {_TYPES[routine.result]}" if routine.result else ""
    head = f"{'pure ' if routine.pure else ''}function {routine.name}({params}){result}"
    return "\n".join([head, *_indented(_block(routine.body))])


def _array(array: Array) -> str:
    values = f" = {', '.join(map(str, array.values))}" if array.kind == "const" else ""
    size = "" if array.kind == "out" else str(array.size)
    return f"{array.kind} {array.name}[{size}]: {array.element}{values}"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _block(body: tuple[Stmt, ...]) -> Iterator[str]:
    for stmt in body:
        yield from _statement(stmt)


def _statement(stmt: Stmt) -> Iterator[str]:
    match stmt:
        case Let(var, value):
            yield f"let {var.name} = {expression(value)}"
        case Set(var, value):
            yield f"{var.name} = {expression(value)}"
        case Store(array, index, value):
            yield f"{array.name}[{expression(index)}] = {expression(value)}"
        case If(cond, then, other):
            yield f"if {expression(cond)}"
            yield from _indented(_block(then))
            if other:
                yield "else"
                yield from _indented(_block(other))
        case For(var, lo, hi, inner):
            yield f"for {var.name} from {expression(lo)} until {expression(hi)}"
            yield from _indented(_block(inner))
        case While(cond, inner):
            yield f"while {expression(cond)}"
            yield from _indented(_block(inner))
        case Switch(value, cases):
            yield f"switch {expression(value)}"
            for number, case in cases:
                yield f"  case {number}"
                yield from _indented(_indented(_block(case)))
        case Do(name, args):
            yield f"{name}({_arguments(args)})"
        case Return(value):
            yield "return" if value is None else f"return {expression(value)}"


def expression(expr: Expr, above: int = _CHOOSE) -> str:
    """An expression, in brackets if it binds less closely than what stands around it."""
    text, level = _expression(expr)
    return f"({text})" if level < above else text


def _expression(expr: Expr) -> tuple[str, int]:
    match expr:
        case Const(value, type_):
            return _constant(value, type_), _WHOLE
        case Var(name):
            return name, _WHOLE
        case Load(array, index):
            return f"{array.name}[{expression(index)}]", _WHOLE
        case Call(name, args):
            return f"{name}({_arguments(args)})", _WHOLE
        case Choose(cond, then, Const(False)):
            return f"{expression(cond, _AND)} and {expression(then, _AND + 1)}", _AND
        case Choose(cond, Const(True), other):
            return f"{expression(cond, _AND + 1)} or {expression(other, _AND + 1)}", _AND
        case Choose(cond, then, other):
            parts = (expression(arg, _AND) for arg in (then, cond, other))
            return "{} if {} else {}".format(*parts), _CHOOSE
        case Op(op, args) if op in _SIGNS:
            sign, level = _SIGNS[op]
            return f"{expression(args[0], level)} {sign} {expression(args[1], level + 1)}", level
        case Op("neg", (x,)):
            return f"-{expression(x, _UNARY)}", _UNARY
        case Op("not", (x,)):
            return f"~{expression(x, _UNARY)}", _UNARY
        case Op(op, args):
            return f"{op.replace(' ', '_')}({_arguments(args)})", _WHOLE


def _arguments(args: tuple[Expr, ...]) -> str:
    return ", ".join(map(expression, args))


def _constant(value: float | int | bool, type_: Type) -> str:
    if type_ == "bit":
        return "yes" if value else "no"
    if type_ == "word":
        return f"{value:#x}" if value > 255 else f"{value}"
    return f"{value:.17g}" if type_ == "num" and float(f"{value:g}") != value else f"{value:g}"
