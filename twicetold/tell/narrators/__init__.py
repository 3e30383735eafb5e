"""Narrators: how it is told, whatever is told. Each is a small file, as a spin is in Curveship (N. Montfort,
"Generating Narrative Variation in Interactive Fiction", 2007).

A file `NAME.narrator` is TOML: what is left out is as `plain.narrator` has it. `named` gives those that come with
the package, `read` one from a file.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from twicetold.lang.diagnostics import nearest
from twicetold.tell.lexicon import CONNECTING
from twicetold.tell.relations import Relation

DEFAULT: Final = "plain"

_PATTERN = re.compile(
    r"(?P<before>.*?)\b(?P<first>[AB])\b(?P<early>\*?)(?P<between>.+?)\b(?P<second>[AB])\b(?P<late>\*?)\Z"
)
_WORD = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


class BadNarrator(ValueError):
    """A narrator that cannot be had; the message says why, and what there is."""


class Pattern(NamedTuple):
    """A way to say a relation: what stands before, between; which of the two clauses comes first (the cause, A, or
    the effect, B); and which of them is told as earlier. `connective` are its words."""

    before: str
    between: str
    cause_first: bool
    first_earlier: bool
    second_earlier: bool
    connective: str

    @property
    def connects(self) -> bool:
        """Whether it is a word that weighs on a reader, as "because" does and "then" does not."""
        first = self.connective.partition(" ")[0]
        return first in CONNECTING or self.connective in ("so", "and so", "yet", "and yet", "meanwhile")

    @property
    def parts_sentences(self) -> bool:
        """Whether a full stop stands between."""
        return self.between.startswith(".")


@dataclass(frozen=True, slots=True)
class Narrator:
    """A way of telling.

    It `follows` a few people, or tells all alike. From a `far` distance it tells deeds only, from near also what
    people want, and where they err. Of the `rhythm` each sentence has one number of words to fill, and none has
    more than `reach`. In a thousand words it spends about `connectives` words that say how things hang together;
    in so many sentences one of each of `reminders` of what is long past, `motives`, and `forebodings` of what is
    to come (0: never). `says` has its patterns for each relation, and `closes`, `goes_on`, `keeps_on`,
    `foretells` and `errs` the sentences it makes of an ending without a text, of an exchange, of what one does
    again and again, of what is to come, of an error.
    """

    name: str
    about: str
    follows: bool
    distance: str
    reach: int
    rhythm: tuple[int, ...]
    connectives: float
    reminders: int
    motives: int
    forebodings: int
    says: dict[Relation, tuple[Pattern, ...]]
    closes: tuple[str, ...]
    goes_on: tuple[str, ...]
    keeps_on: tuple[str, ...]
    foretells: tuple[str, ...]
    errs: tuple[str, ...]


def names() -> list[str]:
    """Those that come with the package."""
    found = (file.name for file in resources.files(__name__).iterdir())
    return sorted(name.removesuffix(".narrator") for name in found if name.endswith(".narrator"))


@cache
def named(name: str) -> Narrator:
    """A narrator that comes with the package. Raises BadNarrator if there is none of that name."""
    if name not in names():
        near = nearest(name, names())
        known = ", ".join(f"`{known}`" for known in names())
        raise BadNarrator(
            f"there is no narrator `{name}`: {f'did you mean `{near}`?' if near else f'there are {known}'}"
        )
    text = resources.files(__name__).joinpath(f"{name}.narrator").read_text("utf-8")
    return parse(text, name)


def read(path: Path) -> Narrator:
    """A narrator from a file. Raises BadNarrator, with the place, if it is none; OSError if it cannot be read."""
    with path.open("rb") as file:
        text = file.read(_LARGEST + 1)
    if len(text) > _LARGEST:
        raise BadNarrator(f"{path}: a narrator has at most {_LARGEST:,} bytes")
    try:
        return parse(text.decode("utf-8"), path.stem)
    except (BadNarrator, UnicodeDecodeError) as error:
        raise BadNarrator(f"{path}: {error}") from None


_LARGEST = 100_000


def parse(text: str, name: str) -> Narrator:
    """A narrator as its file has it. Raises BadNarrator."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadNarrator(f"this is no TOML: {error}") from None
    base = _plain() if name != DEFAULT else {}
    unknown = next((key for key in written if key not in _KINDS), None)
    if unknown is not None:
        near = nearest(unknown, _KINDS)
        raise BadNarrator(f"a narrator has no `{unknown}`" + (f": did you mean `{near}`?" if near else ""))
    for key, value in written.items():
        _KINDS[key](key, value)
    says = {**base.get("says", {}), **written.get("says", {})}
    values = {**base, **written, "name": name, "says": {r: tuple(map(_pattern, p)) for r, p in says.items()}}
    return Narrator(**{each.name: _frozen(values[each.name]) for each in fields(Narrator)})


@cache
def _plain() -> dict[str, Any]:
    """What `plain.narrator` says."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{DEFAULT}.narrator").read_text("utf-8"))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _pattern(text: str) -> Pattern:
    """A pattern as it is written: "Because A*, B", "A, so B", "B, because A*"."""
    match = _PATTERN.match(text)
    if match is None or match["first"] == match["second"]:
        raise BadNarrator(
            f"`{text}` is no pattern: write the cause as A and what came of it as B, as in `A, so B`"
        )
    connective = _WORD.search(f"{match['before']}{match['between']}")
    return Pattern(
        match["before"],
        match["between"],
        match["first"] == "A",
        bool(match["early"]),
        bool(match["late"]),
        connective[0].lower() if connective else "",
    )


# --- what a file may say ------------------------------------------------------------------------------------


def _whole(key: str, value: object) -> None:
    if type(value) is not int or not 0 <= value <= 1000:
        raise BadNarrator(f"`{key}` is a whole number from 0 to 1000")


def _number(key: str, value: object) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1000:
        raise BadNarrator(f"`{key}` is a number from 0 to 1000")


def _text(key: str, value: object) -> None:
    if not isinstance(value, str):
        raise BadNarrator(f"`{key}` is a text between quotes")


def _yes_no(key: str, value: object) -> None:
    if not isinstance(value, bool):
        raise BadNarrator(f"`{key}` is true or false")


def _distance(key: str, value: object) -> None:
    if value not in ("near", "far"):
        raise BadNarrator(f'`{key}` is "near" or "far"')


def _lengths(key: str, value: object) -> None:
    if not isinstance(value, list) or not value or not all(type(n) is int and 3 <= n <= 60 for n in value):
        raise BadNarrator(f"`{key}` is a list of whole numbers from 3 to 60, as in [6, 12, 24]")


def _texts(key: str, value: object) -> None:
    if not isinstance(value, list) or not value or not all(isinstance(text, str) for text in value):
        raise BadNarrator(f'`{key}` is a list of texts, as in ["one", "another"]')


def _relations(key: str, value: object) -> None:
    if not isinstance(value, dict):
        raise BadNarrator(f"`{key}` is a table: [says]")
    for relation, patterns in value.items():
        if relation not in get_args(Relation):
            known = ", ".join(f"`{known}`" for known in get_args(Relation))
            raise BadNarrator(f"there is no relation `{relation}`: there are {known}")
        _texts(f"says.{relation}", patterns) if patterns else None
        for pattern in patterns:
            _pattern(pattern)


_KINDS = {
    "about": _text,
    "follows": _yes_no,
    "distance": _distance,
    "reach": _whole,
    "rhythm": _lengths,
    "connectives": _number,
    "reminders": _whole,
    "motives": _whole,
    "forebodings": _whole,
    "says": _relations,
    "closes": _texts,
    "goes_on": _texts,
    "keeps_on": _texts,
    "foretells": _texts,
    "errs": _texts,
}
