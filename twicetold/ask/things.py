"""What may have been a cause, in words."""

from __future__ import annotations

from twicetold.ask.names import Names
from twicetold.ask.why import Thing


def thing_in_words(names: Names, thing: Thing) -> str:
    """What may have been a cause, as people read it."""
    match thing.sort:
        case "chance":
            way = "held" if thing.value else "did not hold"
            return f"a chance in {names.event(thing.construct, thing.roles)} {way}"
        case "omission":
            return f"not {names.event(thing.name, thing.roles)}"
        case "deed" | "event":
            often = f" ×{thing.times}" if thing.times > 1 else ""
            return f"{names.event(thing.name, thing.roles)}{often}"
