"""The world: all that was declared, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from twicetold.lang import limits
from twicetold.lang.calendar import Calendar
from twicetold.lang.exact import Grid
from twicetold.lang.figures import clock
from twicetold.lang.model.constructs import Action, Event, Rule, Sense
from twicetold.lang.model.content import content_hash
from twicetold.lang.model.declarations import Define, Entity, Field, Kind, Setting, Start
from twicetold.lang.model.endings import Ending, Expect, Measure, Reward, Series, Wants
from twicetold.lang.model.interventions import Intervention
from twicetold.lang.model.patterns import StoryPattern
from twicetold.lang.model.place import late
from twicetold.lang.model.telling import Telling
from twicetold.lang.model.texts import FieldWords, Introduction, Opening
from twicetold.lang.model.types import stored


@dataclass(frozen=True, slots=True)
class Choice:
    """How actors choose: softmax of a temperature, or best."""

    mode: Literal["softmax", "best"]
    temperature: float = 1.0


@dataclass(frozen=True)
class World:
    """A checked world. All tuples are in order of declaration, used libraries where they are named."""

    name: str
    step: Fraction
    ticks: int
    choice: Choice
    kinds: tuple[Kind, ...]
    fields: tuple[Field, ...]
    settings: tuple[Setting, ...]
    entities: tuple[Entity, ...]
    starts: tuple[Start, ...]
    defines: tuple[Define, ...]
    senses: tuple[Sense, ...]
    rules: tuple[Rule, ...]
    actions: tuple[Action, ...]
    events: tuple[Event, ...]
    endings: tuple[Ending, ...]
    measures: tuple[Measure, ...]
    expects: tuple[Expect, ...]
    initiative: str | None = None
    """The definition that orders actors, if there is one; else the order is drawn each tick."""
    tellings: tuple[Telling, ...] = ()
    """How its author tells its lives; they move nothing."""
    interventions: tuple[Intervention, ...] = ()
    begins: Calendar | None = late(None)
    """The day and time at which a life begins, if the world says so."""
    opening: Opening = late(Opening())
    """With what its tellings begin; it moves nothing."""
    introductions: tuple[Introduction, ...] = late(())
    """How some of those in it are described where a telling first names them; they move nothing."""
    series: tuple[Series, ...] = late(())
    """What is measured over time."""
    words: tuple[FieldWords, ...] = late(())
    """Some of its fields and relations in words; they move nothing."""
    rewards: tuple[Reward, ...] = late(())
    """What the lot of those in it is worth; they move nothing."""
    patterns: tuple[StoryPattern, ...] = late(())
    """By which its lives are sifted; they move nothing."""
    wants: tuple[Wants, ...] = late(())
    """What those in it want; that moves nothing either."""
    depth: int = late(1)
    """How deep beliefs about beliefs go: 1 where nobody believes anything of what others believe."""
    within: tuple[Sense, ...] = late(())
    """In deeper worlds, what each mind takes others to sense: `roles[0]` is that mind."""
    budget: int = field(default=limits.STEPS, compare=False)
    """How many steps a life may take. It is for whoever lives the world to say, and no part of it."""

    @property
    def tick(self) -> float:
        """The time from each tick to the next, in seconds: the double nearest to `step`, which it is."""
        return self.seconds(1)

    def seconds(self, tick: int) -> float:
        """The time of a tick since the beginning, in seconds: the double nearest to it."""
        return tick * self.step.numerator / self.step.denominator

    def clock(self, seconds: float) -> str:
        """A time since the beginning as people read it: by the calendar, if there is one."""
        return clock(seconds) if self.begins is None else self.begins.shown(seconds)

    def are_people(self, kind: str) -> bool:
        """Whether those of a kind are spoken of as people: one of them, at least, is no "it"."""
        kinds = {other.name for other in self.kinds if kind in other.lineage}
        pronouns = [entity.pronoun for entity in self.entities if entity.kind in kinds]
        pronouns += [other.pronoun for other in self.kinds if other.name == kind]
        return any(pronoun != "it" for pronoun in pronouns)

    def tick_at(self, seconds: float) -> int:
        """The tick that goes on at a time: the last that is not after it."""
        tick = Grid(self.step, self.ticks).not_after(Fraction(seconds))
        return tick + (self.seconds(tick + 1) <= seconds)

    @cached_property
    def hash(self) -> str:
        """The content hash: 16 hexadecimal digits, the same for the same world however it is laid out
        (comments and places in the text do not count).
        """
        return content_hash(self)

    @cached_property
    def bare_hash(self) -> str:
        """The hash, 64 digits, of what a world's code follows from: its content but for the values of its
        knobs and what is forbidden or forced in it."""
        unturned = self.turned({knob.name: 0.0 for knob in self.knobs})
        return content_hash(replace(unturned, interventions=()), 32)

    @property
    def knobs(self) -> tuple[Setting, ...]:
        """The settings that may be turned."""
        return tuple(setting for setting in self.settings if setting.tune is not None)

    def turned(self, values: Mapping[str, float]) -> World:
        """The same world with other values of some knobs, clamped to their types.

        Raises KeyError if there is no such knob.
        """
        unknown = values.keys() - {knob.name for knob in self.knobs}
        if unknown:
            raise KeyError(min(unknown))
        settings = (
            replace(setting, value=stored(setting.type)(float(values[setting.name])))
            if setting.name in values
            else setting
            for setting in self.settings
        )
        return replace(self, settings=tuple(settings))

    def entity(self, name: str) -> int:
        """The number of the entity of that name. Raises KeyError if there is none."""
        for number, entity in enumerate(self.entities):
            if entity.name == name:
                return number
        raise KeyError(name)
