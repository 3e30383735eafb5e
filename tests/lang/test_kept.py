"""A world that is kept is the world that was loaded, for as long as loading would give the same."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tests.sampled import sampled
from twicetold.lang import (
    TaleError,
    bundled,
    is_world,
    kept,
    load,
    load_canon,
    load_with_warnings,
    loader,
    model,
)
from twicetold.lang.kept import load_kept
from twicetold.lang.serial import from_plain, to_plain
from twicetold.lang.shelf import BUNDLED

VALID = sorted((Path(__file__).parents[1] / "fixtures" / "valid").glob("*.tale"))

WORLD = """
world "Two"
  tick 1 second
  lasts 5 seconds

use people

Abel is Person
"""

PEOPLE = """
kind Person
  luck number 0..100 = 7
"""


class Shelf(dict[Any, Any]):
    """A cache that forgets nothing."""

    def put(self, key, data):
        self[key] = data


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def loads(monkeypatch):
    """Counts the worlds that are really loaded."""
    names = []

    def load_with_warnings_counted(name, lines, **how):
        names.append(name)
        return load_with_warnings(name, lines, **how)

    monkeypatch.setattr(loader, "load_with_warnings", load_with_warnings_counted)
    return names


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "two.tale").write_text(WORLD)
    (tmp_path / "people.tale").write_text(PEOPLE)
    return tmp_path


def assert_same(found, wanted):
    """Equal in everything, places in the text and signs of zeros too."""
    assert repr(found.world) == repr(wanted.world)
    assert [each.span for each in spanned(found.world)] == [each.span for each in spanned(wanted.world)]
    assert found.world.hash == wanted.world.hash
    assert found.diagnostics == wanted.diagnostics
    assert dict(found.sources) == dict(wanted.sources)
    assert next(iter(found.sources)) == next(iter(wanted.sources))


def spanned(world):
    return [node for node in model.nodes(world) if hasattr(node, "span")]


@pytest.mark.parametrize(
    "name", [*sampled([name for name in bundled() if is_world(name)], 1, more=9), *map(str, VALID)]
)
def test_what_is_kept_is_what_was_loaded(name, shelf, loads):
    wanted = load_with_warnings(name)
    for _ in range(2):
        assert_same(load_kept(name, [], shelf), wanted)
    assert loads == [name]
    assert len(shelf) == 1


def test_what_was_found_in_a_folder_is_not_kept_for_lines_that_may_not_look_there(folder, shelf):
    name = str(folder / "two.tale")
    (folder / "more.tale").write_text("Eve is Person\n")
    assert len(load_kept(name, ["use more"], shelf).world.entities) == 2
    for _ in range(2):
        with pytest.raises(TaleError, match="T0004"):
            load_kept(name, ["use more"], shelf, adding=BUNDLED)


def test_lines_are_part_of_the_world(folder, shelf, loads):
    name = str(folder / "two.tale")
    for lines in ([], ["Abel.luck = 8"], ["Abel.luck = 9"]) * 2:
        assert_same(load_kept(name, lines, shelf), load_with_warnings(name, lines))
    assert len(loads) == 3


@pytest.mark.parametrize("file", ["two.tale", "people.tale"])
def test_a_text_that_changed_is_loaded_anew(folder, shelf, loads, file):
    name = str(folder / "two.tale")
    load_kept(name, [], shelf)
    text = (folder / file).read_text()
    (folder / file).write_text(text + "\nCain is Person\n")
    assert [each.name for each in load_kept(name, [], shelf).world.entities] == (
        ["Abel", "Cain"] if file == "two.tale" else ["Cain", "Abel"]
    )
    assert len(loads) == 2
    (folder / file).write_text(text)
    assert_same(load_kept(name, [], shelf), load_with_warnings(name))


def test_a_library_put_beside_the_world_comes_before_the_bundled_one(tmp_path, shelf):
    library = "bodies"
    name = str(tmp_path / "one.tale")
    Path(name).write_text(f'world "One"\n  tick 1 second\n  lasts 5 seconds\n\nuse {library}\n')
    before = load_kept(name, [], shelf).world
    (tmp_path / f"{library}.tale").write_text(PEOPLE)
    after = load_kept(name, [], shelf).world
    assert after != before
    assert after == load(name)


def test_a_library_that_is_gone_is_missed(folder, shelf):
    name = str(folder / "two.tale")
    load_kept(name, [], shelf)
    (folder / "people.tale").unlink()
    with pytest.raises(TaleError, match="people"):
        load_kept(name, [], shelf)


def test_the_same_text_of_another_name_is_shown_under_its_own(folder, shelf):
    load_kept(str(folder / "two.tale"), [], shelf)
    (folder / "other.tale").write_text(WORLD)
    other = str(folder / "other.tale")
    assert_same(load_kept(other, [], shelf), load_with_warnings(other))


def test_another_version_of_the_language_finds_nothing(folder, shelf, loads, monkeypatch):
    name = str(folder / "two.tale")
    load_kept(name, [], shelf)
    monkeypatch.setattr(kept, "fingerprint", lambda package: "another")
    load_kept(name, [], shelf)
    assert len(loads) == len(shelf) == 2


@pytest.mark.parametrize("text", ["world", "kind Person\n\tluck", "\udcff"])
def test_what_is_wrong_is_said_each_time_and_never_kept(tmp_path, shelf, text):
    name = str(tmp_path / "wrong.tale")
    Path(name).write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(TaleError) as wanted:
        load_with_warnings(name)
    for _ in range(2):
        with pytest.raises(TaleError) as found:
            load_kept(name, [], shelf)
        assert str(found.value) == str(wanted.value)
    assert not shelf


def test_a_world_that_is_not_there_is_said_to_be_missing(tmp_path, shelf):
    with pytest.raises(TaleError, match="no world"):
        load_kept(str(tmp_path / "nothing"), [], shelf)


def test_a_file_that_changes_while_it_is_loaded_is_not_kept(folder, shelf, monkeypatch):
    def changing(name, lines, **how):
        (folder / "two.tale").write_text(WORLD + "\nCain is Person\n")
        return load_with_warnings(name, lines, **how)

    monkeypatch.setattr(loader, "load_with_warnings", changing)
    assert len(load_kept(str(folder / "two.tale"), [], shelf).world.entities) == 2
    assert not shelf


def test_a_canon_can_still_be_held_against_it(shelf):
    load_kept("milk", [], shelf)
    assert load_canon(load_kept("milk", [], shelf), "milk") == load_canon(load_with_warnings("milk"), "milk")


def test_numbers_that_are_equal_are_told_apart():
    constants = tuple(
        model.Const(value, model.Number()) for value in (0, 0.0, -0.0, False, 1, 1.0, True, math.inf, 1e-300)
    )
    assert repr(from_plain(to_plain(constants))) == repr(constants)


def test_only_parts_of_a_model_can_be_written():
    for value in (open, [1], {"a": 1}, b"x", (model.YesNo(), {1})):
        with pytest.raises(TypeError):
            to_plain(value)


def test_the_data_names_nothing_but_classes_of_the_model():
    for outside in ([[99999, 0]], [[-99999]]):
        with pytest.raises(IndexError):
            from_plain(json.dumps(outside).encode())
