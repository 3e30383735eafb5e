"""What a page says somebody believes: the words for the fields that their choices hang on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from twicetold.lang import model
from twicetold.play.page.lines import Flat, Lines, Mentioned, Variant

VALUE = 0
"""The number of a mention of what the field is; those of the entities are from 1 on."""

Reads = tuple[str, tuple[int, ...]]
"""A field of some entities: the place of a role, or -1 less the number of somebody."""


Way = tuple[tuple["Test", ...], tuple[Flat, ...]]
"""A way to say something: what must hold for that, and its parts."""

Test = tuple[str, float]
"""What must hold of a value: a comparison of the language's with a number."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words for a field: of which entities they can be said, and how: in the first of some ways of which
    all tests hold."""

    field: model.Field
    of: tuple[tuple[int, ...], ...]
    ways: tuple[tuple[tuple[Test, ...], Variant], ...]


def read_by(world: model.World, who: int) -> dict[str, list[Reads]]:
    """By action, the believed fields of which entities its needs and urge read."""
    defines = {define.name: define for define in world.defines}
    believed = {field.name for field in world.fields if field.believed}
    read: dict[str, list[Reads]] = {}
    for action in world.actions:
        asked = (*(need.expr for need in action.needs), *(term.expr for term in action.urge))
        roles = {role.slot: place for place, role in enumerate(action.roles)}
        found = (reads for expr in asked for reads in _reads(expr, roles, defines))
        read[action.name] = [*dict.fromkeys(each for each in found if each[0] in believed)]
    return read


def _reads(
    expr: model.Expr, bound: Mapping[int, int], defines: Mapping[str, model.Define]
) -> Iterator[Reads]:
    """What an expression reads of what is known where it stands; `bound` says what the slots hold."""
    for node in model.nodes(expr):
        if isinstance(node, model.Cell) and not node.truly:
            places = [_place(arg, bound) for arg in node.args]
            if None not in places:
                yield node.field, tuple(place for place in places if place is not None)
        elif isinstance(node, model.Call):
            given = {slot: _place(arg, bound) for slot, arg in enumerate(node.args, 1)}
            known = {slot: place for slot, place in given.items() if place is not None}
            yield from _reads(defines[node.define].body, known, defines)


def _place(arg: model.Expr, bound: Mapping[int, int]) -> int | None:
    match arg:
        case model.Bound(slot):
            return bound.get(slot)
        case model.Const(value, model.Ref()) if int(value) >= 0:
            return -1 - int(value)
        case _:
            return None


def said_of(world: model.World, who: int, lines: Lines) -> Iterator[Said]:
    """The words for the fields that choices of somebody's hang on, as far as a page has any."""
    asked = {field for reads in read_by(world, who).values() for field, _ in reads}
    for field in world.fields:
        if field.name not in asked:
            continue
        for words in world.words:
            if words.field == field.name and (ways := _by_words(words.wording.parts, words)) is not None:
                yield Said(field, _of(words.kinds, lines), _made(ways, lines))
        if not any(words.field == field.name for words in world.words) and (by_name := [*_by_name(field)]):
            yield Said(field, _of(field.over, lines), _made(by_name, lines))


def _made(ways: Sequence[Way], lines: Lines) -> tuple[tuple[tuple[Test, ...], Variant], ...]:
    return tuple((tests, lines.variant(parts)) for tests, parts in ways)


def _of(kinds: Sequence[str], lines: Lines) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(sorted(lines.layout.possible(kind))) for kind in kinds)


def _by_words(parts: Sequence[model.Part], words: model.FieldWords) -> list[Way] | None:
    """The world's own words, if they say no more than of whom, and what, and hang on nothing else."""
    if not parts:
        return [((), ())]
    first, rest = parts[0], _by_words(parts[1:], words)
    if rest is None:
        return None
    heads = _either(first.arms, words) if isinstance(first, model.Either) else _part(first, words)
    if heads is None:
        return None
    return [((*asked, *tests), (*head, *told)) for asked, head in heads for tests, told in rest]


def _either(arms: Sequence[model.Arm], words: model.FieldWords) -> list[Way] | None:
    ways: list[Way] = []
    for arm in (*arms, model.Arm(None, ())):
        tests, told = _tests(arm.when, words.field), _by_words(arm.parts, words)
        if tests is None or told is None:
            return None
        ways += [((*tests, *more), parts) for more, parts in told]
    return ways


def _part(part: model.Part, words: model.FieldWords) -> list[Way] | None:
    match part:
        case model.Plain(text):
            return [((), (text,))]
        case model.Verb():
            return [((), (part,))]
        case model.Mention(model.Const(_, model.Ref())):
            return [((), (Mentioned(-1, part),))]
        case model.Mention(model.Bound(slot)) if 0 < slot <= len(words.kinds):
            return [((), (Mentioned(slot, part),))]
        case model.Mention(model.Cell(field, args)) if field == words.field and _in_order(args):
            return [((), (Mentioned(VALUE, part),))]
        case _:
            return None


def _tests(when: model.Expr | None, field: str) -> tuple[Test, ...] | None:
    """A condition as comparisons of the field with numbers, if it is no more."""
    match when:
        case None:
            return ()
        case model.Cell(name):
            return (("is", 1.0),) if name == field else None
        case model.Unary("not", model.Cell(name)):
            return (("is", 0.0),) if name == field else None
        case model.Binary("and", left, right):
            first, second = _tests(left, field), _tests(right, field)
            return None if first is None or second is None else (*first, *second)
        case model.Binary(op, model.Cell(name), model.Const(value)) if name == field and op in COMPARISONS:
            return ((op, float(value)),)
        case _:
            return None


COMPARISONS = ("is", "is not", "<", "<=", ">", ">=")


def _in_order(args: Sequence[model.Expr]) -> bool:
    return [arg.slot for arg in args if isinstance(arg, model.Bound)] == [*range(1, len(args) + 1)]


def _by_name(field: model.Field) -> Iterator[Way]:
    """What can be said by the name of a field or of an option, by value; see `interpreter/words.py`."""
    name = field.name.rpartition(".")[2]
    if len(field.over) != 1:
        return
    who = Mentioned(1, model.Mention(model.Bound(1, "", model.Ref(field.over[0])), "plain"))
    match field.type:
        case model.YesNo() if "_" not in name:
            said = [f"not {name}", name]
        case model.OneOf(options):
            said = [option.replace("_", " ") for option in options]
        case _:
            return
    for value, text in enumerate(said):
        yield (("is", float(value)),), (who, " ", model.Verb("be"), f" {text}")
