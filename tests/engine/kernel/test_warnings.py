"""No compiler has anything to say of an exported world: bundled, of the pages, generated."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.docs.examples import PRELUDES, read_through
from tests.generated.draws import of_seed
from tests.generated.worlds import text_of
from tests.sampled import sampled, slow
from twicetold.engine.kernel import CannotCompile
from twicetold.engine.kernel.export import c_files, interface_of
from twicetold.lang import TaleError, load, load_text, model

STRICT = ("-std=c99", "-O2", "-Wall", "-Wextra", "-pedantic", "-Werror", "-ffp-contract=off")

ABSURD = """world "Absurd"
  tick 1 minute
  lasts 20 minutes
kind Thing
  n number 0..9
  on yes/no
kind Nothing
  n number
X, Y are Thing
rule always for p: Thing where p.n <= p.n
  p.n += 1 if p.n < p.n else 2
rule nowhere for p: Thing
  if p.n < 1 and p.n > p.n + 2 or now is not now
    p.n = 0
rule whole for p: Thing where p is p and (3 < 2 or p.on is p.on)
  let m = floor(p.n)
  if m < 1 and m > 2
    p.n = 0
rule nobody for p: Nothing where p.n / 0 is p.n
  p.n = 1
ending "so" at the end
"""
"""What always or never holds, said in many ways."""


def of_pages() -> list[str]:
    """The worlds of the pages, as they are at the end of each."""
    files = {(example.page, name): text for example, made in read_through() for name, text in made.items()}
    texts = [text for (_, name), text in files.items() if name.endswith(".tale")]
    preludes = [path.read_text(encoding="utf-8") for path in sorted(PRELUDES.glob("*.tale"))]
    return [text for text in (*texts, *preludes) if '\nworld "' in f"\n{text}"]


GROUPS: dict[str, Callable[[], list[str]]] = {
    "absurd": lambda: [ABSURD],
    "pages": of_pages,
    "generated": lambda: [text_of(of_seed(5, number)) for number in range(20)],
}

ENOUGH = {"absurd": 1, "pages": 5, "generated": 4}
"""How many worlds of a group must compile; of those drawn, no more are tried."""


def command(compiler: str) -> list[str]:
    """How a compiler is called; where there is no clang, that of the ziglang wheel is taken."""
    if shutil.which(compiler):
        return [compiler]
    if compiler == "clang" and importlib.util.find_spec("ziglang") is not None:
        return [sys.executable, "-m", "ziglang", "cc"]
    pytest.skip(f"no {compiler} here")


def built(world: model.World, compiler: str, folder: Path) -> bool:
    """Whether there was something to build, which then was built without a word."""
    try:
        files = c_files(interface_of(world, "world"))
    except CannotCompile:
        return False
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [*command(compiler), *STRICT, "-c", "world.c", "-o", "world.o"],
        cwd=folder, capture_output=True, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return True


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@pytest.mark.parametrize("group", sampled(list(GROUPS), 1))
def test_a_world_compiles_without_warnings(group, compiler, tmp_path):
    count = 0
    for text in dict.fromkeys(GROUPS[group]()):
        try:
            world = load_text(text)
        except TaleError:
            continue  # it is there to be wrong, or drawn so
        count += built(world, compiler, tmp_path)
        if group == "generated" and count == ENOUGH[group]:
            break
    assert count >= ENOUGH[group]


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@slow
def test_a_bundled_world_compiles_without_warnings(compiler, tmp_path):
    assert built(load("milk"), compiler, tmp_path)
