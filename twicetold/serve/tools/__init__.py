"""The tools, a module for each group of them. What a module has in its `TOOLS` can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from twicetold.serve.tool import Tool
from twicetold.serve.tools import asking, counting, living, looking, playing, showing, tables, writing

TOOLS: Final[Mapping[str, Tool[Any, Any]]] = {
    tool.name: tool for group in (looking, counting, living, asking, playing) for tool in group.TOOLS
}
"""Every tool by its name, in the order in which they are listed."""

FOR_PAGES: Final[Mapping[str, Tool[Any, Any]]] = {
    **TOOLS,
    **{tool.name: tool for group in (writing, tables, showing) for tool in group.TOOLS},
}
"""What a page asks: all of these, and what is too long an answer for a language model."""
