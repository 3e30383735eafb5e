"""`twicetold draw`: a life, or its telling, as a picture; or how many lives end."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.api import pictures, places
from twicetold.cli.lived import lived
from twicetold.cli.loading import load_soon
from twicetold.cli.manner import narrator, telling
from twicetold.cli.many import progress
from twicetold.cli.output import Mistake, write_out
from twicetold.cli.requests.draw import Request
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import Loaded, model
from twicetold.questions import Many, Tell
from twicetold.runs import many
from twicetold.runs.columns import join
from twicetold.tell import Story, draw, planned

LIVES = 1000
"""So many lives are drawn if it is not said how many."""


def main(request: Request) -> None:
    """Live the life and draw it. Raises Mistake for what cannot be drawn."""
    manner = Tell(request.telling, close_to=request.close_to, order=request.order, narrator=request.narrator)
    _fits(request, manner)
    by = narrator(manner)
    loaded = load_soon(request.world, request.lines)
    world = loaded.world
    if request.view == "endings":
        write_out(_endings(loaded, request).encode(), request.out)
        return
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


def _endings(loaded: Loaded, request: Request) -> str:
    """How many lives come to their endings over time."""
    pieces: list[Lives] = []
    with progress(f"Living {loaded.world.name}") as on_progress:
        many(loaded.world, Many(request.n or LIVES, request.seed), on_progress, on_lives=pieces.append)
    if not pieces:
        raise Mistake("no life was lived that could be drawn")
    return pictures.ending_by_ending(loaded.world, join(pieces))


def _fits(request: Request, manner: Tell) -> None:
    """Raises Mistake for what would say nothing of this view."""
    if request.view != "curve" and manner != Tell():
        raise Mistake(f"how it is told shows in `--view curve` only, not in `--view {request.view}`")
    if request.view != "endings" and request.n is not None:
        raise Mistake(f"`-n` says how many lives `--view endings` draws; `--view {request.view}` draws one")
    if request.view == "endings" and (request.canon or request.run):
        raise Mistake("`--view endings` draws many lives; leave out --run and --canon")
    if request.view != "storyline" and request.mark:
        raise Mistake(f"`--mark` marks a storyline; `--view {request.view}` has no marks")


def _known(world: model.World, marked: Sequence[str]) -> None:
    fields = {field.name.rpartition(".")[2] for field in world.fields}
    for field in marked:
        if field not in fields:
            raise Mistake(f"this world has no field or relation `{field}` to mark")
