"""Where lives part: a tree of what happens in some of them and not in others, by what it tells of the ending.

At each place of the tree stands the choice, with what came of it, that tells most of how lives end, counted
together with what would be told after it (a classification tree, Breiman and others, 1984, grown by
information gain, Quinlan 1986, one step ahead). Time runs one way: below it stands only what happens later.
What an ending itself consists of, in the tick in which lives end, parts nobody; and nothing stands there that
chance among so many things would account for (Schwarz's criterion, 1978).

A share below a branch is of lives in which it happened: not yet what it does, which `whatif` tells.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twicetold import questions
from twicetold.engine.meaning.columns import NO_ROLE, Lives
from twicetold.engine.meaning.names import Names, names
from twicetold.lang import model
from twicetold.runs.columns import join
from twicetold.runs.engines import Engine
from twicetold.runs.living import Living, Task
from twicetold.runs.passes import Pass, Progress

LEAST: Final = 0.03
"""A branch of fewer lives than this share of all is not parted again."""

AHEAD: Final = 8
"""So many of the things that tell most are looked at together with what follows them."""

ROOM: Final = 2_000_000
"""Cells of the table of lives and of what happens in them; of more things the rarest are left out."""

NEVER: Final = np.iinfo(np.int32).max

Rows = NDArray[np.int64]
Whole = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Branch:
    """Lives that went one way: how many, how many of them came to each ending, the first of their runs, and
    where they part again, if they do."""

    lives: int
    endings: tuple[int, ...]
    runs: tuple[int, ...]
    parting: Parting | None = None


@dataclass(frozen=True, slots=True)
class Parting:
    """What happens in some lives (`so`) and not in the others (`not_so`), written as a question to `given`;
    when, in the middle one of those in which it does, in seconds; and how much it tells of how they end, in
    bits a life."""

    what: str
    seconds: float
    bits: float
    so: Branch
    not_so: Branch


@dataclass(frozen=True, slots=True)
class Branching:
    """Where lives of a world part; `endings` are what the numbers of a branch stand for."""

    world: str
    hash: str
    seed: int
    n: int
    endings: tuple[str, ...]
    root: Branch

    def leaves(self) -> Iterator[tuple[tuple[str, ...], Branch]]:
        """Each branch that is not parted again, with the way to it: what happened, and `not …` what did
        not."""
        waiting: list[tuple[tuple[str, ...], Branch]] = [((), self.root)]
        while waiting:
            way, branch = waiting.pop()
            if branch.parting is None:
                yield way, branch
            else:
                what = branch.parting.what
                waiting.append(((*way, f"not {what}"), branch.parting.not_so))
                waiting.append(((*way, what), branch.parting.so))


def branches(world: model.World, asked: questions.Branches, on_progress: Progress | None = None) -> Branching:
    """Live a world many times and find where its lives part. An interrupt (Ctrl-C) ends the living, not the
    program. Raises what `runs.many` raises, and ValueError if no life was lived."""
    known = names(world)
    watching = _Watching(world, known)
    living = Living(Task(world, asked.seed, asked.jobs, Engine(asked.engine), events=True))
    Pass(asked.n, [watching.add], on_progress).live(living)
    if not watching.pieces:
        raise ValueError("no life was lived that could part from another")
    lives = join(watching.pieces)
    growing = _Growing(world, lives, watching.happening(len(lives)))
    root = growing.grown(np.arange(len(lives)), -1, asked.depth)
    return Branching(world.name, world.hash, asked.seed, len(lives), known.endings, root)


# --- what happens in lives ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Happening:
    """Of each life, the tick in which each of some things first happened, `NEVER` if it did not."""

    what: tuple[str, ...]
    first: Whole


@dataclass(frozen=True, slots=True)
class _Seen:
    """What happened in lives, of each kind the first in each life: in which life, when, and the kind, a row
    of construct, outcome and roles."""

    row: Rows
    tick: Whole
    kind: NDArray[np.int16]

    @classmethod
    def once(cls, row: Rows, tick: Whole, kind: NDArray[np.int16]) -> tuple[_Seen, list[int]]:
        """Of what happened the first of each kind in each life, kind by kind; and where each kind begins, and
        the last ends."""
        code = _numbered(kind)
        order = np.lexsort((tick, row, code))
        new = np.ones(len(order), bool)
        new[1:] = (np.diff(code[order]) != 0) | (np.diff(row[order]) != 0)
        first = order[new]
        bounds = np.searchsorted(code[first], np.arange(int(code.max(initial=-1)) + 2))
        return cls(row[first], tick[first], kind[first]), bounds.tolist()


class _Watching:
    """Looks on at many lives, and keeps no more of each than what first happened in it, and when."""

    def __init__(self, world: model.World, known: Names) -> None:
        self.world, self.known = world, known
        self.pieces: list[Lives] = []
        self._seen: list[_Seen] = []
        parting = set(_parting(world))
        self._parts = np.array([name in parting for name in known.constructs], bool)

    def add(self, lives: Lives) -> None:
        events = lives.events
        assert events is not None
        row = (events.run - lives.first).astype(np.int64)
        there = np.flatnonzero(self._parts[events.name] & (events.tick < lives.ticks[row]))
        kind = np.column_stack([events.name[there], events.outcome[there], events.roles[there]])
        seen, _ = _Seen.once(events.run[there], events.tick[there], kind)
        self._seen.append(seen)
        self.pieces.append(replace(lives, events=None))

    def happening(self, n: int) -> _Happening:
        """What may part `n` lives, each as it is and with some of its roles left open, but for
        those that are the same lives' as one that says more."""
        found: dict[bytes, tuple[str, Whole]] = {}
        for what, rows, ticks in self._patterns(n):
            first = np.full(n, NEVER, np.int32)
            first[rows] = ticks
            found.setdefault(first.tobytes(), (what, first))
        most = max(1, ROOM // max(1, n))
        kept = sorted(found.values(), key=lambda pair: -_evenness(pair[1]))[:most]
        table = np.column_stack([first for _, first in kept]) if kept else np.empty((n, 0), np.int32)
        return _Happening(tuple(what for what, _ in kept), table)

    def _patterns(self, n: int) -> Iterator[tuple[str, Rows, Whole]]:
        """What happened, of whom, in which lives and when: first all that is said of it, then less. What is
        so in few lives, or in nearly all, is left out."""
        first = self.pieces[0].first
        row = np.concatenate([seen.row for seen in self._seen]) - first
        tick = np.concatenate([seen.tick for seen in self._seen])
        kind = np.concatenate([seen.kind for seen in self._seen])
        for opened in _openings(self.known.most_roles):
            less = kind.copy()
            for role in opened:
                # A role that the event does not have stays as it is, and the kind one that was there before.
                less[:, 2 + role][less[:, 2 + role] != NO_ROLE] = _ANYONE
            seen, bounds = _Seen.once(row, tick, less)
            for begin, end in itertools.pairwise(bounds):
                if LEAST * n <= end - begin <= (1 - LEAST) * n:
                    yield self._said(seen.kind[begin].tolist()), seen.row[begin:end], seen.tick[begin:end]

    def _said(self, kind: Sequence[int]) -> str:
        name, outcome, *roles = kind
        entities = self.world.entities
        who = ["anyone" if role == _ANYONE else entities[role].name for role in roles if role != NO_ROLE]
        turned = self.known.outcomes[outcome]
        called = self.known.constructs[name] + (f"({', '.join(who)})" if who else "")
        return called + ("" if turned == "done" else f" {turned}")


_ANYONE: Final = -2


def _parting(world: model.World) -> Iterator[str]:
    """What somebody chooses to do; where nobody ever does, what chance decides. All else follows from these,
    and tells more of the ending the later it comes, but not what it came from."""
    if world.actions:
        yield from (action.name for action in world.actions)
        return
    constructs: tuple[model.Rule | model.Event, ...] = (*world.rules, *world.events)
    for construct in constructs:
        for chance in model.nodes(construct, expressions=False):
            if isinstance(chance, model.Chance):
                below = list(model.nodes(chance, expressions=False))
                yield from (node.event for node in below if isinstance(node, model.Happens))
                yield from (node.brings for node in below if isinstance(node, model.Chance) and node.brings)
                if any(isinstance(node, model.Outcome) for node in below):
                    yield construct.name


def _numbered(kinds: NDArray[np.int16]) -> Rows:
    """The number of each row among all that there are, the same for the same."""
    code, most = np.zeros(len(kinds), np.int64), 1
    for column in kinds.T.astype(np.int64):
        column = column - column.min(initial=0)
        of = int(column.max(initial=0)) + 1
        if most * of >= 1 << 62:
            code = np.unique(code, return_inverse=True)[1]
            most = int(code.max(initial=0)) + 1
        code, most = code * of + column, most * of
    return np.unique(code, return_inverse=True)[1]


def _openings(roles: int) -> list[tuple[int, ...]]:
    """Which roles are left open: none, then one, then all but one, then all."""
    each = [(role,) for role in range(roles)]
    but_one = [tuple(other for other in range(roles) if other != role) for role in range(roles)]
    return list(dict.fromkeys([(), *each, *but_one, tuple(range(roles))]))


def _evenness(first: Whole) -> int:
    """How many lives are on the smaller side of something."""
    so = int((first != NEVER).sum())
    return min(so, len(first) - so)


# --- the tree -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Growing:
    """A tree that is grown from its root."""

    world: model.World
    lives: Lives
    happening: _Happening
    _ends: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        of = int(self.lives.ending.max(initial=0)) + 1
        self._ends = np.eye(of)[self.lives.ending]

    def grown(self, rows: Rows, after: int, depth: int) -> Branch:
        """The branch of these lives, parted by what happens after a tick."""
        counts = np.bincount(self.lives.ending[rows], minlength=len(names(self.world).endings))
        runs = tuple((self.lives.first + rows[:3]).tolist())
        whole = Branch(len(rows), tuple(counts.tolist()), runs)
        if not depth or len(rows) < 2 * LEAST * len(self.lives):
            return whole
        best = self._best(rows, after, ahead=depth > 1)
        if best is None:
            return whole
        what, bits, so, not_so, tick = best
        parting = Parting(
            self.happening.what[what], self.world.seconds(tick), bits,
            self.grown(so, tick, depth - 1), self.grown(not_so, tick, depth - 1),
        )  # fmt: skip
        return Branch(whole.lives, whole.endings, whole.runs, parting)

    def _best(self, rows: Rows, after: int, *, ahead: bool) -> tuple[int, float, Rows, Rows, int] | None:
        """What tells most of the ending of these lives, alone or with what follows; the lives in which it
        happens, and those in which it does not; and when, in the middle."""
        gains = self._gains(rows, after)
        first = self.happening.first[rows]
        best, most = None, 0.0
        for what in np.argsort(-gains, kind="stable")[: AHEAD if ahead else 1].tolist():
            if not gains[what] > 0:
                break
            at = first[:, what]
            so = (at > after) & (at != NEVER)
            tick = int(np.median(at[so]))
            told = float(gains[what])
            if ahead:
                for part in (rows[so], rows[~so]):
                    told += len(part) / len(rows) * float(self._gains(part, tick).max(initial=0.0))
            if told > most:
                best, most = (what, float(gains[what]), rows[so], rows[~so], tick), told
        return best

    def _gains(self, rows: Rows, after: int) -> NDArray[np.float64]:
        """How many bits a life each thing that happens after a tick tells of how these lives end; 0 of what
        may be chance, or leaves too few on one side."""
        first = self.happening.first[rows]
        so = ((first > after) & (first != NEVER)).astype(np.float32)
        ends = self._ends[rows].astype(np.float32)
        n, with_it = len(rows), so.sum(axis=0)
        if not n or not so.shape[1]:
            return np.zeros(so.shape[1])
        among = (ends.T @ so).T.astype(np.float64)
        of_all = ends.sum(axis=0).astype(np.float64)
        bits = _entropy(of_all) - (with_it * _entropy(among) + (n - with_it) * _entropy(of_all - among)) / n
        least = LEAST * len(self.lives) / 2
        told = 2 * math.log(2) * n * bits
        owed = (np.count_nonzero(of_all) - 1) * math.log(n) + 2 * math.log(so.shape[1])
        gains: NDArray[np.float64] = np.where(
            (np.minimum(with_it, n - with_it) >= least) & (told > owed), bits, 0.0
        )
        return gains


def _entropy(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """The entropy of each row of counts, in bits (Shannon 1948)."""
    share = counts / np.maximum(counts.sum(axis=-1, keepdims=True), 1e-9)
    logs = np.log2(share, out=np.zeros_like(share), where=share > 0)
    entropy: NDArray[np.float64] = -(share * logs).sum(axis=-1)
    return entropy
