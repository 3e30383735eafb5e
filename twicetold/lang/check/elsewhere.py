"""What things are called in other languages, and how they are said in this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_NO_TEXT: Final = 'no field holds a text; what somebody is called stands in their own line: `called "…"`'
_SEVERAL: Final = (
    "a field holds one value; for several write a relation: `relation holds (Bag, Person) yes/no`"
)

NAME_SOMEBODY: Final = "name somebody: a role that is bound here, such as `p`, or an entity"
NUMBER_WANTED: Final = "give it a number, or a field that holds one, such as `p.coins`"


def _each(said: Mapping[str, str]) -> dict[str, str]:
    return {word: help for words, help in said.items() for word in words.split()}


TYPES: Final = _each({
    "bool boolean flag bit": "write `yes/no`, as in `open yes/no = no` or `open yes/no = yes`",
    "int integer count long short": "write `whole`, as in `coins whole 0.. = 3`",
    "float double real decimal num percent": "write `number`, as in `fear number 0..1 = 0.5`",
    "string str text char name word": _NO_TEXT,
    "list array set map dict table collection": _SEVERAL,
    "enum choice option options": "write `one of`, as in `mood one of calm, cross`",
    "date datetime duration timestamp clock": "write `time` for a moment, `number seconds` for a duration",
})  # fmt: skip
"""By the name of a type elsewhere."""

FUNCTIONS: Final = _each({
    "random rand randint rnd roll dice die d6 randrange": "write `uniform(1, 6)` for a number "
    "drawn between the two; a field that is `whole` keeps it rounded",
    "gauss gaussian": "write `normal(0, 1)`",
    "sample pickone choose shuffle": "write `pick x: Person where …` in the effects",
    "len length size number_of": "write `count(x: Person where …)`",
    "pow power": "there are no powers: write `x * x`, or use `sqrt`, `exp` and `log`",
    "ceil ceiling int trunc": "write `floor(x)` or `round(x)`",
    "minimum": "write `least(a, b)` of numbers, `min(x: Person: x.coins)` of people",
    "maximum": "write `greatest(a, b)` of numbers, `max(x: Person: x.coins)` of people",
    "exists some": "write `any(x: Person: x.alive)`",
    "every forall": "write `all(x: Person: x.alive)`",
    "average avg": "write `mean(x: Person: x.coins)`",
    "say print echo": "a text is told by `tell \"…\"`, below an action, event or rule",
    "has have": "ask a field: `p.coins > 0`",
    "elapsed since": "write `now - p.begun`, with a field of the type `time`",
})  # fmt: skip
"""By the name of a function elsewhere."""

VALUES: Final = _each({
    "true True TRUE on": "write `yes`",
    "false False FALSE off": "write `no`",
    "null nil None undefined nobody nothing empty": "write `none`",
    "self this me player you": NAME_SOMEBODY,
    "time clock tick today": "write `now` for the time since the life began",
    "morning evening night noon midnight midday dawn dusk": "times count from the beginning of the life: "
    "write `at 6 hours` or `every 24 hours`",
    "infinity inf": "leave the end of the range open, as in `0..`; the time that does not come is `never`",
})  # fmt: skip
"""By the name of a value elsewhere."""

UNITS: Final = _each({
    "s sec secs": "write `seconds`, apart from the number: `30 seconds`",
    "m mins min": "write `minutes`, apart from the number: `5 minutes`",
    "h hr hrs": "write `hours`, apart from the number: `2 hours`",
    "d": "write `days`, apart from the number: `3 days`",
    "w wk wks": "write `weeks`, apart from the number: `2 weeks`",
    "ms millisecond milliseconds": "write a part of a second: `0.5 seconds`",
    "month months": "write days or weeks: `30 days`",
    "year years yr yrs": "write days or weeks: `365 days`",
})  # fmt: skip
"""By the word for a unit elsewhere."""
