"""What the site has besides the pages that are written: a gallery of the bundled worlds, drawn and playable
as they are today, and the files that the pages point to beside themselves.

MkDocs calls these functions (https://www.mkdocs.org/user-guide/configuration/#hooks).
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from twicetold import api, cli
from twicetold.api.picture import Picture
from twicetold.lang import bundled, described, is_world

ROOT: Final = Path(__file__).parents[1]

LIVES: Final = 1000
"""So many lives of each world are drawn."""

PLAYED: Final = {
    "brawl": "Marrow", "hale_yard": "Stiles", "milk": "Ada", "night_mail": "Lisle", "rumour": "Worker_1",
    "town": "Woman_1",
}  # fmt: skip
"""Who is played on the page of a world."""

SMALLER: Final = {"town": ("people 50", "span 2 weeks"), "rumour": ("staff 30",)}
"""How large the worlds are drawn and played that can be of any size."""

VIEWS: Final = {
    "endings": "How lives end, over time", "branches": "Where lives part", "storyline": "Who is with whom",
}  # fmt: skip
"""What is drawn of each world."""

WIDE: Final = 670
"""Pixels from side to side that a page of the site has for a picture."""

BAR: Final = 90
"""Pixels from top to bottom of what moves a picture, and of its margins."""

SHIM: Final = "assets/iframe-worker.js"
"""By which the site is searched when it is read from a folder; `mkdocs.yml` has every page load it."""

_FENCE = re.compile(r"^```(\w+)(?: \w+)?$", re.MULTILINE)
_OURS: Final = {"tale": "text", "canon": "text"}
"""What no library colours is text."""

_BESIDE = re.compile(r"\]\(\.\./(?P<path>[^)#\s]+)(?P<rest>#[^)]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the gallery, its pictures and players, and what pages point to beside the documentation."""
    worlds = tuple(name for name in bundled() if is_world(name))
    players = _players(os.environ.get("TWICETOLD_PLAYERS", "yes") == "yes")
    drawn = {(name, view): picture for name in worlds for view, picture in _pictures(name)}
    for (name, view), picture in drawn.items():
        moving = picture.page(f"{name}: {view}")
        files.append(File.generated(config, f"gallery/{name}-{view}.html", content=moving))
    for name, page in players.items():
        files.append(File.generated(config, f"gallery/{name}.html", content=page))
    files.append(File.generated(config, "gallery.md", content=_gallery(worlds, players, drawn)))
    files.append(File.generated(config, SHIM, abs_src_path=str(ROOT / "website" / "iframe-worker.js")))
    for path in sorted(set(_pointed_to(files))):
        files.append(_beside(path, config))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Point to where those files are in the site, and say of each block of code what it is by one word."""
    pointed = _BESIDE.sub(lambda found: f"]({_place(found['path'])}{found['rest'] or ''})", markdown)
    return _FENCE.sub(lambda found: f"```{_OURS.get(found[1], found[1])}", pointed)


# --- the gallery --------------------------------------------------------------------------------------------


def _gallery(
    worlds: tuple[str, ...], played: Collection[str], drawn: Mapping[tuple[str, str], Picture]
) -> str:
    parts = [
        "# Gallery",
        "The bundled worlds, as they are lived today: how they end, where their lives part, and one life of"
        " each. Every picture can be brought nearer, moved, and sought through.",
    ]
    for name in worlds:
        world = api.World.load(name, *SMALLER.get(name, ()))
        parts.append(f"## {world.model.name}")
        parts.append(f"`{name}`: {described(name)}")
        if name in played:
            who = world.model.entities[world.model.entity(PLAYED[name])].called
            parts.append(f"[Play {who}](gallery/{name}.html), here, without a server.")
        parts += [
            f'<iframe src="gallery/{name}-{view}.html" title="{title}" loading="lazy" width="100%"'
            f' height="{_high(drawn[name, view])}" style="border:0"></iframe>'
            for view, title in VIEWS.items()
        ]
    return "\n\n".join(parts) + "\n"


def _high(picture: Picture) -> int:
    """Pixels from top to bottom that a picture takes on a page."""
    found = re.search(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', picture)
    assert found is not None
    wide, high = map(float, found.groups())
    return int(high * min(1, WIDE / wide)) + BAR


def _pictures(name: str) -> Iterator[tuple[str, Picture]]:
    world = api.World.load(name, *SMALLER.get(name, ()))
    n = LIVES if name not in SMALLER else LIVES // 10
    runs = world.many(n)
    yield "endings", runs.flow()
    yield "branches", world.branches(n).picture
    typical = runs.typical()
    assert typical is not None
    yield "storyline", typical.picture("storyline")


def _players(wanted: bool) -> dict[str, bytes]:
    """The pages in which the bundled worlds are played."""
    if not wanted:
        return {}
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, who in PLAYED.items():
            out = Path(folder) / f"{name}.html"
            lines = [word for line in SMALLER.get(name, ()) for word in ("--set", line)]
            asked = ["build", name, *lines, "--target", "page", "--as", who, "-n", "200", "--out", str(out)]
            status = cli.answer(asked)
            assert not status, f"the page of {name} can be built"
            found[name] = out.read_bytes()
    return found


# --- what stands beside -------------------------------------------------------------------------------------


def _pointed_to(files: Files) -> Iterator[str]:
    for file in files.documentation_pages():
        if file.abs_src_path is not None:
            for found in _BESIDE.finditer(Path(file.abs_src_path).read_text(encoding="utf-8")):
                yield found["path"]


def _place(path: str) -> str:
    """Where a file beside the documentation stands in the site."""
    return f"source/{path}" if path.endswith(".md") else f"source/{path}.md"


def _beside(path: str, config: MkDocsConfig) -> File:
    """It as a page: Markdown as it stands, another file as it is written, a folder with all that is in it."""
    where = ROOT / path
    if path.endswith(".md"):
        text = re.sub(r"\]\((?!https?:)[^)]*\)", "]()", where.read_text(encoding="utf-8"))
        return File.generated(config, _place(path), content=text.replace("]()", "]"))
    inside = sorted(where.iterdir()) if where.is_dir() else [where]
    parts = [f"# {path}"]
    for file in inside:
        if file.is_file():
            kind = file.suffix.removeprefix(".")
            parts.append(f"## {file.name}\n\n````{kind}\n{file.read_text(encoding='utf-8')}````")
    return File.generated(config, _place(path), content="\n\n".join(parts) + "\n")
