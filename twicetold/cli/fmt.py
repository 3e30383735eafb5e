"""`twicetold fmt`: the text of worlds laid out as it is meant to be."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import typer

from twicetold.cli.ending import tell_wrong
from twicetold.cli.output import complain, console
from twicetold.cli.requests.fmt import Request
from twicetold.cli.statuses import FAILED, WRONG
from twicetold.lang import TaleError, format_text
from twicetold.lang.diagnostics import Problems
from twicetold.lang.text import decode


def main(request: Request) -> None:
    """Lay out each file, or list those that are not. One that is wrong stays as it is, and the others have
    their turn."""
    shown = console()
    changed = wrong = 0
    for path in request.files:
        try:
            if not _lay_out(path, write=not request.check):
                continue
        except TaleError as error:
            tell_wrong(error)
            wrong += 1
            continue
        except OSError as error:
            complain(f"{path}: {(error.strerror or str(error)).lower()}")
            wrong += 1
            continue
        changed += 1
        shown.print(
            f"{'would be laid out anew' if request.check else 'laid out anew'}: {path}", soft_wrap=True
        )
    if wrong:
        raise typer.Exit(WRONG)
    if request.check and changed:
        raise typer.Exit(FAILED)


def _lay_out(path: Path, *, write: bool) -> bool:
    """Lay out a file. Returns whether that changes it. Raises TaleError, OSError."""
    data = path.read_bytes()
    problems = Problems()
    source = decode(data, str(path), problems)
    if source is None:
        raise TaleError(problems.diagnostics, {}, problems.rest)
    laid_out = format_text(source.text, str(path)).encode()
    if laid_out == data:
        return False
    if write:
        replace_file(path.resolve(), laid_out)
    return True


def replace_file(path: Path, data: bytes) -> None:
    """Put other bytes in a file's place, all or nothing."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        shutil.copymode(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise
