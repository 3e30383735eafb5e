"""Stories that were sought step by step (`planning.py`), as lives of the world: the lines that make a life
so, and how its people come to what they do."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from twicetold import questions
from twicetold.ask.found import Act, Choices, Finding, Found, character, goal, rank
from twicetold.ask.nearness import steps
from twicetold.ask.planning import LONGEST, Planning, Story, Taken
from twicetold.ask.steps import Deed, Hand, course, happenings
from twicetold.engine import Interpreter, Option
from twicetold.engine.observe import Frame, Happens, State
from twicetold.lang import Loaded, model
from twicetold.lang.question import Question


def planned(loaded: Loaded, sought: Question, asked: questions.Find) -> Finding:
    """What is found step by step. Raises NotByStep."""
    world, parts = loaded.world, steps(loaded, sought)
    planning = Planning(world, sought, parts, asked.minds if asked.explained else None)
    longest = LONGEST if asked.shortest is None else asked.shortest
    telling = _Staging(world, sought, asked.seed)
    found: dict[tuple[Deed, ...], Found] = {}
    left_out = 0
    with suppress(KeyboardInterrupt):
        for story in planning.stories(longest):
            things = tuple(sorted(taken.deed for taken in story))
            if things in found:
                continue
            life = telling.found(story)
            if life is None or life.in_character < (asked.in_character or 0.0):
                left_out += 1
                continue
            found[things] = life
            if len(found) >= asked.n:
                break
    kept = sorted(found.values(), key=rank) if asked.in_character is not None else found.values()
    unexplained = sorted(planning.unexplained.items(), key=lambda pair: (-pair[1], pair[0]))
    names_of = telling.written
    return Finding(
        world.name, world.hash, asked.seed, sought.text, 0, 0, 0, tuple(kept), left_out, (), None,
        planning.visited,
        planning.all,
        tuple((telling.said(deed), names_of((who,))[0], times) for (deed, who), times in unexplained),
    )  # fmt: skip


class _Staging:
    """Stories that were found step by step, as lives."""

    def __init__(self, world: model.World, sought: Question, seed: int) -> None:
        self.world, self.seed = world, seed
        self.goal, self.ending = goal(world, sought)
        self._interpreter = Interpreter(self.goal)

    def written(self, roles: Sequence[int]) -> tuple[str, ...]:
        """Entities by their names."""
        return tuple(self.world.entities[role].name for role in roles)

    def said(self, deed: Deed) -> str:
        """A deed in words."""
        return f"{deed.name}({', '.join(self.written(deed.roles))})" if deed.roles else deed.name

    def found(self, story: Story) -> Found | None:
        """The life in which a story comes about; None if it takes another turn than it has step by step, as
        where an ending comes first."""
        deeds = [(taken.tick, taken.deed) for taken in story]
        following = _Following(self._interpreter, deeds)
        living = self._interpreter.begin(self.seed, 0, record=False, guide=following)
        while living.step():
            pass
        if living.ending != self.ending:
            return None
        acts = tuple(self._act(taken, following) for taken in story)
        return Found(
            0,
            (),
            self._lines(story),
            self.world.seconds(living.state.tick),
            acts,
            *character(acts),
            again=self._comes_again(story, deeds),
        )

    def _comes_again(self, story: Story, deeds: Sequence[tuple[int, Deed]]) -> bool:
        """Whether the story comes about by what lines can let happen alone."""
        if not all(taken.deed.forced for taken in story):
            return False
        under = self._interpreter.under(course(self.world, deeds))
        return under.live(self.seed, 0, record=False).ending == self.ending

    def _act(self, taken: Taken, watching: Choices) -> Act:
        deed = taken.deed
        plans = tuple((self.written((who,))[0], tuple(map(self.said, plan))) for who, plan in taken.plans)
        choosing = watching.begun.get((deed.name, deed.roles))
        return Act(
            deed.name, self.written(deed.roles), self.world.seconds(taken.tick), "done", choosing, plans
        )

    def _lines(self, story: Story) -> tuple[str, ...]:
        """What makes a life this one, as far as lines can."""
        used = {taken.deed.name for taken in story}
        lines = [f"forbid {name}" for name in happenings(self.world)]
        lines += [
            f"forbid {action.name} declined" for action in self.world.actions
            if action.asked and action.name in used
        ]  # fmt: skip
        seconds = self.world.seconds
        lines += [f"force {self.said(t.deed)} at {seconds(t.tick):.15g} seconds" for t in story]
        return tuple(lines)


class _Following(Choices):
    """Lets a story come about step by step, and looks on at how its people come to what they do."""

    def __init__(self, interpreter: Interpreter, deeds: Sequence[tuple[int, Deed]]) -> None:
        super().__init__(interpreter)
        self._hand = Hand(self.observer)
        self._deeds = [*deeds]

    def choose(self, s: State, actor: int, options: Sequence[Option], chosen: int) -> int:
        self._make_due(s)
        return super().choose(s, actor, options, self._hand.choose(s, actor, options, chosen))

    def chance(
        self, s: State, happening: Happens, node: model.Chance, f: Frame, p: float, holds: bool
    ) -> bool:
        self._make_due(s)
        return self._hand.chance(s, happening, node, f, p, holds)

    def _make_due(self, s: State) -> None:
        if self._hand.due is None and self._deeds and s.tick >= self._deeds[0][0]:
            _, self._hand.due = self._deeds.pop(0)
