"""A life, and what came of many, as pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from twicetold.ask.branching import Branch, Branching
from twicetold.choices import LifeView
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import names
from twicetold.lang import model
from twicetold.runs import Batch
from twicetold.runs.statistics import Point
from twicetold.tell import Plan, Story, draw
from twicetold.tell.draw import Band, Layer, Way, bands, flow


def of_life(view: LifeView, story: Story, plan: Plan, marked: Sequence[str] = draw.MARKED) -> str:
    """A life as SVG: who is with whom, what came of what, or how the plan of a telling goes through it; of
    who is with whom those are `marked` of whom one of these fields rises. Raises ValueError if there is
    nothing to draw."""
    if not story.events:
        raise ValueError("nothing that could be drawn happens in this life")
    labels = draw.Labels.of(story.world)
    match view:
        case "storyline":
            return draw.storyline(story, labels, marked)
        case "causes":
            return draw.causes(story, labels)
        case "curve":
            if not plan.parts:
                raise ValueError("nothing of this life can be told so, and so there is no curve")
            return draw.curve(story, plan, labels)


def over_time(batch: Batch, time: Callable[[float], str]) -> str:
    """The measures over time of a batch as SVG; `time` says a time in seconds. Raises ValueError if there are
    none, or no lives."""
    counted = (
        f"{batch.n:,} lives, seed {batch.seed}; the line is the median, the bands hold half and nine tenths"
    )
    series = {name: [_band(point, batch.n) for point in points] for name, points in batch.series().items()}
    return bands(batch.world, counted, series, time)


def ending_by_ending(world: model.World, lives: Lives) -> str:
    """How lives come to their endings over time, as SVG. Raises ValueError if there are none."""
    endings = names(world).endings
    seconds = np.array([world.seconds(tick) for tick in range(int(lives.ticks.max(initial=0)) + 1)])
    layers = [
        Layer(ending, np.sort(seconds[lives.ticks[lives.ending == place]]).tolist())
        for place, ending in enumerate(endings)
    ]
    counted = f"{len(lives):,} lives, seed {lives.seed}; the share of all that have ended so, by then"
    return flow(world.name, counted, layers, world.clock)


def where_lives_part(branching: Branching, time: Callable[[float], str]) -> str:
    """Where lives part, as SVG; `time` says a time in seconds."""

    def way(branch: Branch, words: str = "", when: str = "") -> Way:
        parting = branch.parting
        onward = () if parting is None else (
            way(parting.so, parting.what, f"mostly at {time(parting.seconds)}"),
            way(parting.not_so, f"no {parting.what}"),
        )  # fmt: skip
        return Way(words, when, branch.endings, branch.runs, onward)

    counted = f"{branching.n:,} lives, seed {branching.seed}; of each branch, how its lives end"
    return draw.branches(branching.world, counted, branching.endings, way(branching.root))


def _band(point: Point, lives: int) -> Band:
    of = point.summary.quantiles
    return Band(point.seconds, lives - point.summary.never, (of["5"], of["25"], of["50"], of["75"], of["95"]))
