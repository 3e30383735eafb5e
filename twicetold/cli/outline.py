"""A tree of dataclasses as text: each node by its class, with what it holds, in one line where it fits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from fractions import Fraction
from typing import Any, Final

from twicetold.lang import syntax

WIDTH: Final = 100


def outline(node: object, width: int = WIDTH) -> list[str]:
    """The lines of a node, or of whatever one may hold.

    Left out are places in the text, whatever else is no part of the node (what does not count in comparing
    it), and what holds nothing or is as it is where nothing is said.
    """
    if isinstance(node, syntax.Name):
        return [node.text]
    if isinstance(node, tuple):
        return _tuple(node, width)
    if is_dataclass(node):
        return _node(node, width)
    return [_leaf(node)]


def _node(node: Any, width: int) -> list[str]:
    name = type(node).__name__
    parts = {field.name: outline(getattr(node, field.name), width - 4) for field in _told(node)}
    labels = {label: "" if len(parts) == 1 else f"{label}=" for label in parts}
    if all(len(lines) == 1 for lines in parts.values()):
        inside = ", ".join(labels[label] + lines[0] for label, lines in parts.items())
        if len(name) + len(inside) + 2 <= width:
            return [f"{name}({inside})"]
    return [name, *(f"  {line}" for label, lines in parts.items() for line in _part(label, lines))]


def _part(label: str, lines: list[str]) -> Iterator[str]:
    if len(lines) == 1:
        yield f"{label}: {lines[0]}"
    else:
        yield f"{label}:"
        yield from (f"  {line}" for line in lines)


def _tuple(items: tuple[object, ...], width: int) -> list[str]:
    """In brackets in one line, or one below the other."""
    parts = [outline(item, width) for item in items]
    if all(len(lines) == 1 for lines in parts):
        text = f"[{', '.join(lines[0] for lines in parts)}]"
        if len(text) <= width:
            return [text]
    return [line for lines in parts for line in lines]


def _told(node: Any) -> list[Field[Any]]:
    return [field for field in fields(node) if _is_told(field, getattr(node, field.name))]


def _is_told(field: Field[Any], value: object) -> bool:
    if field.name == "span" or not field.compare or value is None or value == ():
        return False
    return field.default is MISSING or value != field.default


def _leaf(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case int() | Fraction():
            return str(value)
        case float():
            return f"{value:g}" if float(f"{value:g}") == value else repr(value)
        case None:
            return "none"
        case _:
            raise TypeError(value)
