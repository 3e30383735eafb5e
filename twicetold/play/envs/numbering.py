"""What a player could ever do, and what they could ever believe, as numbers for a learner.

What a player could do is numbered once for a world: first to do nothing, then each action with each choice of
its other roles that their kinds allow, in order of declaration. What they believe is a row of numbers, one
for each cell of each field, in the order of the world's layout, and one for the kind that each entity is of.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.kernel.batch import Coding
from twicetold.engine.meaning.layout import Layout
from twicetold.lang import model

MOST: Final = 1 << 16
"""The most things that a player may be able to do; each takes a byte of every mask."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbering:
    """Of one player: the `coding`, what each number of an action and each place of an observation is called,
    and the ends between which the latter lies."""

    coding: Coding
    actions: tuple[str, ...]
    cells: tuple[str, ...]
    low: NDArray[np.float32]
    high: NDArray[np.float32]


def numbering(world: model.World, layout: Layout, player: int) -> Numbering:
    """The numbering for an entity. Raises ValueError if that never acts, or could do more than `MOST`."""
    scales = _scales(world)
    least, most = scales[3:].tolist()
    kinds = len(world.entities)
    base, offsets, compact, rows = _options(world, layout, player)
    return Numbering(
        Coding(scales, base, offsets, compact, rows),
        tuple(_called(world, player, row) for row in rows.tolist()),
        tuple(_cell(world, layout, cell) for cell in range(layout.size)),
        np.array([*least, *[-1] * kinds], np.float32),
        np.array([*most, *[len(world.kinds) - 1] * kinds], np.float32),
    )


# --- what can be done ---------------------------------------------------------------------------------------


def _options(
    world: model.World, layout: Layout, player: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """The arrays of a `Coding` that are about options."""
    who = world.entities[player].name
    members = [
        [layout.possible(role.kind) for role in action.roles[1:]]
        if player in layout.possible(action.roles[0].kind)
        else None
        for action in world.actions
    ]
    sizes = [0 if others is None else math.prod(map(len, others)) for others in members]
    if not any(sizes):
        raise ValueError(f"{who} never does anything in this world, and cannot be played")
    if sum(sizes) >= MOST:
        most = world.actions[max(range(len(sizes)), key=sizes.__getitem__)]
        raise ValueError(
            f"there are {sum(sizes):,} things that {who} could do in this world, and an action space has at"
            f" most {MOST:,}: `{most.name}` alone has {max(sizes):,}; let its roles be of narrower kinds, or"
            " make the world smaller"
        )
    width = max(max(len(action.roles) - 1 for action in world.actions), 1)
    base = np.zeros(len(world.actions), np.int32)
    offsets = np.zeros((len(world.actions), width, len(world.entities) + 1), np.int32)
    compact, rows, place = [], [[-1] * (width + 1)], 0
    for number, (action, others) in enumerate(zip(world.actions, members, strict=True)):
        if others is None:
            continue
        base[number], stride = place, 1
        for role, kind in reversed(list(enumerate(others))):
            for n, entity in enumerate(kind):
                offsets[number, role, entity + 1] = n * stride
            stride *= len(kind)
        for chosen in itertools.product(*others):
            compact.append(len(rows))
            if model.may_take(action.roles, (player, *chosen)):
                rows.append([number, *chosen, *[-1] * (width - len(chosen))])
        place += sizes[number]
    return base, offsets, np.array(compact, np.int32), np.array(rows, np.int32)


def _called(world: model.World, player: int, row: list[int]) -> str:
    number, *others = row
    if number < 0:
        return "do nothing"
    roles = [player, *(other for other in others if other >= 0)]
    return f"{world.actions[number].name}({', '.join(world.entities[role].name for role in roles)})"


# --- what can be believed -----------------------------------------------------------------------------------


def _scales(world: model.World) -> NDArray[np.float64]:
    """How a value of each cell is seen; see `Coding`."""
    layout = Layout(world)
    columns = []
    for field in world.fields:
        columns += [_scale(world, field.type)] * len(layout.fields[field.name].cells)
    return np.ascontiguousarray(np.array(columns, np.float64).reshape(-1, 5).T)


def _scale(world: model.World, type_: model.Type) -> tuple[float, float, float, float, float]:
    match type_:
        case model.YesNo():
            return 0.0, 1.0, 0.0, 0.0, 1.0
        case model.OneOf(options):
            return 0.0, 1.0, 0.0, 0.0, max(float(len(options) - 1), 1.0)
        case model.Ref():
            return 0.0, 1.0, 0.0, -1.0, float(len(world.entities) - 1)
        case model.Time():  # by the length of a life: 1 is its end, and whatever comes after
            return 0.0, 1.0 / world.seconds(world.ticks), 0.0, -1.0, 1.0
        case model.Number(lo=lo, hi=hi) if lo > -model.WIDEST and hi < model.WIDEST:
            return lo, 1.0 / (hi - lo) if hi > lo else 0.0, 0.0, 0.0, 1.0
        case model.Number():  # without ends: bent into those of 1, in order
            return 0.0, 1.0, 1.0, -1.0, 1.0


def _cell(world: model.World, layout: Layout, cell: int) -> str:
    field, entities = layout.owner(cell)
    return f"{field.name}({', '.join(world.entities[entity].name for entity in entities)})"
