"""A life as whoever plays somebody in it reads it: second-person narration, in the present, while it goes on.

Nothing is told that the one who is played does not know (see `minds`); and what has been told stays as it was
told, whatever comes later. An option is told by a line of its author's that needs no more than the roles; so
it says the same whenever it comes up, and gives nothing away.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from twicetold.engine.meaning.record import Does, Line, Part, Turns, Who, Word
from twicetold.lang import model
from twicetold.lang.model.telling import Section, Telling, Voice
from twicetold.tell import plan as planning
from twicetold.tell.clauses import realise
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.plan import Node, Stretch
from twicetold.tell.story import Story
from twicetold.tell.wording import Wordings
from twicetold.tell.words import told

# --- what they could do -------------------------------------------------------------------------------------


def offer(world: model.World, action: model.Action, roles: Sequence[int]) -> str:
    """What somebody could do, in a sentence that says you to them: the shortest of the lines that tell it, by
    preference of those that name everybody and begin with who does it; without any it is made of the name of
    the action."""
    return addressed(world, roles[0], offered(action, tuple(roles)))


def addressed(world: model.World, who: int, parts: Sequence[Part]) -> str:
    """Some words as a sentence that is said to somebody, in the present."""
    return _realised(world, who, Line("plain", None, tuple(parts)))


def _realised(world: model.World, who: int, line: Line) -> str:
    settled = Wordings().settled(line)
    assert settled is not None
    return realise(settled, _called(world, who), Discourse(), "present")[0]


def _called(world: model.World, who: int) -> dict[int, Referent]:
    cast = {n: Referent(n, entity.called, entity.pronoun) for n, entity in enumerate(world.entities)}
    cast[who] = cast[who]._replace(pronoun="you")
    return cast


@lru_cache(maxsize=4096)
def offered(action: model.Action, roles: tuple[int, ...]) -> tuple[Part, ...]:
    """The words of what somebody could do; see `offer`."""
    bound = dict(enumerate(roles, 1))
    lines = [parts for wording in _wordings(action) if (parts := _filled(wording.parts, bound)) is not None]
    if not lines:
        return _by_name(action, roles)
    return _first_sentence(min(lines, key=lambda parts: _worth(parts, roles)))


def _worth(parts: Sequence[Part], roles: Sequence[int]) -> tuple[bool, bool, int]:
    named = {part.entity for part in parts if isinstance(part, Who)}
    begins = isinstance(parts[0], Who) and parts[0] == Who(roles[0], "plain")
    length = sum(len(part.text) if isinstance(part, Word) else 6 for part in parts)
    return not named >= set(roles), not begins, length


def _wordings(action: model.Action) -> Iterator[model.Wording]:
    """The lines that tell an action whatever comes of it, close to who does it or to nobody."""
    always = [effect for effect in action.body if isinstance(effect, model.Tell)]
    for wording in (*action.wordings, *(wording for effect in always for wording in effect.wordings)):
        close = wording.mode == "plain" or (wording.mode == "as" and wording.mind == 1)
        if close and wording.when is None:
            yield wording


def _filled(parts: Sequence[model.Part], bound: dict[int, int]) -> tuple[Part, ...] | None:
    """The parts of a line with its roles filled; None if it says more than those tell."""
    filled: list[Part] = []
    for part in parts:
        match part:
            case model.Plain(text):
                filled.append(Word(text))
            case model.Verb(lemma, negated):
                filled.append(Does(lemma, negated))
            case model.Mention(model.Bound(slot), form) if slot in bound:
                filled.append(Who(bound[slot], form))
            case model.Mention(model.Const(entity, model.Ref()), form):
                filled.append(Who(int(entity), form))
            case model.Turns(sort, (*arms,)):
                pieces = [_filled(arm.parts, bound) for arm in arms]
                filled.append(Turns(sort, 0, tuple(piece for piece in pieces if piece is not None)))
                if None in pieces:
                    return None
            case _:
                return None
    return tuple(filled)


_STOP = re.compile(r"[.!?…]+[”’)]*(?=\s)")


def _first_sentence(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a line up to its first full stop that does not stand within what somebody says."""
    taken: list[Part] = []
    open_ = 0
    for part in parts:
        if isinstance(part, Word):
            for stop in _STOP.finditer(part.text):
                said = part.text[: stop.end()]
                if open_ + said.count("“") == said.count("”"):
                    return (*taken, Word(said))
            open_ += part.text.count("“") - part.text.count("”")
        taken.append(part)
    return tuple(taken)


def _by_name(action: model.Action, roles: tuple[int, ...]) -> tuple[Part, ...]:
    """An action in the words of its name: "You take stock"; whom it is done to stands behind, as an object if
    the verb has one in any line of the world's about it."""
    verb, *more = action.name.replace("_", " ").split()
    rest: list[Part] = [Word(" " + " ".join(more))] if more else []
    aside = ": " if more or not _takes_object(action, verb) else " "
    for place, role in enumerate(roles[1:]):
        rest += [Word(", " if place else aside), Who(role, "plain")]
    return (Who(roles[0], "plain"), Word(" "), Does(verb, negated=False), *rest)


def _takes_object(action: model.Action, verb: str) -> bool:
    lines = (node.parts for node in model.nodes(action) if isinstance(node, model.Wording))
    return any(
        isinstance(part, model.Verb) and part.lemma == verb and then == model.Plain(" ") and _is_role(whom)
        for parts in lines
        for part, then, whom in zip(parts, parts[1:], parts[2:], strict=False)
    )


def _is_role(part: model.Part) -> bool:
    return isinstance(part, model.Mention) and isinstance(part.expr, model.Bound) and part.expr.slot == 2


# --- what they live through ---------------------------------------------------------------------------------


def opening(story: Story, who: int) -> str:
    """How the world begins, as it is said to somebody; empty if it has no words for that."""
    line = Wordings().for_opening(story.beginning.opening, who)
    return "" if line is None else _realised(story.world, who, line)


def lived_through(story: Story, who: int, cuts: Sequence[int]) -> list[tuple[str, ...]]:
    """What somebody lives through, in paragraphs, from each of some events, given by their numbers, up to
    the next."""
    voice = Voice(
        focus="internal", minds=(who,), base="present", person="second", order="chronicle", pace="scene"
    )
    plan = planning.planned(story, Telling("", sections=(Section(""),), voice=voice))
    if not plan.parts:
        return [() for _ in cuts]
    (part,) = plan.parts
    nodes = sorted(part.nodes, key=lambda node: node.event.number)
    cut = [bisect_left(nodes, number, key=lambda node: node.event.number) for number in cuts]
    parts = (
        replace(part, stretches=_stretches(nodes[begin:end]))
        for begin, end in zip(cut, [*cut[1:], len(nodes)], strict=True)
    )
    before = replace(part, stretches=())  # so that none of them is the first, which would tell the opening
    prose = told(story, replace(plan, parts=(before, *parts)))
    return [
        tuple(" ".join(sentence.text for sentence in paragraph) for paragraph in passage.paragraphs)
        for passage in prose.passages[1:]
    ]


def _stretches(nodes: Sequence[Node]) -> tuple[Stretch, ...]:
    return (Stretch("now", tuple(nodes)),) if nodes else ()
