"""What is asked of a loaded world, as a text of its own: a condition, an event, an ending, or a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from twicetold.lang import model, syntax
from twicetold.lang.check import expression, fit, pattern
from twicetold.lang.check.scope import Frame, Scope
from twicetold.lang.check.types import YES_NO, dimension
from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import Problems
from twicetold.lang.loaded import Loaded
from twicetold.lang.parser import parse_question
from twicetold.lang.source import Span
from twicetold.lang.text import accept


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: an ending or a pattern by its name, or an expression, a yes/no or a number, with the
    length of its frame. `event` is the event that is asked for, if one is."""

    text: str
    ending: str | None = None
    expr: model.Expr | None = None
    size: int = 1
    event: str | None = None
    pattern: str | None = None

    @property
    def yes_no(self) -> bool:
        """Whether it is a yes/no."""
        return self.expr is None or isinstance(self.expr.type, model.YesNo)


QUESTION: Final = "the question"
"""What the text of a question is called, as the files of a world are by their names."""

_ENDING: Final = re.compile(r'\s*"([^"]*)"\s*')


def read_question(loaded: Loaded, text: str, name: str = QUESTION) -> Question:
    """A text as a question to a world: `strike(Abel, anyone) killed`, `not Abel.alive`, `"both live"`.

    Raises TaleError with everything that is wrong in it.
    """
    problems = Problems()
    source = accept(text, name, problems)
    problems.stop_if_wrong()
    assert source is not None
    names = loaded.names().telling(problems)
    if quoted := _ENDING.fullmatch(text):
        return Question(text.strip(), ending=_ending(loaded.world, quoted[1], source.file, problems))
    if text.strip() in {each.name for each in loaded.world.patterns} - set(names.defines) - set(
        names.settings
    ):
        return Question(text.strip(), pattern=text.strip())
    first = re.match(r"\s*(\w+)", text)
    happens = first is not None and first[1] in names.happenings and first[1] not in names.defines
    written = parse_question(source, "event_asked" if happens else "asked", problems)
    problems.stop_if_wrong()
    scope = Scope(names, Frame())
    if isinstance(written, syntax.Pattern):
        meant = pattern.of(written, scope)
        problems.stop_if_wrong()
        assert meant is not None
        return Question(text.strip(), expr=model.Happened(meant), size=scope.frame.size, event=meant.event)
    asked = expression.anything(written, scope)
    if asked is not None and asked.type != YES_NO and dimension(asked.type) is None:
        said = names.said(asked.type)
        problems.tell("T0301.asked", written.span, fit.compare(asked.type), type=said)
    problems.stop_if_wrong()
    assert asked is not None
    return Question(text.strip(), expr=asked, size=scope.frame.size)


def _ending(world: model.World, name: str, file: str, problems: Problems) -> str:
    endings = [*(ending.name for ending in world.endings), "unended"]
    if name not in endings:
        near = problems.nearest(name, endings)
        help = Help("T0211.near", near=near) if near else None
        span = Span(file, 1, 1, 1, len(name) + 3)
        problems.tell("T0211.asked", span, help, name=name, known=", ".join(endings))
    problems.stop_if_wrong()
    return name
