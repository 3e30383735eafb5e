"""Find: what is found is lived again, is short, and where there is nothing it is said what is in the way."""

from __future__ import annotations

import pytest

from tests.ask.test_given import GAMBLER
from twicetold.ask.find import Finding, find
from twicetold.engine import Interpreter
from twicetold.engine.meaning.interventions import Luck
from twicetold.lang import Loaded, TaleError, load_text_with_warnings
from twicetold.questions import Find
from twicetold.runs import Engine

SHELF = """world "A shelf"
  tick 1 second
  lasts 20 seconds
kind Person
kind Box
  open yes/no
Ann, Ben are Person
Chest, Jar are Box
action hum (p: Person)
  urge 2
action unlock (p: Person, b: Box)
  needs not b.open
  urge -3 if p is Ann else -6
  then b.open = yes
ending "both" when Chest.open and Jar.open
ending "not both" at the end
"""
"""They hum most of the time, which nothing needs."""


def found(text: str, question: str, **how: object) -> tuple[Loaded, Finding]:
    loaded = load_text_with_warnings(text)
    return loaded, find(loaded, Find(question, **how))  # type: ignore[arg-type]


def lived_again(loaded: Loaded, finding: Finding, text: str) -> list[str]:
    """How the lives end that were found, lived again as their commands say."""
    endings = []
    for life in finding.found:
        world = load_text_with_warnings(text + "".join(f"{line}\n" for line in life.lines)).world
        luck = tuple(Luck(run, tick) for run, tick in life.luck)
        endings.append(Interpreter(world).under(luck).live(finding.seed, life.run).ending)
    return endings


def test_what_is_found_is_lived_again_without_what_it_can_do_without() -> None:
    loaded, finding = found(SHELF, '"both"', n=3)
    assert lived_again(loaded, finding, SHELF) == ["both"] * len(finding.found)
    stories = [[(act.name, act.roles) for act in life.acts] for life in finding.found]
    assert len({tuple(story) for story in stories}) == len(stories) == 3
    assert all(sorted(name for name, _ in story) == ["unlock", "unlock"] for story in stories)
    first = finding.found[0].acts[0]
    assert first.choosing is not None
    assert first.choosing.urge in (-3.0, -6.0)


def test_the_same_is_found_by_either_engine_and_any_number_of_jobs() -> None:
    text = "Chest.open and not Jar.open"
    answers = [
        found(SHELF, text, n=2, engine=engine, jobs=jobs)[1]
        for engine, jobs in ((Engine.INTERPRETER, 1), (Engine.KERNEL, 1), (Engine.KERNEL, 2))
    ]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0].found


def test_what_hardly_ever_happens_is_found_on_the_way() -> None:
    loaded, finding = found(GAMBLER, "Ann.coins is 20", n=1, lives=64)  # one life of a million
    assert (finding.tried, finding.came) == (64, 0)
    (life,) = finding.found
    assert life.luck
    assert lived_again(loaded, finding, GAMBLER) == ["rich"]


def test_only_what_was_asked_for_is_kept() -> None:
    _, all_ = found(SHELF, '"both"', n=3)
    assert any(life.in_character < 1 for life in all_.found)
    _, willing = found(SHELF, '"both"', n=3, in_character=1.0)
    assert willing.left_out
    assert all(life.in_character == 1 for life in willing.found)
    _, short = found(SHELF, '"both"', n=3, shortest=1)
    assert short.found == ()
    assert short.left_out


def test_what_is_in_the_way_is_said() -> None:
    never = SHELF.replace("needs not b.open", "needs not b.open, p is Ann, b is Jar")
    _, finding = found(never, "unlock(Ben, anyone)", n=1, lives=64)
    assert finding.found == ()
    lives = {part.text: part.lives for part in finding.parts}
    assert lives["not b.open"] == 64
    assert lives["p is Ann"] == lives["all that it needs at once"] == 0
    assert lives["b is Jar"] == 64
    assert finding.nearest is not None


def test_an_ending_that_never_comes_tells_its_parts() -> None:
    _, finding = found(SHELF.replace("then b.open = yes", "then Chest.open = yes"), '"both"', lives=64)
    assert [(part.text, part.lives > 0) for part in finding.parts] == [
        ("Chest.open", True),
        ("Jar.open", False),
    ]


def test_a_number_and_nonsense_are_refused() -> None:
    with pytest.raises(ValueError, match="is a number; ask what holds or not"):
        found(SHELF, "count(b: Box)")
    with pytest.raises(TaleError):
        found(SHELF, "Ann.height > 3")
