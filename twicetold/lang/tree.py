"""Walks over trees of nodes, be it the syntax tree or the model: children, walk, rewrite and fold.

A node is a dataclass; its parts are the fields that count in its equality. A tuple is no node: its members
stand where it stands. A place in the text is none either.
"""

from __future__ import annotations

import dataclasses
import functools
import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from twicetold.lang.source import Span

T = TypeVar("T")


@functools.cache
def parts(kind: type) -> tuple[str, ...] | None:
    """The names of the parts of a node of this class; None of what is no node."""
    if not dataclasses.is_dataclass(kind) or kind is Span:
        return None
    return tuple(part.name for part in dataclasses.fields(kind) if part.compare)


class _Below(dict[type, Callable[[Any], Sequence[Any]] | None]):
    """By class, what gives the parts of a node, the last first; None of what is no node. Nothing in `lang` is
    asked more often, so each is found once."""

    def __missing__(self, kind: type) -> Callable[[Any], Sequence[Any]] | None:
        names = parts(kind)
        self[kind] = below = None if names is None else getter(names[::-1])
        return below


def getter(names: Sequence[str]) -> Callable[[Any], Sequence[Any]]:
    """What gets these of a node, as a sequence."""
    if not names:
        return lambda node: ()
    get = operator.attrgetter(*names)
    return get if len(names) > 1 else lambda node: (get(node),)


_BELOW = _Below()


def children(node: Any) -> list[object]:
    """The nodes directly below a node, in the order of its parts."""
    get = _BELOW[node.__class__]
    waiting: list[Any] = [] if get is None else [*get(node)]
    found: list[object] = []
    while waiting:
        part = waiting.pop()
        kind = part.__class__
        if kind is tuple:
            waiting.extend(reversed(part))
        elif _BELOW[kind] is not None:
            found.append(part)
    return found


def walk(
    root: object, skip: type | tuple[type, ...] = (), stop: type | tuple[type, ...] = ()
) -> Iterator[object]:
    """Every node at and below a root, each before those below it; without those of the types to skip, and
    what is below them, and without what is below those of the types to stop at.
    """
    waiting: list[Any] = [root]
    while waiting:  # written out, not by `children`: to compile a world takes many walks
        node = waiting.pop()
        kind = node.__class__
        if kind is tuple:
            waiting.extend(reversed(node))
        elif (get := _BELOW[kind]) is not None and not isinstance(node, skip):
            yield node
            if not isinstance(node, stop):
                waiting.extend(get(node))


def found(root: object, kind: type[T]) -> tuple[T, ...]:
    """The nodes of a type at and below a root."""
    return tuple(node for node in walk(root) if isinstance(node, kind))


def rewrite(root: T, change: Callable[[object], Any]) -> T:
    """A node, or a tuple of nodes, with others in the place of those of which `change` makes another. Those
    of which it makes None are looked into; what nothing changes in stays the same object.
    """
    node: Any = root
    kind = node.__class__
    if kind is tuple:
        members: Any = tuple([rewrite(member, change) for member in node])
        return members if any(map(operator.is_not, members, node)) else root
    if _BELOW[kind] is None:
        return root
    other: Any = change(node)
    return rewrite_below(root, change) if other is None else other


def rewrite_below(root: T, change: Callable[[object], Any]) -> T:
    """The same of all that is below a node, whatever becomes of the node itself."""
    node: Any = root
    below: dict[str, Any] = {}
    for name in parts(node.__class__) or ():
        old = getattr(node, name)
        kind = old.__class__
        if kind is tuple or _BELOW[kind] is not None:  # most parts are numbers, names and the like
            new = rewrite(old, change)
            if new is not old:
                below[name] = new
    return dataclasses.replace(node, **below) if below else root


def fold(root: object, combine: Callable[[object, list[T]], T]) -> T:
    """What `combine` makes of a node and of what it made of its children, from the leaves up."""
    waiting, found = [root], list[tuple[object, int]]()
    while waiting:
        node = waiting.pop()
        below = children(node)
        found.append((node, len(below)))
        waiting.extend(reversed(below))
    made: list[T] = []
    for node, many in reversed(found):
        made.append(combine(node, [made.pop() for _ in range(many)]))
    return made.pop()
