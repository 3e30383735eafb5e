"""Serialisation: a model written as plain data, and read again: numbers, texts and names of classes,
nothing that runs.

The data is a list. Each place of it is a value: a number, text, yes/no or nothing as it is, a tuple or node
as a list of the places of its parts, before it the number of its class. What stands several times, with all
that is told of it, is written once.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any, Final

from twicetold.lang import model
from twicetold.lang.calendar import Calendar
from twicetold.lang.diagnostics import Diagnostic
from twicetold.lang.model import canon, telling
from twicetold.lang.source import Span


def _classes() -> tuple[type, ...]:
    """Every class of the model, and what else may stand in a loaded world."""
    named = (value for room in (model, canon, telling) for _, value in sorted(vars(room).items()))
    nodes = (value for value in named if isinstance(value, type) and dataclasses.is_dataclass(value))
    return tuple(dict.fromkeys((tuple, Fraction, Span, Diagnostic, Calendar, *nodes)))


_CLASSES: Final = _classes()
_NUMBER: Final = {class_: number for number, class_ in enumerate(_CLASSES)}


def to_plain(root: object) -> bytes:
    """A model node, or a tuple of such, as data. Raises TypeError for anything else."""
    writing = _Writing()
    writing.place(root)
    return json.dumps(writing.values, separators=(",", ":")).encode()


def from_plain(data: bytes) -> Any:
    """What `to_plain` was given."""
    made: list[Any] = []
    for value in json.loads(data):
        if isinstance(value, list):
            value = _maker(_CLASSES[value[0]])([made[place] for place in value[1:]])
        made.append(value)
    return made[-1]


class _Writing:
    def __init__(self) -> None:
        self.values: list[Any] = []
        self._places: dict[object, int] = {}

    def place(self, value: Any) -> int:
        """Where a value stands in the list, once all of its parts do."""
        kind = value.__class__
        if kind in _NUMBER:
            return self._compound(value, kind)
        if value is not None and kind not in (bool, int, float, str):
            raise TypeError(f"{kind.__name__} is no part of a model")
        # 1, 1.0 and True are equal, and so are 0.0 and -0.0: what is written tells them apart.
        return self._put((kind, repr(value)), value)

    def _compound(self, value: Any, kind: type) -> int:
        if kind is tuple:
            parts = [self.place(part) for part in value]
            return self._put((kind, *parts), [0, *parts])
        if kind is Fraction:
            parts = [self.place(value.numerator), self.place(value.denominator)]
            return self._put((kind, *parts), [_NUMBER[kind], *parts])
        parts = [self.place(getattr(value, name)) for name in _fields(kind)]
        return self._put((kind, *parts), [_NUMBER[kind], *parts])

    def _put(self, key: object, value: Any) -> int:
        if key not in self._places:
            self._places[key] = len(self.values)
            self.values.append(value)
        return self._places[key]


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a class, those given by name alone last."""
    fields = sorted(dataclasses.fields(kind), key=lambda field: bool(field.kw_only))
    return tuple(field.name for field in fields)


@cache
def _maker(kind: type) -> Callable[[list[Any]], Any]:
    """What makes a tuple or node of its parts."""
    if kind is tuple:
        return tuple
    if kind is Fraction:
        return lambda parts: Fraction(*parts)
    count = sum(not field.kw_only for field in dataclasses.fields(kind))
    by_name = _fields(kind)[count:]
    if not by_name:
        return lambda parts: kind(*parts)
    return lambda parts: kind(*parts[:count], **dict(zip(by_name, parts[count:], strict=True)))
