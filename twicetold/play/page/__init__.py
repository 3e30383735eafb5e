"""A page in which a character is played in a browser, without a server and from a file too.

It is one file of HTML: the world as WebAssembly, its words, and a player of it. `texts` has the words of a
world, `telling.mjs` tells them; `session.mjs` lives, `view.mjs` shows, `player.mjs` has one go on with the
other; `words.mjs` has whatever the page says by itself, and `style.css` its looks.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from importlib.resources import files
from string import Template
from typing import Final

from twicetold.engine.kernel.export import MADE, Interface, javascript, module
from twicetold.play.page.bundle import bundled
from twicetold.play.page.texts import texts_of
from twicetold.runs import Batch

MODULES: Final = (
    "words",
    "odds",
    "session",
    "address",
    "keeping",
    "values",
    "telling",
    "view",
    "player",
    "main",
)
"""The modules of the player, each after those that it imports; the world comes before them."""


def page_of(face: Interface, who: int, counted: Batch, css: str = "") -> str:
    """The page in which somebody of a world is played. At the end it says how lives ended that were counted;
    `css` is added to its looks.

    Raises NoCompiler where there is nothing to compile WebAssembly with, and TooMuchToSay.
    """
    world = face.world
    script = script_of(face)
    return Template(_read("page.html")).substitute(
        made=html.escape(MADE),
        policy=_policy(script),
        title=html.escape(f"{world.name}: {world.entities[who].called}"),
        world=html.escape(world.name),
        style=_read("style.css") + css,
        page=_zipped(json.dumps(_known(face, who, counted), ensure_ascii=False).encode()),
        wasm=_zipped(module(face)),
        script=script,
    )


def script_of(face: Interface) -> str:
    """The player of a world, as one script that can stand in a page."""
    script = bundled({"world": javascript(face), **{name: _read(f"{name}.mjs") for name in MODULES}})
    return re.sub(r"<(?=/script|script|!--)", r"\\x3c", script, flags=re.IGNORECASE)


def _policy(script: str) -> str:
    """What the page may do: run this script and the world, and ask nobody for anything. Its looks may be
    changed, so they have no digest."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )


def _known(face: Interface, who: int, counted: Batch) -> dict[str, object]:
    """What the player has to know of the world besides what its module says."""
    world = face.world
    return {
        "who": world.entities[who].name,
        "called": world.entities[who].called,
        "choice": {"mode": world.choice.mode, "temperature": world.choice.temperature},
        "clock": [world.clock(world.seconds(tick)) for tick in range(world.ticks + 1)],
        "endings": _endings(counted),
        "texts": texts_of(world, who),
    }


def _endings(counted: Batch) -> dict[str, object]:
    digits = counted.digits
    rows = [
        {
            "ending": row.ending,
            "share": row.share,
            "low": row.low,
            "high": row.high,
            "said": f"{row.share:.{digits}%}",
            "interval": f"{row.low:.{digits}%} to {row.high:.{digits}%}",
        }
        for row in counted.endings()
    ]
    return {"lives": f"{counted.n:,}", "seed": str(counted.seed), "rows": rows}


def _zipped(content: bytes) -> str:
    """Content in letters that mean nothing in a page, whatever it says."""
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()


def _read(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
