"""The documentation as a site: every page is in its contents, and it needs no network."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browsing import browser as browser
from tests.sampled import slow, thorough
from twicetold.lang import bundled, is_world, load

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
SITE = ROOT / "website"


def test_every_page_is_in_the_contents() -> None:
    named = re.findall(r"- (\w+\.md)$", (SITE / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    pages = {page.name for page in (ROOT / "docs").glob("*.md")}
    assert len(named) == len(set(named))
    assert set(named) == pages | {"gallery.md"}


@slow
def test_whoever_is_played_in_the_gallery_is_in_their_world() -> None:
    pytest.importorskip("mkdocs", reason="no MkDocs here")
    found = importlib.util.spec_from_file_location("gallery", SITE / "gallery.py")
    assert found is not None
    assert found.loader is not None
    gallery = importlib.util.module_from_spec(found)
    found.loader.exec_module(gallery)
    assert set(gallery.PLAYED) == {name for name in bundled() if is_world(name)}
    for name, who in gallery.PLAYED.items():
        assert load(name, gallery.SMALLER.get(name, ())).entity(who) >= 0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, with its gallery but without the players, which other tests build; without a warning."""
    pytest.importorskip("material", reason="no MkDocs Material here")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", "website/mkdocs.yml"]
    done = subprocess.run(
        [*command, "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TWICETOLD_PLAYERS": "no", "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@thorough
def test_the_gallery_has_pictures_of_the_worlds_of_today(site: Path) -> None:
    gallery = (site / "gallery.html").read_text(encoding="utf-8")
    for view in ("endings", "branches", "storyline"):
        assert f"gallery/hale_yard-{view}.html" in gallery
    assert "1,000 lives" in (site / "gallery" / "hale_yard-branches.html").read_text(encoding="utf-8")


@thorough
def test_nothing_is_asked_for_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        asked = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(https?:[^"]+)"', text)
        assert asked == [], page.name


@thorough
def test_it_is_searched_where_it_is_read_from_a_folder(site: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_offline(True)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("softmax")
    results = page.locator(".md-search-result__item")
    results.first.wait_for(timeout=20_000)
    assert "language.html" in (results.first.locator("a").first.get_attribute("href") or "")
    context.close()
