"""Loading: where worlds are found, what they use, what is taken away, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.sampled import slow
from twicetold.lang import (
    TaleError,
    bundled,
    described,
    format_text,
    is_world,
    limits,
    load,
    load_text,
    load_text_with_warnings,
    load_with_warnings,
)
from twicetold.lang.shelf import BUNDLED

WORLD = """\
world "A world"
  tick 1 minute
  lasts 1 hour

setting heed number 0..1 = 0.4

kind Person
  n number = heed

Ann is Person

action wave (p: Person)
  urge 1

rule tire for p: Person where times(wave(p)) > 3
  p.n = 1
"""

LIBRARY = "kind Dog\n\nRex is Dog\n"


def codes(text: str, lines: Sequence[str] = ()) -> list[str]:
    """The codes of the errors in a text."""
    return _codes(lambda: load_text(text, lines=lines))


def codes_of(file: Path | str) -> list[str]:
    """The codes of the errors in a file."""
    return _codes(lambda: load(str(file)))


def _codes(do: object) -> list[str]:
    assert callable(do)
    with pytest.raises(TaleError) as raised:
        do()
    assert "error[" in str(raised.value)
    return [each.code for each in raised.value.diagnostics]


# --- finding worlds -----------------------------------------------------------------------------------------


@slow
def test_bundled_worlds_load_by_name_and_are_described() -> None:
    worlds = [name for name in bundled() if is_world(name)]
    assert worlds
    assert list(bundled())[: len(worlds)] == sorted(worlds)
    for name in worlds:
        loaded = load_with_warnings(name)
        assert loaded.world.name
        assert f"{name}.tale" in loaded.sources
        assert described(name)


def test_a_path_may_lack_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "mine.tale").write_text(WORLD)
    assert load(str(tmp_path / "mine")) == load(str(tmp_path / "mine.tale"))


@pytest.mark.parametrize("name", ["no_such_world", "/no/such/world.tale", "", ".", "a\0b", "../", "x" * 5000])
def test_what_is_not_there_is_told(name: str) -> None:
    assert codes_of(name) == ["T0004"]


def test_a_slip_in_the_name_of_a_bundled_world_is_recognised() -> None:
    name = bundled()[0]
    with pytest.raises(TaleError) as raised:
        load(name[:-1] + ("x" if name[-1] != "x" else "y"))
    assert raised.value.diagnostics[0].help == f"did you mean `{name}`?"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.tale").write_text(WORLD)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert codes_of(tmp_path / "mine.tale") == ["T0003"]


def test_warnings_can_be_had() -> None:
    idle = "define unused(p: Person) = p.n\n"
    loaded = load_text_with_warnings(WORLD + idle, "w.tale")
    assert [(each.severity, each.span.file) for each in loaded.diagnostics] == [("warning", "w.tale")]
    assert loaded.world == load_text(WORLD + idle)


# --- what text is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        WORLD.replace("\n", "\r\n").encode(),
        WORLD.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + WORLD.encode(),
        WORLD.rstrip("\n").encode(),
    ],
    ids=["crlf", "cr", "mark", "no newline"],
)
def test_other_ends_of_lines_and_a_byte_order_mark_are_text(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "w.tale").write_bytes(data)
    assert load(str(tmp_path / "w.tale")).hash == load_text(WORLD).hash


def test_a_name_is_the_same_however_its_accents_are_typed() -> None:
    composed, apart = "Zo\u00eb", "Zoe\u0308"
    assert load_text(WORLD + f"{apart} is Person\n{composed}.n 1\n").entities[1].name == composed


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"kind A\nkind \xff\n", "T0001", 2),
        (WORLD.encode("utf-16"), "T0001", 1),
        (b"kind A\nkind B\x00\n", "T0002", 2),
        ("kind A\n\n# \u202e\n".encode(), "T0002", 3),
        ("kind A\u2028kind B\n".encode(), "T0002", 1),
        (b"kind A\n# " + b"x" * limits.LINE + b"\n", "T0006", 2),
        (b"# " + b"x\n# " * (limits.TEXT // 4 + 1), "T0005", 1),
        (b"a is b\n" * (limits.WORDS // 3 + 1), "T0005", 1),
    ],
)
def test_what_is_no_text_for_a_world_is_refused(data: bytes, code: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "w.tale").write_bytes(data)
    with pytest.raises(TaleError) as raised:
        load(str(tmp_path / "w.tale"))
    assert [(each.code, each.span.line) for each in raised.value.diagnostics] == [(code, line)]


def test_half_a_character_is_refused() -> None:
    assert codes("kind \ud800\n") == ["T0002"]


# --- use ----------------------------------------------------------------------------------------------------


def test_what_is_used_stands_in_the_place_of_the_line(tmp_path: Path) -> None:
    (tmp_path / "dogs.tale").write_text(LIBRARY)
    (tmp_path / "w.tale").write_text("use dogs\n" + WORLD + "use dogs\n")
    loaded = load_with_warnings(str(tmp_path / "w.tale"))
    assert [entity.name for entity in loaded.world.entities] == ["Rex", "Ann"]
    assert set(loaded.sources) == {str(tmp_path / "w.tale"), str(tmp_path / "dogs.tale")}


def test_lines_find_nothing_beside_the_world_if_they_may_not_look_there(tmp_path: Path) -> None:
    (tmp_path / "dogs.tale").write_text(LIBRARY)
    (tmp_path / "w.tale").write_text("use dogs\n" + WORLD)
    (tmp_path / "cats.tale").write_text("no world at all, but a secret\n")
    world = str(tmp_path / "w.tale")
    assert (
        load(world, ["use dogs"]).entities
        == load_with_warnings(world, ["use dogs"], adding=BUNDLED).world.entities
    )
    assert load_with_warnings(world, ["use bodies"], adding=BUNDLED).world.kinds
    for name in ("cats", "cat"):  # neither what it says, nor that it is there
        with pytest.raises(TaleError) as raised:
            load_with_warnings(world, [f"use {name}"], adding=BUNDLED)
        assert [each.code for each in raised.value.diagnostics] == ["T0004"]
        assert "secret" not in str(raised.value)
        assert "cats" not in str(raised.value).replace("use cats", "").replace("cats.tale", "")


def test_files_that_use_each_other_are_each_brought_in_once(tmp_path: Path) -> None:
    (tmp_path / "dogs.tale").write_text("use cats\nuse w\n" + LIBRARY)
    (tmp_path / "cats.tale").write_text("use dogs\nuse cats\nkind Cat\nTom is Cat\n")
    (tmp_path / "w.tale").write_text(WORLD + "use dogs\n")
    assert [entity.name for entity in load(str(tmp_path / "w.tale")).entities] == ["Ann", "Tom", "Rex"]


def test_what_stands_beside_a_world_comes_before_what_is_bundled(tmp_path: Path) -> None:
    library = next(name for name in bundled() if not is_world(name))
    (tmp_path / f"{library}.tale").write_text(LIBRARY)
    (tmp_path / "w.tale").write_text(WORLD + f"use {library}\n")
    assert "Rex" in [entity.name for entity in load(str(tmp_path / "w.tale")).entities]


def test_errors_in_what_is_used_are_shown_there(tmp_path: Path) -> None:
    (tmp_path / "dogs.tale").write_text("kind\n")
    (tmp_path / "w.tale").write_text("use dogs\nkind kind kind\n")
    with pytest.raises(TaleError) as raised:
        load(str(tmp_path / "w.tale"))
    assert [Path(each.span.file).name for each in raised.value.diagnostics] == ["w.tale", "dogs.tale"]


def test_an_unknown_library_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "dogs.tale").write_text(LIBRARY)
    (tmp_path / "w.tale").write_text(WORLD + "use dosg\n")
    with pytest.raises(TaleError) as raised:
        load(str(tmp_path / "w.tale"))
    (told,) = raised.value.diagnostics
    assert (told.code, told.help) == ("T0004", "did you mean `dogs`?")


@pytest.mark.parametrize(
    "line", ["use ../secrets", 'use "secrets"', "use /etc/passwd", "use dogs.tale", "use .."]
)
def test_no_name_leads_out_of_the_folders(line: str) -> None:
    assert codes(WORLD + line + "\n") == ["T0100"]


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    for number in range(limits.FILES + 1):
        (tmp_path / f"f{number}.tale").write_text(f"use f{number + 1}\n")
    (tmp_path / "w.tale").write_text(WORLD + "use f0\n")
    assert codes_of(tmp_path / "w.tale") == ["T0008"]


def test_the_limits_of_text_hold_for_all_files_together(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"f{number}.tale").write_text(f"# {'x' * 1000}\n" * (limits.TEXT // 2500))
        (tmp_path / f"g{number}.tale").write_text("unit a, b\n" * (limits.WORDS // 10))
    (tmp_path / "long.tale").write_text(WORLD + "use f0\nuse f1\nuse f2\n")
    (tmp_path / "dense.tale").write_text(WORLD + "use g0\nuse g1\nuse g2\n")
    for name in ("long", "dense"):
        with pytest.raises(TaleError) as raised:
            load(str(tmp_path / f"{name}.tale"))
        (told,) = raised.value.diagnostics
        assert (told.code, told.span.line) == ("T0005", WORLD.count("\n") + 3)


# --- variants -----------------------------------------------------------------------------------------------


def test_lines_from_outside_stand_at_the_end() -> None:
    changed = load_text(WORLD, lines=["heed 0.9", "Ann.n 0.5"])
    assert changed.hash == load_text(WORLD + "heed 0.9\nAnn.n 0.5\n").hash
    assert changed.hash != load_text(WORLD).hash


def test_errors_in_lines_from_outside_are_shown_there() -> None:
    with pytest.raises(TaleError) as raised:
        load_text(WORLD, lines=["heed 0.9", "hed 0.9"])
    (told,) = raised.value.diagnostics
    assert (told.span.file, told.span.line) == ("added lines", 2)


def test_a_variant_takes_its_world_from_what_it_uses(tmp_path: Path) -> None:
    (tmp_path / "w.tale").write_text(WORLD)
    (tmp_path / "calm.tale").write_text("use w\nwithout wave\n")
    calm = load(str(tmp_path / "calm.tale"))
    assert (calm.name, calm.actions) == ("A world", ())


def test_a_variant_with_a_world_block_has_that(tmp_path: Path) -> None:
    (tmp_path / "w.tale").write_text(WORLD)
    (tmp_path / "other.tale").write_text('use w\nworld "Another"\n  tick 1 second\n  lasts 1 minute\n')
    assert load(str(tmp_path / "other.tale")).name == "Another"


def test_without_takes_away_what_stands_above_it() -> None:
    gone = load_text(WORLD, lines=["without wave"])
    assert gone.actions == ()
    assert len(gone.rules) == 1  # what asks for it may still ask
    again = load_text(WORLD, lines=["without wave", "action wave (p: Person)", "  urge 2"])
    assert [action.name for action in again.actions] == ["wave"]
    assert again.hash == load_text(WORLD.replace("urge 1", "urge 2")).hash


@pytest.mark.parametrize("lines", [["without waev"], ["without heed"], ["without wave", "without wave"]])
def test_without_something_that_is_not_there_is_told(lines: list[str]) -> None:
    assert codes(WORLD, lines) == ["T0207"]


def test_a_library_alone_is_no_world() -> None:
    assert codes(LIBRARY) == ["T0009"]


def test_laying_out_leaves_the_world_the_same() -> None:
    assert load_text(format_text(WORLD)).hash == load_text(WORLD).hash
