"""Worlds from the literature on actual causes: `why` gives the accepted verdict.

Each says at its beginning what it shows, and after `#!` which things are a cause, which are one only together
with others, and which are none. The definition is Halpern's modified one (2015).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from twicetold.ask.why import NotThere, Thing, why
from twicetold.lang import load_text, model
from twicetold.questions import Why

WORLDS = sorted((Path(__file__).parent / "causes").glob("*.tale"))


def said(world: model.World, thing: Thing) -> str:
    roles = ", ".join(world.entities[role].name for role in thing.roles)
    return f"{'not ' if thing.sort == 'omission' else ''}{thing.name}({roles})"


def test_there_are_worlds_enough() -> None:
    assert len(WORLDS) >= 12


@pytest.mark.parametrize("file", WORLDS, ids=lambda file: file.stem)
def test_the_accepted_verdict(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    world = load_text(text, file.name)
    found = why(world, 1, 0, Why(n=4))
    alone = {said(world, each.things[0]) for each in found.causes if len(each.things) == 1}
    together = {" + ".join(sorted(said(world, t) for t in each.things)) for each in found.causes}
    parts = {said(world, thing) for each in found.causes for thing in each.things}
    verdicts = [line.removeprefix("#! ") for line in text.splitlines() if line.startswith("#! ")]
    assert verdicts
    for verdict in verdicts:
        sort, _, thing = verdict.partition(": ")
        match sort:
            case "cause":
                assert thing in alone, verdict
            case "together":
                assert thing in together, verdict
                assert not set(thing.split(" + ")) & alone
            case "not":
                assert thing not in parts, verdict


def test_an_event_can_be_asked_about() -> None:
    file = next(file for file in WORLDS if file.stem == "late_preemption")
    world = load_text(file.read_text(encoding="utf-8"))
    number = next(e.number for e in why(world, 1, 0, Why(n=0)).life.events if e.name == "hit")
    found = why(world, 1, 0, Why(number, n=0))
    assert [said(world, cause.things[0]) for cause in found.causes] == ["throw(Suzy, Flask)"]
    with pytest.raises(NotThere, match="no event 99"):
        why(world, 1, 0, Why(99))


def test_what_came_by_chance_alone_is_said_to() -> None:
    world = load_text(
        'world "Dice"\n  tick 1 second\n  lasts 3 seconds\nkind Die\n  six yes/no\nOne is Die\n'
        "event six (d: Die)\n  then d.six = yes\nrule roll at 1 second\n  chance 0.5\n    happens six(One)\n"
        'ending "six" at the end when One.six\nending "another" at the end\n'
    )
    run = next(k for k in range(20) if why(world, 1, k, Why(n=0)).ending == "six")
    found = why(world, 1, run, Why(n=200))
    names = {each.number: each.name for each in found.life.events}
    assert "roll" in {names[number] for number in found.by_chance}
    chance = next(cause for cause in found.causes if cause.things[0].sort == "chance")
    assert chance.without == 0
    assert chance.with_it == 1
    assert (chance.necessity, chance.sufficiency) == (1, 1)
