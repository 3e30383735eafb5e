"""Pages in which somebody is played, built once, and opened in a browser from a file."""

from __future__ import annotations

import base64
import gzip
import importlib.util
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.once import once
from twicetold.choices import Engine
from twicetold.engine import Option
from twicetold.engine.kernel.export import interface_of
from twicetold.lang import model
from twicetold.play import Session, Stage
from twicetold.play.page import page_of
from twicetold.questions import Many
from twicetold.runs import many

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

needs_wasm = pytest.mark.skipif(
    importlib.util.find_spec("ziglang") is None, reason="no ziglang wheel for this machine"
)


def page_for(world: model.World, name: str, lives: int = 5) -> str:
    """The page in which somebody of a world is played; few lives are counted."""

    def make() -> str:
        counted = many(world, Many(lives, jobs=1, engine=Engine.INTERPRETER))
        return page_of(interface_of(world, "world", told=True), Stage(world).player(name), counted)

    return once(f"page {world.hash} {name} {lives}", make)


def known(html: str) -> dict[str, Any]:
    """What a page knows of its world."""
    zipped = html.partition('id="page">')[2].partition("</script>")[0]
    found: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(zipped)))
    return found


@contextmanager
def opened(browser: Browser, file: Path, address: str = "", **options: object) -> Iterator[Page]:
    """A page from a file, by a browser that knows nothing and has no network; nothing may go wrong in it."""
    context = browser.new_context(reduced_motion="reduce", **options)  # type: ignore[arg-type]
    context.set_default_timeout(5_000)
    context.set_offline(True)
    wrong: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    try:
        page.goto(file.as_uri() + address)
        page.wait_for_selector("#choices button")
        yield page
    finally:
        context.close()
        assert wrong == []


def digest(page: Page) -> str:
    return page.evaluate("document.body.dataset.digest")


CHOOSE = """(wanted) => {
  for (const formula of wanted) {
    const buttons = [...document.querySelectorAll("#choices button")];
    const named = (button) => button.dataset.formula ?? button.getAttribute("aria-keyshortcuts");
    const found = buttons.find((button) => named(button) === (formula ?? "."));
    if (!found) throw new Error(`${formula} is not open at ${document.getElementById("when").textContent}`);
    found.click();
  }
}"""


def choose(page: Page, wanted: list[str | None]) -> None:
    """Choose in a page, turn by turn, each as worlds write it; None for nothing."""
    page.evaluate(CHOOSE, wanted)


def formulas(session: Session) -> list[str | None]:
    """What was chosen in a session, each as worlds write it; None for nothing."""
    passed = list(session.path)[:0:-1]
    taken = [choice.taken for choice in session.choices]
    return [
        None if each is None else at.formula(Option(*each, 0.0))
        for at, each in zip(passed, taken, strict=True)
    ]
