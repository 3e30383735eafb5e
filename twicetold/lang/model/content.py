"""The content of a model node: what counts in it, without its places, and the hash of that."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator, Sequence
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


class _Forms(dict[type, Callable[[Any], tuple[bytes, Sequence[Any]]] | None]):
    """By class, what a node of it begins with in its canonical form, and its parts that count, the last
    first; None of what is no node."""

    def __missing__(self, kind: type) -> Callable[[Any], tuple[bytes, Sequence[Any]]] | None:
        names = tree.parts(kind)
        self[kind] = form = None if names is None else _form(kind, names)
        return form


def _form(kind: type, names: tuple[str, ...]) -> Callable[[Any], tuple[bytes, Sequence[Any]]]:
    """What gives the form of nodes of one class. A part that is `late` counts only where it is not as it is
    by default, and says so."""
    late = {part.name: part.default for part in dataclasses.fields(kind) if LATE in part.metadata}
    opening = f"({kind.__name__}:".encode()
    whole = opening + b"%d" % len(names)
    get = tree.getter(names[::-1])

    def learnt(node: Any) -> tuple[bytes, Sequence[Any]]:
        said = [name for name, default in late.items() if getattr(node, name) != default]
        counting = [name for name in names if name in said or name not in late]
        head = opening + b"%d" % len(counting) + b"".join(f"+{name}".encode() for name in said)
        return head, [getattr(node, name) for name in reversed(counting)]

    return learnt if late else lambda node: (whole, get(node))


_FORMS: Final = _Forms()


def _canonical(root: object) -> list[bytes]:
    """A canonical form of `root` in parts, tagged and with lengths: no two different nodes have the same."""
    form: list[bytes] = []
    add = form.append
    waiting: list[Any] = [root]
    pop, extend = waiting.pop, waiting.extend
    while waiting:
        node = pop()
        kind = node.__class__
        if kind is str:
            data = node.encode()
            add(b"s%d:%b" % (len(data), data))
        elif kind is tuple:
            add(b"[%d" % len(node))
            extend(node[::-1])
        elif (formed := _FORMS[kind]) is not None:
            head, parts = formed(node)
            add(head)
            extend(parts)
        elif kind is float:
            add(b"f" + node.hex().encode())
        else:
            add(f"{kind.__name__}={node!r};".encode())
    return form
