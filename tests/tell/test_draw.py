"""Lives as pictures: what is drawn where, and that it is a picture."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.sampled import slow
from tests.tell.lives import bundled
from twicetold.engine import Interpreter
from twicetold.engine.meaning.record import Event
from twicetold.lang import load_text
from twicetold.lang.model.telling import Telling, Voice
from twicetold.tell import Story, draw, planned
from twicetold.tell.draw.svg import width_of

SVG = "{http://www.w3.org/2000/svg}"
VIEWS = ("curve", "storyline", "causes")
PLAIN = Telling("")


def labels(story: Story) -> draw.Labels:
    def name(entity: int) -> str:
        return story.world.entities[entity].name

    def said(event: Event) -> str:
        return f"{event.name}({', '.join(map(name, event.roles))})"

    return draw.Labels(said, name, lambda seconds: f"{seconds:g}s")


def drawn(story: Story, view: str, telling: Telling = PLAIN) -> str:
    if view == "curve":
        return draw.curve(story, planned(story, telling), labels(story))
    return getattr(draw, view)(story, labels(story))


def words(picture: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(picture.encode()).iter(f"{SVG}text")]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("world", ["milk", "hale_yard", "town"])
def test_every_view_of_a_life_is_a_picture_that_says_what_it_shows(world: str, view: str) -> None:
    picture = drawn(bundled(world, 2), view)
    root = ElementTree.fromstring(picture.encode())
    wide, high = (float(root.attrib[side]) for side in ("width", "height"))
    assert root.attrib["viewBox"] == f"0 0 {root.attrib['width']} {root.attrib['height']}"
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    assert not re.search(r"<script|href=|nan|inf\b", picture)
    for each in root.iter(f"{SVG}text"):
        assert 0 <= float(each.attrib["x"]) <= wide
        assert 0 <= float(each.attrib["y"]) <= high


def heights(picture: str) -> list[float]:
    """How far down the points of a curve stand, from left to right."""
    points = ElementTree.fromstring(picture.encode()).iter(f"{SVG}circle")
    told = [each for each in points if each.find(f"{SVG}title") is not None]
    return [float(each.attrib["cy"]) for each in sorted(told, key=lambda each: float(each.attrib["cx"]))]


def test_a_chronicle_falls_and_a_retrograde_rises() -> None:
    story = bundled("milk", 3)
    falls = heights(drawn(story, "curve", Telling("", voice=Voice(order="chronicle"))))
    rises = heights(drawn(story, "curve", Telling("", voice=Voice(order="retrograde"))))
    assert len(falls) == len(rises) > 3
    assert falls == sorted(falls)
    assert rises == sorted(rises, reverse=True)


@slow
def test_the_curve_has_a_band_for_each_section_and_a_colour_for_each_thread() -> None:
    story = bundled("hale_yard", 31)
    threads = next(each for each in story.world.tellings if each.name == "threads")
    found = words(drawn(story, "curve", threads))
    parts = planned(story, threads).parts
    assert [each for each in found if re.fullmatch(r"T\d", each)] == [part.name for part in parts]
    assert {part.thread for part in parts} <= set(found)


def test_the_storyline_has_a_line_for_everybody_and_a_band_for_every_place_they_are_at() -> None:
    found = words(drawn(bundled("hale_yard", 2), "storyline"))
    assert {"Derek", "Stiles", "Scott", "Leader", "Yard", "Woods"} <= set(found)


def test_the_storyline_marks_each_wound_and_death_at_whom_it_befalls() -> None:
    story = bundled("hale_yard", 2)
    picture = drawn(story, "storyline")
    died = sum(
        change.field.endswith("alive") and change.mind is None and not change.new
        for event in story.life.events
        for change in event.changes
    )
    assert died
    assert picture.count(": dead</title>") == died
    assert f"✕ deaths: {died}" in picture


def test_other_fields_can_be_marked() -> None:
    story = bundled("milk", 3)
    plain = draw.storyline(story, labels(story))
    marked = draw.storyline(story, labels(story), ("had_tea",))
    assert "◆" not in plain
    assert "◆ had_tea: " in marked
    assert marked.count('class="wound"') == sum(
        change.field.endswith("had_tea") and bool(change.new)
        for event in story.life.events
        for change in event.changes
    )


def test_of_causes_those_are_drawn_that_led_to_the_ending_and_each_above_what_came_of_it() -> None:
    story = bundled("milk", 3)
    picture = drawn(story, "causes")
    found = words(picture)
    assert "make_tea(Ada)" in found
    assert "tea in peace" in found
    boxes = {
        (each.text or ""): float(each.attrib["y"])
        for each in ElementTree.fromstring(picture.encode()).iter(f"{SVG}text")
    }
    assert boxes["get_up(Ada)"] < boxes["make_tea(Ada)"] < boxes["tea in peace"]


def test_the_same_life_gives_the_same_bytes() -> None:
    for view in VIEWS:
        assert drawn(bundled("milk", 3), view) == drawn(bundled("milk", 3), view)


PLAIN_ENDING = """
world "A plain day"
  tick 1 hour
  lasts 1 day

kind Person
Ada is Person: she

rule hum for p: Person every 6 hours
  tell "[p] [hum]."

ending "the day is over" at the end
"""


def test_where_nothing_led_to_the_ending_the_picture_says_so() -> None:
    world = load_text(PLAIN_ENDING)
    story = Story(world, Interpreter(world).live(1, 0))
    found = words(drawn(story, "causes"))
    assert any(each.startswith("no event led to “the day is over”") for each in found)
    assert "the day is over" in found


def test_causes_without_a_text_of_their_own_are_drawn_too() -> None:
    story = bundled("milk", 5)
    end = next(event for event in story.life.events if event.sort == "ending")
    led = story.causes(end) - {end.number}
    loud = [event for event in story.life.events if event.number in led and not event.quiet]
    assert any(not event.lines for event in loud)
    found = words(drawn(story, "causes"))
    for event in loud:
        outcome = "" if event.outcome == "done" else f" {event.outcome}"
        assert labels(story).event(event) + outcome in found


def test_pictures_in_one_page_have_ids_of_their_own() -> None:
    ids = [
        found
        for world, run in (("milk", 3), ("milk", 5), ("hale_yard", 2))
        for view in VIEWS
        for found in re.findall(r' id="([^"]*)"', drawn(bundled(world, run), view))
    ]
    assert len(ids) == 2 * 9
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_written_has_room(view: str) -> None:
    long = load_text(
        PLAIN_ENDING.replace("A plain day", "A day of " + "many and great " * 12).replace(
            "Ada is Person: she", 'Ada is Person: she, called "Ada of the long and winding Road, her Grace"'
        )
    )
    story = Story(long, Interpreter(long).live(1, 0))
    root = ElementTree.fromstring(drawn(story, view).encode())
    for each in root.iter(f"{SVG}text"):
        said, x = each.text or "", float(each.attrib["x"])
        wide = width_of(said, 17 * 1.08 if each.attrib.get("class") == "head" else 12)
        left = {"end": x - wide, "middle": x - wide / 2}.get(each.attrib.get("text-anchor", ""), x)
        if "transform" not in each.attrib:
            assert left >= -0.5, said
            assert left + wide <= float(root.attrib["width"]) + 0.5, said
