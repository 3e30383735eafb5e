"""The model: a checked world, all names resolved, ready to be lived.

Its modules are called as those of the syntax tree are, one for each idea; a module imports only those it is
made of, expressions below effects, effects below constructs, the world on top. Canons and tellings have names
of their own: `model.canon`, `model.telling`.

Everything here is a frozen, hashable dataclass; `span` says where a thing stands in the text, `number` which
one it is, and neither takes part in equality or in the content hash. A *frame* holds what is bound while a
construct is lived: `frame[0]` is the mind in whose beliefs believed fields are read (-1: the truth), roles
follow from slot 1, then whatever `let`, `for`, `pick`, `born` and the aggregates bind.

Values at run time: a number is a float, a yes/no a bool, an option its index (int), an entity its number
(int, -1 for none), a time a float in seconds (`NEVER` for one that does not come).
"""

from __future__ import annotations

from twicetold.lang.model.constructs import (
    Action,
    Condition,
    Construct,
    Event,
    Perceive,
    Role,
    Rule,
    Sense,
    Term,
)
from twicetold.lang.model.content import content_hash, nodes
from twicetold.lang.model.declarations import Define, Entity, Field, Kind, Setting, Start
from twicetold.lang.model.effects import (
    Assign,
    Becomes,
    Born,
    Chance,
    Effect,
    ForEach,
    Happens,
    If,
    Learns,
    Let,
    Outcome,
    Pick,
    Retires,
    Shows,
    Tell,
)
from twicetold.lang.model.endings import Ending, Expect, Measure, conditions
from twicetold.lang.model.expressions import (
    Aggregate,
    Believes,
    Binary,
    Bound,
    Call,
    Cell,
    Const,
    Doing,
    Draw,
    EventPattern,
    Expr,
    Function,
    Happened,
    IfElse,
    IsKind,
    Now,
    Remembers,
    SettingOf,
    Times,
    Unary,
    conjuncts,
    is_of_times,
    redrawn,
)
from twicetold.lang.model.interventions import Intervention
from twicetold.lang.model.numbers import Numbered, numbered
from twicetold.lang.model.texts import Mention, Plain, Verb, Wording
from twicetold.lang.model.types import (
    NEVER,
    WIDEST,
    Number,
    OneOf,
    Ref,
    Time,
    Type,
    Value,
    YesNo,
    default,
    stored,
)
from twicetold.lang.model.world import Choice, World

__all__ = [
    "NEVER",
    "WIDEST",
    "Action",
    "Aggregate",
    "Assign",
    "Becomes",
    "Believes",
    "Binary",
    "Born",
    "Bound",
    "Call",
    "Cell",
    "Chance",
    "Choice",
    "Condition",
    "Const",
    "Construct",
    "Define",
    "Doing",
    "Draw",
    "Effect",
    "Ending",
    "Entity",
    "Event",
    "EventPattern",
    "Expect",
    "Expr",
    "Field",
    "ForEach",
    "Function",
    "Happened",
    "Happens",
    "If",
    "IfElse",
    "Intervention",
    "IsKind",
    "Kind",
    "Learns",
    "Let",
    "Measure",
    "Mention",
    "Now",
    "Number",
    "Numbered",
    "OneOf",
    "Outcome",
    "Perceive",
    "Pick",
    "Plain",
    "Ref",
    "Remembers",
    "Retires",
    "Role",
    "Rule",
    "Sense",
    "Setting",
    "SettingOf",
    "Shows",
    "Start",
    "Tell",
    "Term",
    "Time",
    "Times",
    "Type",
    "Unary",
    "Value",
    "Verb",
    "Wording",
    "World",
    "YesNo",
    "conditions",
    "conjuncts",
    "content_hash",
    "default",
    "is_of_times",
    "nodes",
    "numbered",
    "redrawn",
    "stored",
]
