"""What can be chosen where something is asked for or told: the words, written once.

It imports nothing, so that the command line can show what there is without loading the language.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal

MOST: Final = (1 << 64) - 1
"""The greatest seed and the last run: both are words of 64 bits in the key of every draw."""

Order = Literal["chronicle", "retrograde", "analepsis", "prolepsis", "zigzag", "syllepsis", "achrony"]
Grouping = Literal["person", "place", "cause"]
Base = Literal["present", "past"]
Pace = Literal["summary", "scene", "stretch"]
Frequency = Literal["singulative", "iterative"]
Thought = Literal["direct", "indirect", "free", "none"]
Speech = Literal["direct", "indirect", "free"]
Naming = Literal["name", "title", "epithet", "pronoun"]
Person = Literal["first", "second", "third"]
Narrator = Literal["dry", "foreboding", "plain"]
"""Those who tell that come with the package."""

Format = Literal["text", "markdown", "html", "epub"]
"""What a telling is written as."""

LifeView = Literal["curve", "storyline", "causes"]
View = Literal[LifeView, "endings", "branches"]
"""What is drawn of a life."""

Method = Literal["sobol", "morris"]
"""How it is found out which knobs matter: shares of the variance, or average effects."""

Target = Literal["c", "wasm", "page"]
"""What a world is built as."""

Stage = Literal["tree", "model", "program", "llvm", "c"]
"""What is shown of a world on its way to machine code."""


class Engine(StrEnum):
    """Which engine is asked for. `AUTO` is the kernel, or the interpreter where it cannot be had."""

    AUTO = "auto"
    KERNEL = "kernel"
    INTERPRETER = "interpreter"
