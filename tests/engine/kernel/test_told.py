"""What an exported world says there is to be told through one mind: the events that this mind knows of, and
their texts, are those of the interpreter's record as tellings see it (`tell/minds.py`).
"""

from __future__ import annotations

import ctypes
import subprocess
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.bundled import load
from tests.generated.shares import share
from tests.sampled import sampled, slow
from twicetold.engine import Interpreter
from twicetold.engine.kernel.export import c_files, interface_of
from twicetold.engine.kernel.export.interface import Interface
from twicetold.engine.kernel.lower.focal import DID, EVENT, FELT, LINE, SAW, TEXT, looks_twice
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.record import Event, Line, Part, Turns, Who
from twicetold.lang import load_text, model
from twicetold.tell.story import Story

Named = tuple[tuple[int, int | None], ...]
"""Whom a line names, each with who stood there before the event."""

Said = tuple[str, int | None, Named]
"""A line: its mode, to whose mind it is close, whom it names."""

VALID = Path(__file__).parents[2] / "fixtures" / "valid"

Known = tuple[tuple[int, ...], tuple[Said, ...]]
"""An event that a mind knows of: construct, outcome, tick, how, whom, roles; and its text."""


class Exported:
    """A world as C, compiled, to be told."""

    def __init__(self, world: model.World, folder: Path) -> None:
        self.world = world
        self.face: Interface = interface_of(world, "told", told=True)
        for name, text in c_files(self.face).items():
            (folder / name).write_text(text, encoding="utf-8")
        flags = ("-std=c99", "-O0", "-ffp-contract=off", "-shared", "-fPIC")
        subprocess.run(["gcc", *flags, "told.c", "-o", "told.so", "-lm"], cwd=folder, check=True)
        self._code = ctypes.CDLL(str(folder / "told.so"))
        found = model.nodes(world, wordings=True)
        self._wordings = {node.number: node for node in found if isinstance(node, model.Wording)}

    def known(self, who: int, seed: int, run: int) -> Iterator[Known]:
        """What somebody knows of in a life."""
        texts: dict[int, list[Said]] = defaultdict(list)
        events: dict[int, tuple[int, ...]] = {}
        for sort, number, *values in self.records(who, seed, run):
            if sort == TEXT:
                texts[int(number)] = []
            elif sort == LINE:
                texts[int(number)].append(self._said(values))
            else:
                assert sort == EVENT
                events[int(number)] = tuple(map(int, values))
        for number, event in events.items():
            if event[0] != -1 - len(self.world.endings):  # the opening, which is no event of the record
                yield event, tuple(texts[number])

    def records(self, who: int, seed: int, run: int) -> Iterator[list[float]]:
        """All that is put down in a life that somebody is to be told: see `focal`."""
        memory = ctypes.create_string_buffer(self.face.memory)
        told, count, happened = np.empty(1 << 17), ctypes.c_int32(), ctypes.c_int32()
        self._code.told_begin(memory, ctypes.c_uint64(seed), ctypes.c_uint64(run))
        self._code.told_through(memory, who)
        ending = -1
        while ending == -1:
            room = ctypes.c_void_p(told.ctypes.data), len(told), ctypes.byref(count)
            ending = self._code.told_tick_told(memory, None, 0, ctypes.byref(happened), *room)
            assert count.value <= len(told)
            place = 0
            while place < count.value:
                length = int(told[place])
                yield told[place + 1 : place + length].tolist()
                place += length

    def _said(self, values: list[float]) -> Said:
        number, mind, *rest = values
        wording, left = self._wordings[int(number)], iter(rest)
        named = tuple(_named(wording.parts, left))
        assert not list(left), "every value has its place"
        return wording.mode, None if mind == -1 else int(mind), named


def _named(parts: Sequence[model.Part], values: Iterator[float]) -> Iterator[tuple[int, int | None]]:
    for part in parts:
        match part:
            case model.Mention():
                value = next(values)
                was = next(values) if looks_twice(part) else value
                if isinstance(part.expr.type, model.Ref) and value != -1:
                    yield int(value), None if was in (value, -1) else int(was)
            case model.Every():
                for _ in range(int(next(values))):
                    yield int(next(values)), None
            case model.Either(arms):
                place = int(next(values))
                if place >= 0:
                    yield from _named(arms[place].parts, values)
            case model.Turns(_, arms):
                for arm in arms:
                    yield from _named(arm.parts, values)


def recorded(world: model.World, who: int, seed: int, run: int) -> Iterator[Known]:
    """What somebody knows of in a life as it is recorded, but for upkeep, which is never told."""
    face = interface_of(world, "told")
    upkeep = {rule.name for rule in world.rules if rule.mode in ("each", "later", "chance")}
    life = Interpreter(world).live(seed, run)
    mind = Story(world, life).mind(who)
    for event in life.events:
        if event.name not in upkeep and mind.access(event) is not None:
            yield _known(world, face, event, who), tuple(map(_line, event.lines))


def _known(world: model.World, face: Interface, event: Event, who: int) -> tuple[int, ...]:
    channels = {channel for mind, channel in event.perceived_by if mind == who}
    how = DID if channels & {"did", "sensed"} else SAW if channels and event.sort != "ending" else FELT
    unseen = {other for mind, other in event.unseen if mind == who} if how == SAW else set()
    whom = sum(1 << place for place, role in enumerate(event.roles) if role not in unseen)
    if event.sort == "ending":
        place = [ending.name for ending in world.endings].index(event.name)
        return (-1 - place, 0, event.tick, how, whom)
    names = face.names
    return (
        names.construct[event.name], names.outcome[event.outcome], event.tick, how, whom, *event.roles
    )  # fmt: skip


def _line(line: Line) -> Said:
    return line.mode, line.mind, tuple(_who(line.parts))


def _who(parts: Sequence[Part]) -> Iterator[tuple[int, int | None]]:
    for part in parts:
        if isinstance(part, Who):
            yield part.entity, part.was
        elif isinstance(part, Turns):
            for arm in part.arms:
                yield from _who(arm)


def compared(world: model.World, folder: Path, seed: int, runs: Collection[int]) -> Counter[str]:
    """How much there was to compare, in the lives of some runs, through each of some minds."""
    layout, exported = Layout(world), Exported(world, folder)
    acting = sorted({e for action in world.actions for e in layout.possible(action.roles[0].kind)})
    many: Counter[str] = Counter()
    for who in acting[:3]:
        for run in runs:
            ours, theirs = (Counter(known) for known in (
                exported.known(who, seed, run), recorded(world, who, seed, run)
            ))  # fmt: skip
            assert ours == theirs, f"{world.entities[who].name} in run {run}"
            many += Counter(events=len(ours), lines=sum(len(text) for _, text in ours))
    return many


@pytest.mark.parametrize(
    ("name", "runs", "lines"), sampled([("milk", 8, 200), ("night_mail", 2, 2000)], 0, more=2)
)
def test_a_mind_hears_of_what_a_telling_through_it_knows(
    name: str, runs: int, lines: int, tmp_path: Path
) -> None:
    assert compared(load(name), tmp_path, 1, range(runs))["lines"] > lines


@slow
def test_a_mind_hears_of_what_it_knows_in_generated_worlds(tmp_path: Path) -> None:
    many: Counter[str] = Counter()
    for number, world in enumerate([world for _, world in share(0).taken if world.actions][:6]):
        (folder := tmp_path / str(number)).mkdir()
        many += compared(world, folder, number, range(2))
    assert many["events"] > 20


@pytest.mark.parametrize("name", ["tell_as_it_was", "tell_values", "event_seen_before_and_after"])
def test_texts_say_how_it_was_before(name: str, tmp_path: Path) -> None:
    world = load_text((VALID / f"{name}.tale").read_text(encoding="utf-8"))
    assert compared(world, tmp_path, 1, range(3))["lines"]


def test_numbers_are_put_down_as_they_were_and_as_they_are(tmp_path: Path) -> None:
    """Bea leaves the Well "with 3 coins in her hand and 2 now"."""
    world = load_text((VALID / "tell_as_it_was.tale").read_text(encoding="utf-8"))
    records = Exported(world, tmp_path).records(0, 1, 0)
    line = next(values[2:] for sort, _, *values in records if sort == LINE)
    well, bea = (next(n for n, e in enumerate(world.entities) if e.name == name) for name in ("Well", "Bea"))
    assert line == [bea, well, 3, bea, 2]
