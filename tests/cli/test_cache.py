"""`twicetold cache`, and what the cache does to other commands: nothing but make them quick."""

import json

COMMAND = ("many", "kitchen.tale", "-n", "40", "--json")


def test_what_was_compiled_is_shown_and_cleared(shell):
    where = {"TWICETOLD_CACHE": str(shell.folder / "kept")}
    empty = json.loads(shell("cache", "--json", **where).stdout)
    assert empty == {"folder": where["TWICETOLD_CACHE"], "entries": 0, "bytes": 0}
    shell(*COMMAND, "--engine", "kernel", **where)
    full = json.loads(shell("cache", "--json", **where).stdout)
    assert full["entries"] == 2  # the world, and its code
    assert full["bytes"] > 1000
    shown = shell("cache", **where).stdout
    assert shown.startswith(f"{where['TWICETOLD_CACHE']}: 2 entries, ")
    assert ": 0 entries, 0.0 MiB" in shell("cache", "--clear", **where).stdout


def test_without_a_cache_it_says_so(shell):
    assert "Nothing is kept" in shell("cache", TWICETOLD_CACHE="off").stdout
    assert json.loads(shell("cache", "--json", TWICETOLD_CACHE="off").stdout)["folder"] is None


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
        assert {entry: entry.read_bytes() for entry in (shell.folder / "kept").iterdir()} == whole


def test_an_edit_is_seen_at_once(shell):
    where = {"TWICETOLD_CACHE": str(shell.folder / "kept")}
    before = json.loads(shell(*COMMAND, "--engine", "kernel", **where).stdout)
    path = shell.folder / "kitchen.tale"
    path.write_text(path.read_text(encoding="utf-8").replace("soup whole 0..9 = 3", "soup whole 0..9 = 1"))
    after = json.loads(shell(*COMMAND, **where).stdout)
    assert after["hash"] != before["hash"]
    assert after == json.loads(shell(*COMMAND, TWICETOLD_CACHE="off").stdout)
