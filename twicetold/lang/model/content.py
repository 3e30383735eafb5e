"""The content of a model node: what counts in it, without its places, and the hash of that."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Iterator
from typing import Any, Final, get_args

from twicetold.lang import tree
from twicetold.lang.model.expressions import Expr
from twicetold.lang.model.place import LATE
from twicetold.lang.model.texts import Wording

_EXPRESSIONS: Final[tuple[type, ...]] = get_args(Expr)


def content_hash(node: object, size: int = 8) -> str:
    """The hash of a model node's content, spans left out, of so many bytes."""
    return hashlib.blake2b(b"".join(_canonical(node)), digest_size=size).hexdigest()


def nodes(root: object, *, wordings: bool = False, expressions: bool = True) -> Iterator[object]:
    """Every node of the model at and below `root`, in the order of the text as far as the model keeps it.

    Wordings are left out unless asked for, with what they ask after: they move nothing. Without expressions,
    which are five nodes of six, those who look for effects find them sooner.
    """
    skip = (() if wordings else (Wording,)) + (() if expressions else _EXPRESSIONS)
    return tree.walk(root, skip)


@functools.cache
def _opening(kind: type, parts: int) -> bytes:
    """What a node of this kind begins with in its canonical form, if so many of its parts count."""
    return f"({kind.__name__}:{parts}".encode()


@functools.cache
def _late(kind: type) -> tuple[tuple[str, Any], ...]:
    """The parts of a node of this kind that do not count where they are as they are by default."""
    return tuple((part.name, part.default) for part in dataclasses.fields(kind) if LATE in part.metadata)


def _canonical(root: object) -> Iterator[bytes]:
    """A canonical form of `root` in parts, tagged and with lengths: no two different nodes have the same."""
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        kind = node.__class__
        if kind is str:
            data = node.encode()
            yield b"s%d:" % len(data)
            yield data
        elif kind is float:
            yield b"f" + node.hex().encode()
        elif kind is tuple:
            yield b"[%d" % len(node)
            waiting.extend(reversed(node))
        elif (names := tree.parts(kind)) is not None:
            learnt = {name: getattr(node, name) != default for name, default in _late(kind)}
            names = tuple(name for name in names if learnt.get(name, True))
            yield _opening(kind, len(names))
            yield from (f"+{name}".encode() for name, counts in learnt.items() if counts)
            waiting.extend([getattr(node, name) for name in reversed(names)])
        else:
            yield f"{kind.__name__}={node!r};".encode()
