"""Entities: who and what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from twicetold.lang import limits, model, syntax
from twicetold.lang.articles import indefinite_article
from twicetold.lang.check.constant import constant
from twicetold.lang.check.scope import Names
from twicetold.lang.check.types import PLAIN
from twicetold.lang.source import Span


def declare(block: syntax.Entities, names: Names) -> tuple[int, ...]:
    """Make the entities of a line known; their numbers."""
    kind = names.kind(block.kind)
    count = _count(block, names)
    if kind is None or count is None:
        names.lost.update(name.text for name in block.names)
        names.all_there = False
        return ()
    if len(names.entities) + count > limits.ENTITIES:
        _too_many(block, len(names.entities) + count, names)
        names.all_there = False
        return ()
    if block.bulk is not None:
        _check_turns(block.called, names)
        _check_turns(block.titled, names)
    numbers = []
    for name, number in _names(block, count, names):
        if not names.claim("thing", name):
            continue
        numbers.append(len(names.entities))
        names.numbers[name.text] = len(names.entities)
        names.entities[numbers[-1]] = _entity(block, name, number, kind, names)
        for ancestor in names.kinds[kind].lineage:
            names.population[ancestor] = names.population.get(ancestor, 0) + 1
    return tuple(numbers)


def _count(block: syntax.Entities, names: Names) -> int | None:
    """How many entities a line declares; None and an error if that cannot be."""
    match block.bulk:
        case None:
            return len(block.names)
        case syntax.Number(value=value):
            return int(value)
        case computed:
            return _computed(computed, names)


def _computed(said: syntax.Paren, names: Names) -> int | None:
    """A count in brackets, which may read settings."""
    what = "how many there are"
    count = constant(said.x, names, PLAIN, what)
    if count is None:
        return None
    if count < 0:
        names.problems.tell("T0306.negative", said.span, what=what, count=count)
        return None
    if count % 1:
        names.problems.tell("T0306.whole", said.span, what=what, count=count)
        return None
    return int(count)


def _too_many(block: syntax.Entities, count: int, names: Names) -> None:
    names.problems.tell(
        "T0420.entities",
        block.bulk.span if block.bulk else block.names[0].span,
        count=count,
        most=limits.ENTITIES,
    )


def _names(block: syntax.Entities, count: int, names: Names) -> Iterator[tuple[syntax.Name, int]]:
    """The names of a line's entities, each with its number in its group; groups are numbered on from those of
    that kind before them. Who has a name of their own has the number 0."""
    if block.bulk is None:
        for name in block.names:
            yield name, 0
        return
    kind = block.kind.text
    first = names.numbered.get(kind, 0) + 1
    names.numbered[kind] = first + count - 1
    for number in range(first, first + count):
        yield syntax.Name(f"{kind}_{number}", block.kind.span), number


_ALTERNATIVES: Final = re.compile(r"\[([^\[\]]*)\]|[^\s\[\]]+")
"""What takes turns at one place of a name: words with `/` between them, or whole phrases in brackets."""


def _in_turn(said: syntax.Text | None, number: int) -> str:
    """What is said of the entity of a number in a group: of words with `/` between them, or of phrases in
    square brackets, each in its turn. What is said of one with a name of its own, whole.
    """
    if said is None or number == 0:
        return said.text if said else ""

    def one(words: re.Match[str]) -> str:
        turns = (words[0] if words[1] is None else words[1]).split("/")
        return turns[(number - 1) % len(turns)].strip()

    return " ".join(_ALTERNATIVES.sub(one, said.text).split())


def _check_turns(said: syntax.Text | None, names: Names) -> None:
    """Tell of brackets that are not whole, and of phrases without them: of the "gate/of" the tower."""
    if said is None:
        return
    outside = _ALTERNATIVES.sub(lambda words: words[0] if words[1] is None else "", said.text)
    if "[" in outside or "]" in outside:
        names.problems.tell("T0413.fellow", said.span)
        return
    words = outside.split()
    alone = {word for word in words if "/" not in word}
    torn = next((word for word in words if "/" in word and alone & set(word.split("/"))), None)
    if torn is not None:
        names.problems.tell("T0550.torn", said.span, torn=torn)


def _entity(block: syntax.Entities, name: syntax.Name, number: int, kind: str, names: Names) -> model.Entity:
    called = _in_turn(block.called, number) or name.text.replace("_", " ")
    title = _in_turn(block.titled, number)
    for said, name_in_tellings in ((block.called, called), (block.titled, title)):
        if said is not None:
            _check_article(name_in_tellings, said.span, names)
    pronoun = block.pronoun or names.kinds[kind].pronoun
    return model.Entity(name.text, kind, called, pronoun, block.spare, title, span=name.span)


def _check_article(called: str, span: Span, names: Names) -> None:
    """Warn of a name that begins with `a` where it is said with `an`, or the other way about."""
    article, _, noun = called.partition(" ")
    right = indefinite_article(noun)
    if article in ("a", "an") and noun and article != right:
        names.problems.tell("T0537.article", span, called=called, right=right, noun=noun)
