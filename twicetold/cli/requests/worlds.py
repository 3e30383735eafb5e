"""`twicetold worlds`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """What is bundled."""
