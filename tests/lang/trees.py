"""Help for tests of the language: trees without their places, the corpus of worlds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from twicetold.lang import syntax
from twicetold.lang.diagnostics import Problems
from twicetold.lang.parser import parse
from twicetold.lang.source import Source, Span

ROOT = Path(__file__).parents[2]
FIXTURES = sorted((ROOT / "tests" / "fixtures" / "valid").glob("*.tale"))
WORLDS = sorted((ROOT / "twicetold" / "worlds").glob("*.tale"))
CORPUS = [*WORLDS, *FIXTURES]


def read(file: Path) -> str:
    """The text of a file."""
    return file.read_text(encoding="utf-8")


def parsed(text: str) -> tuple[syntax.File, Problems]:
    """The tree of a text, and what is wrong with it."""
    problems = Problems()
    return parse(Source("test.tale", text), problems), problems


def blocks(text: str) -> tuple[syntax.Block, ...]:
    """The blocks of a text in which nothing is wrong."""
    tree, problems = parsed(text)
    assert problems.diagnostics == ()
    return tree.blocks


def block(text: str) -> syntax.Block:
    """The one block of a text."""
    (only,) = blocks(text)
    return only


def expression(text: str) -> syntax.Expr:
    """An expression."""
    measure = block(f"measure m = {text}\n")
    assert isinstance(measure, syntax.Measure)
    return measure.expr


def bare(node: object) -> object:
    """A tree without its places, to be compared with others."""
    if isinstance(node, tuple):
        return tuple(map(bare, node))
    if not dataclasses.is_dataclass(node):
        return node
    parts = [bare(part) for part in parts_of(node)]
    return (type(node).__name__, *parts)


def parts_of(node: object) -> list[object]:
    """The parts of a node but for its place."""
    assert dataclasses.is_dataclass(node)
    values = [getattr(node, field.name) for field in dataclasses.fields(node)]
    return [value for value in values if not isinstance(value, Span)]


def nodes(node: object) -> Iterator[object]:
    """Every node of a tree."""
    if isinstance(node, tuple):
        for each in node:
            yield from nodes(each)
    elif dataclasses.is_dataclass(node):
        yield node
        yield from nodes(tuple(parts_of(node)))


def cut(text: str, span: Span) -> str:
    """The stretch of a text that a span covers."""
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)
