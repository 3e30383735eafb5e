"""Runtime verification, the story lint: where a life contradicts itself, by what its own world says.

Read are recorded lives. The rules know nothing of any world but what it declares: when its people can notice
anything (`p notices when …`), what their actions need, and who has ceased to exist.

| rule | is broken when |
|---|---|
| `acts` | somebody does something and could notice nothing as its effects began |
| `notices` | somebody who can notice nothing perceives an event |
| `absent` | somebody takes part who had ceased to exist before |
| `elsewhere` | an action ends though somebody is no longer where it needs them |
| `twice` | an action ends though another of its sort has meanwhile done what it was to do |
| | an event lets somebody be unable to notice anything, or able, and was so before it |
| `over` | an action ends though what it needs of its actor alone, or of the world, is no longer so |

Needs are asked again as the effects begin. Amounts and times may change while an action is under way, and do
not count: only a yes/no, an option, an entity, a place, or what has happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Literal, get_args

from twicetold import questions
from twicetold.engine import Interpreter
from twicetold.engine.meaning.changes import nodes_through
from twicetold.engine.meaning.record import Event, Lapse, Life
from twicetold.lang import model
from twicetold.runs.passes import Pass, Progress

Rule = Literal["acts", "notices", "absent", "elsewhere", "twice", "over"]

RULES: tuple[Rule, ...] = get_args(Rule)


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction: in which run and when (seconds), which event, the rule, and a sentence."""

    run: int
    seconds: float
    event: int
    rule: Rule
    sentence: str


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found in `n` lives, fewer than were asked for if that was interrupted."""

    n: int
    findings: tuple[Finding, ...]


def lint(world: model.World, asked: questions.Lint, on_progress: Progress | None = None) -> Linted:
    """Record the runs 0 to `n - 1` of a world and find where they contradict themselves. An interrupt
    (Ctrl-C) ends the living; what was lived until then counts."""
    findings: list[Finding] = []

    def add(lives: Iterable[Iterable[Finding]]) -> None:
        findings.extend(chain.from_iterable(lives))

    lives = Lint(world).lives(asked.seed, range(asked.n))
    done = Pass(asked.n, [add], on_progress).over(([life],) for _, life in lives)
    return Linted(done, tuple(findings))


class Lint:
    """The rules, made ready for one world."""

    def __init__(self, world: model.World) -> None:
        self.world = world
        self._actions = {action.name: action for action in world.actions}
        self._events = {event.name: event for event in world.events}
        self._kinds = {kind.name: kind for kind in world.kinds}
        self._defines = {define.name: define for define in world.defines}
        self._fields = {field.name: field for field in world.fields}
        self._reads = cache(self._read)

    def lives(self, seed: int, runs: Iterable[int]) -> Iterator[tuple[int, list[Finding]]]:
        """What is found in these lives, one after the other, each with its run."""
        interpreter = Interpreter(self.world)
        for run in runs:
            yield run, list(self.life(interpreter.live(seed, run)))

    def life(self, life: Life) -> Iterator[Finding]:
        """What is found in one recorded life, in the order of its events."""
        events = {event.number: event for event in life.events}
        for event in life.events:
            if event.sort == "ending" or event.quiet:
                continue
            for rule, sentence in self._broken(event, events):
                yield Finding(life.run, event.tick * self.world.tick, event.number, rule, sentence)

    def _broken(self, event: Event, events: dict[int, Event]) -> Iterator[tuple[Rule, str]]:
        said = self._said(event)
        if event.gone:
            yield "absent", f"{self._who(event.gone)} takes part in {said}, and had ceased to exist"
            return
        unaware = dict(event.unaware)
        if event.sort == "action" and event.outcome != "interrupted" and unaware.get(event.roles[0]) is False:
            yield "acts", f"{self._who(event.roles[:1])} does {said}, and can notice nothing then"
        minds = dict.fromkeys(mind for mind, _ in event.perceived_by if unaware.get(mind) is False)
        if minds:
            yield "notices", f"{self._who(minds)} perceives {said}, and can notice nothing then"
        for lapse in event.lapsed:
            yield from self._lapse(event, lapse, events)
        if event.sort == "event" and self._is_so_already(event):
            yield "twice", f"{said} comes about, and all that it brings was so already"

    # --- what was needed ------------------------------------------------------------------------------------

    def _lapse(self, event: Event, lapse: Lapse, events: dict[int, Event]) -> Iterator[tuple[Rule, str]]:
        action = self._actions[event.name]
        need = action.needs[lapse.need]
        since = [events[number] for number in lapse.since if number in events]
        rules = [rule for cause in since if (rule := self._rule(event, need, cause)) is not None]
        if rules:
            why = ", ".join(dict.fromkeys(self._said(cause) for cause in since))
            yield rules[0], f"{self._said(event)} is done, though `{need.text}` is no longer so since {why}"

    def _rule(self, event: Event, need: model.Condition, since: Event) -> Rule | None:
        """The rule that is broken if a need of an action is no longer so because of an event."""
        fields, asked = self._reads(need.expr)
        changed = {change.field for change in since.changes if change.mind is None} & fields
        states = {field for field in changed if not self._is_amount(field)}
        if any(field.rpartition(".")[2] == model.PLACE for field in states):
            return "elsewhere"
        if not states and since.name not in asked:
            return None
        if since.name == event.name:
            return "twice"
        return "over" if need.roles <= 1 else None

    def _is_amount(self, field: str) -> bool:
        return isinstance(self._fields[field].type, model.Number | model.Time)

    def _read(self, expr: model.Expr) -> tuple[frozenset[str], frozenset[str]]:
        """The fields that an expression reads and the events that it asks after, definitions unfolded."""
        fields: set[str] = set()
        asked: set[str] = set()
        for node in nodes_through([expr], self._define):
            match node:
                case model.Cell(field=field):
                    fields.add(field)
                case model.EventPattern(event=event):
                    asked.add(event)
                case _:
                    pass
        return frozenset(fields), frozenset(asked)

    def _define(self, node: object) -> model.Define | None:
        return self._defines[node.define] if isinstance(node, model.Call) else None

    # --- what can be once -----------------------------------------------------------------------------------

    def _is_so_already(self, event: Event) -> bool:
        """Whether an event makes people able or unable to notice anything, and all that it makes so was so
        before it."""
        brought = self._brought(event.name)
        roles = self._events[event.name].roles
        if not any(field in self._heeded(roles[slot - 1].kind) for field, slot in brought):
            return False
        changed = {(change.field, change.entities) for change in event.changes if change.mind is None}
        return changed.isdisjoint((field, (event.roles[slot - 1],)) for field, slot in brought)

    def _brought(self, name: str) -> list[tuple[str, int]]:
        """The yes/no and options of its roles that an event sets to what is written, come what may: each
        with the slot of the role."""
        event, brought = self._events[name], []
        for effect in event.body:
            match effect:
                case model.Assign(
                    op="=",
                    target=model.Cell(field=field, args=(model.Bound(slot=slot),)),
                    value=model.Const(type=model.YesNo() | model.OneOf()),
                ) if slot <= len(event.roles):
                    brought.append((field, slot))
        return brought

    def _heeded(self, kind: str) -> frozenset[str]:
        """The fields by which those of a kind can notice or not."""
        clauses = [self._kinds[name].notices for name in self._kinds[kind].lineage]
        read = [self._reads(clause.expr)[0] for clause in clauses if clause is not None]
        return frozenset().union(*read)

    # --- in words -------------------------------------------------------------------------------------------

    def _who(self, entities: Iterable[int]) -> str:
        return " and ".join(self.world.entities[entity].name.replace("_", " ") for entity in entities)

    def _said(self, event: Event) -> str:
        roles = ", ".join(self._who([entity]) if entity >= 0 else "none" for entity in event.roles)
        return f"`{event.name}({roles})`" if roles else f"`{event.name}`"
