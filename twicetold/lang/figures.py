"""Numbers and times as people read them: in full, and without needless digits."""

from __future__ import annotations

import math
import re
from typing import Final

_SMALL, _FULL = 1e-9, 1e21
"""Between these a number is read in full."""


def figure(value: float, digits: int = 4) -> str:
    """A number: one that is whole, or has as many digits before its point, in full, with commas from ten
    thousand on; any other with so many digits. What is nothing has no sign.
    """
    if not math.isfinite(value):
        return f"{value:g}"
    size = abs(value)
    if size >= _FULL or 0 < size < _SMALL:
        front, _, power = f"{value:.{digits - 1}e}".partition("e")
        return f"{front.rstrip('0').rstrip('.')} x 10^{int(power)}"
    whole = size == int(size) or size >= 10 ** (digits - 1)
    places = 0 if whole else digits - 1 - math.floor(math.log10(size))
    said = f"{round(value, places) + 0.0:,.{max(places, 0)}f}"
    if places > 0:
        said = said.rstrip("0").rstrip(".")
    return said if size >= 9_999.5 else said.replace(",", "")


def clock(seconds: float) -> str:
    """A time as `1:25`, `1:02:00` or, beyond a day, `2d 3:04:05`; with a fraction if it has one: the whole of
    it if that takes no more than six digits, else three."""
    digits = next((n for n in range(7) if round(seconds, n) == seconds), 3)
    whole, _, rest = f"{seconds:.{digits}f}".partition(".")
    fraction = f".{rest}".rstrip("0").rstrip(".")
    minutes, second = divmod(int(whole), 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if not hours:
        return f"{minute}:{second:02}{fraction}"
    return f"{f'{days}d ' if days else ''}{hour}:{minute:02}:{second:02}{fraction}"


def time_of_day(seconds: float) -> str:
    """A time of day as a clock shows it: `6:05`, `18:30`, `18:30:15`; with a fraction if it has one."""
    shown = clock(seconds % 86_400 + 86_400).removeprefix("1d ")
    return shown.removesuffix(":00") if shown.count(":") == 2 else shown


_SPANS = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def span(seconds: float) -> str:
    """A length of time as people say it: `2 hours and 30 minutes`, `1 day`, `0.5 seconds`."""
    if abs(seconds) < 60:
        return counted(seconds, "second", "seconds")
    said, left = [], round(abs(seconds))
    for unit, length in _SPANS:
        count, left = divmod(left, length)
        if count:
            said.append(counted(count, unit, f"{unit}s"))
    if left:
        said.append(counted(left, "second", "seconds"))
    words = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"-{words}" if seconds < 0 else words


def counted(value: float, one: str, many: str) -> str:
    """So many of a unit: `1 coin`, `2 coins`."""
    said = figure(value, 3)
    return f"{said} {one if said == '1' else many}"


# --- in words -----------------------------------------------------------------------------------------------

_UNITS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES: Final = ("thousand", "million", "billion", "trillion", "quadrillion", "quintillion")
_FIGURE: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def fixed(value: float, places: int) -> str:
    """A number with so many places behind its point, with commas from ten thousand on."""
    said = f"{round(value, places) + 0.0:,.{places}f}"
    return said if abs(value) >= 9_999.5 else said.replace(",", "")


def spelled(text: str) -> str:
    """The text with its numbers in words: `minus one hundred and seven`, `two point five`."""
    return _FIGURE.sub(lambda found: _spelled(found[0]), text)


def _spelled(figures: str) -> str:
    whole, point, rest = figures.lstrip("-").replace(",", "").partition(".")
    said = _whole(int(whole))
    if point:
        said = " ".join((said, "point", *(_UNITS[int(digit)] for digit in rest)))
    return f"minus {said}" if figures.startswith("-") else said


def _whole(number: int) -> str:
    if number < 100:
        return _UNITS[number] if number < 20 else _below_hundred(number)
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_UNITS[hundreds]} hundred" + (f" and {_whole(rest)}" if rest else "")
    power = min((len(str(number)) - 1) // 3, len(_SCALES))
    front, rest = divmod(number, 1000**power)
    link = " and " if rest < 100 else " "
    return f"{_whole(front)} {_SCALES[power - 1]}" + (f"{link}{_whole(rest)}" if rest else "")


def _below_hundred(number: int) -> str:
    tens, unit = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_UNITS[unit]}" if unit else "")
