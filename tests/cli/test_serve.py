"""`twicetold serve`, before it serves: which worlds it can be given, and where it can be."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from tests.shell import Shell


def test_a_world_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = Shell(tmp_path)("serve", "mlik")
    assert done.returncode == 2
    assert "there is no world `mlik`" in done.stderr


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    pytest.importorskip("uvicorn")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = Shell(tmp_path)("serve", "milk", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "--port 0 takes one that is free" in done.stderr


def test_a_name_that_is_not_this_machines_is_told(tmp_path: Path) -> None:
    pytest.importorskip("uvicorn")
    done = Shell(tmp_path)("serve", "milk", "--host", "192.0.2.1", "--port", "0")
    assert done.returncode == 2
    assert "the page cannot be at 192.0.2.1" in done.stderr


def test_without_a_server_it_is_said_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("twicetold.serve.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = Shell(tmp_path)("serve", "milk")
    assert done.returncode == 2
    assert "pip install 'twicetold[page]'" in done.stderr
