"""Minds within minds: what makes a drawn world a deep one.

It is drawn behind all else, and changes nothing of what was drawn: how deep minds are, starting lines, rules
by which somebody learns what another believes, and measures that read it. What there was, senses, lines of
who perceives an event, rules in every mind, attempts that fail, is lived within minds by that.
"""

from __future__ import annotations

import math

from tests.generated.declared import Declared
from tests.generated.draws import Draws
from tests.generated.effects import Effects
from tests.generated.expressions import Expressions, Scope
from tests.generated.sketch import Field, Ref

MOST = 3000
"""Of so many minds and values a measure is taken, at most."""


def deepened(draws: Draws, declared: Declared, effects: Effects) -> tuple[str, list[str]]:
    """How deep the minds of a world are, and what comes to its text."""
    depth = draws.pick([2, 2, 3])
    lines = [line for _ in range(draws.pick([0, 1, 2, 3])) if (line := declared.deep_belief(depth))]
    lines += [line for _ in range(draws.pick([0, 1, 2])) for line in _learning(draws, effects)]
    known = [field for field in effects.sketch.known() if draws.often(80)]
    lines += [line for field in known if (line := _measured(draws, effects.expressions, field, depth))]
    return f"  depth {depth}", lines


def _learning(draws: Draws, effects: Effects) -> list[str]:
    """A rule by which somebody learns what another believes."""
    sketch = effects.sketch
    kinds = draws.pick(list(sketch.kinds)), draws.pick(list(sketch.kinds))
    scope = Scope()
    for role, kind in zip("pq", kinds, strict=True):
        scope = scope.bind(role, Ref(kind), max(sketch.crowd(kind), 1))
    what = effects.believed(scope)
    if what is None or math.prod(map(sketch.crowd, kinds)) > MOST:
        return []
    head = f"rule {sketch.fresh('deep')} for p: {kinds[0]}, q: {kinds[1]}"
    where = effects.expressions.sometimes(scope, 2)
    return [f"{head} where {where}", f"  p learns believes(q, {what[0]}){what[1]}"]


def _measured(draws: Draws, expressions: Expressions, field: Field, depth: int) -> str | None:
    """A measure of what everybody takes everybody to believe of a field or relation."""
    sketch = expressions.sketch
    minds = [draws.pick(list(sketch.kinds)) for _ in range(depth)]
    if not 0 < math.prod(map(sketch.crowd, (*minds, *field.over))) <= MOST:
        return None
    things = "xyz"[: len(field.over)]
    cell = f"x.{field.name}" if len(things) == 1 else f"{field.name}({', '.join(things)})"
    claim = expressions.in_mind("pqr"[depth - 1], cell, field.type)
    for mind in reversed("pqr"[: depth - 1]):
        claim = f"believes({mind}, {claim})"
    claim = f"truly ({claim})" if draws.often(20) else claim
    value = f"(1 if {claim} else 0)"
    for name, kind in [*zip("pqr", minds, strict=False), *zip(things, field.over, strict=True)][::-1]:
        value = f"sum({name}: {kind}: {value})"
    return f"measure {sketch.fresh('m')} = {value}"
