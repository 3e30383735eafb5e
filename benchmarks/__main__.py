"""All benchmarks, one after the other, as a page.

    python -m benchmarks [PAGE]

Prints what each says, with the machine, the versions and the date; or writes it as `docs/performance.md` is
written. It takes half an hour, and asks for a quiet machine.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Part:
    """One benchmark: the question it answers, the module with its arguments, and how to read it."""

    question: str
    call: tuple[str, ...]
    reading: str


PARTS = (
    Part(
        "How fast is a million nights, and how much memory does it take?",
        ("benchmarks.nights",),
        "The night at the Hale house on all cores. Seconds of a whole process; its code may be in the cache.",
    ),
    Part(
        "How near is the kernel to C written by hand?",
        ("benchmarks.limit",),
        "The brawl, the same lives to the bit. The kernel also makes each life's digest, C does not.",
    ),
    Part(
        "How do others live the same brawl?",
        ("benchmarks.peers",),
        "What is not the same brawl is said not to be: its rate tells how long one waits there.",
    ),
    Part(
        "Does a greater town cost more than its people?",
        ("benchmarks.growth",),
        "The time of a person's tick, by the number of people; a slope of 0 is the same for any number.",
    ),
    Part(
        "How long does compiling take?",
        ("benchmarks.compile",),
        "CPU seconds. Cold: nothing is there but the text. Warm: the compiled world is in the cache.",
    ),
    Part(
        "What do more workers bring?",
        ("benchmarks.cluster",),
        "Worker processes of a cluster on this machine, and the limits of what holds it together.",
    ),
    Part(
        "Does it pay that twins share their luck?",
        ("benchmarks.twins",),
        "The variance of a pair's difference, as a share of that between two lives that have nothing in"
        " common: with 0.1 a tenth of the lives will do. It pays most where one person's doing is otherwise;"
        " where everybody's is, keys spare little more than the same seed does.",
    ),
    Part(
        "What does it cost to look for patterns?",
        ("benchmarks.sifting",),
        "Three patterns in a log of 10,000 events, in CPU milliseconds; and the night, in turns with none.",
    ),
    Part(
        "Is a chance of one in a million found, and what does splitting spare?",
        ("benchmarks.splitting",),
        "A chance that is known by a formula, estimated again and again, each time with other luck.",
    ),
    Part(
        "How fast can a program play a part?",
        ("benchmarks.agents",),
        "Turns a CPU second at random, by PettingZoo's own loop and by the vectorised environment, in turns.",
    ),
    Part(
        "How fast is a life told?",
        ("benchmarks.telling",),
        "A plain chronicle of the night at the Hale house, in CPU seconds on one core.",
    ),
    Part(
        "How fast is an exported world?",
        ("benchmarks.export",),
        "The same lives by the exported C, by WebAssembly in Node, and by the kernel.",
    ),
)


def machine() -> str:
    """What this is measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"
    )


def versions() -> str:
    """What this is measured with."""
    packages = [f"{name} {importlib.metadata.version(name)}" for name in ("twicetold", "llvmlite", "numpy")]
    return ", ".join([f"Python {platform.python_version()}", *packages, *_compilers()])


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "a processor without a name"
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")


def _compilers() -> Iterator[str]:
    for name in ("gcc", "clang"):
        if shutil.which(name):
            done = subprocess.run([name, "-dumpversion"], check=True, capture_output=True, text=True)
            yield f"{name} {done.stdout.strip()}"


HEAD = """# Performance

Every figure is measured by a program in `benchmarks/`, and those that are compared were measured in turns in
one run, so that what slows the machine slows them all. `make bench` measures everything anew and writes this
page; the figures of another machine will differ, their ratios should not by much.

- Machine: {machine}
- With: {versions}
- On: {date}
"""

SECTION = """
## {question}

{reading}

```text
$ python -m {call}
{said}
```
"""


def page(parts: tuple[Part, ...]) -> Iterator[str]:
    """The page, piece by piece."""
    yield HEAD.format(machine=machine(), versions=versions(), date=datetime.date.today().isoformat())
    for part in parts:
        command = [sys.executable, "-m", *part.call]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        said = done.stdout.rstrip() or f"(failed with status {done.returncode})"
        call = " ".join(part.call)
        yield SECTION.format(question=part.question, reading=part.reading, call=call, said=said)


def main() -> None:
    """Measure, and print or write the page."""
    parser = argparse.ArgumentParser(description="All benchmarks")
    parser.add_argument("page", type=Path, nargs="?", help="write the page here, when all is measured")
    asked = parser.parse_args()
    pieces = []
    for piece in page(PARTS):
        print(piece, end="", flush=True)
        pieces.append(piece)
    if asked.page is not None:
        asked.page.write_text("".join(pieces), encoding="utf-8")


if __name__ == "__main__":
    main()
