"""The words of a page: all that a world can say to whoever plays one of those in it, as data for
`telling.mjs`, which chooses among them and fills in names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.record import Does, Line, Turns, Who, Word
from twicetold.lang import model
from twicetold.play.page.believed import VALUE, Said, read_by, said_of
from twicetold.play.page.lines import Flat, Lines, Mentioned, Told, Variant, numbered, shape_of
from twicetold.play.page.nouns import Nouns
from twicetold.play.page.numbers import how_written, tables
from twicetold.tell.secondperson import offered
from twicetold.tell.wording import Wordings

NOBODY_YET = 20_000
"""The number of the first of those to whom something could be done."""


MOST: Final = 500_000
"""So many sentences a page has at most; the bundled night has some 60,000, of which 25,000 differ."""


class TooMuchToSay(ValueError):
    """A world's lines would be too many sentences for a page; the message says so."""


@dataclass(slots=True)
class _Sentences:
    """All sentences of a page, each once."""

    all: dict[str, int] = field(default_factory=dict)
    made: int = 0

    def number(self, sentence: str) -> int:
        return self.all.setdefault(sentence, len(self.all))

    def of(self, variant: Variant) -> dict[str, Any]:
        """A variant as JSON: its places, each with the number of a mention and whether it is meant as it was
        before; and the numbers of its sentences. Raises TooMuchToSay."""
        self.made += len(variant.sentences)
        if self.made > MOST:
            raise TooMuchToSay(
                f"its lines would be more than {MOST:,} sentences, for every sort of name and each way in"
                " which their pieces can stand; give its lines fewer pieces"
            )
        return {
            "places": [[mentioned.number, int(mentioned.was)] for mentioned in variant.places],
            "say": {key: self.number(sentence) for key, sentence in variant.sentences.items()},
        }


def texts_of(world: model.World, who: int) -> dict[str, object]:
    """What there is to say to somebody in a world, as JSON has it. Raises TooMuchToSay."""
    layout, nouns = Layout(world), Nouns(world, who)
    lines, sentences = Lines(nouns, layout), _Sentences()
    told = dict(_lines(world, who, lines, sentences))
    fields = [_field(said, sentences, world) for said in said_of(world, who, lines)]
    return {
        "names": nouns.names,
        "sorts": nouns.of,
        "strangers": nouns.strangers,
        "lines": told,
        "offers": dict(_offers(world, who, lines, sentences)),
        "fields": fields,
        "reads": read_by(world, who),
        "sentences": list(sentences.all),
        **tables([*_written(told, fields)], world),
    }


def _written(told: Mapping[int, dict[str, Any]], fields: Iterable[dict[str, Any]]) -> Iterator[Any]:
    """The shapes in which values are written."""
    for line in told.values():
        yield from line["shape"]
    for field_ in fields:
        yield from (["v", way["how"]] for way in field_["ways"] if way["how"])


# --- what is told -------------------------------------------------------------------------------------------


def _lines(
    world: model.World, who: int, lines: Lines, sentences: _Sentences
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines that can be told to somebody, by the numbers of their wordings."""
    for wording, roles in _wordings(world):
        if wording.mode == "briefly" or wording.who not in (None, who):
            continue
        parts = numbered(wording.parts)
        variants = lines.variants(parts, _told(wording, roles))
        yield (
            wording.number,
            {
                "mode": wording.mode,
                "shape": shape_of(parts, world),
                "ways": {chosen: sentences.of(variant) for chosen, variant in variants.items()},
            },
        )


def _told(wording: model.Wording, roles: int) -> Told:
    if wording.mode == "plain" or wording.who is not None:
        return Told(roles)
    return Told(roles, wording.mind, witness=wording.mind is None)


def _wordings(world: model.World) -> Iterator[tuple[model.Wording, int]]:
    """The wordings of events, of endings and of the opening, each with how many roles there are in it."""
    constructs: Iterable[model.Construct] = (*world.senses, *world.rules, *world.actions, *world.events)
    owners: list[tuple[object, int]] = [(construct, len(construct.roles)) for construct in constructs]
    for owner, roles in [*owners, *((ending, 0) for ending in world.endings), (world.opening, 0)]:
        for node in model.nodes(owner, wordings=True):
            if isinstance(node, model.Wording):
                yield node, roles


# --- what can be done ---------------------------------------------------------------------------------------


def _offers(
    world: model.World, who: int, lines: Lines, sentences: _Sentences
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The sentences of what somebody could do, by action, and by the sorts of whom they do it to."""
    for action in world.actions:
        if who in lines.layout.possible(action.roles[0].kind):
            variant = lines.variant(tuple(_offered(action, who)))
            yield action.name, sentences.of(variant)


def _offered(action: model.Action, who: int) -> Iterator[Flat]:
    roles = {NOBODY_YET + place: role for place, role in enumerate(action.roles) if place}
    line = Wordings().settled(Line("plain", None, offered(action, (who, *roles))))
    assert line is not None
    for part in line.parts:
        match part:
            case Word(text):
                yield text
            case Does(lemma, negated):
                yield model.Verb(lemma, negated)
            case Who(entity) if entity in roles:
                role = roles[entity]
                bound = model.Bound(role.slot, role.name, model.Ref(role.kind))
                yield Mentioned(entity - NOBODY_YET, _mention(bound, part))
            case Who(entity):
                yield Mentioned(-1, _mention(model.Const(entity, model.Ref("")), part))
            case Turns():
                raise TypeError("these are settled")


def _mention(expr: model.Expr, said: Who) -> model.Mention:
    match said.form:
        case "possessive" | "the" | "a":
            return model.Mention(expr, said.form)
        case _:
            return model.Mention(expr, "plain")


# --- what is believed ---------------------------------------------------------------------------------------


def _field(said: Said, sentences: _Sentences, world: model.World) -> dict[str, Any]:
    return {
        "name": said.field.name,
        "of": said.of,
        "ways": [
            {"if": tests, **sentences.of(variant), "how": _value(variant, world)}
            for tests, variant in said.ways
        ],
    }


def _value(variant: Variant, world: model.World) -> dict[str, Any] | None:
    """How the value of a field is written where words mention it, if it is no entity."""
    for mentioned in variant.places:
        match mentioned:
            case Mentioned(number=number, part=model.Mention() as part) if number == VALUE:
                return None if isinstance(part.expr.type, model.Ref) else how_written(part, world)
    return None
