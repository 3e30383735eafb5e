"""Questions posed to a world: it keeps, of each life, whether they ever held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from twicetold.engine.meaning.columns import Lives
from twicetold.lang import model
from twicetold.lang.question import Question


@dataclass(frozen=True, slots=True)
class Posed:
    """A world that is asked whether something ever holds, and perhaps about others `on_the_way` to it.

    The questions that are expressions are measures of the world, kept at their peaks, after its own.
    """

    world: model.World
    goal: Question
    own: int
    """How many measures the world has of its own."""

    @property
    def ending(self) -> int | None:
        """The place of the ending that is asked for, if one is."""
        if self.goal.ending is None:
            return None
        names = [ending.name for ending in self.world.endings]
        return names.index(self.goal.ending) if self.goal.ending in names else len(names)

    def held(self, lives: Lives) -> list[bool]:
        """Of each life, whether what is asked for ever held."""
        if self.ending is not None:
            return [bool(holds) for holds in lives.ending == self.ending]
        return [bool(holds) for holds in lives.measures[:, self.own] > 0]


def pose(world: model.World, goal: Question, on_the_way: Sequence[Question] = ()) -> Posed:
    """Pose a question to a world, and others on the way to it.

    Raises ValueError if the first is neither a yes/no nor an ending, or a pattern: that has to be sifted for.
    """
    if goal.pattern is not None:
        raise ValueError(
            f"`{goal.text}` is a pattern, and is looked for in whole lives: by `sift`, or `given`"
        )
    if not goal.yes_no:
        raise ValueError(f"`{goal.text}` is a number; ask what holds or not, such as `{goal.text} > 0`")
    asked = [question for question in (goal, *on_the_way) if question.expr is not None]
    added = tuple(
        model.Measure(f"asked {place}", question.expr, question.size, peak=True)
        for place, question in enumerate(asked)
        if question.expr is not None
    )
    return Posed(replace(world, measures=(*world.measures, *added)), goal, len(world.measures))
