"""Rhetorical relations, read from the record: how one event that is told lies to another (W. C. Mann and S.
A. Thompson, Rhetorical Structure Theory, 1988).

A relation is never guessed from the words. What an event came from says whether another gave the reason for
it, made it possible, was noticed, or spoke against it; what both changed, whether the one undid the other;
when they went on, whether both did at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, Literal, NamedTuple

from twicetold.engine.meaning.names import NOT_DONE
from twicetold.engine.meaning.record import Causes, Event
from twicetold.tell.minds import Mind

Relation = Literal[
    "reason",
    "notice",
    "condition",
    "result",
    "shape",
    "concession",
    "contrast",
    "meanwhile",
    "sequence",
    "motive",
    "error",
]
"""What the first of two is to the second.

reason: but for it who acts would have wanted to less; notice: through it they came to see what they act on;
condition: but for it they could not have; result: but for it the event would not have come about; concession:
but for it they would have wanted to more; shape: it was read in what they did, or in how that came out;
contrast: the second undid what the first did, or is the same deed and came out otherwise; meanwhile:
the first was under way when the second began, or both came to their ends at once; sequence: somebody takes
part in both, and the first had ended when the second began. Between an event and itself
lie motive, what who acts wanted in the words of the world, and error, what they believed that is not so.
"""

CAUSAL: Final[frozenset[Relation]] = frozenset(("reason", "notice", "condition", "result", "shape"))
"""Those in which the second came from the first."""

COMMON: Final[Mapping[Relation, int]] = {
    **dict.fromkeys(("reason", "notice"), 30),
    **dict.fromkeys(("condition", "shape", "concession"), 20),
    **dict.fromkeys(("contrast", "meanwhile", "sequence"), 1000),
}
"""What more events came from than this is no news as what one of them came from."""

_DEPTH = 4
"""Through so many events of upkeep a cause is followed to one that can be told."""


class Link(NamedTuple):
    """A relation that is said in words: by which, and between which events, by number; `cause` is the one
    that the relation starts from, whichever is told first."""

    relation: Relation
    connective: str
    cause: int
    effect: int


@dataclass(slots=True)
class Relations:
    """The relations between the events of a life, by their numbers."""

    events: Mapping[int, Event]
    _sources: dict[int, Mapping[int, Relation]] = field(default_factory=dict)
    _effects: Counter[int] = field(default_factory=Counter)
    """How many events that can be told came from each; counted once somebody asks."""

    _loud: set[int] = field(default_factory=set)
    """Those that can be told."""

    _through: dict[int, set[int]] = field(default_factory=dict)
    """What can be told that those came from which cannot."""

    def __post_init__(self) -> None:
        self._loud.update(event.number for event in self.events.values() if event.lines and not event.quiet)

    def sources(self, event: Event) -> Mapping[int, Relation]:
        """What an event came from, and how: by number, those that can be told, though it be by way of
        upkeep."""
        known = self._sources.get(event.number)
        if known is None:
            known = self._sources[event.number] = self._followed(event)
        return known

    def between(self, first: Event, second: Event, mind: Mind | None = None) -> Relation | None:
        """What the first is to the second, which came after it; None if nothing is on record. Through a mind
        only what that mind can know: of others' wishes it knows nothing."""
        relation = self.sources(second).get(first.number)
        if relation is not None:
            known = mind is None or (_is_open(relation, second, mind) and mind.access(first) is not None)
            return relation if known else None
        if _is_undone(first, second) or _turns_out_otherwise(first, second):
            return "contrast"
        if first.sort == second.sort == "action" and _overlaps(first, second):
            return "meanwhile"
        if follows(first, second) and set(first.roles) & set(second.roles):
            return "sequence"
        return None

    def is_telling(self, relation: Relation, cause: Event, effect: Event) -> bool:
        """Whether a reader takes it for why the one came of the other: not of what all came from, or what
        only made possible what others did."""
        own = bool(set(cause.roles) & set(effect.roles))
        if relation == "result":
            return not cause.roles or not effect.roles or _befalls(cause, effect)
        if relation == "concession" and (cause.name == effect.name or effect.roles[0] not in cause.roles):
            return False
        if relation == "notice" and cause.number in effect.causes.enabled_by and len(effect.roles) == 1:
            return cause.name != effect.name  # what they do with what there is now
        if relation in ("reason", "notice") and not (_answers(cause, effect) or _is_news(cause, effect)):
            return False
        if relation == "condition" and cause.roles[:1] in (effect.roles[:1], ()):  # what they did, to do it
            return (cause.name, cause.roles) != (effect.name, effect.roles)
        return own and self._followed_from(cause) <= COMMON[relation]

    def _followed_from(self, cause: Event) -> int:
        """How many events that can be told came from one."""
        if not self._effects:
            causes = [self.events[number].causes for number in self._loud]
            self._effects.update(chain.from_iterable((*each.enabled_by, *each.moved_by) for each in causes))
        return self._effects[cause.number]

    def _followed(self, event: Event) -> dict[int, Relation]:
        found: dict[int, Relation] = {}
        for relation, numbers in _of(event.causes, event.sort):
            for number in numbers:
                if number in self._loud:
                    found[number] = relation
                    continue
                if number not in self._through:
                    self._through[number] = self._behind(number, _DEPTH)
                for source in self._through[number]:
                    found[source] = relation
        return found

    def _behind(self, number: int, depth: int) -> set[int]:
        """What can be told that an event came from which cannot; an action stands for itself."""
        event = self.events.get(number)
        if event is None or depth == 0 or not (event.quiet or event.sort != "action"):
            return set()
        found: set[int] = set()
        for source in event.causes.enabled_by:
            if source in self._loud:
                found.add(source)
            else:
                found |= self._behind(source, depth - 1)
        return found


def _of(causes: Causes, sort: str) -> Iterable[tuple[Relation, Sequence[int]]]:
    """The causes by what they are; of several, the last counts, and that is what moves people most."""
    if sort != "action":
        return (("result", causes.enabled_by),)
    urging = causes.urged_by
    return (
        ("shape", causes.shaped_by),
        ("condition", causes.enabled_by),
        ("concession", [number for number in causes.moved_by if number not in urging]),
        ("notice", causes.perceived),
        ("reason", urging),
    )


def follows(first: Event, second: Event) -> bool:
    """Whether the first had ended when the second began."""
    return first.number < second.number and first.tick <= second.began and first.tick < second.tick


def is_answer(cause: Event, effect: Event) -> bool:
    """Whether who acts does something to who did something to them; and that is no more of the same."""
    both = cause.roles and effect.roles and cause.name != effect.name
    return bool(both) and effect.roles[0] in cause.roles[1:] and cause.roles[0] in effect.roles[1:]


def _answers(cause: Event, effect: Event) -> bool:
    """Whether who acts answers what was done to them, does something alone after it, or acts upon who did
    something to another."""
    if cause.name == effect.name or not (cause.roles and effect.roles):
        return False
    if effect.roles[0] in cause.roles[1:]:
        return len(effect.roles) == 1 or cause.roles[0] in effect.roles[1:]
    return cause.roles[0] in effect.roles[1:] and effect.roles[0] not in cause.roles and len(cause.roles) > 1


def _befalls(cause: Event, effect: Event) -> bool:
    """Whether something came at once of what was done to somebody, or of what they did, and befell them."""
    if cause.number not in effect.causes.enabled_by or not effect.roles:
        return False
    return effect.roles[0] in cause.roles


def _is_news(cause: Event, effect: Event) -> bool:
    """Whether who acts passes on what they were told, or acts upon what befell them and nobody did."""
    if cause.sort != "action" and cause.roles == effect.roles[:1]:
        return True
    return passes_on(cause, effect)


def learns(event: Event, who: tuple[int, ...]) -> bool:
    """Whether something came about by which one alone learnt what was so, or seemed so."""
    alone = event.sort != "action" and event.roles == who
    return alone and any(change.mind in who for change in event.changes)


def passes_on(cause: Event, effect: Event, *, unchanged: bool = False) -> bool:
    """Whether somebody tells a third what they were told: what either did was to change what is believed;
    `unchanged`, only if the third believes what they did."""
    if effect.roles[:1] != cause.roles[1:2] or len(effect.roles) < 2 or cause.roles[0] in effect.roles:
        return False
    if unchanged and _news(cause, cause.roles[1]) != _news(effect, effect.roles[1]):
        return False
    return all(
        any(change.mind == each.roles[1] for change in each.changes)
        and not any(change.mind is None and change.entities != each.roles[1:2] for change in each.changes)
        for each in (cause, effect)
    )


def _news(event: Event, mind: int) -> set[tuple[object, ...]]:
    """What a mind believes by an event."""
    return {(change.field, change.entities, change.new) for change in event.changes if change.mind == mind}


def is_in_vain(event: Event) -> bool:
    """Whether a deed changed nothing of anybody but who did it: it was meant, and nothing came of it."""
    return event.sort == "action" and all(
        change.mind is None and change.entities == event.roles[:1] for change in event.changes
    )


def _is_open(relation: Relation, event: Event, mind: Mind) -> bool:
    """Whether a mind can know of this: what can be seen from outside, and all of its own deeds."""
    return relation in ("condition", "result") or event.roles[:1] == (mind.entity,)


def _is_undone(first: Event, second: Event) -> bool:
    """Whether something that the first changed is, by the second, what it was before."""
    if not (first.changes and second.changes):
        return False
    one, other = set(first.roles), set(second.roles)
    if not (one <= other or other <= one):  # it is about somebody else
        return False
    before = {(c.field, c.entities): c.old for c in first.changes if c.mind is None}
    return bool(before) and any(
        before.get((c.field, c.entities)) == c.new != c.old for c in second.changes if c.mind is None
    )


def _turns_out_otherwise(first: Event, second: Event) -> bool:
    """Whether somebody did the same again to the same, and it came out otherwise; and no worse."""
    return (
        first.sort == second.sort == "action"
        and first.name == second.name
        and first.roles == second.roles
        and first.outcome != second.outcome
        and not {first.outcome, second.outcome} & set(NOT_DONE)
        and (is_in_vain(first) or not is_in_vain(second))
    )


def _overlaps(first: Event, second: Event) -> bool:
    """Whether the first was under way, for some time, when another began the second; or both ended at
    once."""
    if first.roles[:1] == second.roles[:1]:
        return False
    return first.began < second.began < first.tick or first.tick == second.tick
