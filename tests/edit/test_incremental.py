"""What is known after an edit is what the whole text says."""

from __future__ import annotations

import pytest

from tests.edit.edits import steps, whole
from tests.edit.street import NAME, STREET
from tests.sampled import sampled
from twicetold.lang.incremental import Checker


@pytest.mark.parametrize("seed", range(3))
def test_after_every_edit_all_is_told_as_of_the_whole_text(seed):
    for number, step in enumerate(steps(STREET, NAME, seed, 25)):
        assert step.said == whole(step.text, NAME), (seed, number)


EDITS = {
    "a block moves down": ("kind Place\n", "\n# more\n\nkind Place\n"),
    "what stands twice": ("setting heed", "\nsetting heed number 0..1 = 0.1\nsetting heed"),
    "a definition is another": ("= p.anger > heed", "= p.coins > 2"),
    "a kind has another field": ("  coins   whole", "  thirst  number 0..1\n  coins   whole"),
    "a field is gone": ("  mood    one of calm, cross = calm\n", ""),
    "somebody more": ("Ben is Person", "Cain is Person: at Well\nBen is Person"),
    "an event is brought about no more": ("      happens shout(victim)\n", ""),
    "an option is another": ("one of calm, cross", "one of calm, angry"),
    "an action is taken away": ("measure cross", "without strike\nmeasure cross"),
    "an action has more": ("measure cross", "action strike also\n  needs p.anger > 0.3\nmeasure cross"),
    "a field may be unknown": ("Ada believes Ben.alive yes", "Ada believes Ben.alive unknown"),
    "a time of the calendar": ("  tick 1 minute", "  begins Monday 18:00\n  tick 1 minute"),
    "more mistakes than are told": ("  at      Place\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("edit", sampled(list(EDITS), 6, more=len(EDITS)))
def test_an_edit_and_its_taking_back(edit):
    old, new = EDITS[edit]
    assert old in STREET
    checker = Checker()
    for text in (STREET, STREET.replace(old, new), STREET.replace(old, new) + "\n# end\n", STREET):
        checked = checker.check(text, NAME)
        assert (checked.diagnostics, checked.rest) == whole(text, NAME)


def test_a_text_that_is_used_may_change_too():
    checker, main = (
        Checker(),
        'world "w"\n  tick 1 minute\n  lasts 1 hour\n\nuse people\nAda is Person\nending "e" at the end\n',
    )
    sound = checker.check(main, "w.tale", {"people.tale": "kind Person\n  they\n"})
    assert not [each for each in sound.diagnostics if each.severity == "error"]
    wrong = checker.check(main, "w.tale", {"people.tale": "kind Persn\n  they\n"})
    assert [(each.code, each.span.file) for each in wrong.diagnostics] == [("T0202", "w.tale")]


def test_places_are_where_they_are_now():
    checker = Checker()
    checker.check(STREET, NAME)
    moved = checker.check("\n\n\n" + STREET, NAME)
    lines = {type(block).__name__: moved.here(block.span).line for block in moved.blocks[NAME]}
    assert lines["World"] == 5
