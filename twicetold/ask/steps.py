"""A world lived step by step: one thing is done or happens at a time, and all that follows from it follows.

What can happen next is what somebody can do, as they believe, and what a chance can bring about. After it the
world is lived until it is at rest: senses and rules go on until a tick changes nothing any more. Then it is
told apart from other states by what is so and what each mind holds, which is all that such a world is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from twicetold.engine import Guide, Interpreter, Living, Option
from twicetold.engine.observe import TRUTH, Frame, Happens, Observer, State
from twicetold.lang import model

REST: Final = 64
"""Ticks in which a world has to come to rest after a step."""

ROOM: Final = 1 << 60
"""Steps of the engine: what is sought is bounded by how much is sought, and not by what one life may take."""


class NotByStep(ValueError):
    """A world is not to be lived step by step; the message says why not."""


@dataclass(frozen=True, slots=True, order=True)
class Deed:
    """What is done, or happens of itself (`who` is empty): its name and roles, and who has to be willing."""

    name: str
    roles: tuple[int, ...]
    who: tuple[int, ...] = ()
    action: int | None = field(default=None, compare=False)
    """Its place among the actions; None of what happens of itself."""
    forced: bool = field(default=True, compare=False)
    """Whether a line of the language can let it happen."""


Key = tuple[object, ...]
"""What tells a state from others."""


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """A state at rest; of each there is one. What tells it from others, and what can happen next."""

    state: State
    key: Key
    open: tuple[Deed, ...]
    following: dict[Deed, tuple[Point, int] | None] = field(default_factory=dict)
    """What has been seen to come of things, and after how many ticks."""
    minds: dict[int, Point] = field(default_factory=dict)
    wanted: dict[int, float] = field(default_factory=dict)


class Steps:
    """Lives one world step by step. Raises NotByStep if that is not all that it is."""

    def __init__(self, world: model.World) -> None:
        _refuse(world)
        self.world = world
        self._interpreter = Interpreter(_unmoved(world))
        self.observer = Observer(self._interpreter)
        self._hand = Hand(self.observer)
        self._ends = [
            self.observer.condition(ending.cond, ending.size) if ending.cond is not None else None
            for ending in world.endings
            if not ending.at_end
        ]
        self._points: dict[Key, Point] = {}

    def start(self) -> tuple[Point, int]:
        """The world as it begins, at rest, and after how many ticks it is."""
        living = self._interpreter.begin(1, 0, record=False, guide=self._hand, steps=ROOM)
        return self._at_rest(living, 0)

    def after(self, point: Point, deed: Deed) -> Point | None:
        """What comes of something; None if it cannot happen."""
        came = self.came(point, deed)
        return None if came is None else came[0]

    def came(self, point: Point, deed: Deed) -> tuple[Point, int] | None:
        """The same, and after how many ticks the world is at rest."""
        if deed not in point.following:
            point.following[deed] = self._done(point, deed) if deed in point.open else None
        return point.following[deed]

    def within(self, point: Point, who: int) -> Point:
        """The world as somebody believes it to be."""
        if who not in point.minds:
            point.minds[who], _ = self._at_rest(self._go_on(self.observer.within(point.state, who)), 0)
        return point.minds[who]

    def wanted(self, point: Point, who: int) -> float:
        """How much of what somebody wants is so."""
        if who not in point.wanted:
            point.wanted[who] = self.observer.wanted(point.state, who)
        return point.wanted[who]

    def over(self, point: Point) -> bool:
        """Whether an ending of the world has come."""
        return any(holds is None or holds(point.state) for holds in self._ends)

    def _done(self, point: Point, deed: Deed) -> tuple[Point, int] | None:
        living = self._go_on(point.state.fork())
        if deed.action is not None:
            living.do(deed.roles[0], Option(deed.action, deed.roles, 0.0))
            return self._at_rest(living, 1)
        self._hand.due = deed
        living.idle()
        came, self._hand.due = self._hand.due is None, None
        return self._at_rest(living, 1) if came else None

    def _go_on(self, state: State) -> Living:
        state.tick, state.now = 0, 0.0
        return Living(self._interpreter.build, state, 1, 0)

    def _key(self, s: State) -> Key:
        return tuple(s.cells), self.observer.held(s)

    def _point(self, s: State) -> Point:
        """The one state that is like this; what could happen of itself has just been seen."""
        key = self._key(s)
        if key not in self._points:
            deeds = dict.fromkeys(self._hand.open)
            for actor in self.observer.free(s):
                options = self.observer.options(s, actor)
                deeds.update(
                    dict.fromkeys(self._hand.deed(each) for each in options if self._hand.can(s, each))
                )
            self._points[key] = Point(s, key, tuple(deeds))
        return self._points[key]

    def _at_rest(self, living: Living, lived: int) -> tuple[Point, int]:
        """Live on until a tick changes nothing, and see in that tick what could happen."""
        s = living.state
        for ticks in range(lived, REST + lived):
            self._hand.open = []
            before = self._key(s)
            living.idle()
            if not s.running and self._key(s) == before:
                return self._point(s), ticks
        raise NotByStep(
            f"the world does not come to rest: after {REST} ticks in which nobody does anything there is"
            " still something that changes"
        )


class Hand(Guide):
    """Lets nothing happen but what is due, and sees what could."""

    def __init__(self, observer: Observer) -> None:
        world = observer.world
        self.due: Deed | None = None
        self.open: list[Deed] = []
        self._actions = world.actions
        self._willing = {
            action.name: {node.number for node in model.nodes(action.asked) if isinstance(node, model.Chance)}
            for action in world.actions
        }
        self._observer = observer

    def choose(self, s: State, actor: int, options: Sequence[Option], chosen: int) -> int:
        taken = -1
        for place, option in enumerate(options):
            if not self.can(s, option):
                continue  # it would fail
            deed = self.deed(option)
            self.open.append(deed)
            if deed == self.due:
                self.due, taken = None, place
        return taken

    def can(self, s: State, option: Option) -> bool:
        """Whether all that it needs is so in truth as well, so that it does not fail."""
        needs = range(len(self._actions[option.action].needs))
        return all(self._observer.holds(s, option.action, need, TRUTH, option.roles) for need in needs)

    def deed(self, option: Option) -> Deed:
        """An option as a step."""
        action = self._actions[option.action]
        asked = action.partners if action.asked else ()
        first = action.roles[0].slot
        who = tuple(option.roles[slot - first] for slot in (first, *asked))
        return Deed(action.name, option.roles, who, option.action)

    def chance(
        self, s: State, happening: Happens, node: model.Chance, f: Frame, p: float, holds: bool
    ) -> bool:
        if node.number in self._willing.get(happening.name, ()):
            return True
        happens = next((each for each in node.body if isinstance(each, model.Happens)), None)
        if happens is None or not p > 0:
            return False
        roles = tuple(int(f[arg.slot]) for arg in happens.args if isinstance(arg, model.Bound))
        deed = Deed(happens.event, roles, forced=node.brings is not None)
        self.open.append(deed)
        if deed != self.due:
            return False
        self.due = None
        return True


def _unmoved(world: model.World) -> model.World:
    """The world in which nobody is moved to anything: what is done is chosen here."""
    actions = tuple(replace(action, urge=()) for action in world.actions)
    return replace(world, actions=actions, choice=model.Choice("best"), measures=(), series=())


# --- which worlds -------------------------------------------------------------------------------------------


def _refuse(world: model.World) -> None:
    """Refuse a world in which more counts than what is so and what minds hold. Raises NotByStep."""
    constructs: tuple[model.Construct, ...] = (*world.senses, *world.rules, *world.actions, *world.events)
    for construct in constructs:
        for sort, reads in _PAST.items():
            if any(isinstance(node, sort) for node in model.nodes(construct, wordings=False)):
                raise NotByStep(f"`{construct.name}` {reads}, so the world cannot be lived step by step")
        _refuse_chances(construct)
    for rule in world.rules:
        if rule.mode not in ("each", "chance"):
            raise NotByStep(
                f"the rule `{rule.name}` holds at times, so the world cannot be lived step by step"
            )


_PAST: Final[dict[type, str]] = {
    model.Remembers: "asks what somebody remembers",
    model.Happened: "asks what has happened",
    model.Times: "asks how often something has happened",
    model.Now: "asks what time it is",
    model.Draw: "draws a number",
    model.Pick: "draws somebody",
}


def _refuse_chances(construct: model.Construct) -> None:
    asked = set()
    if isinstance(construct, model.Action):
        asked = {node.number for node in model.nodes(construct.asked) if isinstance(node, model.Chance)}
    for node in model.nodes(construct, expressions=False):
        if isinstance(node, model.Chance) and node.number not in asked:
            only = all(isinstance(each, model.Happens | model.Let) for each in node.body)
            plain = all(
                isinstance(arg, model.Bound)
                for each in node.body
                if isinstance(each, model.Happens)
                for arg in each.args
            )
            if not (only and plain and not node.otherwise and isinstance(construct, model.Rule)):
                raise NotByStep(
                    f"in `{construct.name}` a chance decides more than whether something happens, so the"
                    " world cannot be lived step by step"
                )


def happenings(world: model.World) -> list[str]:
    """The names of all that can be a step."""
    return [*(action.name for action in world.actions), *(event.name for event in world.events)]


def course(world: model.World, deeds: Sequence[tuple[int, Deed]]) -> tuple[model.Intervention, ...]:
    """What makes a life of the world the one in which these come about at these ticks, and nothing else."""
    said = [model.Intervention("forbid", name, ()) for name in happenings(world)]
    for action in world.actions:
        if action.asked and any(deed.name == action.name for _, deed in deeds):
            chances = (node for node in model.nodes(action.asked) if isinstance(node, model.Chance))
            said += [model.Intervention("falls", node.site, (), value=1) for node in chances]
    said += [model.Intervention("force", deed.name, deed.roles, tick, once=True) for tick, deed in deeds]
    return tuple(said)
