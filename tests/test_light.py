"""What is installed where nothing more is asked for is small, and enough to check, live, tell, ask, play."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

from tests.sampled import slow
from tests.shell import Shell

ROOT = Path(__file__).parents[1]
MOST = 300_000_000
"""Bytes that Twicetold and all that it needs take on disk."""

WITHOUT = """
import sys
for name in ("pyarrow", "duckdb"):
    sys.modules[name] = None
from twicetold import cli
for line in sys.stdin:
    status = cli.answer(line.split())
    print(f"status {status or 0}", flush=True)
"""

ENOUGH = (
    "check milk",
    "run milk --causes",
    "many milk -n 20",
    "tell milk",
    "why milk -n 2",
    "draw milk --out milk.svg",
    "build milk --target c",
)


def _asked(shell: Shell, *lines: str) -> tuple[list[str], str]:
    """With which status each command line ends in a process that has neither Arrow nor DuckDB, and what they
    complain of."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT],
        cwd=shell.folder,
        env=shell.environment(),
        input="\n".join(lines),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [line for line in done.stdout.splitlines() if line.startswith("status ")], done.stderr


@slow
def test_what_lives_and_tells_needs_no_tables(tmp_path: Path) -> None:
    ended, complaints = _asked(Shell(tmp_path), *ENOUGH)
    assert ended == ["status 0"] * len(ENOUGH), complaints


@slow
def test_a_command_names_the_extra_that_it_needs_and_writes_nothing(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    ended, complaints = _asked(shell, "many milk -n 20 --out mornings")
    assert ended == ["status 2"]
    assert "keeping lives on disk needs `pyarrow`" in complaints
    assert "pip install 'twicetold[lives]'" in complaints
    assert not (tmp_path / "mornings").exists()

    assert shell("many", "milk", "-n", "20", "--out", "mornings").returncode == 0
    ended, complaints = _asked(shell, "endings mornings", "sql mornings select+1")
    assert ended == ["status 2", "status 2"]
    assert "reading lives from disk needs `pyarrow`" in complaints
    assert "SQL needs `" in complaints


def test_it_is_small() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = sum(file.stat().st_size for file in (ROOT / "twicetold").rglob("*") if file.suffix != ".pyc")
    sizes = {"twicetold": own, **_sizes(project["dependencies"])}
    assert sum(sizes.values()) < MOST, sizes


def _sizes(needed: list[str]) -> dict[str, int]:
    """The bytes of each library that is needed, directly or by another."""
    sizes: dict[str, int] = {}
    while needed:
        requirement = Requirement(needed.pop())
        here = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if requirement.name in sizes or not here:
            continue
        library = distribution(requirement.name)
        files = [Path(str(file.locate())) for file in library.files or ()]
        sizes[requirement.name] = sum(file.stat().st_size for file in files if file.is_file())
        needed += library.requires or []
    return sizes
