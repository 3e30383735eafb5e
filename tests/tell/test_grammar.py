"""What is told is good English by rule; and the rules do find what is wrong."""

from __future__ import annotations

import re
from itertools import cycle
from typing import get_args

import pytest

from tests.sampled import sampled
from tests.tell.english import English
from tests.tell.grammar import LIVES, english_of, manner, sentences
from tests.tell.lives import bundled
from twicetold.lang.model.telling import Base, Naming, Order, Person, Speech, Telling, Thought, Voice
from twicetold.tell import Story, minded

ENGLISH = English(
    {
        "strike at",
        "run",
        "turn",
        "go",
        "fall",
        "take",
        "wake",
        "look",
        "stand",
        "give",
        "know",
        "throw",
        "see",
    },
    ["Abel", "Derek", "Scott", "Ada", "the slim woman"],
)

WRONG = {
    "two spaces": ["He  ran."],
    "space before a mark": ["He ran , and fell.", "“Run !” he said."],
    "no space after a mark": ["He ran,and fell.", "He ran.She fell."],
    "two marks": ["He ran,, and fell.", "He ran..", "“Run,.” he said."],
    "a bracket left": ["[p] ran.", "He {ran}."],
    "no capital first": ["he ran.", "“run,” he said."],
    "no capital after a stop": ["He ran. she fell."],
    "no stop last": ["He ran", "He ran,", "“He ran”"],
    "two apostrophes": ["Derek's's arm.", "The twins''s arm."],
    "nobody where a name should be": ["None ran.", "Big_Pot fell."],
    "unbalanced": ["“Run, he said.", "Run,” he said.", "He ran (and fell."],
    "doubled_word": ["He took the the arm.", "He ran and and fell."],
    "a_or_an": ["He took a arm.", "She saw an wolf.", "It was an unicorn.", "It took a hour."],
    "two_determiners": [
        "He took the his arm.",
        "He took the a bag.",
        "He took the Derek.",
        "My your arm fell.",
    ],
    "case": ["He ran at she.", "Him was tired.", "Him ran.", "A hand fell on him and me was gone."],
    "agreement_of_one": [
        "Derek run.",
        "She never turn.",
        "He have a bag.",
        "Derek were here.",
        "Someone are here.",
        "Then Scott fall.",
        "The slim woman turns, and Derek go down.",
    ],
    "agreement_of_others": [
        "I is here.",
        "You was here.",
        "They turns.",
        "I were here.",
        "We has it.",
        "You turns.",
    ],
    "agreement_of_nouns": [
        "The claws was red.",
        "There was two wolves.",
        "A wolf were here.",
        "There are a wolf.",
    ],
    "verb_group": [
        "He was been here.",
        "She had went.",
        "She had took it.",
        "He will was here.",
        "He did not ran.",
        "He does not turns.",
        "She wanted to went.",
        "He could ran.",
        "He is is here.",
        "She would not went.",
    ],
    "tenses_of_one_clause": ["Derek turned and runs.", "She goes down and stood up."],
    "reflexive": ["He threw myself down.", "I turned and hurt himself."],
    "a_subject_alone": ["He no longer.", "She turned. He again once more."],
}

RIGHT = """
He had had enough.
If he were here, Derek would run.
I see Derek run.
He lets her go.
Did he run?
“Run!” he said.
“Who? Derek?” she asks.
The men behind Derek run.
Derek and Scott run.
An hour later, he ran.
She took it from a one-eyed man.
What has claws is a wolf.
One of them was here.
He did what he had to do.
There are two wolves.
Stand still…
He turns and, once up, runs.
The twins' claws were red.
He was hurt.
The claws in his side were red.
She had herself to thank.
Hands. He had hands.
He, of all people.
A hand, a claw: hers.
Neither of you is here.
The hand he came at her with was red.
You were here.
""".strip().splitlines()


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in WRONG.items() for text in texts])
def test_what_is_wrong_is_found(rule: str, text: str) -> None:
    assert rule in {fault.rule for fault in ENGLISH.faults(text)}


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_passes(text: str) -> None:
    assert ENGLISH.faults(text) == []


SAMPLE = 36
"""Tellings of each life: among them every order in both tenses, and every person, thought and speech."""


def some(story: Story) -> list[Telling]:
    """Tellings that go through the ways of each side at different steps, so that they meet in many pairs."""
    minds, persons = cycle(minded(story.world)), cycle(get_args(Person))
    thoughts, speeches, namings = (cycle(get_args(each)) for each in (Thought, Speech, Naming))
    orders, bases = cycle(get_args(Order)), cycle(get_args(Base))
    found = [
        Telling(
            "",
            voice=Voice(
                focus="internal",
                minds=(next(minds),),
                base=next(bases),
                order=next(orders),
                person=next(persons),
                thought=next(thoughts),
                speech=next(speeches),
            ),
        )
        for _ in range(SAMPLE - 6)
    ]
    for focus in ("zero", "external", "zero", "external", "zero", "external"):
        voice = Voice(focus=focus, base=next(bases), order=next(orders), naming=next(namings), pace="scene")
        found.append(Telling("", voice=voice))
    return [*found, *story.world.tellings]


@pytest.mark.parametrize(("world", "run"), sampled(LIVES, 1, more=len(LIVES)))
def test_what_is_told_is_good_english(world: str, run: int) -> None:
    story = bundled(world, run)
    english = english_of(story)
    found = sentences(story, some(story))
    assert len(found) > 100
    wrong = [
        f"{fault.rule}: {text} ({manner(story, telling)})"
        for text, telling in found.items()
        for fault in english.faults(text)
    ]
    assert not wrong, "\n".join(wrong)


SPOILS = {
    r"\bwas\b": "were",
    r"\bwere\b": "was",
    r"\bis\b": "are",
    r"\bhas\b": "have",
    r"\bhad (?=not|been|gone|taken|come)": "has had ",
    r"\bdid not (\w+)\b": r"did not \1s",
    r"\bat (?=him\b)him": "at he",
    r"\ban? (?=\w)": "a an ",
    r"“": "",
    r"\.\Z": "",
}


def test_most_of_what_is_spoilt_in_a_telling_is_found() -> None:
    """The check is no formality: of sentences told, each spoilt in one place, it finds more than half."""
    story = bundled("hale_yard", 1)
    english = english_of(story)
    spoilt = []
    for text in sentences(story, some(story)[:8]):
        spoilt += [new for old, by in SPOILS.items() if (new := re.sub(old, by, text, count=1)) != text]
    found = sum(bool(english.faults(text)) for text in spoilt)
    assert len(spoilt) > 500
    assert found / len(spoilt) > 0.5
