"""`twicetold draw`: a life, or its telling, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from twicetold.api import places
from twicetold.cli.lived import lived
from twicetold.cli.loading import load_soon
from twicetold.cli.manner import Manner
from twicetold.cli.output import Mistake, write_out
from twicetold.cli.times import clock
from twicetold.engine import Event
from twicetold.lang import model
from twicetold.tell import Story, draw, planned

View = Literal["curve", "storyline", "causes"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A life, by seed and run or by the world's canon, and how it is looked at. `manner` is how it is told,
    for the curve; `marked` the fields of which a storyline marks the rise."""

    world: str
    seed: int
    run: int
    canon: bool
    lines: Sequence[str]
    view: View
    manner: Manner
    marked: Sequence[str]
    out: Path | None


def main(asked: Asked) -> None:
    """Live the life and draw it. Raises Mistake for what cannot be drawn."""
    _fits(asked)
    loaded = load_soon(asked.world, asked.lines)
    world = loaded.world
    telling = asked.manner.of(world)
    _known(world, asked.marked)
    life, report = lived(loaded, asked.world, asked.seed, asked.run, canon=asked.canon)
    story = Story(world, life)
    if not story.events:
        raise Mistake("nothing that could be drawn happens in this life")
    labels = _labels(world)
    match asked.view:
        case "curve":
            plan = planned(story, telling, {} if report is None else places.places(report), asked.seed)
            if not plan.parts:
                raise Mistake("nothing of this life can be told so, and so there is no curve")
            picture = draw.curve(story, plan, labels)
        case "storyline":
            picture = draw.storyline(story, labels, asked.marked or draw.MARKED)
        case "causes":
            picture = draw.causes(story, labels)
    write_out(picture.encode(), asked.out)


def _labels(world: model.World) -> draw.Labels:
    """People and places as the world calls them; events as they are written, of people so called."""

    def called(entity: int) -> str:
        return world.entities[entity].called

    def event(each: Event) -> str:
        return f"{each.name}({', '.join(map(called, each.roles))})" if each.roles else each.name

    return draw.Labels(event, called, clock)


def _fits(asked: Asked) -> None:
    """Raises Mistake for what would say nothing of this view."""
    if asked.view != "curve" and asked.manner != Manner():
        raise Mistake(f"how it is told shows in `--view curve` only, not in `--view {asked.view}`")
    if asked.view != "storyline" and asked.marked:
        raise Mistake(f"`--mark` marks a storyline; `--view {asked.view}` has no marks")


def _known(world: model.World, marked: Sequence[str]) -> None:
    fields = {field.name.rpartition(".")[2] for field in world.fields}
    for field in marked:
        if field not in fields:
            raise Mistake(f"this world has no field or relation `{field}` to mark")
