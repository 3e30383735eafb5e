"""Interventions: one code lives a world under any, as the interpreter lives it under these."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generated.coded import QUICK
from tests.generated.compare import compare, difference
from tests.sampled import slow
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.code_cache import CodeCache
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.kernel.verify import verify
from twicetold.engine.meaning.interventions import Intervention, Luck, Void
from twicetold.lang import load, load_text, model
from twicetold.lang.exact import FOREVER

WORLD = """world "Whatever can be forbidden or forced"
  tick 1 second
  lasts 25 seconds
  choice {choice}
kind Person
  alive yes/no = yes believed
  tired number 0..1 ~ uniform(0, 0.4)
  hurt  whole 0..9 = 0
A, B, C, D are Person
sense sight (p: Person, other: Person)
  chance 0.4
    shows other.alive
  otherwise
    shows other.alive as yes
  tell "[p] [see] [other]."
action hit (p: Person, q: Person)
  needs p.alive, q.alive
  urge 0.8 - p.tired, 0.2 * q.hurt
  takes 1 second + 2 seconds * p.tired
  then
    for r: Person where r is not p
      chance 0.3 + 0.1 * r.tired
        r.hurt += 1
    chance 0.5
      happens fall(q)
      outcome down
    otherwise
      outcome missed
action rest (p: Person)
  needs p.alive
  urge p.tired
  takes 0 seconds
  then p.tired -= 0.2
event fall (p: Person)
  then
    p.alive = no
    pick q: Person where q.alive weighted 1 + q.hurt
      q.tired += 0.1
  seen by q: Person where q.alive
event ache (p: Person)
  then
    chance 0.5
      p.tired += 0.03
rule ache_twice for p: Person every 2 seconds
  happens ache(p)
  happens ache(p)
rule wake for p: Person when not p.alive after 3 seconds
  p.alive = yes
rule tire for p: Person where p.alive
  p.tired += 0.02
rule noon at 9 seconds
  for p: Person
    p.tired = 0
ending "all down" when not any(p: Person: p.alive)
measure weary = sum(p: Person: p.tired)
measure hurts = sum(p: Person: p.hurt)
"""
OWN = """forbid hit(A, B) when not D.alive
force rest(C) when happened(fall(C)) and C.tired > 0.3
"""
RUNS = 2


@cache
def made(choice: str = "softmax 0.5", own: str = OWN) -> tuple[model.World, Kernel]:
    world = load_text(WORLD.format(choice=choice) + own)
    return world, Kernel(world, tier="quick", open=True)


@cache
def interpreter(choice: str, own: str) -> Interpreter:
    return Interpreter(made(choice, own)[0])


def roles(count: int) -> st.SearchStrategy[tuple[int | None, ...]]:
    return st.tuples(*[st.none() | st.integers(0, 3)] * count)


@st.composite
def windows(draw: st.DrawFn) -> tuple[int, int]:
    first = draw(st.integers(0, 12))
    return first, draw(st.integers(first, 26) | st.just(FOREVER))


@st.composite
def drawn(draw: st.DrawFn) -> Intervention:
    """An intervention in this world."""
    names = {"hit": 2, "rest": 1, "fall": 1, "ache": 1, "wake": 1, "tire": 1, "noon": 0, "sight": 2}
    verb = draw(st.sampled_from(["forbid", "forbid", "force", "force", "falls", "void", "luck"]))
    first, last = draw(windows())
    value = draw(st.integers(0, 1))
    match verb:
        case "force":
            name = draw(st.sampled_from(["hit", "rest"]))
            once = draw(st.booleans())
            return model.Intervention("force", name, draw(roles(names[name])), first, last, once=once)
        case "falls":
            world = made()[0]
            sites = [node.site for node in model.nodes(world) if isinstance(node, model.Chance)]
            again = draw(st.none() | st.integers(0, 2))
            name = draw(st.sampled_from(sites))
            return model.Intervention("falls", name, draw(roles(3)), first, last, value=value, again=again)
        case "luck":
            return Luck(draw(st.integers(0, 2**64 - 1)), first, last)
        case "void":
            name = draw(st.sampled_from(["hit", "rest", "fall", "ache", "wake", "tire", "noon"]))
            return Void(name, draw(roles(names[name])), first, last)
        case _:
            name = draw(st.sampled_from(sorted(names)))
            return model.Intervention("forbid", name, draw(roles(names[name])), first, last)


def assert_agrees(choice: str, own: str, interventions: tuple[Intervention, ...], first: int) -> None:
    world, kernel = made(choice, own)
    wanted = interpreter(choice, own).under(interventions).lives(3, first, RUNS, events=True)
    found = kernel.under(interventions).lives(3, first, RUNS, events=True)
    assert not difference(world, wanted, found)


@given(st.lists(drawn(), max_size=5).map(tuple), st.integers(0, 50), st.booleans())
@slow
def test_the_kernel_lives_as_the_interpreter_does(
    interventions: tuple[Intervention, ...], first: int, own: bool
) -> None:
    assert_agrees("softmax 0.5", OWN if own else "", interventions, first)


@settings(max_examples=settings().max_examples // 4)
@given(st.lists(drawn(), max_size=4).map(tuple), st.integers(0, 50))
def test_it_does_where_the_best_is_chosen(interventions: tuple[Intervention, ...], first: int) -> None:
    assert_agrees("best", OWN, interventions, first)


def test_code_that_is_open_lives_the_lives_of_code_that_is_not() -> None:
    world = load("milk")
    closed, opened = Kernel(world, tier="quick"), Kernel(world, tier="quick", open=True)
    assert not difference(world, closed.lives(1, 0, 50, events=True), opened.lives(1, 0, 50, events=True))


def test_code_that_is_not_open_says_so() -> None:
    with pytest.raises(ValueError, match="not open"):
        Kernel(load("milk"), tier="quick").under(())


def test_a_condition_that_the_code_does_not_know_is_refused() -> None:
    world, kernel = made()
    other = load_text(WORLD.format(choice="best") + "forbid rest(A) when B.alive\n").interventions[-1]
    with pytest.raises(ValueError, match="condition"):
        kernel.under((other,))
    kernel.under(world.interventions)


def test_worlds_that_differ_in_who_and_when_alone_share_their_code() -> None:
    text = WORLD.format(choice="best")
    first = CodeCache(load_text(text + "forbid rest(A) at 3 seconds\n"))
    second = CodeCache(load_text(text + "force hit(A, anyone) from 4 seconds\nforbid wake(B)\n"))
    third = CodeCache(load_text(text + "forbid rest(A) when B.alive\n"))
    fourth, closed = CodeCache(load_text(text), open=True), CodeCache(load_text(text))
    assert first._content == second._content == fourth._content
    assert len({first._content, third._content, closed._content, CodeCache(load("milk"))._content}) == 4
    programs = [lower(each.world, turning=True, open=each.open) for each in (first, second, fourth)]
    assert programs[0] == programs[1] == programs[2] != lower(closed.world, turning=True)


def test_the_program_is_well_typed_however_it_gets_the_table() -> None:
    world = made()[0]
    verify(lower(world))
    verify(lower(world, turning=True))


def test_an_exported_world_keeps_its_own() -> None:
    """Without a caller to give them, they are constants of the program."""
    program = lower(made()[0])
    table = next(array for array in program.arrays if array.name == "interventions")
    assert table.kind == "const"


@pytest.mark.parametrize("verb", ["forbid", "force"])
def test_a_line_may_ask_for_a_belief_that_nothing_else_asks_for(verb: str) -> None:
    world = load_text(
        'world "Beliefs"\n  tick 1 second\n  lasts 9 seconds\nkind Person\n  awake yes/no = yes believed\n'
        "  n whole 0..99\nAnn, Bob are Person\nAnn believes Bob.awake no\n"
        "action nod (p: Person)\n  urge 0\n  then p.n += 1\n"
        f"{verb} nod(Bob) when believes(Ann, not Bob.awake)\nmeasure nods = Bob.n\n"
    )
    assert compare(world, (QUICK,)).difference == ""
    assert dict(Interpreter(world).live(1, 0).measures)["nods"] == {"forbid": 0, "force": 8}[verb]
