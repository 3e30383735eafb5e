"""Selection pushdown, narrowing: of some entities, those of whom a condition holds, asked of all at once.

A condition on x such as `x.f is E`, where E does not ask about x, needs E once, and then no more than a look
at each x; what is made of such by `and`, `or` and `not`, no more either. Any other is asked of one after the
other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from twicetold.engine.interpreter.functions import Compile, Eval, Narrow
from twicetold.engine.interpreter.operator import COMPARED
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.meaning.layout import ABSENT, Layout
from twicetold.lang import model


def narrowing(compile_: Compile, layout: Layout, condition: model.Expr, slot: int, kind: str) -> Narrow:
    """How a condition on a slot narrows those who are of a kind, while nothing is traced."""
    narrowing = _Narrowing(compile_, layout, slot, kind)
    narrow = narrowing.of(condition)
    if layout.world.depth == 1:
        return narrow
    asked, minds = narrowing.asked(condition), len(layout.world.entities)
    return lambda s, f, those: (narrow if f[0] < minds else asked)(s, f, those)


class _Narrowing:
    """Finds how conditions narrow those who can take one slot."""

    def __init__(self, compile_: Compile, layout: Layout, slot: int, kind: str) -> None:
        self.compile = compile_
        self.layout = layout
        self.slot = slot
        self.everybody = layout.possible(kind)

    def of(self, condition: model.Expr) -> Narrow:
        """The narrowing by a condition."""
        narrow: Narrow | None = None
        match condition:
            case model.Binary(op="and", left=left, right=right):
                narrow = _one_after_the_other(self.of(left), self.of(right))
            case model.Binary(op="or", left=left, right=right):
                narrow = _by_either(self.of(left), self.of(right))
            case model.Unary(op="not", x=inner):
                narrow = _others(self.of(inner))
            case model.Binary(op=op, left=left, right=right) if op in _AMONG:
                narrow = self._compared(left, op, right) or self._compared(right, _MIRRORED[op], left)
            case model.Cell(type=model.YesNo()):
                narrow = self._compared(condition, "is", model.Const(True, model.YesNo()))
            case _:
                pass
        return narrow or self.asked(condition)

    def _compared(self, asked: model.Expr, op: str, with_: model.Expr) -> Narrow | None:
        """By the slot, or a field of it, compared with something that is the same for all."""
        if not self._apart(with_):
            return None
        value = self.compile(with_)
        match asked:
            case model.Bound(slot=self.slot) if op == "is":
                return lambda s, f, those: [want] if (want := value(s, f)) in those else []
            case model.Bound(slot=self.slot) if op == "is not":
                return lambda s, f, those: _all_but(those, (value(s, f),))
            case model.Cell(args=(model.Bound(slot=self.slot),)):
                return self._of_field(asked, op, value)
            case _:
                return None

    def _of_field(self, cell: model.Cell, op: str, value: Eval) -> Narrow | None:
        placed = self.layout.fields[cell.field]
        (offset,) = placed.offsets
        if any(offset[entity] == ABSENT for entity in self.everybody) or placed.field.unknowable:
            return None
        among, test = _AMONG[op], COMPARED[op]
        in_truth = among(offset, value)
        if not placed.field.believed or cell.truly:
            return in_truth

        def as_believed(s: State, f: Frame, those: Sequence[int]) -> Sequence[int]:
            mind = f[0]
            if mind == TRUTH:
                return in_truth(s, f, those)
            want = value(s, f)
            cells, held, first = s.cells, s.held[mind], s.first
            owner = TRUTH if placed.field.mistaken else mind
            known = [
                cells[offset[entity]] if entity == owner else held.get(offset[entity], first[offset[entity]])
                for entity in those
            ]
            return [entity for entity, have in zip(those, known, strict=True) if test(have, want)]

        return as_believed

    def _apart(self, expr: model.Expr) -> bool:
        """Whether an expression does not ask about the slot."""
        return not any(
            (isinstance(node, model.Bound) and node.slot == self.slot)
            or (isinstance(node, model.Draw) and self.slot in node.bound)
            for node in model.nodes(expr)
        )

    def asked(self, condition: model.Expr) -> Narrow:
        """The narrowing by a condition that is asked of one after the other."""
        slot, test = self.slot, self.compile(condition)
        if self._apart(condition):
            return lambda s, f, those: those if those and test(s, f) else []
        return lambda s, f, those: ask(s, f, those, slot, (test,))


def ask(s: State, f: Frame, those: Sequence[int], slot: int, tests: Sequence[Eval]) -> list[int]:
    """Those of whom all tests hold, asked of one after the other."""
    fitting = []
    for entity in those:
        f[slot] = entity
        for test in tests:
            if not test(s, f):
                break
        else:
            fitting.append(entity)
    return fitting


def _one_after_the_other(narrow: Narrow, then: Narrow) -> Narrow:
    return lambda s, f, those: then(s, f, some) if (some := narrow(s, f, those)) else some


def _by_either(narrow: Narrow, other: Narrow) -> Narrow:
    def either(s: State, f: Frame, those: Sequence[int]) -> Sequence[int]:
        some = narrow(s, f, those)
        if len(some) == len(those):
            return those
        fitting = {*some, *other(s, f, _all_but(those, some))}
        return [entity for entity in those if entity in fitting]

    return either


def _others(narrow: Narrow) -> Narrow:
    return lambda s, f, those: _all_but(those, narrow(s, f, those))


def _all_but(those: Sequence[int], some: Sequence[int]) -> Sequence[int]:
    return [entity for entity in those if entity not in some] if some else those


def _is(of: list[int], value: Eval) -> Narrow:
    def narrow(s: State, f: Frame, those: Sequence[int]) -> Sequence[int]:
        cells, want = s.cells, value(s, f)
        return [x for x in those if cells[of[x]] == want]

    return narrow


def _is_not(of: list[int], value: Eval) -> Narrow:
    def narrow(s: State, f: Frame, those: Sequence[int]) -> Sequence[int]:
        cells, want = s.cells, value(s, f)
        return [x for x in those if cells[of[x]] != want]

    return narrow


def _than(test: Callable[[Any, Any], bool]) -> Callable[[list[int], Eval], Narrow]:
    def among(of: list[int], value: Eval) -> Narrow:
        def narrow(s: State, f: Frame, those: Sequence[int]) -> Sequence[int]:
            cells, want = s.cells, value(s, f)
            return [x for x in those if test(cells[of[x]], want)]

        return narrow

    return among


_AMONG = {op: _than(test) for op, test in COMPARED.items()} | {"is": _is, "is not": _is_not}
"""By operator, how the cell of each, at an offset, compares with a value."""

_MIRRORED = {"is": "is", "is not": "is not", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""By operator, the one that says the same of the operands the other way round."""
