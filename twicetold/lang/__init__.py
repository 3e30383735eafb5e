"""The language of worlds: from a text to the checked model, or to diagnostics that say how to mend it.

A text is cut into blocks (`scan`), each parsed by the grammar (`parser`, `grammar.lark`) and transformed into
the syntax tree (`transformer`, `syntax`), checked (`check`) and made into the model (`model`), which is all
that the other rooms see of a world; `tree` walks both. `loader` brings a world together with what it uses,
`formatter` lays its text out. Loading runs nothing and keeps to the `limits`.
"""

from __future__ import annotations

from twicetold.lang.diagnostics import Diagnostic, TaleError, render
from twicetold.lang.formatter import format_text
from twicetold.lang.loader import (
    Loaded,
    bundled,
    described,
    is_world,
    load,
    load_canon,
    load_canon_text,
    load_text,
    load_text_with_warnings,
    load_texts_with_warnings,
    load_with_warnings,
    locate,
)
from twicetold.lang.model import World
from twicetold.lang.model.canon import Canon

__all__ = [
    "Canon",
    "Diagnostic",
    "Loaded",
    "TaleError",
    "World",
    "bundled",
    "described",
    "format_text",
    "is_world",
    "load",
    "load_canon",
    "load_canon_text",
    "load_text",
    "load_text_with_warnings",
    "load_texts_with_warnings",
    "load_with_warnings",
    "locate",
    "render",
]
