"""Codegen: a program as LLVM assembly.

Nothing here is more than a translation: no fast-math flag is set, nothing is contracted, no function of a
mathematical library is called (`floor` and `sqrt` are exact). Each array has its own node in the type-based
alias tree, so that LLVM knows that a store to one leaves the others as they are.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from twicetold.engine.kernel import memory, walk
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

_TYPE: dict[Type, str] = {"num": "double", "int": "i32", "bit": "i1", "word": "i64"}
_ELEMENT: dict[Element, str] = {
    "f64": "double", "i8": "i8", "i16": "i16", "i32": "i32", "u64": "i64", "bool": "i8",
}  # fmt: skip

_BINARY: dict[tuple[str, str], str] = {
    ("add", "num"): "fadd", ("sub", "num"): "fsub", ("mul", "num"): "fmul", ("div", "num"): "fdiv",
    ("lt", "num"): "fcmp olt", ("le", "num"): "fcmp ole",
    ("eq", "num"): "fcmp oeq", ("ne", "num"): "fcmp une",
    ("lt", "int"): "icmp slt", ("le", "int"): "icmp sle",
    ("lt", "word"): "icmp ult", ("le", "word"): "icmp ule", ("div", "int"): "udiv",
    ("eq", ""): "icmp eq", ("ne", ""): "icmp ne", ("add", ""): "add", ("sub", ""): "sub", ("mul", ""): "mul",
    ("and", ""): "and", ("or", ""): "or", ("xor", ""): "xor", ("shl", ""): "shl", ("shr", ""): "lshr",
}  # fmt: skip

OFTEN = 8
"""So many times as often as not is done what is likely."""

_ATTRIBUTES = "mustprogress nounwind willreturn"

_INTRINSICS = """declare double @llvm.sqrt.f64(double)
declare double @llvm.floor.f64(double)
declare double @llvm.fabs.f64(double)
declare i64 @llvm.cttz.i64(i64, i1)
declare i64 @llvm.ctlz.i64(i64, i1)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
"""


def symbol(function: str) -> str:
    """What a function is called. Never by its bare name: LLVM would take one called `round` or `exp` for the
    C library's, and compute what it gives to a constant by that."""
    return f"tt_{function}"


def assembly(program: Program, block: memory.Block) -> str:
    """The module of a program. Its visible functions, the program's entries under their `symbol`, take the
    block of a life before what they take in the program."""
    return _Module(program, block).text()


def functions(program: Program, block: memory.Block, chosen: Iterable[Function]) -> str:
    """Some functions of the module, as they stand in it."""
    module = _Module(program, block)
    return "\n".join(_Emission(module, function).text() for function in chosen)


def number(value: float) -> str:
    """A number in LLVM's writing: the bits, in hexadecimal digits."""
    return f"0x{struct.unpack('>Q', struct.pack('>d', value))[0]:016X}"


class _Module:
    def __init__(self, program: Program, block: memory.Block) -> None:
        self.program = program
        self.block = block
        self.living = walk.needing_life(program) | {*program.entries}
        self.tags = {array.name: 2 * n + 2 for n, array in enumerate(program.arrays)}

    def text(self) -> str:
        functions = [_Emission(self, function).text() for function in self.program.functions]
        return "\n".join([_INTRINSICS, *self._constants(), self._clear(), *functions, *self._metadata()])

    def _constants(self) -> Iterable[str]:
        for array in self.program.arrays:
            if array.kind == "const":
                element = _ELEMENT[array.element]
                values = ", ".join(f"{element} {_plain(value, element)}" for value in array.values)
                yield f"@{array.name} = private unnamed_addr constant [{array.size} x {element}] [{values}]"

    def _clear(self) -> str:
        begins, size = self.block.begins, self.block.size
        return (
            f"define internal void @{symbol(walk.CLEAR)}(ptr noalias %s) nounwind {{\n"
            f"  %p = getelementptr inbounds i8, ptr %s, i64 {begins}\n"
            f"  call void @llvm.memset.p0.i64(ptr %p, i8 0, i64 {size - begins}, i1 false)\n"
            f"  ret void\n}}\n"
        )

    def _metadata(self) -> Iterable[str]:
        yield '!0 = !{!"twicetold"}'
        yield '!1 = !{!"address", !0, i64 0}'
        for name, tag in self.tags.items():
            yield f'!{tag} = !{{!"{name}", !0, i64 0}}'
            yield f"!{tag + 1} = !{{!{tag}, !{tag}, i64 0}}"
        last = 2 * len(self.tags) + 2
        yield f"!{last} = !{{!1, !1, i64 0}}"
        for more, weights in enumerate((f"1, i32 {OFTEN}", f"{OFTEN}, i32 1"), start=1):
            yield f'!{last + more} = !{{!"branch_weights", i32 {weights}}}'

    def weights(self, likely: bool | None) -> str:
        """How often a block is done, where that is known, as it stands behind the branch."""
        return "" if likely is None else f", !prof !{self.address_tag + (2 if likely else 1)}"

    @property
    def address_tag(self) -> int:
        """The tag of the addresses of `out` arrays, which never change."""
        return 2 * len(self.tags) + 2


class _Emission:
    """One function, line by line."""

    def __init__(self, module: _Module, function: Function) -> None:
        self.module = module
        self.function = function
        self.changing = walk.assigned(function)
        self.lines: list[str] = []
        self.slots: list[str] = []
        self.held: dict[str, str] = {}
        """What stands for each variable: a value, or for one that changes the address of its slot."""
        self.count = 0
        self.block = "entry"
        self.ended = False

    def text(self) -> str:
        function = self.function
        params = [f"{_TYPE[p.type]} %p.{p.name}" for p in function.params]
        if function.name in self.module.living:
            size = self.module.block.size
            params.insert(0, f"ptr noalias nonnull align 8 dereferenceable({size}) %s")
        for param in function.params:
            self._declare(param, f"%p.{param.name}")
        self._run(function.body)
        if not self.ended:
            self._put("ret void" if function.result is None else "unreachable")
        result = _TYPE[function.result] if function.result else "void"
        linkage = "" if function.name in self.module.program.entries else "internal "
        head = f"define {linkage}{result} @{symbol(function.name)}({', '.join(params)}) {_ATTRIBUTES} {{"
        return "\n".join([head, "entry:", *self.slots, *self.lines, "}\n"])

    # --- lines ----------------------------------------------------------------------------------------------

    def _put(self, line: str) -> None:
        self.lines.append(f"  {line}")

    def _new(self, instruction: str) -> str:
        self.count += 1
        name = f"%v{self.count}"
        self._put(f"{name} = {instruction}")
        return name

    def _label(self, what: str) -> str:
        self.count += 1
        return f"{what}.{self.count}"

    def _begin(self, label: str) -> None:
        self.lines.append(f"{label}:")
        self.block, self.ended = label, False

    def _jump(self, label: str) -> None:
        if not self.ended:
            self._put(f"br label %{label}")
            self.ended = True

    def _declare(self, var: Var, value: str) -> None:
        if var.name not in self.changing:
            self.held[var.name] = value
            return
        self.count += 1
        slot = f"%slot{self.count}"
        self.slots.append(f"  {slot} = alloca {_TYPE[var.type]}")
        self.held[var.name] = slot
        self._put(f"store {_TYPE[var.type]} {value}, ptr {slot}")

    # --- statements -----------------------------------------------------------------------------------------

    def _run(self, body: tuple[Stmt, ...]) -> None:
        for stmt in body:
            if self.ended:
                return
            self._statement(stmt)

    def _statement(self, stmt: Stmt) -> None:
        match stmt:
            case Let(var, value):
                self._declare(var, self._value(value))
            case Set(var, value):
                self._put(f"store {_TYPE[var.type]} {self._value(value)}, ptr {self.held[var.name]}")
            case Store(array, index, value):
                self._store(array, index, value)
            case If():
                self._if(stmt)
            case For(var, lo, hi, body):
                self._for(var, lo, hi, body)
            case While(cond, body):
                self._while(cond, body)
            case Switch(value, cases):
                self._switch(value, cases)
            case Do(function, args):
                self._put(f"call void @{symbol(function)}({self._arguments(function, args)})")
            case Return(value):
                self._put("ret void" if value is None else f"ret {_TYPE[value.type]} {self._value(value)}")
                self.ended = True

    def _if(self, stmt: If) -> None:
        yes, no, end, other = self._label("then"), self._label("else"), self._label("end"), stmt.other
        self._branch(stmt.cond, yes, no if other else end, self.module.weights(stmt.likely))
        self._begin(yes)
        self._run(stmt.then)
        ended = self.ended
        self._jump(end)
        if other:
            self._begin(no)
            self._run(other)
            ended = ended and self.ended
            self._jump(end)
        self._begin(end)
        if other and ended:
            self._put("unreachable")
            self.ended = True

    def _branch(self, cond: Expr, yes: str, no: str, weights: str = "") -> None:
        """To one label or the other; a condition of several parts goes there from the part that decides."""
        match cond:
            case Choose(a, then, Const(False)):
                more = self._label("and")
                self._branch(a, more, no)
                self._begin(more)
                self._branch(then, yes, no, weights)
            case Choose(a, Const(True), other):
                more = self._label("or")
                self._branch(a, yes, more)
                self._begin(more)
                self._branch(other, yes, no, weights)
            case _:
                self._put(f"br i1 {self._value(cond)}, label %{yes}, label %{no}{weights}")
                self.ended = True

    def _for(self, var: Var, lo: Expr, hi: Expr, body: tuple[Stmt, ...]) -> None:
        low, high = self._value(lo), self._value(hi)
        head, inside, latch, end = (self._label(what) for what in ("for", "body", "next", "end"))
        before = self.block
        self.count += 1
        i, following = f"%i{self.count}", f"%j{self.count}"
        self._jump(head)
        self._begin(head)
        self._put(f"{i} = phi i32 [ {low}, %{before} ], [ {following}, %{latch} ]")
        self._put(f"br i1 {self._new(f'icmp slt i32 {i}, {high}')}, label %{inside}, label %{end}")
        self._begin(inside)
        self.held[var.name] = i
        self._run(body)
        self._jump(latch)
        self._begin(latch)
        self._put(f"{following} = add nsw i32 {i}, 1")
        self._jump(head)
        self._begin(end)

    def _while(self, cond: Expr, body: tuple[Stmt, ...]) -> None:
        head, inside, end = (self._label(what) for what in ("while", "body", "end"))
        self._jump(head)
        self._begin(head)
        self._branch(cond, inside, end)
        self._begin(inside)
        self._run(body)
        self._jump(head)
        self._begin(end)

    def _switch(self, value: Expr, cases: tuple[tuple[int, tuple[Stmt, ...]], ...]) -> None:
        on, end = self._value(value), self._label("end")
        labels = [(number, self._label("case"), body) for number, body in cases]
        table = " ".join(f"i32 {number}, label %{label}" for number, label, _ in labels)
        self._put(f"switch i32 {on}, label %{end} [ {table} ]")
        for _, label, body in labels:
            self._begin(label)
            self._run(body)
            self._jump(end)
        self._begin(end)

    def _store(self, array: Array, index: Expr, value: Expr) -> None:
        element, given = _ELEMENT[array.element], self._value(value)
        if array.element == "bool":
            given = self._new(f"zext i1 {given} to i8")
        elif array.element in ("i8", "i16"):
            given = self._new(f"trunc i32 {given} to {element}")
        place = self._address(array, index)
        self._put(f"store {element} {given}, ptr {place}, !tbaa !{self.module.tags[array.name] + 1}")

    # --- values ---------------------------------------------------------------------------------------------

    def _value(self, expr: Expr) -> str:
        match expr:
            case Const(value, type_):
                return _plain(value, _TYPE[type_])
            case Var(name, type_):
                held = self.held[name]
                return self._new(f"load {_TYPE[type_]}, ptr {held}") if name in self.changing else held
            case Load(array, index):
                return self._load(array, index)
            case Op():
                return self._operation(expr)
            case Choose(cond, then, other):
                return self._choose(cond, then, other)
            case Call(function, args, type_):
                return self._new(
                    f"call {_TYPE[type_]} @{symbol(function)}({self._arguments(function, args)})"
                )

    def _arguments(self, function: str, args: tuple[Expr, ...]) -> str:
        given = [f"{_TYPE[arg.type]} {self._value(arg)}" for arg in args]
        if function in self.module.living:
            given.insert(0, "ptr %s")
        return ", ".join(given)

    def _address(self, array: Array, index: Expr) -> str:
        element = _ELEMENT[array.element]
        place = (
            str(index.value)
            if isinstance(index, Const)
            else self._new(f"zext i32 {self._value(index)} to i64")
        )
        base = f"@{array.name}" if array.kind == "const" else self._base(array)
        return (
            base if place == "0" else self._new(f"getelementptr inbounds {element}, ptr {base}, i64 {place}")
        )

    def _base(self, array: Array) -> str:
        offset = self.module.block.places[array.name]
        base = self._new(f"getelementptr inbounds i8, ptr %s, i64 {offset}")
        if array.kind == "life":
            return base
        return self._new(f"load ptr, ptr {base}, !tbaa !{self.module.address_tag}")

    def _load(self, array: Array, index: Expr) -> str:
        element = _ELEMENT[array.element]
        place = self._address(array, index)
        got = self._new(f"load {element}, ptr {place}, !tbaa !{self.module.tags[array.name] + 1}")
        if array.element == "bool":
            return self._new(f"icmp ne i8 {got}, 0")
        return self._new(f"sext {element} {got} to i32") if array.element in ("i8", "i16") else got

    def _choose(self, cond: Expr, then: Expr, other: Expr) -> str:
        type_ = _TYPE[then.type]
        if _cheap(then) and _cheap(other):
            on = self._value(cond)
            return self._new(f"select i1 {on}, {type_} {self._value(then)}, {type_} {self._value(other)}")
        yes, no, end = self._label("then"), self._label("else"), self._label("end")
        self._branch(cond, yes, no)
        self._begin(yes)
        a = self._value(then)
        from_yes = self.block
        self._jump(end)
        self._begin(no)
        b = self._value(other)
        from_no = self.block
        self._jump(end)
        self._begin(end)
        return self._new(f"phi {type_} [ {a}, %{from_yes} ], [ {b}, %{from_no} ]")

    def _operation(self, expr: Op) -> str:
        args = [self._value(arg) for arg in expr.args]
        of = expr.args[0].type
        match expr.op, of:
            case "neg", "num":
                return self._new(f"fneg double {args[0]}")
            case "neg", _:
                return self._new(f"sub {_TYPE[of]} 0, {args[0]}")
            case "not", _:
                return self._new(f"xor {_TYPE[of]} {args[0]}, -1")
            case "abs" | "sqrt" | "floor", _:
                function = "fabs" if expr.op == "abs" else expr.op
                return self._new(f"call double @llvm.{function}.f64(double {args[0]})")
            case "trailing" | "leading", _:
                zeros = "cttz" if expr.op == "trailing" else "ctlz"
                counted = self._new(f"call i64 @llvm.{zeros}.i64(i64 {args[0]}, i1 true)")
                return self._new(f"trunc i64 {counted} to i32")
            case "to int", "num":
                return self._new(f"fptosi double {args[0]} to i32")
            case "to int", "word":
                return self._new(f"trunc i64 {args[0]} to i32")
            case "to int", "bit":
                return self._new(f"zext i1 {args[0]} to i32")
            case "to num", "bit":
                return self._new(f"uitofp i1 {args[0]} to double")
            case "to num", _:
                return self._new(f"sitofp {_TYPE[of]} {args[0]} to double")
            case "to word", _:
                return self._new(f"zext {_TYPE[of]} {args[0]} to i64")
            case "bits", _:
                return self._new(f"bitcast double {args[0]} to i64")
            case "number", _:
                return self._new(f"bitcast i64 {args[0]} to double")
            case _:
                instruction = _BINARY.get((expr.op, of)) or _BINARY[expr.op, ""]
                return self._new(f"{instruction} {_TYPE[of]} {args[0]}, {args[1]}")


def _plain(value: float | int | bool, type_: str) -> str:
    """A constant in LLVM's writing."""
    if type_ == "double":
        return number(float(value))
    if type_ == "i1":
        return "true" if value else "false"
    return str(int(value))


_COSTLY = frozenset({"div", "sqrt", "floor"})


def _cheap(expr: Expr) -> bool:
    """Whether computing a value for nothing costs less than a branch, and can do no harm."""
    return all(
        isinstance(part, Const | Var) or (isinstance(part, Op) and part.op not in _COSTLY)
        for part in walk.parts(expr)
    )
