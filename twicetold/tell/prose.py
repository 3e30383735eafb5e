"""What a telling is in the end: sentences in paragraphs, paragraphs in passages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twicetold.tell.joining import Kind
from twicetold.tell.plan import Node, Part
from twicetold.tell.relations import Link


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, what it tells, through which mind, and by what that mind knows it."""

    text: str
    kind: Kind
    nodes: tuple[Node, ...]
    links: tuple[Link, ...] = ()
    """How its clauses, and what they came from, hang together: what it says of that in words."""

    @property
    def events(self) -> tuple[int, ...]:
        """The numbers of the events that it tells."""
        return tuple(node.event.number for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Passage:
    """A section in words."""

    part: Part
    paragraphs: tuple[tuple[Sentence, ...], ...]

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All its sentences in order."""
        return (sentence for paragraph in self.paragraphs for sentence in paragraph)


@dataclass(frozen=True, slots=True)
class Prose:
    """A telling in words. The `subtitle` says what this life is about, where it has one."""

    title: str
    passages: tuple[Passage, ...]
    subtitle: str = ""

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All its sentences in order."""
        return (sentence for passage in self.passages for sentence in passage.sentences)
