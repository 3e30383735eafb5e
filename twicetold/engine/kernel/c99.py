"""Codegen: a program as C99, for export and as a second opinion on the first backend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twicetold.engine.kernel import walk
from twicetold.engine.kernel.program import (
    Array,
    Call,
    Choose,
    Const,
    Do,
    Element,
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

_TYPE: dict[Type, str] = {"num": "double", "int": "int32_t", "bit": "bool", "word": "uint64_t"}
_ELEMENT: dict[Element, str] = {
    "f64": "double", "i8": "int8_t", "i16": "int16_t", "i32": "int32_t", "u64": "uint64_t", "bool": "bool",
}  # fmt: skip
_BINARY = {
    "add": "+", "sub": "-", "mul": "*", "div": "/", "and": "&", "or": "|", "xor": "^",
    "shl": "<<", "shr": ">>", "lt": "<", "le": "<=", "eq": "==", "ne": "!=",
}  # fmt: skip
_CALLED = {"abs": "fabs", "sqrt": "sqrt", "floor": "floor", "bits": "bits_of", "number": "number_of"}

PREAMBLE = """#include <float.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__wasm__) /* no library is there: every one of these is an instruction */
#define fabs __builtin_fabs
#define floor __builtin_floor
#define sqrt __builtin_sqrt
#define NAN __builtin_nanf("")
#define memcpy __builtin_memcpy
#define memset __builtin_memset
#else
#include <math.h>
#include <string.h>
#endif

#if FLT_EVAL_METHOD != 0
#error "numbers must be computed as they are kept: for a 32-bit x86, compile with -msse2 -mfpmath=sse"
#endif
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#endif
#if defined(__GNUC__)
/* A world may say what always or never holds, such as that somebody is taller than themselves. */
#pragma GCC diagnostic ignored "-Wtautological-compare"
#if !defined(__clang__)
/* GCC warns of places that it would come to only by ways on which it cannot be. */
#pragma GCC diagnostic ignored "-Warray-bounds"
#endif
#endif
#ifdef __FAST_MATH__
#error "lives are the same everywhere only without -ffast-math"
#endif
"""

_HELPERS: dict[str, str] = {
    "bits": "static inline uint64_t bits_of(double x) { uint64_t w; memcpy(&w, &x, sizeof w); return w; }",
    "number": "static inline double number_of(uint64_t w) { double x; memcpy(&x, &w, sizeof x); return x; }",
    # Where GCC sees the conversion it makes `0.0 - (double)i` to `-(double)i`, which is -0.0 for 0.
    "from bit": "static inline double from_bit(bool b) { return (double)b; }",
    "from int": "static inline double from_int(int32_t i) { return (double)i; }",
    "from word": "static inline double from_word(uint64_t w) { return (double)(int64_t)w; }",
    "trailing": """#if defined(__GNUC__)
static inline int32_t trailing(uint64_t w) { return __builtin_ctzll(w); }
#else
static int32_t trailing(uint64_t w) { int32_t n = 0; while (!(w & 1)) { w >>= 1; n++; } return n; }
#endif""",
    "leading": """#if defined(__GNUC__)
static inline int32_t leading(uint64_t w) { return __builtin_clzll(w); }
#else
static int32_t leading(uint64_t w) { int32_t n = 0; while (!(w >> 63)) { w <<= 1; n++; } return n; }
#endif""",
}
"""The operations that C has no sign for; only those that a program needs are printed."""


def source(program: Program) -> str:
    """The whole program: `struct life`, and `static void tt_lives(struct life *, ...)` last."""
    living = walk.needing_life(program)
    heads = [_head(function, living) + ";" for function in program.functions]
    bodies = [_Printer(function, living).text() for function in program.functions]
    return "\n".join(
        [
            PREAMBLE,
            *_helpers(program),
            "",
            *_constants(program),
            _struct(program),
            _CLEAR,
            *heads,
            "",
            *bodies,
        ]
    )


def functions(program: Program, chosen: Iterable[Function]) -> str:
    """Some functions of the program, as they stand in its source."""
    living = walk.needing_life(program)
    return "\n".join(_Printer(function, living).text() for function in chosen)


def number(value: float) -> str:
    """A number in C's writing, to the bit."""
    return value.hex()


_CLEAR = """static void tt_clear(struct life *life) {
    memset(&life->own, 0, sizeof life->own);
}
"""


def _helpers(program: Program) -> Iterator[str]:
    expressions = (e for function in program.functions for e in walk.expressions(function.body))
    needed = {_helper(expr) for expr in expressions if isinstance(expr, Op)}
    return (text for name, text in _HELPERS.items() if name in needed)


def _helper(expr: Op) -> str:
    """What the helper of an operation would be called."""
    return f"from {expr.args[0].type}" if expr.op == "to num" else expr.op


def _constants(program: Program) -> Iterator[str]:
    for array in program.arrays:
        if array.kind == "const":
            values = [_constant(value, array.element) for value in array.values or (0,)]  # none is not C
            shape = f"{_ELEMENT[array.element]} c_{array.name}[{len(values)}]"
            yield f"static const {shape} = {{{', '.join(values)}}};"


def _constant(value: float | int, element: Element) -> str:
    if element == "f64":
        return number(float(value))
    return f"{int(value)}u" if element == "u64" else str(int(value))


def _struct(program: Program) -> str:
    def fields(kind: str) -> Iterator[Array]:
        return (array for array in program.arrays if array.kind == kind)

    outs = [f"    {_ELEMENT[array.element]} *{array.name};" for array in fields("out")]
    own = [f"        {_ELEMENT[a.element]} {a.name}[{a.size}];" for a in fields("life")]
    return "\n".join(["struct life {", *outs, "    struct {", *own, "    } own;", "};", ""])


def _head(function: Function, living: Iterable[str]) -> str:
    params = [f"{_TYPE[param.type]} {param.name}" for param in function.params]
    if function.name in living:
        params.insert(0, "struct life *life")
    result = _TYPE[function.result] if function.result else "void"
    return f"static {result} tt_{function.name}({', '.join(params) or 'void'})"


class _Printer:
    """One function, line by line."""

    def __init__(self, function: Function, living: set[str]) -> None:
        self.function = function
        self.living = living
        self.unread = walk.unread(function)
        self.lines: list[str] = []
        self.depth = 1

    def text(self) -> str:
        for param in self.function.params:
            if param.name in self.unread:
                self._put(f"(void){param.name};")
        self._block(self.function.body)
        return "\n".join([_head(self.function, self.living) + " {", *self.lines, "}", ""])

    def _put(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)

    def _block(self, body: tuple[Stmt, ...]) -> None:
        for stmt in body:
            self._statement(stmt)

    def _inner(self, body: tuple[Stmt, ...]) -> None:
        self.depth += 1
        self._block(body)
        self.depth -= 1

    def _statement(self, stmt: Stmt) -> None:
        match stmt:
            case Let(var, value) | Set(var, value) if var.name in self.unread:
                if any(isinstance(part, Call) for part in walk.parts(value)):
                    self._put(f"(void){self._value(value)};")
            case Let(var, value):
                self._put(f"{_TYPE[var.type]} {var.name} = {self._value(value)};")
            case Set(var, value):
                self._put(f"{var.name} = {self._value(value)};")
            case Store(array, index, value):
                given = self._value(value)
                if array.element in ("i8", "i16"):
                    given = f"({_ELEMENT[array.element]}){given}"
                self._put(f"{_place(array, self._value(index))} = {given};")
            case If(cond, then, other):
                self._put(f"if {self._condition(cond)} {{")
                self._inner(then)
                if other:
                    self._put("} else {")
                    self._inner(other)
                self._put("}")
            case For(var, lo, hi, body):
                i, end = var.name, f"end_{var.name}"
                first = f"int32_t {i} = {self._value(lo)}, {end} = {self._value(hi)}"
                self._put(f"for ({first}; {i} < {end}; {i}++) {{")
                self._inner(body)
                self._put("}")
            case While(cond, body):
                self._put(f"while {self._condition(cond)} {{")
                self._inner(body)
                self._put("}")
            case Switch(value, cases):
                self._put(f"switch ({self._value(value)}) {{")
                for n, case in cases:
                    self._put(f"case {n}: {{")
                    self._inner((*case,))
                    self._put("    break; }")
                self._put("}")
            case Do(function, args):
                self._put(f"{self._called(function, args)};")
            case Return(value):
                self._put("return;" if value is None else f"return {self._value(value)};")

    def _condition(self, cond: Expr) -> str:
        """A condition in parentheses, but not in two pairs of them, at which compilers wonder."""
        value = self._value(cond)
        return value if value.startswith("(") else f"({value})"

    def _called(self, function: str, args: tuple[Expr, ...]) -> str:
        given = [self._value(arg) for arg in args]
        if function in self.living:
            given.insert(0, "life")
        return f"tt_{function}({', '.join(given)})"

    def _value(self, expr: Expr) -> str:
        match expr:
            case Const(value, type_):
                return _literal(value, type_)
            case Var(name):
                return name
            case Load(array, index):
                return _place(array, self._value(index))
            case Choose(cond, then, Const(False)):
                return f"({self._value(cond)} && {self._value(then)})"
            case Choose(cond, Const(True), other):
                return f"({self._value(cond)} || {self._value(other)})"
            case Choose(cond, then, other):
                return f"({self._value(cond)} ? {self._value(then)} : {self._value(other)})"
            case Call(function, args):
                return self._called(function, args)
            case Op():
                return self._operation(expr)

    def _operation(self, expr: Op) -> str:
        args = [self._value(arg) for arg in expr.args]
        of = expr.args[0].type
        match expr.op:
            case "neg":
                return f"(-{args[0]})"
            case "not":
                return f"(!{args[0]})" if of == "bit" else f"(~{args[0]})"
            case "trailing" | "leading":
                return f"{expr.op}({args[0]})"
            case "abs" | "sqrt" | "floor" | "bits" | "number":
                return f"{_CALLED[expr.op]}({args[0]})"
            case "to int":
                return f"((int32_t){args[0]})"
            case "to num":
                return f"from_{of}({args[0]})"
            case "to word":
                return f"((uint64_t)(uint32_t){args[0]})"
            case _:
                return f"({args[0]} {_BINARY[expr.op]} {args[1]})"


def _place(array: Array, index: str) -> str:
    prefix = {"const": "c_", "life": "life->own.", "out": "life->"}[array.kind]
    return f"{prefix}{array.name}[{index}]"


def _literal(value: float | int | bool, type_: Type) -> str:
    match type_:
        case "num":
            return number(float(value)) if value >= 0 else f"({number(float(value))})"
        case "word":
            return f"UINT64_C({int(value)})"
        case "bit":
            return "true" if value else "false"
        case _:
            return str(int(value)) if value >= 0 else f"({int(value)})"
