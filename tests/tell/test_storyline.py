"""The storyline, read back out of the picture: every stay and step is one of the log's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from tests.sampled import sampled, slow
from tests.tell.lives import bundled
from tests.tell.test_draw import SVG, labels, words
from twicetold.engine import Interpreter, Living
from twicetold.lang import load_text
from twicetold.tell import Story, draw
from twicetold.tell.draw.axis import round_times, said

Segment = tuple[str, float, float]
"""A place and from when to when, in pixels, somebody is there."""


def lived(source: str) -> Story:
    """The first life of a world."""
    world = load_text(source)
    return Story(world, Interpreter(world).live(1, 0))


ROUNDED = 0.11
"""What is drawn is rounded to a tenth, and so is the edge that it is measured from."""


def told(story: Story, began: Living, who: int, x: float, scale: float) -> list[Segment]:
    """Where the log has somebody, told from the changes alone; where it began, from the life begun again."""
    place = story.world.entities
    fields = began.build.layout.fields.items()
    cells = next((placed for name, placed in fields if name.rpartition(".")[2] == "at"), None)
    at = -1 if cells is None else began.state.cells[cells.cell((who,))]
    moves = [
        (event.tick, change.new)
        for event in story.life.events
        for change in event.changes
        if change.field.rpartition(".")[2] == "at" and change.mind is None and change.entities == (who,)
    ]
    retired = [
        event.tick
        for event in story.life.events
        for change in event.changes
        if (change.field, change.entities, change.new) == ("kind", (who,), -1)
    ]
    end = retired[0] if retired else story.life.ticks
    moves = [(tick, new) for tick, new in moves if tick < end or not retired]
    times = [0, *(tick for tick, _ in moves), end]
    ats = [at, *(new for _, new in moves)]
    return [
        (
            place[int(at)].name if at >= 0 else "nowhere that is told",
            x + times[n] * story.world.tick * scale,
            x + times[n + 1] * story.world.tick * scale,
        )
        for n, at in enumerate(ats)
    ]


def read(picture: str) -> Iterator[tuple[str, list[Segment], list[tuple[float, float, float]]]]:
    """Who is in a picture, where it has them from when to when, and their steps."""
    root = ElementTree.fromstring(picture.encode())
    bands = [
        (float(each.attrib["y"]), float(each.attrib["height"]), title.text or "")
        for each in root.iter(f"{SVG}rect")
        if (title := each.find(f"{SVG}title")) is not None
    ]

    def band(y: float) -> str:
        return next(name for top, high, name in bands if top < y < top + high)

    for group in root.iter(f"{SVG}g"):
        paths = [each.attrib["d"] for each in group.findall(f"{SVG}path")]
        if not paths:
            continue
        levels = [[float(n) for n in re.findall(r"[\d.]+", path)] for path in paths if "H" in path]
        steps = [tuple(float(n) for n in re.findall(r"[\d.]+", path)) for path in paths if "V" in path]
        found: list[Segment] = []
        for begun, y, ended in levels:
            if found and found[-1] == (band(y), found[-1][1], begun):  # the shadow of the dead goes on
                found[-1] = (band(y), found[-1][1], ended)
            else:
                found.append((band(y), begun, ended))
        title = group.find(f"{SVG}title")
        assert title is not None
        yield title.text or "", found, steps  # type: ignore[misc]


def agrees(story: Story) -> int:
    """Hold a storyline against its log; how many steps it has."""
    picture = draw.storyline(story, labels(story))
    names = {each.name: n for n, each in enumerate(story.world.entities)}
    band = next(
        each
        for each in ElementTree.fromstring(picture.encode()).iter(f"{SVG}rect")
        if each.find(f"{SVG}title") is not None
    )
    left, wide = float(band.attrib["x"]), float(band.attrib["width"])
    began = Interpreter(story.world).begin(story.life.seed, story.life.run, record=False)
    count = 0
    for name, found, steps in read(picture):
        wanted = told(story, began, names[name], left, wide / story.length)
        assert [place for place, _, _ in found] == [place for place, _, _ in wanted]
        for (_, *drawn), (_, *said_) in zip(found, wanted, strict=True):
            assert drawn == pytest.approx(said_, abs=ROUNDED)
        assert len(steps) == len(wanted) - 1
        assert [x for x, _, _ in steps] == pytest.approx([begun for _, begun, _ in wanted[1:]], abs=ROUNDED)
        count += len(steps)
    return count


@pytest.mark.parametrize(
    ("world", "runs"), sampled([("milk", 4), ("brawl", 2), ("hale_yard", 3), ("town", 1)], 2, more=2)
)
@slow
def test_every_stay_and_step_is_one_of_the_logs(world: str, runs: int) -> None:
    steps = sum(agrees(bundled(world, run)) for run in range(runs))
    assert steps > 30 if world in ("hale_yard", "town") else steps == 0  # in the others nobody is anywhere


LUNCHES = """
world "Lunches"
  tick 1 hour
  lasts 12 weeks

kind Room
kind Person
  at Room

Office, Canteen are Room
Ada is Person: she, at Office
Ben is Person: he, at Office

rule out for p: Person every 24 hours
  p.at = Canteen
  tell "[p] [go] to lunch."

rule back for p: Person when p.at is Canteen after 1 hour
  p.at = Office
  tell "[p] [come] back."

ending "so it goes" at the end
"""


def test_a_visit_is_drawn_however_short_it_is_beside_the_life() -> None:
    story = lived(LUNCHES)
    assert agrees(story) == 2 * 2 * 83


HERE_AND_THERE = """
world "Here and there"
  tick 1 second
  lasts 10 seconds

kind Room
kind Person
  at Room

Left, Right are Room
Ada is Person: she, at Left

rule to_and_fro for p: Person
  p.at = Right if p.at is Left else Left

rule heard for p: Person at 5 seconds
  tell "[p] [hum]."

ending "the end" at the end
"""


def test_what_upkeep_moves_steps_each_time() -> None:
    assert agrees(lived(HERE_AND_THERE)) == 10


UNDERGOING = """
world "Shoved about"
  tick 1 minute
  lasts 5 minutes

kind Room
kind Person
  at Room
kind Doer is Person
kind Guest is Person

Hall, Yard are Room
Abel is Doer: he, at Hall
Cain is Guest: he, at Hall

action show_out (p: Doer, q: Guest)
  needs q.at is Hall
  urge 9
  then q.at = Yard
  tell "[p] [show] [q] out."

ending "the end" at the end
"""


def test_who_is_only_acted_upon_has_a_line_too() -> None:
    story = lived(UNDERGOING)
    assert {name for name, _, _ in read(draw.storyline(story, labels(story)))} == {"Abel", "Cain"}
    assert agrees(story) == 1


BORN = """
world "Born and gone"
  tick 1 minute
  lasts 10 minutes

kind Room
kind Person
  at Room or none

Hall is Room
Eve is Person: she, at Hall
Noah is Person: he, at Hall
spare 1 Person

rule birth for p: Person at 3 minutes where p is Eve
  born c: Person
    c.at = Hall
  tell "[p] [be] happy."

rule leave for p: Person at 7 minutes where p is Noah
  tell "[p] [leave]."
  p retires

ending "the end" at the end
"""


def test_a_line_begins_with_a_birth_and_ends_where_somebody_retires() -> None:
    story = lived(BORN)
    assert [(stay.since, stay.until) for stay in story.stays(2)] == [(0.0, 420.0)]
    spare = len(story.world.entities) - 1
    assert [(stay.since, stay.until) for stay in story.stays(spare)] == [(180.0, 600.0)]


def test_a_healing_is_no_wound() -> None:
    for run in range(4):
        story = bundled("hale_yard", run)
        struck = [
            event.name
            for event in story.life.events
            for change in event.changes
            if change.field == "wound" and change.mind is None and change.new > change.old
        ]
        assert struck
        assert "knitting" not in struck


def test_nothing_is_counted_that_is_not_there() -> None:
    story = bundled("milk", 3)
    plain = draw.storyline(story, labels(story))
    assert not re.search("◆|✕", plain)


@pytest.mark.parametrize(
    ("begin", "end", "most", "wanted"),
    [
        (0.0, 8 * 7 * 86400.0, 9, ["0", "7 d", "14 d", "21 d", "28 d", "35 d", "42 d", "49 d", "56 d"]),
        (0.0, 16.3 * 86400, 9, ["0", "4 d", "8 d", "12 d", "16 d"]),
        (0.0, 3 * 86400.0, 9, ["0", "12 h", "1 d", "1 d 12 h", "2 d", "2 d 12 h", "3 d"]),
        (0.0, 4500.0, 9, ["0", "10 min", "20 min", "30 min", "40 min", "50 min", "1 h", "1 h 10 min"]),
        (0.0, 95.0, 9, ["0", "15 s", "30 s", "45 s", "1 min", "1 min 15 s", "1 min 30 s"]),
        (0.0, 2.0, 5, ["0", "1 s", "2 s"]),
        (0.0, 0.0, 9, ["0"]),
    ],
)
def test_times_along_the_side_are_round(begin: float, end: float, most: int, wanted: list[str]) -> None:
    assert [said(each) for each in round_times(begin, end, most)] == wanted


def test_less_than_a_second_is_cut_into_round_parts() -> None:
    assert [said(each) for each in round_times(0.0, 0.8, 9)] == [
        "0", "0.1 s", "0.2 s", "0.3 s", "0.4 s", "0.5 s", "0.6 s", "0.7 s", "0.8 s",
    ]  # fmt: skip


def test_a_life_of_nobody_who_acts_is_drawn_too() -> None:
    source = UNDERGOING.replace("action show_out (p: Doer, q: Guest)", "rule out for q: Guest")
    source = re.sub(r"  needs .*\n  urge 9\n  then q.at = Yard\n.*\n", "  tell '[q] [hum].'\n", source)
    story = lived(
        source.replace("rule out for q: Guest", "rule out for q: Guest at 2 minutes").replace("'", '"')
    )
    assert "Cain" in words(draw.storyline(story, labels(story)))
