"""Moments on the grid of ticks: decimal times and ticks, and what an exact oracle says of each.

`python -m tests.engine.moments` lives all 19,800 cases by the interpreter, the kernel and the kernel's C, and
counts in how many a rule comes twice, never, late or early. The tests live some of them.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tests.generated.coded import QUICK, C
from twicetold.engine import Interpreter
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import names
from twicetold.lang import load_text, model

UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800}

STEPS = (
    "0.7 seconds", "0.1 seconds", "0.3 seconds", "0.2 seconds", "0.6 seconds", "0.9 seconds", "1.1 seconds",
    "0.01 seconds", "0.07 seconds", "0.35 seconds", "2.3 seconds", "0.001 seconds", "0.049 seconds",
    "33.3 seconds", "1 second", "0:05", "0.1 minutes", "0.7 minutes", "1.1 minutes", "0.03 minutes",
    "2.9 minutes", "0.1 hours", "0.07 hours", "0.7 hours", "1.3 hours", "0.1 days", "0.3 days", "0.7 days",
    "1.7 days", "0.1 weeks", "0.3 weeks", "1.1 weeks", "0.0123 seconds",
)  # fmt: skip

TICKS = 50
SORTS = ("at", "every", "after", "takes", "within", "lasts")


@dataclass(frozen=True)
class Case:
    """A time in a world of such ticks, as it is written and exactly; `sort` is the clause it stands in."""

    sort: str
    number: int
    text: str
    time: Fraction
    step: Fraction

    @property
    def name(self) -> str:
        return f"{self.sort}{self.number}"

    def expected(self) -> tuple[int, ...]:
        """The ticks at which it comes, by whole numbers alone; of `within` how many ticks it is remembered,
        of `lasts` how many there are."""
        first, last = math.ceil(self.time / self.step), math.floor(self.time / self.step)
        match self.sort:
            case "at" | "after":
                return (first,) if first < TICKS else ()
            case "every":
                reached = [t * self.step // self.time for t in range(TICKS)]
                return tuple(t for t in range(1, TICKS) if reached[t] > reached[t - 1])
            case "takes":
                return tuple(range(first, TICKS, first))
            case "within":
                return (min(last + 1, TICKS),)
            case _:
                return (first,)


def seconds(text: str) -> Fraction:
    """The exact seconds of a time as it is written."""
    if ":" in text:
        minutes, rest = text.split(":")
        return Fraction(int(minutes) * 60 + int(rest))
    digits, unit = text.split()
    return Fraction(digits) * UNITS[unit if unit.endswith("s") else f"{unit}s"]


def cases(step: str, each: int) -> Iterator[Case]:
    """So many times for each sort: whole numbers of ticks, times just beside them, and any others."""
    drawn, size = random.Random(step), seconds(step)
    for sort in SORTS:
        for number in range(each):
            exact = size * drawn.randint(1, TICKS + 5)
            match number % 4:
                case 2:
                    exact += drawn.choice([-1, 1]) * size / 10 ** drawn.randint(1, 9)
                case 3:
                    exact = Fraction(drawn.randint(1, 999), 100) * size
            text = _text(exact, drawn)
            yield Case(sort, number, text, exact, size)


def _text(time: Fraction, drawn: random.Random) -> str:
    """A time in some unit in which it has a decimal."""
    units = [unit for unit, size in UNITS.items() if not _rest((time / size).denominator)]
    unit = drawn.choice(units)
    ratio = time / UNITS[unit]
    return f"{Decimal(ratio.numerator) / Decimal(ratio.denominator):f} {unit}"


def _rest(n: int) -> bool:
    """Whether a denominator has other factors than 2 and 5."""
    for prime in (2, 5):
        while n % prime == 0:
            n //= prime
    return n != 1


def world(step: str, those: list[Case]) -> model.World:
    """A world with all cases of one step but those of `lasts`."""
    by = {sort: [case for case in those if case.sort == sort] for sort in SORTS}
    size = seconds(step)
    lasts = Decimal((size * TICKS).numerator) / Decimal((size * TICKS).denominator)
    parts = [f'world "Moments"\n  tick {step}\n  lasts {lasts:f} seconds\n  choice best\nkind Thing\n']
    parts += [f"  {case.name} whole\n" for case in by["within"]]
    parts += ["  on yes/no = yes\n  n whole\nX is Thing\n"]
    parts += [f"kind Kind{case.number}\nE{case.number} is Kind{case.number}\n" for case in by["takes"]]
    parts += ["event bell\n  felt by x: Thing where yes\nrule ring at 0 seconds\n  happens bell\n"]
    parts += [f"rule {case.name} at {case.text}\n  X.n += 1\n" for case in by["at"]]
    parts += [f"rule {case.name} every {case.text}\n  X.n += 1\n" for case in by["every"]]
    parts += [f"rule {case.name} when X.on after {case.text}\n  X.n += 1\n" for case in by["after"]]
    parts += [
        f"rule {case.name} where remembers(X, bell, {case.text})\n  X.{case.name} += 1\n"
        for case in by["within"]
    ]
    parts += [
        f"action {case.name} (e: Kind{case.number})\n  urge 1\n  takes {case.text}\n" for case in by["takes"]
    ]
    parts += [f"measure {case.name} = X.{case.name}\n" for case in by["within"]]
    return load_text("".join(parts))


def ticks_of(case: Case, step: str) -> int:
    """How many ticks there are of a life that lasts so long."""
    return load_text(f'world "W"\n  tick {step}\n  lasts {case.text}\n').ticks


Live = Callable[[model.World], Lives]


def interpreted(made: model.World) -> Lives:
    return Interpreter(made).lives(1, 0, 1, events=True)


def by_llvm(made: model.World) -> Lives:
    return QUICK.made(made, lower(made)).lives(1, 0, 1, events=True)


def by_c(made: model.World) -> Lives:
    return C("gcc", ("-O0",)).made(made, lower(made)).lives(1, 0, 1, events=True)


def found(live: Live, made: model.World) -> dict[str, tuple[int, ...]]:
    """What comes when, by name, as an engine lives it."""
    lived, known = live(made), names(made)
    assert lived.events is not None
    when: dict[str, list[int]] = {name: [] for name in known.constructs}
    for name, tick in zip(lived.events.name.tolist(), lived.events.tick.tolist(), strict=True):
        when[known.constructs[name]].append(tick)
    remembered = {name: [int(n)] for name, n in zip(known.measures, lived.measures[0].tolist(), strict=True)}
    return {name: tuple(ticks) for name, ticks in (when | remembered).items()}


def slip(case: Case, came: tuple[int, ...]) -> str | None:
    """What is wrong with when something came; None if nothing is."""
    expected = case.expected()
    if came == expected:
        return None
    if len(came) != len(expected):
        return "twice" if len(came) > len(expected) else "never"
    return "late" if came > expected else "early"


def main() -> int:
    """All cases by every engine. Returns 1 if anything is wrong, else 0."""
    each, wrong = 100, 0
    for name, live in (("interpreter", interpreted), ("kernel", by_llvm), ("C", by_c)):
        slips: Counter[str] = Counter()
        count = 0
        for step in STEPS:
            those = list(cases(step, each))
            came = found(live, world(step, those))
            for case in those:
                ticks = (ticks_of(case, step),) if case.sort == "lasts" else came[case.name]
                count += 1
                slips.update([slip(case, ticks) or "right"])
        print(
            f"{name}: {count:,} cases: {', '.join(f'{n:,} {what}' for what, n in slips.items())}", flush=True
        )
        wrong += count - slips["right"]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
