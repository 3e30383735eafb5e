"""Observing a life: the one window through which it is seen from outside what goes on in the interpreter.

Whoever asks why, or why not, or holds a canon against a life looks through this: at what an actor could do
and how likely it is, at each condition by belief and in truth and since when it is so, at the chances that
are drawn. To look changes nothing.

A `State` is a life now; of it may be read its `tick`, the seconds `now`, and what is `running`, by actor. All
else that is in it is the interpreter's own. Actions are given by their places among the world's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from twicetold.engine.interpreter import Interpreter, causes
from twicetold.engine.interpreter.functions import Eval
from twicetold.engine.interpreter.mind import Insight
from twicetold.engine.interpreter.state import TRUTH, Frame, Happens, State
from twicetold.engine.meaning.record import Event, Part
from twicetold.engine.meaning.turns import Option
from twicetold.lang import model
from twicetold.lang.model import Value

__all__ = [
    "TRUTH",
    "Drawn",
    "Frame",
    "Happens",
    "Held",
    "Need",
    "Observer",
    "Since",
    "State",
    "Taken",
    "Term",
]


@dataclass(frozen=True, slots=True)
class Since:
    """The event that made something so: its number in the life, and when it ended, in seconds (when it began,
    if it was a rule's, which may be upkeep that goes on)."""

    number: int
    seconds: float
    name: str
    roles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of a way to act: whether it held as the actor believed, and in truth, and since when that
    has been so (None: from the start, or always)."""

    text: str
    believed: bool
    true: bool
    since_believed: Since | None
    since_true: Since | None


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of an urge."""

    text: str
    value: float


@dataclass(frozen=True, slots=True)
class Taken:
    """What an actor takes another to believe, which was asked for: `minds` are the actor, whom they have in
    mind, and so on to the one whose belief it is; `taken` is what they take that one to hold of a field, and
    `held` what the second of them does hold of it, or takes the last to. Each since the event through which
    it was learned (None: from the start)."""

    minds: tuple[int, ...]
    field: str
    entities: tuple[int, ...]
    taken: Value
    held: Value
    since_taken: Since | None
    since_held: Since | None

    @property
    def wrong(self) -> bool:
        """Whether the actor is in error about what the other believes."""
        return self.taken != self.held


class Held(NamedTuple):
    """What somebody holds a field of some entities to be."""

    field: str
    entities: tuple[int, ...]
    value: Value


class Drawn(NamedTuple):
    """What keys a chance: its site, the entities bound there, and how often it was drawn for them before in
    the same tick."""

    site: str
    bound: tuple[int, ...]
    again: int


class Observer:
    """Looks at the lives of one world, as its interpreter lives them."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.world = interpreter.world
        self._build = interpreter.build

    # --- who there is ---------------------------------------------------------------------------------------

    def possible(self, kind: str) -> tuple[int, ...]:
        """The entities that are of this kind at some time of some life, in order of declaration."""
        return self._build.layout.possible(kind)

    def members(self, s: State, kind: str) -> Sequence[int]:
        """The entities that are of this kind now, in order of declaration."""
        return self._build.expressions.members(kind)(s)

    def exists(self, s: State, entity: int) -> bool:
        """Whether an entity exists now."""
        return bool(s.cells[self._build.layout.kinds_now + entity] != -1)

    def free(self, s: State) -> list[int]:
        """Who can act now and has nothing under way, in order of declaration."""
        actions = self._build.actions
        return [actor for actor in sorted(actions.actors(s)) if actions.is_free(s, actor)]

    def worth(self, s: State, who: int) -> float:
        """What somebody's lot is worth now, in truth: the sum of the world's reward lines for them."""
        return self._build.rewards.worth(s, who)

    def wanted(self, s: State, who: int) -> float:
        """How much of what somebody wants is so now, in truth: the sum of the world's lines on it."""
        return self._build.wants.worth(s, who)

    def held(self, s: State) -> tuple[Value, ...]:
        """What every mind holds of all that it can err about, mind by mind in order of declaration; in a
        deeper world also what others take it to hold."""
        return self._insight.held(s)

    def within(self, s: State, who: int) -> State:
        """A life that is to be gone on with inside a mind: what is so in it is what somebody believes now."""
        return self._insight.within(s, who)

    @cached_property
    def _insight(self) -> Insight:
        return Insight(self.world, self._build.layout)

    # --- what could be done ---------------------------------------------------------------------------------

    def options(self, s: State, actor: int) -> list[Option]:
        """Everything the actor could do, as the actor believes, in order of declaration."""
        return self._build.actions.options(s, actor)

    def odds(self, options: Sequence[Option]) -> list[float]:
        """The chance of each option to be chosen; that of doing nothing is last."""
        return self._build.actions.odds(options)

    def decide(self, s: State, actor: int, options: Sequence[Option]) -> int:
        """The place of the option that urges and noise decide for, or -1 to do nothing."""
        return self._build.actions.decide(s, actor, options)

    def lasts(self, s: State, option: Option) -> int:
        """For how many ticks an option would keep its actor busy, as things are."""
        return self._build.actions.lasts(s, option)

    def ways(self, s: State, actor: int, action: int) -> Iterator[tuple[int, ...]]:
        """The roles of every way to do something that is open, as the actor believes."""
        ready = self._build.actions.ready[action]
        last = len(ready.action.roles) + 1
        return (tuple(f[1:last]) for f in ready.bindings.each(s, actor, actor))

    def urge(self, s: State, actor: int, action: int, roles: Sequence[int]) -> float:
        """What moves the actor to something, as the actor sees it."""
        ready = self._build.actions.ready[action]
        return float(ready.urge(s, ready.bindings.frame(actor, roles)))

    def terms(self, s: State, actor: int, action: int, roles: Sequence[int]) -> tuple[Term, ...]:
        """The same, term by term."""
        ready = self._build.actions.ready[action]
        f = ready.bindings.frame(actor, roles)
        return tuple(
            Term(term.text, float(value(s, f)))
            for term, value in zip(ready.action.urge, ready.terms, strict=True)
        )

    def taken(self, s: State, actor: int, action: int, roles: Sequence[int]) -> tuple[Taken, ...]:
        """All that the actor takes others to believe of which the conditions of a way to act, or its urge,
        depend, in the order in which they ask for it. The life must be recorded."""
        ready = self._build.actions.ready[action]
        f, minds = ready.bindings.frame(actor, roles), self._insight.minds
        reads = [read for ask in (*ready.needs, *ready.terms) for read in causes.traced(s, ask, f)[1]]
        beliefs = (read for read in dict.fromkeys(reads) if isinstance(read, tuple))
        within = ((minds.members(path), path, cell) for path, cell in beliefs)
        return tuple(
            self._taken(s, members, path, cell)
            for members, path, cell in within
            if len(members) > 1 and members[0] == actor
        )

    def _taken(self, s: State, members: tuple[int, ...], path: int, cell: int) -> Taken:
        field, entities = self._build.layout.owner(cell)
        inner = self._insight.minds.of(members[1:])
        held = [s.held[mind].get(cell) for mind in (path, inner)]
        taken, true = (s.first[cell] if value is None else value for value in held)
        since = [
            self._event(s, max(causes.sources(s, [(mind, cell)]), default=None)) for mind in (path, inner)
        ]
        return Taken(members, field.name, entities, taken, true, *since)

    # --- what somebody believes -----------------------------------------------------------------------------

    def weighed(self, s: State, actor: int, options: Sequence[Option]) -> dict[Held, tuple[Part, ...]]:
        """The beliefs on which it hangs what the actor could do and wants to, those that most options hang on
        first, with the words for them; without those for which there are none, or that nobody can hold
        otherwise."""
        reads: Counter[int] = Counter()
        for option in options:
            ready = self._build.actions.ready[option.action]
            f = ready.bindings.frame(actor, option.roles)
            asked = [*causes.traced(s, ready.possible, f)[1], *causes.traced(s, ready.urge, f)[1]]
            reads.update({read[1]: 1 for read in asked if isinstance(read, tuple)})
        said: dict[Held, tuple[Part, ...]] = {}
        for cell, _ in reads.most_common():
            field, entities = self._build.layout.owner(cell)
            believed = s.held[actor].get(cell)
            value = s.first[cell] if believed is None else believed
            if value != model.UNKNOWN and (words := self._build.words.said(s, actor, field, entities, value)):
                said[Held(field.name, entities, value)] = words
        return said

    # --- what holds, and since when -------------------------------------------------------------------------

    def condition(self, expr: model.Expr, size: int) -> Callable[[State], bool]:
        """The function that tells whether a condition, with a frame of this length, holds in truth."""
        holds = self._build.expressions.compile(expr)
        return lambda s: bool(holds(s, [TRUTH, *[-1] * (size - 1)]))

    def holds(self, s: State, action: int, need: int, mind: int, roles: Sequence[int]) -> bool:
        """Whether a condition of an action holds in a mind, or in `TRUTH`; it must not speak of a role after
        those that are given."""
        ready = self._build.actions.ready[action]
        return bool(ready.needs[need](s, ready.bindings.frame(mind, roles)))

    def needs(self, s: State, actor: int, action: int, roles: Sequence[int]) -> tuple[Need, ...]:
        """Every condition of a way to act."""
        return tuple(
            Need(
                part.text,
                believed=self.holds(s, action, place, actor, roles),
                true=self.holds(s, action, place, TRUTH, roles),
                since_believed=self._since(s, action, place, actor, roles),
                since_true=self._since(s, action, place, TRUTH, roles),
            )
            for place, part in enumerate(self.world.actions[action].needs)
        )

    def _since(self, s: State, action: int, need: int, mind: int, roles: Sequence[int]) -> Since | None:
        """The last event but for which the answer would be another, else the last that wrote what is read."""
        if s.log is None:
            return None
        ready = self._build.actions.ready[action]
        return self._since_when(s, ready.needs[need], ready.bindings.frame(mind, roles))

    def drawn_needs(self, s: State, rule: model.Rule, roles: Sequence[int]) -> tuple[Need, ...]:
        """Every condition under which an event comes about by itself, of such roles; all in truth."""
        f: Frame = [TRUTH, *roles, *[-1] * (rule.size - 1 - len(roles))]
        tests = [self._build.expressions.compile(part.expr) for part in rule.where]
        found = []
        for part, test in zip(rule.where, tests, strict=True):
            holds, since = bool(test(s, f)), self._since_when(s, test, f)
            found.append(Need(part.text, holds, holds, since, since))
        return tuple(found)

    def _since_when(self, s: State, test: Eval, f: Frame) -> Since | None:
        if s.log is None:
            return None
        alone, together = causes.needed(s, test, f)
        numbers = alone or together or causes.sources(s, causes.traced(s, test, f)[1])
        return self._event(s, max(numbers, default=None))

    def _event(self, s: State, number: int | None) -> Since | None:
        """The event of a number, or what goes on."""
        if number is None:
            return None
        assert s.log is not None
        event = s.log.events[number]
        if event is not None:
            when = event.began if event.sort == "rule" else event.tick  # a rule's may be upkeep
            return Since(number, self.world.seconds(when), event.name, event.roles)
        span = next(span for span in s.log.spans.values() if span.number == number)  # it goes on
        return Since(number, self.world.seconds(span.began), span.rule, span.roles)

    def last_write(self, s: State, action: int, need: int, mind: int, roles: Sequence[int]) -> int | None:
        """The number of the last event that wrote what a condition reads; None if it is as it was from the
        start. The life must be recorded."""
        ready = self._build.actions.ready[action]
        f = ready.bindings.frame(mind, roles)
        return max(causes.sources(s, causes.traced(s, ready.needs[need], f)[1]), default=None)

    # --- what has happened ----------------------------------------------------------------------------------

    def event(self, s: State, number: int) -> Event | None:
        """An event of a recorded life; None while it goes on."""
        assert s.log is not None
        return s.log.events[number]

    def recorded(self, s: State) -> bool:
        """Whether the life is recorded, so that causes are known."""
        return s.log is not None

    # --- chances --------------------------------------------------------------------------------------------

    def drawn(self, s: State, node: model.Chance, f: Frame) -> Drawn:
        """What keys a chance that is drawn just now."""
        bound = tuple([f[slot] for slot in node.bound])
        return Drawn(node.site, bound, self._build.occurrences.now(s, node.site))
