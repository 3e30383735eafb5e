"""Contrastive explanation, why not: a choice laid open, and what spoke against doing something else.

The life is lived again to that moment. Whoever could have acted is asked then, in their turn, with everything
as they saw it: each way to do what is asked about, each condition by belief and in truth, each term of the
urge, and the chance it had against all else that could have been done.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twicetold.engine import Guide, Interpreter, Option
from twicetold.engine.observe import Frame, Happens, Need, Observer, State, Taken, Term
from twicetold.lang import model
from twicetold.lang.diagnostics import nearest

# --- the question -------------------------------------------------------------------------------------------


class QuestionError(ValueError):
    """The question speaks of something that the world does not have; the message says of what."""


@dataclass(frozen=True, slots=True)
class Question:
    """An action (its place among the world's actions) and its roles; None is anyone. Of an event that comes
    about by itself the action is -1, and `drawn` is the rule by which it does."""

    action: int
    roles: tuple[int | None, ...]
    drawn: model.Rule | None = None

    def of(self, world: model.World) -> model.Action | model.Rule:
        """What has these roles."""
        return world.actions[self.action] if self.drawn is None else self.drawn


def read_question(interpreter: Interpreter, text: str) -> Question:
    """The question in a pattern such as `strike(Abel, Cain)`, `strike(anyone, Cain)` or `strike`.

    Roles left out at the end are anyone. Raises QuestionError.
    """
    world = interpreter.world
    match = re.fullmatch(r"\s*(\w+)\s*(?:\((.*)\))?\s*", text)
    if match is None:
        raise QuestionError(f"`{text}` is not an action with its roles, such as `{_example(world)}`")
    name, inside = match.group(1), (match.group(2) or "").strip()
    names = [action.name for action in world.actions]
    drawn = {rule.by_itself: rule for rule in world.rules if rule.by_itself is not None}
    if name not in names and name not in drawn:
        raise QuestionError(f"there is no action `{name}`{_perhaps(name, [*names, *drawn])}")
    place = -1 if name in drawn else names.index(name)
    roles = drawn[name].roles if name in drawn else world.actions[place].roles
    words = [word.strip() for word in inside.split(",")] if inside else []
    if len(words) > len(roles):
        raise QuestionError(f"`{name}` has {_number(len(roles), 'role')}, but {len(words)} are given")
    known = [_role(interpreter, name, role, word) for role, word in zip(roles, words, strict=False)]
    if not model.may_take(roles, known):
        raise QuestionError(f"the roles of `{text.strip()}` must be different ones")
    return Question(place, (*known, *[None] * (len(roles) - len(known))), drawn.get(name))


def _role(interpreter: Interpreter, action: str, role: model.Role, word: str) -> int | None:
    if word == "anyone":
        return None
    names = [entity.name for entity in interpreter.world.entities]
    if word not in names:
        raise QuestionError(f"there is nobody and nothing named `{word}`{_perhaps(word, names)}")
    entity = names.index(word)
    if entity not in Observer(interpreter).possible(role.kind):
        kind = interpreter.world.entities[entity].kind
        raise QuestionError(
            f"`{word}` is of kind {kind}, but `{role.name}` of `{action}` is of kind {role.kind}"
        )
    return entity


def _perhaps(name: str, known: Sequence[str]) -> str:
    meant = nearest(name, known)
    return f"; did you mean `{meant}`?" if meant else ""


def _example(world: model.World) -> str:
    if not world.actions:
        return "walk(Abel)"
    action = world.actions[0]
    return f"{action.name}({', '.join('anyone' for _ in action.roles)})"


def _number(n: int, word: str) -> str:
    return f"{n} {word}{'' if n == 1 else 's'}"


# --- the answer ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Way:
    """One way to do what was asked about: its roles, conditions and urge.

    `probability` is the chance it had of being chosen; 0 where a condition ruled it out. `taken` is what the
    actor takes others to believe, where conditions or urge ask for it.
    """

    roles: tuple[int, ...]
    needs: tuple[Need, ...]
    terms: tuple[Term, ...]
    urge: float
    probability: float
    taken: tuple[Taken, ...] = ()

    @property
    def ruled_out_by(self) -> Need | None:
        """The first condition that did not hold as the actor believed, so that the choice was not open."""
        return next((need for need in self.needs if not need.believed), None)

    @property
    def would_fail_by(self) -> Need | None:
        """The first condition that did not hold in truth, so that the attempt would have failed."""
        return next((need for need in self.needs if not need.true), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the actor could have chosen: an action (None: nothing), its roles, urge and chance."""

    action: str | None
    roles: tuple[int, ...]
    urge: float
    probability: float


@dataclass(frozen=True, slots=True)
class Busy:
    """What an actor was doing instead of choosing, since and until when in seconds; `failed` is an attempt
    that had just failed and cost this time."""

    action: str
    roles: tuple[int, ...]
    since: float
    until: float
    failed: bool


@dataclass(frozen=True, slots=True)
class Actor:
    """The answer for one who could have acted.

    `present` is whether they existed and could act at all then. `busy` is what they were at; they chose
    nothing then. Else `ways` are all ways to do what was asked about, `choices` all that was open to them
    (with doing nothing), the likeliest first, and `chosen` what they took.
    """

    entity: int
    present: bool
    busy: Busy | None = None
    ways: tuple[Way, ...] = ()
    choices: tuple[Choice, ...] = ()
    chosen: Choice | None = None


@dataclass(frozen=True, slots=True)
class Reasons:
    """The answer: for each actor who was meant, at the tick that began at `seconds`.

    `ended` is when (seconds) and how the life had ended before that; then there are no actors.
    """

    question: Question
    seconds: float
    actors: tuple[Actor, ...]
    ended: tuple[float, str] | None = None
    ways: tuple[Way, ...] = ()
    """Of an event that comes about by itself: each way in which it could, with its chance."""
    came: frozenset[tuple[int, ...]] = frozenset()
    """The roles of those in which it did."""


def reasons(
    interpreter: Interpreter, seed: int, run: int, seconds: float, pattern: str | Question
) -> Reasons:
    """Why an action was, or was not, chosen at a time of a life.

    Raises QuestionError if the world has no such action or entity.
    """
    world = interpreter.world
    question = read_question(interpreter, pattern) if isinstance(pattern, str) else pattern
    tick = world.tick_at(seconds)
    if question.drawn is not None:
        return _by_itself(interpreter, seed, run, question, question.drawn, tick)
    asking = _Asking(interpreter, question, tick)
    living = interpreter.begin(seed, run, guide=asking)
    while living.state.tick < tick:
        if not living.step():
            ended = (world.seconds(living.state.tick), living.life().ending)
            return Reasons(question, world.seconds(tick), (), ended)
    living.step()
    return Reasons(question, world.seconds(tick), tuple(asking.answers()))


def _by_itself(
    interpreter: Interpreter, seed: int, run: int, question: Question, rule: model.Rule, tick: int
) -> Reasons:
    """The same of an event that nobody brings about: what it needs, and its chance."""
    world, watching, observer = interpreter.world, _Watching(rule, tick), Observer(interpreter)
    living = interpreter.begin(seed, run, guide=watching)
    while living.state.tick < tick:
        if not living.step():
            ended = (world.seconds(living.state.tick), living.life().ending)
            return Reasons(question, world.seconds(tick), (), ended)
    state = living.state
    needs = {
        roles: observer.drawn_needs(state, rule, roles)
        for roles in _bindings(observer, state, rule, question.roles)
    }
    living.step()
    ways = (Way(roles, asked, (), 0.0, watching.odds.get(roles, 0.0)) for roles, asked in needs.items())
    return Reasons(question, world.seconds(tick), (), None, tuple(ways), frozenset(watching.came))


class _Watching(Guide):
    """Looks on at the chances by which an event comes about by itself in one tick."""

    def __init__(self, rule: model.Rule, tick: int) -> None:
        self.rule = rule
        self.tick = tick
        self.odds: dict[tuple[int, ...], float] = {}
        self.came: set[tuple[int, ...]] = set()

    def chance(
        self, s: State, happening: Happens, node: model.Chance, f: Frame, p: float, holds: bool
    ) -> bool:
        if s.tick == self.tick and happening.name == self.rule.name:
            self.odds[happening.roles] = min(max(p, 0.0), 1.0)
            if holds:
                self.came.add(happening.roles)
        return holds


def _bindings(
    observer: Observer, s: State, construct: model.Action | model.Rule, wanted: Sequence[int | None]
) -> Iterator[tuple[int, ...]]:
    """Every way to bind the roles that fits the question, whatever the conditions say."""
    members = [observer.members(s, role.kind) for role in construct.roles]
    open_to = [
        [entity for entity in those if want is None or entity == want]
        for those, want in zip(members, wanted, strict=True)
    ]
    return (roles for roles in itertools.product(*open_to) if model.may_take(construct.roles, roles))


# --- asking -------------------------------------------------------------------------------------------------


class _Asking(Guide):
    """Looks on at a life, and lays open the choices of one tick when their turn comes."""

    def __init__(self, interpreter: Interpreter, question: Question, tick: int) -> None:
        self.world = interpreter.world
        self.observer = Observer(interpreter)
        self.question = question
        self.action = self.world.actions[question.action]
        self.tick = tick
        first = question.roles[0]
        self._meant = list(self.observer.possible(self.action.roles[0].kind) if first is None else [first])
        self._found: dict[int, Actor] = {}

    def answers(self) -> Iterator[Actor]:
        """The answer for each actor who was meant, in order of declaration."""
        for entity in self._meant:
            yield self._found.get(entity) or Actor(entity, present=False)

    def turn(self, s: State, actor: int) -> None:
        if s.tick == self.tick and actor in self._meant:
            self._found[actor] = self._ask(s, actor)

    def choose(self, s: State, actor: int, options: Sequence[Option], chosen: int) -> int:
        if s.tick == self.tick and actor in self._found:
            asked = self._found[actor]
            taken = self._choices(options)[chosen + 1]
            self._found[actor] = Actor(actor, True, None, asked.ways, asked.choices, taken)
        return chosen

    def _ask(self, s: State, actor: int) -> Actor:
        running = s.running.get(s.engaged.get(actor, actor))
        if running is not None:
            name, seconds = self.world.actions[running.action].name, self.world.seconds
            began, until = seconds(running.began), seconds(running.ends)
            return Actor(actor, True, Busy(name, running.roles, began, until, running.failed))
        if not self.observer.exists(s, actor):
            return Actor(actor, present=False)
        choices = self._choices(self.observer.options(s, actor))
        chance = {(choice.action, choice.roles): choice.probability for choice in choices}
        ways = tuple(
            self._way(s, actor, roles, chance)
            for roles in _bindings(self.observer, s, self.action, (actor, *self.question.roles[1:]))
        )
        ranked = tuple(sorted(choices, key=lambda choice: -choice.probability))
        return Actor(actor, True, None, ways, ranked, choices[0])

    def _way(
        self,
        s: State,
        actor: int,
        roles: tuple[int, ...],
        chance: dict[tuple[str | None, tuple[int, ...]], float],
    ) -> Way:
        observer, action = self.observer, self.question.action
        return Way(
            roles,
            observer.needs(s, actor, action, roles),
            observer.terms(s, actor, action, roles),
            observer.urge(s, actor, action, roles),
            chance.get((self.action.name, roles), 0.0),
            observer.taken(s, actor, action, roles),
        )

    def _choices(self, options: Sequence[Option]) -> list[Choice]:
        """Doing nothing, and each option, with its chance."""
        *odds, nothing = self.observer.odds(options)
        return [
            Choice(None, (), 0.0, nothing),
            *(
                Choice(self.world.actions[option.action].name, option.roles, option.urge, chance)
                for option, chance in zip(options, odds, strict=True)
            ),
        ]
