"""Find choices that lead to each ending of a world, with the same luck, and keep them as scripts of play.

    python examples/playthroughs.py hale_yard Stiles --into plays

Lives of a run are played at random: mostly as whoever is played would choose, now and then otherwise. Of
those that end in the same way the one is kept in which least was chosen otherwise.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

from twicetold.lang import load
from twicetold.play import Session, Stage, begin
from twicetold.play.script import written


def played(session: Session, luck: random.Random) -> Session:
    """A life that is played to its end, in which something else is chosen now and then."""
    daring = luck.choice([0.02, 0.1, 0.3, 0.8])
    while not session.over:
        if luck.random() > daring:
            session = session.go_on()
            continue
        place = luck.randrange(-1, len(session.options))
        session = session.wait() if place == -1 else session.choose(place)
    return session


def found(stage: Stage, player: str, seed: int, run: int, lives: int) -> dict[str, Session]:
    """For each ending that was come to, the life that comes to it with the fewest choices of one's own."""
    luck = random.Random(run)
    first = begin(stage, [player], seed, run)
    best: dict[str, Session] = {}
    for _ in range(lives):
        session = played(first, luck)
        ending = session.ending or ""
        if ending not in best or own(session) < own(best[ending]):
            best[ending] = session
    return best


def own(session: Session) -> int:
    """How much was chosen that would not have been."""
    return len(session.course)


def main() -> None:
    """Look through some runs for the one that can end in most ways, and write its scripts."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("world")
    asked.add_argument("player")
    asked.add_argument("--into", type=Path, default=Path("plays"))
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--run", type=int, default=0, help="the first run to look through")
    asked.add_argument("--runs", type=int, default=10)
    asked.add_argument("--lives", type=int, default=300)
    said = asked.parse_args()
    stage = Stage(load(said.world))
    most: dict[str, Session] = {}
    for run in range(said.run, said.run + said.runs):
        best = found(stage, said.player, said.seed, run, said.lives)
        print(f"run {run}: {', '.join(sorted(best))}", flush=True)
        if len(best) > len(most):
            most = best
    said.into.mkdir(parents=True, exist_ok=True)
    for ending, session in most.items():
        file = said.into / f"{re.sub(r'[^a-z]+', '_', ending.lower()).strip('_')}.play"
        file.write_text(written(session, said.world), encoding="utf-8")
        print(f"{file}: {own(session)} choices of one's own")


if __name__ == "__main__":
    main()
