"""From a world to a batch: lives are lived, counted a block at a time, and forgotten.

The same goes for lives that are kept on disk (`recording`): what is done with each piece is a matter of who
watches, the counting is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from twicetold import questions
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import names
from twicetold.lang import model
from twicetold.runs.batch import Batch
from twicetold.runs.columns import join
from twicetold.runs.engines import Engine
from twicetold.runs.intervals import LOOKS, Sequence
from twicetold.runs.living import Living, Task
from twicetold.runs.numbers import whole
from twicetold.runs.passes import Pass
from twicetold.runs.passes import Progress as Progress
from twicetold.runs.tally import Tally

BLOCK = 4096
"""How many lives are counted together."""


def many(
    world: model.World,
    asked: questions.Many,
    on_progress: Progress | None = None,
    *,
    on_lives: Callable[[Lives], None] | None = None,
    first: int = 0,
) -> Batch:
    """Live the runs `first` to `first + n - 1` of a world, with `jobs` processes or threads (default: one per
    core, but what is done within a second is lived here).

    With `until`, stop as soon as every ending's share is known to plus or minus that, looking only after as
    many lives as `intervals.LOOKS` says; `n` is then the most that are lived. `on_lives` is given each piece
    of the lives that are counted.

    An interrupt (Ctrl-C) ends the living, not the program: the batch then has the runs lived until then,
    without a gap.

    Raises TypeError if `n` is no whole number, ValueError if it is negative, `jobs` less than 1 or `until`
    not positive, `workers.WorkerError` if a process dies, `engines.NoKernel` if the kernel is asked for and
    cannot live the world.
    """
    n = most(asked)
    if whole(n, "number of lives") < 0:
        raise ValueError(f"the number of lives must not be negative, but is {n}")
    living = Living(Task(world, asked.seed, asked.jobs, Engine(asked.engine)))
    counting = Counting(Tally.of_names(names(world)), n, asked.until, on_progress, on_lives, first)
    counting.live(living)
    return Batch(world.name, world.hash, asked.seed, counting.whole(), n, asked.until, living.note)


def most(asked: questions.Many | questions.WhatIf) -> int:
    """How many lives, or pairs of them, there are at most: as many as it takes if it is said how exactly
    something is to be known, and nothing of their number."""
    if asked.n is not None:
        return asked.n
    if asked.until is not None:
        return LOOKS[-1]
    return questions.LIVES if isinstance(asked, questions.Many) else questions.PAIRS


@dataclass(slots=True)
class Counting:
    """Lives being counted, up to `n` of them or until every share is known to plus or minus `until`.

    `on_lives` is given each piece that is counted; of one that goes beyond the look at which all is known,
    only the part before it. `first` is the first run of all.
    """

    tally: Tally
    n: int
    until: float | None = None
    on_progress: Progress | None = None
    on_lives: Callable[[Lives], None] | None = None
    first: int = 0
    _open: list[Lives] = field(default_factory=list)
    _pass: Pass = field(init=False)

    def __post_init__(self) -> None:
        if self.until is not None and not self.until > 0:
            raise ValueError(
                f"how exactly shares are to be known must be greater than 0, but is {self.until}"
            )
        self._pass = Pass(
            self.n,
            [self._put, *([] if self.on_lives is None else [self.on_lives])],
            self.on_progress,
            looks=LOOKS if self.until else (),
            enough=self._known,
            expected=self._expected,
            done=self.tally.n,
        )

    @property
    def done(self) -> int:
        """How many lives are counted."""
        return self._pass.done

    def known(self, lives: Lives) -> None:
        """Count lives that were lived before, in order of their runs; they were looked at then."""
        self.tally = self.tally.add(lives)
        reach = lives.first + len(lives) - self.first
        self._pass.looks = [look for look in self._pass.looks if look >= reach]
        self._pass.count(len(lives))

    def live(self, living: Living) -> None:
        """Live the lives and count them, or those that come before an interrupt."""
        self._pass.live(living, ranges=[range(self.first, self.first + self.n)])

    def count(self, pieces: Iterable[Lives]) -> None:
        """Count these pieces, or as many of them as it takes. An interrupt is for whoever asks."""
        self._pass.take((piece,) for piece in pieces)

    def whole(self) -> Tally:
        """The tally of all that was counted."""
        if self._open:
            lives, self._open = join(self._open), []
            self.tally = self.tally.add(lives)
        return self.tally

    def _put(self, lives: Lives) -> None:
        if self._open and self._open[-1].first + len(self._open[-1]) != lives.first:
            self.whole()  # a gap: what lies between was counted before
        self._open.append(lives)
        if self.done + len(lives) - self.tally.n >= BLOCK:
            self.whole()

    def _known(self) -> bool:
        """Whether every share is known well enough."""
        assert self.until is not None  # else there is no look
        tally = self.whole()
        return Sequence(len(tally.endings)).narrow(tally.counts, tally.n, self.until)

    def _expected(self) -> int:
        """How many lives there will be, as far as one can tell: widths fall with the root of the number."""
        tally = self.tally
        if self.until is None or not tally.n:
            return self.n
        sequence = Sequence(len(tally.endings))
        widest = max(
            max(count / tally.n - low, high - count / tally.n)
            for count in tally.counts
            for low, high in [sequence.interval(count, tally.n)]
        )
        needed = max(self.done, tally.n * (widest / self.until) ** 2)
        return min(self.n, next((look for look in self._pass.looks if look >= needed), self.n))
