"""Best-first search for stories, step by step, in a world that is small and without chance: what is done one
after the other until something comes about, the shortest first; if that is asked for, each deed explained.

It goes over all states (P. E. Hart, N. J. Nilsson and B. Raphael, "A formal basis for the
heuristic determination of minimum cost paths", IEEE Transactions on Systems Science and Cybernetics 4, 1968),
by how many steps were taken and how many parts of what is sought do not hold yet.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from twicetold.ask.explaining import Explaining, Plan
from twicetold.ask.nearness import Step
from twicetold.ask.steps import Deed, Point, Steps
from twicetold.lang import model
from twicetold.lang.question import Question

LONGEST: Final = 12
"""So many steps a story may have if nothing is said of it."""

MOST: Final = 20_000
"""So many states are looked at, at most."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of a story: at which tick, what, and the plans by which it is explained."""

    tick: int
    deed: Deed
    plans: tuple[tuple[int, Plan], ...] = ()


Story = tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Depth:
    """How many states can be come to in so many steps and no fewer, and in how many of them what is sought is
    so; all until then; and together with the states that somebody in one of them believes to be in."""

    steps: int
    states: int
    sought: int
    all: int
    with_minds: int


@dataclass(frozen=True, slots=True)
class _Node:
    """A state that was come to: how, and after how many steps."""

    point: Point
    tick: int
    steps: int
    before: _Node | None = None
    deed: Deed | None = None
    done_at: int = 0


class Planning:
    """Seeks stories in one world. Raises NotByStep if it is not to be lived step by step."""

    def __init__(
        self, world: model.World, sought: Question, parts: Sequence[Step], minds: int | None
    ) -> None:
        self.steps = Steps(world)
        self._explaining = None if minds is None else Explaining(self.steps, minds)
        observer = self.steps.observer
        self._is_event = isinstance(sought.expr, model.Happened)
        self._holds = self._sought(world, sought)
        self._parts = [observer.condition(part.cond, part.size) for part in parts]
        self.visited = 0
        self.all = False
        """Whether all stories of so many steps have been looked through."""
        self.unexplained: dict[tuple[Deed, int], int] = {}
        """What would have been a step and is not explained: for whom, and how often that was so."""

    def _sought(self, world: model.World, sought: Question) -> Callable[[_Node], bool]:
        if isinstance(sought.expr, model.Happened):
            pattern = sought.expr.pattern
            roles = [arg.value if isinstance(arg, model.Const) else None for arg in pattern.args]

            def happened(node: _Node) -> bool:
                deed = node.deed
                return (
                    deed is not None
                    and deed.name == pattern.event
                    and all(
                        want is None or want == have for want, have in zip(roles, deed.roles, strict=True)
                    )
                )

            return happened
        expr: model.Expr | None = sought.expr
        size = sought.size
        if sought.ending is not None:
            ending = next((each for each in world.endings if each.name == sought.ending), None)
            expr, size = (None, 1) if ending is None else (ending.cond, ending.size)
        if expr is None:
            return lambda node: True
        holds = self.steps.observer.condition(expr, size)
        return lambda node: holds(node.point.state)

    # --- stories --------------------------------------------------------------------------------------------

    def stories(self, longest: int = LONGEST) -> Iterator[Story]:
        """Stories in which it comes about and nothing can be left out, as they are found."""
        start, ticks = self.steps.start()
        order = itertools.count()
        waiting: list[tuple[int, int, int, _Node]] = []

        def wait(node: _Node) -> None:
            left = self._left(node)
            heapq.heappush(waiting, (node.steps + left, left, next(order), node))

        wait(_Node(start, ticks + 1, 0))
        seen: set[Point] = set()
        while waiting and self.visited < MOST:
            *_, node = heapq.heappop(waiting)
            holds = self._holds(node)
            if (node.point in seen and not holds) or not self._is_explained(node):
                continue
            if holds:
                story = self._story(node)
                if not self._is_longer_than_need_be(story):
                    yield story
                continue
            seen.add(node.point)
            if node.steps >= longest or self.steps.over(node.point):
                continue
            self.visited += 1
            for deed in node.point.open:
                came = self.steps.came(node.point, deed)
                if came is not None and came[0] is not node.point:
                    wait(_Node(came[0], node.tick + came[1] + 1, node.steps + 1, node, deed, node.tick))
        self.all = not waiting

    def _is_explained(self, node: _Node) -> bool:
        """Whether the last step to it is, if it has to be; asked late, since it takes long."""
        return node.before is None or node.deed is None or self._may_be(node.before.point, node.deed)

    def _left(self, node: _Node) -> int:
        """How many parts of what is sought do not hold yet."""
        return sum(not holds(node.point.state) for holds in self._parts)

    def _may_be(self, point: Point, deed: Deed) -> bool:
        """Whether it is explained, if it has to be."""
        if self._explaining is None:
            return True
        for who in deed.who:
            if self._explaining.plan(point, deed, who) is None:
                self.unexplained[deed, who] = self.unexplained.get((deed, who), 0) + 1
                return False
        return True

    def _story(self, node: _Node) -> Story:
        taken: list[Taken] = []
        while node.before is not None:
            assert node.deed is not None
            taken.append(Taken(node.done_at, node.deed, self._plans(node.before.point, node.deed)))
            node = node.before
        return tuple(reversed(taken))

    def _plans(self, point: Point, deed: Deed) -> tuple[tuple[int, Plan], ...]:
        if self._explaining is None:
            return ()
        plans = ((who, self._explaining.plan(point, deed, who)) for who in deed.who)
        return tuple((who, plan) for who, plan in plans if plan is not None)

    def _is_longer_than_need_be(self, story: Story) -> bool:
        """Whether it comes about with some of the story left out, and all the rest may be."""
        start, _ = self.steps.start()
        whole, shorter = start, dict[Point, None]()
        for place, taken in enumerate(story):
            deed = taken.deed
            if place == len(story) - 1 and self._is_event:
                return any(self._led(point, deed) is not None for point in shorter)
            after = self.steps.after(whole, deed)
            assert after is not None
            led = (self._led(point, deed) for point in shorter)
            shorter = dict.fromkeys([*shorter, whole, *(point for point in led if point is not None)])
            whole = after
        return any(self._holds(_Node(point, 0, 0)) for point in shorter)

    def _led(self, point: Point, deed: Deed) -> Point | None:
        """What comes of something, if it can be and may be."""
        after = self.steps.after(point, deed)
        return after if after is not None and self._may_be(point, deed) else None

    # --- all that can be ------------------------------------------------------------------------------------

    def depths(self, deepest: int) -> Iterator[Depth]:
        """How many states there are, step by step, as far as that or until there are no more."""
        start, ticks = self.steps.start()
        layer = [_Node(start, ticks + 1, 0)]
        seen: set[Point] = {start}
        believed: set[Point] = set()
        acting = sorted({who for kind in self._acting() for who in self.steps.observer.possible(kind)})
        for depth in range(deepest + 1):
            for node in layer:
                believed.update(self.steps.within(node.point, who) for who in acting)
            sought = sum(map(self._holds, layer))
            yield Depth(depth, len(layer), sought, len(seen), len(seen | believed))
            layer = [*self._next(layer, seen)] if depth < deepest else []
            if not layer:
                return

    def _acting(self) -> set[str]:
        return {action.roles[0].kind for action in self.steps.world.actions}

    def _next(self, layer: Sequence[_Node], seen: set[Point]) -> Iterator[_Node]:
        for node in layer:
            for deed in node.point.open:
                after = self.steps.after(node.point, deed)
                if after is not None and after not in seen:
                    seen.add(after)
                    yield _Node(after, 0, node.steps + 1, node, deed)
