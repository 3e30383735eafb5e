"""The planning problems of `tests/worlds/sabre` with what their people want, by which deeds are explained."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from twicetold.lang import Loaded, load_text_with_warnings

HERE = Path(__file__).parents[1] / "worlds" / "sabre"

WANTS = {
    "space": """
define bonds(c: Being) = sum(d: Being where d is not c: relationship(c, d))
wants (0 if c.status is Dead else bonds(c)) for c: Being within 3 steps
wants (1 if c.status is Healthy else 0) for c: Being within 3 steps
wants (1 if c.safe and c.status is not Dead else 0) for c: Being within 3 steps
""",
    "deerhunter": """
wants (1 if h.alive else 0) for h: Being within 6 steps
wants (1 if h.alive and not h.hungry else 0) for h: Human within 6 steps
wants (1 if h.alive and h.money >= h.greed else 0) for h: Human within 6 steps
""",
    "bribery": """
wants p is Hero and Money.at is intends(p, Money) for p: Person within 5 steps
wants p is Villain and controls(p, President) for p: Person within 5 steps
""",
}
"""What people want, by the facts; bribery's hero wants the money where he means it to be."""

CHANGED = {
    "space": [
        # Whoever makes peace, both have to be willing.
        ("action make_peace (c: Being, d: Being, p: Place)\n", "\\g<0>  with d willing\n"),
    ],
    "deerhunter": [],
    "bribery": [],
}


@cache
def problem(name: str) -> Loaded:
    text = (HERE / f"{name}.tale").read_text(encoding="utf-8")
    for old, new in CHANGED[name]:
        assert old in text
        text = text.replace(old, new.replace("\\g<0>", old))
    return load_text_with_warnings(text + WANTS[name])
