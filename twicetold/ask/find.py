"""Lives in which something comes about: sought, shortened, and ranked by how in character they are.

Lives are lived as they come first. Where too few of them come to what is sought, those that come nearest are
split on the way to it (`splitting.py`), by marks that are found by what it consists of (`nearness.py`). Of
each life that is found it is tried what it can do without: something is forbidden, the life is lived again
with the same luck, and stays so if what is sought still comes about and less is done before it (in the manner
of delta debugging: A. Zeller and R. Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE
Transactions on Software Engineering 28, 2002). What is left is looked at act by act: how strongly was whoever
did it moved to it, and how likely was it?

What comes about is made an ending of the world, before all others, so that a life that is sought is over when
it has.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np

from twicetold import questions
from twicetold.ask.canon_guide import Choosing
from twicetold.ask.nearness import measured, nearness, steps
from twicetold.ask.planning import LONGEST, Depth, Planning, Story, Taken
from twicetold.ask.splitting import NoWay, Splitting
from twicetold.ask.steps import Deed, Hand, NotByStep, course, happenings
from twicetold.engine import Guide, Interpreter, LifeTooLong, Option
from twicetold.engine.kernel import CannotCompile
from twicetold.engine.meaning.columns import NO_ROLE, Lives
from twicetold.engine.meaning.interventions import Intervention, Luck
from twicetold.engine.meaning.names import NOT_DONE, names
from twicetold.engine.meaning.record import Lineage
from twicetold.engine.observe import Frame, Happens, Observer, State
from twicetold.lang import Loaded, model
from twicetold.lang.question import Question, read_question
from twicetold.runs.engines import Chosen, Runner, Stoppable, choose
from twicetold.runs.living import cores
from twicetold.runs.passes import Pass, Progress
from twicetold.runs.pieces import in_pieces
from twicetold.runs.threads import in_order

COME: Final = "what is sought"
"""The ending of a life in which something has come about that is no ending of its world."""

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
class Act:
    """Something done on the way: what, by whom and with whom, when it was over in seconds, how it turned out;
    its urge, the median of those of all else that could be done then, and its chance. These are None of what
    was not chosen then, such as what goes on from before."""

    name: str
    roles: tuple[str, ...]
    seconds: float
    outcome: str
    choosing: Choosing | None
    plans: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The plans that explain it: whose, and what they are to do, from this on."""

    @property
    def in_character(self) -> bool:
        """Whether it was not done against an urge below the alternatives' median."""
        return self.choosing is None or self.choosing.in_character


@dataclass(frozen=True, slots=True)
class Found:
    """A life in which it comes about, at `seconds`, after these acts.

    It is the life of `run` with the luck of other runs from some ticks on (`luck`), in the world with these
    `lines`, that forbid what it can do without. `in_character` is the share of its acts that are; `likely`
    the mean chance of an act (geometric).
    """

    run: int
    luck: Lineage
    lines: tuple[str, ...]
    seconds: float
    acts: tuple[Act, ...]
    in_character: float
    likely: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is sought: in how many of the lives that were tried it ever was so."""

    text: str
    lives: int


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer. `tried` lives were lived as they came, of which it came about in `came`, and `split`
    further ones were sought on the way. `left_out` are lives that were found and are longer, or less in
    character, than was asked for. `parts` say what of it came about in how many of those tried, and `nearest`
    is the run that came nearest. Where stories were sought step by step, so many `states` were looked at;
    `unexplained` is what was possible and not explained, for whom, and how often.
    """

    world: str
    hash: str
    seed: int
    asked: str
    tried: int
    came: int
    split: int
    found: tuple[Found, ...]
    left_out: int
    parts: tuple[Part, ...]
    nearest: int | None
    states: int = 0
    unexplained: tuple[tuple[str, str, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        return asdict(self)


def find(loaded: Loaded, asked: questions.Find, on_progress: Progress | None = None) -> Finding:
    """Find lives of a world in which something comes about. An interrupt (Ctrl-C) ends the living, not the
    program: what was found until then is told.

    Raises TaleError if the question cannot be read, ValueError if it is a number, `NoKernel` if the kernel is
    asked for in vain, and LifeTooLong.
    """
    sought = read_question(loaded, asked.question)
    _refuse_number(sought)
    if asked.explained:
        if not loaded.world.wants:
            raise ValueError(
                "nobody in this world wants anything: say it in it, `wants p.coins for p: Person`"
            )
        return _planned(loaded, sought, asked)
    seeking = _Seeking(loaded, sought, asked)
    seeking.live(on_progress)
    if not seeking.enough() and seeking.parts:
        seeking.split()
    finding = seeking.finding()
    if finding.found or finding.left_out or finding.tried < asked.lives:
        return finding
    with suppress(NotByStep):
        planned = _planned(loaded, sought, asked)
        return replace(finding, found=planned.found, left_out=planned.left_out, states=planned.states)
    return finding


def states(loaded: Loaded, asked: questions.Find) -> Iterator[Depth]:
    """How many states there are in a world that is small and without chance, step by step.

    Raises TaleError if the question cannot be read, ValueError if it is a number, and NotByStep."""
    sought = read_question(loaded, asked.question)
    _refuse_number(sought)
    yield from Planning(loaded.world, sought, (), None).depths(asked.states or 0)


def _refuse_number(sought: Question) -> None:
    if not sought.yes_no:
        raise ValueError(f"`{sought.text}` is a number; ask what holds or not, such as `{sought.text} > 0`")


def _planned(loaded: Loaded, sought: Question, asked: questions.Find) -> Finding:
    """What is found step by step. Raises NotByStep."""
    world, parts = loaded.world, steps(loaded, sought)
    planning = Planning(world, sought, parts, asked.minds if asked.explained else None)
    longest = LONGEST if asked.shortest is None else asked.shortest
    telling = _Planned(world, sought, asked.seed)
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
    kept = sorted(found.values(), key=_rank) if asked.in_character is not None else found.values()
    unexplained = sorted(planning.unexplained.items(), key=lambda pair: (-pair[1], pair[0]))
    names_of = telling.written
    return Finding(
        world.name, world.hash, asked.seed, sought.text, 0, 0, 0, tuple(kept), left_out, (), None,
        planning.visited,
        tuple((telling.said(deed), names_of((who,))[0], times) for (deed, who), times in unexplained),
    )  # fmt: skip


def _rank(life: Found) -> tuple[float, float, int, int]:
    return -life.in_character, -life.likely, len(life.acts), life.run


class _Planned:
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
        again = self._interpreter.under(course(self.world, deeds)).live(self.seed, 0, record=False)
        if living.ending != self.ending or again.ending != self.ending:
            return None
        acts = tuple(self._act(taken, following) for taken in story)
        return Found(
            0, (), self._lines(story), self.world.seconds(living.state.tick), acts, *_character(acts)
        )

    def _act(self, taken: Taken, watching: Choices) -> Act:
        deed = taken.deed
        plans = tuple((self.written((who,))[0], tuple(map(self.said, plan))) for who, plan in taken.plans)
        choosing = watching.begun.get((deed.name, deed.roles))
        return Act(
            deed.name, self.written(deed.roles), self.world.seconds(taken.tick), "done", choosing, plans
        )

    def _lines(self, story: Story) -> tuple[str, ...]:
        """What makes a life this one; nothing if no line can."""
        if not all(taken.deed.forced for taken in story):
            return ()
        used = {taken.deed.name for taken in story}
        lines = [f"forbid {name}" for name in happenings(self.world)]
        lines += [
            f"forbid {action.name} declined" for action in self.world.actions
            if action.asked and action.name in used
        ]  # fmt: skip
        seconds = self.world.seconds
        lines += [f"force {self.said(t.deed)} at {seconds(t.tick):.15g} seconds" for t in story]
        return tuple(lines)


def _character(acts: Sequence[Act]) -> tuple[float, float]:
    """The share of acts that are in character, and the mean chance of one (geometric)."""
    chances = [act.choosing.chance for act in acts if act.choosing is not None and act.choosing.chance > 0]
    return (
        sum(act.in_character for act in acts) / len(acts) if acts else 1.0,
        math.exp(statistics.fmean(map(math.log, chances))) if chances else 1.0,
    )


def goal(world: model.World, sought: Question) -> tuple[model.World, str]:
    """The world with an ending where something comes about, and its name: its own if that is sought."""
    if sought.ending is not None:
        return world, sought.ending
    ending = model.Ending(COME, sought.expr, at_end=False, size=sought.size)
    return replace(world, endings=(ending, *world.endings)), COME


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


class _Seeking:
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
        kept.sort(key=_rank)
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
            *_character(acts),
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


class Choices(Guide):
    """Looks on at a life that is not recorded: how whoever did something came to it."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.observer = Observer(interpreter)
        self._actions = interpreter.world.actions
        self.begun: dict[tuple[str, tuple[int, ...]], Choosing] = {}
        """By what it is and of whom, the last time it was chosen."""
        self.over: dict[tuple[int, str, tuple[int, ...]], Choosing] = {}
        """By when it was over, what was done and of whom."""

    def choose(self, s: State, actor: int, options: Sequence[Option], chosen: int) -> int:
        if chosen != -1:
            option = options[chosen]
            others = [other.urge for place, other in enumerate(options) if place != chosen] + [0.0]
            odds = self.observer.odds(options)[chosen]
            key = self._actions[option.action].name, option.roles
            self.begun[key] = Choosing(option.urge, statistics.median(others), odds)
        return chosen

    def ended(self, s: State, happening: Happens) -> None:
        choosing = self.begun.get((happening.name, happening.roles))
        if choosing is not None:
            self.over[s.tick, happening.name, happening.roles] = choosing


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
