"""What stands around the text of a telling: the colophon, who is in it, a picture, an afterword."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twicetold.choices import Format
from twicetold.tell.clauses import realise
from twicetold.tell.draw import Labels, storyline
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.prose import Prose
from twicetold.tell.story import Story
from twicetold.tell.wording import Wordings


@dataclass(frozen=True, slots=True)
class Colophon:
    """By what a life can be lived again, and how it ended."""

    world: str
    seed: int
    run: int
    ending: str
    ended: str

    @property
    def life(self) -> str:
        """Which life it is."""
        return f"{self.world}, seed {self.seed}, run {self.run}"

    def __str__(self) -> str:
        return f"— {self.life}, {self.ended}: {self.ending}"


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody who is named in the text, and what their world says of them; empty if it says nothing."""

    name: str
    described: str


@dataclass(frozen=True, slots=True)
class Afterword:
    """What decided how a life ended: an event in words, and when it was; whether a choice or a chance. Of
    `lives` lives that were this one up to then `with_it` ended as it did, and `without` of as many in which
    it went the other way. `instead` is how this one would have ended.
    """

    event: str
    when: str
    chosen: bool
    ending: str
    instead: str
    with_it: int
    without: int
    lives: int

    @property
    def said(self) -> str:
        """All of it, as one paragraph."""
        what = "One choice" if self.chosen else "One turn of chance"
        other = "Had the choice been another" if self.chosen else "Had chance fallen otherwise"
        then = f"{other}, and all other luck the same, it would have ended otherwise: {self.instead}."
        if self.instead == self.ending:
            then = f"{other}, and all other luck the same, it might still have ended so."
        return (
            f"{what} did most to decide it, {self.when}: “{_quoted(self.event)}” {then} Of"
            f" {self.lives} lives that were this one up to then, and had other luck from there on,"
            f" {_many(self.with_it)} ended as it did ({self.ending}); of {self.lives} in which it went the"
            f" other way, {_many(self.without)} did."
        )


def _quoted(words: str) -> str:
    """Words that stand between quotation marks: within, what is said has single ones."""
    return words.replace("“", "‘").replace("”", "’")


def _many(count: int) -> str:
    return f"{count}" if count else "none"


@dataclass(frozen=True, slots=True)
class Edition:
    """A telling's colophon, its players, a picture of the life as SVG, and its afterword, if it has one."""

    colophon: Colophon
    players: tuple[Player, ...] = ()
    picture: str = ""
    afterword: Afterword | None = None


def edition(
    story: Story, prose: Prose, format: Format, name: str = "", afterword: Afterword | None = None
) -> Edition:
    """What stands around a telling of a life in this format; `name` is what its world is asked for by."""
    world, life = story.world, story.life
    ended = f"{'after' if world.begins is None else 'at'} {world.clock(story.length)}"
    colophon = Colophon(name or world.name, life.seed, life.run, life.ending, ended)
    if format in ("text", "markdown"):
        return Edition(colophon)
    return Edition(colophon, tuple(_players(story, prose)), _picture(story), afterword)


def _players(story: Story, prose: Prose) -> Iterator[Player]:
    """Those who are people or are described, and are named in the text; as it begins to name them."""
    text = " ".join(sentence.text for sentence in prose.sentences)
    described = story.beginning.described
    found: dict[int, int] = {}
    for number, entity in enumerate(story.world.entities):
        if entity.pronoun != "it" or number in described:
            at = re.search(rf"\b{re.escape(entity.called)}\b", text)
            if at is not None:
                found[number] = at.start()
    for number in sorted(found, key=lambda number: (found[number], number)):
        yield Player(story.world.entities[number].called, _described(story, number))


def _described(story: Story, number: int) -> str:
    """What the world says of somebody, without saying again who it is: “the elder of two sisters”."""
    line = Wordings().settled(story.beginning.described.get(number))
    if line is None:
        return ""
    entities = story.world.entities
    cast = {n: Referent(n, entity.called, entity.pronoun) for n, entity in enumerate(entities)}
    said = realise(line, cast, Discourse(), "present")[0]
    called = entities[number].called
    return re.sub(rf"^{re.escape(called)} (is|are) ", "", said, flags=re.IGNORECASE).removesuffix(".")


LARGEST = 400_000
"""Letters of a picture: in what takes more, such as half a year of a town, nothing can be made out."""


def _picture(story: Story) -> str:
    """The storyline, to stand within a page; empty if it is too large for one."""
    world = story.world
    if not story.events:
        return ""

    def called(entity: int) -> str:
        return world.entities[entity].called

    labels = Labels(lambda event: ", ".join([event.name, *map(called, event.roles)]), called, world.clock)
    picture = storyline(story, labels).partition("?>\n")[2].rstrip("\n")
    return picture if len(picture) <= LARGEST else ""
