"""Interventions, as a text says them: what is made otherwise than the world would have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twicetold.lang.exact import FOREVER
from twicetold.lang.model.expressions import Expr
from twicetold.lang.model.place import place
from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Intervention:
    """Something made otherwise than the world would have it: in the ticks `first` to `last`, where `when`
    holds in truth (None: always; `size` is the length of its frame).

    What is made otherwise is said by `verb`:

    - `forbid`: the action `name` is not chosen; the event, rule or sense of that name does not take place;
    - `force`: the action is chosen whenever its actor has it among the options; if `once`, only until it has
      been started once;
    - `falls`: the chance whose site is `name` holds, or with `value` 0 does not; `again` is which time it is
      drawn for the same entities in one tick, counted from 0 (None: each time).

    `roles` are the entities that take the construct's roles, or that key the draw: the first ones; None, and
    any that are left out, is anyone. Where several say something of one thing, the last does.
    """

    verb: Literal["forbid", "force", "falls"]
    name: str = ""
    roles: tuple[int | None, ...] = ()
    first: int = 0
    last: int = FOREVER
    when: Expr | None = None
    size: int = 1
    once: bool = False
    value: int = 1
    again: int | None = None
    span: Span = place()
