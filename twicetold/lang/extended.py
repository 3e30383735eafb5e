"""`kind Person also`, `action strike also`: what is added to a block above, be it of a text that is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from twicetold.lang import syntax
from twicetold.lang.diagnostics import Problems
from twicetold.lang.memo import Memo

_Extended = syntax.Kind | syntax.Action | syntax.Event


def extended(blocks: Sequence[syntax.Block], problems: Problems, memo: Memo) -> list[syntax.Block]:
    """The blocks, each with all that is added to it further down. What is added to nothing is told of."""
    made: list[syntax.Block] = []
    standing: dict[tuple[type, str], int] = {}
    for block in blocks:
        if isinstance(block, syntax.More):
            place = standing.get((type(block.of), block.of.name.text))
            if place is None:
                _tell_nothing_to_add_to(block.of, standing, problems)
            else:
                below = made[place]
                made[place] = memo.once("also", (below, block), partial(_with, below, block.of, problems))
        else:
            if isinstance(block, _Extended):
                standing[type(block), block.name.text] = len(made)
            made.append(block)
    return made


def _with(block: syntax.Block, more: _Extended, problems: Problems) -> syntax.Block:
    """A block and what is added to it, a block of the same sort."""
    match block, more:
        case syntax.Kind(), syntax.Kind():
            return _kind(block, more, problems)
        case syntax.Action(), syntax.Action():
            return replace(
                _happening(block, more),
                partners=block.partners + more.partners,
                goes=more.goes or block.goes,
                needs=block.needs + more.needs,
                urge=block.urge + more.urge,
                takes=more.takes or block.takes,
                interrupted=block.interrupted + more.interrupted,
            )
        case syntax.Event(), syntax.Event():
            return replace(_happening(block, more), odds=more.odds or block.odds)
        case _:
            raise AssertionError(f"{more.name.text} adds to another sort of block")


_Happening = TypeVar("_Happening", syntax.Action, syntax.Event)


def _happening(block: _Happening, more: _Happening) -> _Happening:
    """An action or event to which effects, lines on who perceives it, and texts are added."""
    return replace(
        block,
        body=block.body + more.body,
        perceive=block.perceive + more.perceive,
        tells=block.tells + more.tells,
    )


def _kind(block: syntax.Kind, more: syntax.Kind, problems: Problems) -> syntax.Kind:
    """A kind to which fields are added; it can notice things when both say so, and the last pronoun and
    the last description hold."""
    notices = more.notices or block.notices
    if block.notices is not None and more.notices is not None:
        if more.notices.name.text != block.notices.name.text:
            name, other = block.notices.name.text, more.notices.name
            problems.tell("T0452.name", other.span, kind=block.name.text, name=name, other=other.text)
        notices = replace(block.notices, when=block.notices.when + more.notices.when)
    return replace(
        block,
        pronoun=more.pronoun or block.pronoun,
        fields=block.fields + more.fields,
        notices=notices,
        described=more.described or block.described,
    )


def _tell_nothing_to_add_to(
    block: _Extended, standing: dict[tuple[type, str], int], problems: Problems
) -> None:
    sort = {syntax.Kind: "kind", syntax.Action: "action", syntax.Event: "event"}[type(block)]
    known = [name for kind, name in standing if kind is type(block)]
    name = block.name
    problems.tell("T0452.unknown", name.span, problems.meant(name.text, known), sort=sort, name=name.text)
