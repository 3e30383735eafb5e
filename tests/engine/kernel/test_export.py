"""An exported world lives the same lives as the interpreter, to the bit, as C and as WebAssembly."""

from __future__ import annotations

import functools
import importlib.util
import itertools
import math
import re
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bundled import load
from tests.grouped import grouped
from tests.keys.repeating import WORLDS
from tests.sampled import sampled, slow
from twicetold.engine import Interpreter, Option, Turn
from twicetold.engine.interpreter.life import Living
from twicetold.engine.kernel import CannotCompile
from twicetold.engine.kernel.export import NoCompiler, c_files, interface_of, plain_name, wasm, wasm_files
from twicetold.engine.kernel.export.interface import ASKED, SORTS, Interface
from twicetold.engine.kernel.export.wasm import compiler
from twicetold.engine.meaning.record import Event, Life
from twicetold.lang import load_text, model

HARD = "more than a word has room for"
PLAYERS = Path(__file__).parent / "players"
VALID = Path(__file__).parents[2] / "fixtures" / "valid"
STRICT = ("-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off")
SANITIZED = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all")
LIVES = {"milk": 40, "brawl": 1, "hale_yard": 1}
NIGHT = "hale_yard"
"""It is long to compile: it is not made better, nor is it made to watch over itself."""
SMALL = (
    "calendar_begins_and_days", "calendar_parts_of_times", "calendar_times_of_day", "expression_mod",
    "effect_becomes", "effect_later", "effect_move", "entity_spare", "expression_is_narrows", "field_types",
    "measure_of_a_time", "measure_over_time", "memory_of_a_sense", "relation_of_two_and_three",
    "statement", "world_tick_and_lasts",
)  # fmt: skip

compilers = pytest.mark.parametrize(
    "compiler",
    [
        pytest.param(name, marks=pytest.mark.skipif(shutil.which(name) is None, reason=f"no {name} here"))
        for name in ("gcc", "clang")
    ],
)
needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="no gcc here")
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="no Node here")
needs_wasm = pytest.mark.skipif(
    importlib.util.find_spec("ziglang") is None, reason="no ziglang wheel for this machine"
)
worlds = pytest.mark.parametrize("name", sampled([grouped(name, "export") for name in LIVES], 1))

AWKWARD = """
world "Awkward */ names \\ ??/ // %s ${1} `"
  tick 1 minute
  lasts 20 minutes

kind double
  NAN number 0..
  static one of int, void, NULL = void
  while time
kind int is double
kind Tür
  größe number

relation near (double, double) number 0..1 ~ uniform(0, 1) symmetric
relation told (double, int, double) yes/no

register, volatile are double
Ünal is int
Tor is Tür
spare 2 int

rule memset every 3 minutes
  born x: int
    x.NAN = uniform(0, 9)
  Tor.größe += 1
rule sqrt for x: double every 4 minutes
  x.NAN += 1
  x.static = int
action main (x: double, y: int)
  urge near(x, y)
  takes 2 minutes
  then told(x, y, x) = yes
ending "*/ \\over ??' %d ` when" when Tor.größe > 5
measure floor = sum(x: double: x.NAN)
"""


# --- what the interpreter says ------------------------------------------------------------------------------


class Expected:
    """What a player must print of a world."""

    def __init__(self, world: model.World) -> None:
        self.world = world
        self.interpreter = Interpreter(world)
        sorts: list[tuple[model.Sense | model.Rule | model.Action | model.Event, ...]]
        sorts = [world.senses, world.rules, world.actions, world.events]
        self.sorts = {each.name: sort for sort, some in zip(SORTS, sorts, strict=True) for each in some}

    def lives(self, seed: int, first: int, count: int, room: int) -> str:
        return (
            "\n".join(line for run in range(first, first + count) for line in self._live(seed, run, room))
            + "\n"
        )

    def _live(self, seed: int, run: int, room: int) -> Iterator[str]:
        living = self.interpreter.begin(seed, run)
        while living.step():
            pass
        life = living.life()
        yield self._life(living, life)
        kept = self._kept(life)
        yield str(len(kept) if room else 0)
        yield from map(self._event, kept[:room])

    def steps(self, seed: int, run: int, every: int) -> str:
        return "\n".join(self._steps(seed, run, every)) + "\n"

    def _steps(self, seed: int, run: int, every: int) -> Iterator[str]:
        living = self.interpreter.begin(seed, run)
        yield from self._values(living)
        goes_on, told = True, 0
        while goes_on:
            goes_on = living.step()
            life = living.life()
            yield self._life(living, life)
            kept = self._kept(life)
            yield from map(self._event, kept[told:])
            told = len(kept)
            if living.state.tick % every == 0:
                yield from self._values(living)

    def played(self, seed: int, run: int) -> str:
        """A life in which the first two who can act are played: the nth option at the nth turn, round and
        round, with doing nothing as one more of them."""
        living = self.interpreter.begin(seed, run, record=False)
        layout = self.interpreter.build.layout
        acting = {e for action in self.world.actions for e in layout.possible(action.roles[0].kind)}
        lines: list[str] = []
        turns = living.turns(sorted(acting)[:2])
        turn, taken = next(turns, None), 0
        while turn is not None:
            lines += self._turn(living, turn)
            place = taken % (len(turn.options) + 1)
            taken += 1
            try:
                turn = turns.send(-1 if place == len(turn.options) else place)
            except StopIteration:
                turn = None
        return "\n".join([*lines, self._life(living, living.life())]) + "\n"

    def _turn(self, living: Living, turn: Turn) -> Iterator[str]:
        yield self.world.entities[turn.actor].name
        for option in turn.options:
            yield f"{self._option(option)} {number(option.urge)}"
        yield "" if turn.decided == -1 else self._option(turn.options[turn.decided])
        layout, state = self.interpreter.build.layout, living.state
        everybody = range(len(self.world.entities))
        for field in self.world.fields:
            if len(field.over) > 2:
                continue
            placed = layout.fields[field.name]
            said = [field.name]
            for who in itertools.product(everybody, repeat=len(field.over)):
                cell = placed.cell(who)
                value = math.nan
                if cell >= 0:
                    known = not field.believed or field.knows(turn.actor, who)
                    held = state.held[turn.actor].get(cell, state.first[cell])
                    value = state.cells[cell] if known else held
                said.append(number(math.nan if value == model.UNKNOWN else value))
            yield " ".join(said)

    def _option(self, option: Option) -> str:
        others = (self.world.entities[role].name for role in option.roles[1:])
        return " ".join([self.world.actions[option.action].name, *others])

    def _life(self, living: Living, life: Life) -> str:
        measures = [number(value) for value in (*(value for _, value in life.measures), *life.series)]
        ending = "-" if living.ending is None else life.ending
        return " ".join(
            [ending, str(life.ticks), f"{living.digest():016x}", str(living.state.scored), *measures]
        )

    def _kept(self, life: Life) -> list[Event]:
        upkeep = self.interpreter.build.names.upkeep
        return [each for each in life.events if each.sort != "ending" and each.name not in upkeep]

    def _event(self, event: Event) -> str:
        roles = [self.world.entities[role].name for role in event.roles]
        what = (self.sorts[event.name], event.name, event.outcome, event.began, event.tick, *roles)
        return " ".join(map(str, what))

    def _values(self, living: Living) -> Iterator[str]:
        layout, cells = self.interpreter.build.layout, living.state.cells
        everybody = range(len(self.world.entities))
        for field in self.world.fields:
            if len(field.over) > ASKED:
                continue
            placed = layout.fields[field.name]
            places = [placed.cell(who) for who in itertools.product(everybody, repeat=len(field.over))]
            yield " ".join(
                [field.name, *(number(cells[place] if place >= 0 else math.nan) for place in places)]
            )
        kinds = [int(cell) for cell in cells[layout.kinds_now :]]
        yield "".join(f"{self.world.kinds[kind].name if kind >= 0 else '-'} " for kind in kinds)


def number(value: float) -> str:
    return "none" if value != value else struct.pack(">d", float(value)).hex()


# --- the players --------------------------------------------------------------------------------------------


def write(files: dict[str, str] | dict[str, str | bytes], folder: Path) -> None:
    for name, text in files.items():
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)


def c_player(face: Interface, folder: Path, compiler: str, *options: str) -> list[str]:
    """The command of a player in C."""
    write(c_files(face), folder)
    given = {"NAME": face.name, "UPPER": face.name.upper()}
    given |= {"MEASURED": str(int(bool(face.names.measures))), "WITH_ROLES": str(face.names.most_roles)}
    given |= {"IN_SERIES": str(face.names.points)}
    text = (PLAYERS / "player.c").read_text(encoding="utf-8")
    text = re.sub(
        r"NAME(?=[_.])|UPPER(?=_)|MEASURED|IN_SERIES|WITH_ROLES", lambda found: given[found[0]], text
    )
    (folder / "player.c").write_text(text, encoding="utf-8")
    command = [compiler, *STRICT, *options, "player.c", f"{face.name}.c", "-o", "player", "-lm"]
    subprocess.run(command, cwd=folder, check=True)
    return [str(folder / "player")]


def js_player(face: Interface, folder: Path) -> list[str]:
    """The command of a player in JavaScript."""
    write(wasm_files(face), folder)
    return ["node", str(PLAYERS / "player.mjs"), str(folder / f"{face.name}.mjs")]


def played(player: list[str], *asked: object) -> str:
    done = subprocess.run([*player, *map(str, asked)], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@functools.cache
def known(name: str) -> list[tuple[tuple[object, ...], str]]:
    """What is asked of the players of a bundled world, and what they must answer."""
    return questions(load(name), LIVES[name], every=50)


def questions(world: model.World, lives: int, every: int) -> list[tuple[tuple[object, ...], str]]:
    expected, last = Expected(world), 2**64 - 1
    return [
        (("live", 1, 3, lives, 10_000), expected.lives(1, 3, lives, 10_000)),
        (("live", last, last, 1, 3), expected.lives(last, last, 1, 3)),
        (("live", 0, 0, 1, 0), expected.lives(0, 0, 1, 0)),
        (("step", 5, 8, every), expected.steps(5, 8, every)),
        (("play", 5, 8, 4096), expected.played(5, 8)),
    ]


def hold(player: list[str], asked: list[tuple[tuple[object, ...], str]]) -> None:
    """Hold a player against the interpreter."""
    for question, answer in asked:
        assert played(player, *question) == answer, question


# --- the same lives -----------------------------------------------------------------------------------------


@compilers
@worlds
def test_c_lives_as_the_interpreter_does(name: str, compiler: str, tmp_path: Path) -> None:
    well = "-O0" if name == NIGHT else "-O1"
    hold(c_player(interface_of(load(name), name), tmp_path, compiler, well), known(name))


@needs_gcc
@pytest.mark.parametrize("name", sampled([grouped(name, "export") for name in LIVES if name != NIGHT], 1))
@slow
def test_c_does_nothing_undefined(name: str, tmp_path: Path) -> None:
    hold(c_player(interface_of(load(name), name), tmp_path, "gcc", *SANITIZED), known(name))


@needs_node
@needs_wasm
@worlds
def test_webassembly_lives_as_the_interpreter_does(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == NIGHT:
        plain = ["-O0" if option == "-O2" else option for option in wasm.OPTIONS]
        monkeypatch.setattr(wasm, "OPTIONS", plain)
    hold(js_player(interface_of(load(name), name), tmp_path), known(name))


@needs_gcc
@pytest.mark.parametrize("stem", sampled(SMALL, 5))
def test_c_of_small_worlds(stem: str, tmp_path: Path) -> None:
    world = load_text((VALID / f"{stem}.tale").read_text(encoding="utf-8"), f"{stem}.tale")
    hold(c_player(interface_of(world, stem), tmp_path, "gcc", *SANITIZED), questions(world, 2, every=20))


@needs_gcc
@pytest.mark.parametrize("name", sampled(["one after the other", "seen again", "born again", HARD], 2))
@slow
def test_c_draws_anew_what_happens_again(name: str, tmp_path: Path) -> None:
    world = load_text(WORLDS[name])
    hold(c_player(interface_of(world, "again"), tmp_path, "gcc", *SANITIZED), questions(world, 20, every=20))


@needs_node
@needs_wasm
@pytest.mark.parametrize("name", sampled(["one after the other", HARD], 1))
def test_webassembly_draws_anew_what_happens_again(name: str, tmp_path: Path) -> None:
    world = load_text(WORLDS[name])
    hold(js_player(interface_of(world, "again"), tmp_path), questions(world, 20, every=20))


@compilers
def test_names_that_mean_something_to_a_compiler(compiler: str, tmp_path: Path) -> None:
    world = load_text(AWKWARD)
    hold(c_player(interface_of(world, plain_name("int")), tmp_path, compiler), questions(world, 3, every=1))


@needs_node
@needs_wasm
@slow
def test_names_that_mean_something_in_javascript(tmp_path: Path) -> None:
    world = load_text(AWKWARD)
    hold(js_player(interface_of(world, plain_name("int")), tmp_path), questions(world, 3, every=1))


# --- what the files are -------------------------------------------------------------------------------------


@needs_gcc
@pytest.mark.skipif(shutil.which("nm") is None, reason="no nm here")
@slow
def test_c_keeps_nothing_and_needs_nothing(tmp_path: Path) -> None:
    """Threads may live at once, since nothing outside the given memory is written; and nothing allocates."""
    write(c_files(interface_of(load("brawl"), "night")), tmp_path)
    subprocess.run(["gcc", *STRICT, "-O0", "-fno-pic", "-c", "night.c"], cwd=tmp_path, check=True)
    listed = subprocess.run(
        ["nm", "night.o"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    symbols = [line.split()[-2:] for line in listed.splitlines()]
    assert {kind for kind, _ in symbols} <= set("TtRrU")
    assert {name for kind, name in symbols if kind == "U"} <= {"floor", "sqrt", "fabs", "memset", "memcpy"}
    assert all(name.startswith("night_") for kind, name in symbols if kind in "TR")


@needs_gcc
def test_the_header_is_good_for_c_plus_plus(tmp_path: Path) -> None:
    write(c_files(interface_of(load_text(AWKWARD), "awkward")), tmp_path)
    command = ["gcc", "-x", "c++", "-fsyntax-only", "-pedantic", "-Wall", "-Wextra", "-Werror", "awkward.h"]
    if shutil.which("g++") is None:
        pytest.skip("no C++ compiler here")
    subprocess.run(command, cwd=tmp_path, check=True)


def test_the_same_world_gives_the_same_text() -> None:
    assert c_files(interface_of(load("milk"), "milk")) == c_files(interface_of(load("milk"), "milk"))


def test_c_refuses_to_be_inexact(tmp_path: Path) -> None:
    text = c_files(interface_of(load("milk"), "milk"))["milk.c"]
    assert re.search("#ifdef __FAST_MATH__\n#error", text)
    assert "fp-contract=off" in text


def test_a_world_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twicetold.engine.kernel.export.interface.LARGEST", 100)
    with pytest.raises(CannotCompile, match="would take"):
        interface_of(load("milk"), "milk")


def test_without_a_compiler_it_is_said_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(NoCompiler, match=r"pip install 'twicetold\[wasm\]'"):
        compiler()


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("milk", "milk"),
        ("My Street", "my_street"),
        ("größe--x", "grosse_x"),
        ("42", "world_42"),
        ("_a_", "a"),
        ("雪", "world"),
    ],
)
def test_plain_names(stem: str, name: str) -> None:
    assert plain_name(stem) == name
