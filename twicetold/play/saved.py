"""A session written down, to be played again: which world, whose luck, and what was chosen.

It is JSON that people can read: `twicetold` the version of this form, the world's name and hash, seed, run,
players, and the choices, each as its tick, who chose, the action and its roles, or null to do nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

import msgspec

from twicetold.choices import MOST
from twicetold.play.line import Choice
from twicetold.play.session import NotOpen, Session, begin
from twicetold.play.stage import Stage

FORM: Final = 1
"""The version of what is written."""

Written = tuple[int, str, str | None, tuple[str, ...]]
"""A choice in names: the tick, who chose, the action or None to do nothing, and its roles."""


class BadSave(ValueError):
    """What is no save, or none of this world; the message says so in a sentence."""


class Save(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was played, as it is written down."""

    twicetold: int
    world: str
    hash: str
    seed: int
    run: int
    players: tuple[str, ...]
    choices: tuple[Written, ...]


@dataclass(frozen=True)
class Stuck:
    """Where a save of another version of the world stopped fitting: the place of the choice among all, when
    that was, and why."""

    place: int
    seconds: float
    why: str


def saved(session: Session) -> Save:
    """What has been played so far."""
    world = session.world
    return Save(
        FORM,
        world.name,
        session.stage.hash,
        session.seed,
        session.run,
        tuple(world.entities[player].name for player in session.players),
        tuple(_written(session, choice) for choice in session.choices),
    )


def dumped(session: Session) -> str:
    """The same as JSON, a choice a line."""
    save = saved(session)
    head = msgspec.structs.asdict(save)
    lines = [json.dumps(choice, ensure_ascii=False) for choice in head.pop("choices")]
    said = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    choices = "[\n  " + ",\n  ".join(lines) + "\n ]" if lines else "[]"
    return f'{said},\n "choices": {choices}\n}}\n'


def read(text: str | bytes) -> Save:
    """The save of a text. Raises BadSave."""
    try:
        save = msgspec.json.decode(text, type=Save)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise BadSave(f"this is no save of a played life: {str(error).lower()}") from None
    if save.twicetold != FORM:
        raise BadSave(f"this save is of form {save.twicetold}; this version of Twicetold reads form {FORM}")
    numbers = (save.seed, save.run, *(tick for tick, _, _, _ in save.choices))
    if not all(0 <= number <= MOST for number in numbers):
        raise BadSave(f"this is no save of a played life: a seed, a run or a time is not in 0 to {MOST}")
    return save


def loaded(stage: Stage, save: Save, *, as_far_as_it_fits: bool = False) -> tuple[Session, Stuck | None]:
    """The session of a save, and where it stopped fitting. Raises BadSave if it is of another version of the
    world, unless it is to be played as far as it fits; and CannotPlay if those who are played are not
    there."""
    if save.hash != stage.hash and not as_far_as_it_fits:
        raise BadSave(
            f"this save is of another version of the world (`{save.world}`, {save.hash}; this is "
            f"`{stage.world.name}`, {stage.hash}); it can be played as far as it still fits"
        )
    session = begin(stage, save.players, save.seed, save.run)
    for place, choice in enumerate(save.choices):
        try:
            session = _chosen(session, choice)
        except NotOpen as error:
            return session, Stuck(place, stage.world.seconds(choice[0]), str(error))
    return session, None


def _chosen(session: Session, choice: Written) -> Session:
    """The session after a choice in names. Raises NotOpen if it does not come up there."""
    tick, who, action, roles = choice
    world = session.world
    wanted = "to do nothing" if action is None else f"{action}({', '.join(roles)})"
    if session.over:
        raise NotOpen(f"the life has ended already: {session.ending}; {who} was to choose {wanted}")
    name = world.entities[session.actor].name
    if (session.tick, name) != (tick, who):
        when, meant = world.clock(session.seconds), world.clock(world.seconds(tick))
        raise NotOpen(f"the next to choose is {name} at {when}, and not {who} at {meant}")
    if action is None:
        return session.wait()
    for option in session.options:
        named = (world.actions[option.action].name, [world.entities[role].name for role in option.roles])
        if named == (action, list(roles)):
            return session.choose(option)
    raise NotOpen(f"{wanted} is not open to {who} there")


def _written(session: Session, choice: Choice) -> Written:
    world = session.world
    who = world.entities[choice.actor].name
    if choice.taken is None:
        return (choice.tick, who, None, ())
    action, roles = choice.taken
    return (
        choice.tick,
        who,
        world.actions[action].name,
        tuple(world.entities[role].name for role in roles),
    )
