"""How large a world may be: a stranger's world is data, and must not take the machine with it.

The reference states these numbers (`docs/language.md`, "Limits").
"""

from __future__ import annotations

from typing import Final

TEXT: Final = 256 * 1024
"""Bytes of text, with all it uses."""

WORDS: Final = 30_000
"""Words and signs of a text, a comment or a quoted text counted as one: they take the time, not the bytes."""

LINE: Final = 2_000
"""Characters of a line."""

NESTING: Final = 40
"""Brackets or blocks within one another."""

DEPTH: Final = 200
"""Operators and calls within one another in an expression, definitions unfolded."""

FILES: Final = 32
"""Files that one world brings in."""

ENTITIES: Final = 4_096
"""Entities of a world."""

ROLES: Final = 6
"""Roles of one construct, with what its loops bind."""

DUE: Final = 3
"""Roles of an event that is asked for later: so many a field can have."""

BELIEF: Final = 3
"""How deep beliefs about beliefs may go."""

CELLS: Final = 4_000_000
"""Values of fields and relations."""

GROUNDINGS: Final = 20_000_000
"""Ways to bind the roles of one action, rule or sense."""

TICKS: Final = 2_000_000
"""Ticks of a life."""

STARTS: Final = 200_000
"""Starting values and beliefs, groups written out."""

STEPS_OF_A_PATTERN: Final = 16
"""Events in an order that one pattern can ask for, repetitions counted."""

MARKS: Final = 30
"""Conditions that all patterns together can ask of one event."""

MARKED: Final = 10_000
"""Steps of one condition that a pattern asks of an event."""

POINTS: Final = 2_000
"""Points of all series: numbers kept of each life."""

INTERVENTIONS: Final = 64
"""Lines that forbid or force."""

AHEAD: Final = 12
"""Steps that somebody plans for."""

UNFOLDED: Final = 100_000
"""Parts of one expression, definitions unfolded."""

EVALUATION: Final = 100_000_000
"""Steps of one expression; see `lang/costs.py`."""

STEPS: Final = 1_000_000_000_000
"""Steps of a life; see `engine/meaning/work.py`."""

RECORDED: Final = 100
"""A life of which all is recorded may take so many times fewer steps: each takes so much longer."""

KEPT: Final = 1_000_000
"""Things kept of a life that is recorded: events, what they changed, who perceived them."""

REMEMBERED: Final = 2_000_000
"""Things asked after that the interpreter keeps of a life that is not recorded, what is alike once."""
