"""What is sent to a browser: files of this folder, known by name before anybody asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, get_args

from twicetold import choices
from twicetold.tell.draw.moving import MOVED, SCRIPT

KINDS: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


CHOICES: Final = {
    "person": get_args(choices.Person),
    "tense": get_args(choices.Base),
    "order": get_args(choices.Order),
    "narrator": get_args(choices.Narrator),
    "naming": get_args(choices.Naming),
}
"""How a life can be told: what the page offers to choose from."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that a browser may ask for."""

    kind: str
    data: bytes


def _assets() -> Mapping[str, Asset]:
    here = {
        f"/{file.name}": Asset(KINDS[file.name.rpartition(".")[2]], file.read_bytes())
        for file in files(__name__).iterdir()
        if file.name.rpartition(".")[2] in KINDS
    }
    moving = {
        "/moving.mjs": Asset(KINDS["mjs"], SCRIPT.encode()),
        "/moving.css": Asset(KINDS["css"], MOVED.encode()),
    }
    words = f"export const CHOICES = {json.dumps(CHOICES)}\n"
    return {
        "/": here.pop("/index.html"),
        **here,
        "/choices.mjs": Asset(KINDS["mjs"], words.encode()),
        **moving,
    }


SITE: Final = _assets()
"""What there is under each path. No other file can be asked for."""
