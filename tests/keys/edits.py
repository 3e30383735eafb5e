"""Worlds with one block edited, and where a world draws: by the words that ask for each draw."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass

from tests.docs.examples import blocks_of
from twicetold.engine.meaning.sites import choose
from twicetold.lang import TaleError, load_text, model

Place = tuple[str, int, int, str, int]
"""A draw as the text has it: the block in which it is asked for, the line and column there; its site, and for
how many it is drawn."""

_NUMBER = re.compile(r"(?<![\w.:])\d+(?:\.\d+)?(?![\w.:])")
_HEAD = re.compile(r"^(?:  then|rule .*)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A world, and where it draws."""

    world: model.World
    places: frozenset[Place]

    def apart_from(self, block: str) -> frozenset[Place]:
        """Where it draws outside of a block."""
        return frozenset(place for place in self.places if place[0] != block)

    def within(self, block: str) -> frozenset[str]:
        """The sites of a block."""
        return frozenset(site for where, _, _, site, _ in self.places if where == block)


@dataclass(frozen=True, slots=True)
class Edit:
    """What was done to a block: how it was, how it is, and what the world is then."""

    what: str
    before: str
    after: str
    drawing: Drawing


def edited(text: str, of: Collection[str]) -> Iterator[Edit]:
    """What a world becomes by edits of some of its blocks: by the first of each sort that leaves a world."""
    blocks = blocks_of(text)
    for place, block in enumerate(blocks):
        done: set[str] = set()
        for what, other in _edits(block) if block in of else ():
            if what not in done:
                with suppress(TaleError):
                    yield Edit(what, block, other, _read([*blocks[:place], other, *blocks[place + 1 :]]))
                    done.add(what)


def as_written(text: str) -> Drawing:
    """The world as it is."""
    return _read(blocks_of(text))


def _edits(block: str) -> Iterator[tuple[str, str]]:
    """What can be done to a block, by name. Not every block can take all of it."""
    if block.startswith(("world ", "without ")):
        return  # everything hangs on how long a tick is; and what is not taken away draws again
    for found in _NUMBER.finditer(_without_words(block)):
        for number in (float(found[0]) / 2, float(found[0]) + 1):
            yield "another number", f"{block[: found.start()]}{number:g}{block[found.end() :]}"
    if head := _HEAD.search(block):
        indent = "    " if head[0].startswith(" ") else "  "
        more = f"{indent}let luck = uniform(0, 1)\n"
        yield "a draw more, before all others", f"{block[: head.end()]}{more}{block[head.end() :]}"
    yield "taken out", ""


def _without_words(block: str) -> str:
    """A block whose texts and comments are blank, each letter where it was."""
    return re.sub(r'"[^"\n]*"|#.*', lambda words: " " * len(words[0]), block)


def _read(blocks: list[str]) -> Drawing:
    world = load_text("".join(blocks))
    lines = [(block, line) for block in blocks for line in range(len(block.splitlines()))]
    places = ((*lines[line - 1], column, site, people) for line, column, site, people in _drawn(world))
    return Drawing(world, frozenset(places))


def _drawn(world: model.World) -> Iterator[tuple[int, int, str, int]]:
    """Every draw: the line and column where it is asked for, its site, and for how many it is."""
    for node in model.nodes(world):
        match node:
            case model.Draw() | model.Chance() | model.Pick():
                yield node.span.line, node.span.column, node.site, len(node.bound)
            case model.Perceive():
                yield node.span.line, node.span.column, node.site, node.of or 0
            case model.Action():
                yield node.span.line, node.span.column, choose(node), len(node.roles)
            case _:
                pass
