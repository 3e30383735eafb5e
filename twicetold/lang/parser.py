"""From a text to its syntax tree, block by block."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from lark import Token, Tree
from lark.exceptions import UnexpectedInput

from twicetold.lang import limits, syntax
from twicetold.lang.diagnostics import Problems
from twicetold.lang.grammar import parser_of
from twicetold.lang.layout import LayoutError
from twicetold.lang.mistakes import first_word, tell_layout, tell_mistake
from twicetold.lang.scan import Chunk, scan
from twicetold.lang.source import Source, Span
from twicetold.lang.transformer import build

SHORT: Final = 2000
"""The most characters of a chunk that is kept once it is read, so that all that are kept are little."""


def parse(source: Source, problems: Problems) -> syntax.File:
    """The blocks of a text that can be understood, in order; what cannot is told to `problems`.

    Nothing here is recursive, and no tree is built that is deeper than `limits.DEPTH`, so that what follows
    may be.
    """
    scanned = scan(source, problems)
    blocks = (parse_block(chunk, problems) for chunk in scanned.chunks)
    return syntax.File(source.file, tuple(block for block in blocks if block is not None), scanned.comments)


def parse_canon(source: Source, problems: Problems) -> syntax.Canon | None:
    """The canon of a text: its title line, then a line for each of its chunks; what cannot be understood is
    told to `problems`, and None given where there is no title."""
    chunks = scan(source, problems).chunks
    if not chunks or first_word(chunks[0].lines[0]) != "canon":
        where = Span(source.file, 1, 1, 1, 2)
        problems.tell("T0601.name", where)
        return None
    title = _parsed(chunks[0], "canon_title", problems)
    lines = (_parsed(chunk, "canon_line", problems) for chunk in chunks[1:])
    whole = tuple(line for line in lines if line is not None)
    return None if title is None else syntax.Canon(title, whole)


def parse_question(source: Source, start: str, problems: Problems) -> Any:
    """What is asked in a text of one line, by the grammar's rule `start`; what cannot be understood is told
    to `problems`, and None given."""
    chunks = scan(source, problems).chunks
    if len(chunks) != 1:
        problems.tell("T0100.question", Span(source.file, 1, 1, 1, 2))
        return None
    return _parsed(chunks[0], start, problems)


def parse_within(text: str, start: str, at: Span, problems: Problems) -> Any:
    """What stands in a quoted text, where `at` begins, by the grammar's rule `start`; what cannot be
    understood is told to `problems`, and None given."""
    return _parsed(Chunk(at.file, at.line, (" " * (at.column - 1) + text,)), start, problems)


def parse_block(chunk: Chunk, problems: Problems) -> syntax.Block | None:
    """A block parsed; None, and its first mistake told, if it cannot be."""
    block: syntax.Block | None = _parsed(chunk, "block", problems)
    return block


def _parsed(chunk: Chunk, start: str, problems: Problems) -> Any:
    """What a chunk is by the grammar's rule `start`; None, and its first mistake told, if it is not."""
    try:
        short = sum(map(len, chunk.lines)) <= SHORT
        found = _well_formed(chunk, start) if short else None
        return _read(chunk, start, problems) if found is None else found
    except UnexpectedInput as mistake:
        tell_mistake(mistake, chunk, problems)
        return None
    except LayoutError as mistake:
        tell_layout(mistake, chunk, problems)
        return None


@lru_cache(maxsize=1024)
def _well_formed(chunk: Chunk, start: str) -> Any:
    """What a chunk is of which there is nothing to tell; else None, or the mistake raised. A world that is
    read again, with an edit or with lines added, is mostly of chunks that were read before."""
    problems = Problems()
    found = _read(chunk, start, problems)
    return None if problems.diagnostics else found


def forget() -> None:
    """Forget every chunk that was read: what comes is read as by a process that has just begun."""
    _well_formed.cache_clear()


def _read(chunk: Chunk, start: str, problems: Problems) -> Any:
    """What a chunk is; None, and why told, if it is too deep. Raises its first mistake."""
    tree = parser_of(start).parse(chunk.text)
    return None if _too_deep(tree, chunk, problems) else build(tree, chunk.file, chunk.line - 1, problems)


_DEEPENS: Final = frozenset({
    "binary", "unary", "is_not", "is_one_of", "if_else", "tuned", "paren", "field_of", "apply", "aggregate",
    "part_of", "believes", "remembers", "of_events", "what_said", "when_spoke", "said_so", "spoke",
    "contradicts", "doubts", "relates", "related", "who", "what", "when_sensed", "where_sensed", "otherwise",
})  # fmt: skip
"""What counts as a step down: operators, calls, brackets, and each `otherwise` below another."""


def _too_deep(tree: Tree[Token], chunk: Chunk, problems: Problems) -> bool:
    """Whether a tree is deeper than allowed, told at the place where it first is."""
    todo: list[tuple[Tree[Token], int]] = [(tree, 0)]
    while todo:
        node, above = todo.pop()
        depth = above + (node.data in _DEEPENS)
        if depth > limits.DEPTH:
            at, before = node.meta, chunk.line - 1
            problems.tell(
                "T0011.nested",
                Span(chunk.file, at.line + before, at.column, at.end_line + before, at.end_column),
                most=limits.DEPTH,
            )
            return True
        todo += [(child, depth) for child in node.children if isinstance(child, Tree)]
    return False
