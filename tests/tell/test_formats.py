"""A telling as a file: the same words in every format, and files that readers can read."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.tell.lives import bundled
from twicetold.engine import Interpreter
from twicetold.lang import load_text
from twicetold.lang.model.telling import Section, Selection, Telling, Voice
from twicetold.tell import Story, formats, planned
from twicetold.tell.formats import Afterword, Colophon, Edition, Format, Player
from twicetold.tell.prose import Prose
from twicetold.tell.words import told

LAST = Colophon("milk & more", 1, 2, "over <now>", "after 6:00")
AFTER = Afterword("“No,” said Ada.", "after 3:00", True, "over <now>", "on & on", 30, 0, 40)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" role="img"/>'
EDITION = Edition(LAST, (Player("the cat", "black & white"), Player("Ada", "")), PICTURE, AFTER)

HOUSE = """
world "The house"
  tick 1 minute
  lasts 3 minutes
kind Guest
  tea whole 0.. = 0
  g is described "[g] [be] one of many."
Ada is Guest: she, described "[Ada] [be] [one of: the elder | the first] of two sisters."
Ben is Guest
action drink (g: Guest)
  needs g is Ada
  urge 1
  then g.tea += 1
  tell "[g] [drink] tea."
"""


@pytest.fixture(scope="module")
def prose() -> Prose:
    story = bundled("milk", 2)
    ada = Voice(focus="internal", minds=(story.world.entity("Ada"),))
    sections = (Section("A", "First & last", voice=ada), Section("B", events=Selection()))
    found = told(story, planned(story, Telling("t", sections=sections)))
    assert len(found.passages) == 2
    first, *rest = found.passages
    one, *others = first.paragraphs
    thinks = replace(one[-1], kind="thought")
    thought = replace(first, paragraphs=((*one[:-1], thinks), *others))
    return replace(found, title="The <last> of *it*", passages=(thought, *rest))


def in_chapters(prose: Prose, *titles: str) -> Prose:
    """The same passage once for each of these titles."""
    first = prose.passages[0]
    passages = tuple(replace(first, part=replace(first.part, title=title)) for title in titles)
    return replace(prose, passages=passages)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def written(prose: Prose, format: Format, edition: Edition = EDITION, width: int = 78) -> str:
    return formats.write(prose, edition, format, width).decode()


def page(prose: Prose, edition: Edition = EDITION) -> ElementTree.Element:
    """The body of a page, read as XML without its namespace."""
    text = written(prose, "html", edition).removeprefix("<!DOCTYPE html>\n")
    body = ElementTree.fromstring(text.replace(' xmlns="http://www.w3.org/1999/xhtml"', "")).find("body")
    assert body is not None
    return body


def shown(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


# --- every format -------------------------------------------------------------------------------------------


def test_every_format_has_the_same_words(prose: Prose) -> None:
    said = [word for sentence in prose.sentences for word in words(sentence.text)]
    text, marked = written(prose, "text"), written(prose, "markdown")
    body = page(prose)
    chapters = body.findall("main/section[@id]")
    parts = [body.find("header/h1"), *(each for each in chapters if each.attrib["id"].startswith("chapter"))]
    of_page = " ".join(shown(part) for part in [*parts, body.find("footer/p")] if part is not None)
    for found in (text, marked, of_page):
        assert words(found) == words(prose.title) + words("First & last") + said + words(str(LAST))


def test_the_colophon_is_one_line_apart_from_the_text(prose: Prose) -> None:
    text = written(prose, "text", width=20)
    assert text.endswith("\n\n----\n\n— milk & more, seed 1, run 2, after 6:00: over <now>\n")


def test_the_colophon_is_of_the_life() -> None:
    story = bundled("milk", 2)
    line = str(formats.edition(story, told(story, planned(story, Telling(""))), "text", "milk").colophon)
    assert line == f"— milk, seed 1, run 2, after {story.world.clock(story.length)}: {story.life.ending}"


# --- plain text and Markdown --------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [12, 30, 50, 200])
def test_thoughts_are_marked_at_any_width(prose: Prose, width: int) -> None:
    thoughts = [sentence.text for sentence in prose.sentences if sentence.kind == "thought"]
    assert thoughts
    text = written(prose, "text", width=width)
    flat = " ".join(text.split())
    assert all(f"_{thought}_" in flat for thought in thoughts)
    assert text.count("_") == 2 * len(thoughts)


def test_a_text_is_no_wider_than_it_may_be(prose: Prose) -> None:
    lines = written(prose, "text", width=50).splitlines()
    assert max(len(line) for line in lines if line != str(LAST)) <= 50


def test_sections_are_parted_by_their_title_or_a_break(prose: Prose) -> None:
    marked = written(prose, "markdown")
    assert "\n## First & last\n" in marked
    assert "\n* * *\n" in marked
    assert marked.startswith("# The \\<last\\> of \\*it\\*\n")


# --- a page -------------------------------------------------------------------------------------------------


def test_a_page_needs_nothing_else(prose: Prose) -> None:
    text = written(prose, "html")
    assert not re.search(r"<script|<link|src=|@import|url\(", text)
    assert "prefers-color-scheme: dark" in text
    assert ' lang="en"' in text


def test_headings_go_down_by_one(prose: Prose) -> None:
    levels = [int(found) for found in re.findall(r"<h(\d)", written(prose, "html"))]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}


@pytest.mark.parametrize(("titles", "listed"), [(("A", "B"), False), (("A", "B", "C"), True)])
def test_more_than_two_chapters_are_listed(prose: Prose, titles: tuple[str, ...], listed: bool) -> None:
    body = page(in_chapters(prose, *titles))
    ids = {each.attrib["id"] for each in body.iter() if "id" in each.attrib}
    links = {each.attrib["href"]: shown(each) for each in body.iterfind("nav/ol/li/a")}
    assert bool(links) == listed
    assert {link[1:] for link in links} <= ids
    assert set(titles) <= set(links.values()) or not listed


def test_a_page_says_who_is_in_it(prose: Prose) -> None:
    cast = page(prose).find("main/section[@id='cast']")
    assert cast is not None
    assert shown(cast) == "Who is in it The cat black & white Also Ada."


def test_only_those_who_are_named_are_in_the_cast() -> None:
    world = load_text(HOUSE)
    story = Story(world, Interpreter(world).live(1, 0))
    players = formats.edition(story, told(story, planned(story, Telling(""))), "html").players
    assert players == (Player("Ada", "the elder of two sisters"),)


def test_an_afterword_says_what_decided(prose: Prose) -> None:
    after = page(prose).find("main/section[@id='what-if']/p")
    assert after is not None
    assert "One choice did most to decide it, after 3:00: “‘No,’ said Ada.”" in shown(after)
    assert "otherwise: on & on." in shown(after)
    assert "30 ended as it did (over <now>); of 40 in which it went the other way, none did." in shown(after)
    assert page(prose, replace(EDITION, afterword=None)).find("main/section[@id='what-if']") is None


# --- a book -------------------------------------------------------------------------------------------------


def test_a_book_is_whole_and_the_same_each_time(prose: Prose) -> None:
    data = formats.write(prose, EDITION, "epub")
    assert data == formats.write(prose, EDITION, "epub")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        first, *rest = book.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert book.read("mimetype") == b"application/epub+zip"
        for each in rest:
            ElementTree.fromstring(book.read(each).decode().removeprefix("<!DOCTYPE html>\n"))
        package = book.read("book.opf").decode()
        assert set(re.findall(r'href="([^"]*)"', package)) <= set(book.namelist())
        assert 'properties="svg"' in package


def test_the_contents_of_a_book_are_its_chapters(prose: Prose) -> None:
    data = formats.write(in_chapters(prose, "One", "Two"), EDITION, "epub")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        listed, text = book.read("nav.xhtml").decode(), book.read("text.xhtml").decode()
    entries = re.findall(r'<a href="text.xhtml#([^"]*)">([^<]*)</a>', listed)
    assert [called for _, called in entries] == [
        "Who is in it",
        "One",
        "Two",
        "What if",
        "The life at a glance",
    ]
    assert all(f'id="{to}"' in text for to, _ in entries)
