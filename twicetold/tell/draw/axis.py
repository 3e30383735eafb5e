"""Round times along a picture's side: whole days, hours, minutes or seconds."""

from __future__ import annotations

from typing import Final

_UNITS: Final = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_STEPS: Final = (
    *(1, 2, 5, 10, 15, 30),
    *(60 * n for n in (1, 2, 5, 10, 15, 30)),
    *(3600 * n for n in (1, 2, 3, 6, 12)),
    *(86400 * n for n in (1, 2, 4, 7, 14, 28)),
)


def round_times(begin: float, end: float, most: int) -> list[float]:
    """At most `most` evenly spaced round times, in seconds, from `begin` to `end`."""
    length = max(end - begin, 0.0)
    step = _step(length, most)
    first = -int(-begin // step)  # the next multiple of the step
    count = int((end - first * step) / step + 1e-9) + 1
    return [(first + n) * step for n in range(count)]


def _step(length: float, most: int) -> float:
    """The smallest round step that fits: below a second and beyond four weeks by powers of ten."""
    room = max(most - 1, 1)
    if length < room:
        step = 1.0
        while length / (step / 10) <= room and step > 1e-6:
            step /= 10
        return step
    for step in _STEPS:
        if length / step <= room:
            return step
    step = 70 * 86400
    while length / step > room:
        step *= 10
    return step


def said(seconds: float) -> str:
    """A round time in words: `2 d 6 h`, `1 h 30 min`, `45 s`, `0.5 s`; `0` at the beginning."""
    whole, parts = int(seconds), []
    fraction = round(seconds - whole, 6)
    for size, unit in _UNITS:
        count, whole = divmod(whole, size)
        amount = count + fraction if unit == "s" else count
        if amount:
            parts.append(f"{amount:g} {unit}")
    return " ".join(parts) or "0"
