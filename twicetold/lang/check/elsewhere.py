"""What things are called in other languages, by the help that says how they are said in this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from twicetold.lang.codes import Help


def said(elsewhere: Mapping[str, str], word: str) -> Help | None:
    """How a word from elsewhere is said here, by one of the tables below."""
    return Help(elsewhere[word]) if word in elsewhere else None


def _each(said: Mapping[str, str]) -> dict[str, str]:
    return {word: help for words, help in said.items() for word in words.split()}


TYPES: Final = _each({
    "bool boolean flag bit": "T0202.yes_no",
    "int integer count long short": "T0202.whole",
    "float double real decimal num percent": "T0202.number",
    "string str text char name word": "T0202.no_text",
    "list array set map dict table collection": "T0202.several",
    "enum choice option options": "T0202.one_of",
    "date datetime duration timestamp clock": "T0202.time",
})  # fmt: skip
"""By the name of a type elsewhere."""

FUNCTIONS: Final = _each({
    "random rand randint rnd roll dice die d6 randrange": "T0204.uniform",
    "gauss gaussian": "T0204.normal",
    "sample pickone choose shuffle": "T0204.pick",
    "len length size number_of": "T0204.count",
    "pow power": "T0204.powers",
    "ceil ceiling int trunc": "T0204.rounding",
    "minimum": "T0204.least",
    "maximum": "T0204.greatest",
    "exists some": "T0204.any",
    "every forall": "T0204.all",
    "average avg": "T0204.mean",
    "say print echo": "T0204.tell",
    "has have": "T0204.ask",
    "elapsed since": "T0204.elapsed",
})  # fmt: skip
"""By the name of a function elsewhere."""

VALUES: Final = _each({
    "true True TRUE on": "T0201.yes",
    "false False FALSE off": "T0201.no",
    "null nil None undefined nobody nothing empty": "T0201.none",
    "self this me player you": "any.somebody",
    "time clock tick today": "T0201.now",
    "morning evening night noon midnight midday dawn dusk": "T0201.time_of_day",
    "infinity inf": "T0201.open_end",
})  # fmt: skip
"""By the name of a value elsewhere."""

UNITS: Final = _each({
    "s sec secs": "T0206.seconds",
    "m mins min": "T0206.minutes",
    "h hr hrs": "T0206.hours",
    "d": "T0206.days",
    "w wk wks": "T0206.weeks",
    "ms millisecond milliseconds": "T0206.part",
    "month months": "T0206.months",
    "year years yr yrs": "T0206.years",
})  # fmt: skip
"""By the word for a unit elsewhere."""
