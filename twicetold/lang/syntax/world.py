"""A file as written: its blocks and its comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twicetold.lang.source import Span
from twicetold.lang.syntax.constructs import Action, Event, Rule, Sense
from twicetold.lang.syntax.days import Begins, DayTime
from twicetold.lang.syntax.declarations import (
    Belief,
    Define,
    Entities,
    Kind,
    Relation,
    Setting,
    Start,
    Unit,
    Words,
)
from twicetold.lang.syntax.effects import Tell
from twicetold.lang.syntax.endings import Ending, Expect, Measure, Reward, Wants
from twicetold.lang.syntax.expressions import Expr
from twicetold.lang.syntax.interventions import Intervention, Without
from twicetold.lang.syntax.names import Name
from twicetold.lang.syntax.patterns import StoryPattern
from twicetold.lang.syntax.telling import Telling
from twicetold.lang.syntax.texts import Text


@dataclass(frozen=True, slots=True)
class World:
    """`world "…"` with `begins`, `tick`, `lasts`, `choice`, `depth` and `opening` below; it lasts so long,
    or `until`
    then."""

    title: Text
    begins: Begins | None
    tick: Expr | None
    lasts: Expr | None
    until: Expr | DayTime | None
    choice: Literal["softmax", "best"] | None
    temperature: Expr | None
    depth: Expr | None
    opening: Tell | None
    span: Span


@dataclass(frozen=True, slots=True)
class Use:
    """`use bodies`."""

    name: Name
    span: Span


@dataclass(frozen=True, slots=True)
class More:
    """`kind Person also`, `action strike also`: what comes to a block above, as a block of the same name."""

    of: Kind | Action | Event
    span: Span


Block = (
    World | Use | Without | More | Intervention | Unit | Setting | Kind | Relation | Start | Entities | Belief
    | Define | Sense | Rule | Action | Event | Ending | Measure | Reward | Wants | Expect | StoryPattern
    | Telling | Words
)  # fmt: skip


def sort(block: Block) -> str:
    """What a block is, in a word."""
    return "pattern" if isinstance(block, StoryPattern) else type(block).__name__.lower()


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
