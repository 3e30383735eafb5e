"""What people type for an option: `1e6` lives, shares to `0.5%`, an engine, a target."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from enum import StrEnum

import typer

MOST = 2**64 - 1
"""The greatest seed and run: as `runs.numbers.MOST`, which takes longer to import than help to show."""


class EngineName(StrEnum):
    """What may live: as `runs.Engine`, which takes longer to import than help to show."""

    AUTO = "auto"
    KERNEL = "kernel"
    INTERPRETER = "interpreter"


class MethodName(StrEnum):
    """How it is found out which knobs matter."""

    SOBOL = "sobol"
    MORRIS = "morris"


class Target(StrEnum):
    """What a world can be built as."""

    C = "c"
    WASM = "wasm"


class TellingOrder(StrEnum):
    """The orders of a telling: as `lang.model.telling.Order`, and so with those below."""

    CHRONICLE = "chronicle"
    RETROGRADE = "retrograde"
    ANALEPSIS = "analepsis"
    PROLEPSIS = "prolepsis"
    ZIGZAG = "zigzag"
    SYLLEPSIS = "syllepsis"
    ACHRONY = "achrony"


class TellingGroups(StrEnum):
    """By what a syllepsis groups."""

    PERSON = "person"
    PLACE = "place"
    CAUSE = "cause"


class TellingTense(StrEnum):
    """The tense of a telling."""

    PRESENT = "present"
    PAST = "past"


class TellingPerson(StrEnum):
    """Whether the mind that a telling is close to says I, is said you to, or neither."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


class TellingNaming(StrEnum):
    """What people are called."""

    NAME = "name"
    TITLE = "title"
    EPITHET = "epithet"
    PRONOUN = "pronoun"


class TellingThought(StrEnum):
    """How thoughts are given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    FREE = "free"
    NONE = "none"


class TellingSpeech(StrEnum):
    """How what is said is given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    FREE = "free"


class TellingPace(StrEnum):
    """How fully things are told."""

    SUMMARY = "summary"
    SCENE = "scene"
    STRETCH = "stretch"


class TellingFrequency(StrEnum):
    """Whether what happens often is told each time, or once for all."""

    SINGULATIVE = "singulative"
    ITERATIVE = "iterative"


class View(StrEnum):
    """What is drawn of a life."""

    CURVE = "curve"
    STORYLINE = "storyline"
    CAUSES = "causes"


class TellingFormat(StrEnum):
    """What a telling is written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    EPUB = "epub"


def count(text: str | int) -> int:
    """A number of lives: 1000000, 1_000_000, 1,000,000 or 1e6."""
    if isinstance(text, int):  # a default
        return text
    try:
        value = Decimal(re.sub(r"(?<=\d)[_,](?=\d)", "", text))
        whole = int(value) if value == value.to_integral_value() and value < 10**18 else None
    except (InvalidOperation, ValueError, OverflowError):
        whole = None
    if whole is None:
        raise typer.BadParameter(f"`{text}` is not a valid number of lives, such as 1000 or 1e6")
    if whole < 1:
        raise typer.BadParameter(f"the number of lives must be greater than 0, but is {text}")
    return whole


def precision(text: str) -> float:
    """A share: 0.5% or 0.005."""
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        raise typer.BadParameter(f"`{text}` is not a valid share, such as 0.5%") from None
    value = number / 100 if text.endswith("%") else number
    if not 1e-5 <= value < 1:
        raise typer.BadParameter(f"a share must lie between 0.001% and 100%, but is {text}")
    return value
