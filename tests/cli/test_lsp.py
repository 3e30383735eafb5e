"""`twicetold lsp`, before it serves."""

import sys

import pytest

from twicetold.cli import lsp
from twicetold.cli.output import Mistake
from twicetold.cli.requests.lsp import Request


def test_where_there_is_no_pygls_the_extra_is_named(monkeypatch):
    monkeypatch.delitem(sys.modules, "twicetold.edit.server", raising=False)
    monkeypatch.setitem(sys.modules, "pygls.exceptions", None)
    monkeypatch.setitem(sys.modules, "lsprotocol", None)
    with pytest.raises(Mistake, match=r"pip install 'twicetold\[edit\]'"):
        lsp.main(Request())
