"""Words for fields: what somebody holds a field to be, in a clause: the world's own, or for what is plain
enough those that its name gives."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.state import Frame, State
from twicetold.engine.interpreter.tell import Fill, Tellings
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.record import Does, Part, Who, Word
from twicetold.lang import model
from twicetold.lang.model import Value


@dataclass(frozen=True, slots=True)
class _Ready:
    """The words for a field, made ready, and for each place those of whom they can be said."""

    fill: Fill
    of: tuple[frozenset[int], ...]
    size: int


class Words:
    """The words for the fields of one world."""

    def __init__(self, layout: Layout, tell: Tellings) -> None:
        self._ready = {
            each.field: _Ready(
                tell.clause(each.wording),
                tuple(frozenset(layout.possible(kind)) for kind in each.kinds),
                each.size,
            )
            for each in layout.world.words
        }

    def said(
        self, s: State, mind: int, field: model.Field, entities: tuple[int, ...], value: Value
    ) -> tuple[Part, ...]:
        """What a mind holds a field of entities to be, which is `value`; nothing if there are no words."""
        ready = self._ready.get(field.name)
        if ready is None or not all(who in of for who, of in zip(entities, ready.of, strict=True)):
            return _by_name(field, entities, value)
        f: Frame = [mind, *entities, *[-1] * (ready.size - 1 - len(entities))]
        return ready.fill(s, f, Happening(field.name, entities))


def _by_name(field: model.Field, entities: tuple[int, ...], value: Value) -> tuple[Part, ...]:
    """What can be said by the name of a field or of an option: somebody is alive, or is not ill."""
    name = field.name.rpartition(".")[2]
    if len(entities) != 1:
        return ()
    match field.type:
        case model.YesNo() if "_" not in name:
            said = name if value else f"not {name}"
        case model.OneOf(options):
            said = options[int(value)].replace("_", " ")
        case _:
            return ()
    return (Who(entities[0], "plain"), Word(" "), Does("be", negated=False), Word(f" {said}"))
