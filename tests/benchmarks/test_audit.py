"""What is wrong in a telling is found, and what is right passes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from benchmarks import audit
from tests.tell.lives import watch
from twicetold.lang.model.telling import Telling
from twicetold.tell.prose import Sentence


@dataclass(frozen=True)
class Link:
    """A link as a telling keeps it."""

    relation: str
    connective: str
    cause: int
    effect: int


def test_a_small_telling_has_no_faults() -> None:
    assert list(audit.faults(audit.Life.of(watch()), Telling(""), {})) == []


@pytest.mark.parametrize(
    ("text", "last", "wrong"),
    [
        ("She ran.", "Bob fell.", True),
        ("She ran.", "Ann fell.", False),
        ("She ran.", "Her lamp went out.", False),
        ("She ran.", "A woman stood there.", False),
        ("He saw Ann, and she ran.", "Bob fell.", False),
        ("“She ran.”", "Bob fell.", False),
    ],
)
def test_a_pronoun_needs_somebody_of_its_gender(text: str, last: str, wrong: bool) -> None:
    sentences = [Sentence(each, "told", ()) for each in (text, last)]
    assert bool(list(audit.of_pronouns(audit.Life.of(watch()), *sentences))) == wrong


def test_a_link_is_held_against_the_record() -> None:
    """In the night watch nothing came of anything else: of no two events the one is the cause."""
    story = watch()
    first, second = (event.number for event in story.events[:2])
    text = "Bob woke because Ann had."

    def wrong(relation: str, connective: str, cause: int, effect: int) -> str:
        return audit.of_link(story, Link(relation, connective, cause, effect), text)

    assert wrong("reason", "because", first, second) == "a reason that is none"
    assert wrong("motive", "because", first, first) == ""
    assert wrong("motive", "because", first, second) == "a motive that is none"
    assert wrong("motive", "although", first, first) == "a link whose words are not there"
    assert wrong("reason", "because", first, 10_000) == "a link to no event"
