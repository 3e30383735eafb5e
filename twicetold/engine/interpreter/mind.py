"""A mind from inside: the state in which what somebody believes is so.

What they expect to come of something is what comes of it there, lived by the rules of the world as in truth
(the states of belief of S. G. Ware and C. Siler, "Sabre: A narrative planner supporting intention and deep
theory of mind", AIIDE 2021). What they take others to believe is what these believe in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from twicetold.engine.interpreter.state import Paths, State
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.minds import TRUTH, Minds
from twicetold.lang import model
from twicetold.lang.model import default


@dataclass(frozen=True)
class Insight:
    """What there is to be believed in a world, and by whom."""

    world: model.World
    layout: Layout

    @cached_property
    def minds(self) -> Minds:
        """The paths of its minds."""
        return Minds(self.world)

    @cached_property
    def beliefs(self) -> list[tuple[int, int]]:
        """The beliefs there are: a mind, or one as others take it to be, and a cell that is not its own to
        know; mind by mind in order of declaration."""
        everybody = range(len(self.world.entities))
        paths = [*everybody, *self._within(everybody)] if self.minds.deep else everybody
        return [
            (path, cell)
            for path in paths
            for placed in self.layout.fields.values()
            if placed.field.believed
            for cell, entities in enumerate(placed.cells, placed.base)
            if not placed.field.knows(self.minds.last(path), entities)
        ]

    def held(self, s: State) -> tuple[model.Value, ...]:
        """What every mind holds of all that it can err about."""
        first = s.first
        if isinstance(s.held, Paths):
            kept = {path: mind for path, mind in s.held.items() if mind}  # a mind that is asked of is made
            return tuple([kept.get(path, {}).get(cell, first[cell]) for path, cell in self.beliefs])
        return tuple([s.held[mind].get(cell, first[cell]) for mind, cell in self.beliefs])

    def within(self, s: State, who: int) -> State:
        """A copy of a state in which all that somebody can err about is as they believe. What they do not
        know is as if nobody had it, as in what they do. Of whom they would have to think deeper than minds
        go, they take to believe what the last of whom they can does."""
        twin = s.fork()
        for placed in self.layout.fields.values():
            if placed.field.believed:
                for cell in range(placed.base, placed.base + len(placed.cells)):
                    twin.cells[cell] = self._as_if_so(s, who, cell)
        twin.first = twin.cells.copy()
        for mind in twin.held.values() if isinstance(twin.held, Paths) else twin.held:
            mind.clear()
        if isinstance(twin.held, Paths):
            for path, cell in self.beliefs:
                held = self._as_if_so(s, self.minds.of((who, *self.minds.members(path))), cell)
                if held != twin.first[cell]:
                    twin.held[path][cell] = held
        return twin

    def _as_if_so(self, s: State, path: int, cell: int) -> model.Value:
        """What a mind holds a cell to be, nothing if it does not know; what is somebody's own, they are taken
        to know."""
        field, entities = self.layout.owner(cell)
        while path != TRUTH and field.knows(self.minds.last(path), entities):
            path = self.minds.before(path)
        held: model.Value | None = s.cells[cell] if path == TRUTH else s.held[path].get(cell)
        held = s.first[cell] if held is None else held
        return default(field.type) if held == model.UNKNOWN else held

    def _within(self, everybody: Iterable[int]) -> Iterator[int]:
        for mind in everybody:
            yield from self.minds.below(mind, everybody)
