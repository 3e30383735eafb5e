"""What it costs to play: a fork against living again, a choice, and the words for a moment.

    python -m benchmarks.play [WORLD NAME] [--rounds N]

A life is played as whoever is played would choose, up to three quarters of its turns. From there it is
forked, which is to copy the kernel's memory; lived again by the same choices, by the kernel and by the
interpreter; and gone on with. Then each moment of it is put into words, as it is read while one plays. All in
CPU seconds of this process.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from benchmarks.timing import Rate, Turn, clocked, race, rate, ratio
from twicetold.engine import Option
from twicetold.lang import load
from twicetold.play import Session, Stage, begin
from twicetold.play.line import Line
from twicetold.play.shown import moment


def middle(first: Session) -> Session:
    """A life at three quarters of its turns."""
    whole = first.live_on()
    return whole.undo(len(whole.choices) // 4)


def by_kernel(session: Session) -> None:
    """Live up to a session again, by going on from turn to turn with what was chosen."""
    playing = session.stage.playing
    at = playing.begin(session.seed, session.run, session.players)
    for choice in session.choices:
        at = playing.take(at, None if choice.taken is None else Option(*choice.taken, 0.0))


def by_interpreter(session: Session) -> None:
    """Live up to a session again, recorded, as whoever reads it needs it."""
    line = Line(session.stage.interpreter, session.seed, session.run, session.players)
    with line.at([choice.taken for choice in session.choices]):
        pass


def again(times: int, once: Callable[[], object]) -> Callable[[int], Turn]:
    """A contestant that does something so many times a turn."""

    def live(first: int, count: int) -> None:
        for _ in range(count):
            once()

    return clocked(live, times)


def lines(world: str, name: str, rounds: int) -> Iterator[str]:
    """What is said of a world, line by line."""
    stage = Stage(load(world))
    first = begin(stage, [name])
    session = middle(first)
    yield (
        f"{stage.world.name}, {name}: {stage.playing.size:,} bytes of memory a life, "
        f"{len(session.choices)} choices to {stage.world.clock(session.seconds)}"
    )
    rates = race(
        {
            "fork": again(10_000, session.moment.block.copy),
            "choose": again(500, session.wait),
            "options": again(500, lambda: stage.playing.turn(session.moment)),
            "kernel": again(3, lambda: by_kernel(session)),
            "interpreter": again(1, lambda: by_interpreter(session)),
        },
        rounds,
    )
    said = {
        "fork": "a fork",
        "choose": "a choice, and on to the next turn",
        "options": "to list what can be done",
        "kernel": "to live again by the kernel",
        "interpreter": "to live again by the interpreter",
    }
    for which, what in said.items():
        yield f"  {what:<36}{_each(rate(rates[which]))}"
    for which in ("kernel", "interpreter"):
        yield f"  a fork against the {which:<17}{ratio(rates['fork'], rates[which])} times as fast"
    words = race({"words": again(1, lambda: read(session))}, rounds)["words"]
    turns = len(session.choices) + 1
    yield f"  {'the words for a moment':<36}{_each(rate([each * turns for each in words]))}"


def read(session: Session) -> None:
    """Read every moment of a life, as one who plays it does."""
    line = Line(session.stage.interpreter, session.seed, session.run, session.players)
    for at in reversed(list(session.path)):
        fresh = Session(at.stage, at.seed, at.run, at.players, at.choices, at.moment, at.before, line)
        moment(fresh, fresh.perceived)


def _each(found: Rate) -> str:
    return f"{_short(1 / found.median):>10} ({_short(1 / found.highest)} to {_short(1 / found.lowest)})"


def _short(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:,.3g} {unit}"
    return f"{seconds / 1e-6:,.3g} µs"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What it costs to play")
    parser.add_argument("world", nargs="?", default="hale_yard")
    parser.add_argument("name", nargs="?", default="Stiles")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    for line in lines(asked.world, asked.name, asked.rounds):
        print(line, flush=True)


if __name__ == "__main__":
    main()
