"""The hand-written C program of the brawl, built and run.

`brawl.c` needs the keys of the world's draws and entities. `header` takes them from the world's text, so that
the program goes on living the same lives when a site is renamed; when the rules themselves change, it has to
be changed by hand, and `tests/benchmarks/test_brawl.py` says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.meaning.noise import entity_keys, site_key
from twicetold.engine.meaning.sites import NOTHING, ORDER, draw_sites
from twicetold.lang import load
from twicetold.lang.model import World

SOURCE = Path(__file__).with_name("brawl.c")

EXACT = ("-std=gnu11", "-ffp-contract=off")
"""What a compiler must be told, so that it leaves the arithmetic as it is written."""

SITES = {
    "START_STRENGTH": "start/strength",
    "START_SKILL": "start/skill",
    "START_SPEED": "start/speed",
    "START_CARE": "start/care",
    "START_NERVE": "start/nerve",
    "OLD_SCORES": "rule/old_scores/then/1/draw1",
    "COMING_TO": "rule/coming_to/then/1/chance",
    "SECOND_THOUGHTS": "rule/second_thoughts/then/1/chance",
    "NOTICE": "event/hurt/then/3/then/1/chance",
    "PUNCH": "action/punch/then/1/chance",
    "PUNCH_FORCE": "action/punch/then/1/then/2/draw1",
    "KICK": "action/kick/then/2/chance",
    "KICK_FORCE": "action/kick/then/2/then/2/draw1",
    "STAB": "action/stab/then/2/chance",
    "STAB_FORCE": "action/stab/then/2/then/2/draw1",
    "SHOVE": "action/shove/then/1/chance",
    "TAUNT": "action/taunt/then/1/chance",
    "BANDAGE": "action/bandage/then/1/chance",
    "BANDAGE_SELF": "action/bandage_self/then/1/chance",
    "TEND": "action/tend/then/1/chance",
    "TEND_SELF": "action/tend_self/then/1/chance",
    "FLEE": "action/flee/then/1/chance",
}
"""What the program calls the places of the world where something is drawn."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The outcomes of some lives, a row for each: see `twicetold.engine.meaning.columns.Lives`."""

    ending: NDArray[np.int16]
    ticks: NDArray[np.int32]
    scored: NDArray[np.int64]
    measures: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Timed:
    """How long some lives took, in seconds, and the means of the options weighed and of the measures."""

    wall: float
    cpu: float
    means: tuple[float, ...]


def header(world: World) -> str:
    """The text of `brawl_keys.h`. Raises ValueError if the world draws elsewhere than the program knows."""
    drawn = {
        site.name
        for site in draw_sites(world)
        if not site.name.endswith("/choose") and site.name not in (ORDER, NOTHING)
    }
    if drawn != set(SITES.values()):
        raise ValueError(f"the world and brawl.c do not draw alike: {sorted(drawn ^ set(SITES.values()))}")
    names = [entity.name for entity in world.entities]
    fighters = [
        key
        for entity, key in zip(world.entities, entity_keys(names), strict=True)
        if entity.kind == "Fighter"
    ]
    listed = ", ".join(f"SITE_{name}" for name in SITES)
    keys = ", ".join(f"0x{site_key(site):016X}u" for site in SITES.values())
    return (
        "/* Written by brawl_native.py from the text of the world. */\n"
        f"enum {{ {listed}, SITES }};\n"
        f"static const uint64_t SITE_KEY[SITES] = {{ {keys} }};\n"
        f"static const uint64_t FIGHTER_KEY[] = {{ {', '.join(map(str, fighters))} }};\n"
    )


def compilers() -> list[str]:
    """The C compilers of this machine: those of `$CC`, gcc and clang that are there."""
    named = [os.environ.get("CC", ""), "gcc", "clang"]
    return [name for name in dict.fromkeys(named) if name and shutil.which(name)]


def build(folder: Path, compiler: str, *options: str) -> Path:
    """Compile the program into a folder and give its path. Raises CalledProcessError if that fails."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "brawl_keys.h").write_text(header(load("brawl")), encoding="utf-8")
    program = folder / f"brawl-{Path(compiler).name}{''.join(options).replace('/', '_')}"
    subprocess.run(
        [compiler, *EXACT, *options, "-I", str(folder), str(SOURCE), "-o", str(program)],
        check=True,
        capture_output=True,
        text=True,
    )
    return program


def rows(program: Path, seed: int, first: int, runs: int) -> Rows:
    """The outcomes of the runs `first` to `first + runs - 1` of `seed`."""
    table = np.array([line.split() for line in _output(program, seed, first, runs, 1, "--rows")])
    return Rows(
        table[:, 1].astype(np.int16),
        table[:, 2].astype(np.int32),
        table[:, 3].astype(np.int64),
        table[:, 4:].astype(np.float64),
    )


def timed(program: Path, seed: int, first: int, runs: int, threads: int = 1) -> Timed:
    """How long these runs take, as the program's own clocks say."""
    said = dict(line.split(maxsplit=1) for line in _output(program, seed, first, runs, threads))
    return Timed(
        float(said["wall_seconds"]), float(said["cpu_seconds"]), tuple(map(float, said["means"].split()))
    )


def _output(program: Path, *arguments: object) -> list[str]:
    done = subprocess.run([str(program), *map(str, arguments)], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()
