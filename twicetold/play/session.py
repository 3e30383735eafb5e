"""A life in which somebody is played, as far as it has come: a value that is gone on with by choosing, in the
manner of a persistent data structure.

To choose gives another session and leaves this one as it was. So undo is to go back to the one before, and a
fork is to go on twice: a copy of the kernel's memory, which lives it. What is told of it, and what somebody
believes there, is looked up in the life as the interpreter records it, the same to the bit, when it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from twicetold.engine import Option, Turn
from twicetold.engine.kernel.playing import Mind, Moment
from twicetold.engine.meaning.interventions import Intervention
from twicetold.engine.meaning.names import UNENDED
from twicetold.lang import model
from twicetold.play.course import course_of
from twicetold.play.line import Choice, Line, Now, Taken
from twicetold.play.stage import CannotPlay, Stage
from twicetold.tell import Story
from twicetold.tell.secondperson import addressed, lived_through, offer, opening

MATTER = 6
"""So many beliefs are shown."""


class NotOpen(ValueError):
    """Something chosen that cannot be done there; the message says so."""


class Offer(NamedTuple):
    """An option as it is offered: a sentence of the world's, how it is written in a world, how likely whose
    turn it is would be to choose it, and whether it is what they would do."""

    option: Option
    text: str
    formula: str
    chance: float
    would: bool


@dataclass(frozen=True)
class Session:
    """A moment of a played life: the turn of one of those who are played, or the end. Two are equal if they
    are of one stage, life, and choices."""

    stage: Stage
    seed: int
    run: int
    players: tuple[int, ...]
    choices: tuple[Choice, ...]
    moment: Moment = field(repr=False, compare=False)
    before: Session | None = field(repr=False, compare=False)
    """The session in which the last choice was made; None at the beginning."""
    line: Line = field(repr=False, compare=False)

    @property
    def world(self) -> model.World:
        """The world that is played."""
        return self.stage.world

    @property
    def tick(self) -> int:
        """When it is."""
        return self.moment.tick

    @property
    def seconds(self) -> float:
        """When it is, in seconds since the beginning."""
        return self.world.seconds(self.tick)

    @property
    def actor(self) -> int:
        """Whose turn it is; -1 at the end."""
        return self.moment.actor

    @property
    def over(self) -> bool:
        """Whether the life has ended."""
        return self.moment.actor == -1

    @property
    def ending(self) -> str | None:
        """How it ended; None while it goes on."""
        if not self.over:
            return None
        endings = self.world.endings
        return endings[self.moment.ending].name if self.moment.ending < len(endings) else UNENDED

    @cached_property
    def digest(self) -> int:
        """The life as it is now, in a word of 64 bits: the same for whoever lives it, however they came to
        it."""
        return int(self.stage.playing.life(self.moment).digest[0])

    # --- choosing -------------------------------------------------------------------------------------------

    @cached_property
    def turn(self) -> Turn:
        """Who is to choose, among what, and what they would do. Raises NotOpen at the end."""
        self._open()
        return self.stage.playing.turn(self.moment)

    @property
    def options(self) -> tuple[Option, ...]:
        """What whose turn it is could do, as they believe; nothing at the end. To do nothing is always
        open."""
        return () if self.over else self.turn.options

    @cached_property
    def mind(self) -> Mind:
        """What whose turn it is takes everything to be, as numbers: see `kernel.playing.Mind`."""
        return self.stage.playing.mind(self.moment, self.turn.actor)

    def choose(self, option: Option | int) -> Session:
        """Do one of the options, given by itself or its place. Raises NotOpen."""
        options = self.turn.options
        if isinstance(option, int):
            if not 0 <= option < len(options):
                raise NotOpen(f"there are {len(options)} options here, and none at {option}")
            option = options[option]
        else:
            wanted = option
            option = next((open_ for open_ in options if open_[:2] == wanted[:2]), wanted)
            if option not in options:
                raise NotOpen(f"{self.formula(wanted)} is not open here")
        return self._taken(option[:2], self.stage.playing.take(self.moment, option))

    def wait(self) -> Session:
        """Do nothing, until whoever is played can choose again."""
        self._open()
        return self._taken(None, self.stage.playing.take(self.moment, None))

    def go_on(self) -> Session:
        """Do what they would do, be it nothing."""
        self._open()
        playing = self.stage.playing
        return self._taken(playing.would(self.moment), playing.go_on(self.moment))

    def wait_until(self, when: Callable[[Session], bool] | int | None = None) -> Session:
        """Do nothing, again and again: for so many ticks; until something holds; or until whose turn it is
        notices anything. At least once, and no further than to the turn of another, or the end."""
        begun, session = self, self.wait()
        while not session.over and session.actor == begun.actor:
            if when is None:
                done = session.noticed
            elif isinstance(when, int):
                done = session.tick - begun.tick >= when
            else:
                done = when(session)
            if done:
                break
            session = session.wait()
        return session

    def live_on(self) -> Session:
        """Do what they would do up to the end."""
        session = self
        while not session.over:
            session = session.go_on()
        return session

    def undo(self, n: int = 1) -> Session:
        """The session so many choices before; the beginning, if there were no more."""
        session = self
        for _ in range(n):
            if session.before is None:
                break
            session = session.before
        return session

    @property
    def path(self) -> Iterator[Session]:
        """The sessions from this one back to the beginning."""
        session: Session | None = self
        while session is not None:
            yield session
            session = session.before

    def _open(self) -> None:
        """Raises NotOpen at the end."""
        if self.over:
            raise NotOpen("this life has ended: nobody can do anything any more")

    def _taken(self, taken: Taken, moment: Moment) -> Session:
        choices = (*self.choices, Choice(self.tick, self.actor, taken))
        return Session(self.stage, self.seed, self.run, self.players, choices, moment, self, self.line)

    # --- in words -------------------------------------------------------------------------------------------

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The options in words, with hints."""
        if self.over:
            return ()
        turn = self.turn
        chances = self.stage.observer.odds(turn.options)
        return tuple(
            Offer(option, text, self.formula(option), chance, place == turn.decided)
            for place, (option, text, chance) in enumerate(
                zip(turn.options, self._texts(turn.options), chances, strict=False)
            )
        )

    def _texts(self, options: tuple[Option, ...]) -> list[str]:
        """The sentences of options; where two are the same they say whom they mean besides."""
        texts = [offer(self.world, self.world.actions[o.action], o.roles) for o in options]
        return [
            text if texts.count(text) == 1 else f"{text} ({self.formula(option)})"
            for text, option in zip(texts, options, strict=True)
        ]

    @cached_property
    def idle(self) -> float:
        """How likely whose turn it is would be to do nothing."""
        return self.stage.observer.odds(self.turn.options)[-1]

    def formula(self, option: Option) -> str:
        """An option as worlds write it: `blame(Ada, Ben)`."""
        entities = self.world.entities
        roles = ", ".join(entities[role].name for role in option.roles)
        return f"{self.world.actions[option.action].name}({roles})"

    @property
    def perceived(self) -> tuple[str, ...]:
        """What whose turn it is did and noticed since their turn before, in paragraphs that say you to them;
        at the end what the first of those who are played did."""
        return self.perceived_by(self.players[0] if self.over else self.actor)

    def perceived_by(self, player: int) -> tuple[str, ...]:
        """What one of those who are played did and noticed since their last turn."""
        return self.lived_through(player)[-1]

    def lived_through(self, player: int) -> list[tuple[str, ...]]:
        """What one of those who are played did and noticed up to each of their turns, and up to now."""
        if player not in self._told:
            with self._now() as now:
                story = Story(self.world, now.living.so_far())
                self._told[player] = lived_through(story, player, _cuts(now, player))
        return self._told[player]

    @cached_property
    def _told(self) -> dict[int, list[tuple[str, ...]]]:
        return {}

    @property
    def noticed(self) -> bool:
        """Whether whose turn it is did or noticed anything that can be told since their turn before."""
        player = self.players[0] if self.over else self.actor
        with self._now() as now:
            story = Story(self.world, now.living.so_far())
            mind, since = story.mind(player), _cuts(now, player)[-1]
            return any(event.number >= since and mind.access(event) for event in story.events)

    @cached_property
    def opening(self) -> str:
        """How the world begins, as it is said to the first of those who are played."""
        with self._now() as now:
            return opening(Story(self.world, now.living.so_far()), self.players[0])

    @cached_property
    def believes(self) -> tuple[str, ...]:
        """What whose turn it is holds to be so, of that on which it hangs what they could do, be it so or
        not; those beliefs first on which most hangs."""
        if self.over:
            return ()
        with self._now() as now:
            held = self.stage.observer.weighed(now.living.state, self.actor, self.options)
        said = dict.fromkeys(addressed(self.world, self.actor, words) for words in held.values())
        return tuple(said)[:MATTER]

    @contextmanager
    def _now(self) -> Iterator[Now]:
        with self.line.at([choice.taken for choice in self.choices]) as now:
            yield now

    # --- the same life elsewhere ----------------------------------------------------------------------------

    @cached_property
    def course(self) -> tuple[Intervention, ...]:
        """What makes the life of this run the one that has been played: what was chosen where something else
        would have been."""
        sessions = list(self.path)[:0:-1]
        return course_of(self.world, zip((at.turn for at in sessions), self.choices, strict=True))

    @property
    def recorded(self) -> int:
        """The digest of the life as the interpreter has it: the same as `digest`."""
        with self._now() as now:
            return now.living.digest()


def _cuts(now: Now, player: int) -> list[int]:
    """From which events on each passage of a player's tells: from the beginning, and from each of their
    turns; their turn now is still to come."""
    marks = [mark.events for mark in now.marks if mark.actor == player]
    if now.turn is not None and now.turn.actor == player:
        marks.pop()
    return [0, *marks]


def begin(stage: Stage, players: Iterable[str], seed: int = 1, run: int = 0) -> Session:
    """A life in which these are played, up to the first time that one of them can choose.

    Raises CannotPlay if nobody is called so, or they never act.
    """
    numbers = tuple(dict.fromkeys(map(stage.player, players)))
    if not numbers:
        raise CannotPlay(f"say who is played: {stage.known()}")
    moment = stage.playing.begin(seed, run, numbers)
    line = Line(stage.interpreter, seed, run, numbers)
    return Session(stage, seed, run, numbers, (), moment, None, line)
