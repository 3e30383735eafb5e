"""The language of worlds: from a text to the checked model, or to diagnostics that say how to mend it.

A text is cut into blocks (`scan`), each parsed by the grammar (`parser`, `grammar.lark`) and transformed into
the syntax tree (`transformer`, `syntax`), checked (`check`) and made into the model (`model`), which is all
that the other rooms see of a world; `tree` walks both. `loader` brings a world together with what it uses
from the `shelf`, `kept` is sooner with one that was loaded before, and `incremental` with one that is being
written; `formatter` lays a text out. Loading runs nothing and keeps to the `limits`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from twicetold.lang.diagnostics import Diagnostic, TaleError, render
from twicetold.lang.loaded import Loaded
from twicetold.lang.model import World
from twicetold.lang.model.canon import Canon
from twicetold.lang.shelf import bundled, described, is_world, locate

if TYPE_CHECKING:
    from twicetold.lang.formatter import format_text
    from twicetold.lang.loader import (
        load,
        load_canon,
        load_canon_text,
        load_text,
        load_text_with_warnings,
        load_texts_with_warnings,
        load_with_warnings,
    )

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

_LATER: Final = {
    "format_text": "formatter",
    "load": "loader",
    "load_canon": "loader",
    "load_canon_text": "loader",
    "load_text": "loader",
    "load_text_with_warnings": "loader",
    "load_texts_with_warnings": "loader",
    "load_with_warnings": "loader",
}
"""What needs the parser, and the module that has it: imported when it is first asked for, since a command on
a world that is kept does without, and that halves its time."""

if not TYPE_CHECKING:  # of a module with this function a type checker believes every name

    def __getattr__(name: str) -> Any:
        if name not in _LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
