"""The exit statuses of the command line, but for 0, which is: all is well."""

from __future__ import annotations

from typing import Final

FAILED: Final = 1
"""What was asked for is whole, but something does not hold."""

WRONG: Final = 2
"""What was asked for, or the world, is wrong."""

INTERRUPTED: Final = 130
"""After Ctrl-C."""
