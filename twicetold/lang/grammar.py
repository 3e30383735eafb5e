"""The parsers of the grammar: their tables (LALR) take long to make, so they are made but once.

Those that every world needs are made as the package is built, and lie beside the grammar; the others, and all
of them where the language or Lark is another since, are kept in the user's cache. Either is Lark's own
serialisation, a pickle, and a pickle can name anything. It is read only from the package and from the cache,
which takes nothing that another user may have written, and may name nothing but the `Layout`.
"""

from __future__ import annotations

import os
import pickle
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import lark
from lark import Lark

from twicetold.cache import Cache, key_of
from twicetold.lang.fingerprint import fingerprint
from twicetold.lang.layout import Layout

BROUGHT: Final = ("block", "asked")
"""The rules whose tables the package brings along: those that every world is read by."""


@cache
def parser_of(start: str) -> Lark:
    """The parser of a rule of the grammar. It keeps nothing between calls, so that one serves all.

    Each rule has a parser of its own, so that only what can stand in a block is said to be able to stand
    there.
    """
    if (found := _restored(_brought(start))) is not None:
        return found
    kept = Cache.of_user()
    if kept is None:
        return _made(start)
    key = _key(start)
    if (found := _restored(kept.get(key))) is not None:
        return found
    with kept.one_at_a_time(key):
        if (found := _restored(kept.get(key))) is None:
            found = _made(start)
            kept.put(key, _written(found))
    return found


def bring() -> None:
    """Make the tables that the package brings along, beside the grammar, where they are not there yet."""
    for start in BROUGHT:
        if _brought(start) is None:
            file = Path(__file__).with_name(_file(start))
            beside = file.with_suffix(f".{os.getpid()}")
            beside.write_bytes(_key(start).encode() + b"\n" + _written(_made(start)))
            beside.replace(file)


def _brought(start: str) -> bytes | None:
    """The tables that the package has brought along; None if it has none, or they are of another grammar."""
    try:
        key, _, data = files("twicetold.lang").joinpath(_file(start)).read_bytes().partition(b"\n")
    except OSError:
        return None
    return data if key == _key(start).encode() else None


def _file(start: str) -> str:
    return f"{start}.tables"


def _key(start: str) -> str:
    """What tables follow from."""
    return key_of("parser", start, fingerprint("twicetold.lang"), lark.__version__)


def _made(start: str) -> Lark:
    return Lark(
        files("twicetold.lang").joinpath("grammar.lark").read_text(encoding="utf-8"),
        start=start,
        parser="lalr",
        lexer="contextual",
        postlex=Layout(),
        propagate_positions=True,
        maybe_placeholders=True,
    )


def _written(parser: Lark) -> bytes:
    written = BytesIO()
    parser.save(written)
    return written.getvalue()


def _restored(data: bytes | None) -> Lark | None:
    """The parser that was written, if any was; None if it cannot be read, whatever is wrong with it: it is
    only a copy of what can be made."""
    if data is None:
        return None
    try:
        return Lark.load(_Tables(BytesIO(data)).load())
    except Exception:
        return None


class _Tables(pickle.Unpickler):
    """Reads plain data and, of all classes, the `Layout`."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (Layout.__module__, Layout.__name__):
            return Layout
        raise pickle.UnpicklingError(f"`{module}.{name}` is no part of a parser")
