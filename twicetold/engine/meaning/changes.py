"""What effects may change: whatever they may not can be asked of many at once, before any of them happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from twicetold.engine.meaning.layout import Layout
from twicetold.lang import model


def nodes_through(
    roots: Iterable[object], into: Callable[[object], model.Event | model.Define | None]
) -> Iterator[object]:
    """Every node of some roots, and of the events or definitions that some nodes lead into, each once."""
    waiting, seen = [*roots], set[str]()
    while waiting:
        for node in model.nodes(waiting.pop()):
            yield node
            further = into(node)
            if further is not None and further.name not in seen:
                seen.add(further.name)
                waiting.append(further.body)


KINDS: Final = "of what kind"
"""Stands among the fields that change for the kinds that entities are of."""


class Changes:
    """What effects may change in one world, together with the events that they bring about."""

    def __init__(self, world: model.World, layout: Layout) -> None:
        self.world = world
        self.layout = layout
        self._events = {event.name: event for event in world.events}

    def reached(self, effects: Sequence[model.Effect]) -> Iterator[object]:
        """Every node of some effects and of the events that they bring about."""
        return nodes_through(
            effects, lambda node: self._events[node.event] if isinstance(node, model.Happens) else None
        )

    def fields(self, effects: Sequence[model.Effect]) -> frozenset[str]:
        """The fields that some effects may change."""
        fields = set()
        for node in self.reached(effects):
            if isinstance(node, model.Assign):
                fields.add(node.target.field)
            elif isinstance(node, model.Born):
                fields |= self.of_family(node.kind)
        return frozenset(fields)

    def all(self, effects: Sequence[model.Effect]) -> frozenset[str]:
        """The same, and `KINDS` if they may change of what kind somebody is."""
        return self.fields(effects) | ({KINDS} if self.kinds_now(effects) else set())

    def of_family(self, kind: str) -> set[str]:
        """The fields that entities of a kind's family can have a part in."""
        root = self.layout.root(kind)
        return {field.name for field in self.world.fields if root in map(self.layout.root, field.over)}

    def kinds_now(self, effects: Sequence[model.Effect]) -> bool:
        """Whether some effects may change of what kind somebody is."""
        return any(
            isinstance(node, model.Born | model.Retires | model.Becomes) for node in self.reached(effects)
        )
