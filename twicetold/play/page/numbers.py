"""Values in a text: how a page writes them, and what stands in their place until they are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from twicetold.lang import daytime, model
from twicetold.lang.calendar import DAY, Calendar
from twicetold.lang.figures import spelled
from twicetold.tell.clauses import capitalised

SECONDS: Final = ("second", "seconds")

WORDS: Final = 1_000
"""Numbers below this are known in words."""

SPANS: Final = [
    [86_400, "day", "days"], [3_600, "hour", "hours"], [60, "minute", "minutes"], [1, "second", "seconds"]
]  # fmt: skip

MINUTES: Final = 24 * 60


def how_written(part: model.Mention, world: model.World) -> dict[str, Any]:
    """How a value is written, as JSON: `as` what, and for a number in how many `digits`, or `places` behind
    its point, or in `words`."""
    match part.expr.type:
        case model.OneOf() | model.YesNo():
            return {"as": "option"}
        case model.Time():
            return {"as": "clock"} if world.begins is None else {"as": "day"}
        case _ if part.unit == daytime.UNIT:
            return {"as": "time of day"}
        case _ if part.unit == SECONDS:
            return {"as": "span", "words": part.figures.words}
        case _:
            figures = part.figures
            digits = {"digits": figures.digits or 3} if figures.places is None else {"places": figures.places}
            return {"as": "number", "words": figures.words, **digits, "unit": bool(part.unit)}


def one_of(part: model.Mention, place: int, key: str, world: model.World) -> str:
    """What stands for a value in a place, with its unit: for one (`1`), or for many."""
    how = how_written(part, world)
    if how["as"] != "number":
        return f"bzq{chr(ord('a') + place)}qzn"
    one, many = part.unit or ("", "")
    if key == "1":
        return f"{'one' if how['words'] else '1'} {one}".strip()
    return f"97079{place}79 {many}".strip()


def tables(shapes: list[Any], world: model.World) -> dict[str, Any]:
    """The words of lists, numbers and times, as far as lines of these shapes ask for them."""
    asked = list(_asked(shapes))
    made: dict[str, Any] = {"and": "and", "you": "you", "no": "no", "point": "point", "minus": "minus"}
    made["never"] = ["never", "Never"]
    if any(how["as"] == "span" for how in asked):
        made["spans"] = SPANS
    if any(how.get("words") for how in asked):
        made["numbers"] = {f"{number}": spelled(str(number)) for number in range(WORDS)}
    if any(how["as"] in ("day", "time of day") for how in asked):
        made["begins"] = 0.0 if world.begins is None else world.begins.time_of_day(0.0)
        made["days"] = [] if world.begins is None else list(_days(world, world.begins))
        said = [daytime.in_words(60.0 * minute) for minute in range(MINUTES)]
        made["minutes"] = [[words, capitalised(words)] for words in said]
    return made


def _days(world: model.World, begins: Calendar) -> Iterator[tuple[str, str]]:
    """How it is said on which day a time is, from the first day to some after the last: as one that is near,
    and as one that is far."""
    for day in range(min(int(world.seconds(world.ticks)) // DAY + 2 * WEEK, MOST_DAYS)):
        noon = DAY * day + DAY / 2 - begins.time_of_day(0.0)
        near, far = (daytime.on_its_day(noon, noon + DAY * since, begins) for since in (1, -WEEK))
        yield near.removeprefix(NOON), far.removeprefix(NOON)


NOON: Final = "noon"

WEEK: Final = 7

MOST_DAYS: Final = 4_000


def _asked(shapes: list[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for shape in shapes:
        match shape:
            case ["v", how]:
                found.append(how)
            case ["p", _, arms]:
                for arm in arms:
                    found += _asked(arm)
            case _:
                pass
    return found
