"""The model: a checked world, all names resolved, ready to be lived.

Everything here is a frozen, hashable dataclass; `span` says where a thing stands in the text and takes no
part in equality or in the content hash. A *frame* holds what is bound while a construct is lived: `frame[0]`
is the mind in whose beliefs believed fields are read (-1: the truth), roles follow from slot 1, then whatever
`let`, `for`, `pick`, `born` and the aggregates bind.

Values at run time: a number is a float, a yes/no a bool, an option its index (int), an entity its number
(int, -1 for none), a time a float in seconds (`NEVER` for one that does not come).
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal

from twicetold.lang import limits
from twicetold.lang.exact import FOREVER, Grid
from twicetold.lang.source import NOWHERE, Span

if TYPE_CHECKING:
    from twicetold.lang.telling import Telling

NEVER: Final = 1e18
"""The time that does not come, in seconds."""

WIDEST: Final = 1e15
"""A number without declared ends is clamped to plus and minus this."""


def _span() -> Span:
    """The field `span` of every node: where it stands, without part in equality, hash or content hash."""
    return field(default=NOWHERE, compare=False, repr=False, kw_only=True)


# --- types --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class YesNo:
    """A yes/no."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number within `lo..hi`, in the base unit of `unit` (sorted pairs of base unit and exponent).

    `whole` numbers are rounded to the nearest on storing, halves to the even one.
    """

    lo: float = -WIDEST
    hi: float = WIDEST
    unit: tuple[tuple[str, int], ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """A moment, in seconds since the start of the life; `NEVER` is later than all others."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the named options; its value is the option's index."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity of a kind, or also none when `optional`."""

    kind: str
    optional: bool = False


Type = YesNo | Number | Time | OneOf | Ref

# --- expressions --------------------------------------------------------------------------------------------

Value = float | int | bool


@dataclass(frozen=True, slots=True)
class Const:
    """A literal, an entity, an option."""

    value: Value
    type: Type
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Bound:
    """What a role, parameter or local name is bound to: the content of a frame's slot."""

    slot: int
    name: str
    type: Type
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class SettingOf:
    """The value of a setting of the world."""

    name: str
    type: Type
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Now:
    """Seconds since the start of the life."""

    type: Type = Time()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of an entity, or a relation of several, read; `truly` reads past the mind in force."""

    field: str
    args: tuple[Expr, ...]
    type: Type
    truly: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Call:
    """A definition applied to arguments; it is read in the same mind."""

    define: str
    args: tuple[Expr, ...]
    type: Type
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x` or `-x`."""

    op: Literal["not", "-"]
    x: Expr
    type: Type
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and what stands between them."""

    op: Literal["+", "-", "*", "/", "<", "<=", ">", ">=", "is", "is not", "and", "or"]
    left: Expr
    right: Expr
    type: Type
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class IfElse:
    """`then if cond else other`."""

    cond: Expr
    then: Expr
    other: Expr
    type: Type
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class IsKind:
    """Whether an entity is, now, of a kind (or of one that descends from it)."""

    x: Expr
    kind: str
    type: Type = YesNo()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Function:
    """A built-in function: abs floor round sqrt exp log least greatest clamp."""

    name: str
    args: tuple[Expr, ...]
    type: Type
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Something said of all entities of a kind: count any all sum mean min max best.

    `count` and `any` have only `where`; `all` has its claim as `body`; the others the number they gather.
    """

    op: Literal["count", "any", "all", "sum", "mean", "min", "max", "best"]
    slot: int
    name: str
    kind: str
    where: Expr | None
    body: Expr | None
    type: Type
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Believes:
    """`body` read in the mind of another."""

    mind: Expr
    body: Expr
    type: Type
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class EventPattern:
    """An event to look for: an action's or event's name, its roles (None is anyone), perhaps its outcome."""

    event: str
    args: tuple[Expr | None, ...]
    outcome: str | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Remembers:
    """Whether `mind` perceived such an event, within the last `within` seconds if that is given: if it is
    known beforehand, within the last `ticks`."""

    mind: Expr
    pattern: EventPattern
    within: Expr | None = None
    ticks: int | None = None
    type: Type = YesNo()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Happened:
    """Whether such an event has come to an end in this life (failed and interrupted attempts do not count,
    unless the pattern asks for that outcome)."""

    pattern: EventPattern
    type: Type = YesNo()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Times:
    """How often such an event has come to an end in this life."""

    pattern: EventPattern
    type: Type = Number(lo=0.0)
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Doing:
    """Whether such an action is under way now."""

    pattern: EventPattern
    type: Type = YesNo()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Draw:
    """A value drawn: uniform normal beta exponential chance. `site` names the place of the draw in the world;
    `bound` are the slots of the entities that key it."""

    dist: Literal["uniform", "normal", "beta", "exponential", "chance"]
    args: tuple[Expr, ...]
    site: str
    bound: tuple[int, ...]
    type: Type
    span: Span = _span()


Expr = (
    Const | Bound | SettingOf | Now | Cell | Call | Unary | Binary | IfElse | IsKind | Function | Aggregate
    | Believes | Remembers | Happened | Times | Doing | Draw
)  # fmt: skip

# --- telling text -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plain:
    """Text that stands as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something named: `form` is plain, possessive, the, or a. `before`: as it was before the
    event changed anything. Of a number `unit` is its unit in words, for one and for many, if it is told.
    """

    expr: Expr
    form: Literal["plain", "possessive", "the", "a"]
    before: bool = False
    unit: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb in its plain form, to be inflected in the telling."""

    lemma: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """One line of text. `mode`: `plain`; `as` (close to the entity in slot `mind`; `as witness` has mind
    None); `thinks` (what that one thinks); `briefly` (in summary). It is there only where `when` holds (None:
    always).
    """

    mode: Literal["plain", "as", "thinks", "briefly"]
    mind: int | None
    parts: tuple[Plain | Mention | Verb, ...]
    when: Expr | None = None
    span: Span = _span()


# --- effects ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assign:
    """`target = value`, `+=`, `-=`."""

    target: Cell
    op: Literal["=", "+=", "-="]
    value: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Let:
    """A name for a value, for the rest of the block."""

    slot: int
    name: str
    value: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class If:
    """One block or the other, by a condition."""

    cond: Expr
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Chance:
    """One block or the other, by one uniform draw u < p."""

    p: Expr
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    site: str
    bound: tuple[int, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ForEach:
    """The block for each entity in order of declaration."""

    slot: int
    name: str
    kind: str
    where: Expr | None
    body: tuple[Effect, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Pick:
    """The block for one entity drawn by weight (weights of 0 or less are never drawn), or `otherwise`."""

    slot: int
    name: str
    kind: str
    where: Expr | None
    weight: Expr | None
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    site: str
    bound: tuple[int, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Born:
    """The block for the first spare entity of a kind, which begins to exist; or `otherwise`."""

    slot: int
    name: str
    kind: str
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Retires:
    """An entity ceases to exist."""

    x: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Becomes:
    """An entity's kind changes."""

    x: Expr
    kind: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Learns:
    """A mind's copy of a believed field becomes `value`, or the truth."""

    mind: Expr
    target: Cell
    value: Expr | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Happens:
    """An event without an actor takes place."""

    event: str
    args: tuple[Expr, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the event turned out."""

    label: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Tell:
    """The event's text: all its wordings."""

    wordings: tuple[Wording, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Shows:
    """In a sense: the mind comes to believe `value`, or the truth, of `target`."""

    target: Cell
    value: Expr | None
    span: Span = _span()


Effect = (
    Assign | Let | If | Chance | ForEach | Pick | Born | Retires | Becomes | Learns | Happens | Outcome | Tell
    | Shows
)  # fmt: skip

# --- what a world is made of --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Role:
    """A place in a construct that entities of a kind can take; `slot` is its place in the frame."""

    name: str
    kind: str
    slot: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entities. `lineage` are its own name and its ancestors', nearest first. `notices` is what it
    says of its own on when those of it (slot 1) can notice anything; what its ancestors say holds besides.
    """

    name: str
    parent: str | None
    lineage: tuple[str, ...]
    pronoun: Literal["he", "she", "they", "it"]
    notices: Condition | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Field:
    """A value that entities of kind `over[0]` have (one), or pairs or triples (a relation).

    `start` is its starting value where nothing else is said (it may draw; frame slots 1.. are the entities);
    None: every entity must be given one.
    """

    name: str
    over: tuple[str, ...]
    type: Type
    start: Expr | None
    believed: bool = False
    symmetric: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something. Its number is its place in `World.entities`. `called` is its name in
    tellings, `title` how it is addressed or by what rank it is known; empty if by none.
    """

    name: str
    kind: str
    called: str
    pronoun: Literal["he", "she", "they", "it"]
    spare: bool = False
    title: str = ""
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Start:
    """A starting value: of the truth, or of one mind's copy when `mind` is an entity's number. Draws in it
    are keyed by the entities it is about. Later ones override earlier ones.
    """

    field: str
    entities: tuple[int, ...]
    value: Expr
    mind: int | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Setting:
    """A constant of the world that can be set from outside; already clamped to its type.

    One that is tuned, between two numbers, is a knob: it may be `turned` in a world that is loaded.
    `written` is where its value stands.
    """

    name: str
    type: Type
    value: Value
    tune: tuple[float, float] | None = None
    written: Span = _span()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Define:
    """A named expression. Parameters take the slots 1, 2, …; `size` is the length of its frame."""

    name: str
    params: tuple[tuple[str, Type], ...]
    body: Expr
    type: Type
    size: int
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Condition:
    """One part of a `needs`, as written. `needs a, b and c` has the parts a, b and c.

    `roles` is how many roles, in order, must be bound before it can be tested; `text` is its source.
    """

    expr: Expr
    roles: int
    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of an `urge`, with its source text. A term that is subtracted is already negated."""

    expr: Expr
    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Perceive:
    """Who perceives an event, by which channel: through a sense of a role (`sense` and `of`, a slot),
    every entity of a kind that fits (`kind`, `slot`, `where`), or one role (`of`, where `where` holds).
    Whom it is `hidden` from (`of` alone) does not perceive it by any line.
    """

    channel: Literal["seen", "heard", "smelled", "felt", "told", "hidden"]
    sense: str | None = None
    of: int | None = None
    slot: int | None = None
    kind: str | None = None
    where: Expr | None = None
    site: str = ""
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Sense:
    """What a mind notices by itself. roles[0] is the mind. `wordings`: told when it changes the mind (see
    `loud`).
    """

    name: str
    roles: tuple[Role, ...]
    when: tuple[Condition, ...]
    body: tuple[Effect, ...]
    wordings: tuple[Wording, ...]
    size: int
    span: Span = _span()

    @property
    def loud(self) -> bool:
        """Whether a change of mind by this sense is an event."""
        return bool(self.wordings)


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens without anybody's choosing.

    `mode`: `each` tick; `when` it becomes true, or has held for `ticks` (`after`); `at` the tick `ticks`;
    `every` so often: evenly, `times` in `ticks` ticks (see `exact.Grid.often`). `where` and `when` are split
    into conditions; for `each`, `at` and `every` only `where` is used.
    """

    name: str
    roles: tuple[Role, ...]
    mode: Literal["each", "when", "at", "every"]
    where: tuple[Condition, ...]
    when: tuple[Condition, ...]
    ticks: int
    times: int
    body: tuple[Effect, ...]
    perceive: tuple[Perceive, ...]
    size: int
    span: Span = _span()

    @property
    def first(self) -> int:
        """The first tick at which it can hold."""
        return -(-self.ticks // self.times) if self.times else FOREVER


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody can choose to do. roles[0] is the actor. It keeps the actor busy for so many `ticks`, or
    if that is None for as many as `takes`, in seconds, comes to.

    `failed` and `broken_off` are the wordings of an attempt that failed, or was interrupted. `notices`: when
    the actor perceives it (None: always).
    """

    name: str
    roles: tuple[Role, ...]
    needs: tuple[Condition, ...]
    urge: tuple[Term, ...]
    takes: Expr | None
    ticks: int | None
    interrupted: tuple[Condition, ...]
    body: tuple[Effect, ...]
    perceive: tuple[Perceive, ...]
    wordings: tuple[Wording, ...]
    failed: tuple[Wording, ...]
    broken_off: tuple[Wording, ...]
    size: int
    notices: Expr | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Event:
    """What happens without an actor, when an effect says `happens`."""

    name: str
    roles: tuple[Role, ...]
    body: tuple[Effect, ...]
    perceive: tuple[Perceive, ...]
    wordings: tuple[Wording, ...]
    size: int
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Intervention:
    """Something made otherwise than the world would have it: in the ticks `first` to `last`, where `when`
    holds in truth (None: always; `size` is the length of its frame).

    What is made otherwise is said by `verb`:

    - `forbid`: the action `name` is not chosen; the event, rule or sense of that name does not take place;
    - `force`: the action is chosen whenever its actor has it among the options; if `once`, only until it has
      been started once;
    - `falls`: the chance whose site is `name` holds, or with `value` 0 does not; `again` is which time it is
      drawn for the same entities in one tick, counted from 0 (None: each time);
    - `void`: the action, event or rule takes place without its effects;
    - `luck`: all is drawn as in the run `value`.

    `roles` are the entities that take the construct's roles, or that key the draw: the first ones; None, and
    any that are left out, is anyone. Where several say something of one thing, the last does.
    """

    verb: Literal["forbid", "force", "falls", "void", "luck"]
    name: str = ""
    roles: tuple[int | None, ...] = ()
    first: int = 0
    last: int = FOREVER
    when: Expr | None = None
    size: int = 1
    once: bool = False
    value: int = 1
    again: int | None = None
    span: Span = _span()


NOTHING: Final = Intervention("luck", last=-1)
"""An intervention that changes nothing. A world that has it is lived by code that is open to others."""

Construct = Sense | Rule | Action | Event
"""What has roles and can take place."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a life can end; `cond` None is always."""

    name: str
    cond: Expr | None
    at_end: bool
    size: int
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Measure:
    """A number kept per life: what it is at the end, or of a `peak` the highest that it was at the beginning
    and at the end of any tick. One whose type is a time is kept as it is: of a life in which it never came it
    is `NEVER`."""

    name: str
    expr: Expr
    size: int
    peak: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Expect:
    """The author's test: the share of an ending, or the mean of a measure, lies within `lo..hi`."""

    ending: str | None
    measure: str | None
    lo: float
    hi: float
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Choice:
    """How actors choose: softmax of a temperature, or best."""

    mode: Literal["softmax", "best"]
    temperature: float = 1.0


@dataclass(frozen=True, slots=True)
class World:
    """A checked world. All tuples are in order of declaration, used libraries where they are named."""

    name: str
    step: Fraction
    ticks: int
    choice: Choice
    kinds: tuple[Kind, ...]
    fields: tuple[Field, ...]
    settings: tuple[Setting, ...]
    entities: tuple[Entity, ...]
    starts: tuple[Start, ...]
    defines: tuple[Define, ...]
    senses: tuple[Sense, ...]
    rules: tuple[Rule, ...]
    actions: tuple[Action, ...]
    events: tuple[Event, ...]
    endings: tuple[Ending, ...]
    measures: tuple[Measure, ...]
    expects: tuple[Expect, ...]
    initiative: str | None = None
    """The definition that orders actors, if there is one; else the order is drawn each tick."""
    tellings: tuple[Telling, ...] = ()
    """How its author tells its lives; they move nothing."""
    interventions: tuple[Intervention, ...] = ()
    budget: int = field(default=limits.STEPS, compare=False)
    """How many steps a life may take. It is for whoever lives the world to say, and no part of it."""

    @property
    def tick(self) -> float:
        """The time from each tick to the next, in seconds: the double nearest to `step`, which it is."""
        return self.seconds(1)

    def seconds(self, tick: int) -> float:
        """The time of a tick since the beginning, in seconds: the double nearest to it."""
        return tick * self.step.numerator / self.step.denominator

    def tick_at(self, seconds: float) -> int:
        """The tick that goes on at a time: the last that is not after it."""
        tick = Grid(self.step, self.ticks).not_after(Fraction(seconds))
        return tick + (self.seconds(tick + 1) <= seconds)

    @property
    def hash(self) -> str:
        """The content hash: 16 hexadecimal digits, the same for the same world however it is laid out
        (comments and places in the text do not count).
        """
        return content_hash(self)

    @property
    def knobs(self) -> tuple[Setting, ...]:
        """The settings that may be turned."""
        return tuple(setting for setting in self.settings if setting.tune is not None)

    def under(self, interventions: Iterable[Intervention]) -> World:
        """The same world with further interventions."""
        return replace(self, interventions=(*self.interventions, *interventions))

    def turned(self, values: Mapping[str, float]) -> World:
        """The same world with other values of some knobs, clamped to their types.

        Raises KeyError if there is no such knob.
        """
        unknown = values.keys() - {knob.name for knob in self.knobs}
        if unknown:
            raise KeyError(min(unknown))
        settings = (
            replace(each, value=stored(each.type, values[each.name])) if each.name in values else each
            for each in self.settings
        )
        return replace(self, settings=tuple(settings))

    def entity(self, name: str) -> int:
        """The number of the entity of that name. Raises KeyError if there is none."""
        for number, entity in enumerate(self.entities):
            if entity.name == name:
                return number
        raise KeyError(name)


def stored(type_: Type, value: Value) -> Value:
    """A value as a field or setting of this type keeps it: rounded if whole, clamped."""
    if not isinstance(type_, Number):
        return value
    value = min(max(float(value), type_.lo), type_.hi)
    return min(max(float(round(value)), type_.lo), type_.hi) if type_.whole else value


def parts(kind: type) -> tuple[str, ...]:
    """The names of the fields that are a node's content; none of what is no node."""
    return _parts(kind) or ()


def nodes(root: object, *, wordings: bool = False) -> Iterator[object]:
    """Every node of the model at and below `root`, in the order of the text as far as the model keeps it.

    Wordings are left out unless asked for, with what they ask after: they move nothing.
    """
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Wording) and not wordings:
            continue
        parts = _parts(node.__class__)
        if parts is not None:
            yield node
            waiting.extend(getattr(node, part) for part in reversed(parts))
        elif isinstance(node, tuple):
            waiting.extend(reversed(node))


def is_of_times(expr: Binary) -> bool:
    """Whether this is a sum or difference with a time in it."""
    return expr.op in ("+", "-") and Time() in (expr.left.type, expr.right.type)


def redrawn(value: Expr, named: Callable[[str], str]) -> Expr:
    """A starting value whose draws are at other sites, named after those they were at."""

    def inner(part: Expr) -> Expr:
        return redrawn(part, named)

    match value:
        case Draw(args=args, site=site):
            return replace(value, args=tuple(map(inner, args)), site=named(site))
        case Function(args=args) | Call(args=args):
            return replace(value, args=tuple(map(inner, args)))
        case Unary(x=x):
            return replace(value, x=inner(x))
        case Binary(left=left, right=right):
            return replace(value, left=inner(left), right=inner(right))
        case IfElse(cond=cond, then=then, other=other):
            return replace(value, cond=inner(cond), then=inner(then), other=inner(other))
        case _:
            return value


def conjuncts(condition: Expr | None) -> list[Expr]:
    """The parts of a condition that all have to hold, in order; none of no condition."""
    match condition:
        case None:
            return []
        case Binary(op="and", left=left, right=right):
            return [*conjuncts(left), *conjuncts(right)]
        case _:
            return [condition]


def conditions(owner: Construct | Ending) -> Iterator[Condition | Expr]:
    """What is asked before a construct is lived or an ending reached, in order of the text."""
    match owner:
        case Sense(when=parts) | Action(needs=parts):
            yield from parts
        case Rule(where=where, when=when):
            yield from (*where, *when)
        case Ending(cond=cond):
            yield from conjuncts(cond)


def content_hash(node: object, size: int = 8) -> str:
    """The hash of a model node's content, spans left out, of so many bytes."""
    return hashlib.blake2b(b"".join(_canonical(node)), digest_size=size).hexdigest()


@functools.cache
def _parts(kind: type) -> tuple[str, ...] | None:
    """The fields that are a node's content; None of what is no node."""
    if not dataclasses.is_dataclass(kind):
        return None
    return tuple(part.name for part in dataclasses.fields(kind) if part.compare)


@functools.cache
def _opening(kind: type) -> bytes:
    """What a node of this kind begins with in its canonical form."""
    return f"({kind.__name__}:{len(_parts(kind) or ())}".encode()


def _canonical(root: object) -> Iterator[bytes]:
    """A canonical form of `root` in parts, tagged and with lengths: no two different nodes have the same."""
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        kind = node.__class__
        if kind is str:
            data = node.encode()
            yield b"s%d:" % len(data)
            yield data
        elif kind is float:
            yield b"f" + node.hex().encode()
        elif kind is tuple:
            yield b"[%d" % len(node)
            waiting.extend(reversed(node))
        elif (parts := _parts(kind)) is not None:
            yield _opening(kind)
            waiting.extend([getattr(node, part) for part in reversed(parts)])
        else:
            yield f"{kind.__name__}={node!r};".encode()
