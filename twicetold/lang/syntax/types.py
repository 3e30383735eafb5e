"""Types as written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twicetold.lang.source import Span
from twicetold.lang.syntax.expressions import Number
from twicetold.lang.syntax.names import Name


@dataclass(frozen=True, slots=True)
class Type:
    """A type as written: `yes/no`, `number`, `whole`, `one of`, `time`, `time of day`, or a kind's name.

    For numbers `lo`, `hi` (None: open) and `unit`; `bounded` tells `number` from `number ..`; for `one of`
    its `options`; for a kind its `kind` and `or none`.
    """

    word: Literal["yes/no", "number", "whole", "one of", "time", "time of day", "kind"]
    span: Span
    bounded: bool = False
    lo: Number | None = None
    hi: Number | None = None
    unit: tuple[Name, ...] = ()
    options: tuple[Name, ...] = ()
    kind: Name | None = None
    or_none: bool = False
