"""The text of a world, drawn over the whole language; a Hypothesis strategy of such texts."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.generated.declared import Declared, Size
from tests.generated.deep import deepened
from tests.generated.draws import Draws, of_tape
from tests.generated.expressions import Expressions, Scope
from tests.generated.happenings import Caps, Happenings
from tests.generated.sketch import PLAIN, UNITS, Ref, Sketch

TAPE = 4096
"""Bytes that a world is drawn from: more than it has decisions."""


def worlds() -> st.SearchStrategy[str]:
    """Texts of worlds; the checker takes most of them.

    All decisions are read from one tape, since Hypothesis likes to repeat itself where it draws many small
    things: half of its worlds would be alike.
    """
    return st.binary(min_size=TAPE, max_size=TAPE).map(lambda tape: text_of(of_tape(tape)))


def text_of(draws: Draws) -> str:
    """A world: small, and quickly lived; one in ten with more of a kind than a word has bits."""
    sketch = Sketch()
    crowd = draws.pick([65, 64, 66, 63, 100, 128, 129, 130]) if draws.often(8) else 0
    head = _world(draws, sketch, crowd)
    declared = Declared(
        draws, sketch, Size(draws.pick([1, 2, 2, 3]) if not crowd else draws.pick([1, 2]), crowd)
    )
    kinds = declared.kinds()
    settings = declared.settings()
    entities = declared.entities()
    expressions = declared.expressions
    happenings = Happenings(expressions, Caps(300, 2000) if crowd else Caps(150, 600))
    happenings.announce()
    defines = declared.defines()
    texts, ends = happenings.texts(), _ends(draws, expressions)
    blocks = [
        [*head, "unit metre, metres", "unit foot, feet = 0.3048 metres"],
        settings, _noticing(kinds, draws, expressions), entities, defines, *texts, ends,
    ]  # fmt: skip
    if draws.often(5) and sketch.happenings:
        blocks.append(_without(draws, sketch))
    blocks.append(_rewards(draws, expressions))  # last: all else is as it was drawn without
    blocks.append(_patterns(draws, expressions))
    blocks.append(_wants(draws, expressions))
    if not crowd and draws.often(20):
        deep, lines = deepened(draws, declared, happenings.effects)
        head.append(deep)
        blocks[0].insert(len(head) - 1, deep)
        blocks.append(lines)
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _world(draws: Draws, sketch: Sketch, crowd: int) -> list[str]:
    begins = _begins(draws, sketch) if draws.often(45) else []
    ticks = [(1.0, "1 second"), (60.0, "1 minute"), (0.7, "0.7 seconds"), (5.0, "0:05"), (0.1, "0.1 seconds")]
    sketch.tick, said = draws.pick(_LONG_TICKS if begins else ticks)
    sketch.ticks = draws.whole(2, 8) if crowd else draws.whole(8, 30)
    found = ['world "Generated"', *begins, f"  tick {said}"]
    found.append(f"  lasts {sketch.ticks * sketch.tick:.9g} seconds")
    choice = draws.pick([None, "softmax", "softmax 0.3", "softmax 2", "softmax 100", "best"])
    return found + ([f"  choice {choice}"] if choice else [])


_LONG_TICKS = [
    (0.7, "0.7 seconds"), (60.0, "1 minute"), (3000.0, "50 minutes"), (5400.0, "1 hour 30 minutes"),
    (25200.0, "7 hours"), (25200.0, "7 hours"), (100_000.0, "100000 seconds"), (700_000.0, "700000 seconds"),
]  # fmt: skip
"""Ticks of worlds that say when they begin: some do not divide an hour, a day or a week, or are longer than
one."""


def _begins(draws: Draws, sketch: Sketch) -> list[str]:
    """When the world begins."""
    date = draws.pick(["29 February 2024", "31 December 1999", "3 March 1924", "28 February 1900"])
    said, known = draws.pick(
        [
            ("18:00", "clock"),
            (f"{draws.pick(['Monday', 'Saturday', 'Sunday'])} 9:30", "clock weekday"),
            ("Wednesday", "clock weekday"),
            (f"Friday {draws.pick(['27 February', '31 December'])} 23:59", "clock weekday date"),
            (f"{date} 22:15:30", "clock weekday date year"),
            (date, "clock weekday date year"),
        ]
    )
    sketch.begins = frozenset(known.split())
    return [f"  begins {said}"]


def _ends(draws: Draws, expressions: Expressions) -> list[str]:
    """Endings, measures and expectations."""
    found: list[str] = []
    scope = Scope()
    for n in range(draws.pick([0, 1, 2])):
        when = f"now >= {expressions.ticks(draws.pick([3, 5, 8]))} and {expressions.sometimes(scope, 2)}"
        found.append(f'ending "end {n}" when {when}')
    if draws.often(40):
        found.append(f'ending "late when" at the end when {expressions.sometimes(scope, 2)}')
    if draws.often(40):
        found.append('ending "late" at the end')
    for _ in range(draws.whole(1, 4)):
        value = (
            expressions.number(draws.pick(UNITS), scope, 3)
            if draws.often(70)
            else expressions.yes_no(scope, 3)
        )
        found.append(f"measure {expressions.sketch.fresh('m')} = {value}")
    found += _beliefs(expressions)
    if draws.often(20):
        found.append(f"measure plain = {expressions.number(PLAIN, scope, 1)}")
        found.append("expect plain in 0..1")
    if draws.often(20):
        found.append('expect "unended" in 0%..100%')
    if draws.often(40):
        often = _often(draws, expressions)
        found.append(
            f"measure {expressions.sketch.fresh('m')} {often} = {expressions.number(PLAIN, scope, 2)}"
        )
    return found


def _wants(draws: Draws, expressions: Expressions) -> list[str]:
    """What those of some kind want, which moves nothing."""
    if not draws.often(30):
        return []
    kind = draws.pick(list(expressions.sketch.kinds))
    wanted = expressions.number(PLAIN, Scope().bind("p", Ref(kind)), 3)
    within = draws.pick(["", " within 1 steps", " within 7 steps"])
    return [f"wants ({wanted}) for p: {kind}{within}"]


def _rewards(draws: Draws, expressions: Expressions) -> list[str]:
    """What the lot of those of some kinds is worth."""
    found: list[str] = []
    for _ in range(draws.pick([0, 1, 1, 2])):
        kind = draws.pick(list(expressions.sketch.kinds))
        scope = Scope().bind("p", Ref(kind))
        worth = expressions.number(PLAIN, scope, 3) if draws.often(70) else expressions.yes_no(scope, 3)
        found.append(f"reward for p: {kind} = {worth}")
    return found


def _patterns(draws: Draws, expressions: Expressions) -> list[str]:
    """Patterns that ask what was so as events began: both engines mark it alike."""
    sketch, found = expressions.sketch, []
    events = [each for each in sketch.happenings if each.sort in ("action", "event") or each.loud]
    for _ in range(draws.pick([0, 1, 1, 2]) if events else 0):
        happening = draws.pick(events)
        roles, scope = [], Scope()
        for place, kind in enumerate(happening.kinds):
            narrower = [other for other, known in sketch.kinds.items() if known.root == kind]
            meant = draws.pick(narrower) if narrower and draws.often(30) else kind
            roles.append(f"{'xyzuvw'[place]}: {meant}")
            scope = scope.bind("xyzuvw"[place], Ref(meant))
        who = ", ".join(role.partition(":")[0] for role in roles)
        event = f"{happening.name}({who})" if roles else happening.name
        outcomes = [*happening.outcomes, *(["failed", "interrupted"] if happening.sort == "action" else [])]
        outcome = f" {draws.pick(outcomes)}" if outcomes and draws.often(30) else ""
        found.append(
            f"pattern {sketch.fresh('pa')} ({', '.join(roles)})" if roles else f"pattern {sketch.fresh('pa')}"
        )
        found.append(f"  first {event} where {expressions.yes_no(scope, 3)}")
        found.append(f"  then {event}{outcome} where {expressions.sometimes(scope, 2)}")
    return found


def _often(draws: Draws, expressions: Expressions) -> str:
    """How often a measure over time is taken."""
    every = f"every {expressions.ticks(draws.pick([1, 2, 0.5, 3, 1.5, 2.7]))}"
    begins = expressions.sketch.begins
    days = ["each day", "each day at 12:00"] if begins else []
    weekdays = ["every weekday at 18:30"] if "weekday" in begins else []
    return draws.pick([every, *days, *weekdays])


def _noticing(kinds: list[str], draws: Draws, expressions: Expressions) -> list[str]:
    """The lines of all kinds, where some say when those of them can notice anything."""
    sketch, found = expressions.sketch, []
    for line in kinds:
        found.append(line)
        if line.startswith("kind ") and draws.often(25):
            kind = line.split()[1]
            scope = Scope().bind("x", Ref(kind), max(sketch.crowd(kind), 1))
            found.append(f"  x notices when {expressions.filters('x', kind, scope, 1)}")
    return found


def _beliefs(expressions: Expressions) -> list[str]:
    """A measure of what everybody believes, for each believed field: beliefs are not seen otherwise."""
    sketch, found = expressions.sketch, []
    for field in sketch.fields:
        if field.believed and len(field.over) == 1 and sketch.crowd(field.over[0]):
            kind, name = field.over[0], sketch.fresh("m")
            weighed = expressions.draws.pick(list(sketch.kinds))
            if sketch.crowd(weighed) * sketch.crowd(kind) <= 6000 and expressions.draws.often(60):
                claim = expressions.in_mind("q", f"x.{field.name}", field.type)
                found.append(f"measure {name} = sum(q: {weighed}: count(x: {kind} where {claim}))")
    return found


def _without(draws: Draws, sketch: Sketch) -> list[str]:
    """One construct taken away."""
    happening = draws.pick(sketch.happenings)
    return [f"without {happening.name}"]


__all__ = ["Ref", "text_of", "worlds"]
