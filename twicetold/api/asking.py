"""How a method is asked: by a question, as `twicetold.questions` has it, or by the fields that make one, or
by both: the fields then take the place of those of the question."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ParamSpec, Protocol, TypeVar, cast, overload

from twicetold.runs.numbers import counting

Q = TypeVar("Q")
P = ParamSpec("P")
R = TypeVar("R")
Q_contra = TypeVar("Q_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class Asked(Protocol[Q_contra, P, R_co]):
    """What takes a question, or its fields."""

    @overload
    def __call__(self, asked: Q_contra, /, **fields: Any) -> R_co: ...
    @overload
    def __call__(self, *said: P.args, **fields: P.kwargs) -> R_co: ...


class Method(Protocol[Q_contra, P, R_co]):
    """A method that takes a question, or its fields."""

    def __get__(self, instance: Any, owner: type | None = None) -> Asked[Q_contra, P, R_co]: ...


def asking(question: Callable[P, Q]) -> Callable[[Callable[[Any, Q], R]], Method[Q, P, R]]:
    """Let a method that takes a question of this class take its fields instead, as that class has them."""

    def made(answer: Callable[[Any, Q], R]) -> Method[Q, P, R]:
        @functools.wraps(answer)
        def method(self: Any, /, *said: Any, **fields: Any) -> R:
            whole = len(said) == 1 and isinstance(said[0], cast(type, question))
            asked: Q = with_fields(said[0], fields) if whole else with_fields(question(*said, **fields))
            return answer(self, asked)

        own = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
        fields = inspect.signature(question).parameters.values()
        method.__signature__ = inspect.Signature([own, *fields])  # type: ignore[attr-defined]
        return cast(Method[Q, P, R], method)

    return made


def with_fields(asked: Q, fields: Mapping[str, Any] | None = None) -> Q:
    """A question, with other values of some fields. Raises TypeError or ValueError if its seed is none."""
    found: Any = replace(cast(Any, asked), **(fields or {}))
    if hasattr(found, "seed"):
        counting(found.seed, "seed")
    return cast(Q, found)
