"""`twicetold cache`, and what the cache does to other commands: nothing but make them quick."""

import json

import pytest

from tests.sampled import slow
from twicetold.cache import Cache
from twicetold.lang import grammar

COMMAND = ("many", "kitchen.tale", "-n", "40", "--json")


@slow
def test_what_was_compiled_is_shown_and_cleared(shell):
    where = {"TWICETOLD_CACHE": str(shell.folder / "kept")}
    empty = json.loads(shell.apart("cache", "--json", **where).stdout)
    assert empty == {"folder": where["TWICETOLD_CACHE"], "entries": 0, "bytes": 0}
    shell.apart(*COMMAND, "--engine", "kernel", **where)
    full = json.loads(shell.apart("cache", "--json", **where).stdout)
    entries = parsers() + 2  # the world, and its code
    assert full["entries"] == entries
    assert full["bytes"] > 1000
    shown = shell.apart("cache", **where).stdout
    assert shown.startswith(f"{where['TWICETOLD_CACHE']}: {entries} entries, ")
    assert ": 0 entries, 0.0 MiB" in shell.apart("cache", "--clear", **where).stdout


def test_without_a_cache_it_says_so(shell):
    assert "Nothing is kept" in shell("cache", TWICETOLD_CACHE="off").stdout
    assert json.loads(shell("cache", "--json", TWICETOLD_CACHE="off").stdout)["folder"] is None


@slow
def test_a_cache_changes_no_answer_be_it_empty_full_or_damaged(shell):
    wanted = shell(*COMMAND, TWICETOLD_CACHE="off").stdout
    where = {"TWICETOLD_CACHE": str(shell.folder / "kept")}
    assert shell(*COMMAND, "--engine", "kernel", **where).stdout == wanted
    whole = {entry: entry.read_bytes() for entry in (shell.folder / "kept").iterdir()}
    for damage in (lambda data: data, lambda data: data[:-1], lambda data: data[:40] + b"\0" + data[41:]):
        for entry, data in whole.items():
            entry.write_bytes(damage(data))
        assert shell(*COMMAND, **where).stdout == wanted
        assert shell(*COMMAND, "--engine", "kernel", **where).stdout == wanted
        assert_whole(shell.folder / "kept", len(whole))


def test_an_edit_is_seen_at_once(shell):
    where = {"TWICETOLD_CACHE": str(shell.folder / "kept")}
    before = json.loads(shell(*COMMAND, "--engine", "kernel", **where).stdout)
    path = shell.folder / "kitchen.tale"
    path.write_text(path.read_text(encoding="utf-8").replace("soup whole 0..9 = 3", "soup whole 0..9 = 1"))
    after = json.loads(shell(*COMMAND, **where).stdout)
    assert after["hash"] != before["hash"]
    assert after == json.loads(shell(*COMMAND, TWICETOLD_CACHE="off").stdout)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("run", "kitchen.tale", "--json"), 0),
        (("tell", "kitchen.tale"), 0),
        (("why", "kitchen.tale", "-n", "2"), 0),
        (("run", "nowhere.tale"), 2),
        (("run", "kitchen.tale", "--set", "Ada.hunger = no"), 2),
    ],
    ids=lambda words: words[0] if isinstance(words, tuple) else "",
)
def test_an_answer_is_the_same_from_an_empty_a_full_a_damaged_and_no_cache(shell, words, status):
    wanted = shell(*words, TWICETOLD_CACHE="off")
    assert wanted.returncode == status
    where = {"TWICETOLD_CACHE": str(shell.folder / "kept")}
    assert shell(*words, **where) == wanted
    assert shell(*words, **where) == wanted
    kept = list((shell.folder / "kept").iterdir())
    assert len(kept) == (status == 0)
    for entry in kept:
        entry.write_bytes(entry.read_bytes()[:-1])
    assert shell(*words, **where) == wanted
    assert_whole(shell.folder / "kept", len(kept))


@slow
def test_so_it_is_in_processes_that_keep_their_parser_too(shell):
    words, where = ("run", "kitchen.tale", "--json"), {"TWICETOLD_CACHE": str(shell.folder / "kept")}
    wanted = shell(*words)
    assert shell.apart(*words, **where) == wanted
    kept = list((shell.folder / "kept").iterdir())
    assert len(kept) == parsers() + 1  # the world
    for entry in kept:
        entry.write_bytes(entry.read_bytes()[:-1])
    assert shell.apart(*words, **where) == wanted
    assert_whole(shell.folder / "kept", parsers() + 1)


def parsers():
    """How many parsers are kept: none if the package brings the one that every world is read by."""
    return int(grammar._brought("block") is None)


def assert_whole(folder, entries):
    """Whatever was damaged there has been made anew."""
    kept = Cache(folder)
    assert len(kept.entries()) == entries
    assert all(kept.get(entry.stem) is not None for entry in kept.entries())
