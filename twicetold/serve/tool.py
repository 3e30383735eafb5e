"""A tool: a question, and the function that answers it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_type_hints

import msgspec

from twicetold.serve.desk import Desk

A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Tool(Generic[A, R]):
    """A question that can be asked by its name: the request that it takes, and what it is answered with."""

    name: str
    title: str
    about: str
    asks: type[A]
    answers: type[R]
    answer: Callable[[Desk, A], R]

    def answers_as(self) -> dict[str, Any]:
        """What it is answered with as JSON Schema has it."""
        [said], parts = msgspec.json.schema_components([self.answers], ref_template="#/$defs/{name}")
        whole = parts.pop(said["$ref"].rpartition("/")[2])
        return {**whole, "$defs": parts} if parts else whole


def tool(title: str) -> Callable[[Callable[[Desk, A], R]], Tool[A, R]]:
    """Make a tool of a function that takes a request: of its name, with its docstring to tell of it."""

    def made(answer: Callable[[Desk, A], R]) -> Tool[A, R]:
        hints = get_type_hints(answer)
        about = inspect.getdoc(answer)
        assert about is not None
        return Tool(answer.__name__.rstrip("_"), title, about, hints["asked"], hints["return"], answer)

    return made
