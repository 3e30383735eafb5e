"""Well-known networks: `ring(4)`, `small_world(6, 10%)`, `scale_free(6)`, with what a relation starts.

Each says of a pair alone whether, or how likely, it is joined, by the places that the two have among all of
their kind. So it is short for what there is: a hidden field keeps everybody's place, and a pair is joined by
a computed start, with a draw of its own that no other pair moves.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, Literal

from twicetold.lang import model, syntax
from twicetold.lang.check import expression
from twicetold.lang.check.fit import fitted
from twicetold.lang.check.function import whole, wrong_count
from twicetold.lang.check.scope import Names, Scope
from twicetold.lang.check.types import PLAIN, YES_NO

NETWORKS: Final = {"ring": 1, "small_world": 2, "scale_free": 1}
"""The networks and how many arguments each takes; names that an author may give another meaning."""

_WHOLE: Final = model.Number(whole=True, lo=0.0)


def network(expr: syntax.Apply, scope: Scope) -> model.Expr | None:
    """Whether, or how likely, the two of a pair are joined."""
    name, names = expr.name.text, scope.names
    relation = names.joining
    if relation is None or scope.sites is None:
        scope.problems.tell("T0412.network", expr.span, name=name)
        return None
    if len(expr.args) != NETWORKS[name]:
        wrong_count(expr.name, len(expr.args), str(NETWORKS[name]), scope)
        return None
    args = whole([
        fitted(read, PLAIN, arg.span, scope, f"argument {place} of `{name}`")
        for place, arg in enumerate(expr.args, 1)
        if (read := expression.read(arg, scope)) is not None
    ])  # fmt: skip
    if args is None or len(args) < len(expr.args):
        return None
    pair = _Pair(relation, scope)
    joined = _NETWORKS[name](pair, *args)
    if name == "ring":
        return joined
    site, keys = scope.sites.fresh(), scope.keyed(expr.span)
    return model.Draw("chance", (joined,), site, keys, YES_NO, span=expr.span)


def is_asked_for(start: model.Expr, names: Names) -> bool:
    """Whether a starting value is that of a network."""
    places_ = {field.name for field in names.placed.values()}
    return any(isinstance(node, model.Cell) and node.field in places_ for node in model.nodes(start))


def places(names: Names) -> list[model.Start]:
    """The places of everybody in a network, in order of declaration."""
    return [
        model.Start(field.name, (entity,), model.Const(float(place), _WHOLE), span=field.span)
        for kind, field in names.placed.items()
        for place, entity in enumerate(_everybody(kind, names))
    ]


def _everybody(kind: str, names: Names) -> list[int]:
    """All who are of a kind, or can become so, the spare ones too."""
    return [n for n, entity in names.entities.items() if names.can_be(entity.kind, kind)]


class _Pair:
    """Two of a kind as a network sees them."""

    def __init__(self, relation: model.Field, scope: Scope) -> None:
        names, kind = scope.names, relation.over[0]
        self.size = len(_everybody(kind, names))
        field = f"place {kind}"
        names.begun.add(field)
        usual = model.Const(0.0, _WHOLE)
        if kind not in names.placed:
            placed = model.Field(field, (kind,), _WHOLE, usual, span=relation.span)
            names.placed[kind] = names.keep(placed)
        one, other = (
            model.Cell(field, (model.Bound(slot, "", model.Ref(kind)),), _WHOLE) for slot in scope.keys
        )
        self.one: model.Expr = one
        self.other: model.Expr = other


def _ring(pair: _Pair, neighbours: model.Expr) -> model.Expr:
    """Whether two are among so many nearest to each other, half of them on each side, in a ring of all."""
    apart = model.Function("abs", (_of("-", pair.one, pair.other),), PLAIN)
    round_ = _of("-", _number(pair.size), apart)
    nearest = model.Function("least", (apart, round_), PLAIN)
    return model.Binary("<=", nearest, _of("/", neighbours, _number(2)), YES_NO)


def _small_world(pair: _Pair, neighbours: model.Expr, rewired: model.Expr) -> model.Expr:
    """How likely two are joined in a ring of which a share of all ties leads anywhere (H. F. Song and X.-J.
    Wang, Simple, distance-dependent formulation of the Watts-Strogatz model, Physical Review E 90, 2014)."""
    anywhere = _of("/", _of("*", rewired, neighbours), _number(max(pair.size - 1, 1)))
    kept = model.IfElse(_ring(pair, neighbours), _of("-", _number(1), rewired), _number(0), PLAIN)
    return _of("+", kept, anywhere)


def _scale_free(pair: _Pair, neighbours: model.Expr) -> model.Expr:
    """How likely two are joined where few have many ties, the first declared the most: as the inverse roots
    of the places of both, so that who has x ties grows as rare as the inverse cube of x (F. Chung and L. Lu,
    Connected components in random graphs with given expected degree sequences, Annals of Combinatorics 6,
    2002)."""
    roots = math.fsum(1 / math.sqrt(place) for place in range(1, pair.size + 1))
    share = _number(pair.size / roots**2 if pair.size else 0)
    places_ = _of("*", _of("+", pair.one, _number(1)), _of("+", pair.other, _number(1)))
    return _of("/", _of("*", neighbours, share), model.Function("sqrt", (places_,), PLAIN))


_NETWORKS: Final[dict[str, Callable[..., model.Expr]]] = {
    "ring": _ring,
    "small_world": _small_world,
    "scale_free": _scale_free,
}


def _of(op: Literal["+", "-", "*", "/"], left: model.Expr, right: model.Expr) -> model.Expr:
    return model.Binary(op, left, right, PLAIN)


def _number(value: float) -> model.Expr:
    return model.Const(float(value), PLAIN)
