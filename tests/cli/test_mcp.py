"""`twicetold mcp`, before it serves: which worlds can be given, and what is said where it cannot be run."""

import sys

import pytest

from tests.shell import Shell
from twicetold.cli import mcp
from twicetold.cli.output import Mistake
from twicetold.cli.requests.mcp import Request

WORLD = 'world "A"\n  tick 1 second\n  lasts 1 second\n'


@pytest.mark.parametrize("name", ["nothing", "-", "", "../nothing.tale", "."])
def test_what_is_no_world_cannot_be_given(tmp_path, name):
    done = Shell(tmp_path)("mcp", "milk", name)
    assert done.returncode == 2
    assert f"there is no world `{name}`: name a bundled one or the path of a .tale file" in done.stderr


def test_two_worlds_of_one_name_cannot_be_given(tmp_path):
    (tmp_path / "milk.tale").write_text(WORLD)
    done = Shell(tmp_path)("mcp", "milk", "./milk.tale")
    assert done.returncode == 2
    assert "are both called `milk`: give one of them another name" in done.stderr


def test_worlds_are_called_by_their_names_and_all_that_are_bundled_are_given_if_none_is(
    tmp_path, monkeypatch
):
    serve = pytest.importorskip("twicetold.serve.server")
    given = []
    monkeypatch.setattr(serve, "serve", lambda worlds, limits: given.append((worlds, limits)))
    path = str(tmp_path / "my street.tale")
    (tmp_path / "my street.tale").write_text(WORLD)
    mcp.main(Request(("milk", path)))
    mcp.main(Request())
    assert given[0] == ({"milk": "milk", "my street": path}, Request().limits)
    assert {"milk", "hale_yard", "town"} <= set(given[1][0])
    assert "bodies" not in given[1][0]


def test_it_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.delitem(sys.modules, "twicetold.serve.server", raising=False)
    monkeypatch.delitem(sys.modules, "mcp.server", raising=False)
    with pytest.raises(Mistake, match=r"pip install 'twicetold\[mcp\]'"):
        mcp.main(Request(("milk",)))


def test_a_limit_that_is_none_is_refused(tmp_path):
    for words in (["--seconds", "0"], ["--lives", "0"], ["--at-once", "many"], ["--memory", "1"]):
        assert Shell(tmp_path)("mcp", "milk", *words).returncode == 2
