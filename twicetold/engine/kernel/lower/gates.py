"""Gates: what an actor alone must be so that actions are open to them, asked once for all that need it.

The actions are bits of a word, 64 of them at a time. Each gate at which somebody fails clears the bits of all
actions behind it; one behind which none is open any more is not asked. What only one action needs is no
gate, and is asked where that action is considered, unless it speaks of nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twicetold.lang import model, tree

TOGETHER = 64
"""So many actions are the bits of one word."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition on an actor of a kind, and the actions that need it, as bits; without a condition: to be of
    the kind now."""

    kind: str
    needed: model.Expr | None
    actions: int


def gates(actions: Sequence[model.Action]) -> Iterator[Gate]:
    """The gates of up to 64 actions: first who can do any of a kind's at all, then those behind which there
    are most."""
    kinds: dict[str, int] = {}
    needs: dict[tuple[str, model.Expr], int] = {}
    shared: dict[tuple[str, model.Expr], None] = {}
    for number, action in enumerate(actions):
        kind = action.roles[0].kind
        kinds[kind] = kinds.get(kind, 0) | 1 << number
        for need in action.needs:
            if need.roles <= 1:
                key = kind, _unnamed(need.expr)
                if key in needs or need.roles == 0:
                    shared[key] = None
                needs[key] = needs.get(key, 0) | 1 << number
    yield from (Gate(kind, None, behind) for kind, behind in kinds.items())
    for key in sorted(shared, key=lambda key: -needs[key].bit_count()):
        yield Gate(*key, needs[key])


def left_over(needs: Sequence[model.Condition], kind: str, passed: Sequence[Gate]) -> list[model.Condition]:
    """What is needed of an actor of a kind that none of the gates they have passed asks, in order."""
    asked = {(gate.kind, gate.needed) for gate in passed}
    return [need for need in needs if (kind, _unnamed(need.expr)) not in asked]


def _unnamed(need: model.Expr) -> model.Expr:
    """A need as it is whatever its actor is called."""
    return tree.rewrite(
        need, lambda node: model.Bound(node.slot, "", node.type) if isinstance(node, model.Bound) else None
    )
