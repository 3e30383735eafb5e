"""When the people of a kind can notice anything at all: `p notices when p.awake and p.alive`.

What a kind says so is a condition on whoever notices. It becomes a definition that no text can name, and is
asked by every sense of the mind, by every line that says who perceives an event, and of the actor of an
action; so that the engines have nothing new to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from typing import TypeVar

from twicetold.lang import model, printer, syntax
from twicetold.lang.check import expression
from twicetold.lang.check.scope import Definition, Frame, Names, Scope

_YES_NO = model.YesNo()

_Seen = TypeVar("_Seen", model.Rule, model.Action, model.Event)


@dataclass(frozen=True, slots=True)
class Noticing:
    """What the kinds of a world say, by kind; and the definitions it became."""

    names: Names
    clauses: dict[str, model.Condition]
    defines: tuple[model.Define, ...]

    @classmethod
    def read(cls, blocks: Iterable[syntax.Kind], names: Names) -> Noticing:
        """What all kinds say."""
        once = names.memo.once
        made = [
            once("notices", (block,), partial(_read, block, block.notices, names))
            for block in blocks
            if block.notices is not None
        ]
        kept = [entry for entry in made if entry is not None]
        clauses = {kind: clause for kind, clause, _ in kept}
        return cls(names, clauses, tuple(define for _, _, define in kept))

    def kinds(self) -> tuple[model.Kind, ...]:
        """All kinds, each with what it says of its own."""
        every = self.names.kinds.values()
        return tuple(self._kind(kind, self.clauses.get(kind.name)) for kind in every)

    def _kind(self, kind: model.Kind, clause: model.Condition | None) -> model.Kind:
        return self.names.memo.once("kind", (kind, clause), lambda: replace(kind, notices=clause))

    # --- who asks -------------------------------------------------------------------------------------------

    def sense(self, sense: model.Sense) -> model.Sense:
        """A sense that asks it of the mind, before all else."""
        if not sense.roles:
            return sense
        mind = sense.roles[0]
        clauses = self._of(mind.kind, mind.slot, fixed=True)
        first = (replace(self.clauses[kind], expr=expr) for kind, expr in clauses)
        return replace(sense, when=(*first, *sense.when))

    def action(self, action: model.Action) -> model.Action:
        """An action that asks it of the actor and of all who perceive it."""
        if not action.roles:
            return action
        actor = action.roles[0]
        notices = _all([expr for _, expr in self._of(actor.kind, actor.slot)])
        hears = tuple(self._line(line, action) for line in action.hears)
        return replace(self.seen(action), notices=notices, hears=hears)

    def seen(self, construct: _Seen) -> _Seen:
        """A construct whose lines ask it of all who perceive it."""
        return replace(construct, perceive=tuple(self._line(line, construct) for line in construct.perceive))

    def _line(self, line: model.Perceive, construct: _Seen) -> model.Perceive:
        if line.sense is not None or line.channel == "hidden":
            return line
        if line.kind is not None and line.slot is not None:
            asked: list[model.Expr] = [expr for _, expr in self._of(line.kind, line.slot, fixed=True)]
            return replace(line, where=_all([*model.conjuncts(line.where), *asked]))
        kind = next((role.kind for role in construct.roles if role.slot == line.of), None)
        if kind is None or line.of is None:
            return line
        return replace(line, where=_all([expr for _, expr in self._of(kind, line.of)]))

    def _of(self, kind: str, slot: int, *, fixed: bool = False) -> Iterator[tuple[str, model.Expr]]:
        """What is asked of whoever has a slot and is of a kind, the oldest ancestor's first; each with the
        kind that says it. Unless it is `fixed`, whoever has the slot may have become something else."""
        names, bound = self.names, model.Bound(slot, "", model.Ref(kind))
        root = names.root(kind)
        for said, clause in sorted(self.clauses.items(), key=lambda item: len(names.kinds[item[0]].lineage)):
            if names.root(said) != root:
                continue
            assert isinstance(clause.expr, model.Call)
            asked = model.Call(clause.expr.define, (bound,), _YES_NO)
            sure = said == root or (names.descends(kind, said) and (fixed or not names.reachable.get(root)))
            if sure:
                yield said, asked
            elif names.most(said) and (names.related(kind, said) or not fixed):
                other = model.Unary("not", model.IsKind(bound, said), _YES_NO)
                yield said, model.Binary("or", other, asked, _YES_NO)


def _read(
    block: syntax.Kind, said: syntax.Notices, names: Names
) -> tuple[str, model.Condition, model.Define] | None:
    """What one kind says: the kind, the condition as it is asked, and its definition."""
    kind, name = block.name.text, f"notices {block.name.text}"
    if kind not in names.kinds or names.places["thing", kind] != block.name.span:
        return None
    type_ = model.Ref(kind)
    scope = Scope(names, Frame()).bind(said.name, type_, role=True)
    read = [expression.condition(part, scope) for part in said.when]
    parts = [part for part in read if part is not None]
    body = _all(parts)
    if body is None or len(parts) < len(said.when):
        return None
    params: tuple[tuple[str, model.Type], ...] = ((said.name.text, type_),)
    names.defines[name] = Definition(params, _YES_NO, depth=expression.depth_of(body, names))
    define = model.Define(name, params, body, _YES_NO, scope.frame.size, span=said.span)
    text = " and ".join(printer.expression(part) for part in said.when)
    asked = model.Call(name, (model.Bound(1, said.name.text, type_),), _YES_NO)
    return kind, model.Condition(asked, 1, text, span=said.span), define


def _all(parts: Sequence[model.Expr]) -> model.Expr | None:
    """The condition that all parts hold; None of none."""
    return reduce(lambda left, right: model.Binary("and", left, right, _YES_NO), parts) if parts else None
