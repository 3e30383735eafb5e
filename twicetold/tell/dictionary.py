"""The dictionary of English verbs, lemminflect's, as it opens at once.

lemminflect unpacks all that it has for the first word asked of it, which takes as long as many short
commands. What the telling may ask is therefore written out once, a line for each word in their order, and
kept in the user's cache: a word is then found by halving.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Final

from twicetold.cache import Cache, key_of

_TAGS: Final = ("VBZ", "VBD", "VBN", "VBG")
_INSTEAD: Final = {"VBD": "VBN", "VBN": "VBD"}
"""Of which tag the form is taken where a verb has none of its own."""

_LAYOUT: Final = "1"
"""Changes with how a line is written."""


def forms(lemma: str, tag: str) -> tuple[str, ...]:
    """The forms of a verb for a Penn Treebank `tag` (VBZ, VBD, VBN, VBG), the usual one first, in capitals as
    the verb is; empty if the dictionary has none. They are those of lemminflect's `getInflection(lemma, tag,
    inflect_oov=False)`.
    """
    line = _line(lemma.lower())
    if line is None or not (columns := line.split("\t")[1:]):
        return ()
    styled = str.upper if lemma.isupper() else str.capitalize if lemma[:1].isupper() else str.lower
    return tuple(styled(form) for form in columns[_TAGS.index(tag)].split("/") if form)


def knows(word: str) -> bool:
    """Whether a word stands in the dictionary in its plain form, whatever sort it is."""
    return _line(word.lower()) is not None


def _line(word: str) -> str | None:
    """What the dictionary has of a word in small letters: itself, and of a verb a column for each tag."""
    lines = _lines()
    here = bisect_left(lines, word)  # a tab comes before all that a word is written with
    found = lines[here] if here < len(lines) else ""
    return found if found.partition("\t")[0] == word else None


@cache
def _lines() -> list[str]:
    kept = Cache.of_user()
    if kept is None:
        return sorted(_written())
    key = key_of("dictionary", _LAYOUT, version("lemminflect"))
    data = kept.get(key)
    if data is None:
        data = "\n".join(sorted(_written())).encode()
        kept.put(key, data)
    return data.decode().split("\n")


def _written() -> Iterator[str]:
    """All lines, in no order."""
    from lemminflect import config
    from lemminflect.codecs.InflectionLUCodec import InflectionLUCodec
    from lemminflect.codecs.OverridesCodec import OverridesCodec

    words: dict[str, dict[str, tuple[str, ...]]] = InflectionLUCodec.load(config.inflection_lu_fn)
    for word, mended in OverridesCodec.load(config.infl_overrides_fn).items():
        words[word] = words.get(word, {}) | mended
    for word, found in words.items():
        if word.islower():  # names have no verbs' forms
            columns = ["/".join(found.get(tag) or found.get(_INSTEAD.get(tag, tag)) or ()) for tag in _TAGS]
            yield "\t".join([word, *columns]) if any(columns) else word
