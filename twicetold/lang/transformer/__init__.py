"""From what the grammar matched to the syntax tree: a function for each rule, by the rule's name."""

from __future__ import annotations

from typing import Any

from lark import Token, Tree

from twicetold.lang.diagnostics import Problems
from twicetold.lang.transformer.canons import Canons

__all__ = ["build"]


def build(matched: Tree[Token], file: str, before: int, problems: Problems) -> Any:
    """The block, or the canon's title or line, that a tree of Lark's stands for.

    `before` is the number of lines before it in the file.
    """
    return Canons(file, before, problems).build(matched)
