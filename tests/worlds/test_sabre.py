"""Four planning problems, written by hand as worlds, lived along traces of the planner they are from.

The facts are in ../shared/data, beside the repository; where that is not, one story of each stands here. A
step of a trace is a few ticks: what is done, then senses and rules until nothing changes any more. What is
believed of what others believe is told there as well, `believes2`.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.generated.coded import QUICK
from tests.generated.compare import compare
from tests.sampled import sampled
from twicetold.engine import Guide, Interpreter, Option
from twicetold.engine.interpreter.state import Frame, Happens, State
from twicetold.engine.meaning.layout import FieldLayout
from twicetold.engine.meaning.minds import TRUTH
from twicetold.lang import load, model

HERE = Path(__file__).parent / "sabre"
TRACES = Path(__file__).parents[3] / "shared" / "data" / "sabre"
WORLDS = ("bribery", "space", "deerhunter", "basketball")
TICKS = 4
"""So many ticks a step."""

Steps = list[dict[str, Any]]


@cache
def world(name: str) -> model.World:
    return load(str(HERE / f"{name}.tale"))


@dataclass
class Script(Guide):
    """Lets one action or event after the other happen, and nothing else."""

    world: model.World
    due: tuple[str, ...] | None = None

    def choose(self, s: State, actor: int, options: Sequence[Option], chosen: int) -> int:
        for place, option in enumerate(options):
            if self._is_due(self.world.actions[option.action].name, option.roles):
                self.due = None
                return place
        return -1

    def chance(
        self, s: State, happening: Happens, node: model.Chance, f: Frame, p: float, holds: bool
    ) -> bool:
        happens = next((each for each in model.nodes(node.body) if isinstance(each, model.Happens)), None)
        if happens is None or not self._is_due(happens.event, happening.roles):
            return False
        self.due = None
        return True

    def _is_due(self, name: str, roles: Sequence[int]) -> bool:
        """Whether it is what is due; it may have roles more than are told."""
        names = [self.world.entities[role].name for role in roles]
        return self.due is not None and [name, *names][: len(self.due)] == [*self.due]


def read(action: str) -> tuple[str, ...]:
    """`walk(Zoe, Cave, Surface)` as its parts."""
    name, _, rest = action.partition("(")
    return (name, *(part.strip() for part in rest.rstrip(")").split(",") if part.strip()))


def believed(after: dict[str, Any], key: str, true: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """What each mind believes after a step and, where that is told, what it takes the others to believe."""
    for mind, held in after["believes"].items():
        own = held.get(key, true)
        yield (mind,), own
        for other in after["believes"] if "believes2" in after else ():
            if other != mind:
                yield (mind, other), after["believes2"].get(f"{mind}>{other}", {}).get(key, own)


class Replay:
    """A life of a world along the steps of a trace."""

    def __init__(self, of: model.World) -> None:
        self.world = of
        self.script = Script(of)
        self.living = Interpreter(of).begin(1, 0, record=False, guide=self.script)
        self.state = self.living.state
        self.layout = self.living.build.layout
        self.minds = self.living.build.expressions.minds

    def differences(self, steps: Steps) -> Iterator[str]:
        """What is otherwise than told, after each step."""
        for number, step in enumerate(steps):
            if step["action"] is not None:
                self.script.due = read(step["action"])
            for _ in range(TICKS):
                self.living.step()
            if self.script.due is not None:
                yield f"{number}: {step['action']} cannot happen"
                self.script.due = None
            after = step["after"]
            for key, value in after["true"].items():
                if (found := self.told(key)) != value:
                    yield f"{number} {step['action']}: {key} is {found}, not {value}"
                for path, wanted in believed(after, key, value):
                    if (found := self.told(key, *path)) != wanted:
                        who = " believes ".join(path)
                        yield f"{number} {step['action']}: {who} believes {key} {found}, not {wanted}"

    def told(self, key: str, *path: str) -> str:
        """What is so, what a mind holds, or what it takes another to hold, as traces tell it."""
        name, *args = read(key)
        entities = tuple(self.world.entity(arg) for arg in args)
        placed = self._field(name, entities)
        cell = placed.cell(entities)
        who = self.minds.of(self.world.entity(mind) for mind in path)
        while who != TRUTH and placed.field.knows(self.minds.last(who), entities):
            who = self.minds.before(who)
        value = self.state.cells[cell]
        if who != TRUTH:
            value = self.state.held[who].get(cell, self.state.first[cell])
        if value == model.UNKNOWN:
            return "?"
        match placed.field.type:
            case model.YesNo():
                return str(bool(value))
            case model.OneOf(options):
                return "?" if options[value] == "nothing" else options[value]
            case model.Ref():
                return "?" if value < 0 else self.world.entities[value].name
            case _:
                return str(int(value))

    def _field(self, name: str, entities: tuple[int, ...]) -> FieldLayout:
        kind = next(k for k in self.world.kinds if k.name == self.world.entities[entities[0]].kind)
        names = (name, *(f"{each}.{name}" for each in kind.lineage))
        return next(self.layout.fields[each] for each in names if each in self.layout.fields)


@pytest.mark.parametrize("name", sampled(list(WORLDS), 1, more=len(WORLDS)))
def test_a_world_is_short_and_lived_alike_by_both_engines(name: str) -> None:
    assert len((HERE / f"{name}.tale").read_text(encoding="utf-8").splitlines()) <= 95
    assert compare(world(name), (QUICK,)).difference == ""


def step(action: str | None, true: dict[str, str], **believes: dict[str, str]) -> dict[str, Any]:
    """A step as traces have it: what is so after it, and what minds believe that is not."""
    return {"action": action, "after": {"true": true, "believes": believes}}


STORIES: dict[str, Steps] = {
    "bribery": [
        step(
            "threaten(Villain, Hero)",
            {"fears(Hero, Villain)": "True"},
            President={"fears(Hero, Villain)": "False"},
        ),
        step("coerce(Villain, Hero, Money)", {"intends(Hero, Money)": "Villain"}, Hero={}, Villain={}),
        step("steal(Hero, Money, Bank)", {"at(Money)": "Hero"}, Villain={"at(Money)": "Bank"}, Hero={}),
        step(
            "give(Hero, Villain, Money)",
            {"at(Money)": "Villain"},
            Villain={},
            President={"at(Money)": "Bank"},
        ),
        step(
            "bribe(Villain, President, Money)",
            {"at(Money)": "President", "controls(Villain, President)": "True"},
            President={},
            Hero={"at(Money)": "Villain", "controls(Villain, President)": "False"},
        ),
    ],
    "space": [
        step("walk(Lizard, Cave, Surface)", {"at(Lizard)": "Surface"}, Zoe={"at(Lizard)": "Cave"}, Lizard={}),
        step("begin_erupt(Surface)", {"safe(Lizard)": "False"}, Zoe={"safe(Lizard)": "True"}, Lizard={}),
        step("erupt(Surface)", {"status(Lizard)": "Dead"}, Zoe={}, Lizard={}),
        step(
            "teleport_from_ship(Zoe, Ship, Surface)",
            {"status(Zoe)": "Dead", "at(Lizard)": "Surface", "status(Surface)": "Uninhabitable"},
            Zoe={"at(Lizard)": "Cave"},
            Lizard={"status(Zoe)": "Healthy"},
        ),
    ],
    "deerhunter": [
        step("decide_to_get_money(Bubba)", {"at(Rifle)": "House", "greed(Bubba)": "1"}, Bubba={}),
        step("pickup(Bubba, Rifle, House)", {"at(Rifle)": "Bubba"}, Clerk={"at(Rifle)": "?"}, Bubba={}),
        step("pickup(Bubba, Ammo, House)", {"at(Ammo)": "Bubba"}, Bambi={"at(Ammo)": "House"}, Bubba={}),
        step("load(Bubba, Rifle, Ammo)", {"at(Ammo)": "Rifle"}, Clerk={"at(Ammo)": "?"}, Bubba={}),
        step(
            "go(Bubba, House, Bank)",
            {"at(Rifle)": "Bubba", "at(Ammo)": "Rifle", "at(Bubba)": "Bank"},
            Clerk={"at(Ammo)": "?"},
            Bambi={"at(Rifle)": "House", "at(Ammo)": "House", "at(Bubba)": "House"},
        ),
        step("steal(Bubba, Clerk, Rifle, Bank)", {"at(Ammo)": "Rifle", "money(Bubba)": "1"}, Clerk={}),
    ],
    "basketball": [
        step(
            "steal(Alice, Charlie, Bat, Downtown)", {"has(Bat)": "Alice", "angry(Charlie)": "1"}, Sherlock={}
        ),
        step("travel(Bob, HomeB, Downtown)", {"at(Bob)": "Downtown"}, Alice={}, Charlie={}),
        step(
            "kill(Bob, Charlie, Basketball, Downtown)",
            {"alive(Charlie)": "False", "clue(Murder, Basketball, Downtown)": "True"},
            Bob={},
            Charlie={"alive(Charlie)": "True", "clue(Murder, Basketball, Downtown)": "False"},
            Sherlock={"alive(Charlie)": "True", "clue(Murder, Basketball, Downtown)": "False"},
        ),
        step("travel(Sherlock, Downtown, HomeB)", {"at(Sherlock)": "HomeB"}, Charlie={}, Bob={}),
        step(
            "travel(Bob, Downtown, HomeB)",
            {"at(Bob)": "HomeB", "has(Basketball)": "Bob"},
            Sherlock={},
            Alice={},
        ),
    ],
}
"""The beginning of a trace of each, with some of what is so after each step."""


OTHERWISE = {
    "space": [
        f"trace 23, {step}: Lizard believes Zoe believes at(Lizard) ?, not Surface"
        for step in ("8 teleport_from_ship(Zoe, Ship, Surface)", "9 walk(Lizard, Cave, Surface)")
    ]
}
"""What is otherwise than in the traces, of some 210,000 beliefs about beliefs: there what is so comes to rest
before anybody thinks, so that the Lizard knows Zoe dead before it takes her to look around. Here both have
their turns in every tick."""


@pytest.mark.parametrize("name", WORLDS)
def test_a_story_is_lived_with_every_mind_as_it_was(name: str) -> None:
    start = step(None, {})
    assert [*Replay(world(name)).differences([start, *STORIES[name]])] == []


def test_what_a_mind_holds_otherwise_is_found() -> None:
    wrong = step("steal(Hero, Money, Bank)", {"at(Money)": "Hero"}, Villain={})
    found = [*Replay(world("bribery")).differences([step(None, {}), wrong])]
    assert found == ["1 steal(Hero, Money, Bank): Villain believes at(Money) Bank, not Hero"]
    wrong = step("steal(Hero, Money, Bank)", {"at(Money)": "Hero"}, Villain={"at(Money)": "Bank"}, Hero={})
    wrong["after"]["believes2"] = {}
    found = [*Replay(world("bribery")).differences([step(None, {}), wrong])]
    assert found == ["1 steal(Hero, Money, Bank): Hero believes Villain believes at(Money) Bank, not Hero"]


@pytest.mark.parametrize("name", sampled(list(WORLDS), 2, more=len(WORLDS)))
def test_every_trace_is_lived_with_every_mind_as_it_was(name: str) -> None:
    file = TRACES / f"{name}.jsonl.xz"
    if not file.exists():
        pytest.skip("the traces are not beside the repository, in ../shared/data/sabre")
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        traces = [json.loads(line) for line in lines]
    found = [
        f"trace {n}, {each}"
        for n, t in enumerate(traces)
        for each in Replay(world(name)).differences(t["steps"])
    ]
    assert found == OTHERWISE.get(name, [])
