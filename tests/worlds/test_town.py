"""The town: that all of its life happens, that its size is a setting, and that both engines live it alike."""

from __future__ import annotations

import functools
from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from tests.bundled import load
from tests.sampled import slow
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.kernel.program import Array, Program
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import load_with_warnings

SEED = 1


@functools.cache
def kernel(*lines: str) -> Kernel:
    """The town with lines added to it, made at once."""
    return Kernel(load("town", lines), tier="quick")


@functools.cache
def lives(n: int, *lines: str) -> Lives:
    """Some lives of it."""
    return kernel(*lines).lives(SEED, 0, n, events=True)


def measure(found: Lives, name: str, *lines: str) -> np.ndarray:
    """One measure, life by life."""
    return found.measures[:, kernel(*lines).names.measures.index(name)]


CALM = ("people 50", "fever 0", "malice 0", "hardship 0")
ROUGH = ("people 50", "fever 0.2", "malice 4", "hardship 2")


# --- its size -----------------------------------------------------------------------------------------------


def test_the_world_has_nothing_to_warn_of():
    assert load_with_warnings("town").diagnostics == ()


@pytest.mark.parametrize("people", [50, 77, 2000])
def test_how_many_people_there_are_is_a_setting_and_all_else_follows(people):
    world = load("town", [f"people {people}"])
    kinds = [entity.kind for entity in world.entities if not entity.spare]
    assert kinds.count("Woman") + kinds.count("Man") == people
    assert kinds.count("House") == people // 4
    assert kinds.count("Works") == round(people / 8)
    assert kinds.count("Tavern") == round(people / 25)


def test_no_two_people_have_one_name():
    names = [e.called for e in load("town", ["people 2000"]).entities if e.kind in ("Woman", "Man")]
    assert len({*names}) == len(names) == 2500


@slow
def test_more_people_are_not_more_program():
    few, many = (lower(load("town", [f"people {people}"])) for people in (200, 2000))
    assert _size(few) == _size(many)


def _size(program: Program) -> int:
    """How many nodes there are in the code of all functions, tables left out."""
    size = 0
    waiting: list[object] = [function.body for function in program.functions]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting += node
        elif is_dataclass(node) and not isinstance(node, Array):
            size += 1
            waiting += [getattr(node, part.name) for part in fields(node)]
    return size


@slow
def test_more_people_have_as_much_to_weigh():
    few, many = ("people 100", "span 1 weeks"), ("people 1000", "span 1 weeks")
    weighed = [float(lives(1, *lines).scored[0]) for lines in (few, many)]
    assert 8 * weighed[0] < weighed[1] < 12 * weighed[0]


# --- its life -----------------------------------------------------------------------------------------------


@slow
def test_everything_that_can_happen_does():
    found = lives(40)
    assert found.events is not None
    names, world = kernel().names, kernel().world
    happened = {names.constructs[number] for number in np.unique(found.events.name)}
    quiet = {rule.name for rule in world.rules if rule.mode == "each"}
    assert happened == set(names.constructs) - quiet


@slow
def test_every_ending_comes_about():
    number = kernel().names.endings.index
    endings = {*lives(40).ending.tolist(), *lives(12, *ROUGH).ending.tolist()}
    assert endings == {number(ending.name) for ending in kernel().world.endings}


@slow
def test_nobody_comes_or_goes_but_by_birth_and_death():
    found = lives(40)
    born, died = measure(found, "births"), measure(found, "deaths")
    assert np.array_equal(measure(found, "people_at_last"), 100 + born - died)
    assert (died >= measure(found, "fever_deaths")).all()
    assert born.any()
    assert died.any()


def test_some_believe_what_they_hear_and_some_do_not():
    found = lives(40)
    believed, told = measure(found, "believed").sum(), measure(found, "tellings").sum()
    assert 0.2 < believed / told < 0.5


@pytest.mark.parametrize("name", ["sickened", "lies", "thefts"])
@slow
def test_fever_malice_and_hardship_do_what_they_say(name):
    calm, rough = (measure(lives(12, *lines), name, *lines).mean() for lines in (CALM, ROUGH))
    assert calm < rough


# --- both engines -------------------------------------------------------------------------------------------


@slow
def test_the_kernel_lives_it_as_the_interpreter_does():
    lines = (*ROUGH, "span 2 weeks")
    found, wanted = lives(2, *lines), Interpreter(load("town", lines)).lives(SEED, 0, 2, events=True)
    assert np.array_equal(found.digest, wanted.digest)
    assert np.array_equal(found.ending, wanted.ending)
    assert np.array_equal(found.ticks, wanted.ticks)
    assert np.array_equal(found.scored, wanted.scored)
    assert np.array_equal(found.measures.view(np.uint64), wanted.measures.view(np.uint64))
    assert found.events is not None
    assert wanted.events is not None
    for column in ("run", "name", "outcome", "began", "tick", "roles"):
        assert np.array_equal(getattr(found.events, column), getattr(wanted.events, column)), column
