"""A browser for pages, and what looks whether everybody can use them."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUIET = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

_axe = importlib.util.find_spec("axe_playwright_python")
AXE = None if _axe is None or _axe.origin is None else Path(_axe.origin).with_name("axe.min.js")
"""axe-core, as a wheel brings it."""

needs_axe = pytest.mark.skipif(AXE is None, reason="no axe-playwright-python here")


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds wrong in a page as it stands, each with where it is first."""
    assert AXE is not None
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[tuple[str, str]] = page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"
    )
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright here")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield browser
        browser.close()
