"""What has to be known of a world in order to play it: names, what can be asked, how much memory it takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from twicetold.engine.kernel import CannotCompile, walk
from twicetold.engine.kernel.lower.fields import array_name
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.kernel.lower.playing import EXPORTED
from twicetold.engine.kernel.program import SIZE, Program
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.names import Names, names
from twicetold.lang import model

LARGEST = 1 << 30
"""The most bytes that a life may take: a browser hardly gives more."""

SORTS = ("sense", "rule", "action", "event")
"""What a construct is."""

ValueSort = Literal["yes_no", "number", "time", "option", "entity"]
"""What the number means that stands for a value."""

VALUE_SORTS: tuple[ValueSort, ...] = ("yes_no", "number", "time", "option", "entity")


@dataclass(frozen=True, slots=True)
class FieldFace:
    """A field as it is asked for: `over` has for each argument the place of every entity among those that
    can have a value, or -1; `counts` how many these are. `array` keeps the values; None if there are none,
    or none that can be asked for."""

    name: str
    sort: ValueSort
    unit: str
    options: tuple[str, ...]
    over: tuple[str, ...]
    counts: tuple[int, ...]
    symmetric: bool
    array: str | None


@dataclass(frozen=True, slots=True)
class Interface:
    """A world on its way out; `name` begins whatever is called from outside, `memory` is in bytes."""

    name: str
    world: model.World
    names: Names
    program: Program
    memory: int
    sorts: tuple[int, ...]
    """Of each construct, its place in `SORTS`."""
    fields: tuple[FieldFace, ...]
    places: dict[str, tuple[int, ...]]
    """By kind: of every entity, its place among those who can be of that kind, or -1."""
    actors: tuple[int, ...]
    """Of every entity, its place among those who can ever act, or -1."""
    others: int
    """The most roles that an action has beside its actor's."""

    def has(self, array: str) -> bool:
        """Whether the program has such an array."""
        return any(other.name == array for other in self.program.arrays)


def interface_of(world: model.World, name: str, *, told: bool = False) -> Interface:
    """The interface of a world under a name (see `plain_name`); one that is `told` says besides what there is
    to be told through one mind (see `lower.focal`).

    Raises CannotCompile where one life would take more than `LARGEST` bytes.
    """
    world = replace(world, patterns=())  # what they ask is nothing that a game lives by
    whole = lower(world, played=True, told=told)
    functions = walk.reached(whole.functions, *EXPORTED)
    program = Program(functions, walk.used(whole.arrays, functions), EXPORTED)
    size = memory(program)
    if size > LARGEST:
        raise CannotCompile(f"one life of this world would take {size >> 20} MiB")
    layout = Layout(world)
    constructs = (world.senses, world.rules, world.actions, world.events)
    return Interface(
        name,
        world,
        names(world),
        program,
        size,
        tuple(sort for sort, declared in enumerate(constructs) for _ in declared),
        tuple(_field(layout, number, field) for number, field in enumerate(world.fields)),
        {kind: _places(layout, kind) for kind in _kinds(world)},
        _places_among(layout, (action.roles[0].kind for action in world.actions)),
        max((len(action.roles) - 1 for action in world.actions), default=0),
    )


def plain_name(stem: str) -> str:
    """A name for functions and files out of a world's: small letters of ASCII, digits and `_`."""
    letters = unicodedata.normalize("NFKD", stem.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    return name if name[:1].isalpha() else f"world_{name}".rstrip("_")


def memory(program: Program) -> int:
    """How many bytes a life needs at most, on machines with pointers of 8 bytes or fewer."""
    offset = 8 * sum(array.kind == "out" for array in program.arrays)
    for array in program.arrays:
        if array.kind == "life":
            size = SIZE[array.element]
            offset = (offset + size - 1) // size * size + size * array.size
    return (offset + 7) // 8 * 8


def _kinds(world: model.World) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for field in world.fields for kind in field.over))


def _places(layout: Layout, kind: str) -> tuple[int, ...]:
    return _places_among(layout, (kind,))


def _places_among(layout: Layout, kinds: Iterable[str]) -> tuple[int, ...]:
    """Of every entity its place among those who can be of one of these kinds, or -1."""
    members = sorted({entity for kind in kinds for entity in layout.possible(kind)})
    place = {entity: n for n, entity in enumerate(members)}
    return tuple(place.get(entity, -1) for entity in range(len(layout.world.entities)))


ASKED: Final = 3
"""Of so many entities at most a value can be asked for; what is said of pairs is of four."""


def _field(layout: Layout, number: int, field: model.Field) -> FieldFace:
    unit, options = "", tuple[str, ...]()
    sort: ValueSort
    match field.type:
        case model.YesNo():
            sort = "yes_no"
        case model.Number(unit=powers):
            sort = "number"
            unit = " ".join(base if power == 1 else f"{base}^{power}" for base, power in powers)
        case model.Time():
            sort, unit = "time", "second"
        case model.OneOf(names):
            sort, options = "option", names
        case model.Ref():
            sort = "entity"
    return FieldFace(
        field.name,
        sort,
        unit,
        options,
        field.over,
        tuple(len(layout.possible(kind)) for kind in field.over),
        field.symmetric,
        array_name(number, field) if layout.fields[field.name].cells and len(field.over) <= ASKED else None,
    )
