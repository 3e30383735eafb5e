"""Knobs: numbers of a world that may be turned, such as `0.4 tune 0.1..0.9`.

A knob is a setting whose value is tuned. A number that is tuned elsewhere becomes a setting without a line of
its own, called after what it stands in and its number there: `strike_1`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from twicetold.lang import model, syntax, tree
from twicetold.lang.check import cell
from twicetold.lang.check.scope import Names
from twicetold.lang.check.types import dimension, said_dimension
from twicetold.lang.exact import nearest


def settings(blocks: Sequence[syntax.Block], names: Names) -> list[syntax.Setting]:
    """The settings that stand for numbers tuned where they are, in order of the text."""
    with_knobs = {file for file, source in names.problems.sources.items() if "tune" in source.text}
    places = [
        place for block in blocks if block.span.file in with_knobs for place in _places(block, names)
    ]  # fmt: skip
    taken = frozenset(_named(blocks)) if places else frozenset()
    made = []
    numbers: dict[str, Iterator[int]] = {}
    for within, tuned in places:
        literal = _literal(tuned)
        if literal is None:
            names.problems.tell("T0417.number", tuned.x.span)
            continue
        counted = numbers.setdefault(within, count(1))
        name = next(name for n in counted if (name := f"{within}_{n}") not in taken)
        names.knobs[tuned.span] = name
        type_ = syntax.Type("number", tuned.span, bounded=True, lo=tuned.lo, hi=tuned.hi, unit=literal.unit)
        made.append(syntax.Setting(syntax.Name(name, tuned.span), type_, tuned, tuned.span))
    return made


def read(expr: syntax.Tuned, names: Names) -> model.Expr | None:
    """A number that is tuned where it stands."""
    setting = names.settings.get(names.knobs.get(expr.span, ""))
    return None if setting is None else model.SettingOf(setting.name, setting.type, span=expr.span)


def ends(
    tuned: syntax.Tuned, setting: model.Setting, value: model.Value, names: Names
) -> tuple[float, float] | None:
    """Between which numbers, in base units, a setting is tuned; None and an error if it cannot be."""
    literal, tell = _literal(tuned), names.problems.tell
    if literal is None or not isinstance(setting.type, model.Number):
        tell("T0417.literal", tuned.x.span)
        return None
    size = names.units.dimension(literal.unit)
    if size is None:
        return None
    if size[1] != dimension(setting.type):
        tell(
            "T0302.tuned",
            tuned.x.span,
            literal=literal.text,
            unit=said_dimension(setting.type.unit, names.units.plural),
        )
        return None
    lo, hi = nearest(tuned.lo.exact * size[0]), nearest(tuned.hi.exact * size[0])
    span, said = tuned.lo.span.to(tuned.hi.span), f"{tuned.lo.text}..{tuned.hi.text}"
    if not lo < hi:
        tell("T0307.tuned", span)
    elif not setting.type.lo <= lo < hi <= setting.type.hi:
        tell("T0306.reaches", span, range=said, setting=setting.name)
    elif not lo <= value <= hi:
        tell("T0306.tuned", tuned.x.span, range=said)
    else:
        return lo, hi
    return None


def _literal(tuned: syntax.Tuned) -> syntax.Number | None:
    """The number, without its sign; None if it is none."""
    x = tuned.x.x if isinstance(tuned.x, syntax.Unary) and tuned.x.op == "-" else tuned.x
    return x if isinstance(x, syntax.Number) else None


# --- where they are -----------------------------------------------------------------------------------------


def _places(block: syntax.Block, names: Names) -> Iterator[tuple[str, syntax.Tuned]]:
    """The numbers that are tuned in a block, in order, each with the name of what it stands in."""
    match block:
        case syntax.Setting(value=syntax.Tuned(x=x)):
            yield from _in(block.name.text, x, names)
        case syntax.Start(target=syntax.Variable(name=name), value=syntax.Tuned(x=x)):
            yield from _in(name.text, x, names)
        case syntax.Kind():
            for field in block.fields:
                yield from _in(field.name.text, field, names)
        case syntax.Entities():
            for start in block.starts:
                yield from _in(cell.name_of(start.target), start, names)
        case syntax.Start():
            yield from _in(cell.name_of(block.target), block, names)
        case syntax.Belief():
            yield from _in(cell.name_of(block.start.target), block, names)
        case syntax.Ending():
            yield from _in("ending", block, names)
        case _:
            yield from _in(_name(block) or "world", block, names)


def _in(name: str, root: object, names: Names) -> Iterator[tuple[str, syntax.Tuned]]:
    nodes = names.memo.once("tuned", (root,), lambda: tree.found(root, syntax.Tuned))
    line_of = names.problems.line_of
    return ((name, tuned) for tuned in sorted(nodes, key=lambda node: (line_of(node.span), node.span.column)))


def _named(blocks: Iterable[syntax.Block]) -> Iterator[str]:
    """The names that something else has."""
    for block in blocks:
        if isinstance(block, syntax.Entities):
            yield from (name.text for name in block.names)
        elif (name := _name(block)) is not None:
            yield name


def _name(block: syntax.Block) -> str | None:
    name = getattr(block, "name", None)
    return name.text if isinstance(name, syntax.Name) else None
