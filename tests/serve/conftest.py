"""A server that runs by itself, and a folder with worlds of which it is given two."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.serve.caller import Caller

SECRET = "Xanthippe"
"""What nobody may read who has not been given it."""

UNSAID = """\
world "Unsaid"
  tick 1 day
  lasts 4 weeks

use hearsay

setting shy number 0..10 = 6

kind Person
  nerve number 0..1 ~ uniform(0, 1)
relation love (Person, Person) number 0..1 believed

Ada is Person: she, love(Ben) 0.9
Ben is Person: he, love(Ada) 0.8
Ada believes love(Ben, Ada) 0
Ben believes love(Ada, Ben) 0

action confess (p: Person, q: Person)
  needs not remembers(p, confess(p, q))
  urge 3 * p.nerve + 5 * love(q, p) - shy
  then q learns love(p, q)
  tell "[p] [tell] [q] how it [be] with [p]."

ending "they are a pair" when all(p: Person: times(confess(p, anyone)) > 0)
ending "nothing is said" at the end
measure nerves = Ada.nerve + Ben.nerve
expect "they are a pair" in 20%..80%
"""

SENT = UNSAID.replace("use hearsay\n", "")
"""The same, as it can be sent: without a library that only stands beside it."""

LONG = """\
world "Long"
  tick 1 second
  lasts 500 hours
kind Person
  n number 0..10 = 5
(60) Person
relation likes (Person, Person) number 0..1 ~ uniform(0, 1)
action nod (p: Person, q: Person)
  urge likes(p, q)
rule tire for p: Person, q: Person where likes(p, q) > 0.1
  p.n = likes(p, q) * 10
"""
"""A world of which one life takes long."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`unsaid.tale` with a library beside it; and what is nobody's business."""
    folder = tmp_path_factory.mktemp("given")
    (folder / "unsaid.tale").write_text(UNSAID)
    (folder / "hearsay.tale").write_text("kind Rumour\n")
    (folder / "secretlib.tale").write_text(
        f"setting {SECRET.lower()} number = 1\nkind {SECRET}\n{SECRET} is\n"
    )
    (folder / "secret.tale").write_text(UNSAID.replace("Unsaid", SECRET).replace("use hearsay\n", ""))
    (folder / "secret.narrator").write_text(f'about = "{SECRET}"\n')
    return folder


@pytest.fixture(scope="session")
def caller(folder: Path) -> Iterator[Caller]:
    """Somebody who calls a process that serves two worlds."""
    from tests.serve.caller import calling, command  # here, so that what needs them can be skipped without

    with calling(command(folder, "milk", "unsaid.tale", "--answer", "1000")) as caller:
        yield caller
