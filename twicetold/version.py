"""The version of this package, as its installed metadata say; it imports nothing of ours."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

VERSION: Final = version("twicetold")
