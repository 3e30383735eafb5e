"""`twicetold draw`: a life, or its telling, as a picture; or how many lives end, and where they part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from twicetold.api import pictures, places
from twicetold.ask.branching import branches
from twicetold.choices import LifeView
from twicetold.cli.lived import lived
from twicetold.cli.loading import load_soon
from twicetold.cli.manner import narrator, telling
from twicetold.cli.many import progress
from twicetold.cli.output import Mistake, write_out
from twicetold.cli.requests.draw import Request
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import Loaded, model
from twicetold.questions import Branches, Many, Tell
from twicetold.runs import many
from twicetold.runs.columns import join
from twicetold.tell import Story, draw, planned

MANY: Final = {"endings": 1000, "branches": 2000}
"""The views of many lives, and of how many if it is not said."""


def main(request: Request) -> None:
    """Live the life and draw it. Raises Mistake for what cannot be drawn."""
    manner = Tell(request.telling, close_to=request.close_to, order=request.order, narrator=request.narrator)
    _fits(request, manner)
    loaded = load_soon(request.world, request.lines)
    match request.view:
        case "endings":
            picture = _endings(loaded, request)
        case "branches":
            picture = _branches(loaded, request)
        case "curve" | "storyline" | "causes" as view:
            picture = _life(loaded, request, view, manner)
    if request.out is not None and request.out.suffix == ".html":
        picture = draw.moving_page(picture, loaded.world.name)
    write_out(picture.encode(), request.out)


def _life(loaded: Loaded, request: Request, view: LifeView, manner: Tell) -> str:
    """A life, or how it is told."""
    by, world = narrator(manner), loaded.world
    said = telling(world, manner)
    _known(world, request.mark)
    life, report = lived(loaded, request.world, request.seed, request.run, canon=request.canon)
    story = Story(world, life)
    plan = planned(story, said, {} if report is None else places.places(report), request.seed, by)
    try:
        return pictures.of_life(view, story, plan, request.mark or draw.MARKED)
    except ValueError as error:
        raise Mistake(str(error)) from None


def _endings(loaded: Loaded, request: Request) -> str:
    """How many lives come to their endings over time."""
    pieces: list[Lives] = []
    asked = Many(request.n or MANY["endings"], request.seed)
    with progress(f"Living {loaded.world.name}") as on_progress:
        many(loaded.world, asked, on_progress, on_lives=pieces.append)
    if not pieces:
        raise Mistake("no life was lived that could be drawn")
    return pictures.ending_by_ending(loaded.world, join(pieces))


def _branches(loaded: Loaded, request: Request) -> str:
    """Where lives part."""
    asked = Branches(request.n or MANY["branches"], request.seed)
    try:
        with progress(f"Living {loaded.world.name}") as on_progress:
            found = branches(loaded.world, asked, on_progress)
    except ValueError as error:
        raise Mistake(str(error)) from None
    return pictures.where_lives_part(found, loaded.world.clock)


def _fits(request: Request, manner: Tell) -> None:
    """Raises Mistake for what would say nothing of this view."""
    if request.view != "curve" and manner != Tell():
        raise Mistake(f"how it is told shows in `--view curve` only, not in `--view {request.view}`")
    if request.view not in MANY and request.n is not None:
        views = " or ".join(f"`--view {view}`" for view in MANY)
        raise Mistake(f"`-n` says how many lives {views} draws; `--view {request.view}` draws one")
    if request.view in MANY and (request.canon or request.run):
        raise Mistake(f"`--view {request.view}` draws many lives; leave out --run and --canon")
    if request.view != "storyline" and request.mark:
        raise Mistake(f"`--mark` marks a storyline; `--view {request.view}` has no marks")


def _known(world: model.World, marked: Sequence[str]) -> None:
    fields = {field.name.rpartition(".")[2] for field in world.fields}
    for field in marked:
        if field not in fields:
            raise Mistake(f"this world has no field or relation `{field}` to mark")
