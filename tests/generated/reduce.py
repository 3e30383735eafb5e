"""A world that shows something made small: lines and brackets are left out as long as it still shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Shows = Callable[[str], bool]

_SMALL = ("yes", "no", "1", "0", "none")
"""What may stand in the place of a bracket."""


def reduced(text: str, shows: Shows) -> str:
    """The smallest world found from which nothing more can be left out. `shows` tells whether a text is a
    world that still shows what matters."""
    while True:
        smaller = _fewer_lines(text, shows)
        smaller = _changed(smaller, _simpler, shows)
        if smaller == text:
            return text
        text = smaller


def _fewer_lines(text: str, shows: Shows) -> str:
    """Without every line, with what is indented below it, that can be missed; the last first."""
    lines = text.splitlines()
    at = len(lines) - 1
    while at >= 0:
        end = _end(lines, at)
        fewer = lines[:at] + lines[end:]
        if shows("\n".join(fewer) + "\n"):
            lines = fewer
        at -= 1
    return "\n".join(lines) + "\n"


def _end(lines: list[str], at: int) -> int:
    """Where what is indented below a line ends."""
    depth = len(lines[at]) - len(lines[at].lstrip())
    end = at + 1
    while end < len(lines) and lines[end].startswith(" " * (depth + 1)):
        end += 1
    return end


def _changed(text: str, changes: Callable[[str], Iterator[str]], shows: Shows) -> str:
    """With every change that still shows it, one after the other."""
    lines = text.splitlines()
    for at in range(len(lines)):
        again = True
        while again:
            again = False
            for line in changes(lines[at]):
                if shows("\n".join([*lines[:at], line, *lines[at + 1 :]]) + "\n"):
                    lines[at], again = line, True
                    break
    return "\n".join(lines) + "\n"


def _simpler(line: str) -> Iterator[str]:
    """A line without one of its clauses, or with something small for one of its brackets."""
    for word in (" where ", " when ", " weighted ", " after ", " every ", " and ", ", ", " ~ ", " = "):
        for found in re.finditer(re.escape(word), line):
            rest = re.search(r" where | when | after | every | and |, ", line[found.end() :])
            end = found.end() + rest.start() if rest else len(line)
            yield line[: found.start()] + line[end:]
            if word == " and ":
                yield (
                    re.sub(r"^(.*?(?:where|when|needs)) .*$", r"\1 ", line[: found.start()])
                    + line[found.end() :]
                )
    for start, end in _brackets(line):
        head = re.search(r"\w*$", line[:start])
        begin = head.start() if head else start
        for small in _SMALL:
            yield line[:begin] + small + line[end:]
        yield line[:begin] + line[start + 1 : end - 1] + line[end:]
        for part in re.split(
            r" (?:[-+*/<>=]+|and|or|is not|is|if|else) |: | where |, ", line[start + 1 : end - 1]
        ):
            yield line[:begin] + part + line[end:]


def _brackets(line: str) -> Iterator[tuple[int, int]]:
    """Where round brackets begin and end, the widest first."""
    open_: list[int] = []
    found: list[tuple[int, int]] = []
    for at, sign in enumerate(line):
        if sign == "(":
            open_.append(at)
        elif sign == ")" and open_:
            found.append((open_.pop(), at + 1))
    yield from sorted((pair for pair in found), key=lambda pair: pair[0] - pair[1])
