"""The syntax tree: what was written, with its places, before names mean anything.

The parser makes it from the grammar, the formatter prints it, the checker turns it into the model. A name
that the checker has to resolve is a `Name`, text with a span.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from twicetold.lang.exact import written
from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A word that stands for something."""

    text: str
    span: Span


# --- expressions --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """`3`, `0.5`, `5%`, `2 metres per second`. `text` is the literal as written ("0.5", "5%"), `value` its
    number (5% is 0.05), `unit` the unit's words, first over all that follow `per`.
    """

    value: float
    text: str
    unit: tuple[Name, ...]
    span: Span

    @property
    def exact(self) -> Fraction:
        """The number, as it is written."""
        number = written(self.text.removeprefix("-"))
        return -number if self.text.startswith("-") else number


@dataclass(frozen=True, slots=True)
class Clock:
    """`0:35` or `1:02:00`: seconds."""

    seconds: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Word:
    """`yes no none never now`."""

    text: Literal["yes", "no", "none", "never", "now"]
    span: Span


@dataclass(frozen=True, slots=True)
class Variable:
    """A bare name: role, local, setting, entity, kind (after `is`), option."""

    name: Name
    span: Span


@dataclass(frozen=True, slots=True)
class FieldOf:
    """`x.f`."""

    of: Expr
    field: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Apply:
    """`f(x, y)`: a definition, relation, built-in function or draw."""

    name: Name
    args: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x`, `-x`, `truly x`."""

    op: Literal["not", "-", "truly"]
    x: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands."""

    op: Literal["+", "-", "*", "/", "<", "<=", ">", ">=", "is", "is not", "and", "or"]
    left: Expr
    right: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """`x is one of (a, b)`."""

    x: Expr
    options: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class IfElse:
    """`then if cond else other`."""

    then: Expr
    cond: Expr
    other: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Tuned:
    """`0.4 tune 0.1..0.9`: a number that may be turned between two others, which are in its own unit."""

    x: Expr
    lo: Number
    hi: Number
    span: Span


@dataclass(frozen=True, slots=True)
class Paren:
    """An expression in brackets: kept, so that the formatter prints what was written."""

    x: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`count(x: Person where C: E)`."""

    op: Literal["count", "any", "all", "sum", "mean", "min", "max", "best"]
    name: Name
    kind: Name
    where: Expr | None
    body: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Believes:
    """`believes(mind, body)`."""

    mind: Expr
    body: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Pattern:
    """`strike(a, anyone) missed`; None is `anyone`."""

    event: Name
    args: tuple[Expr | None, ...]
    outcome: Name | None
    span: Span


@dataclass(frozen=True, slots=True)
class Remembers:
    """`remembers(mind, pattern, within)`."""

    mind: Expr
    pattern: Pattern
    within: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class OfEvents:
    """`happened(pattern)`, `times(pattern)`, `doing(pattern)`."""

    op: Literal["happened", "times", "doing"]
    pattern: Pattern
    span: Span


Expr = (
    Number | Clock | Word | Variable | FieldOf | Apply | Unary | Binary | IsOneOf | IfElse | Tuned | Paren
    | Aggregate | Believes | Remembers | OfEvents
)  # fmt: skip

# --- types --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Type:
    """A type as written: `yes/no`, `number`, `whole`, `one of`, `time`, or a kind's name.

    For numbers `lo`, `hi` (None: open) and `unit`; `bounded` tells `number` from `number ..`; for `one of`
    its `options`; for a kind its `kind` and `or none`.
    """

    word: Literal["yes/no", "number", "whole", "one of", "time", "kind"]
    span: Span
    bounded: bool = False
    lo: Number | None = None
    hi: Number | None = None
    unit: tuple[Name, ...] = ()
    options: tuple[Name, ...] = ()
    kind: Name | None = None
    or_none: bool = False


# --- effects ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assign:
    """`target = value` and its like; the target is a `FieldOf` or an `Apply`."""

    target: Expr
    op: Literal["=", "+=", "-="]
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Let:
    """`let n = value`."""

    name: Name
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class If:
    """`if C` … `otherwise` …; `otherwise if` is an If alone in `otherwise`."""

    cond: Expr
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Chance:
    """`chance p` … `otherwise` …"""

    p: Expr
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ForEach:
    """`for x: Kind where C` …"""

    name: Name
    kind: Name
    where: Expr | None
    body: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Pick:
    """`pick x: Kind where C weighted E` … `otherwise` …"""

    name: Name
    kind: Name
    where: Expr | None
    weight: Expr | None
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Born:
    """`born x: Kind` … `otherwise` …"""

    name: Name
    kind: Name
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Retires:
    """`x retires`."""

    x: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Becomes:
    """`x becomes Kind`."""

    x: Expr
    kind: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Learns:
    """`q learns x.f as E`."""

    mind: Expr
    target: Expr
    value: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Happens:
    """`happens fall(p)`."""

    event: Name
    args: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Outcome:
    """`outcome killed`."""

    label: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Shows:
    """`shows x.f as E`; `shows a.f, b.g` is two of them."""

    target: Expr
    value: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text: what stands between the quotes, and where; span covers the quotes too."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Wording:
    """A text and how it is told: plain (the first and every `or`), `as NAME`, `thinks NAME`, `briefly`; where
    its condition does not hold it is left out.
    """

    mode: Literal["plain", "as", "thinks", "briefly"]
    name: Name | None
    when: Expr | None
    text: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Tell:
    """`tell "…"` and the variants below it; `tell failed "…"` and `tell interrupted "…"` of an attempt."""

    wordings: tuple[Wording, ...]
    span: Span
    attempt: Literal["failed", "interrupted"] | None = None


Effect = (
    Assign | Let | If | Chance | ForEach | Pick | Born | Retires | Becomes | Learns | Happens | Outcome
    | Shows | Tell
)  # fmt: skip

# --- sections of actions, events, rules and senses ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Role:
    """`p: Person`."""

    name: Name
    kind: Name


@dataclass(frozen=True, slots=True)
class Perceive:
    """`seen by sight of p`, `seen by q: Person where C`, `felt by victim`, `hidden from victim`: one of each,
    as its fields say."""

    channel: Literal["seen", "heard", "smelled", "felt", "told", "hidden"]
    preposition: Literal["by", "to", "from"]
    sense: Name | None
    of: Name | None
    name: Name | None
    kind: Name | None
    where: Expr | None
    span: Span


# --- blocks -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class World:
    """`world "…"` with `tick`, `lasts`, `choice` below."""

    title: Text
    tick: Expr | None
    lasts: Expr | None
    choice: Literal["softmax", "best"] | None
    temperature: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Use:
    """`use bodies`."""

    name: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Without:
    """`without strike`."""

    name: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Intervention:
    """`forbid strike(Abel, anyone) from 1 minute until 5 minutes when C`, or `force`; `at` a time."""

    verb: Literal["forbid", "force"]
    pattern: Pattern
    at: Expr | None
    since: Expr | None
    until: Expr | None
    when: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Unit:
    """`unit kilometre, kilometres = 1000 metres`."""

    names: tuple[Name, ...]
    value: Number | None
    span: Span


@dataclass(frozen=True, slots=True)
class Setting:
    """`setting heed number 0..1 = 0.4`."""

    name: Name
    type: Type
    value: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind: `thirst number 0..1 ~ beta(2, 5) believed`. `drawn` tells `~` from `=`."""

    name: Name
    type: Type
    start: Expr | None
    drawn: bool
    believed: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Notices:
    """`p notices when C, C`, in a kind."""

    name: Name
    when: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Kind:
    """`kind Singer is Person`, its fields, and when its people can notice anything."""

    name: Name
    parent: Name | None
    pronoun: Literal["he", "she", "they", "it"] | None
    fields: tuple[Field, ...]
    notices: Notices | None
    span: Span


@dataclass(frozen=True, slots=True)
class Relation:
    """`relation love (Person, Person) number -1..1 = 0 believed symmetric`."""

    name: Name
    over: tuple[Name, ...]
    type: Type
    start: Expr | None
    drawn: bool
    believed: bool
    symmetric: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Start:
    """A starting value. `target` is a Variable (a field of the line's entities, or a setting), a FieldOf
    or an Apply; `each_other` tells `love(each other)`, which is an Apply without arguments. `drawn`: `~`
    before the value.
    """

    target: Expr
    each_other: bool
    drawn: bool
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Entities:
    """`Abel, Cain are Person: …`, `100 Villager: …` (`bulk` 100, no names), `spare 5 Letter` (`spare` too),
    `(people) Villager: …` (`bulk` in its brackets).

    `starts` are those in the line and below it that concern the line's entities or anything else.
    """

    names: tuple[Name, ...]
    bulk: Number | Paren | None
    spare: bool
    kind: Name
    pronoun: Literal["he", "she", "they", "it"] | None
    called: Text | None
    titled: Text | None
    starts: tuple[Start, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Belief:
    """`Cain, Abel believe love(Abel, Cain) 0`; no minds: everyone."""

    minds: tuple[Name, ...]
    start: Start
    span: Span


@dataclass(frozen=True, slots=True)
class Define:
    """`define beside(a: Person, b: Person) = …`."""

    name: Name
    params: tuple[tuple[Name, Type], ...]
    body: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Sense:
    """`sense sight (p: Person, other: Person)`."""

    name: Name
    roles: tuple[Role, ...]
    when: tuple[Expr, ...]
    body: tuple[Effect, ...]
    tells: tuple[Tell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Rule:
    """`rule thirst for p: Person where … when … after …` with `at` and `every`."""

    name: Name
    roles: tuple[Role, ...]
    where: Expr | None
    when: Expr | None
    after: Expr | None
    at: Expr | None
    every: Expr | None
    body: tuple[Effect, ...]
    perceive: tuple[Perceive, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Action:
    """`action strike (p: Person, victim: Person)` and its sections. `needs` and `urge` hold one tuple or
    expression per line and comma, in order.
    """

    name: Name
    roles: tuple[Role, ...]
    needs: tuple[Expr, ...]
    urge: tuple[Expr, ...]
    takes: Expr | None
    interrupted: tuple[Expr, ...]
    body: tuple[Effect, ...]
    perceive: tuple[Perceive, ...]
    tells: tuple[Tell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """`event fall (p: Person)`."""

    name: Name
    roles: tuple[Role, ...]
    body: tuple[Effect, ...]
    perceive: tuple[Perceive, ...]
    tells: tuple[Tell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Ending:
    """`ending "…" when C`, `ending "…" at the end [when C]`."""

    name: Text
    cond: Expr | None
    at_end: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Measure:
    """`measure anger = …`."""

    name: Name
    expr: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Expect:
    """`expect "…" in 5%..30%`, `expect anger in 0.2..0.4`."""

    ending: Text | None
    measure: Name | None
    lo: Number
    hi: Number
    span: Span


# --- tellings -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a story: an event (the first that fits, or the `last`), any event if it names none, or a
    time."""

    event: Pattern | None
    at: Clock | Number | None
    last: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Choosing:
    """Which events: `from M or M`, `only P or P`, `with Abel or Cain`, `what led to M`, `what Abel knows`,
    `if P`."""

    word: Literal[
        "from", "after", "until", "before", "only", "without", "with", "in", "led to", "known to", "if",
        "unless",
    ]  # fmt: skip
    moments: tuple[Moment, ...]
    patterns: tuple[Pattern, ...]
    names: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is told, by the word of the clause: whom it names, its value and what `by` adds to that, and the
    event from which a tense holds."""

    word: Literal[
        "close to", "close to each", "close to anyone", "knowing all", "from outside", "present", "past",
        "order", "pace", "frequency", "thought", "speech", "naming", "person", "I", "you",
    ]  # fmt: skip
    names: tuple[Name, ...]
    value: Name | None
    by: Name | None
    since: Pattern | None
    span: Span


@dataclass(frozen=True, slots=True)
class Calling:
    """`call Abel "a boy" then "the boy" or "he" until P`; `first` is empty where there is no `then`."""

    name: Name
    first: tuple[Text, ...]
    texts: tuple[Text, ...]
    until: Pattern | None
    span: Span


@dataclass(frozen=True, slots=True)
class Look:
    """`at M look back on P or P until M`."""

    ahead: bool
    at: Moment | None
    choosing: tuple[Choosing, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Again:
    """`again`."""

    span: Span


@dataclass(frozen=True, slots=True)
class Framing:
    """`begin with "…"`, `end with "…"`."""

    word: Literal["begin", "end"]
    text: Text
    span: Span


TellingClause = Choosing | Manner | Calling
SectionClause = TellingClause | Look | Again | Framing


@dataclass(frozen=True, slots=True)
class Thread:
    """`thread fight: until strike(Cain, Abel)` and the clauses below it."""

    name: Name
    clauses: tuple[TellingClause, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """`section T1 "The end" of fight: …` and the clauses below it."""

    name: Name | None
    title: Text | None
    of: Name | None
    clauses: tuple[SectionClause, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Telling:
    """`telling "threads"`, its clauses, its threads and its sections."""

    title: Text
    clauses: tuple[TellingClause, ...]
    threads: tuple[Thread, ...]
    sections: tuple[Section, ...]
    span: Span


Block = (
    World | Use | Without | Intervention | Unit | Setting | Kind | Relation | Start | Entities | Belief
    | Define | Sense | Rule | Action | Event | Ending | Measure | Expect | Telling
)  # fmt: skip


# --- canons -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CanonPart:
    """A part of a canon line: an event told, an action refused (`not`), or a condition (`so`)."""

    sort: Literal["told", "refused", "so"]
    pattern: Pattern | None
    cond: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class CanonLine:
    """`C3 20:00 within 2:00 strike(Cain, Abel) missed through Abel in T1`. No `at`: before everything.

    Times are a `Clock`, or a `Number` with its unit.
    """

    name: Name
    at: Clock | Number | None
    within: Clock | Number | None
    parts: tuple[CanonPart, ...]
    through: Name | None
    place: Name | None
    span: Span


@dataclass(frozen=True, slots=True)
class Canon:
    """A parsed canon: its title and its lines in order."""

    title: Text
    lines: tuple[CanonLine, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A parsed file: its blocks in order, and the comments the formatter has to keep, by line."""

    name: str
    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its text from `#` on, its line, and whether it stands alone there."""

    text: str
    line: int
    column: int
    alone: bool
