"""What a tool is asked: from the fields of a request to a JSON schema, and from JSON to the request.

Nothing is taken for something else: a text of digits is no number, a yes is no 1, and an argument that there
is none of is not passed over. Whatever is wrong is told in a sentence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from types import NoneType
from typing import Annotated, Any, Final, Literal, TypeVar, get_args, get_origin, get_type_hints

from twicetold.lang import limits as of_worlds
from twicetold.lang.diagnostics import nearest
from twicetold.lang.text import FORBIDDEN
from twicetold.questions import Option
from twicetold.serve.limits import Limits
from twicetold.serve.refusals import Refused, instead, quoted

R = TypeVar("R")

LONGEST: Final = of_worlds.LINE
"""Characters of a text that is no world."""

MOST: Final = of_worlds.INTERVENTIONS
"""Texts of a list."""


@dataclass(frozen=True, slots=True)
class Text(Option):
    """A field that holds the text of a world."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A field as it is asked for: `kind` is its type, without the None that stands for nothing said."""

    name: str
    kind: Any
    option: Option
    default: Any

    @property
    def needed(self) -> bool:
        """Whether it must be said."""
        return self.default is MISSING

    def schema(self, limits: Limits) -> dict[str, Any]:
        """It as JSON Schema has it."""
        said: dict[str, Any] = {"description": self.option.help, **self._type(limits)}
        if not self.needed and self.default not in (None, ()):
            said["default"] = self._default(limits)
        return said

    def read(self, value: Any, limits: Limits) -> Any:
        """What was said of it. Raises Refused."""
        if value is None and not self.needed:
            return self._default(limits)
        if get_origin(self.kind) is tuple:
            return self._texts(value)
        if get_origin(self.kind) is Literal:
            words = list(get_args(self.kind))
            if not isinstance(value, str) or value not in words:
                near = nearest(value, words) if isinstance(value, str) else None
                raise self._refused(f"one of {', '.join(words)}", value, near and f"did you mean `{near}`?")
            return value
        if self.kind is str:
            return self._text(value, limits.text if isinstance(self.option, Text) else LONGEST)
        if self.kind is bool:
            if not isinstance(value, bool):
                raise self._refused("true or false", value)
            return value
        return self._number(value, *self._range(limits))

    def _default(self, limits: Limits) -> Any:
        """What it is if nothing is said; no more lives than there may be."""
        counts = self.option.reads == "count" and self.default is not None
        return min(self.default, limits.lives) if counts else self.default

    def _range(self, limits: Limits) -> tuple[float, float]:
        if self.option.reads == "count":
            return 1, limits.lives
        if self.option.reads == "share":
            return 0.001, 0.5
        low, high = self.option.min, self.option.max
        return -math.inf if low is None else low, math.inf if high is None else high

    def _type(self, limits: Limits) -> dict[str, Any]:
        if get_origin(self.kind) is tuple:
            return {"type": "array", "items": {"type": "string", "maxLength": LONGEST}, "maxItems": MOST}
        if get_origin(self.kind) is Literal:
            return {"type": "string", "enum": list(get_args(self.kind))}
        if self.kind is str:
            return {"type": "string", "maxLength": limits.text if isinstance(self.option, Text) else LONGEST}
        if self.kind is bool:
            return {"type": "boolean"}
        low, high = self._range(limits)
        ends = {"minimum": low, "maximum": high}
        within = {name: end for name, end in ends.items() if math.isfinite(end)}
        return {"type": "integer" if self.kind is int else "number", **within}

    # --- what was said ---

    def _number(self, value: Any, low: float, high: float) -> Any:
        whole = self.kind is int
        wanted = "a whole number" if whole else "a number"
        if math.isfinite(high):
            wanted += f" from {_figure(low)} to {_figure(high)}"
        elif math.isfinite(low):
            wanted += f" of {_figure(low)} or more"
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._refused(wanted, value, _unquoted(value))
        if isinstance(value, float) and whole:
            mend = f"write {int(value)}" if math.isfinite(value) and value == int(value) else ""
            raise self._refused(wanted, value, mend)
        if not low <= value <= high:  # which is not so of what is not a number, either
            raise self._refused(wanted, value)
        return value

    def _text(self, value: Any, longest: int) -> str:
        if not isinstance(value, str):
            raise self._refused("made of texts" if get_origin(self.kind) is tuple else "a text", value)
        size = len(value.encode("utf-8", "surrogatepass"))
        if size > longest:
            raise Refused(f"`{self.name}` may have {longest:,} bytes, but has {size:,}: send a shorter one")
        if FORBIDDEN.search(value.replace("\r", "\n")):
            raise Refused(f"`{self.name}` has a control character or half a character in it: leave it out")
        return value

    def _texts(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, Sequence):
            mend = f"write [{quoted(value)}]" if isinstance(value, str) and value else None
            raise self._refused("a list of texts", value, mend)
        if len(value) > MOST:
            raise Refused(f"`{self.name}` may have {MOST} texts, but has {len(value):,}: leave some out")
        return tuple(self._text(each, LONGEST) for each in value)

    def _refused(self, wanted: str, value: Any, mend: str | None = None) -> Refused:
        said = "not a number" if isinstance(value, float) and math.isnan(value) else quoted(value)
        return Refused(f"`{self.name}` has to be {wanted}, but is {said}{f': {mend}' if mend else ''}")


def parameters(request: type) -> Iterator[Parameter]:
    """What can be said of a request, in the order of its fields."""
    hints = get_type_hints(request, include_extras=True)
    for field in fields(request):
        hint = hints[field.name]
        assert get_origin(hint) is Annotated, f"`{field.name}` has no option"
        plain, option = get_args(hint)
        kinds = [kind for kind in get_args(plain) if kind is not NoneType]
        optional = NoneType in get_args(plain)
        yield Parameter(field.name, kinds[0] if optional else plain, option, field.default)


def schema(request: type, limits: Limits) -> dict[str, Any]:
    """A request as JSON Schema has it."""
    known = list(parameters(request))
    return {
        "type": "object",
        "properties": {each.name: each.schema(limits) for each in known},
        "required": [each.name for each in known if each.needed],
        "additionalProperties": False,
    }


def read(request: type[R], tool: str, said: Mapping[str, Any], limits: Limits) -> R:
    """The request that was made. Raises Refused for the first thing that is wrong with it."""
    known = {each.name: each for each in parameters(request)}
    for name in said:
        if name not in known:
            there_are = instead(name, list(known)) if known else "it takes none"
            raise Refused(f"`{tool}` has no argument {quoted(name)}: {there_are}")
    for name, each in known.items():
        if each.needed and said.get(name) is None:
            raise Refused(f"`{tool}` needs `{name}`: {each.option.help}")
    return request(**{name: each.read(said.get(name), limits) for name, each in known.items()})


def _figure(number: float) -> str:
    return f"{number:,}"


def _unquoted(value: Any) -> str:
    """That a text which is a number has to be written as one."""
    if not isinstance(value, str):
        return ""
    try:
        number = float(value)
    except ValueError:
        return ""
    return f"write {value.strip()}, without quotation marks" if math.isfinite(number) else ""
