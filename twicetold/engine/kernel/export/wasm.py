"""A world as a WebAssembly module, and the JavaScript that plays it."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from twicetold.engine.kernel.export.c import MADE, c_files
from twicetold.engine.kernel.export.interface import SORTS, Interface
from twicetold.engine.kernel.lower.focal import FOCAL
from twicetold.engine.meaning.names import Names

CALLED = (
    "live", "begin", "tick", "look", "value", "kind",
    "play", "turn", "options", "decided", "choose", "believes",
)  # fmt: skip
"""What a module lets be called."""

TOLD = ("through", "tick_told")
"""And besides, if it is told."""

STACK = 1 << 16
"""Bytes of stack of a module: plenty, since no function keeps an array there or calls itself."""


class NoCompiler(RuntimeError):
    """There is nothing to compile WebAssembly with, or it failed; the message says what helps."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """A compiler for WebAssembly: its name, and the command to which options are added."""

    name: str
    command: tuple[str, ...]


def compiler() -> Compiler:
    """The compiler of the ziglang wheel, or else clang where it has its linker.

    Raises NoCompiler if there is neither.
    """
    if importlib.util.find_spec("ziglang") is not None:
        return Compiler("ziglang", (sys.executable, "-m", "ziglang", "cc", "-target", "wasm32-freestanding"))
    clang = shutil.which("clang")
    if clang and shutil.which("wasm-ld"):
        return Compiler("clang", (clang, "--target=wasm32"))
    raise NoCompiler(
        "WebAssembly needs a compiler: pip install 'twicetold[wasm]', or install clang and its linker lld"
    )


def wasm_files(face: Interface) -> dict[str, str | bytes]:
    """The module, and the JavaScript that plays it, by file name. Raises NoCompiler."""
    return {f"{face.name}.wasm": module(face), f"{face.name}.mjs": javascript(face)}


def module(face: Interface) -> bytes:
    """The module: the C file, compiled. Raises NoCompiler."""
    tool = compiler()
    told = face.has(FOCAL)
    called = (*CALLED, *TOLD) if told else CALLED
    exported = [f"-Wl,--export={face.name}_{call}" for call in called]
    with TemporaryDirectory(prefix="twicetold-") as folder:
        for name, text in c_files(face).items():
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="\n")
        command = [
            *tool.command,
            *OPTIONS,
            *(SMALL if told else ()),
            *exported,
            f"{face.name}.c",
            "-o",
            "world.wasm",
        ]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr.strip() or "it did not say why").splitlines()[0]
            raise NoCompiler(f"{tool.name} could not compile the world to WebAssembly: {said}")
        return (Path(folder) / "world.wasm").read_bytes()


OPTIONS = (
    "-std=c99", "-O2", "-ffp-contract=off", "-fno-sanitize=undefined", "-mbulk-memory", "-nostdlib",
    "-Wl,--no-entry", "-Wl,--strip-all", f"-Wl,-z,stack-size={STACK}",
    "-Wl,--export=__heap_base",
)  # fmt: skip


SMALL = ("-O1", "-fno-inline")
"""For what is told, which is more than twice the code, and waits for people: half the size, in a third of the
time."""


def javascript(face: Interface) -> str:
    """The ES module that loads the WebAssembly module lying beside it and lives by it."""
    world, names = face.world, face.names
    known = {
        "name": face.name,
        "title": world.name,
        "hash": world.hash,
        "seconds": world.tick,
        "ticks": world.ticks,
        "memory": face.memory,
        "endings": names.endings,
        "measures": names.measures,
        **({"points": _points(names)} if names.points else {}),
        "constructs": [
            {"name": name, "sort": SORTS[sort]}
            for name, sort in zip(names.constructs, face.sorts, strict=True)
        ],
        "outcomes": names.outcomes,
        "entities": [entity.name for entity in world.entities],
        "kinds": [kind.name for kind in world.kinds],
        "fields": [
            {
                "name": field.name,
                "sort": field.sort,
                "unit": field.unit,
                "options": field.options,
                "of": len(field.over),
            }
            for field in face.fields
        ],
        "roles": names.most_roles,
        "others": max(face.others, 1),
    }  # fmt: skip
    template = (files(__package__) / "world.mjs").read_text(encoding="utf-8")
    head, mark, rest = template.partition("const WORLD = {};\n")
    assert mark
    return f"// {MADE}\n\n{head}const WORLD = {json.dumps(known, ensure_ascii=False, indent=1)};\n{rest}"


def _points(names: Names) -> list[dict[str, str | float]]:
    """When what is measured over time is kept."""
    return [{"name": series.name, "seconds": time} for series in names.series for time in series.times]
