"""`twicetold cache`, and what the cache does to other commands: nothing but make them quick."""

import json

from twicetold.cache import Cache

COMMAND = ("many", "kitchen.tale", "-n", "40", "--json")


def test_what_was_compiled_is_shown_and_cleared(shell):
    where = {"TWICETOLD_CACHE": str(shell.folder / "kept")}
    empty = json.loads(shell("cache", "--json", **where).stdout)
    assert empty == {"folder": where["TWICETOLD_CACHE"], "entries": 0, "bytes": 0}
    shell(*COMMAND, "--engine", "kernel", **where)
    full = json.loads(shell("cache", "--json", **where).stdout)
    assert full["entries"] == 3  # the parser, the world, and its code
    assert full["bytes"] > 1000
    shown = shell("cache", **where).stdout
    assert shown.startswith(f"{where['TWICETOLD_CACHE']}: 3 entries, ")
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
        assert_whole(shell.folder / "kept", len(whole))


def test_an_edit_is_seen_at_once(shell):
    where = {"TWICETOLD_CACHE": str(shell.folder / "kept")}
    before = json.loads(shell(*COMMAND, "--engine", "kernel", **where).stdout)
    path = shell.folder / "kitchen.tale"
    path.write_text(path.read_text(encoding="utf-8").replace("soup whole 0..9 = 3", "soup whole 0..9 = 1"))
    after = json.loads(shell(*COMMAND, **where).stdout)
    assert after["hash"] != before["hash"]
    assert after == json.loads(shell(*COMMAND, TWICETOLD_CACHE="off").stdout)


def test_a_world_is_the_same_from_an_empty_a_full_a_damaged_and_no_cache(shell):
    commands = [
        ("run", "kitchen.tale", "--json"),
        ("tell", "kitchen.tale"),
        ("why", "kitchen.tale", "-n", "2"),
        ("run", "nowhere.tale"),
        ("run", "kitchen.tale", "--set", "Ada.hunger = no"),
    ]
    where = {"TWICETOLD_CACHE": str(shell.folder / "kept")}

    def answers(**environment):
        done = [shell(*command, **environment) for command in commands]
        return [(each.returncode, each.stdout, each.stderr) for each in done]

    wanted = answers(TWICETOLD_CACHE="off")
    assert [status for status, _, _ in wanted] == [0, 0, 0, 2, 2]
    assert answers(**where) == wanted
    assert answers(**where) == wanted
    whole = {entry: entry.read_bytes() for entry in (shell.folder / "kept").iterdir()}
    assert len(whole) == 2  # the parser and the world: a command that is told no cache leaves nothing
    for entry, data in whole.items():
        entry.write_bytes(data[:-1])
    assert answers(**where) == wanted
    assert_whole(shell.folder / "kept", len(whole))


def assert_whole(folder, entries):
    """Whatever was damaged there has been made anew."""
    kept = Cache(folder)
    assert len(kept.entries()) == entries
    assert all(kept.get(entry.stem) is not None for entry in kept.entries())
