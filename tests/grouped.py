"""Parameters whose tests share what takes long to make, and so stay on one worker."""

from __future__ import annotations

from typing import Any

import pytest


def grouped(parameter: str, what: str) -> Any:
    """A parameter of fixtures or tests: those of one name and of one thing that is made stay together."""
    return pytest.param(parameter, marks=pytest.mark.xdist_group(f"{what} {parameter}"), id=parameter)
