"""The folder of examples does what its page says, in every way that this machine can try."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sampled import slow
from twicetold.ask.lint import Lint
from twicetold.lang import load

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples"
STEPS = {
    "lighthouse.tale": r"All holds\.[\s\S]* light in time [\s\S]*\*Petrel\*\s+struck the rocks",
    "harrow.tale": r"All holds\.[\s\S]*contradiction\(Marsh, Agnes, Pym\), because of question",
    "nights.c": r"the wreck +3\d\.\d %",
    "in_a_page": r"the wreck: 3\d\d\n\*+\.+\n18:00 The lamp burns, as far as you know\. Climb the stair\n",
    "watch.c": r"She believes that the lamp burns\.\n  1 climb[\s\S]*  climb: done\n[\s\S]*in time|the wreck",
    "in_ink": r"> Climb the stair\n[\s\S]*In the morning they call it (the wreck|a light in time)\.",
    "study.py": r"│ 1\.0 +┆ 0\.003 ┆",
    "agents.py": r"as they would +70\.8%.*\nas learnt +8\d\.\d%",
}
"""What each of the ways prints, by the name that its item of the page begins with."""

MISSING = {
    "nights.c": "no C compiler here" if shutil.which("cc") is None else None,
    "in_a_page": "no Node here"
    if shutil.which("node") is None
    else "no ziglang wheel here"
    if importlib.util.find_spec("ziglang") is None
    else None,
    "agents.py": "no gymnasium or no cmaes here"
    if importlib.util.find_spec("gymnasium") is None or importlib.util.find_spec("cmaes") is None
    else None,
}
MISSING["watch.c"] = MISSING["nights.c"]
MISSING["in_ink"] = MISSING["in_a_page"]

UNREACHED = "npm error"
"""What npm says where there is no registry to be reached."""


def steps() -> dict[str, str]:
    """The commands of the page, by the name of what they use."""
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    items = re.findall(r"^- \[`(?:in_c/)?([\w.]+)/?`\].*?```sh\n(.*?)```", page, re.MULTILINE | re.DOTALL)
    return {name: re.sub(r"^  ", "", commands, flags=re.MULTILINE) for name, commands in items}


def test_the_page_tells_how_to_use_each() -> None:
    assert steps().keys() == STEPS.keys()


@pytest.mark.parametrize("name", STEPS)
@slow
def test_what_the_page_says_can_be_done(name: str, tmp_path: Path) -> None:
    if lacking := MISSING.get(name):
        pytest.skip(lacking)
    folder = tmp_path / "examples"
    shutil.copytree(FOLDER, folder)
    search = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    where = {**os.environ, "PATH": search, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-e"],
        input=steps()[name],
        cwd=folder,
        env=where,
        capture_output=True,
        text=True,
        check=False,
    )
    if name == "in_ink" and UNREACHED in done.stderr:
        pytest.skip("no registry of npm can be reached")
    assert done.returncode == 0, done.stderr
    assert re.search(STEPS[name], done.stdout), done.stdout


def test_the_world_says_nothing_that_contradicts_itself() -> None:
    world = load(str(FOLDER / "lighthouse.tale"))
    assert not [finding for _, findings in Lint(world).lives(1, range(20)) for finding in findings]
