"""How a life is to be told, as it is asked for: the words of a `telling` block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from twicetold.lang import model
from twicetold.lang.diagnostics import nearest
from twicetold.lang.model.telling import Telling, Voice
from twicetold.questions import Tell
from twicetold.tell.minds import minded
from twicetold.tell.narrators import BadNarrator, Narrator, asked

ANYONE = "anyone"


class CannotTell(ValueError):
    """A telling, a mind or a manner that cannot be had; the message says what can be."""


def telling_of(world: model.World, manner: Tell) -> Telling:
    """The telling asked for. Raises CannotTell if the world has none such, or nobody such."""
    voice = _voice(world, manner)
    telling = _telling(world, manner.telling)
    sections = tuple(replace(section, voice=voice.within(section.voice)) for section in telling.sections)
    return replace(telling, voice=voice.within(telling.voice), sections=sections)


def narrator_of(manner: Tell) -> Narrator | None:
    """Who is to tell it; None leaves that to the telling. Raises CannotTell if there is nobody such."""
    if manner.narrator is None:
        return None
    try:
        return asked(manner.narrator)
    except BadNarrator as error:
        raise CannotTell(str(error)) from None


def _telling(world: model.World, name: str | None) -> Telling:
    if name is None:
        return Telling("")
    chosen = next((telling for telling in world.tellings if telling.name == name), None)
    if chosen is None:
        names = [telling.name for telling in world.tellings]
        known = f"it has {_listed(names)}" if names else "it has none"
        raise CannotTell(f"this world has no telling `{name}`: {_meant(name, names, known)}")
    return chosen


def _voice(world: model.World, manner: Tell) -> Voice:
    if manner.by is not None and manner.order not in (None, "syllepsis"):
        raise CannotTell(f"`--by {manner.by}` groups for `--order syllepsis`, not `--order {manner.order}`")
    if manner.from_outside and manner.close_to:
        raise CannotTell("`--from-outside` is close to nobody: leave out `--close-to`, or this")
    minds = tuple(dict.fromkeys(mind for name in manner.close_to for mind in _minds(world, name)))
    return Voice(
        focus="internal" if minds else "external" if manner.from_outside else None,
        minds=minds,
        base=manner.tense,
        order="syllepsis" if manner.by else manner.order,
        grouping=manner.by,
        pace=manner.pace,
        frequency=manner.frequency,
        thought=manner.thought,
        speech=manner.speech,
        naming=manner.naming,
        person=manner.person,
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
        raise CannotTell(f"`{name}` has no mind to be close to: {_known(names)}")
    raise CannotTell(f"nobody is called `{name}`: {_meant(name, names, _known(names))}")


def _known(names: Sequence[str]) -> str:
    shown = [*names[:12], "…"] if len(names) > 12 else names
    return f"name one of {_listed(shown)}"


def _meant(name: str, names: Iterable[str], otherwise: str) -> str:
    near = nearest(name, names)
    return f"did you mean `{near}`?" if near else otherwise


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" if name != "…" else name for name in names)
