"""A world as it was loaded: with its texts, and what they deserve to be warned of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from twicetold.lang import model
from twicetold.lang.diagnostics import Diagnostic
from twicetold.lang.source import Source

if TYPE_CHECKING:
    from twicetold.lang.check import Names

ADDED: Final = "added lines"
"""The name under which lines added to a world's text are shown, whoever adds them."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A world, the warnings its text deserves, and the texts it came from by file."""

    world: model.World
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    names: Callable[[], Names] = field(compare=False, repr=False)
    """Gives all that the world names, for what is checked against it later."""
