"""An exported world beside the kernel: lives per second of CPU, on one core, measured in turns in one run.

    python -m benchmarks.export [WORLD...] [--rounds N]

The kernel lives in this process; the C file as a program, by each compiler that is there; WebAssembly in
Node. Compiling is left out of the rates, and said beside the sizes.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.brawl_native import compilers
from benchmarks.timing import Turn, clocked, race, rate, ratio
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.export import (
    Interface,
    NoCompiler,
    c_files,
    interface_of,
    plain_name,
    wasm_files,
)
from twicetold.lang import load

SEED = 1
WORLDS = {"milk": 100_000, "brawl": 2_000, "hale_yard": 1_000}
"""How many lives a turn has."""

C = """
#include "NAME.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
    void *memory = malloc(UPPER_MEMORY);
    NAME_life life;
    uint64_t first = strtoull(argv[argc - 2], NULL, 10), lives = strtoull(argv[argc - 1], NULL, 10), all = 0;
    for (uint64_t n = 0; n < 10; n++) NAME_live(memory, SEED, n, &life, NULL, 0);
    clock_t began = clock();
    for (uint64_t n = 0; n < lives; n++) {
        NAME_live(memory, SEED, first + n, &life, NULL, 0);
        all ^= life.digest;
    }
    printf("%.9f %llu\\n", (double)(clock() - began) / CLOCKS_PER_SEC, (unsigned long long)all);
    return 0;
}
"""

JS = """
const [file, seed, first, lives] = process.argv.slice(2);
const world = await (await import(file)).load();
const live = (run) => world.live(seed, run, { events: false });
for (let n = 0; n < Math.min(lives, 200); n++) live(n); // until the code is as good as it gets
const began = process.cpuUsage();
let all = 0n;
for (let n = 0; n < lives; n++) all ^= live(Number(first) + n).digest;
const { user, system } = process.cpuUsage(began);
console.log((user + system) / 1e6, String(all));
"""


def main() -> None:
    """Measure the worlds asked for and print a table of each."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("worlds", nargs="*", metavar="WORLD", default=list(WORLDS))
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    for name in given.worlds:
        with tempfile.TemporaryDirectory() as folder:
            _measure(name, Path(folder), given.rounds)


def _measure(name: str, folder: Path, rounds: int) -> None:
    world = load(name)
    face = interface_of(world, plain_name(name))
    kernel = Kernel(world)
    lives = WORLDS.get(name, 200)
    print(f"{world.name}: {face.memory:,} bytes of memory a life, {lives:,} lives a turn")
    contestants = {"kernel": clocked(lambda first, n: kernel.lives(SEED, first, n), lives)}
    contestants.update(_programs(face, folder, lives))
    contestants.update(_modules(face, folder, lives))
    rates = race(contestants, rounds)
    for contestant, found in rates.items():
        beside = f", {ratio(found, rates['kernel'])} times the kernel" if contestant != "kernel" else ""
        print(f"  {contestant:10} {rate(found)} lives a second{beside}")


def _programs(face: Interface, folder: Path, lives: int) -> Iterator[tuple[str, Callable[[int], Turn]]]:
    """The C file by each compiler."""
    texts = c_files(face)
    main = C.replace("NAME", face.name).replace("UPPER", face.name.upper()).replace("SEED", str(SEED))
    for name, text in {**texts, "main.c": main}.items():
        (folder / name).write_text(text, encoding="utf-8")
    for compiler in compilers():
        program = folder / Path(compiler).name
        options = ("-std=c99", "-O2", "-ffp-contract=off")
        began = time.perf_counter()
        files = ("main.c", f"{face.name}.c", "-o", str(program), "-lm")
        subprocess.run([compiler, *options, *files], cwd=folder, check=True)
        size = len(texts[f"{face.name}.c"])
        print(f"  {program.name} -O2: {size:,} bytes of C in {time.perf_counter() - began:.1f} s")
        yield program.name, _turns([str(program)], lives)


def _modules(face: Interface, folder: Path, lives: int) -> Iterator[tuple[str, Callable[[int], Turn]]]:
    """The WebAssembly module under Node."""
    if shutil.which("node") is None:
        print("  no Node here")
        return
    began = time.perf_counter()
    try:
        files = wasm_files(face)
    except NoCompiler as error:
        print(f"  {error}")
        return
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    sizes = " and ".join(f"{len(content):,} bytes of {Path(name).suffix}" for name, content in files.items())
    print(f"  wasm: {sizes} in {time.perf_counter() - began:.1f} s")
    (folder / "main.mjs").write_text(JS, encoding="utf-8")
    module = (folder / f"{face.name}.mjs").as_uri()
    yield "wasm", _turns(["node", str(folder / "main.mjs"), module, str(SEED)], lives)


def _turns(command: list[str], lives: int) -> Callable[[int], Turn]:
    """The turns of a program that takes the first run and how many, and says the seconds it took."""

    def turn(number: int) -> Turn:
        asked = [*command, str(number * lives), str(lives)]
        done = subprocess.run(asked, check=True, capture_output=True, text=True)
        return Turn(lives, float(done.stdout.split()[0]))

    return turn


if __name__ == "__main__":
    main()
