"""A world in which somebody can be played: what all sessions in it share."""

from __future__ import annotations

from functools import cached_property

from twicetold.engine import Interpreter
from twicetold.engine.kernel.playing import Playing
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.observe import Observer
from twicetold.lang import model
from twicetold.lang.diagnostics import nearest


class CannotPlay(ValueError):
    """Somebody or something that cannot be played; the message says what can be."""


class Stage:
    """A world made ready to be played in: compiled once, for as many sessions as one likes."""

    def __init__(self, world: model.World) -> None:
        self.world = world

    @cached_property
    def hash(self) -> str:
        """The content hash of the world, which takes some time to find."""
        return self.world.hash

    @cached_property
    def actors(self) -> tuple[int, ...]:
        """Who can be played: everybody who can ever act, in order of declaration."""
        return Layout(self.world).acting()

    @cached_property
    def playing(self) -> Playing:
        """What lives the sessions, and copies them in no time. Raises CannotCompile."""
        return Playing(self.world)

    @cached_property
    def interpreter(self) -> Interpreter:
        """What records them, so that they can be told."""
        return Interpreter(self.world)

    @cached_property
    def observer(self) -> Observer:
        """What looks into what is recorded."""
        return Observer(self.interpreter)

    def player(self, name: str) -> int:
        """The number of somebody who can be played, by their name or what they are called. Raises
        CannotPlay."""
        wanted = _plain(name)
        entities = self.world.entities
        for number in self.actors:
            if wanted in (_plain(entities[number].name), _plain(entities[number].called)):
                return number
        if any(wanted == _plain(entity.name) for entity in entities):
            raise CannotPlay(f"`{name}` never does anything: {self.known()}")
        near = nearest(name, (entities[number].name for number in self.actors))
        meant = f"did you mean `{near}`?" if near else self.known()
        raise CannotPlay(f"nobody is called `{name}`: {meant}")

    def known(self) -> str:
        """Who can be played, in a clause of a message."""
        names = [f"`{self.world.entities[number].name}`" for number in self.actors]
        shown = [*names[:12], "…"] if len(names) > 12 else names
        return f"play one of {', '.join(shown)}"


def _plain(name: str) -> str:
    return name.strip().replace(" ", "_").casefold()
