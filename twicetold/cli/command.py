"""From a request to a command: Typer reads the fields of the request as options and arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from types import GenericAlias
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

import typer

from twicetold.cli.options import told
from twicetold.questions import Option

R = TypeVar("R")

Answer = Callable[[R], None]


def command(app: typer.Typer, request: type[R], *examples: str) -> Callable[[Answer[R]], Answer[R]]:
    """Make a function that answers a request a command of its name, with its docstring as help.

    Whatever ends the command early is told in plain words and by the exit status.
    """

    def add(answer: Answer[R]) -> Answer[R]:
        def read(**options: Any) -> None:
            from twicetold.cli.ending import ending_cleanly

            with ending_cleanly():
                answer(requested(request, options))

        read.__signature__ = signature(request)  # type: ignore[attr-defined]
        app.command(answer.__name__, help=answer.__doc__, epilog=_epilog(examples))(read)
        return answer

    return add


def signature(request: type) -> inspect.Signature:
    """The fields of a request, and those of the question in it, as the parameters of a function that Typer
    understands."""
    return inspect.Signature([_parameter(field, hint) for field, hint in _options(request)])


def requested(request: type[R], options: dict[str, Any]) -> R:
    """The request that Typer has read: what may be repeated comes as a list, or as None for nothing."""
    hints = get_type_hints(request)
    said: dict[str, Any] = {}
    for field in fields(cast(Any, request)):
        hint = hints[field.name]
        if is_dataclass(hint):
            said[field.name] = requested(cast(type, hint), options)
        elif field.name in options:
            value = options[field.name]
            said[field.name] = tuple(value or ()) if get_origin(hint) is tuple else value
    return request(**said)


def _options(request: type) -> Iterator[tuple[Field[Any], Any]]:
    """Each field that is asked for, with its hint; in place of a question those of its own."""
    hints = get_type_hints(request, include_extras=True)
    for field in fields(request):
        hint = hints[field.name]
        if is_dataclass(hint):
            yield from _options(cast(type, hint))
        elif get_origin(hint) is Annotated:
            yield field, hint


def _parameter(field: Field[Any], hint: Any) -> inspect.Parameter:
    """What may be repeated, a tuple for us, is a list for Typer, and None without any."""
    default = inspect.Parameter.empty if field.default is MISSING else field.default
    plain, option = get_args(hint)
    if get_origin(plain) is tuple:
        plain = GenericAlias(list, get_args(plain)[:1])
        default = None if default == () else default
    annotated: Any = Annotated  # of a type that is made here, which no type checker can know
    hint = annotated[plain, told(option) if isinstance(option, Option) else option]
    return inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)


def _epilog(examples: tuple[str, ...]) -> str:
    head = "Example: " if len(examples) == 1 else "Examples:\n\n"
    return head + "\n\n".join(f"`{example}`" for example in examples)
