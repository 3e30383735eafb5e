"""What has come about, by its name: where a pattern is completed, the event says so.

"It was her second betrayal": whose it is stands in what the pattern is called, and it is counted how often it
has been theirs. What is nobody's is said once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeGuard

from twicetold.engine.meaning.found import Match, found_in
from twicetold.engine.meaning.record import Does, Event, Life, Part, Who, Word
from twicetold.lang import model

_ORDINALS: Final = {
    1: "", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth",
    9: "ninth", 10: "tenth",
}  # fmt: skip
"""How the first few are told apart; beyond, it is told no more."""


def called(world: model.World, life: Life) -> Life:
    """The life, with the names of the patterns of its world told where they are completed, in the plain texts
    of events. Raises `matching.TooManyMatches`."""
    said: dict[int, list[Part]] = {}
    for pattern in world.patterns:
        if pattern.called:
            for number, parts in _named(pattern, found_in(world, life, pattern)):
                said.setdefault(number, []).extend(parts)
    return replace(life, events=tuple(_with(event, said.get(event.number, [])) for event in life.events))


def _with(event: Event, more: list[Part]) -> Event:
    """The event with more behind its plain texts."""
    if not more:
        return event
    lines = (
        replace(line, parts=(*line.parts, *more)) if line.mode == "plain" else line for line in event.lines
    )
    return replace(event, lines=tuple(lines))


def _named(pattern: model.StoryPattern, found: tuple[Match, ...]) -> Iterator[tuple[int, tuple[Part, ...]]]:
    """For the last events of what is found, each once, what is said of it."""
    whose = next((part.expr for part in pattern.called if _is_whose(part)), None)
    times: Counter[int | None] = Counter()
    done: set[tuple[int, int | None]] = set()
    for match in sorted(found, key=lambda match: (match.events[-1], match.events)):
        owner = match.who[whose.slot - 1] if isinstance(whose, model.Bound) else None
        last = (match.events[-1], owner)
        if last in done:
            continue
        done.add(last)
        times[owner] += 1
        which = _ORDINALS.get(times[owner])
        if which is not None and (owner is not None or not which):
            said = _phrase(pattern, match, which)
            yield match.events[-1], (Word(" It "), Does("be", False), Word(" "), *said)


def _is_whose(part: model.Plain | model.Mention) -> TypeGuard[model.Mention]:
    return isinstance(part, model.Mention) and part.form == "possessive"


def _phrase(pattern: model.StoryPattern, match: Match, which: str) -> Iterator[Part]:
    """What the pattern is called of these, with how many of theirs it is behind whose it is."""
    for part in pattern.called:
        if isinstance(part, model.Plain):
            yield Word(part.text)
            continue
        yield Who(_entity(part.expr, match), part.form)
        if which and _is_whose(part):
            yield Word(f" {which}")
            which = ""
    yield Word(".")


def _entity(expr: model.Expr, match: Match) -> int:
    """Who is meant: a role of the pattern, or somebody by name."""
    if isinstance(expr, model.Bound):
        return match.who[expr.slot - 1]
    assert isinstance(expr, model.Const)
    return int(expr.value)
