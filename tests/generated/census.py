"""Which constructs of the language a world has, as the model knows them.

What there is to have is read from the model itself: every class of node; for a field that is one of several
words each of the words, for a yes/no that it holds, for what may be missing that it is there and that it is
missing, for several things that there are some and that there are none. So a construct that the model learns
is looked for from that day on.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Iterator
from typing import Any, Literal, Union

from twicetold.lang import model
from twicetold.lang.model import telling

FUNCTIONS = ("abs", "floor", "round", "sqrt", "exp", "log", "least", "greatest", "clamp")

CANNOT = frozenset(
    f"{field} is empty"
    for field in (
        "World.kinds", "World.fields", "World.entities", "World.measures", "Sense.roles", "Sense.body",
        "Action.roles", "Action.body", "Rule.body", "If.body", "Chance.body", "ForEach.body", "Pick.body",
        "Kind.lineage", "Field.over", "Start.entities", "OneOf.options", "Tell.wordings", "Wording.parts",
        "Function.args", "Cell.args", "Draw.args",
    )
)  # fmt: skip
"""What no world can have, or none but by a detour."""

APART = (
    "Intervention", "World.interventions is not empty", "World.tellings is not empty", "Wording.mode = brief",
    "Setting.tune", "Measure.peak", "Mention.before", "Mention.unit",
    "Arm", "Opening", "World.opening", "Ending.wordings", "Wording.who",
    "Because", "Introduction", "World.introductions", "Term.because", "Every", "Either", "Figures", "Turns",
    "FieldWords", "World.words",
    "Action.failed is not empty", "Action.broken_off is not empty", "Action.declined is not empty",
)  # fmt: skip
"""How the names begin of what has tests of its own: what is forbidden or tuned, what only tellings read."""

_PLACES = (
    (model.Sense, ("when", "body")), (model.Rule, ("where", "when", "body", "perceive")),
    (model.Action, ("needs", "urge", "takes", "interrupted", "body", "perceive")),
    (model.Event, ("body", "perceive")), (model.Define, ("body",)), (model.Ending, ("cond",)),
    (model.Measure, ("expr",)), (model.Reward, ("expr",)),
)  # fmt: skip
"""Where expressions stand, by construct."""

_DRAWING = frozenset({"Sense.when", "Sense.body", "Rule.body", "Action.body", "Event.body"})
"""Where something may be drawn."""


def constructs() -> frozenset[str]:
    """All that a world can have, as `found` names it."""
    classes = [
        each
        for each in vars(model).values()
        if isinstance(each, type) and each.__module__.startswith(f"{model.__name__}.")
    ]
    names = {name for each in classes if dataclasses.is_dataclass(each) for name in _names(each)}
    there = names | {f"Function.name = {name}" for name in FUNCTIONS}
    return frozenset(name for name in there - CANNOT if not name.startswith(APART))


def pairs() -> frozenset[str]:
    """Every place for expressions with every class of them that may stand there."""
    found = set()
    for construct, fields in _PLACES:
        for field in fields:
            place = f"{construct.__name__}.{field}"
            for each in typing.get_args(model.Expr):
                if each is not model.Draw or place in _DRAWING:
                    found.add(f"{place} has {each.__name__}")
    return frozenset(found)


def found(world: model.World) -> set[str]:
    """What a world has, of `constructs` and of `pairs`."""
    names = {name for node in _nodes(world) for name in _of(node)}
    for construct, fields in _PLACES:
        for node in _nodes(world):
            if isinstance(node, construct):
                for field in fields:
                    inner = {type(each).__name__ for each in _nodes(getattr(node, field))}
                    names |= {f"{construct.__name__}.{field} has {name}" for name in inner}
    return names


def _nodes(root: object) -> Iterator[Any]:
    """Every node at and below a root, texts with theirs."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(node)
        elif dataclasses.is_dataclass(node):
            yield node
            waiting.extend(getattr(node, part.name) for part in dataclasses.fields(node) if part.compare)


def _of(node: Any) -> Iterator[str]:
    kind = node.__class__
    yield kind.__name__
    for field, sort in _fields(kind).items():
        value, name = getattr(node, field), f"{kind.__name__}.{field}"
        if sort == "words" or (kind is model.Function and field == "name"):
            yield f"{name} = {value}"
        elif sort == "yes/no" and value:
            yield f"{name} holds"
        elif sort == "perhaps":
            yield f"{name} is {'missing' if value is None else 'there'}"
        elif sort == "several":
            yield f"{name} is {'not ' if value else ''}empty"


def _names(kind: type) -> Iterator[str]:
    """All that a node of a class can be."""
    yield kind.__name__
    for field, sort in _fields(kind).items():
        name = f"{kind.__name__}.{field}"
        match sort:
            case "words":
                for word in typing.get_args(_hints(kind)[field]):
                    yield f"{name} = {word}"
            case "yes/no":
                yield f"{name} holds"
            case "perhaps":
                yield f"{name} is there"
                yield f"{name} is missing"
            case "several":
                yield f"{name} is empty"
                yield f"{name} is not empty"


@functools.cache
def _fields(kind: type) -> dict[str, str]:
    """The fields of a class, each with the sort of what it can be."""
    hints = _hints(kind)
    return {part.name: _sort(hints[part.name]) for part in dataclasses.fields(kind) if part.compare}


def _hints(kind: type) -> dict[str, Any]:
    """The types of a class's fields; `model` itself knows the type of tellings only by name."""
    return typing.get_type_hints(kind, localns={"Telling": telling.Telling})


def _sort(hint: Any) -> str:
    origin = typing.get_origin(hint)
    if origin is Literal:
        return "words"
    if hint is bool:
        return "yes/no"
    if origin in (Union, types.UnionType) and type(None) in typing.get_args(hint):
        return "perhaps"
    return "several" if origin is tuple else "other"
