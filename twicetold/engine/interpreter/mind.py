"""A mind from inside: the state in which what somebody believes is so.

What they expect to come of something is what comes of it there, lived by the rules of the world as in truth
(the states of belief of S. G. Ware and C. Siler, "Sabre: A narrative planner supporting intention and deep
theory of mind", AIIDE 2021).
"""

from __future__ import annotations

from twicetold.engine.interpreter.state import State
from twicetold.engine.meaning.layout import Layout
from twicetold.lang import model
from twicetold.lang.model import default


def within(s: State, layout: Layout, who: int) -> State:
    """A copy of a state in which all that somebody can err about is as they believe. What they do not know
    is as if nobody had it, as in what they do. Minds are one deep: whatever they think that others
    believe is what they believe themselves.
    """
    twin = s.fork()
    for placed in layout.fields.values():
        field = placed.field
        if not field.believed:
            continue
        nothing = default(field.type)
        for cell, entities in enumerate(placed.cells, placed.base):
            if not field.knows(who, entities):
                held = s.held[who].get(cell, s.first[cell])
                twin.cells[cell] = nothing if held == model.UNKNOWN else held
    twin.first = twin.cells.copy()
    for mind in twin.held:
        mind.clear()
    return twin
