"""The front door for Python: a world, its lives, one life; every question a method, every answer frames.

    import twicetold

    milk = twicetold.load("milk")
    runs = milk.many(1000)
    runs.endings()
    runs[17].why()

Everything is frozen, and answers with what the rooms below answer: `Answer.result` is their plain data, the
frames are made of it (Polars: `pip install 'twicetold[polars]'`). In a notebook each shows itself.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from twicetold.api.answer import Answer
    from twicetold.api.life import Life
    from twicetold.api.runs import Runs
    from twicetold.api.world import World

__all__ = ["Answer", "Life", "Runs", "World"]

_LATER: Final = {"Answer": "answer", "Life": "life", "Runs": "runs", "World": "world"}
"""The module of each, imported when it is first asked for: a command that takes one thing from this room
waits for nothing else that can be asked."""


if not TYPE_CHECKING:  # of a module with this function a type checker believes every name

    def __getattr__(name: str) -> Any:
        if name not in _LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
