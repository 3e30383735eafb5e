"""The codes of diagnostics: what each is about, what it means, how it is mended, and how it looks.

They stand in `codes.toml`, one text that `twicetold explain` reads out and the reference lists. What is said
of one place in a text, with its names and numbers, is said where it is found.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Code:
    """What a code is `about` in a few words, what it `means` in a sentence, and how to `mend` it; where a few
    lines can show it, a text that is `wrong` so and one that is `right`.
    """

    about: str
    means: str
    mend: str
    wrong: str = ""
    right: str = ""


@cache
def codes() -> Mapping[str, Code]:
    """Every code, in order."""
    text = files("twicetold.lang").joinpath("codes.toml").read_text(encoding="utf-8")
    return {code: Code(**said) for code, said in tomllib.loads(text).items()}
