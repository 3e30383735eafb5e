"""Lives as they come and on the way to something, shortened by delta debugging.

Lives are lived as they come first. Where too few of them come to what is sought, those that come nearest are
split on the way to it (`splitting.py`), by marks that are found by what it consists of (`nearness.py`). Of
each life that is found it is tried what it can do without: something is forbidden, the life is lived again
with the same luck, and stays so if what is sought still comes about and less is done before it (in the manner
of A. Zeller and R. Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE Transactions on
Software Engineering 28, 2002).
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np

from twicetold import questions
from twicetold.ask.found import Act, Choices, Finding, Found, Part, character, goal, rank
from twicetold.ask.nearness import measured, nearness, steps
from twicetold.ask.splitting import NoWay, Splitting
from twicetold.engine import Interpreter, LifeTooLong
from twicetold.engine.kernel import CannotCompile
from twicetold.engine.meaning.columns import NO_ROLE, Lives
from twicetold.engine.meaning.interventions import Intervention, Luck
from twicetold.engine.meaning.names import NOT_DONE, names
from twicetold.engine.meaning.record import Lineage
from twicetold.lang import Loaded, model
from twicetold.lang.question import Question
from twicetold.runs.engines import Chosen, Runner, Stoppable, choose
from twicetold.runs.living import cores
from twicetold.runs.passes import Pass, Progress
from twicetold.runs.pieces import in_pieces
from twicetold.runs.threads import in_order

SPARE: Final = 2
"""So many different lives are sought for each that is wanted, so that there is a choice."""


MOST: Final = 8
"""So many lives are shortened at most for each that is wanted: many turn out to be the same."""


WORTH: Final = 0.05
"""What is forbidden has to save this share of what is done, or it is not worth a line."""


PIECE: Final = 64
"""So many lives are lived between two looks whether enough have been found."""


SPLIT: Final = 200
"""So many lives are lived from mark to mark."""


ROUNDS: Final = 6
"""So often splitting is begun anew."""


APART: Final = 1_000_000
"""So many runs lie between those with whose luck it is begun: more than are used."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How a life comes about: whose luck it has from which tick on, and what is forbidden in it."""

    lineage: Lineage
    forbidden: tuple[model.Intervention, ...] = ()

    @property
    def course(self) -> tuple[Intervention, ...]:
        return (*(Luck(run, tick) for run, tick in self.lineage[1:]), *self.forbidden)


_Deed = tuple[int, str, tuple[int, ...], str]
"""When something done was over, in ticks, what it was, of whom, and how it turned out."""


_Story = tuple[tuple[str, tuple[int, ...]], ...]
"""What is done in a life, and of whom: by this lives are the same or different."""


class Seeking:
    """The lives of one world that are sought."""

    def __init__(self, loaded: Loaded, sought: Question, asked: questions.Find) -> None:
        self.world = world = loaded.world
        self.sought, self.asked = sought, asked
        self.goal, self.ending = goal(world, sought)
        self.parts = steps(loaded, sought)
        self.names = names(self.goal)
        measuring = measured(self.goal, self.parts)
        self._chosen: Chosen = choose(measuring, asked.engine, open=True)
        self._interpreter = Interpreter(self.goal)
        self._place = self.names.endings.index(self.ending)
        self._acting = frozenset(action.name for action in world.actions)
        self._stories: dict[_Story, tuple[_Way, list[_Deed]]] = {}
        self._shortenings = 0
        self.tried = self.came = self.lived_on = 0
        self._seen = np.zeros(len(self.parts), np.int64)
        self._nearest: tuple[float, int] | None = None

    def enough(self) -> bool:
        """Whether there are lives enough to choose from."""
        n = self.asked.n
        return len(self._stories) >= SPARE * n or self._shortenings >= MOST * n

    # --- as they come ---------------------------------------------------------------------------------------

    def live(self, on_progress: Progress | None) -> None:
        """Live lives as they come until enough are found."""
        looks = range(PIECE, self.asked.lives + 1, PIECE)
        living = Pass(self.asked.lives, [self._look], on_progress, looks, self.enough)
        with closing(self._pieces()) as pieces:
            living.over((lives,) for lives in pieces)

    def _pieces(self) -> Generator[Lives]:
        runner, seed, n = self._chosen.runner, self.asked.seed, self.asked.lives
        if not isinstance(runner, Stoppable):
            yield from in_pieces(runner, seed, range(n), False)
            return
        firsts = range(0, n, PIECE)
        calls = (partial(runner.lives, seed, first, min(PIECE, n - first)) for first in firsts)
        with closing(in_order(calls, self.asked.jobs or cores(), runner.stop)) as pieces:
            yield from pieces

    def _look(self, lives: Lives) -> None:
        come = np.flatnonzero(lives.ending == self._place)
        self.tried += len(lives)
        self.came += len(come)
        for row in come.tolist():
            self._take(_Way(((lives.first + row, 0),)))
        own = len(self.world.measures)
        self._seen += (lives.measures[:, own : own + len(self.parts)] > 0).sum(axis=0)
        near = lives.measures[:, -1]
        row = int(np.argmax(near))
        if self._nearest is None or near[row] > self._nearest[0]:
            self._nearest = float(near[row]), lives.first + row

    # --- on the way -----------------------------------------------------------------------------------------

    def split(self) -> None:
        """Split lives on the way to it, as long as some come nearer."""
        asked = Question(self.sought.text, ending=self.ending)
        near = nearness(self.parts)
        for attempt in range(ROUNDS):
            luck = self.asked.lives + attempt * APART
            try:
                splitting = Splitting(self.goal, asked, (near,), SPLIT, self.asked.seed, first=luck)
            except (NoWay, CannotCompile):
                return
            with suppress(NoWay, LifeTooLong):  # with other luck there may be a way
                self._split(splitting)
            if self.enough():
                return

    def _split(self, splitting: Splitting) -> None:
        try:
            _, branches = splitting.repeat(splitting.place())
            for branch in branches:
                self._take(_Way(branch.lineage))
        finally:
            self.lived_on += splitting.used

    # --- shorter --------------------------------------------------------------------------------------------

    def _take(self, way: _Way) -> None:
        """Shorten a life that was found, and keep it if there is none like it; unless there are enough."""
        if self.enough():
            return
        self._shortenings += 1
        short, deeds = self._shortened(way)
        story = tuple((name, roles) for _, name, roles, _ in deeds)
        # Where nobody does anything each life is one of its own.
        self._stories.setdefault(story or (("", (way.lineage[-1][0],)),), (short, deeds))

    def finding(self) -> Finding:
        """What was found, the best first."""
        found = [self._found(way, deeds) for way, deeds in self._stories.values()]
        most, least = self.asked.shortest, self.asked.in_character
        kept = [
            each
            for each in found
            if (most is None or len(each.acts) <= most) and each.in_character >= (least or 0.0)
        ]
        kept.sort(key=rank)
        asked, world = self.asked, self.world
        return Finding(
            world.name, world.hash, asked.seed, self.sought.text, self.tried, self.came, self.lived_on,
            tuple(kept[: asked.n]), len(found) - len(kept), tuple(self._told_parts()),
            None if self._nearest is None or self.came else self._nearest[1],
        )  # fmt: skip

    def _told_parts(self) -> Iterator[Part]:
        for part, lives in zip(self.parts, self._seen.tolist(), strict=True):
            if part.text:
                yield Part(part.text, lives)

    def _shortened(self, way: _Way) -> tuple[_Way, list[_Deed]]:
        """The life without what it can do without: all that is called so, all that somebody does of it, and
        each thing that is done."""
        deeds = self._deeds(way)
        assert deeds is not None, "a life that was found can be lived again"
        for wider in (_by_name, _by_actor, _by_roles):
            for name, roles in dict.fromkeys(wider(deed) for deed in reversed(deeds)):
                if not any(deed[1] == name and _fits(roles, deed[2]) for deed in deeds):
                    continue  # it went with something else
                without = replace(way, forbidden=(*way.forbidden, model.Intervention("forbid", name, roles)))
                fewer = self._deeds(without)
                if fewer is not None and len(fewer) < len(deeds) * (1 - WORTH):
                    way, deeds = without, fewer
        return self._needed(way, deeds)

    def _needed(self, way: _Way, deeds: list[_Deed]) -> tuple[_Way, list[_Deed]]:
        """The same with nothing forbidden that makes no difference now."""
        for said in way.forbidden:
            without = replace(way, forbidden=tuple(each for each in way.forbidden if each is not said))
            as_before = self._deeds(without)
            if as_before is not None and len(as_before) <= len(deeds):
                way, deeds = without, as_before
        return way, deeds

    def _deeds(self, way: _Way) -> list[_Deed] | None:
        """What is done in a life before it comes to what is sought; None if it does not."""
        runner: Any = self._chosen.runner
        under: Runner = runner.under(way.course)
        try:
            lives = under.lives(self.asked.seed, way.lineage[0][0], 1, events=True)
        except LifeTooLong:
            return None
        if int(lives.ending[0]) != self._place:
            return None
        events, outcomes = lives.events, self.names.outcomes
        assert events is not None
        deeds = []
        for name, outcome, tick, roles in zip(
            events.name.tolist(), events.outcome.tolist(), events.tick.tolist(), events.roles.tolist(),
            strict=True,
        ):  # fmt: skip
            called, turned = self.names.constructs[name], outcomes[outcome]
            if called in self._acting and turned not in NOT_DONE:
                deeds.append((tick, called, tuple(role for role in roles if role != NO_ROLE), turned))
        return deeds

    # --- in character ---------------------------------------------------------------------------------------

    def _found(self, way: _Way, deeds: Sequence[_Deed]) -> Found:
        watching = Choices(self._interpreter)
        living = self._interpreter.under(way.course).begin(
            self.asked.seed, way.lineage[0][0], record=False, guide=watching
        )
        while living.step():
            pass
        acts = []
        for tick, name, roles, outcome in deeds:
            choosing = watching.over.get((tick, name, roles))
            acts.append(Act(name, self._written(roles), self.world.seconds(tick), outcome, choosing))
        return Found(
            way.lineage[0][0],
            way.lineage[1:],
            tuple(self._line(said) for said in way.forbidden),
            self.world.seconds(living.state.tick),
            tuple(acts),
            *character(acts),
        )

    def _written(self, roles: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.world.entities[role].name for role in roles)

    def _line(self, said: model.Intervention) -> str:
        """What is forbidden as a line of the language."""
        roles = ["anyone" if role is None else self.world.entities[role].name for role in said.roles]
        return f"forbid {said.name}" + (f"({', '.join(roles)})" if roles else "")


def _by_name(deed: _Deed) -> tuple[str, tuple[int | None, ...]]:
    return deed[1], ()


def _by_actor(deed: _Deed) -> tuple[str, tuple[int | None, ...]]:
    return deed[1], (deed[2][0], *[None] * (len(deed[2]) - 1))


def _by_roles(deed: _Deed) -> tuple[str, tuple[int | None, ...]]:
    return deed[1], deed[2]


def _fits(wanted: Sequence[int | None], roles: Sequence[int]) -> bool:
    return all(want is None or want == have for want, have in zip(wanted, roles, strict=False))
