"""How a life is to be told, as it is asked for on the command line: the words of a `telling` block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from twicetold.cli.output import Mistake
from twicetold.lang import model
from twicetold.lang.diagnostics import nearest
from twicetold.lang.model.telling import (
    Base,
    Frequency,
    Grouping,
    Naming,
    Order,
    Pace,
    Person,
    Speech,
    Telling,
    Thought,
    Voice,
)
from twicetold.tell import minded

ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Manner:
    """What is asked for; what is None is as the telling has it."""

    telling: str | None = None
    close_to: tuple[str, ...] = ()
    order: Order | None = None
    by: Grouping | None = None
    tense: Base | None = None
    person: Person | None = None
    naming: Naming | None = None
    thought: Thought | None = None
    speech: Speech | None = None
    pace: Pace | None = None
    frequency: Frequency | None = None
    outside: bool = False

    def of(self, world: model.World) -> Telling:
        """The telling asked for. Raises Mistake if the world has none such, or nobody such."""
        voice = self._voice(world)
        telling = self._telling(world)
        sections = tuple(replace(section, voice=voice.within(section.voice)) for section in telling.sections)
        return replace(telling, voice=voice.within(telling.voice), sections=sections)

    def _telling(self, world: model.World) -> Telling:
        if self.telling is None:
            return Telling("")
        chosen = next((telling for telling in world.tellings if telling.name == self.telling), None)
        if chosen is None:
            names = [telling.name for telling in world.tellings]
            known = f"it has {_listed(names)}" if names else "it has none"
            raise Mistake(f"this world has no telling `{self.telling}`: {_meant(self.telling, names, known)}")
        return chosen

    def _voice(self, world: model.World) -> Voice:
        if self.by is not None and self.order not in (None, "syllepsis"):
            raise Mistake(f"`--by {self.by}` groups for `--order syllepsis`, not `--order {self.order}`")
        if self.outside and self.close_to:
            raise Mistake("`--from-outside` is close to nobody: leave out `--close-to`, or this")
        minds = tuple(dict.fromkeys(mind for name in self.close_to for mind in _minds(world, name)))
        return Voice(
            focus="internal" if minds else "external" if self.outside else None,
            minds=minds,
            base=self.tense,
            order="syllepsis" if self.by else self.order,
            grouping=self.by,
            pace=self.pace,
            frequency=self.frequency,
            thought=self.thought,
            speech=self.speech,
            naming=self.naming,
            person=self.person,
        )


def _minds(world: model.World, name: str) -> Sequence[int]:
    everyone = minded(world)
    if name == ANYONE:
        return everyone
    wanted = name.strip().replace(" ", "_").casefold()
    for number in everyone:
        entity = world.entities[number]
        if wanted in (called.replace(" ", "_").casefold() for called in (entity.name, entity.called)):
            return [number]
    names = [world.entities[number].name for number in everyone]
    if any(entity.name == name for entity in world.entities):
        raise Mistake(f"`{name}` has no mind to be close to: {_known(names)}")
    raise Mistake(f"nobody is called `{name}`: {_meant(name, names, _known(names))}")


def _known(names: Sequence[str]) -> str:
    shown = [*names[:12], "…"] if len(names) > 12 else names
    return f"name one of {_listed(shown)}"


def _meant(name: str, names: Iterable[str], otherwise: str) -> str:
    near = nearest(name, names)
    return f"did you mean `{near}`?" if near else otherwise


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" if name != "…" else name for name in names)
