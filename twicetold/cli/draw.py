"""`twicetold draw`: a life, or its telling, as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.api import places
from twicetold.cli.lived import lived
from twicetold.cli.loading import load_soon
from twicetold.cli.manner import narrator, telling
from twicetold.cli.output import Mistake, write_out
from twicetold.cli.requests.draw import Request
from twicetold.lang import model
from twicetold.questions import Tell
from twicetold.tell import Story, draw, planned


def main(request: Request) -> None:
    """Live the life and draw it. Raises Mistake for what cannot be drawn."""
    manner = Tell(request.telling, close_to=request.close_to, order=request.order, narrator=request.narrator)
    _fits(request, manner)
    by = narrator(manner)
    loaded = load_soon(request.world, request.lines)
    world = loaded.world
    said = telling(world, manner)
    _known(world, request.mark)
    life, report = lived(loaded, request.world, request.seed, request.run, canon=request.canon)
    story = Story(world, life)
    if not story.events:
        raise Mistake("nothing that could be drawn happens in this life")
    labels = draw.Labels.of(world)
    match request.view:
        case "curve":
            plan = planned(story, said, {} if report is None else places.places(report), request.seed, by)
            if not plan.parts:
                raise Mistake("nothing of this life can be told so, and so there is no curve")
            picture = draw.curve(story, plan, labels)
        case "storyline":
            picture = draw.storyline(story, labels, request.mark or draw.MARKED)
        case "causes":
            picture = draw.causes(story, labels)
    write_out(picture.encode(), request.out)


def _fits(request: Request, manner: Tell) -> None:
    """Raises Mistake for what would say nothing of this view."""
    if request.view != "curve" and manner != Tell():
        raise Mistake(f"how it is told shows in `--view curve` only, not in `--view {request.view}`")
    if request.view != "storyline" and request.mark:
        raise Mistake(f"`--mark` marks a storyline; `--view {request.view}` has no marks")


def _known(world: model.World, marked: Sequence[str]) -> None:
    fields = {field.name.rpartition(".")[2] for field in world.fields}
    for field in marked:
        if field not in fields:
            raise Mistake(f"this world has no field or relation `{field}` to mark")
