"""What is made as the package is built: the parser's tables, which would take seconds at the first start."""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Tables(BuildHookInterface[Any]):
    """Lays the tables beside the grammar, where an editable install has use for them too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        try:
            from twicetold.lang import grammar
        finally:
            sys.path.remove(self.root)
        grammar.bring()
        build_data["artifacts"].append("twicetold/lang/*.tables")
