"""The budget of a life: however a world is made, a life of it ends, and takes no more memory than there is.

A life that is beyond its budget has no ending of its own; it is given up, at the same tick by every engine.
The reference states the numbers (`docs/language.md`, "Limits").
"""

from __future__ import annotations

from typing import Final, Literal

Spent = Literal["steps", "kept"]
"""What there was too much of: steps, or things kept to be asked after or explained."""


class LifeTooLong(Exception):
    """A life of a world that is beyond its budget: the run of the seed, the tick at which it was given up,
    and of what there was too much."""

    def __init__(self, world: str, seed: int, run: int, tick: int, spent: Spent) -> None:
        super().__init__(world, seed, run, tick, spent)
        self.world, self.seed, self.run, self.tick, self.spent = world, seed, run, tick, spent

    def __str__(self) -> str:
        which = f"run {self.run} of seed {self.seed} of `{self.world}`"
        return f"{which} is too long: by tick {self.tick:,} it {_SAID[self.spent]}"


_SAID: Final[dict[Spent, str]] = {
    "steps": "has taken all the steps that a life may take",
    "kept": "has more events, changes and perceptions than the interpreter keeps of a life",
}
