"""What is released: a wheel and a source archive that hold all that is needed, and nothing that is not."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.sampled import slow

pytest.importorskip("hatchling")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def installed(archive: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--quiet", "--target", str(folder), str(archive)], check=True)


def answered(folder: Path, *words: str) -> str:
    """What a command of the package in a folder says, asked from where nothing else of it is."""
    done = subprocess.run(
        [sys.executable, "-m", "twicetold", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("sort", ["*.whl", "*.tar.gz"])
@slow
def test_what_is_released_can_be_installed_and_lives(built: Path, sort: str, tmp_path: Path) -> None:
    (archive,) = built.glob(sort)
    installed(archive, tmp_path)
    assert "hale_yard" in answered(tmp_path, "worlds")
    asked = "import twicetold; print(twicetold.__file__, twicetold.load('milk').many(20).batch.n)"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    file, lives = done.stdout.split()
    assert Path(file).is_relative_to(tmp_path)
    assert lives == "20"


@slow
def test_the_wheel_brings_the_tables_of_the_parser(built: Path, tmp_path: Path) -> None:
    """And they are those of its own grammar: without a cache nothing is made."""
    (wheel,) = built.glob("*.whl")
    installed(wheel, tmp_path)
    asked = "from twicetold.lang import grammar, load; grammar._made = None; print(load('milk').name)"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "TWICETOLD_CACHE": "off"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip() == "The last of the milk"


def test_the_wheel_has_what_is_read_and_no_tests(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    here = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "twicetold").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert here <= names
    assert not any(name.startswith(("tests/", "docs/", "website/")) for name in names)


def test_the_archive_has_what_its_tests_need(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert {"Makefile", "README.md", "tests/conftest.py", "docs/language.md", "website/mkdocs.yml"} <= names
