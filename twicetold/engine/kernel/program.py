"""The IR (intermediate representation), or program: a world lowered to loops, conditions, loads, stores
and arithmetic.

A small typed form between the model and the backends, readable when printed (`listing.py`). It holds the
whole plan: which loops there are, over what, and where each condition is tested. A backend adds nothing to
it and decides nothing.

Types of values: `num` (binary64), `int` (32 bits, signed), `bit` (a yes/no), `word` (64 bits, unsigned).
Every operation on numbers is rounded by itself and in the order written; see ``docs/noise.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

Type = Literal["num", "int", "bit", "word"]

Element = Literal["f64", "i8", "i16", "i32", "u64", "bool"]
"""How a value lies in memory: `f64` a num, `u64` a word, `bool` a bit, the others an int."""

VALUE: dict[Element, Type] = {
    "f64": "num", "i8": "int", "i16": "int", "i32": "int", "u64": "word", "bool": "bit",
}  # fmt: skip
SIZE: dict[Element, int] = {"f64": 8, "i8": 1, "i16": 2, "i32": 4, "u64": 8, "bool": 1}


@dataclass(frozen=True, slots=True)
class Array:
    """A row of values. `kind`: `life` (of one life, all 0 at its beginning), `const` (the same for all lives,
    with its `values`), `out` (given by the caller, of any length). On what is `beside` nothing depends that
    happens in a life within its budget: what is only added up, or is kept of what can be asked anew."""

    name: str
    element: Element
    size: int
    kind: Literal["life", "const", "out"] = "life"
    values: tuple[float | int, ...] = ()
    beside: bool = False


# --- expressions --------------------------------------------------------------------------------------------


class _Computed:
    """What all expressions have: Python's operators make longer ones of them."""

    __slots__ = ()
    type: Type

    def __add__(self, other: Operand) -> Expr:
        return _made("add", self.type, self, literal(other, self.type))

    def __radd__(self, other: Operand) -> Expr:
        return _made("add", self.type, literal(other, self.type), self)

    def __sub__(self, other: Operand) -> Expr:
        return _made("sub", self.type, self, literal(other, self.type))

    def __rsub__(self, other: Operand) -> Expr:
        return _made("sub", self.type, literal(other, self.type), self)

    def __mul__(self, other: Operand) -> Expr:
        return _made("mul", self.type, self, literal(other, self.type))

    def __rmul__(self, other: Operand) -> Expr:
        return _made("mul", self.type, literal(other, self.type), self)

    def __truediv__(self, other: Operand) -> Expr:
        return _made("div", self.type, self, literal(other, self.type))

    def __rtruediv__(self, other: Operand) -> Expr:
        return _made("div", self.type, literal(other, self.type), self)

    def __neg__(self) -> Expr:
        return _made("neg", self.type, self)

    def __and__(self, other: Operand) -> Expr:
        return _made("and", self.type, self, literal(other, self.type))

    def __or__(self, other: Operand) -> Expr:
        return _made("or", self.type, self, literal(other, self.type))

    def __xor__(self, other: Operand) -> Expr:
        return _made("xor", self.type, self, literal(other, self.type))

    def __invert__(self) -> Expr:
        return _made("not", self.type, self)

    def __lshift__(self, other: Operand) -> Expr:
        return _made("shl", self.type, self, literal(other, self.type))

    def __rshift__(self, other: Operand) -> Expr:
        return _made("shr", self.type, self, literal(other, self.type))

    def __lt__(self, other: Operand) -> Expr:
        return _made("lt", "bit", self, literal(other, self.type))

    def __le__(self, other: Operand) -> Expr:
        return _made("le", "bit", self, literal(other, self.type))

    def __gt__(self, other: Operand) -> Expr:
        return _made("lt", "bit", literal(other, self.type), self)

    def __ge__(self, other: Operand) -> Expr:
        return _made("le", "bit", literal(other, self.type), self)

    def is_(self, other: Operand) -> Expr:
        """Whether the two are equal; a NaN is not."""
        return _made("eq", "bit", self, literal(other, self.type))

    def is_not(self, other: Operand) -> Expr:
        """Whether the two are not equal; a NaN is not."""
        return _made("ne", "bit", self, literal(other, self.type))


@dataclass(frozen=True, slots=True)
class Const(_Computed):
    """A value that is known."""

    value: float | int | bool
    type: Type


@dataclass(frozen=True, slots=True)
class Var(_Computed):
    """What a variable or parameter of the function holds."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Load(_Computed):
    """An array's value at a place, which must lie in it."""

    array: Array
    index: Expr

    @property
    def type(self) -> Type:  # type: ignore[override]
        return VALUE[self.array.element]


Operator = Literal[
    "add", "sub", "mul", "div", "neg", "and", "or", "xor", "not", "shl", "shr", "lt", "le", "eq", "ne",
    "abs", "sqrt", "floor", "trailing", "leading", "to int", "to num", "to word", "bits", "number",
]  # fmt: skip
"""`trailing`/`leading`: how many zeros a word (not 0) has at its low/high end. `to int`: of a num within an
int's range, towards 0; of a word, its low half. `to num`: of an int, or of a word below 2**63. `to word`: of
an int that is not negative. `bits` and `number`: between a num and the word of its bits."""


@dataclass(frozen=True, slots=True)
class Op(_Computed):
    """One operation, all its operands computed."""

    op: Operator
    args: tuple[Expr, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Choose(_Computed):
    """`then` if `cond`, else `other`; the one not chosen is not computed."""

    cond: Expr
    then: Expr
    other: Expr

    @property
    def type(self) -> Type:  # type: ignore[override]
        return self.then.type


@dataclass(frozen=True, slots=True)
class Call(_Computed):
    """What a function of the program returns."""

    function: str
    args: tuple[Expr, ...]
    type: Type


Expr = Const | Var | Load | Op | Choose | Call
"""An expression: it computes a value and changes nothing."""

Operand = Expr | float | int | bool


def _made(op: Operator, type_: Type, *args: object) -> Expr:
    return Op(op, cast("tuple[Expr, ...]", args), type_)


def literal(value: Operand, type_: Type) -> Expr:
    """A Python value as a constant of a type; an expression as it is."""
    return value if isinstance(value, Expr) else Const(value, type_)


def num(value: float) -> Expr:
    """A constant number."""
    return Const(float(value), "num")


def int_(value: int) -> Expr:
    """A constant int."""
    return Const(value, "int")


def word(value: int) -> Expr:
    """A constant word."""
    return Const(value & 0xFFFFFFFFFFFFFFFF, "word")


TRUE, FALSE = Const(True, "bit"), Const(False, "bit")


def both(a: Expr, b: Expr) -> Expr:
    """`a and b`, where `b` is not computed if `a` does not hold."""
    if a == TRUE:
        return b
    return a if b == TRUE or a == FALSE else Choose(a, b, FALSE)


def either(a: Expr, b: Expr) -> Expr:
    """`a or b`, where `b` is not computed if `a` holds."""
    if a == FALSE:
        return b
    return a if b == FALSE or a == TRUE else Choose(a, TRUE, b)


# --- statements ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Let:
    """A new variable, for the rest of the block."""

    var: Var
    value: Expr


@dataclass(frozen=True, slots=True)
class Set:
    """Another value for a variable."""

    var: Var
    value: Expr


@dataclass(frozen=True, slots=True)
class Store:
    """Another value at a place of an array, which must lie in it."""

    array: Array
    index: Expr
    value: Expr


@dataclass(frozen=True, slots=True)
class If:
    """One block or the other. `likely`: whether the first is done nearly always, or hardly ever; None if that
    is not known. It changes nothing but where the code lies."""

    cond: Expr
    then: tuple[Stmt, ...]
    other: tuple[Stmt, ...] = ()
    likely: bool | None = None


@dataclass(frozen=True, slots=True)
class For:
    """The block for each int from `lo` to `hi - 1`, which are computed once."""

    var: Var
    lo: Expr
    hi: Expr
    body: tuple[Stmt, ...]


@dataclass(frozen=True, slots=True)
class While:
    """The block again and again while the condition holds."""

    cond: Expr
    body: tuple[Stmt, ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """The block of the case whose number `value` is, or none."""

    value: Expr
    cases: tuple[tuple[int, tuple[Stmt, ...]], ...]


@dataclass(frozen=True, slots=True)
class Do:
    """A call for what it does."""

    function: str
    args: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Return:
    """The end of the function."""

    value: Expr | None = None


Stmt = Let | Set | Store | If | For | While | Switch | Do | Return


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the program. One that is `pure` changes nothing but its own variables."""

    name: str
    params: tuple[Var, ...]
    result: Type | None
    body: tuple[Stmt, ...]
    pure: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """A whole program: its functions, each before those that call it, all arrays they use, and the names of
    those functions that are called from outside."""

    functions: tuple[Function, ...]
    arrays: tuple[Array, ...]
    entries: tuple[str, ...] = ("lives",)
