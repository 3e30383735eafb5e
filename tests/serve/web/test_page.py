"""The page in a real browser: a world is written from nothing, lived, asked, told, played, compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")
pytest.importorskip("playwright.sync_api")

from playwright.sync_api import expect

from tests.browsing import faults, needs_axe
from tests.sampled import sampled, slow, thorough
from tests.serve.web.visiting import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.xdist_group("pages served")

expect.set_options(timeout=30_000)

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}

RIGHT = """\
world "A late train"
  tick 1 minute
  lasts 20 minutes

setting patience number 0..10 = 3

kind Person
  tired number 0..1 ~ uniform(0, 1)
  gone yes/no

Ada is Person: she
Ben is Person: he

action wait (p: Person)
  needs not p.gone
  urge patience
  tell "[p] [wait]."

action leave (p: Person)
  needs not p.gone
  urge 3 * p.tired
  then p.gone = yes
  tell "[p] [walk] home."

ending "both gave up" when all(p: Person: p.gone)
ending "one was left waiting" when now >= 19 minutes and any(p: Person: p.gone)
ending "the train came" at the end
"""

WRONG = RIGHT.replace("urge patience", "urge patiense").replace("p.tired\n", "p.tierd\n")


@contextmanager
def visiting(browser: Browser, visitor: Visitor, **options: object) -> Iterator[Page]:
    """The page, in a browser that knows nothing; nothing may go wrong in it."""
    context = browser.new_context(reduced_motion="reduce", accept_downloads=True, **options)  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    wrong: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    try:
        page.goto(visitor.address)
        expect(page.locator("#about")).not_to_be_empty()
        yield page
    finally:
        context.close()
        assert wrong == []


def text(page: Page) -> Locator:
    return page.get_by_label("The text of the world")


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def kept(page: Page, words: str, folder: Path) -> Path:
    """The file that a button offers."""
    with page.expect_download() as offered:
        page.get_by_role("button", name=words).click()
    file = folder / offered.value.suggested_filename
    offered.value.save_as(file)
    return file


def write(page: Page) -> None:
    """A world from nothing, with two mistakes, which are mended by what is said of them."""
    page.locator("#world").select_option(label="one of my own")
    expect(page.locator(".state")).to_have_text("Write a world, or take one that is given.")
    text(page).fill(WRONG)
    expect(page.locator(".state")).to_have_text("2 mistakes")
    said = page.locator(".problems li").first
    right = re.search(r"`(patience)`", said.locator(".help").inner_text())
    assert right is not None, said.inner_text()
    said.get_by_role("button").first.click()  # what is wrong is selected
    page.keyboard.type(right[1])
    expect(page.locator(".problems li")).to_have_count(1)
    page.get_by_role("button", name="Write `tired`").click()
    expect(page.locator(".state")).to_have_text("Nothing is wrong with it.")
    assert text(page).input_value() == RIGHT
    expect(page.locator("#about")).to_have_text("A late train")


@slow
def test_a_world_is_written_and_seen_from_all_sides(
    browser: Browser, visitor: Visitor, tmp_path: Path
) -> None:
    with visiting(browser, visitor, viewport=DESK) as page:
        write(page)

        # 2,000 lives, and the rarest of them.
        page.get_by_role("button", name="Live them").click()
        expect(page.locator("#lives [role=status]").first).to_have_text("2,000 lives, seed 1")
        expect(page.locator("#lives .bar")).to_have_count(3)
        expect(page.locator("#lives figure svg").first).to_be_visible()
        page.get_by_role("combobox", name="Order").select_option("rarest first")
        rare = page.locator("#lives table").last.locator("tbody tr").first
        expect(rare).to_be_visible()
        rarest = page.locator("#lives table").first.locator("tbody tr").last.locator("th").inner_text()
        expect(rare).to_contain_text(rarest)
        assert kept(page, "Keep as Parquet", tmp_path).read_bytes()[:4] == b"PAR1"
        expect(page.get_by_role("region", name="Where they part")).to_be_visible()
        happened = page.get_by_role("combobox", name="In which")
        happened.fill("leave(Ada)")
        happened.press("Tab")
        expect(page.locator("#lives caption").last).not_to_have_text("2,000 lives")
        happened.fill("")
        happened.press("Tab")
        expect(page.locator("#lives caption").last).to_have_text("2,000 lives")
        rare.get_by_role("button").click()

        # What happened in it, and had it not.
        expect(page.locator("#life [role=status]").first).to_contain_text(f"ends: {rarest}")
        page.locator("#life .log button").filter(has_text="wait(").nth(2).click()
        page.get_by_role("button", name="What it hung on").click()
        expect(page.locator(".asked")).to_contain_text(re.compile("things were tried|Nothing that was tried"))
        page.get_by_role("button", name="Had this not happened").click()
        expect(page.locator(".asked")).to_contain_text("500 pairs of lives")
        expect(page.locator(".twins")).to_contain_text("This life would have ended")
        page.get_by_role("combobox", name="Why not").fill("leave(Ada)")
        page.get_by_role("button", name="then?").click()
        expect(page.locator(".asked")).to_contain_text("What was open to Ada")
        page.get_by_role("combobox", name="Picture").select_option("what came of what")
        expect(page.locator("#life .picture svg")).to_be_visible()
        assert b"<svg" in kept(page, "Keep the picture", tmp_path).read_bytes()

        # Told through two minds.
        tab(page, "Told")
        expect(page.locator("#told article p").first).to_be_visible()
        for mind, person, said in (("Ada", "first", r"\bI waited"), ("Ben", "second", r"\byou waited")):
            page.get_by_role("combobox", name="Mind").select_option(mind)
            page.get_by_role("combobox", name="Person").select_option(person)
            expect(page.locator("#told article")).to_contain_text(re.compile(said))
        page.get_by_role("button", name="Another telling beside it").click()
        other = page.get_by_role("region", name="the other telling")
        other.get_by_role("combobox", name="Mind").select_option("Ada")
        expect(other.locator("article")).to_contain_text("Ada waited")
        page.get_by_role("button", name="Only one telling").click()
        expect(page.locator("#told article")).to_have_count(1)
        page.get_by_role("combobox", name="File").select_option("epub")
        assert kept(page, "Keep it", tmp_path).read_bytes()[:2] == b"PK"

        # A knob.
        tab(page, "Knobs")
        page.get_by_role("slider").press("End")
        expect(page.locator("#knobs [role=status]")).to_contain_text("patience 10")
        expect(page.locator("#knobs")).to_contain_text("How 2,000 pairs end")

        # Five choices, two of which are undone.
        tab(page, "Play")
        page.get_by_role("button", name="Begin").click()
        passages = page.locator("#play article section")
        for turn in range(1, 6):
            expect(passages).to_have_count(turn)
            page.locator("#play .choices button").filter(has_text="You wait").click()
        expect(passages).to_have_count(6)
        for left in (5, 4):
            page.get_by_role("button", name="Undo").click()
            expect(passages).to_have_count(left)

        # Another version.
        tab(page, "Versions")
        page.get_by_role("button", name="Keep", exact=True).click()
        text(page).fill(RIGHT.replace("3 * p.tired", "9 * p.tired"))
        expect(page.locator(".state")).to_have_text("Nothing is wrong with it.")
        page.get_by_role("button", name="Compare").click()
        expect(page.locator("#versions")).to_contain_text("How 2,000 pairs end")

        # How often each line is reached.
        tab(page, "Coverage")
        page.get_by_role("button", name="Count how often").click()
        expect(page.locator("#cover [role=status]")).to_contain_text("1,000 lives")
        expect(page.locator(".gutter .reached").first).to_be_attached()

        # All of it is there when one comes back.
        page.reload()
        expect(text(page)).to_have_value(RIGHT.replace("3 * p.tired", "9 * p.tired"))


FOCUSED = """
(({ localName, textContent, attributes }) => [attributes.role?.value ?? localName, textContent])(
  document.activeElement
)"""
"""What the keyboard speaks to: its role, and what is written on it."""


def test_the_keyboard_is_enough(browser: Browser, visitor: Visitor) -> None:
    with visiting(browser, visitor, viewport=DESK) as page:

        def reach(name: str, role: str = "button") -> None:
            for _ in range(60):
                page.keyboard.press("Tab")
                if page.evaluate(FOCUSED) == [role, name]:
                    return
            raise AssertionError(f"{name} is not reached by Tab")

        reach("Lives", "tab")
        reach("Live them")
        page.keyboard.press("Enter")
        expect(page.locator("#lives [role=status]").first).to_have_text("2,000 lives, seed 1")
        page.get_by_role("tab", name="Lives").focus()
        for name in ("life", "told", "knobs", "play"):
            page.keyboard.press("ArrowRight")
            expect(page.locator(f"#{name}")).to_be_visible()
        reach("Begin")
        page.keyboard.press("Enter")
        expect(page.locator("#play .choices button").first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#play article section")).to_have_count(2)
        text(page).focus()
        page.keyboard.press("Control+End")
        page.keyboard.type("kind Bird")
        page.keyboard.press("Enter")
        page.keyboard.type("  wings whole 0..2")
        page.keyboard.press("Enter")
        page.keyboard.type("song ye")
        page.keyboard.press("Control+Space")
        expect(page.get_by_label("What can stand here")).to_be_focused()
        page.keyboard.press("Enter")
        expect(text(page)).to_be_focused()
        assert text(page).input_value().endswith("kind Bird\n  wings whole 0..2\n  song yes/no")
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED)[0] != "textarea", "one can leave the text"


MISTAKEN = """\
world "The key"
  tick 1 minute
  lasts 10 minutes
kind Person
  at_home yes/no = yes believed
Ada is Person: she
Ben is Person: he
  at_home = no
Ada believes Ben.at_home yes
action knock (p: Person, q: Person)
  needs q.at_home, p is Ada
  urge 8
ending "she stood at the door" at the end when happened(knock(Ada, Ben) failed)
ending "she stayed" at the end
"""


@slow
def test_what_they_were_wrong_about_is_shown_and_set_right(browser: Browser, visitor: Visitor) -> None:
    with visiting(browser, visitor, viewport=DESK) as page:
        text(page).fill(MISTAKEN)
        expect(page.locator("#about")).to_have_text("The key")
        tab(page, "One life")
        page.locator("#life .log button").filter(has_text="knock(").first.click()
        expect(page.locator(".asked")).to_contain_text("Ben.at_home was taken to be yes, and was no")
        page.get_by_role("button", name="Had they known").click()
        expect(page.locator(".asked")).to_contain_text("500 pairs of lives")
        expect(page.locator(".twins")).to_contain_text("This life would have ended: she stayed")
        expect(page.locator(".twins")).to_contain_text("As it is, it ends: she stood at the door")


@thorough
def test_all_of_it_is_done_by_the_keyboard_alone(browser: Browser, visitor: Visitor) -> None:
    """What the pointer does above: a world is written, lived, asked, told, turned, played and compared."""
    with visiting(browser, visitor, viewport=DESK) as page:
        press = page.keyboard.press

        def reach(name: str, role: str = "button", back: bool = False) -> None:
            for _ in range(400):
                press("Shift+Tab" if back else "Tab")
                if page.evaluate(REACHED) == [role, name]:
                    return
            raise AssertionError(f"{name}, a {role}, is not reached by Tab")

        def choose(name: str, option: str) -> None:
            """In a list that is focused: by its first letters, as one chooses."""
            reach(name, "select")
            page.keyboard.type(option)

        def view(name: str) -> None:
            page.evaluate("document.querySelector('[role=tab][aria-selected=true]').focus()")
            while page.evaluate(FOCUSED)[1] != name:
                press("ArrowRight")

        choose("World", "one of")
        expect(page.locator(".state")).to_have_text("Write a world, or take one that is given.")
        reach("The text of the world", "textarea")
        page.keyboard.insert_text(WRONG)
        expect(page.locator(".state")).to_have_text("2 mistakes")
        reach("Write `tired`")
        press("Enter")
        expect(page.locator(".problems li")).to_have_count(1)
        page.keyboard.press("Shift+Tab")
        while page.evaluate(REACHED)[0] != "button":
            press("Tab")
        press("Enter")  # what is wrong is selected
        page.keyboard.type("patience")
        expect(page.locator(".state")).to_have_text("Nothing is wrong with it.")

        reach("Live them")
        press("Enter")
        expect(page.locator("#lives [role=status]").first).to_have_text("2,000 lives, seed 1")
        expect(page.get_by_role("region", name="Where they part")).to_be_visible()
        choose("Order", "rarest")
        rarest = page.locator("#lives table").first.locator("tbody tr").last.locator("th").inner_text()
        rare = page.locator("#lives table").last.locator("tbody tr").first
        expect(rare).to_contain_text(rarest)
        reach(rare.get_by_role("button").inner_text())
        press("Enter")
        expect(page.locator("#life [role=status]").first).to_contain_text("ends:")

        reach("wait(Ada)")
        press("Enter")
        for words, said in (
            ("What it hung on", re.compile("things were tried|Nothing that was tried")),
            ("Had this not happened", re.compile("500 pairs of lives")),
        ):
            reach(words)
            press("Enter")
            expect(page.locator(".asked")).to_contain_text(said)
        view("Told")
        expect(page.locator("#told article p").first).to_be_visible()
        for mind, told in (("Ada", "Ada"), ("Ben", "Ben")):
            choose("Mind", mind)
            expect(page.locator("#told article")).to_contain_text(told)
            page.evaluate("document.querySelector('[role=tab][aria-selected=true]').focus()")
        view("Knobs")
        while page.evaluate(REACHED)[0] != "input":
            press("Tab")
        press("End")
        expect(page.locator("#knobs")).to_contain_text("How 2,000 pairs end")
        view("Play")
        reach("Begin")
        press("Enter")
        passages = page.locator("#play article section")
        for turn in range(1, 6):
            expect(passages).to_have_count(turn)
            expect(page.locator("#play .choices button").first).to_be_focused()
            press("Enter")
        for left in (5, 4):
            reach("Undo", back=True)
            press("Enter")
            expect(passages).to_have_count(left)
        view("Versions")
        reach("Keep")
        press("Enter")
        expect(page.get_by_role("button", name="Compare")).to_be_visible()
        text(page).focus()
        press("Control+Home")
        page.keyboard.insert_text("# another version\n")
        expect(page.locator(".state")).to_have_text("Nothing is wrong with it.")
        view("Versions")
        reach("Compare")
        press("Enter")
        expect(page.locator("#versions")).to_contain_text("How 2,000 pairs end")
        view("Told")
        with page.expect_download():
            reach("Keep it")
            press("Enter")


REACHED = """
(({ localName, labels, textContent, attributes }) => [
  localName, attributes["aria-label"]?.value ?? labels?.[0]?.firstChild?.textContent.trim() ?? textContent
])(document.activeElement)"""
"""What the keyboard speaks to: its element, and what it is called."""


HOSTILE = """\
world "<img src=x onerror=alert(1)>"
  tick 1 minute
  lasts 2 minutes
kind Person
Ada is Person: she, called "<b>Ada</b><script>document.title='taken'</script>"
action wave (p: Person)
  urge 1
  tell "[p] [wave] </script><script>document.title='taken'</script>."
ending "<i>over</i>" at the end
"""


def test_what_a_world_says_is_never_html(browser: Browser, visitor: Visitor) -> None:
    with visiting(browser, visitor, viewport=DESK) as page:
        text(page).fill(HOSTILE)
        expect(page.locator("#about")).to_have_text("<img src=x onerror=alert(1)>")
        page.get_by_role("button", name="Live them").click()
        expect(page.locator("#lives table").first).to_contain_text("<i>over</i>")
        tab(page, "One life")
        page.get_by_role("combobox", name="Picture").select_option("who is with whom")
        expect(page.locator("#life .picture")).not_to_be_empty()
        tab(page, "Told")
        expect(page.locator("#told article")).to_contain_text("<script>")
        assert page.locator("#panels :is(img, script, b, i)").count() == 0
        assert "taken" not in page.title()


@needs_axe
@pytest.mark.parametrize(
    ("size", "scheme"),
    sampled([pytest.param(PHONE, "dark", id="phone"), pytest.param(DESK, "light", id="desk")], 1),
)
@slow
def test_everybody_can_use_every_view(
    browser: Browser, visitor: Visitor, size: dict[str, int], scheme: str
) -> None:
    with visiting(browser, visitor, viewport=size, color_scheme=scheme) as page:

        def hold(where: str) -> None:
            assert faults(page) == [], where
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, where

        text(page).fill(WRONG)
        expect(page.locator(".problems li")).to_have_count(2)
        hold("mistakes")
        text(page).fill(RIGHT)
        expect(page.locator("#about")).to_have_text("A late train")
        page.get_by_role("button", name="Live them").click()
        expect(page.get_by_role("combobox", name="Order")).to_be_visible()
        expect(page.locator("#lives table").last).to_contain_text("run 0")
        expect(page.locator("#lives [data-runs]").first).to_be_visible()
        hold("lives")
        tab(page, "One life")
        page.get_by_role("combobox", name="Picture").select_option("who is with whom")
        page.locator("#life .log button").first.click()
        page.get_by_role("button", name="Lives in which it happens").click()
        expect(page.locator(".asked")).to_contain_text("What sets them apart")
        hold("one life")
        tab(page, "Told")
        expect(page.locator("#told article p").first).to_be_visible()
        hold("told")
        tab(page, "Knobs")
        page.get_by_role("slider").press("Home")
        expect(page.locator("#knobs")).to_contain_text("How 2,000 pairs end")
        hold("knobs")
        tab(page, "Play")
        page.get_by_role("button", name="Begin").click()
        page.get_by_label("what they would do").check()
        page.locator("#play .choices button").first.click()
        expect(page.locator("#play article section")).to_have_count(2)
        hold("play")
        tab(page, "Versions")
        hold("versions")
        tab(page, "Coverage")
        page.get_by_role("button", name="Count how often").click()
        expect(page.locator(".gutter .reached").first).to_be_attached()
        hold("coverage")
