"""A telling as a file: the same words in every format, and files that readers can read."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.tell.lives import bundled
from twicetold.lang.model.telling import Section, Selection, Telling, Voice
from twicetold.tell import formats, planned
from twicetold.tell.words import Prose, told

LAST = "6:00: over & done. (Seed 1, run 2.)"


@pytest.fixture(scope="module")
def prose() -> Prose:
    story = bundled("milk", 2)
    ada = Voice(focus="internal", minds=(story.world.entity("Ada"),))
    sections = (Section("A", "First & last", voice=ada), Section("B", events=Selection()))
    found = told(story, planned(story, Telling("t", sections=sections)))
    assert len(found.passages) == 2
    return replace(found, title="The <last> of *it*")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_every_format_has_the_same_words(prose: Prose) -> None:
    said = [word for sentence in prose.sentences for word in words(sentence.text)]
    text = formats.write(prose, LAST, "text").decode()
    marked = formats.write(prose, LAST, "markdown").decode()
    page = formats.write(prose, LAST, "html").decode().partition("<body>")[2]
    shown = "".join(ElementTree.fromstring(f"<body>{page.partition('</body>')[0]}</body>").itertext())
    for found in (text, marked, shown):
        assert words(found) == words(prose.title) + words("First & last") + said + words(LAST)


def test_a_text_is_no_wider_than_it_may_be(prose: Prose) -> None:
    assert max(map(len, formats.write(prose, LAST, "text", 50).decode().splitlines())) <= 50


def test_sections_are_parted_by_their_title_or_a_break(prose: Prose) -> None:
    marked = formats.write(prose, LAST, "markdown").decode()
    assert "\n## First & last\n" in marked
    assert "\n* * *\n" in marked
    assert marked.startswith("# The \\<last\\> of \\*it\\*\n")


def test_a_book_is_whole_and_the_same_each_time(prose: Prose) -> None:
    data = formats.write(prose, LAST, "epub")
    assert data == formats.write(prose, LAST, "epub")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        first, *rest = book.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert book.read("mimetype") == b"application/epub+zip"
        for each in rest:
            ElementTree.fromstring(book.read(each).decode().removeprefix("<!DOCTYPE html>\n"))
        package = book.read("book.opf").decode()
        assert set(re.findall(r'href="([^"]*)"', package)) <= set(book.namelist())
