"""The words of a page: every line that a life puts down becomes, by choosing and filling in alone, the
sentence that the grammar of tellings makes of it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.bundled import load
from tests.play.pages import needs_wasm
from tests.sampled import sampled, slow
from twicetold.engine import Interpreter
from twicetold.engine.kernel.export import interface_of, wasm_files
from twicetold.engine.meaning.record import Line, Turns
from twicetold.lang import load_text, model
from twicetold.play import Stage
from twicetold.play.page.texts import texts_of
from twicetold.tell.clauses import realise
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.story import Story

VALID = Path(__file__).parents[1] / "fixtures" / "valid"

SEED, RUNS = 3, 3

NODE = """
import { about, load } from "./words.mjs";
import { Telling } from "./telling.mjs";
import { readFileSync } from "node:fs";
const { texts, who, seed, runs } = JSON.parse(readFileSync(0, "utf-8"));
const world = await load();
const lives = [];
for (let run = 0; run < runs; run++) {
  const play = world.begin(seed, run);
  play.through(who);
  const telling = new Telling(about, texts, who);
  const life = [];
  for (let ending = null; ending === null; ) {
    const came = play.tick();
    ending = came.ending;
    for (const { roles, unknown, now, lines } of telling.known(came.heard)) {
      const told = lines.filter((line) => telling.fits(line, roles));
      life.push(told.map((line) => telling.sentence(line, unknown, now)));
    }
  }
  lives.push(life);
}
console.log(JSON.stringify(lives));
"""


BELIEVED = """
import { about, load } from "./words.mjs";
import { Telling } from "./telling.mjs";
import { readFileSync } from "node:fs";
const { texts, who, seed } = JSON.parse(readFileSync(0, "utf-8"));
const play = (await load()).begin(seed, 0);
play.play(who);
while (play.tick().ending === null && play.turn() === null);
console.log(JSON.stringify(new Telling(about, texts, who).beliefs(play)));
"""

PURSES = """
world "Purses"
  tick 1 minute
  lasts 3 minutes
unit coin, coins
kind Person
  they
  coins whole 0..9 coins = 3 coins believed
Ann, Bea are Person: she
Cleo is Person: she, coins 1 coin
words for coins (p: Person) "[p] [have] [p.coins in words coin/coins]"
action beg (p: Person, q: Person)
  needs q.coins > 0
  urge 1
  tell "[p] [beg] [q]."
ending "over" at the end
"""


def sentences(world: model.World, who: int, folder: Path) -> list[list[list[str]]]:
    """By life and by event that is known of, the sentences that a page has for it."""
    made: list[list[list[str]]] = run(NODE, world, who, folder)
    return made


def run(script: str, world: model.World, who: int, folder: Path) -> Any:
    """What a script prints in Node, beside the words of a page of a world."""
    for name, content in wasm_files(interface_of(world, "words", told=True)).items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    for name in ("values", "telling"):
        shutil.copy(str(files("twicetold.play.page") / f"{name}.mjs"), folder)
    (folder / "main.mjs").write_text(script, encoding="utf-8")
    asked = {"texts": texts_of(world, who), "who": world.entities[who].name, "seed": SEED, "runs": RUNS}
    done = subprocess.run(
        ["node", "main.mjs"], cwd=folder, input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def expected(world: model.World, who: int, run: int) -> Iterator[list[str | None]]:
    """By event that somebody knows of, the sentences that its lines are; None for one that is not the same
    each time."""
    life = Interpreter(world).live(SEED, run)
    story = Story(world, life)
    mind, upkeep = (
        story.mind(who),
        {rule.name for rule in world.rules if rule.mode in ("each", "later", "chance")},
    )
    if life.beginning.opening:
        yield [_realised(world, who, line, frozenset()) for line in life.beginning.opening]
    for event in life.events:
        access = mind.access(event)
        if access is not None and event.name not in upkeep:
            unknown = frozenset(event.roles) - access.known
            yield [
                _realised(world, who, line, unknown) for line in event.lines if _fits(line, who, event.roles)
            ]


def _fits(line: Line, who: int, roles: tuple[int, ...]) -> bool:
    """Whether a line can be told to somebody: it is close to them or to nobody, and not only to witnesses."""
    if line.mode in ("plain", "briefly"):
        return line.mode == "plain"
    return line.mind == who or (line.mind is None and who not in roles)


def _realised(world: model.World, who: int, line: Line, unknown: frozenset[int]) -> str | None:
    if any(isinstance(part, Turns) for part in line.parts):
        return None
    spoken = {n: Referent(n, entity.called, entity.pronoun) for n, entity in enumerate(world.entities)}
    cast = {**spoken, who: spoken[who]._replace(pronoun="you")}
    cast |= {n: Referent(n, "something" if cast[n].pronoun == "it" else "someone", "") for n in unknown}
    return realise(line, cast, Discourse(), "present", spoken=spoken)[0]


@needs_wasm
@pytest.mark.parametrize(
    ("name", "who"),
    sampled(
        [
            ("milk", "Ada"),
            ("night_mail", "Lisle"),
            ("tell_values", "Ann"),
            ("tell_as_it_was", "Bea"),
            ("calendar_times_of_day", "Ada"),
        ],
        2,
        more=3,
    ),
)
@slow
def test_every_line_is_the_sentence_that_a_telling_makes_of_it(name: str, who: str, tmp_path: Path) -> None:
    text = VALID / f"{name}.tale"
    world = load_text(text.read_text(encoding="utf-8")) if text.exists() else load(name)
    number = Stage(world).player(who)
    compared = 0
    for run, life in enumerate(sentences(world, number, tmp_path)):
        for ours, theirs in zip(life, expected(world, number, run), strict=True):
            same = [(one, other) for one, other in zip(ours, theirs, strict=True) if other is not None]
            assert [one for one, _ in same] == [other for _, other in same]
            compared += len(same)
    assert compared > 5


@needs_wasm
def test_a_belief_is_said_with_its_number(tmp_path: Path) -> None:
    world = load_text(PURSES)
    believed = run(BELIEVED, world, Stage(world).player("Ann"), tmp_path)
    assert believed == ["Bea has three coins.", "Cleo has one coin."]
