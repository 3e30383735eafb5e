"""From what the grammar matched to the syntax tree: a function for each rule, by the rule's name."""

from __future__ import annotations

from lark import Token, Tree

from twicetold.lang.diagnostics import Problems
from twicetold.lang.syntax import Block
from twicetold.lang.tree.blocks import Blocks

__all__ = ["build"]


def build(matched: Tree[Token], file: str, before: int, problems: Problems) -> Block:
    """The block that a tree of Lark's stands for. `before` is the number of lines before it in the file."""
    block: Block = Blocks(file, before, problems).build(matched)
    return block
