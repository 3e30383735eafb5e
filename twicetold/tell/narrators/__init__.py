"""Narrators: how it is told, whatever is told. Each is a small file, as a spin is in Curveship (N. Montfort,
"Generating Narrative Variation in Interactive Fiction", 2007).

A file `NAME.narrator` is TOML: what is left out is as `plain.narrator` has it. `named` gives those that come
with the package, `read` one from a file, `asked` either.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from twicetold.lang.diagnostics import nearest
from twicetold.tell.lexicon import CONNECTING
from twicetold.tell.relations import Relation

DEFAULT: Final = "plain"
SUFFIX: Final = ".narrator"
"""With what the name of a narrator's file ends."""

_LARGEST: Final = 20_000
_LONGEST: Final = 300
_MOST: Final = 100
"""So many bytes a file has at most, characters a text, and texts a list: what is read may be anybody's."""

_PATTERN = re.compile(
    r"(?P<before>.*?)\b(?P<first>[AB])\b(?P<early>\*?)(?P<between>.+?)\b(?P<second>[AB])\b(?P<late>\*?)\Z"
)
_WORD = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_RESULTS = (
    "at which", "whereupon", "so", "and so", "therefore", "and therefore", "for that reason",
    "and for that reason", "that was why",
)  # fmt: skip
_WEIGHING = frozenset((*_RESULTS, "yet", "and yet", "meanwhile"))
_WHY = frozenset((*_RESULTS, "because", "since", "at that", "now that", "having", "that done", "once"))


class BadNarrator(ValueError):
    """A narrator that cannot be had; the message says why, and what there is."""


class Pattern(NamedTuple):
    """A way to say a relation: what stands before, between; which of the two clauses comes first (the cause,
    A, or the effect, B); and which of them is told as earlier. `connective` are its words."""

    before: str
    between: str
    cause_first: bool
    first_earlier: bool
    second_earlier: bool
    connective: str

    @property
    def subordinates(self) -> bool:
        """Whether it makes of one clause a part of the other."""
        return _kind(self.connective)[0]

    @property
    def connects(self) -> bool:
        """Whether it is a word that weighs on a reader, as "because" does and "then" does not."""
        return _kind(self.connective)[1]

    @property
    def gives_why(self) -> bool:
        """Whether it says that one thing came of the other, as "so" does and "then" does not."""
        return self.connective in _WHY

    @property
    def parts_sentences(self) -> bool:
        """Whether a full stop stands between."""
        return self.between.startswith(".")


@cache
def _kind(connective: str) -> tuple[bool, bool]:
    """Whether a connective makes one clause a part of another, and whether it weighs on a reader."""
    first = connective.partition(" ")[0]
    subordinates = first in CONNECTING | {"as", "having", "whereupon", "which"} or connective == "at which"
    return subordinates, first in CONNECTING or connective in _WEIGHING


@dataclass(frozen=True, slots=True)
class Narrator:
    """A way of telling.

    What is told: it `follows` a few people, or tells all alike; of those so many `things` in any case and a
    fifth of the rest, though no more than in about `words` words; and of so many things one `dwells` at
    length (0: none does). From a `far` distance it tells deeds only, and who people are when they come; from
    near it begins with who they are, and tells also what they want, and where they err.

    In which words: of the `rhythm` each sentence has one number of words to fill, and none has more than
    `reach`. In a thousand words it spends about `connectives` words that say how things hang together, and
    rather joins by a clause within a clause until a share `depth` of the sentences has one; in so many
    sentences one of each of `reminders` of what is long past, and `motives` (0: never). `says` has its
    patterns for each relation, and `closes`, `goes_on`, `keeps_on`, `errs` the sentences it makes of an
    ending without a text, of an exchange, of what one does again and again, of an error; `trusts` of one that
    is found out at once.

    In which order: a part of `forebodings` things or more begins with one of what is to come in it (0:
    never), in words of `foretells`. If it has sentences of `begins`, the ending is let out first of all in
    one of them.
    """

    name: str
    about: str
    follows: bool
    things: int
    words: int
    dwells: int
    distance: str
    reach: int
    rhythm: tuple[int, ...]
    connectives: float
    depth: float
    reminders: int
    motives: int
    forebodings: int
    says: Mapping[Relation, tuple[Pattern, ...]]
    begins: tuple[str, ...]
    closes: tuple[str, ...]
    goes_on: tuple[str, ...]
    keeps_on: tuple[str, ...]
    foretells: tuple[str, ...]
    errs: tuple[str, ...]
    trusts: tuple[str, ...]


def names() -> list[str]:
    """Those that come with the package."""
    found = (file.name for file in resources.files(__name__).iterdir())
    return sorted(name.removesuffix(SUFFIX) for name in found if name.endswith(SUFFIX))


@cache
def named(name: str) -> Narrator:
    """A narrator that comes with the package. Raises BadNarrator if there is none of that name."""
    if name not in names():
        near = nearest(name, names())
        known = ", ".join(f"`{known}`" for known in names())
        there_are = f"there are {known}, or write the name of a file that ends with `{SUFFIX}`"
        raise BadNarrator(
            f"there is no narrator `{name}`: {f'did you mean `{near}`?' if near else there_are}"
        )
    text = resources.files(__name__).joinpath(f"{name}.narrator").read_text("utf-8")
    return parse(text, name)


def asked(name: str) -> Narrator:
    """A narrator that is asked for: one of the package by name, or a file, which ends with `.narrator`.
    Raises BadNarrator, if there is none such or it is none."""
    if not name.endswith(SUFFIX):
        return named(name)
    path = Path(name)
    try:
        if path.is_file():
            return read(path)
    except OSError as error:
        raise BadNarrator(f"`{name}` cannot be read: {error.strerror or error}") from None
    raise BadNarrator(f"there is no file `{name}`")


def read(path: Path) -> Narrator:
    """A narrator from a file. Raises BadNarrator, with the place, if it is none; OSError if it cannot be
    read."""
    with path.open("rb") as file:
        text = file.read(_LARGEST + 1)
    if len(text) > _LARGEST:
        raise BadNarrator(f"{path}: a narrator has at most {_LARGEST:,} bytes")
    try:
        return parse(text.decode("utf-8"), path.stem)
    except UnicodeDecodeError:
        raise BadNarrator(f"{path}: a narrator is a text in UTF-8") from None
    except BadNarrator as error:
        raise BadNarrator(f"{path}: {error}") from None


def parse(text: str, name: str) -> Narrator:
    """A narrator as its file has it. Raises BadNarrator."""
    try:
        written = tomllib.loads(text)
    except (
        ValueError,
        RecursionError,
    ) as error:  # not only TOMLDecodeError: a number may have too many digits
        why = "it is nested too deep" if isinstance(error, RecursionError) else error
        raise BadNarrator(f"this is no TOML: {why}") from None
    base = _plain() if name != DEFAULT else {}
    unknown = next((key for key in written if key not in _KINDS), None)
    if unknown is not None:
        near = nearest(unknown, _KINDS)
        known = ", ".join(f"`{known}`" for known in _KINDS)
        raise BadNarrator(
            f"a narrator has no `{unknown}`: {f'did you mean `{near}`?' if near else f'it has {known}'}"
        )
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
    connective = _WORD.search(f"{match['before']}{match['between']}".replace("[be]", "was"))
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


def _share(key: str, value: object) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise BadNarrator(f"`{key}` is a number from 0 to 1")


def _text(key: str, value: object) -> None:
    if not isinstance(value, str) or not value.isprintable() or len(value) > _LONGEST:
        raise BadNarrator(f"`{key}` is one line of text between quotes")


def _yes_no(key: str, value: object) -> None:
    if not isinstance(value, bool):
        raise BadNarrator(f"`{key}` is true or false")


def _distance(key: str, value: object) -> None:
    if value not in ("near", "far"):
        raise BadNarrator(f'`{key}` is "near" or "far"')


def _lengths(key: str, value: object) -> None:
    right = isinstance(value, list) and 0 < len(value) <= _MOST
    if not right or not all(type(n) is int and 3 <= n <= 60 for n in value):  # type: ignore[attr-defined]
        raise BadNarrator(f"`{key}` is a list of whole numbers from 3 to 60, as in [6, 12, 24]")


def _texts(key: str, value: object) -> None:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise BadNarrator(f'`{key}` is a list of texts, as in ["one", "another"]')
    if len(value) > _MOST:
        raise BadNarrator(f"`{key}` has more than {_MOST} texts")
    for text in value:
        if len(text) > _LONGEST:
            raise BadNarrator(f"`{key}` has a text of more than {_LONGEST} characters")
        if not text.strip() or not text.isprintable():
            raise BadNarrator(f"`{key}` has a text that is empty, or has in it what cannot be printed")


def _relations(key: str, value: object) -> None:
    if not isinstance(value, dict):
        raise BadNarrator(f"`{key}` is a table: [says]")
    for relation, patterns in value.items():
        if relation not in SAID:
            near = nearest(relation, SAID)
            known = ", ".join(f"`{known}`" for known in SAID)
            meant = f"did you mean `{near}`?" if near else f"there are {known}"
            raise BadNarrator(f"there is no relation `{relation}`: {meant}")
        _texts(f"says.{relation}", patterns)
        for pattern in patterns:
            _plainly(f"says.{relation}", pattern.replace("[be]", "is"), (), brackets=False)
            _pattern(pattern)


SAID: Final = tuple(each for each in get_args(Relation) if each not in ("motive", "error"))
"""The relations that patterns say; motives are said in the words of the world, and errors by `errs` and
`trusts`."""


def _sentences(
    places: Collection[str], *, somebody: bool, needed: bool = False
) -> Callable[[str, object], None]:
    """How texts are checked that are filled in at these `{places}` only, all of which are `needed` or none,
    and tell of `somebody`, [p], or of nobody. No other brace is let through, nor a width or a part of what is
    filled in, so that nothing but a text can come of a text."""

    def check(key: str, value: object) -> None:
        _texts(key, value)
        assert isinstance(value, list)
        for text in value:
            _plainly(key, text, places)
            if not somebody and re.search(r"\[p(?:'s)?\]", text):
                raise BadNarrator(f"`{key}` tells of nobody: there is no `[p]` in it")
            if needed and any(text.count(f"{{{place}}}") != 1 for place in places):
                raise BadNarrator(f"`{key}` says {_in_braces(places)} once in each of its texts")

    return check


def _plainly(key: str, text: str, places: Collection[str], *, brackets: bool = True) -> None:
    """Raises BadNarrator for braces but around what is filled in, and for brackets but around a word."""
    rest = text
    for place in places:
        rest = rest.replace(f"{{{place}}}", " ")
    if re.search(r"[{}]", rest):
        only = f"nothing in braces but {_in_braces(places)}" if places else "nothing in braces"
        raise BadNarrator(f"`{text}` in `{key}`: there is {only}")
    if re.search(r"[\[\]]", _BRACKET.sub(" ", rest) if brackets else rest):
        only = "a verb in its plain form, as in `[be]`, or `[p]`" if brackets else "nothing"
        raise BadNarrator(f"`{text}` in `{key}`: there is {only} in brackets")


_BRACKET = re.compile(r"\[(?:p|p's|(?:not )?[a-z]{1,30}(?: [a-z]{1,30})?)\]")


def _in_braces(places: Collection[str]) -> str:
    return ", ".join(f"{{{place}}}" for place in places)


_COUNTS = ("times", "many", "mine", "theirs")

_KINDS: Final[Mapping[str, Callable[[str, object], None]]] = {
    "about": _text,
    "follows": _yes_no,
    "things": _whole,
    "words": _whole,
    "dwells": _whole,
    "distance": _distance,
    "reach": _whole,
    "rhythm": _lengths,
    "connectives": _number,
    "depth": _share,
    "reminders": _whole,
    "motives": _whole,
    "forebodings": _whole,
    "says": _relations,
    "begins": _sentences(("ending",), somebody=False),
    "closes": _sentences(("ending",), somebody=False),
    "goes_on": _sentences(_COUNTS, somebody=True),
    "keeps_on": _sentences(_COUNTS, somebody=True),
    "foretells": _sentences((), somebody=False),
    "errs": _sentences(("error",), somebody=True, needed=True),
    "trusts": _sentences(("error",), somebody=True, needed=True),
}
