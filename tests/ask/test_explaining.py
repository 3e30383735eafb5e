"""Explained deeds: as the definition says, word for word, and as a planner judged that has it too."""

from __future__ import annotations

import itertools
import json
import lzma
from collections.abc import Iterator, Sequence
from functools import cache

import pytest

from tests.ask.sabre import problem
from tests.sampled import sampled, slow
from tests.worlds.test_sabre import TRACES, read
from twicetold.ask.explaining import Explaining
from twicetold.ask.find import find, states
from twicetold.ask.steps import Deed, NotByStep, Point, Steps
from twicetold.engine import Interpreter
from twicetold.lang import load, load_text_with_warnings, model
from twicetold.questions import Find

MINDS = {"space": 1, "deerhunter": 1, "bribery": 2}
"""How many minds within one another the planner looked into."""

PURSE = """world "A purse"
  tick 1 minute
  lasts 1 hour
kind Place
kind Person
  at    Place  believed
  coins whole 0..9
kind Purse
  lies Place or none believed
Street, Room are Place
Ann, Ben are Person: at Street
Money is Purse: lies Room
Ann believes Money.lies Street
action walk (p: Person, to: Place)
  needs p.at is not to
  then p.at = to
  seen by q: Person
action take (p: Person, m: Purse)
  needs m.lies is p.at
  then
    m.lies = none
    p.coins += 1
  seen by q: Person where q.at is p.at
sense see (p: Person, m: Purse)
  when m.lies is p.at
  shows m.lies
wants p.coins for p: Person within 2 steps
ending "taken" when Ben.coins > 0
"""
"""Ben knows where the purse is, Ann thinks that it lies at her feet."""


def named(world: model.World, deed: Deed) -> str:
    return f"{deed.name}({', '.join(world.entities[role].name for role in deed.roles)})"


# --- the definition, word for word --------------------------------------------------------------------------


class Definition:
    """Tries every run of deeds, and leaves every part of it out: slow, and with nothing to go wrong in it."""

    def __init__(self, steps: Steps, depth: int) -> None:
        self.steps, self.depth = steps, depth

    def explained(self, point: Point, deed: Deed, who: int, level: int = 1) -> bool:
        mind = self.steps.within(point, who)
        wants = self.steps.world.wants
        longest = max(line.steps for line in wants if who in self.steps.observer.possible(line.role.kind))
        return any(
            self.better(mind, plan, who, level)
            and not any(self.better(mind, part, who, level) for part in parts(plan))
            for plan in self.plans(mind, (deed,), longest)
        )

    def plans(self, point: Point, plan: tuple[Deed, ...], left: int) -> Iterator[tuple[Deed, ...]]:
        """All runs of deeds that begin so and can come about, at most so many longer."""
        after = self.steps.after(point, plan[-1])
        if after is None:
            return
        yield plan
        if left > 1:
            for deed in after.open:
                yield from self.plans(after, (*plan, deed), left - 1)

    def better(self, mind: Point, plan: Sequence[Deed], who: int, level: int) -> bool:
        point = mind
        for deed in plan:
            after = self.steps.after(point, deed)
            if after is None or not self.willing(point, deed, who, level):
                return False
            point = after
        return self.steps.wanted(point, who) > self.steps.wanted(mind, who)

    @cache  # noqa: B019 - one lives as long as its test
    def willing(self, point: Point, deed: Deed, who: int, level: int) -> bool:
        if level >= self.depth:
            return not deed.who or who in deed.who
        return all(self.explained(point, deed, other, level + 1) for other in deed.who if other != who)


def parts(plan: tuple[Deed, ...]) -> Iterator[tuple[Deed, ...]]:
    for length in range(1, len(plan)):
        yield from itertools.combinations(plan, length)


def reached(steps: Steps, depth: int) -> list[Point]:
    """All states by so many steps."""
    start, _ = steps.start()
    found, layer = {start: None}, [start]
    for _ in range(depth):
        after = [steps.after(point, deed) for point in layer for deed in point.open]
        layer = [point for point in dict.fromkeys(after) if point is not None and point not in found]
        found.update(dict.fromkeys(layer))
    return [*found]


@pytest.mark.parametrize(
    ("name", "depth", "far"), sampled([("purse", 2, 3), ("space", 1, 2), ("space", 2, 1)], 1, more=2)
)
def test_what_is_explained_is_so_by_the_definition(name: str, depth: int, far: int) -> None:
    loaded = load_text_with_warnings(PURSE) if name == "purse" else problem(name)
    steps = Steps(loaded.world)
    explaining, definition = Explaining(steps, depth), Definition(steps, depth)
    verdicts = {True: 0, False: 0}
    for point in reached(steps, far):
        for deed in point.open:
            for who in deed.who:
                ours = explaining.plan(point, deed, who)
                assert (ours is not None) is definition.explained(point, deed, who), named(loaded.world, deed)
                assert ours is None or definition.better(steps.within(point, who), ours, who, 1)
                verdicts[ours is not None] += 1
    assert min(verdicts.values()) > 1


def test_whoever_errs_plans_in_their_error() -> None:
    world = load_text_with_warnings(PURSE).world
    steps = Steps(world)
    explaining = Explaining(steps, 1)
    start, _ = steps.start()
    plans = {
        named(world, deed): [named(world, each) for each in plan]
        for deed in start.open
        for plan in [explaining.plan(start, deed, deed.who[0])]
        if plan is not None
    }
    # Ann would take it at once, and cannot: it is not there. So nothing she can do leads anywhere.
    assert plans == {"walk(Ben, Room)": ["walk(Ben, Room)", "take(Ben, Money)"]}


# --- a planner's verdicts -----------------------------------------------------------------------------------


def verdicts(name: str) -> Iterator[tuple[str, int, str, dict[str, bool]]]:
    """Of the states along published solutions each deed, and for whom it is explained, minds one deep."""
    with (TRACES / "explained.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["problem"] == name and row["belief_depth"] == "1" and row["complete"]:
                for action, said in row["explained"].items():
                    yield row["benchmark"], row["prefix_len"], action, said


def solutions(name: str) -> dict[str, list[str]]:
    with lzma.open(TRACES / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        traces = [json.loads(line) for line in lines]
    published = (trace for trace in traces if trace["kind"].startswith("published:"))
    return {
        trace["kind"].partition(":")[2]: [step["action"] for step in trace["steps"][1:]]
        for trace in published
    }


@pytest.mark.parametrize(
    "name", ["space", *(pytest.param(name, marks=slow) for name in ("bribery", "deerhunter"))]
)
def test_a_planner_judges_alike(name: str) -> None:
    if not (TRACES / "explained.jsonl").exists():
        pytest.skip("the verdicts are not beside the repository, in ../shared/data/sabre")
    world = problem(name).world
    steps = Steps(world)
    explaining = Explaining(steps, MINDS[name])

    def deed(point: Point, action: str) -> Deed:
        wanted = list(read(action))
        told = {each: [each.name, *(world.entities[role].name for role in each.roles)] for each in point.open}
        return next(each for each in point.open if told[each][: len(wanted)] == wanted)

    points: dict[tuple[str, int], Point] = {}
    for benchmark, solution in solutions(name).items():
        point, _ = steps.start()
        points[benchmark, 0] = point
        for number, action in enumerate(solution, 1):
            after = steps.after(point, deed(point, action))
            assert after is not None
            points[benchmark, number] = point = after
    wrong, judged = [], 0
    for benchmark, number, action, said in verdicts(name):
        for who, verdict in said.items():
            point = points[benchmark, number]
            plan = explaining.plan(point, deed(point, action), world.entity(who))
            judged += 1
            if (plan is not None) is not verdict:
                wrong.append((benchmark, number, action, who))
    assert wrong == []
    assert judged > 50


# --- stories and states -------------------------------------------------------------------------------------


def test_a_story_is_found_of_what_is_explained_and_lived_by_its_lines() -> None:
    loaded = load_text_with_warnings(PURSE)
    finding = find(loaded, Find('"taken"', explained=True, minds=1))
    (life,) = finding.found
    assert [(act.name, act.roles) for act in life.acts] == [
        ("walk", ("Ben", "Room")),
        ("take", ("Ben", "Money")),
    ]
    assert life.acts[0].plans == (("Ben", ("walk(Ben, Room)", "take(Ben, Money)")),)
    again = load_text_with_warnings(PURSE + "\n".join(life.lines) + "\n").world
    assert Interpreter(again).live(1, life.run).ending == "taken"


def test_what_nobody_has_a_reason_for_is_told() -> None:
    loaded = load_text_with_warnings(PURSE)
    finding = find(loaded, Find("Ann.at is Room", explained=True))
    assert finding.found == ()
    assert finding.all
    assert ("walk(Ann, Room)", "Ann") in [(what, who) for what, who, _ in finding.unexplained]
    assert find(loaded, Find("Ann.at is Room", lives=1)).found  # nothing keeps her from it


@pytest.mark.parametrize(
    "goal",
    [
        "relationship(Zoe, Lizard) > 0",
        pytest.param("Zoe.status is Dead and Lizard.status is Dead", marks=slow),
    ],
)
def test_all_that_is_done_in_a_story_is_explained(goal: str) -> None:
    loaded = problem("space")
    finding = find(loaded, Find(goal, n=2, explained=True, minds=1))
    assert finding.found
    steps = Steps(loaded.world)
    definition = Definition(steps, 1)
    for life in finding.found:
        point, _ = steps.start()
        for act in life.acts:
            (deed,) = [
                each
                for each in point.open
                if (each.name, tuple(loaded.world.entities[role].name for role in each.roles))
                == (act.name, act.roles)
            ]
            assert all(definition.explained(point, deed, who) for who in deed.who)
            after = steps.after(point, deed)
            assert after is not None
            point = after


def test_states_are_counted_as_the_planner_counts_them() -> None:
    counted = [
        depth.all for depth in states(problem("bribery"), Find("controls(Villain, President)", states=2))
    ]
    assert counted == [1, 10, 61]  # by the counts in ../shared/data/sabre: 282 by three steps
    space = [depth.all for depth in states(problem("space"), Find("Zoe.safe", states=2))]
    assert space == [1, 4, 10]


@slow
def test_more_states_are_counted_as_the_planner_counts_them() -> None:
    counted = [
        depth.all for depth in states(problem("bribery"), Find("controls(Villain, President)", states=3))
    ]
    assert counted[-1] == 282
    deer = [depth.all for depth in states(problem("deerhunter"), Find("Bambi.alive", states=3))]
    assert deer == [1, 11, 63, 254]
    space = [depth.all for depth in states(problem("space"), Find("Zoe.safe", states=4))]
    assert space == [
        1,
        4,
        10,
        27,
        68,
    ]  # it takes minds two deep: what one takes another to believe of oneself


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("p.coins += 1", "p.coins += 2 if now > 3 minutes else 1", "`take` asks what time it is"),
        ("wants", "rule rust every 5 minutes\n  Money.lies = none\nwants", "the rule `rust` holds at times"),
        ("    m.lies = none\n", "    chance 0.5\n      m.lies = none\n", "in `take` a chance decides more"),
        (
            "wants",
            "rule rot for p: Person\n  p.coins += 1 - 2 * (p.coins mod 2)\nwants",
            "does not come to rest",
        ),
    ],
)
def test_a_world_that_is_more_than_its_states_is_refused(old: str, new: str, why: str) -> None:
    loaded = load_text_with_warnings(PURSE.replace(old, new, 1))
    with pytest.raises(NotByStep, match=why):
        find(loaded, Find('"taken"', explained=True))


def test_a_world_in_which_nobody_wants_anything_explains_nothing() -> None:
    with pytest.raises(ValueError, match="nobody in this world wants anything"):
        find(
            load_text_with_warnings(PURSE.replace("wants p.coins for p: Person within 2 steps\n", "")),
            Find('"taken"', explained=True),
        )


def test_what_is_wanted_moves_nothing() -> None:
    with_it = load_text_with_warnings(PURSE).world
    without = load_text_with_warnings(PURSE.replace("wants p.coins for p: Person within 2 steps\n", "")).world
    assert with_it.hash != without.hash
    lives = [Interpreter(world).lives(1, 0, 5).digest.tolist() for world in (with_it, without)]
    assert lives[0] == lives[1]
    assert load("milk").wants == ()
