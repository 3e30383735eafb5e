"""How long it takes from a text to the first life, and how that grows with the number of rules.

    python -m benchmarks.compile [--rules N …]

All figures are CPU seconds, of this and of its child processes. Every start is measured in a process of its
own: *cold* with an empty cache, *warm* with what the cold one left there. `first life` begins with the text
and ends with a life lived by compiled code, in a process that has its modules loaded already; `command` is
all of `twicetold many WORLD -n 1 --engine kernel`.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from twicetold.cli.loading import load_soon
from twicetold.engine.kernel import Kernel, llvm, machine, memory
from twicetold.engine.kernel.lower.life import lower
from twicetold.lang import load_text

WORLDS = ("milk", "brawl", "hale_yard")
RULES = (25, 50, 100, 200, 400)
STARTS = 5
PHASES = ("load", "lower", "assembly", "quick", "best", "all")

T = TypeVar("T")

# --- starts -------------------------------------------------------------------------------------------------


def first_life(world: str) -> float:
    """The CPU seconds from the text to the end of the first life, with whatever cache there is."""
    began = time.process_time()
    Kernel(load_soon(world, ()).world).lives(1, 0, 1)
    return time.process_time() - began


def starts(world: str) -> Iterator[float]:
    """Cold and warm: to the first life, and the whole command. Medians of several."""
    here = [sys.executable, "-m", "benchmarks.compile", "--here", world]
    command = [sys.executable, "-m", "twicetold", "many", world, "-n", "1", "--engine", "kernel"]
    lives = [_cold_and_warm(lambda: json.loads(_run(here)[0])) for _ in range(STARTS)]
    commands = [_cold_and_warm(lambda: _run(command)[1]) for _ in range(STARTS)]
    for found in (lives, commands):
        yield median(cold for cold, _ in found)
        yield median(warm for _, warm in found)


def _cold_and_warm(measure: Callable[[], float]) -> tuple[float, float]:
    with TemporaryDirectory() as folder:
        os.environ["TWICETOLD_CACHE"] = folder
        return measure(), measure()


def _run(command: Sequence[str]) -> tuple[str, float]:
    """What a command says, and the CPU seconds it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


# --- growth -------------------------------------------------------------------------------------------------

HEAD = """
world "Many rules"
  tick 1 second
  lasts 1 minute

kind Person
  health  number 0..1000 = 1000
  hunger  number 0..1000 = 500
  anger   number 0..1000 = 400
  asleep  yes/no = no
  foe     Person or none

Abel, Cain, Eve, Adam, Seth, Enos is Person

relation fond(Person, Person) number 0..1000 = 150
"""

RULE = """
rule change_{n} for p: Person where p.hunger > {a} and not p.asleep
  p.anger += p.hunger / {a}
  chance {b} / 1000
    p.health -= uniform({b}, {a})
    if p.health < {b}
      p.asleep = yes
"""

ACTION = """
action deed_{n}(p: Person, q: Person)
  needs not p.asleep, fond(p, q) < {a} or q.foe is p
  urge (p.anger - fond(p, q)) / {a}
  takes 3 seconds
  then
    p.foe = q
    chance p.health / {a}
      fond(q, p) -= uniform(0, {b})
    otherwise
      p.hunger += {b}
"""


def many_rules(count: int) -> str:
    """The text of a world of so many rules, every other an action that people choose."""
    parts = [(RULE, ACTION)[n % 2].format(n=n, a=n + 200, b=n + 10) for n in range(count)]
    return HEAD + "".join(parts) + "\nmeasure health = sum(p: Person: p.health)\n"


def phases(count: int) -> list[float]:
    """The CPU seconds of each phase of compiling so many rules, and of all together."""
    spent: list[float] = []

    def timed(do: Callable[[], T]) -> T:
        began = time.process_time()
        done = do()
        spent.append(time.process_time() - began)
        return done

    world = timed(lambda: load_text(many_rules(count)))
    program = timed(lambda: lower(world))
    assembly = timed(lambda: llvm.assembly(program, memory.block(program)))
    timed(lambda: machine.compile_object(assembly, "quick"))
    timed(lambda: machine.compile_object(assembly, "best"))
    return [*spent, sum(spent)]


def slope(counts: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the line through the points, both logarithms (least squares): 1 is linear."""
    x, y = [math.log(count) for count in counts], [math.log(each) for each in seconds]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    above = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return above / sum((a - mean_x) ** 2 for a in x)


# --- what is shown ------------------------------------------------------------------------------------------


def _line(name: str, values: Sequence[float], digits: int = 3) -> str:
    return f"{name:<12}" + "".join(f"{value:>12.{digits}f}" for value in values)


def _titles(*titles: str) -> str:
    return f"{titles[0]:<12}" + "".join(f"{title:>12}" for title in titles[1:])


def _show_starts() -> None:
    print(_titles("CPU s", "first life", "", "command", ""))
    print(_titles("world", "cold", "warm", "cold", "warm"))
    for world in WORLDS:
        print(_line(world, list(starts(world))), flush=True)


def _show_growth(counts: Sequence[int]) -> None:
    phases(counts[0])  # what is made at the first use of all is no matter of rules
    print(_titles("rules", *PHASES))
    rows = []
    for count in counts:
        rows.append(phases(count))
        print(_line(str(count), rows[-1]), flush=True)
    print(_line("slope", [slope(counts, column) for column in zip(*rows, strict=True)], 2))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="From the text to the first life")
    parser.add_argument("--rules", type=int, nargs="*", default=RULES)
    parser.add_argument("--here", metavar="WORLD", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.here:
        print(json.dumps(first_life(asked.here)))
        return
    _show_starts()
    print()
    _show_growth(asked.rules)


if __name__ == "__main__":
    main()
