"""`twicetold tell`: one life as prose, or what can be counted of its telling."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from twicetold.api import places
from twicetold.ask.canon import CanonReport
from twicetold.ask.names import Names
from twicetold.cli.lived import lived
from twicetold.cli.loading import load_soon
from twicetold.cli.manner import narrator, telling
from twicetold.cli.output import Mistake, console, remark, write_json, write_out
from twicetold.cli.requests.tell import Request
from twicetold.engine import Life
from twicetold.engine.meaning.matching import TooManyMatches
from twicetold.lang import model
from twicetold.tell import Measures, Story, formats, measured, planned
from twicetold.tell.called import called
from twicetold.tell.prose import Passage, Prose, Sentence
from twicetold.tell.words import told


def main(request: Request) -> None:
    """Live the life, and tell it or measure how it would be told. Raises Mistake for what cannot be asked."""
    by = narrator(request.manner)
    loaded = load_soon(request.world, request.lines)
    manner = telling(loaded.world, request.manner)
    life, report = lived(loaded, request.world, request.seed, request.run, request.luck, canon=request.canon)
    story = Story(loaded.world, _named_in(loaded.world, life) if request.manner.patterns else life)
    plan = planned(story, manner, {} if report is None else places.places(report), request.seed, by)
    if not plan.parts:
        remark("nothing of this life can be told so")
    if request.measures:
        measures = measured(story, plan)
        placed = () if report is None else places.placed(report, plan)
        if request.as_json:
            write_json(_head(loaded.world, life) | _measures(loaded.world, measures, placed))
        else:
            _show_measures(loaded.world, measures, placed)
        return
    prose = told(story, plan, varied=report is None)
    if request.as_json:
        write_json(
            _head(loaded.world, life) | {"sections": [_section(story, passage) for passage in prose.passages]}
        )
        return
    if request.afterword and request.format not in ("html", "epub"):
        raise Mistake("an afterword stands in a page or a book: `--format html` or `--format epub`")
    after = _afterword(story, report) if request.afterword else None
    edition = formats.edition(story, prose, request.format, _named(request.world), after)
    if request.format == "text" and request.out is None:
        _show(console(), prose, edition)
        return
    if request.format == "epub" and request.out is None and sys.stdout.isatty():
        raise Mistake("a book is no text for a terminal: write it to a file with `--out FILE`")
    write_out(formats.write(prose, edition, request.format), request.out)


def _afterword(story: Story, report: CanonReport | None) -> formats.Afterword | None:
    from twicetold.api.afterwords import afterword  # many lives: what takes long to load is loaded if asked

    after = afterword(story, () if report is None else report.course)
    if after is None:
        remark("no choice and no chance that is told would by itself have changed how this life ends")
    return after


def _named_in(world: model.World, life: Life) -> Life:
    try:
        return called(world, life)
    except TooManyMatches as error:
        raise Mistake(str(error)) from None


def _named(world: str) -> str:
    """What a world is asked for by, without its folder; empty if it came from standard input."""
    return "" if world == "-" else Path(world).name


# --- as text ------------------------------------------------------------------------------------------------


def _show(shown: Console, prose: Prose, edition: formats.Edition) -> None:
    """A telling on a terminal: its title stands out, and its colophon back."""
    text = formats.write(prose, edition, "text", min(formats.WIDTH, shown.width)).decode()
    title, _, rest = text.rstrip("\n").partition("\n")
    body, _, colophon = rest.rpartition("\n")
    shown.print(title, style="bold", soft_wrap=True)
    shown.print(body, soft_wrap=True)
    shown.print(colophon, style="dim", soft_wrap=True)


def _show_measures(world: model.World, measures: Measures, placed: Sequence[places.Placed]) -> None:
    shown = console()
    shown.print(world.name, style="bold", soft_wrap=True)
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    names = Names(world)
    for what, value in _rows(names, measures):
        table.add_row(what, value)
    shown.print(table)
    for line in placed:
        if not line.holds:
            where = ", ".join(section for section, _ in line.told) or "nowhere"
            shown.print(f"{line.line} belongs to {line.place}, and is told {where}", style="yellow")
    if placed:
        kept = sum(line.holds for line in placed)
        shown.print(f"{kept} of the {len(placed)} lines that the canon gives a place have it")


def _rows(names: Names, measures: Measures) -> Iterator[tuple[str, str]]:
    again = f", {measures.repeated} of them more than once" if measures.repeated else ""
    yield "sections", f"{measures.sections}"
    yield "events told", f"{measures.told} of {measures.events}{again}"
    yield "nonlinearity", f"{measures.nonlinearity:.2f}"
    yield "begins", f"{measures.begins:.0%} into the story"
    yield "pace", _listed((pace, share) for pace, share in measures.paces.items())
    yield "time", _listed((time, share) for time, share in measures.times.items())
    yield "minds", _listed((_mind(names, mind), share) for mind, share in measures.minds.items())
    for secret in measures.withheld:
        until = "" if secret.falls else ", to the end"
        yield (
            "withheld",
            f"the name of {names.entity(secret.entity)}, {secret.share:.0%} of the telling{until}",
        )


def _listed(shares: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{what} {share:.0%}" for what, share in shares)


def _mind(names: Names, mind: int | None) -> str:
    return "nobody's" if mind is None else names.entity(mind)


# --- as JSON ------------------------------------------------------------------------------------------------


def _head(world: model.World, life: Life) -> dict[str, Any]:
    return {
        "world": world.name,
        "hash": world.hash,
        "seed": life.seed,
        "run": life.run,
        "ending": life.ending,
        "seconds": world.seconds(life.ticks),
        **({} if world.begins is None else {"clock": world.clock(world.seconds(life.ticks))}),
    }


def _section(story: Story, passage: Passage) -> dict[str, Any]:
    part = passage.part
    return {
        "name": part.name,
        "title": part.title,
        "thread": part.thread,
        "paragraphs": [
            [_sentence(story, sentence) for sentence in paragraph] for paragraph in passage.paragraphs
        ],
    }


def _sentence(story: Story, sentence: Sentence) -> dict[str, Any]:
    node = sentence.nodes[0] if sentence.nodes else None
    mind = None if node is None or node.mind is None else story.world.entities[node.mind].name
    return {
        "text": sentence.text,
        "kind": sentence.kind,
        "events": list(sentence.events),
        "mind": mind,
        "pace": node and node.pace,
        "time": node and node.time,
        "reference": node and node.reference,
        "speech": node and node.speech,
    }


def _measures(world: model.World, measures: Measures, placed: Sequence[places.Placed]) -> dict[str, Any]:
    def name(entity: int | None) -> str:
        return "" if entity is None else world.entities[entity].name

    return {
        "sections": measures.sections,
        "events": measures.events,
        "told": measures.told,
        "repeated": measures.repeated,
        "nonlinearity": measures.nonlinearity,
        "begins": measures.begins,
        "paces": dict(measures.paces),
        "times": dict(measures.times),
        "minds": {name(mind): share for mind, share in measures.minds.items()},
        "withheld": [
            {"who": name(secret.entity), "since": secret.since, "share": secret.share, "falls": secret.falls}
            for secret in measures.withheld
        ],
        "canon": [
            {
                "line": line.line,
                "place": line.place,
                "events": list(line.events),
                "told": [{"section": section, "time": time} for section, time in line.told],
                "holds": line.holds,
            }
            for line in placed
        ],
    }
