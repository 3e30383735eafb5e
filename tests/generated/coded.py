"""The kernel's program as code, by each backend, called in this process and never kept."""

from __future__ import annotations

import ctypes
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from twicetold.engine.kernel import c99, llvm, machine, memory, rows
from twicetold.engine.kernel.machine import Code, Tier
from twicetold.engine.kernel.program import Program
from twicetold.engine.meaning.columns import EventColumns, Lives
from twicetold.engine.meaning.names import names
from twicetold.lang import model

LARGEST = 1 << 28
"""The most bytes of one life: a generated world takes far less."""

"""What stands in an event's row before its roles."""


class Way(Protocol):
    """A way to make code of a program, and to call it."""

    @property
    def is_here(self) -> bool:
        """Whether this machine has what it needs."""

    def made(self, world: model.World, program: Program) -> Engine:
        """The program of a world made ready."""


class Engine(Protocol):
    """Whatever lives lives."""

    def lives(self, seed: int, first: int, n: int, *, events: bool = False) -> Lives: ...


class Coded:
    """An engine: lives the lives of a world by code, each call in memory of its own, so that many threads may
    call it at once."""

    def __init__(
        self, world: model.World, live: Any, size: int, outs: tuple[str, ...], places: Mapping[str, int]
    ) -> None:
        self.names = names(world)
        self.live = live
        self.size = size
        self.outs = outs
        self.places = places
        """Where in its memory each array of a life begins, as far as that is known."""
        self.left = np.zeros(0, np.uint64)
        """What the last call has left in its memory: the end of its last life."""
        assert size <= LARGEST, f"a life of this world takes {size:,} bytes"

    def lives(self, seed: int, first: int, n: int, *, events: bool = False) -> Lives:
        """The runs `first` to `first + n - 1` of `seed`, as columns."""
        room = 1 if events else 0
        while True:
            columns = self._columns(n, room)
            block = np.zeros(self.size // 8 + 1, np.uint64)
            for place, name in enumerate(self.outs):
                block[place] = columns[name].ctypes.data
            self.live(block.ctypes.data, seed, first, n, room)
            happened = int(columns["event_count"][0])
            if happened <= room:
                break
            room = happened
        self.left = block
        happenings = rows.columns(columns["events"][:happened], first, self.names) if events else None
        return Lives(
            seed, first, columns["endings"], columns["ticks"], columns["measures"], columns["digests"],
            columns["scores"], happenings,
            series=columns["series"],
        )  # fmt: skip

    def _columns(self, n: int, room: int) -> dict[str, np.ndarray]:
        return {
            "endings": np.empty(n, np.int16),
            "ticks": np.empty(n, np.int32),
            "measures": np.empty((n, len(self.names.measures)), np.float64),
            "series": np.empty((n, self.names.points), np.float64),
            "digests": np.empty(n, np.uint64),
            "scores": np.empty(n, np.uint64),
            "events": np.empty((room, rows.width(self.names)), np.int32),
            "event_count": np.zeros(1, np.int32),
        }


def _kept(code: Code) -> Any:
    """The entry of some code, which is kept as long as it is."""
    live = code.function("lives")
    return lambda *args: (code, live(*args))


@dataclass(frozen=True, slots=True)
class Llvm:
    """By LLVM, in one of the tiers."""

    tier: Tier

    def __str__(self) -> str:
        return f"LLVM, {self.tier}"

    @property
    def is_here(self) -> bool:
        return True

    def made(self, world: model.World, program: Program) -> Coded:
        block = memory.block(program)
        code = machine.load_object(machine.compile_object(llvm.assembly(program, block), self.tier))
        return Coded(world, _kept(code), block.size, tuple(array.name for array in block.outs), block.places)


_ENTRY = """
unsigned long size(void) { return sizeof(struct life); }
void lives(void *life, uint64_t seed, uint64_t first, int32_t n, int32_t room)
{ tt_lives(life, seed, first, n, room); }
"""


@dataclass(frozen=True, slots=True)
class C:
    """As C, by a C compiler."""

    compiler: str
    options: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join((self.compiler, *self.options))

    @property
    def is_here(self) -> bool:
        return bool(self._command())

    def _command(self) -> list[str]:
        """How the compiler is called. Where there is no clang, that of the ziglang wheel is taken."""
        if shutil.which(self.compiler):
            return [self.compiler]
        if self.compiler == "clang" and importlib.util.find_spec("ziglang") is not None:
            return [sys.executable, "-m", "ziglang", "cc", "-fno-sanitize=undefined"]
        return []

    def made(self, world: model.World, program: Program) -> Coded:
        with tempfile.TemporaryDirectory() as folder:
            code, library = Path(folder) / "world.c", Path(folder) / "world.so"
            code.write_text(c99.source(program) + _ENTRY, encoding="utf-8")
            options = ("-std=c99", "-w", *self.options, "-shared", "-fPIC", "-lm")
            subprocess.run([*self._command(), str(code), "-o", str(library), *options], check=True)
            made = ctypes.CDLL(str(library))
        made.size.restype = ctypes.c_ulong
        outs = tuple(array.name for array in program.arrays if array.kind == "out")
        _, *params = machine.ENTRIES["lives"]
        live = ctypes.CFUNCTYPE(None, ctypes.c_void_p, *params)(("lives", made))
        return Coded(world, live, made.size(), outs, {})


@dataclass(frozen=True, slots=True)
class Threads:
    """Made in another way, and lived by several threads at once."""

    way: Way
    count: int

    def __str__(self) -> str:
        return f"{self.way}, {self.count} threads"

    @property
    def is_here(self) -> bool:
        return self.way.is_here

    def made(self, world: model.World, program: Program) -> Engine:
        return _Beside(self.way.made(world, program), self.count)


@dataclass(frozen=True, slots=True)
class _Beside:
    """An engine called by several threads at once, each run by itself."""

    engine: Engine
    threads: int

    def lives(self, seed: int, first: int, n: int, *, events: bool = False) -> Lives:
        """As `Coded.lives`."""
        with ThreadPoolExecutor(self.threads) as pool:
            runs = range(first, first + n)
            found = list(pool.map(lambda run: self.engine.lives(seed, run, 1, events=events), runs))
        columns = ("ending", "ticks", "measures", "digest", "scored", "series")
        ending, ticks, measures, digest, scored, series = (
            np.concatenate([getattr(each, column) for each in found]) for column in columns
        )
        joined = _joined([each.events for each in found]) if events else None
        return Lives(seed, first, ending, ticks, measures, digest, scored, joined, series=series)


def _joined(events: list[EventColumns | None]) -> EventColumns:
    columns = ["run", "name", "outcome", "began", "tick", "roles"]
    columns += [] if any(each is None or each.marks is None for each in events) else ["marks"]
    return EventColumns(*(np.concatenate([getattr(each, column) for each in events]) for column in columns))


QUICK, BEST = Llvm("quick"), Llvm("best")
PLAIN_C = (C("gcc", ("-O0",)), C("clang", ("-O0",)))
QUICK_C = (C("gcc", ("-O2", "-ffp-contract=off")), C("clang", ("-O2", "-ffp-contract=off")))
CHECKED_C = C(
    "gcc", ("-O1", "-ffp-contract=off", "-fsanitize=undefined,bounds-strict", "-fno-sanitize-recover=all")
)
"""Ends the process where C leaves open what would happen, such as beyond the end of an array."""
