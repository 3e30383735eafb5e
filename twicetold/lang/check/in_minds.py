"""`rule … in every mind`: what follows is also what everybody concludes from what they believe.

Such a rule stands twice in the model: as it is, of the truth, and right behind that as a rule of every mind,
which goes round for all that the mind believes to fit and lets it learn what follows, as it follows from what
it believes. So the engines have nothing new to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from typing import TypeVar

from twicetold.lang import model, syntax, tree
from twicetold.lang.check import believes, cell
from twicetold.lang.check.scope import Names
from twicetold.lang.check.types import YES_NO

_Node = TypeVar("_Node")

_OF_THE_TRUTH = model.Outcome | model.Tell
"""What such a rule does of which no mind concludes anything."""


def with_minds(
    rules: Sequence[model.Rule], blocks: Iterable[syntax.Rule], kinds: Sequence[str], names: Names
) -> tuple[model.Rule, ...]:
    """The rules, behind each that holds in every mind that of the minds, who are of these kinds."""
    asked = {block.name.text: block for block in blocks if block.in_minds is not None}
    made: list[model.Rule] = []
    for rule in rules:
        made.append(rule)
        if (block := asked.get(rule.name)) is not None:
            made += names.memo.once(
                f"minds {kinds}", (rule, block), partial(_of_minds, rule, block, kinds, names)
            )
    return tuple(made)


def _of_minds(
    rule: model.Rule, block: syntax.Rule, kinds: Sequence[str], names: Names
) -> tuple[model.Rule, ...]:
    if not _is_of_minds(rule, block, names):
        return ()
    return tuple(_Concluding(rule, kind, len(kinds) > 1, names).rule() for kind in kinds)


def _is_of_minds(rule: model.Rule, block: syntax.Rule, names: Names) -> bool:
    """Whether every mind can conclude by this rule; what is against it is told."""
    span, nodes = block.name.span, list(model.nodes(rule.body))
    if rule.mode == "due" or block.after is not None:
        names.problems.tell("T0409.minds", span)
        return False
    if believes.asks_any(rule, names):
        names.problems.tell("T0405.concluded", span)
        return False
    for node in nodes:
        if isinstance(node, model.Effect) and not isinstance(node, _CONCLUDED | _OF_THE_TRUTH):
            names.problems.tell("T0408.minds", node.span)
            return False
        if isinstance(node, model.Draw):
            names.problems.tell("T0408.minds", node.span)
            return False
        if rule.mode == "when" and isinstance(node, model.Assign) and node.op != "=":
            names.problems.tell("T0409.minds_add", node.span)
            return False
    if not any(isinstance(node, model.Assign) and cell.is_believed(node.target, names) for node in nodes):
        names.problems.tell("T0406.concluded", span)
        return False
    return True


_CONCLUDED = model.Assign | model.Let | model.If | model.ForEach


class _Concluding:
    """Makes of a rule the one by which the minds of a kind conclude."""

    def __init__(self, rule: model.Rule, kind: str, several: bool, names: Names) -> None:
        self._rule = rule
        self._kind = kind
        self._name = f"{rule.name} in every mind" + (f" of {kind}" if several else "")
        self._names = names
        self._mind = model.Bound(1, "mind", model.Ref(kind))

    def rule(self) -> model.Rule:
        """The rule."""
        rule = self._rule
        conditions = [
            replace(part, expr=self._believed(_moved_on(part.expr)), roles=part.roles + 1)
            for part in (*rule.where, *rule.when)
        ]
        body = self._effects(_moved_on(rule.body))
        roles = [
            replace(role, slot=role.slot + 1, may_be=tuple(slot + 1 for slot in role.may_be))
            for role in rule.roles
        ]
        for place in reversed(range(len(roles))):
            body = (self._for_each(roles, place, conditions, body),)
        return replace(
            rule,
            name=self._name,
            roles=(model.Role("mind", self._kind, 1),),
            mode="each" if rule.mode == "when" else rule.mode,
            where=tuple(part for part in conditions if part.roles == 1),
            when=(),
            body=body,
            perceive=(),
            size=rule.size + 1,
        )

    def _for_each(
        self,
        roles: Sequence[model.Role],
        place: int,
        conditions: Sequence[model.Condition],
        body: tuple[model.Effect, ...],
    ) -> model.ForEach:
        """All who can take a role beside those before it, as the mind believes."""
        role = roles[place]
        mine = model.Bound(role.slot, role.name, model.Ref(role.kind))
        parts: list[model.Expr] = [
            model.Binary("is not", mine, model.Bound(other.slot, other.name, model.Ref(other.kind)), YES_NO)
            for other in model.taken(role, roles[:place])
            if self._names.root(other.kind) == self._names.root(role.kind)
        ]
        parts += [part.expr for part in conditions if part.roles == place + 2]
        where = reduce(lambda a, b: model.Binary("and", a, b, YES_NO), parts) if parts else None
        return model.ForEach(role.slot, role.name, role.kind, where, body, span=self._rule.span)

    def _effects(self, effects: Sequence[model.Effect]) -> tuple[model.Effect, ...]:
        return tuple(made for effect in effects for made in self._effect(effect))

    def _effect(self, effect: model.Effect) -> Iterator[model.Effect]:
        match effect:
            case model.Assign(target=target, op=op, value=value):
                if cell.is_believed(target, self._names):
                    args = tuple(self._believed(arg) for arg in target.args)
                    if op != "=":
                        value = model.Binary("+" if op == "+=" else "-", target, value, target.type)
                    learnt = replace(target, args=args)
                    yield model.Learns(self._mind, learnt, self._believed(value), span=effect.span)
            case model.Let(value=value):
                yield replace(effect, value=self._believed(value))
            case model.If():
                yield replace(
                    effect,
                    cond=self._believed(effect.cond),
                    body=self._effects(effect.body),
                    otherwise=self._effects(effect.otherwise),
                )
            case model.ForEach(where=where):
                asked = None if where is None else self._believed(where)
                yield replace(effect, where=asked, body=self._effects(effect.body))
            case _:
                pass

    def _believed(self, expr: model.Expr) -> model.Expr:
        """The same as the mind believes it to be."""
        if not believes.reads(expr, self._names):
            return expr
        return model.Believes(self._mind, expr, expr.type, span=getattr(expr, "span", self._rule.span))


def _moved_on(root: _Node) -> _Node:
    """The same with all that is bound in the next slot: the first is the mind's."""

    def next_slot(node: object) -> object:
        match node:
            case model.Bound() | model.Aggregate() | model.Inside() | model.Let() | model.ForEach():
                return replace(tree.rewrite_below(node, next_slot), slot=node.slot + 1)
            case model.Way():
                moved = tree.rewrite_below(node, next_slot)
                return replace(moved, here=node.here + 1, there=node.there + 1)
            case _:
                return None

    return tree.rewrite(root, next_slot)
