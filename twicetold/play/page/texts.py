"""What the page tells a character, as data: the words of a world for `telling.mjs`."""

from __future__ import annotations

from twicetold.lang import model


def texts_of(world: model.World, who: int) -> dict[str, object]:
    """What there is to tell somebody in a world, as JSON has it."""
    return {}
