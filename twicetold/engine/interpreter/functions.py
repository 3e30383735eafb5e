"""Function types: what expressions, effects and texts become when a world is made ready to be lived.

Each is a closure over what was known then (closure compilation): called, it needs the state, and the frame of
what is bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.state import Frame, State
from twicetold.lang import model

Eval = Callable[[State, Frame], Any]
"""An expression made ready: what it gives in a state, with what a frame binds."""

Compile = Callable[[model.Expr], Eval]
"""What makes an expression ready."""

Those = Callable[[State, Frame], Sequence[int]]
"""Some entities, in a state, with what a frame binds; in order of declaration."""

Members = Callable[[State], Sequence[int]]
"""The entities of a kind, in a state."""

Narrow = Callable[[State, Frame, Sequence[int]], Sequence[int]]
"""What leaves those of whom something holds, in order. It may bind the slot it asks about."""

Run = Callable[[State, Frame, Happening], None]
"""An effect, or a block of them, made ready."""

Happen = Callable[[State, str, tuple[int, ...], Happening], None]
"""What lets an event of a name and roles take place, from within another."""

ShownWithin = Callable[[State, Frame, Happening, int, int, int | None], None]
"""What an event shows, as a mind (the first number) takes another, bound to a slot if there is one, to see
it."""

Give = Callable[[State, Frame, Happening], None]
"""What gives an event its text."""

Told = Callable[[State, Frame], tuple[int, ...]]
"""The probes of the wordings that could be told."""

Noticing = Callable[[State, Happening, Frame], Iterable[int]]
"""Who notices an event by one of its lines."""
