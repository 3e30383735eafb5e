"""`twicetold mcp`."""

from dataclasses import dataclass, field

from twicetold.cli.options import Given
from twicetold.serve.limits import Limits


@dataclass(frozen=True, slots=True)
class Request:
    """Worlds to be asked about by programs, and how much a call may ask for."""

    worlds: Given = ()
    limits: Limits = field(default_factory=Limits)
