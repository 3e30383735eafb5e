"""Clauses in paragraphs: where one ends and another begins."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from twicetold.tell.clock import Clock
from twicetold.tell.joining import Clause
from twicetold.tell.plan import Node
from twicetold.tell.story import Story

FAR_APART = 24
"""A pause so many times as long as others ends a paragraph that is short, of who follows a few people."""


def in_paragraphs(
    clauses: Sequence[Clause], story: Story, clock: Clock, turns: Collection[int]
) -> Iterator[list[Clause]]:
    """Clauses in paragraphs: a pause ends one, a change of mind, or its length once time moves on; and one of
    these turns begins one."""
    paragraph: list[Clause] = []
    for clause in clauses:
        ends = paragraph and clause.kind == "told" and _ends(paragraph, clause, story, clock)
        looks_back = bool(clause.lead and clause.links) and bool(paragraph) and not clause.having
        turns_ = len(paragraph) >= clock.fewest and clause.node.event.number in turns and not looks_back
        if ends or turns_:
            yield paragraph
            paragraph = []
        paragraph.append(clause)
    if paragraph:
        yield paragraph


def gap(before: Node, after: Node, story: Story) -> float:
    """The seconds of the story from one event to another; below 0 where the telling goes back."""
    return story.seconds(after.event) - story.seconds(before.event)


def _ends(paragraph: Sequence[Clause], clause: Clause, story: Story, clock: Clock) -> bool:
    last, node = paragraph[-1].nodes[-1], clause.nodes[0]
    if node.event.sort == "ending" or node.mind != last.mind:
        return True
    pause = abs(gap(last, node, story))
    if clause.lead and clause.links and pause < clock.pause and len(paragraph) < 2 * clock.length:
        return False  # it begins with what looks back: "At that, he ducked"
    if len(paragraph) >= (clock.length if pause > 0 else 2 * clock.length):
        return True
    long = (4 if clock.fewest == 1 else FAR_APART) * clock.pause
    return pause >= clock.pause and (len(paragraph) >= clock.fewest or pause >= long)
