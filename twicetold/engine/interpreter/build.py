"""A world made ready to be lived: every construct turned into functions once, used by all its lives."""

from __future__ import annotations

from twicetold.engine.interpreter.action import Actions
from twicetold.engine.interpreter.beginning import Beginnings
from twicetold.engine.interpreter.bindings import Binder
from twicetold.engine.interpreter.counting import Counting
from twicetold.engine.interpreter.effect import Effects
from twicetold.engine.interpreter.ending import Endings
from twicetold.engine.interpreter.error import Errors
from twicetold.engine.interpreter.event import Events
from twicetold.engine.interpreter.expression import Expressions
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.occurrence import Occurrences
from twicetold.engine.interpreter.perceive import Perceiving
from twicetold.engine.interpreter.reward import Rewards
from twicetold.engine.interpreter.rule import Rules
from twicetold.engine.interpreter.sense import Senses
from twicetold.engine.interpreter.start import Starts
from twicetold.engine.interpreter.state import State
from twicetold.engine.interpreter.tell import Tellings
from twicetold.engine.interpreter.words import Words
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.names import names
from twicetold.engine.meaning.noise import check_sites
from twicetold.engine.meaning.probes import Probes
from twicetold.engine.meaning.sites import Sites
from twicetold.engine.meaning.work import Work
from twicetold.lang import model


class Build:
    """The constructs of one world, ready, each made with those that it uses. With `probes` it is counted how
    often lives come to them.

    Raises ValueError if two places of the world would share their draws (a matter of one in 2**64 by chance).
    """

    def __init__(self, world: model.World, probes: Probes | None = None) -> None:
        self.world = world
        self.layout = Layout(world)
        self.sites = Sites(world, self.layout)
        check_sites(self.sites.of)
        self.names = names(world)
        self.work = work = Work(world, self.layout)
        self.expressions = x = Expressions(world, self.layout, self.sites)
        self.count = count = Counting(probes, x.compile)
        self.occurrences = Occurrences(self.sites)
        self.starts = Starts(world, self.layout, x.compile, self.occurrences)
        binder = Binder(x, work, count)
        tell = Tellings(x, count)
        effects = Effects(x, work, count, self.starts, tell, self._happen)
        perceive = Perceiving(x, effects)
        self.events = Events(x, self.names, work, count, self.occurrences, effects, perceive, tell)
        self.senses = Senses(world, work, count, binder, effects, tell, self.events)
        self.rules = Rules(self.layout, work, count, binder, effects, perceive, self.events)
        self.words = Words(self.layout, tell)
        errors = Errors(self.layout, self.words)
        self.actions = Actions(
            x, work, count, self.occurrences, binder, effects, perceive, tell, self.events, errors
        )
        self.endings = Endings(world, x.compile, count, tell, self.events)
        self.rewards = Rewards(world.rewards, self.layout, x.compile)
        self.wants = Rewards(world.wants, self.layout, x.compile)
        self.beginnings = Beginnings(world, tell)

    def _happen(self, s: State, name: str, roles: tuple[int, ...], outer: Happening) -> None:
        """Effects bring events about, which are made of effects: they are found here, when all are made."""
        self.events.happen(s, name, roles, outer)
