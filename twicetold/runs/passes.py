"""A pass over many lives: lived once, handed piece by piece to whatever adds them up, and forgotten.

What is asked differs only in what is added up; how far it is, where it may stop and what Ctrl-C means are the
same for all questions, and here.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import Any

from twicetold.engine.meaning.columns import Lives
from twicetold.runs.columns import cut
from twicetold.runs.living import Living

Progress = Callable[[int, int], None]
"""Is told how many lives have been lived, counted from the first without a gap, and of how many."""

Accumulator = Callable[..., object]
"""Is given the pieces in the order of their runs: the lives of one world, or of each world the same runs."""


@dataclass(slots=True)
class Pass:
    """A pass of `n` lives, which are given to each of the `accumulators` in turn.

    Pieces are cut where there is a look, after one of `looks` lives; if all is `enough` then, the pass stops.
    `expected` says of how many lives progress is told, if not of `n`. An interrupt (Ctrl-C) ends the pass,
    not the program, unless it `must_be_whole`. `done` is how many lives have been added up.
    """

    n: int
    accumulators: Sequence[Accumulator]
    on_progress: Progress | None = None
    looks: Sequence[int] = ()
    enough: Callable[[], bool] | None = None
    expected: Callable[[], int] | None = None
    must_be_whole: bool = False
    done: int = 0

    def live(self, *livings: Living, ranges: Sequence[range] | None = None) -> int:
        """Live these runs, or the first `n`, of one world or of several side by side. Returns how many were
        added up. Raises what `Living.live` raises."""
        planned = [range(self.n)] if ranges is None else ranges
        with self._until_interrupted(), ExitStack() as stack:
            streams = [stack.enter_context(closing(living.live(planned))) for living in livings]
            self.take(_side_by_side(streams))
        return self.done

    def over(self, pieces: Iterable[tuple[Any, ...]]) -> int:
        """Add these pieces up, or those that come before an interrupt. Returns how many lives that is."""
        with self._until_interrupted():
            self.take(pieces)
        return self.done

    def take(self, pieces: Iterable[tuple[Any, ...]]) -> None:
        """Add these pieces up, or as many of them as it takes; what is in a piece has a length, and is lives
        if there are looks. An interrupt is for whoever asks."""
        if self.done and self._is_enough():
            return
        for piece in pieces:
            for part in self._at_looks(piece):
                for add in self.accumulators:
                    add(*part)
                self.count(len(part[0]))
                if self._is_enough():
                    return

    def count(self, more: int) -> None:
        """So many lives more have been added up."""
        self.done += more
        if self.on_progress is not None:
            self.on_progress(self.done, self.n if self.expected is None else self.expected())

    @contextmanager
    def _until_interrupted(self) -> Iterator[None]:
        try:
            yield
        except KeyboardInterrupt:
            if self.must_be_whole:
                raise

    def _at_looks(self, piece: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        """The piece, cut where there is a look."""
        border = next((look for look in self.looks if look > self.done), None)
        while border is not None and self.done + len(piece[0]) > border:
            middle = piece[0].first + border - self.done
            yield tuple(_within(lives, lives.first, middle) for lives in piece)
            piece = tuple(_within(lives, middle, lives.first + len(lives)) for lives in piece)
            border = next((look for look in self.looks if look > self.done), None)
        yield piece

    def _is_enough(self) -> bool:
        """Whether there is a look now, and it shows that enough is known."""
        return self.enough is not None and self.done in self.looks and self.enough()


def _side_by_side(streams: Sequence[Generator[Lives]]) -> Iterator[tuple[Lives, ...]]:
    """What the streams give, in pieces of the same runs."""
    heads: list[Lives | None] = [None] * len(streams)
    while True:
        for place, head in enumerate(heads):
            if head is None:
                heads[place] = next(streams[place], None)
        whole = [head for head in heads if head is not None]
        if len(whole) < len(streams):
            return
        first = whole[0].first
        ends = [lives.first + len(lives) for lives in whole]
        end = min(ends)
        yield tuple(_within(lives, first, end) for lives in whole)
        heads = [
            _within(lives, end, last) if last > end else None for lives, last in zip(whole, ends, strict=True)
        ]


def _within(lives: Lives, begin: int, end: int) -> Lives:
    """The lives of these runs: as they are if these are all, with their counts."""
    return lives if (begin, end) == (lives.first, lives.first + len(lives)) else cut(lives, begin, end)
