"""What names mean: all that a world has named, and what is bound at one place in it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain
from typing import Literal

from twicetold.lang import limits, model, syntax
from twicetold.lang.calendar import Calendar
from twicetold.lang.check import elsewhere, types
from twicetold.lang.check.unit import Units
from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import Problems
from twicetold.lang.exact import Grid
from twicetold.lang.memo import Memo
from twicetold.lang.ranges import ANYTHING, Range, Ranges
from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Definition:
    """What callers need to know of a definition. `type` is None if its body is wrong."""

    params: tuple[tuple[str, model.Type | None], ...]
    type: model.Type | None
    reads_beliefs: bool = False
    asks_beliefs: int = 0
    """How deep it asks what somebody believes."""
    reads_world: bool = True
    depth: int = 1
    range: Range = ANYTHING
    body: model.Expr | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """What patterns, `happens` and `seen` need to know of an action, event, rule or sense. A role's kind
    is None if it is unknown; `outcomes` are the labels its effects can say; a `loud` sense makes events; an
    event with `odds` comes about by its own chance."""

    sort: Literal["action", "event", "rule", "sense"]
    name: syntax.Name
    kinds: tuple[str | None, ...]
    outcomes: tuple[str, ...] = ()
    loud: bool = False
    odds: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """What is kept of all claims of one thing, a field, relation or definition: the names of the fields in
    which it is kept what was said last and when, for those of the kinds `over`: who says it, to whom, and of
    whom. `made`: something says it; `asked` is where it is asked after first."""

    of: str
    what: str
    when: str
    over: tuple[str, ...]
    type: model.Type
    span: Span
    made: bool = False
    asked: syntax.Expr | None = None


@dataclass
class Names:
    """All that a world names, gathered before any expression is read."""

    problems: Problems
    units: Units
    memo: Memo = field(default_factory=Memo)
    kinds: dict[str, model.Kind] = field(default_factory=dict)
    fields: dict[tuple[str, str], model.Field] = field(default_factory=dict)
    """By the root of the family of kinds, and the name as written."""
    every: dict[str, model.Field] = field(default_factory=dict)
    """The fields and relations, the hidden ones too, by their names in the model."""
    believed: set[str] = field(default_factory=set)
    """The fields and relations, by their names in the model, of which every mind has its own copy."""
    unknowable: frozenset[str] = frozenset()
    """The fields and relations, by their names as written, that a text says may be unknown."""
    in_truth: dict[str, str] = field(default_factory=dict)
    """The definitions that are asked for of the truth (`truly`), by the names that they have then."""
    relations: dict[str, model.Field] = field(default_factory=dict)
    settings: dict[str, model.Setting] = field(default_factory=dict)
    knobs: dict[Span, str] = field(default_factory=dict)
    """The settings that stand for numbers tuned where they are, by these places."""
    numbers: dict[str, int] = field(default_factory=dict)
    """The number of each entity."""
    entities: dict[int, model.Entity] = field(default_factory=dict)
    """The entities by number, in order."""
    population: dict[str, int] = field(default_factory=dict)
    """How many entities are declared of a kind, its descendants' among them."""
    numbered: dict[str, int] = field(default_factory=dict)
    """How many entities of a kind are named by number."""
    options: dict[str, tuple[model.OneOf, ...]] = field(default_factory=dict)
    """By option, the types that have it."""
    defines: dict[str, Definition] = field(default_factory=dict)
    happenings: dict[str, Happening] = field(default_factory=dict)
    due: dict[str, model.Field] = field(default_factory=dict)
    """By event that something asks for later, when it is due."""
    odds: dict[str, model.Rule] = field(default_factory=dict)
    """By event that comes about by its own chance, the rule that draws it."""
    placed: dict[str, model.Field] = field(default_factory=dict)
    """By kind, the places that its entities have among them all, where a network asks for these."""
    joining: model.Field | None = None
    """The relation of pairs whose starting value is being read, if it may be that of a network."""
    statements: dict[str, Statement] = field(default_factory=dict)
    """What claims are made of, by the field in which it is kept what was said last."""
    sensed: dict[str, model.Field] = field(default_factory=dict)
    """The fields, by name, in which it is kept when or where somebody last had a sense of somebody."""
    complete: bool = False
    """Whether it is known of all that is said and sensed what is kept of it."""
    lost: set[str] = field(default_factory=set)
    """Names whose declarations are wrong: of what uses them nothing more is told."""
    all_there: bool = True
    """Whether every entity line was understood, so that it is known how many there are of a kind."""
    without: frozenset[str] = frozenset()
    """Actions, rules, senses and events taken away: asking for them is allowed and finds nothing."""
    places: dict[tuple[str, str], Span] = field(default_factory=dict)
    """Where each name is declared, by namespace."""
    used: set[str] = field(default_factory=set)
    """Definitions that something uses."""
    written: dict[Span, Fraction] = field(default_factory=dict)
    """What the numbers of the text are exactly, in base units, by where they stand."""
    exact: dict[str, Fraction | None] = field(default_factory=dict)
    """What the settings that a line gives a value are exactly."""
    depth: int = 1
    """How deep beliefs about beliefs go."""
    grid: Grid = field(default_factory=lambda: Grid(Fraction(1), 1))
    """The ticks of a life, once the world block has been read."""
    choice: model.Choice = field(default_factory=lambda: model.Choice("softmax"))
    """How actors choose, once the world block has been read."""
    calendar: Calendar | None = None
    """When the world begins, if it says so."""
    of_calendar: dict[str, model.Define] = field(default_factory=dict)
    """By name, the definitions that say what the calendar does of a time, as far as they are needed."""
    started: set[str] = field(default_factory=set)
    """The fields and relations, by their names in the model, whose declarations give a starting value."""
    begun: set[str] = field(default_factory=set)
    """The fields and relations, by their names in the model, that have their values before what is being read
    has: those declared above it."""
    home: str = ""
    """The file of the world block; other files are libraries."""
    reachable: dict[str, set[str]] = field(default_factory=dict)
    """By the root of a family, the kinds that something of it becomes, with their ancestors."""

    def claim(self, space: str, name: syntax.Name) -> bool:
        """Give a name its meaning in a namespace; an error if it has one already. Whether it was free."""
        first = self.places.setdefault((space, name.text), name.span)
        if first is name.span:
            return True
        self.problems.tell(
            "T0213.name", name.span, name=name.text, line=self.problems.line_of(first), file=first.file
        )
        return False

    def telling(self, problems: Problems) -> Names:
        """The same names for a text of its own, such as a canon, whose mistakes are told to `problems`."""
        return replace(self, problems=problems, units=replace(self.units, problems=problems), places={})

    def said(self, type_: model.Type) -> str:
        """A type in words."""
        return types.said(type_, self.units.plural)

    def said_unit(self, type_: model.Type) -> str:
        """The unit of a number as it follows it, with a space before; empty if it has none."""
        unit = types.dimension(type_)
        return f" {types.said_dimension(unit, self.units.plural)}" if unit else ""

    # --- kinds --------------------------------------------------------------------------------------------

    def kind(self, name: syntax.Name) -> str | None:
        """The kind of that name, or None and an error."""
        if name.text in self.kinds:
            return name.text
        help = elsewhere.said(elsewhere.TYPES, name.text) or self.problems.meant(name.text, self.kinds)
        if name.text in self.numbers:
            help = Help("T0202.entity", name=name.text, kind=self.kind_of(name.text))
        self.problems.tell("T0202.unknown", name.span, help, name=name.text)
        return None

    def kind_of(self, entity: str) -> str:
        """The kind of an entity, by name."""
        return self.entities[self.numbers[entity]].kind

    def root(self, kind: str) -> str:
        """The oldest ancestor of a kind."""
        return self.kinds[kind].lineage[-1]

    def descends(self, kind: str, ancestor: str) -> bool:
        """Whether every entity of `kind` is of the kind `ancestor` too."""
        return ancestor in self.kinds[kind].lineage

    def related(self, a: str, b: str) -> bool:
        """Whether one of two kinds descends from the other."""
        return self.descends(a, b) or self.descends(b, a)

    def common(self, a: str, b: str) -> str | None:
        """The nearest kind that two kinds both are; None for two families."""
        return next((kind for kind in self.kinds[a].lineage if self.descends(b, kind)), None)

    def most(self, kind: str) -> int:
        """How many entities there can be of a kind at any time."""
        root = self.root(kind)
        grows = kind in self.reachable.get(root, ())
        return self.population.get(root if grows else kind, 0)

    @property
    def ranges(self) -> Ranges:
        """What values expressions can have, whatever the settings are set to."""
        return Ranges(define=lambda name: self.defines[name].range, crowd=self._crowd)

    def _crowd(self, expr: model.Aggregate) -> float:
        """How many it can find: the world's to say; a library may speak of wolves where there are none."""
        counted = self.all_there and expr.span.file == self.home
        return float(self.most(expr.kind)) if counted else math.inf

    def can_be(self, kind: str, other: str) -> bool:
        """Whether an entity of one kind is, or can become, of the other."""
        return self.descends(kind, other) or other in self.reachable.get(self.root(kind), ())

    def fields_of(self, kind: str) -> Iterator[str]:
        """The names of the fields that may be read of an entity of this kind."""
        root = self.root(kind)
        for (family, name), declared in self.fields.items():
            if family == root and self.may_have(kind, declared):
                yield name

    def field(self, name: str) -> model.Field:
        """A field or relation, by its name in the model."""
        return self.every[name]

    def keep(self, field: model.Field) -> model.Field:
        """The field or relation, known from now on by its name in the model."""
        self.every[field.name] = field
        return field

    def over(self, field: str) -> tuple[str, ...]:
        """The kinds of those who have a field or relation, by its name in the model."""
        if field in self.statements:
            return self.statements[field].over
        return self.field(field).over

    def may_have(self, kind: str, declared: model.Field) -> bool:
        """Whether some entity known to be of this kind has the field, or can come to have it."""
        return self.descends(declared.over[0], kind) or self.can_be(kind, declared.over[0])


@dataclass
class Frame:
    """The slots of one construct: 0 is the mind, every binding takes a fresh one. `inner` are the names that
    are bound somewhere in its effects; there are `reasons` if a line of its urge says `because`."""

    size: int = 1
    inner: frozenset[str] = frozenset()
    reasons: bool = False

    def fresh(self) -> int:
        """A slot that nothing else has."""
        self.size += 1
        return self.size - 1


@dataclass
class Sites:
    """The draws inside one statement, numbered in order. `alone` names the first like the statement
    itself."""

    path: str
    alone: bool = False
    drawn: int = 0

    def fresh(self) -> str:
        """The site of the next draw."""
        self.drawn += 1
        if self.alone and self.drawn == 1:
            return self.path
        return f"{self.path}/draw{self.drawn}"


@dataclass(frozen=True, slots=True)
class Local:
    """What a name is bound to; the type is None if that is unknown."""

    name: str
    slot: int
    type: model.Type | None
    role: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What is bound at one place. `keys` are the slots that key its draws; `sites` None where nothing may
    be drawn."""

    names: Names
    frame: Frame
    locals: Mapping[str, Local] = field(default_factory=dict)
    keys: tuple[int, ...] = ()
    sites: Sites | None = None
    minds: tuple[model.Expr, ...] = ()
    """In whose mind it is read: inside `believes`, and in a deep world in what an action needs and urges."""
    facts: Mapping[model.Expr, str] = field(default_factory=dict)
    """Of which kind some entities are known to be here (`narrow`)."""

    @property
    def problems(self) -> Problems:
        """Where what is wrong is told."""
        return self.names.problems

    def bind(
        self, name: syntax.Name, type_: model.Type | None, key: bool = False, role: bool = False
    ) -> Scope:
        """The scope in which a name is bound too, to a fresh slot; an error if the name is bound already."""
        if name.text in self.locals:
            self.problems.tell("T0214.bound", name.span, name=name.text)
        local = Local(name.text, self.frame.fresh(), type_, role)
        keys = (*self.keys, local.slot) if key else self.keys
        return replace(self, locals={**self.locals, name.text: local}, keys=keys)

    def at(self, path: str) -> Scope:
        """The scope for the statement at this path, where draws are allowed."""
        return replace(self, sites=Sites(path))

    def keyed(self, span: Span) -> tuple[int, ...]:
        """The slots that key a draw here; an error if they are too many."""
        if len(self.keys) > limits.ROLES:
            self.problems.tell("T0423.draw", span, count=len(self.keys), most=limits.ROLES)
        return self.keys

    def known(self) -> Iterator[str]:
        """Every name that can stand alone here, the closest first."""
        names = self.names
        return chain(self.locals, names.settings, names.numbers, names.options, names.kinds)
