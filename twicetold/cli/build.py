"""`twicetold build`: a world as C, as WebAssembly or as a page, to be lived without Python."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from twicetold.choices import Target
from twicetold.cli.loading import load_soon
from twicetold.cli.output import Mistake, complain, console, write_json
from twicetold.cli.requests.build import Request
from twicetold.cli.statuses import INTERRUPTED

if TYPE_CHECKING:
    from twicetold.engine.kernel.export import Interface

COUNTED: Final = 1000
"""So many lives are counted for the end of a page if nothing is said of their number."""


@dataclass(frozen=True, slots=True)
class Built:
    """A world's files as they are written, into a folder: their texts by path."""

    folder: Path
    name: str
    memory: int
    files: Mapping[Path, bytes]


def main(request: Request) -> None:
    """Write the world's files and say how to use them."""
    target = request.target
    _refuse(request)
    world = load_soon(request.world, request.lines).world
    from twicetold.engine.kernel import CannotCompile
    from twicetold.engine.kernel.export import NoCompiler, interface_of, plain_name

    try:
        face = interface_of(world, plain_name(Path(request.world).stem), told=target == "page")
        folder, files = _made(face, request)
    except CannotCompile as error:
        raise Mistake(f"this world cannot be built: {error}") from None
    except NoCompiler as error:
        raise Mistake(str(error)) from None
    texts = {folder / file: text.encode() if isinstance(text, str) else text for file, text in files.items()}
    write_all(texts)
    built = Built(folder, face.name, face.memory, texts)
    if request.as_json:
        write_json(
            {
                "world": world.name,
                "hash": world.hash,
                "target": target,
                "name": built.name,
                "memory": built.memory,
                "files": [{"path": str(path), "bytes": len(text)} for path, text in texts.items()],
            }
        )
    else:
        _show(built, target)


# --- making -------------------------------------------------------------------------------------------------


def _refuse(request: Request) -> None:
    """Raises Mistake if what was asked for does not go together."""
    if request.target == "page":
        return
    for option, given in (("--as", request.player), ("-n", request.n), ("--css", request.css)):
        if given is not None:
            raise Mistake(f"`{option}` is for a page that is played in: it goes with `--target page`")


def _made(face: Interface, request: Request) -> tuple[Path, Mapping[str, str | bytes]]:
    """The folder and, by their names, the files. Raises NoCompiler."""
    from twicetold.engine.kernel.export import c_files, wasm_files

    match request.target:
        case "c":
            return request.out, c_files(face)
        case "wasm":
            return request.out, wasm_files(face)
        case "page":
            page = _page(face, request)
            if request.out.suffix == ".html":
                return request.out.parent, {request.out.name: page}
            return request.out, {f"{face.name}.html": page}


def _page(face: Interface, request: Request) -> str:
    """The page in which somebody is played. Raises NoCompiler."""
    from twicetold import questions
    from twicetold.cli.many import progress
    from twicetold.play import CannotPlay, Stage
    from twicetold.play.page import page_of
    from twicetold.play.page.texts import TooMuchToSay
    from twicetold.runs import WorkerError, many

    stage = Stage(face.world)
    if request.player is None:
        raise Mistake(f"say with `--as` who is played in the page: {stage.known()}")
    try:
        who = stage.player(request.player)
    except CannotPlay as error:
        raise Mistake(str(error)) from None
    css = _css(request.css)
    with progress(f"Living {face.world.name}") as on_progress:
        try:
            counted = many(face.world, questions.Many(request.n or COUNTED), on_progress)
        except WorkerError as error:
            raise Mistake(str(error)) from None
    if counted.n < counted.asked:
        complain("interrupted, and nothing was written")
        raise typer.Exit(INTERRUPTED)
    try:
        return page_of(face, who, counted, css)
    except TooMuchToSay as error:
        raise Mistake(f"no page can be made of this world: {error}") from None


def _css(file: Path | None) -> str:
    """A style sheet that is added. Raises Mistake if it would be read as more than that."""
    if file is None:
        return ""
    try:
        css = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Mistake(f"{file} is no style sheet: it is not written in UTF-8") from None
    if "</style" in css.casefold():
        raise Mistake(f"{file} would end the style of the page: leave out `</style`")
    return css


# --- writing ------------------------------------------------------------------------------------------------


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files, each whole or not at all, and none before all can be. Makes their folders.

    Raises Mistake, having written nothing, where a file lies in the way that was not made here.
    """
    for path in files:
        if path.exists() and not _made_here(path):
            raise Mistake(
                f"{path} is there already and was not made by `twicetold build`; choose another --out"
            )
    with ExitStack() as undo:
        waiting = []
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            waiting.append((_beside(path, text, undo), path))
        for temporary, path in waiting:
            temporary.replace(path)


def _made_here(path: Path) -> bool:
    """Whether a file may be replaced: one made by this command, in whatever version."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(100)
    return b"Made by twicetold" in head or (path.suffix == ".wasm" and head.startswith(b"\0asm"))


def _beside(path: Path, text: bytes, undo: ExitStack) -> Path:
    """A new file beside a path, with its text, that is gone in the end unless it has taken another name."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    undo.callback(temporary.unlink, missing_ok=True)
    temporary.write_bytes(text)
    return temporary


# --- what is shown ------------------------------------------------------------------------------------------


def _show(built: Built, target: Target) -> None:
    shown = console()
    for path, content in built.files.items():
        shown.print(f"Wrote {path} ({_size(len(content))})", soft_wrap=True)
    shown.print(f"A life takes {_size(built.memory)} of memory.{_TRY[target]}", soft_wrap=True)
    if target == "page":
        return
    shown.print()
    example = _C if target == "c" else _JS
    folder = shlex.quote(str(built.folder))
    text = example.replace("NAME", built.name).replace("UPPER", built.name.upper()).replace("DIR", folder)
    for line in text.splitlines():
        shown.print(f"  {line}".rstrip(), soft_wrap=True)


def _size(count: int) -> str:
    """A number of bytes for people."""
    return f"{count} bytes" if count < 2_000 else f"{count / 1_000:,.0f} kB"


_TRY: Final[Mapping[Target, str]] = {
    "c": " Try:",
    "wasm": " Try:",
    "page": " Open the page in a browser; it needs no server, and asks nobody for anything.",
}

_C = """\
cd DIR
cat > five.c <<'END'
#include "NAME.h"
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    void *memory = malloc(UPPER_MEMORY);
    NAME_life life;
    if (memory == NULL) return 1;
    for (uint64_t run = 0; run < 5; run++) {
        NAME_live(memory, 1, run, &life, NULL, 0);
        printf("%s after %d ticks\\n", NAME_endings[life.ending], (int)life.ticks);
    }
    free(memory);
    return 0;
}
END
cc -std=c99 -O2 -ffp-contract=off five.c NAME.c -o five -lm && ./five
"""

_JS = """\
cd DIR
cat > five.mjs <<'END'
import { load } from "./NAME.mjs";

const world = await load();
for (let run = 0; run < 5; run++) {
  const { ending, ticks } = world.live(1, run);
  console.log(`${ending} after ${ticks} ticks`);
}
END
node five.mjs
"""
