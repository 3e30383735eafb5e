"""The night as it is told in the documentation. `python -m tests.worlds.night` renews the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from twicetold.api import places
from twicetold.ask.canon import CanonReport, check_canon
from twicetold.engine import Interpreter
from twicetold.lang import Loaded, load_canon, load_with_warnings
from twicetold.tell import Plan, Story, formats, planned
from twicetold.tell.words import told

PAGE = Path(__file__).parents[2] / "docs" / "the_night_told.md"

HEAD = """<!-- Written by `twicetold tell hale_yard --canon --telling threads --format markdown`; renewed by
`python -m tests.worlds.night`. -->

"""


@cache
def loaded() -> Loaded:
    """The night, with all that its text is warned of."""
    return load_with_warnings("hale_yard")


def lived() -> CanonReport:
    """The life that follows the night's canon."""
    canon = load_canon(loaded(), "hale_yard")
    assert canon is not None
    return check_canon(Interpreter(loaded().world), canon)


def story_and_plan(report: CanonReport) -> tuple[Story, Plan]:
    """The canon's life, planned as `threads` tells it."""
    story = Story(loaded().world, report.life)
    telling = next(each for each in story.world.tellings if each.name == "threads")
    return story, planned(story, telling, places.places(report))


def page(report: CanonReport) -> str:
    """The page: the telling as the command prints it."""
    story, plan = story_and_plan(report)
    prose = told(story, plan)
    edition = formats.edition(story, prose, "markdown", "hale_yard")
    return HEAD + formats.write(prose, edition, "markdown").decode()


if __name__ == "__main__":
    PAGE.write_text(page(lived()), encoding="utf-8")
