"""How do tellings read, as prose? Counted of many lives, and of passages by others beside them.

    python -m benchmarks.prose [--lives N] [--seed N] [--worlds NAME ...] [--json]

Every life is told as `twicetold tell WORLD` tells it. To measure an earlier state of the package with the
same script, copy `benchmarks/prose.py` and `benchmarks/reading/` into its checkout and call it there. What
each row counts is said where it is counted: `benchmarks/reading/`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.reading import told as telling
from benchmarks.reading.counted import Ratio, pooled, spread
from benchmarks.reading.passages import Passages, read
from benchmarks.reading.syntax import connectives, subordinate
from benchmarks.reading.text import clauses, masking, recurring, sentences, shared, spoken, template, words
from benchmarks.reading.told import Reading
from twicetold.engine import Interpreter
from twicetold.lang import load
from twicetold.lang.model.telling import Telling
from twicetold.tell import Story, planned
from twicetold.tell.words import told

WORLDS = ("hale_yard", "town", "milk", "brawl", "night_mail", "rumour")
NIGHTS = 12
"""In how many lives a template is looked for."""

Row = tuple[str, float | None]


def readings(world_name: str, seed: int, lives: int) -> list[Reading]:
    """So many lives of a world, told plainly."""
    world = load(world_name)
    living = Interpreter(world)
    found = []
    for run in range(lives):
        story = Story(world, living.live(seed, run))
        if run == 0:
            told(story, planned(story, Telling("")), varied=True)  # the dictionary is read
        began = time.process_time()
        prose = told(story, planned(story, Telling("")), varied=True)
        found.append(Reading(story, prose, time.process_time() - began))
    return found


# --- what is counted ----------------------------------------------------------------------------------------


def per_thousand(ratio: Ratio) -> float | None:
    """How many there are for a thousand words."""
    return None if ratio.value is None else 1000 * ratio.value


def of_text(texts: Sequence[Sequence[str]]) -> Iterator[Row]:
    """The rows that need nothing but the paragraphs of some texts."""
    found = [each for text in texts for paragraph in text for each in sentences(paragraph)]
    length = sum(len(words(each)) for each in found)
    mean, deviation = spread([len(words(each)) for each in found])
    yield "connectives per 1,000 words", per_thousand(Ratio(sum(len(connectives(s)) for s in found), length))
    yield "words per sentence", mean
    yield "  standard deviation", deviation
    yield (
        "sentences with a subordinate clause",
        Ratio(sum(map(bool, map(subordinate, found))), len(found)).value,
    )
    yield "dialogue, of words", Ratio(sum(spoken(p) for text in texts for p in text), length).value


def of_templates(texts: Sequence[Sequence[str]], names: Sequence[str]) -> Iterator[Row]:
    """How often a text says the same again of others."""
    mask = masking(names)
    found = [[each for paragraph in text for each in sentences(paragraph)] for text in texts]
    length = sum(len(words(each)) for text in found for each in text)
    whole = [[template(each, mask) for each in text] for text in found]
    parts = [[template(part, mask) for each in text for part in clauses(each)] for text in found]
    yield (
        "same template within 30 sentences, per 1,000 words",
        per_thousand(Ratio(sum(map(recurring, whole)), length)),
    )
    yield "  of clauses", per_thousand(Ratio(sum(map(recurring, parts)), length))
    yield "template stands in another night too", Ratio(*shared(whole[:NIGHTS])).value
    yield "words per life", length / max(len(texts), 1)


def of_tellings(found: Sequence[Reading]) -> Iterator[Row]:
    """The rows that hold a telling against the life."""
    kept = telling.keeps_links()

    def over(count: Callable[[Reading], Ratio]) -> Ratio:
        return pooled(count(each) for each in found)

    yield "direct causes of neighbours said", over(lambda r: telling.causes_said(r.told, kept)).value
    yield "  or told as what came before", over(lambda r: telling.causes_said(r.told, kept, bool)).value
    yield "  such pairs per life", over(lambda r: Ratio(telling.causes_said(r.told, kept).whole, 1)).value
    yield "people introduced at first mention", over(lambda r: telling.introduced(r.story, r.text)).value
    yield "lives that end in a told sentence", over(lambda r: telling.ends_told(r.told)).value
    yield (
        "new proper names per 1,000 words",
        per_thousand(over(lambda r: telling.names_per_word(r.story.world, r.text))),
    )
    yield "sentences about one of three leads", over(lambda r: telling.of_leads(r.story, r.told)).value
    yield "joined sentences of unrelated events", over(lambda r: telling.unrelated(r.story, r.told)).value
    yield "errors of mistaken minds told", over(telling.mistaken).value
    yield "sentences told per second", over(lambda r: Ratio(len(r.told), r.seconds)).value


def of_world(found: Sequence[Reading]) -> dict[str, float | None]:
    """All rows of the lives of one world."""
    entities = found[0].story.world.entities
    names = [name for each in entities for name in (each.called, each.title, each.called.split()[-1])]
    kinds = [f"{article} {each.kind.casefold()}" for each in entities for article in ("a", "an", "the")]
    texts = [reading.paragraphs for reading in found]
    return dict((*of_tellings(found), *of_text(texts), *of_templates(texts, [*names, *kinds])))


def of_passages(found: Passages) -> dict[str, float | None]:
    """The rows that can be counted of texts by others."""
    return dict((*of_text(found.texts), *of_templates(found.texts, found.names)))


# --- shown --------------------------------------------------------------------------------------------------

SHARES = frozenset(
    """direct causes of neighbours said|  or told as what came before|people introduced at first mention
    |lives that end in a told sentence
    |sentences about one of three leads|joined sentences of unrelated events|errors of mistaken minds told
    |sentences with a subordinate clause|dialogue, of words|template stands in another night too""".replace(
        "\n    ", ""
    ).split("|")
)


def shown(columns: Mapping[str, Mapping[str, float | None]]) -> Iterator[str]:
    """The table, line by line."""
    rows = list(dict.fromkeys(row for column in columns.values() for row in column))
    wide = max(map(len, rows))
    yield " " * wide + "".join(f"{name:>12}" for name in columns)
    for row in rows:
        yield row.ljust(wide) + "".join(f"{_cell(row, each.get(row)):>12}" for each in columns.values())


def _cell(row: str, value: float | None) -> str:
    if value is None:
        return "–"
    if row in SHARES:
        return f"{value:.2f}"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def main() -> None:
    """Count, and print."""
    parser = argparse.ArgumentParser(description="How do tellings read?")
    parser.add_argument("--lives", type=int, help="of each world; else 24 of hale_yard and 12 of the others")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worlds", nargs="+", default=WORLDS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--alone", action="store_true", help="without passages by others")
    asked = parser.parse_args()
    columns: dict[str, dict[str, float | None]] = {}
    for world in asked.worlds:
        lives = asked.lives or (24 if world == "hale_yard" else 12)
        columns[world] = of_world(readings(world, asked.seed, lives))
    others = None if asked.alone else read()
    if others is not None:
        columns["by others"] = of_passages(others)
    if asked.json:
        print(json.dumps(columns, indent=2))
        return
    print("\n".join(shown(columns)))
    if others is None and not asked.alone:
        print("Passages by others are left out: the package that carries them could not be had.")


if __name__ == "__main__":
    main()
