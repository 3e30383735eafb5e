"""Twicetold beside its peers: lives per second of CPU, on one core, measured in turns in one run.

    python -m benchmarks.peers [--rounds N] [--node FOLDER]

Whoever is not installed is left out, and that is said. FOLDER is where `npm install inkjs` was called.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import brawl_native
from benchmarks.timing import Turn, clocked, race, rate, ratio
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.lang import load

HERE = Path(__file__).parent
SEED = 1


@dataclass(frozen=True, slots=True)
class Peer:
    """One contestant: its name, what may be compared with it, and its turns; or why it is not here."""

    name: str
    comparable: str
    turn: Callable[[int], Turn] | None = None
    absent: str = ""


BRAWL = "the same brawl"


def interpreter() -> Peer:
    """The definition of the language, which keeps no events here."""
    ready = Interpreter(load("brawl"))
    turn = clocked(lambda first, lives: ready.lives(SEED, first, lives), 4)
    return Peer("interpreter", f"{BRAWL}, to the bit", turn)


def kernel() -> Peer:
    """The compiled world; compiling is left out."""
    ready = Kernel(load("brawl"), tier="best")
    turn = clocked(lambda first, lives: ready.lives(SEED, first, lives), 2_000)
    return Peer("kernel", f"{BRAWL}, to the bit", turn)


def by_hand(folder: Path) -> Peer:
    """The hand-written C program."""
    compilers = brawl_native.compilers()
    if not compilers:
        return Peer("C by hand", BRAWL, absent="there is no C compiler")
    program = brawl_native.build(folder, compilers[0], "-O3")

    def turn(number: int) -> Turn:
        return Turn(2_000, brawl_native.timed(program, SEED, number * 2_000, 2_000).cpu)

    return Peer(f"C by hand ({compilers[0]} -O3)", f"{BRAWL}, to the bit", turn)


def mesa(*, tuned: bool) -> Peer:
    """Mesa, with its own random stream."""
    name = "Mesa, tuned by hand" if tuned else "Mesa"
    if importlib.util.find_spec("mesa") is None:
        return Peer(name, BRAWL, absent="`pip install mesa` puts it here")
    written = importlib.import_module("benchmarks.brawl_mesa")
    people = written.QuickFighter if tuned else written.Fighter

    def live(first: int, lives: int) -> None:
        for run in range(first, first + lives):
            written.live(run, people)

    return Peer(name, f"{BRAWL}, life by life another: its draws come from a stream", clocked(live, 6))


def ink(folder: Path) -> Peer:
    """A random player over ink's own runtime for JavaScript."""
    comparable = "NOT comparable: a story of four choices, text but no people; ink ships no random tester"
    node = shutil.which("node")
    if node is None or not (folder / "node_modules" / "inkjs").is_dir():
        return Peer(
            "ink", comparable, absent="needs node and, in the folder given by --node, `npm install inkjs`"
        )

    def turn(number: int) -> Turn:
        command = [node, str(HERE / "ink_player.mjs"), str(HERE / "kitchen.ink"), "4000", str(number)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
        said = json.loads(done.stdout)
        return Turn(said["plays"], said["seconds"])

    return Peer("ink (inkjs, random player)", comparable, turn)


def elsewhere() -> list[Peer]:
    """Who cannot be had from a registry in a form that runs."""
    return [
        Peer(
            "ChoiceScript",
            "NOT comparable: picks at random in a story of choices",
            absent="its random tester is in no package registry",
        ),
        Peer(
            "Neighborly",
            "NOT comparable: a town by months, years for a life",
            absent="its package holds the library, not the sample world",
        ),
    ]


def report(peers: list[Peer], rounds: int) -> Iterator[str]:
    """The table, line by line, then the ratios that are asked for, then who is absent."""
    running = {peer.name: peer.turn for peer in peers if peer.turn is not None}
    rates = race(running, rounds)
    yield f"{'lives per CPU second':<28}{'median':>10}{'lowest':>10}{'highest':>10}  compared"
    for peer in peers:
        if peer.name in rates:
            found = rate(rates[peer.name])
            yield (
                f"{peer.name:<28}{found.median:>10,.1f}{found.lowest:>10,.1f}{found.highest:>10,.1f}"
                f"  {peer.comparable}"
            )
    yield ""
    same = [peer.name for peer in peers if peer.name in rates and BRAWL in peer.comparable]
    for other in same:
        for name in same[: same.index(other)]:
            yield f"{name} / {other}: {ratio(rates[name], rates[other])}"
    yield ""
    for peer in peers:
        if peer.turn is None:
            yield f"{peer.name}: not measured, {peer.absent}. {peer.comparable}."


def main() -> None:
    """Measure whoever is here."""
    parser = argparse.ArgumentParser(description="Twicetold beside its peers")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--node", type=Path, default=HERE, help="the folder with node_modules/inkjs")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        peers = [
            kernel(),
            by_hand(Path(folder)),
            interpreter(),
            mesa(tuned=False),
            mesa(tuned=True),
            ink(asked.node),
            *elsewhere(),
        ]
        for line in report(peers, asked.rounds):
            print(line)


if __name__ == "__main__":
    main()
