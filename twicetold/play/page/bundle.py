"""Modules of JavaScript as one script: a page that is opened from a file may import none."""

from __future__ import annotations

import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.mjs";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


def bundled(modules: Mapping[str, str]) -> str:
    """One script of modules by their names, each after those that it imports: a function for each, so that
    its names stay its own."""
    return "\n".join(_wrapped(name, text) for name, text in modules.items())


def _wrapped(name: str, text: str) -> str:
    exported = ", ".join(_EXPORT.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub(r"const \1 = $\2;", text))
    return f"const ${name} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n"
