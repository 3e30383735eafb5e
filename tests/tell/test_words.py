"""What is one sentence and what one paragraph, and where the time is said."""

from __future__ import annotations

import pytest

from twicetold.engine import Interpreter
from twicetold.lang import load_text
from twicetold.lang.model.telling import Naming, Telling, Voice
from twicetold.tell import Story, planned
from twicetold.tell.words import told

DAYS = """world "Days"
  tick 1 hour
  lasts 4 days

kind Person
Ada is Person: she, titled "the mayor"
Abel is Person: he

event nod (p: Person)
  tell "[p] [nod]."

event wave (p: Person)
  tell "[p] [wave]."

event rain
  tell "It [rain]."

"""


def paragraphs(*moments: str, naming: Naming | None = None) -> list[str]:
    """The paragraphs of a life in which these things happen: `2 hours nod(Ada)`."""
    rules = [
        f"rule r{n} at {moment.rsplit(' ', 1)[0]}\n  happens {moment.rsplit(' ', 1)[1]}"
        for n, moment in enumerate(moments)
    ]
    world = load_text(DAYS + "\n\n".join(rules) + "\n")
    story = Story(world, Interpreter(world).live(1, 0))
    prose = told(story, planned(story, Telling("", voice=Voice(pace="scene", naming=naming))))
    return [
        " ".join(sentence.text for sentence in each)
        for passage in prose.passages
        for each in passage.paragraphs
    ]


def test_what_happens_close_together_shares_a_sentence() -> None:
    assert paragraphs("1 hour nod(Ada)", "2 hours wave(Ada)", "3 hours rain()", "60 hours rain()")[0] == (
        "Ada nodded and waved. It rained."
    )


def test_a_pause_parts_sentences_and_is_said() -> None:
    assert paragraphs("1 hour nod(Ada)", "49 hours wave(Ada)") == [
        "Ada nodded.",
        "Two days later, Ada waved.",
    ]


def test_repeats_are_told_once_but_not_across_a_pause() -> None:
    moments = (
        "1 hour nod(Ada)",
        "2 hours nod(Ada)",
        "3 hours nod(Ada)",
        "60 hours nod(Ada)",
        "61 hours rain()",
    )
    assert paragraphs(*moments) == ["Three times, Ada nodded.", "Two days later, Ada nodded. It rained."]


@pytest.mark.parametrize(
    ("naming", "said"),
    [
        ("name", "Ada nodded. Abel waved."),
        ("title", "The mayor nodded. Abel waved."),
        ("epithet", "Ada nodded. Abel waved."),  # there are two
        ("pronoun", "She nodded. He waved."),
    ],
)
def test_people_are_called_as_the_telling_says(naming: Naming, said: str) -> None:
    assert paragraphs("1 hour nod(Ada)", "1 hour wave(Abel)", naming=naming) == [said]
