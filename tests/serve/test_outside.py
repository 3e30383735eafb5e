"""Nothing but the worlds that are given can be read, whatever is asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sampled import slow
from tests.serve.conftest import SECRET
from tests.serve.test_tools import CALLS
from tests.serve.test_wrong_calls import elsewhere, questions, texts
from tests.shell import ROOT

pytestmark = pytest.mark.xdist_group("serve")

WATCHED = """
import json, multiprocessing, sys
from tests.serve.test_wrong_calls import SECRET
from twicetold.serve import arguments, worker
from twicetold.serve.limits import Limits
from twicetold.serve.memory import Memory
from twicetold.serve.refusals import Refused
from twicetold.serve.tools import TOOLS

opened, said = set(), []

def watch(event, args):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(args[0], (str, bytes)):
        opened.add(args[0] if isinstance(args[0], str) else args[0].decode())
    if event in ("subprocess.Popen", "socket.connect", "os.exec", "os.system"):
        opened.add(event)

sys.addaudithook(watch)
given = worker.Given({"milk": "milk", "unsaid": "unsaid.tale"}, Limits(jobs=1))
ours, theirs = multiprocessing.Pipe()
memory = Memory()
for name, asked in json.load(sys.stdin):
    try:
        request = arguments.read(TOOLS[name].asks, name, asked, given.limits)
        said.append(worker._answered(ours, given, memory, name, request).text.decode())
    except Refused as refused:
        said.append(str(refused))
    while theirs.poll():
        theirs.recv()
print(json.dumps({"opened": sorted(opened), "said": said}))
"""


@slow
def test_no_file_but_those_that_are_given_is_opened(folder: Path):
    """In the process that answers, watched by the audit hooks of Python, and whatever it says is read."""
    calls = [*CALLS.items(), *elsewhere(folder), *texts(), *questions()]
    calls += [("read", {"world": "unsaid"}), ("check", {"world": "unsaid"})]
    done = subprocess.run(
        [
            sys.executable,
            "-P",
            "-c",
            WATCHED,
        ],  # the folder is no place to look for modules, as it is not for the command
        input=json.dumps(calls),
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    seen = json.loads(done.stdout)
    assert len(seen["said"]) == len(calls)
    assert not [said for said in seen["said"] if SECRET in said]
    assert "unsaid.tale" in {Path(path).name for path in seen["opened"]}
    assert not [path for path in seen["opened"] if not is_ours(folder, path)]


def is_ours(folder: Path, path: str) -> bool:
    """Whether it is a world that is given or what it uses, or belongs to the program itself."""
    program = [ROOT / "twicetold", *map(Path, {sys.prefix, sys.base_prefix, os.environ["TWICETOLD_CACHE"]})]
    whole = (folder / path).resolve()
    return whole in (folder / "unsaid.tale", folder / "hearsay.tale") or any(
        whole.is_relative_to(each.resolve()) for each in program
    )
