"""Texts as written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twicetold.lang.source import Span
from twicetold.lang.syntax.expressions import Expr
from twicetold.lang.syntax.names import Name


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text: what stands between the quotes, and where; span covers the quotes too."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Wording:
    """A text and how it is told: plain (the first and every `or`), `as NAME`, `thinks NAME`, `briefly`; where
    its condition does not hold it is left out.
    """

    mode: Literal["plain", "as", "thinks", "briefly"]
    name: Name | None
    when: Expr | None
    text: Text
    span: Span
