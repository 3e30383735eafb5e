"""Lines of a world as a page tells them: what is read of the values that a life puts down for a line, and a
sentence for whatever these may be.

A line has mentions, numbered as they stand, each with a value of its own (see `engine/kernel/lower/focal.py`
for how they are put down). Which of its pieces stand is known when it is told: for each way in which they can
there is a `Variant`. In a variant whatever is mentioned takes a place, the same for what is the same; and for
each sort of what can stand in its places there is a sentence, made here by the same grammar as any other.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twicetold.engine.kernel.lower.focal import looks_twice
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.record import Does, Line, Who, Word
from twicetold.lang import model
from twicetold.play.page.nouns import FIRST, YOU, Nouns
from twicetold.play.page.numbers import how_written, one_of
from twicetold.tell.clauses import realise
from twicetold.tell.leaving import is_left
from twicetold.tell.naming import Discourse, Referent

MANY, WITH_YOU = "many", "with"
"""The sorts of several, without whoever plays and with them."""

MOST_WAYS = 64
"""In so many ways a line is told at most by the pieces that stand in it; the others are not told."""

MOST_SENTENCES = 4_096
"""So many sentences are made of a variant at most."""

Shape = list[Any]
"""What is read of a line's values, part by part, as JSON: see `shape_of`."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A mention in a line: its number, what is mentioned, and whether as it was before."""

    number: int
    part: model.Mention | model.Every
    was: bool = False

    @property
    def key(self) -> object:
        """Equal for mentions of the same."""
        before = self.was or self.part.before
        match self.part:
            case model.Mention(expr) if isinstance(expr.type, model.Ref):
                return expr, before
            case model.Mention(expr, unit=unit, figures=figures):
                return expr, before, unit, figures
            case _:
                return self.part, before

    @property
    def known(self) -> int | None:
        """Who is mentioned, if it is always the same."""
        match self.part:
            case model.Mention(model.Const(value, model.Ref())):
                return int(value)
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of a line of which one stands, or which take turns (by what `sort`)."""

    sort: str
    arms: tuple[Numbered, ...]


Flat = str | model.Verb | Mentioned
"""A part of a line of which it is known which pieces stand."""

Numbered = tuple[Flat | Pieces, ...]
"""A line, its mentions numbered as they stand."""

RecordPart = Word | Who | Does


@dataclass(frozen=True, slots=True)
class Variant:
    """A line of which it is known which pieces stand: its mentions, a place for each that is not the same as
    one before; and the sentences, each by the sorts of what stands in these places."""

    places: tuple[Mentioned, ...]
    sentences: Mapping[str, str]


def numbered(parts: Sequence[model.Part], numbers: Iterator[int] | None = None) -> Numbered:
    """The parts of a line with its mentions numbered."""
    count, made = numbers or itertools.count(), list[Flat | Pieces]()
    for part in parts:
        match part:
            case model.Plain(text):
                made.append(text)
            case model.Verb():
                made.append(part)
            case model.Mention() | model.Every():
                made.append(Mentioned(next(count), part))
            case model.Either(arms):
                made.append(Pieces("either", tuple(numbered(arm.parts, count) for arm in arms)))
            case model.Turns(sort, arms):
                made.append(Pieces(sort, tuple(numbered(arm.parts, count) for arm in arms)))
            case model.Because():  # a page does not know it
                pass
    return tuple(made)


def shape_of(parts: Numbered, world: model.World) -> Shape:
    """What is read of the values of a line, in their order: `["m", two]` for a mention of an entity, of which
    there are one or two; `["v", how]` for one of a value; `["l"]` for a list; `["p", sort, arms]` for pieces.
    """
    shapes: Shape = []
    for part in parts:
        match part:
            case Mentioned(part=model.Mention() as mention):
                is_entity = isinstance(mention.expr.type, model.Ref)
                read = ["m", int(looks_twice(mention))] if is_entity else ["v", how_written(mention, world)]
                shapes.append(read)
            case Mentioned():
                shapes.append(["l"])
            case Pieces(sort, arms):
                shapes.append(["p", sort, [shape_of(arm, world) for arm in arms]])
            case _:
                pass
    return shapes


def _ways(parts: Numbered) -> Iterator[tuple[tuple[str, ...], tuple[Flat, ...]]]:
    """The ways in which pieces can stand: which of them, one after the other, and the parts that are told.
    None of them (`-`) can stand where they are told once, or where each has its condition."""
    if not parts:
        yield (), ()
        return
    first, rest = parts[0], parts[1:]
    if not isinstance(first, Pieces):
        for chosen, flat in _ways(rest):
            yield chosen, (first, *flat)
        return
    arms: list[tuple[str, Numbered]] = [(str(place), arm) for place, arm in enumerate(first.arms)]
    for name, arm in [*arms, ("-", ())]:
        for inner, told in _ways(arm):
            for chosen, flat in _ways(rest):
                yield (name, *inner, *chosen), (*told, *flat)


@dataclass(frozen=True, slots=True)
class Told:
    """To whom a line is told: the slots of its frame up to `roles` hold the roles of an event, who may not be
    made out; whoever plays is in the slot `you`, or in none of them if it is told to a `witness`."""

    roles: int = 0
    you: int | None = None
    witness: bool = False

    def sorts(self, slot: int, keys: Sequence[str]) -> list[str]:
        """Which of some sorts can stand where the line mentions a role."""
        if slot == self.you:
            return [YOU]
        return [key for key in keys if key != YOU] if self.witness or self.you is not None else [*keys]


ANYBODY = Told()


@dataclass(frozen=True, slots=True)
class Lines:
    """Makes the lines of one world, for whoever plays one of those in it."""

    nouns: Nouns
    layout: Layout

    def variants(self, parts: Numbered, told: Told) -> dict[str, Variant]:
        """The variants of a line, by the pieces that stand in it."""
        ways = itertools.islice(_ways(parts), MOST_WAYS)
        return {".".join(chosen): self.variant(flat, told) for chosen, flat in ways}

    def variant(self, parts: Sequence[Flat], told: Told = ANYBODY) -> Variant:
        """A line of which it is known which pieces stand."""
        placed: dict[object, int] = {}
        places: list[Mentioned] = []
        seen: list[RecordPart] = []
        for part in parts:
            if isinstance(part, Mentioned):
                mentioned = _as_left(part, seen)
                if mentioned.known is None and mentioned.key not in placed:
                    placed[mentioned.key] = len(places)
                    places.append(mentioned)
            seen.append(_said(part))
        sorts = [self._sorts(mentioned, told) for mentioned in places]
        if math.prod(map(len, sorts)) > MOST_SENTENCES:
            sorts = [self._sorts(mentioned, ANYBODY) for mentioned in places]
        roles = [place for place, mentioned in enumerate(places) if _role(mentioned, told.roles)]
        ways = (
            keys
            for keys in itertools.product(*sorts)
            if sum(keys[place] == YOU for place in roles) < 2  # nobody takes two roles
        )
        made = itertools.islice(ways, MOST_SENTENCES)
        sentences = {",".join(keys): self._sentence(parts, placed, keys) for keys in made}
        return Variant(tuple(places), sentences)

    def _sorts(self, mentioned: Mentioned, told: Told) -> list[str]:
        """The sorts of what can stand in a place."""
        match mentioned.part:
            case model.Every(kind=kind):
                ones = self.nouns.keys(self.layout.possible(kind), absent=True, unseen=False)
                return [*ones, MANY, *([WITH_YOU] if YOU in ones else [])]
            case model.Mention(expr=expr):
                match expr.type:
                    case model.Ref(kind):
                        slot, absent = _role(mentioned, told.roles), not isinstance(expr, model.Bound)
                        keys = self.nouns.keys(self._among(kind), absent=absent, unseen=slot > 0)
                        return told.sorts(slot, keys) if slot else keys
                    case model.OneOf(options):
                        return [str(place) for place in range(len(options))]
                    case model.YesNo():
                        return ["0", "1"]
                    case _:
                        how = how_written(mentioned.part, self.nouns.world)
                        return ["1", "n"] if how["as"] == "number" else ["n"]

    def _among(self, kind: str) -> Sequence[int]:
        known = any(kind == other.name for other in self.nouns.world.kinds)
        return self.layout.possible(kind) if known else range(len(self.nouns.of))

    def _sentence(self, parts: Sequence[Flat], placed: Mapping[object, int], keys: Sequence[str]) -> str:
        stage = _Cast(self.nouns, dict(self.nouns.cast), dict(self.nouns.spoken))
        said: list[RecordPart] = []
        for part in parts:
            if not isinstance(part, Mentioned):
                said.append(_said(part))
                continue
            mentioned = _as_left(part, said)
            if mentioned.known is not None:
                assert isinstance(mentioned.part, model.Mention)
                said.append(Who(mentioned.known, mentioned.part.form))
            else:
                place = placed[mentioned.key]
                said += self._filled(mentioned.part, place, keys[place], stage)
        line = Line("plain", None, tuple(said))
        return realise(line, stage.cast, Discourse(), "present", spoken=stage.spoken)[0]

    def _filled(
        self, part: model.Mention | model.Every, place: int, key: str, stage: _Cast
    ) -> Sequence[RecordPart]:
        """What stands in a place, of such a sort."""
        if isinstance(part, model.Every):
            if key in (MANY, WITH_YOU):
                return stage.list(place, with_you=key == WITH_YOU)
            return stage.name("plain", place, key, people=self.nouns.world.are_people(part.kind))
        match part.expr.type:
            case model.Ref(kind):
                return stage.name(part.form, place, key, people=self.nouns.world.are_people(kind))
            case model.OneOf(options):
                return (Word(options[int(key)].replace("_", " ")),)
            case model.YesNo():
                return (Word("yes" if key == "1" else "no"),)
            case _:
                return (Word(one_of(part, place, key, self.nouns.world)),)


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who stands in the places of a sentence, for whoever plays and between quotation marks."""

    nouns: Nouns
    cast: dict[int, Referent]
    spoken: dict[int, Referent]

    def name(self, form: str, place: int, key: str, *, people: bool) -> Sequence[RecordPart]:
        """Somebody, or nobody."""
        referent, in_speech = self.nouns.referent(place, key), self.nouns.in_speech(place, key)
        if referent is None or in_speech is None:
            nobody = "nobody" if people else "nothing"
            return (Word(f"{nobody}'s" if form == "possessive" else nobody),)
        self.cast[FIRST + place], self.spoken[FIRST + place] = referent, in_speech
        return (Who(FIRST + place, form),)

    def list(self, place: int, *, with_you: bool) -> Sequence[RecordPart]:
        """Several: a list in the place of the two that stand here."""
        first = self.nouns.who if with_you else FIRST + 100 + place
        second = FIRST + 200 + place
        for number in {first, second} - {self.nouns.who}:
            name = f"bzq{chr(ord('a') + place)}qzn"
            self.cast[number] = self.spoken[number] = Referent(number, name, "they", named=True)
        return (Who(first, "listed"), Word(" and "), Who(second, "plain"))


def _role(mentioned: Mentioned, roles: int) -> int:
    """The slot of the role that is mentioned; 0 if it is none."""
    match mentioned.part:
        case model.Mention(model.Bound(slot)) if slot <= roles:
            return slot
        case _:
            return 0


def _as_left(part: Mentioned, before: Sequence[RecordPart]) -> Mentioned:
    """A place that somebody leaves is the one where they were."""
    twice = isinstance(part.part, model.Mention) and looks_twice(part.part)
    return Mentioned(part.number, part.part, was=True) if twice and is_left(before) else part


def _said(part: Flat) -> RecordPart:
    if isinstance(part, str):
        return Word(part)
    return Does(part.lemma, part.negated) if isinstance(part, model.Verb) else Who(FIRST, "plain")
