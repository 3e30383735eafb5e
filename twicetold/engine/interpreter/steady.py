"""Steadiness: what stays as it is while effects happen, and what stays so for a whole life.

What is steady can be asked beforehand of many at once; what is settled, once in a life.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.engine.meaning.changes import Changes, nodes_through
from twicetold.engine.meaning.layout import Layout
from twicetold.lang import model

_OF_THE_PAST = model.Believes | model.Remembers | model.Happened | model.Times
"""What may change whatever happens."""

_OF_KINDS = model.Aggregate | model.IsKind | model.Way
"""What may change when somebody is born, retires or becomes of another kind."""

_OF_THE_MOMENT = model.Now | model.Draw | model.Doing | model.Busy
"""What changes from tick to tick."""


class Steadiness:
    """Knows of one world what its effects leave as it is."""

    def __init__(self, world: model.World, layout: Layout) -> None:
        self._changes = Changes(world, layout)
        self._layout = layout
        self._defines = {define.name: define for define in world.defines}
        happening: tuple[model.Construct, ...] = (*world.senses, *world.rules, *world.actions, *world.events)
        self._ever = self._changes.fields([effect for construct in happening for effect in construct.body])
        self._changing: dict[tuple[model.Effect, ...], tuple[frozenset[str], bool]] = {}

    def is_steady(self, condition: model.Expr, effects: Sequence[model.Effect]) -> bool:
        """Whether a condition stays as it is while effects happen."""
        if not effects:
            return True
        fields, kinds_now = self._changed(effects)
        return self._outlasts(condition, fields, kinds_now=kinds_now)

    def _changed(self, effects: Sequence[model.Effect]) -> tuple[frozenset[str], bool]:
        """The fields that effects may change, and whether they may change somebody's kind."""
        known = tuple(effects)
        if known not in self._changing:
            self._changing[known] = self._changes.fields(effects), self._changes.kinds_now(effects)
        return self._changing[known]

    def turns(self, effects: Sequence[model.Effect]) -> bool:
        """Whether somebody may be born, retire or become of another kind while effects happen."""
        return bool(effects) and self._changed(effects)[1]

    def is_settled(self, condition: model.Expr) -> bool:
        """Whether a condition is, of the same entities, the same at all times of a life and in every mind, as
        long as nobody changes their kind."""
        for node in self._read(condition):
            if isinstance(node, _OF_THE_MOMENT):
                return False
            if isinstance(node, model.Cell) and self._layout.fields[node.field].field.believed:
                return False
        return self._outlasts(condition, self._ever, kinds_now=False)

    def _outlasts(self, condition: model.Expr, fields: frozenset[str], *, kinds_now: bool) -> bool:
        """Whether a condition stays as it is while these fields change, and perhaps somebody's kind."""
        return not any(
            isinstance(node, _OF_THE_PAST)
            or (kinds_now and isinstance(node, _OF_KINDS))
            or (isinstance(node, model.Cell) and node.field in fields)
            for node in self._read(condition)
        )

    def _read(self, expr: model.Expr) -> Iterator[object]:
        """All that an expression reads, in the definitions that it calls too."""
        return nodes_through(
            [expr], lambda node: self._defines[node.define] if isinstance(node, model.Call) else None
        )
