"""Whose mind is whose: minds, and minds as others take them to be, by numbers.

A mind is its entity's number. What p takes q to believe is a mind too, of the path p, q, and what p takes q
to take r to believe one of the path p, q, r; their numbers lie above those of all entities. Nobody is in
doubt of their own mind, so that no path has the same mind twice running; and at the depth of its world a path
ends: of whom one thinks deeper, one takes to believe what the path does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twicetold.engine.meaning.layout import Layout
from twicetold.lang import model

TRUTH = -1
"""The mind of nobody: what is so."""


class Minds:
    """The paths of minds of one world."""

    def __init__(self, world: model.World) -> None:
        self.depth = world.depth
        self.deep = world.depth > 1
        self.entities = len(world.entities)
        self._deepest = sum(self.entities**level for level in range(1, world.depth))

    def within(self, path: int, mind: int) -> int:
        """What a mind, or nobody, takes another to believe; at depth 1 what that one believes."""
        if path == TRUTH or not self.deep:
            return mind
        if path >= self._deepest or path % self.entities == mind:
            return path
        return self.entities * (path + 1) + mind

    def of(self, minds: Iterable[int]) -> int:
        """The number of a path."""
        path = TRUTH
        for mind in minds:
            path = self.within(path, mind)
        return path

    def last(self, path: int) -> int:
        """Whose belief it is, as all before them take it to be."""
        return path % self.entities

    def before(self, path: int) -> int:
        """Who takes the last to believe it; nobody, of a single mind."""
        return path // self.entities - 1

    def members(self, path: int) -> tuple[int, ...]:
        """All minds of a path."""
        return () if path == TRUTH else (*self.members(self.before(path)), self.last(path))

    def below(self, path: int, minds: Iterable[int]) -> Iterator[int]:
        """All paths that go on from one by some minds."""
        minds = tuple(minds)
        if path < self._deepest:
            for mind in minds:
                if mind != self.last(path):
                    inner = self.within(path, mind)
                    yield inner
                    yield from self.below(inner, minds)


def minded(world: model.World, layout: Layout) -> frozenset[int]:
    """Everybody whose beliefs are read or taught somewhere."""
    acting: tuple[model.Action | model.Sense, ...] = (*world.actions, *world.senses)
    kinds = {action.roles[0].kind for action in acting}
    for node in model.nodes(world):
        if isinstance(node, model.Believes | model.Learns):
            of = (node.mind, *node.inner) if isinstance(node, model.Learns) else (node.mind,)
            kinds.update(mind.type.kind for mind in of if isinstance(mind.type, model.Ref))
    return frozenset(entity for kind in kinds for entity in layout.possible(kind))
