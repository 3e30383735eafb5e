"""What is called impossible by what fields can hold cannot be, and what lives do reach is never called so."""

from __future__ import annotations

import pytest

from tests.generated.draws import of_seed
from tests.sampled import sampled
from twicetold.engine import Interpreter
from twicetold.engine.meaning.probes import Probe, Probes
from twicetold.lang import Loaded, TaleError, load_text_with_warnings, load_with_warnings, model
from twicetold.lang.check.impossible import Impossible
from twicetold.runs import Engine
from twicetold.runs.living import Living, Task

WORLD = """world "A mill"
  tick 1 minute
  lasts 10 minutes
setting hope number 0..1 = 0.2
kind Place
kind Person
  state  one of awake, asleep, gone = awake
  mood   one of calm, cross, glad, sad = cross believed
  at     Place or none
  armed  yes/no
  tired  number 0..10 = 2
  coins  whole 0..9 = 3
  trust  number 0..1 = 0.5
relation fond (Person, Person) number 0..1 = 0.1
Mill, Attic, Yard are Place
Ann, Bob are Person: at Mill
define weak(p: Person) = p.tired > 6
define roused(p: Person) = p.armed or p.state is gone
rule nod for p: Person where p.tired > 1
  p.state = asleep if p.tired > 1.5 else awake
  p.tired -= 0.5
rule walk for p: Person at 1 minute
  p.at = Yard
rule spend for p: Person at 2 minutes
  p.coins = 3.4 + hope
rule warm for p: Person, q: Person at 3 minutes
  fond(p, q) = 0.1 + hope / 2
  p learns q.mood as glad
{rule}
ending "over" at the end
"""

NEVER = [
    ("an option that nobody sets", "p.state is gone"),
    ("a yes/no that nobody makes so", "p.armed"),
    ("a place where nobody goes", "p.at is Attic"),
    ("a number that only falls", "p.tired > 2"),
    ("a number beyond what it is given", "p.coins > 4"),
    ("a pair's number", "any(q: Person: fond(p, q) > 0.6)"),
    ("by way of definitions", "roused(p) and not p.armed"),
    ("by way of a definition of numbers", "weak(p)"),
    ("two of them together", "p.at is p.at and (p.armed or p.coins > 5)"),
    ("what nobody believes either", "any(q: Person: believes(q, p.mood is sad))"),
    ("how many there are", "count(q: Person where q.state is gone) > 0"),
]

PERHAPS = [
    ("an option that is set in one of two cases", "p.state is asleep"),
    ("what is read of nobody", "p.at is none"),
    ("a place where they begin", "p.at is Mill"),
    ("a place where they go", "p.at is Yard"),
    ("a whole number that is rounded up", "p.coins > 3"),
    ("what a setting may make so", "any(q: Person: fond(p, q) > 0.55)"),
    ("what is only believed", "any(q: Person: believes(q, p.mood is glad))"),
    ("a number that falls to its end", "p.tired < 0.1"),
    ("a number that nobody changes", "p.trust > 0.4"),
]


def proof(condition: str, more: str = "") -> str | None:
    """Why a rule of this world that asks for this cannot come to anything, if that is known."""
    rule = f"rule asked for p: Person where {condition}\n  p.trust -= 0\n"
    loaded = load_text_with_warnings(WORLD.format(rule=rule + more))
    asked = next(rule for rule in loaded.world.rules if rule.name == "asked")
    found = Impossible(loaded.world, loaded.names()).why(asked, asked)
    return None if found is None else found.why


@pytest.mark.parametrize("condition", [asked for _, asked in NEVER], ids=[why for why, _ in NEVER])
def test_what_no_field_can_hold_is_impossible(condition: str) -> None:
    assert proof(condition) == "its conditions can never hold together"


@pytest.mark.parametrize("condition", [asked for _, asked in PERHAPS], ids=[why for why, _ in PERHAPS])
def test_what_a_field_may_hold_is_not(condition: str) -> None:
    assert proof(condition) is None


@pytest.mark.parametrize("condition", ["p.state is gone", "p.tired > 9"])
def test_a_line_more_that_sets_it_makes_it_possible(condition: str) -> None:
    assert proof(condition) is not None
    assert proof(condition, "rule leave for p: Person at 9 minutes\n  p.state = gone\n  p.tired += 1") is None


BLOCKS = model.If | model.Chance | model.Pick | model.Born | model.ForEach


def claims(loaded: Loaded) -> list[tuple[int, Probe, str]]:
    """The probes that are called impossible by what stands for itself: constructs, blocks, texts. A condition
    of something impossible may hold."""
    impossible = Impossible(loaded.world, loaded.names())
    return [
        (place, probe, proof.why)
        for place, probe in enumerate(Probes(loaded.world).all)
        if not isinstance(probe.node, model.Condition)
        and probe.what in ("reached", "yes")
        and (probe.node is probe.owner or isinstance(probe.node, model.Wording | BLOCKS))
        and (proof := impossible.why(probe.owner, probe.node))
    ]


@pytest.mark.parametrize("number", sampled(range(40), 20, more=20))
def test_no_generated_world_reaches_what_is_called_impossible(number: int) -> None:
    worlds = pytest.importorskip("tests.generated.worlds", reason="the worlds are not drawn here")
    try:
        loaded = load_text_with_warnings(worlds.text_of(of_seed(11, number)), "generated.tale")
    except TaleError:
        return  # the checker does not take every text that is drawn
    counts = Interpreter(loaded.world, counted=True).lives(3, 0, 3).counts
    assert counts is not None
    reached = [(probe.owner.name, why) for place, probe, why in claims(loaded) if counts.hits[place]]
    assert reached == []


@pytest.mark.parametrize("name", ["milk", "brawl"])
def test_no_bundled_world_reaches_what_is_called_impossible(name: str) -> None:
    loaded = load_with_warnings(name)
    living = Living(Task(loaded.world, 1, 1, Engine.KERNEL, counted=True))
    for lives in living.live([range(50)]):
        assert lives.counts is not None
        assert not any(lives.counts.hits[place] for place, _, _ in claims(loaded))
