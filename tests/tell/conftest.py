"""A small cast, and lines written as authors write them: "[abel] [strike] [cain's] shield"."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from twicetold.engine.meaning.record import Does, Line, Who, Word
from twicetold.tell import Discourse, Referent, realise
from twicetold.tell.verbs import Tense

PEOPLE = {
    "abel": ("Abel", "he"),
    "cain": ("Cain", "he"),
    "boris": ("Boris", "he"),
    "ada": ("Ada", "she"),
    "guard": ("the tall guard", "she"),
    "twins": ("the twins", "they"),
    "kin": ("Ann and Bea", "they"),
    "men": ("the men of the watch", "they"),
    "alex": ("Alex", "they"),
    "letter": ("a letter", "it"),
    "hour": ("an hour glass", "it"),
    "house": ("the old house", "it"),
    "well": ("Well", "it"),
    "me": ("Ruth", "I"),
    "you": ("Seth", "you"),
    "us": ("the crew", "we"),
    "blank": ("", "he"),
    "zir": ("Zir", "xe"),
}
NUMBERS = {key: number for number, key in enumerate(PEOPLE)} | {"stranger": 999}
CAST = {NUMBERS[key]: Referent(NUMBERS[key], name, pronoun) for key, (name, pronoun) in PEOPLE.items()}


def _part(bracket: str) -> Who | Does:
    form, _, key = bracket.rpartition(" ")
    if key in NUMBERS and form in ("", "the", "a", "reflexive", "subject", "object", "nonsense"):
        return Who(NUMBERS[key], form or "plain")
    if bracket.removesuffix("'s") in NUMBERS:
        return Who(NUMBERS[bracket.removesuffix("'s")], "possessive")
    return Does(bracket.removeprefix("not "), bracket.startswith("not "))


def as_line(text: str, mode: str = "plain") -> Line:
    """A line from its text in brackets."""
    found = re.findall(r"\[([^\]]*)\]|([^\[]+)", text)
    return Line(mode, None, tuple(_part(bracket) if bracket else Word(literal) for bracket, literal in found))


def say_lines(*texts: str, tense: Tense = "past") -> str:
    """The lines as one paragraph."""
    discourse, sentences = Discourse(), []
    for text in texts:
        sentence, discourse = realise(as_line(text), CAST, discourse, tense)
        sentences.append(sentence)
    return " ".join(sentences)


@pytest.fixture(scope="session")
def cast() -> dict[int, Referent]:
    return CAST


@pytest.fixture(scope="session")
def line() -> Callable[..., Line]:
    return as_line


@pytest.fixture(scope="session")
def say() -> Callable[..., str]:
    return say_lines
