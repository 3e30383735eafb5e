"""The codes of diagnostics: what each is about, what it means, how it looks, and every sentence that is said.

They stand in `codes.toml`, one text that `twicetold explain` reads out and the reference lists. Whoever finds
something wrong names a sentence of it and gives its fields; the text is read when the first one is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, Final, Literal

Severity = Literal["error", "warning"]

SHARED: Final = "any"
"""The part of the table with help that belongs to no one code."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a code is `about` in a few words, what it `means` in a sentence, and how to `mend` it; where a few
    lines can show it, a text that is `wrong` so and one that is `right`.

    What is said of a place in a text stands in `error` and `warning`, by name; in `help` stands how that is
    mended, under the same name, or under others where it depends. Fields stand in braces.
    """

    about: str
    means: str
    mend: str
    error: Mapping[str, str] = field(default_factory=dict)
    warning: Mapping[str, str] = field(default_factory=dict)
    help: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""
    right: str = ""


@cache
def codes() -> Mapping[str, Code]:
    """Every code, in order."""
    return {code: Code(**said) for code, said in _table().items() if code != SHARED}


@cache
def shared() -> Mapping[str, str]:
    """The help that belongs to no one code, by name."""
    helps: Mapping[str, str] = _table()[SHARED]["help"]
    return helps


@cache
def _table() -> Mapping[str, Any]:
    import tomllib  # only now: of most worlds nothing is said

    return tomllib.loads(files("twicetold.lang").joinpath("codes.toml").read_text(encoding="utf-8"))


# --- what is said -------------------------------------------------------------------------------------------


class Unsaid(Exception):
    """A text is named that the table lacks, or not given just its fields."""


@cache
def placeholders(text: str) -> frozenset[str]:
    """The names of the fields of a text of the table."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def legible(text: str) -> str:
    """A text of the table for reading, with its fields like `<name>`."""
    parts = Formatter().parse(text)
    return "".join(plain + (f"<{name.replace('_', ' ')}>" if name else "") for plain, name, _, _ in parts)


class Help(str):
    """How something is mended: a help of the table, such as `any.near`, with its fields filled in."""

    __slots__ = ()

    def __new__(cls, name: str, /, **fields: object) -> Help:
        """The help of this name."""
        code, _, which = name.partition(".")
        texts = shared() if code == SHARED else codes()[code].help if code in codes() else {}
        if which not in texts:
            raise Unsaid(f"no help is called {name}")
        _check(name, fields, placeholders(texts[which]))
        return super().__new__(cls, texts[which].format_map(fields))


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the table with its fields filled in, and its help."""

    code: str
    severity: Severity
    message: str
    help: str


def say(name: str, fields: Mapping[str, object], help: Help | None = None) -> Said:
    """The sentence of a name such as `T0203.field`, with the help given, or else that of its own name."""
    code, _, which = name.partition(".")
    known = codes().get(code)
    texts = {} if known is None else {**known.error, **known.warning}
    if known is None or which not in texts:
        raise Unsaid(f"no sentence is called {name}")
    own = known.help.get(which)
    if help is None and own is None:
        raise Unsaid(f"{name} has no help of its own, and is given none")
    _check(name, fields, placeholders(texts[which]) | placeholders(own or ""))
    mend = str(help) if help is not None else (own or "").format_map(fields)
    return Said(code, "error" if which in known.error else "warning", texts[which].format_map(fields), mend)


def _check(name: str, given: Mapping[str, object], wanted: frozenset[str]) -> None:
    if given.keys() != wanted:
        raise Unsaid(f"{name} has the fields {sorted(wanted)}, and is given {sorted(given)}")
