"""`rule … in every mind`: what follows is also what everybody concludes from what they believe.

Such a rule stands twice in the model: as it is, of the truth, and right behind that as a rule of every mind,
which goes round for all that the mind believes to fit and lets it learn what follows, as it follows from what
it believes. In a deep world each mind takes others to conclude so too, and likewise to sense what there is,
as it believes, to be sensed: these are rules and senses of pairs, and triples, of minds. So the engines have
nothing new to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from itertools import product
from typing import TypeVar

from twicetold.lang import model, syntax, tree
from twicetold.lang.check import believes, cell
from twicetold.lang.check.scope import Names
from twicetold.lang.check.types import YES_NO
from twicetold.lang.source import NOWHERE, Span

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
    chains = [chain for deep in range(1, names.depth + 1) for chain in product(kinds, repeat=deep)]
    return tuple(_Concluding(rule, chain, len(kinds) > 1, names).rule() for chain in chains)


def senses(written: Iterable[model.Sense], kinds: Sequence[str], names: Names) -> tuple[model.Sense, ...]:
    """What each mind takes others to sense, and to take others to sense: first of all what is one mind
    deep."""
    return tuple(
        names.memo.once(f"within {chain}", (sense,), _Sensing(sense, chain, names).sense)
        for deep in range(1, names.depth)
        for sense in written
        if not any(isinstance(node, model.Draw) for node in model.nodes((sense.when, sense.body)))
        for chain in product(kinds, repeat=deep)
    )


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


class _Within:
    """Moves a construct into minds: the chain is of the kinds of whoever's mind it is, whom they have in
    mind, and so on. They take the first slots."""

    def __init__(self, chain: Sequence[str], names: Names) -> None:
        self._names = names
        self._chain = [model.Bound(slot, "mind", model.Ref(kind)) for slot, kind in enumerate(chain, 1)]

    def _roles(self) -> tuple[model.Role, ...]:
        """Whose minds they are: nobody has themselves in mind, but that another has them in mind."""
        return tuple(
            model.Role(mind.name, mind.type.kind, mind.slot, may_be=tuple(range(1, mind.slot - 1)))
            for mind in self._chain
            if isinstance(mind.type, model.Ref)
        )

    def _moved(
        self, roles: Sequence[model.Role], minds: Callable[[int], tuple[int, ...]]
    ) -> list[model.Role]:
        """The roles of what is moved, behind the minds; by place, which of those each may be."""
        deep = len(self._chain)
        return [
            replace(
                role,
                slot=role.slot + deep,
                may_be=(*minds(place), *(slot + deep for slot in role.may_be)),
            )
            for place, role in enumerate(roles)
        ]

    def _conditions(self, parts: Iterable[model.Condition]) -> list[model.Condition]:
        deep = len(self._chain)
        return [
            replace(part, expr=self._believed(_moved_on(part.expr, deep)), roles=part.roles + deep)
            for part in parts
        ]

    def _believed(self, expr: model.Expr) -> model.Expr:
        """The same as it is in these minds."""
        if not believes.reads(expr, self._names):
            return expr
        span = getattr(expr, "span", NOWHERE)
        for mind in reversed(self._chain):
            expr = model.Believes(mind, expr, expr.type, span=span)
        return expr

    def _effects(self, effects: Sequence[model.Effect]) -> tuple[model.Effect, ...]:
        return tuple(made for effect in effects for made in self._effect(effect))

    def _effect(self, effect: model.Effect) -> Iterator[model.Effect]:
        """What becomes of an effect."""
        raise NotImplementedError

    def _if(self, effect: model.If) -> model.If:
        return replace(
            effect,
            cond=self._believed(effect.cond),
            body=self._effects(effect.body),
            otherwise=self._effects(effect.otherwise),
        )

    def _learns(
        self,
        minds: Sequence[model.Expr],
        target: model.Cell,
        value: model.Expr,
        unknown: model.Expr | None,
        span: Span,
    ) -> model.Learns:
        """The first of these minds comes to hold it, of the others."""
        args = tuple(self._believed(arg) for arg in target.args)
        held = self._believed(value)
        not_known = None if unknown is None else self._believed(unknown)
        return model.Learns(
            minds[0], replace(target, args=args), held, not_known, tuple(minds[1:]), span=span
        )


class _Concluding(_Within):
    """Makes of a rule the one by which the minds of a chain of kinds conclude."""

    def __init__(self, rule: model.Rule, chain: Sequence[str], several: bool, names: Names) -> None:
        super().__init__(chain, names)
        self._rule = rule
        self._name = rule.name + "".join(
            " in every mind" + (f" of {kind}" if several else "") for kind in chain
        )

    def rule(self) -> model.Rule:
        """The rule."""
        rule, deep = self._rule, len(self._chain)
        conditions = self._conditions((*rule.where, *rule.when))
        body = self._effects(_moved_on(rule.body, deep))
        roles = self._moved(rule.roles, lambda place: ())
        for place in reversed(range(len(roles))):
            body = (self._for_each(roles, place, conditions, body),)
        return replace(
            rule,
            name=self._name,
            roles=self._roles(),
            mode="each" if rule.mode == "when" else rule.mode,
            where=tuple(part for part in conditions if part.roles == deep),
            when=(),
            body=body,
            perceive=(),
            size=rule.size + deep,
        )

    def _for_each(
        self,
        roles: Sequence[model.Role],
        place: int,
        conditions: Sequence[model.Condition],
        body: tuple[model.Effect, ...],
    ) -> model.ForEach:
        """All who can take a role beside those before it, as the mind believes."""
        role, deep = roles[place], len(self._chain)
        mine = model.Bound(role.slot, role.name, model.Ref(role.kind))
        parts: list[model.Expr] = [
            model.Binary("is not", mine, model.Bound(other.slot, other.name, model.Ref(other.kind)), YES_NO)
            for other in model.taken(role, roles[:place])
            if self._names.root(other.kind) == self._names.root(role.kind)
        ]
        parts += [part.expr for part in conditions if part.roles == place + deep + 1]
        where = reduce(lambda a, b: model.Binary("and", a, b, YES_NO), parts) if parts else None
        return model.ForEach(role.slot, role.name, role.kind, where, body, span=self._rule.span)

    def _effect(self, effect: model.Effect) -> Iterator[model.Effect]:
        match effect:
            case model.Assign(target=target, op=op, value=value):
                if cell.is_believed(target, self._names):
                    if op != "=":
                        value = model.Binary("+" if op == "+=" else "-", target, value, target.type)
                    yield self._learns(self._chain, target, value, None, effect.span)
            case model.Let(value=value):
                yield replace(effect, value=self._believed(value))
            case model.If():
                yield self._if(effect)
            case model.ForEach(where=where):
                asked = None if where is None else self._believed(where)
                yield replace(effect, where=asked, body=self._effects(effect.body))
            case _:
                pass


class _Sensing(_Within):
    """Makes of a sense what the minds of a chain take others to sense. A chance is taken to be in favour of
    noticing, as nobody knows of another's luck."""

    def __init__(self, sense: model.Sense, chain: Sequence[str], names: Names) -> None:
        super().__init__(chain, names)
        self._sense = sense

    def sense(self) -> model.Sense:
        """The sense."""
        sense, deep = self._sense, len(self._chain)
        roles = self._moved(
            sense.roles, lambda place: tuple(range(1, deep + 1)) if place else tuple(range(1, deep))
        )
        return replace(
            sense,
            name=f"{sense.name}{' in mind' * deep}",
            roles=(*self._roles(), *roles),
            when=tuple(self._conditions(sense.when)),
            body=self._effects(_moved_on(sense.body, deep)),
            wordings=(),
            size=sense.size + deep,
        )

    def _effect(self, effect: model.Effect) -> Iterator[model.Effect]:
        match effect:
            case model.Shows(target=target, value=value, unknown=unknown):
                who = self._moved(self._sense.roles[:1], lambda place: ())[0]
                minds = (*self._chain, model.Bound(who.slot, who.name, model.Ref(who.kind)))
                if value is None and unknown is None and self._names.field(target.field).unknowable:
                    unknown = model.Unknown(target)
                yield self._learns(minds, target, value or target, unknown, effect.span)
            case model.If():
                yield self._if(effect)
            case model.Chance(body=body):
                yield from self._effects(body)
            case _:
                pass


def _moved_on(root: _Node, by: int) -> _Node:
    """The same with all that is bound so many slots further: the first are the minds'."""

    def next_slot(node: object) -> object:
        match node:
            case model.Bound() | model.Aggregate() | model.Inside() | model.Let() | model.ForEach():
                return replace(tree.rewrite_below(node, next_slot), slot=node.slot + by)
            case model.Way():
                moved = tree.rewrite_below(node, next_slot)
                return replace(moved, here=node.here + by, there=node.there + by)
            case _:
                return None

    return tree.rewrite(root, next_slot)
