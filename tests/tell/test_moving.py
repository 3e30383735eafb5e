"""Pictures that move, in a real browser: nearer, farther, to all sides, and to what is sought in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import expect

from tests.browsing import browser as browser
from tests.browsing import faults, needs_axe
from twicetold.tell.draw import Way, branches, moving_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


BITTEN, SPARED = Way("bite(Ann)", "", (30, 10), (4,)), Way("no bite(Ann)", "", (0, 60), (0,))
ROOT = Way("", "", (30, 70), (0,), (BITTEN, SPARED))


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    file = tmp_path / "picture.html"
    file.write_text(moving_page(branches("A night", "a few", ("turned", "as before"), ROOT), "A <night>"))
    page = browser.new_page(viewport={"width": 280, "height": 700})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith("file:") else None)
    page.goto(file.as_uri())
    expect(page.locator(".frame")).to_have_class(re.compile("wide"))
    yield page
    page.close()
    assert wrong == []


def seen(page: Page) -> tuple[float, float, float, float]:
    """The part of the picture that is seen: its left, its top, how wide and how high."""
    box = page.locator(".frame svg").get_attribute("viewBox") or ""
    left, top, wide, high = map(float, box.split())
    return left, top, wide, high


def test_it_comes_nearer_and_goes_back(page: Page) -> None:
    before = seen(page)
    page.get_by_role("button", name="Nearer").click()
    near = seen(page)
    assert near[2] == pytest.approx(before[2] / 1.25)
    assert near[0] > before[0], "what is in the middle stays there"
    page.get_by_role("button", name="The whole picture").click()
    assert seen(page) == before


def test_keys_and_pointers_move_it_and_not_out_of_its_frame(page: Page) -> None:
    page.locator(".frame").focus()
    page.keyboard.press("+")
    begin = seen(page)
    page.keyboard.press("ArrowRight")
    assert seen(page)[0] > begin[0]
    box = page.locator(".frame").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 2_000, box["y"] + 50, steps=99)
    page.mouse.up()
    assert seen(page)[0] == 0


def test_what_is_sought_is_marked_counted_and_come_to(page: Page) -> None:
    find = page.get_by_role("searchbox", name="Find in the picture")
    find.fill("BITE")
    expect(page.locator(".sought")).to_have_count(2)
    expect(page.locator("output")).to_have_text("2")
    find.press("Enter")
    expect(page.locator("output")).to_have_text("1 of 2")
    expect(page.locator(".sought").first).to_be_in_viewport()


@needs_axe
def test_everybody_can_use_it(page: Page) -> None:
    assert faults(page) == []
    assert page.title() == "A <night>"
