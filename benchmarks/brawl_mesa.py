"""The brawl of `twicetold/worlds/brawl.tale` as a user of Mesa 3 writes it: agents with methods, one random
stream for each model.

It has the same rules and therefore, over many lives, the same outcomes; life by life it cannot be compared,
since its draws come from a stream. Needs `pip install mesa`.

    python -m benchmarks.brawl_mesa [LIVES] [--tuned]

`Fighter` keeps each action by itself, when it can be done and the urge to it, as the world's text does.
`--tuned` takes `QuickFighter` instead, in which the loops are arranged by hand.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

from mesa import Agent, Model

TICKS = 300
CREWS = ("gannets", "ropewalk")

MEASURES = (
    "punches", "kicks", "stabs", "shoves", "taunts", "guards", "rests", "bandages", "cares", "flights",
    "knockouts", "able", "health", "grudges",
)  # fmt: skip
"""The names of what is measured, in the order of the world's text."""

Deed = Callable[["Fighter", "Fighter"], None]
Option = tuple[float, Deed, "Fighter"]


class Fighter(Agent):
    """Somebody in the taproom."""

    def __init__(self, model: Brawl, crew: str) -> None:
        super().__init__(model)
        draw = self.random.random
        self.brawl = model
        self.crew = crew
        self.state = "able"
        self.strength, self.skill, self.speed, self.care, self.nerve = draw(), draw(), draw(), draw(), draw()
        self.health, self.breath, self.fear, self.bleeding, self.guard = 100.0, 80.0, 10.0, 0.0, 0
        self.foes: list[Fighter] = []
        self.friends: list[Fighter] = []
        self.grudge: dict[Fighter, float] = {}

    def meet(self, fighters: list[Fighter]) -> None:
        """See who is who, once everybody is in."""
        self.foes = [other for other in fighters if other.crew != self.crew]
        self.friends = [other for other in fighters if other.crew == self.crew and other is not self]
        self.grudge = {foe: self.random.uniform(0, 40) for foe in self.foes}

    # --- choosing -------------------------------------------------------------------------------------------

    def act(self) -> None:
        """Do what there is the strongest urge to do."""
        if self.state == "able":
            _, deed, target = max(self.options(), key=lambda option: option[0])
            deed(self, target)

    def options(self) -> Iterator[Option]:
        """All there is to do to whom, with the urge to do it."""
        for other in self.brawl.agents:
            for deed, urge_to in URGES.items():
                urge = urge_to(self, other)
                if urge is not None:
                    yield urge, deed, other

    def can_hit(self, other: Fighter) -> bool:
        return other.crew != self.crew and other.state == "able"

    def can_help(self, other: Fighter) -> bool:
        return other.crew == self.crew and other.state != "fled"

    def urge_to_punch(self, foe: Fighter) -> float | None:
        if not self.can_hit(foe):
            return None
        urge = 60 + 0.5 * self.grudge[foe] + 12 * self.strength + 10 * (1 - foe.health / 100)
        return urge - 0.15 * self.fear - 4 * foe.guard

    def urge_to_kick(self, foe: Fighter) -> float | None:
        if self.breath < 8 or not self.can_hit(foe):
            return None
        urge = 59 + 0.5 * self.grudge[foe] + 16 * self.strength + 0.1 * (self.breath - 40)
        return urge - 0.15 * self.fear - 4 * foe.guard

    def urge_to_stab(self, foe: Fighter) -> float | None:
        if self.breath < 5 or not self.can_hit(foe):
            return None
        return 44 + 0.9 * self.grudge[foe] + 14 * self.skill - 0.25 * self.fear - 3 * foe.guard

    def urge_to_shove(self, foe: Fighter) -> float | None:
        if not self.can_hit(foe):
            return None
        return 61 + 0.3 * self.grudge[foe] + 5 * foe.guard - 0.05 * self.fear

    def urge_to_taunt(self, foe: Fighter) -> float | None:
        if not self.can_hit(foe):
            return None
        return 66 + 0.25 * self.grudge[foe] * (1 - self.fear / 100) - 0.2 * foe.fear + 6 * self.nerve

    def urge_to_put_fists_up(self, other: Fighter) -> float | None:
        if other is not self:
            return None
        return 46 + 0.18 * self.fear + 14 * (1 - self.health / 100) - 9 * self.guard

    def urge_to_rest(self, other: Fighter) -> float | None:
        return 50 + 0.6 * (60 - self.breath) if other is self else None

    def urge_to_bandage(self, friend: Fighter) -> float | None:
        if not self.can_help(friend) or friend.bleeding <= 0.05:
            return None
        return (50 if friend is self else 46) + 9 * friend.bleeding + 10 * self.care

    def urge_to_tend(self, friend: Fighter) -> float | None:
        if not self.can_help(friend) or friend.health >= 70:
            return None
        return 42 + 0.3 * (70 - friend.health) + 14 * self.care

    def urge_to_flee(self, other: Fighter) -> float | None:
        if other is not self:
            return None
        return 25 + 0.4 * self.fear + 40 * (1 - self.health / 100) - 20 * self.nerve

    # --- doing ----------------------------------------------------------------------------------------------

    def chance(self, odds: float) -> bool:
        return self.random.random() < odds

    def edge(self, foe: Fighter) -> float:
        return 0.3 * (self.skill - foe.speed)

    def against_guard(self, foe: Fighter) -> float:
        return self.edge(foe) - (0.15 if foe.guard > 0 else 0)

    def punch(self, foe: Fighter) -> None:
        if self.chance(0.55 + self.against_guard(foe)):
            self.count("punches")
            self.hurt(foe, 1.5 + 3 * self.strength, 0)

    def kick(self, foe: Fighter) -> None:
        self.breath -= 8
        if self.chance(0.45 + self.against_guard(foe)):
            self.count("kicks")
            self.hurt(foe, 2 + 4 * self.strength, 0.1)

    def stab(self, foe: Fighter) -> None:
        self.breath -= 5
        if self.chance(0.35 + self.against_guard(foe)):
            self.count("stabs")
            self.hurt(foe, 2 + 3 * self.skill, 0.5)

    def shove(self, foe: Fighter) -> None:
        if self.chance(0.7 + self.edge(foe)):
            self.count("shoves")
            foe.guard = 0
            foe.breath = max(0, foe.breath - 10)
            foe.resent(self, 2)

    def taunt(self, foe: Fighter) -> None:
        if self.chance(0.6):
            self.count("taunts")
            foe.fear = min(100, foe.fear + 8)
            foe.resent(self, 4)

    def put_fists_up(self, _: Fighter) -> None:
        self.count("guards")
        self.guard = 3

    def rest(self, _: Fighter) -> None:
        self.count("rests")
        self.breath = min(100, self.breath + 15)

    def bandage(self, friend: Fighter) -> None:
        if self.chance(0.5 + 0.4 * self.care):
            self.count("bandages")
            friend.bleeding *= 0.3

    def tend(self, friend: Fighter) -> None:
        if self.chance(0.4 + 0.4 * self.care):
            self.count("cares")
            friend.health = min(100, friend.health + 6)

    def flee(self, _: Fighter) -> None:
        if self.chance(0.3 + 0.5 * self.speed):
            self.count("flights")
            self.state = "fled"

    def hurt(self, foe: Fighter, force: float, bleeding: float) -> None:
        foe.health = max(0, foe.health - force * self.random.uniform(0.5, 1.5))
        foe.bleeding += bleeding
        foe.fear = min(100, foe.fear + 3)
        foe.resent(self, 6)
        for mate in foe.friends:
            if mate.state == "able" and self.chance(0.7):
                mate.resent(self, 2)
        if foe.health <= 0:
            foe.fall()

    def resent(self, whom: Fighter, much: float) -> None:
        self.grudge[whom] = min(100, self.grudge[whom] + much)

    def fall(self) -> None:
        self.state = "down"
        self.count("knockouts")

    def count(self, what: str) -> None:
        self.brawl.tally[what] += 1

    # --- what a second does ---------------------------------------------------------------------------------

    def endure(self) -> None:
        """Bleed, mend, calm down, come to."""
        if self.bleeding > 0:
            self.health = max(0, self.health - 0.5 * self.bleeding)
            self.bleeding *= 0.94
            if self.bleeding < 0.05:
                self.bleeding = 0
        if self.state == "able" and self.health <= 0:
            self.fall()
        if self.bleeding == 0:
            self.health = min(100, self.health + (3 if self.state == "down" else 0.4))
        self.breath = min(100, self.breath + 2)
        self.fear *= 0.97
        self.guard = max(0, self.guard - 1)
        for foe in self.grudge:
            self.grudge[foe] *= 0.99
        if self.state == "down" and self.health >= 25 and self.chance(0.25):
            self.state = "able"
        elif self.state == "fled" and self.chance(0.06):
            self.state, self.fear = "able", 20


URGES: dict[Deed, Callable[[Fighter, Fighter], float | None]] = {
    Fighter.punch: Fighter.urge_to_punch,
    Fighter.kick: Fighter.urge_to_kick,
    Fighter.stab: Fighter.urge_to_stab,
    Fighter.shove: Fighter.urge_to_shove,
    Fighter.taunt: Fighter.urge_to_taunt,
    Fighter.put_fists_up: Fighter.urge_to_put_fists_up,
    Fighter.rest: Fighter.urge_to_rest,
    Fighter.bandage: Fighter.urge_to_bandage,
    Fighter.tend: Fighter.urge_to_tend,
    Fighter.flee: Fighter.urge_to_flee,
}
"""All there is to do, and the urge to do it to somebody, None where it cannot be done."""


class QuickFighter(Fighter):
    """The same, tuned by hand: asks only whom an action can concern, and once what several actions need."""

    def options(self) -> Iterator[Option]:
        """All there is to do to whom, with the urge to do it."""
        for foe in self.foes:
            if foe.state == "able":
                yield from self.against(foe)
        lost = 1 - self.health / 100
        yield 46 + 0.18 * self.fear + 14 * lost - 9 * self.guard, Fighter.put_fists_up, self
        yield 50 + 0.6 * (60 - self.breath), Fighter.rest, self
        for friend in self.friends:
            if friend.state != "fled":
                yield from self.care_for(friend)
        yield from self.care_for(self)
        yield 25 + 0.4 * self.fear + 40 * lost - 20 * self.nerve, Fighter.flee, self

    def against(self, foe: Fighter) -> Iterator[Option]:
        """What could be done to an enemy."""
        grudge, fear, guard = self.grudge[foe], self.fear, foe.guard
        urge = 60 + 0.5 * grudge + 12 * self.strength + 10 * (1 - foe.health / 100) - 0.15 * fear - 4 * guard
        yield urge, Fighter.punch, foe
        if self.breath >= 8:
            winded = 0.1 * (self.breath - 40)
            yield 59 + 0.5 * grudge + 16 * self.strength + winded - 0.15 * fear - 4 * guard, Fighter.kick, foe
        if self.breath >= 5:
            yield 44 + 0.9 * grudge + 14 * self.skill - 0.25 * fear - 3 * guard, Fighter.stab, foe
        yield 61 + 0.3 * grudge + 5 * guard - 0.05 * fear, Fighter.shove, foe
        yield 66 + 0.25 * grudge * (1 - fear / 100) - 0.2 * foe.fear + 6 * self.nerve, Fighter.taunt, foe

    def care_for(self, friend: Fighter) -> Iterator[Option]:
        """What could be done for one's own, or for oneself."""
        if friend.bleeding > 0.05:
            base = 50 if friend is self else 46
            yield base + 9 * friend.bleeding + 10 * self.care, Fighter.bandage, friend
        if friend.health < 70:
            yield 42 + 0.3 * (70 - friend.health) + 14 * self.care, Fighter.tend, friend


class Brawl(Model):
    """Thirteen people, five minutes."""

    def __init__(self, seed: int, people: type[Fighter] = Fighter) -> None:
        super().__init__(seed=seed)
        self.tally = Counter(dict.fromkeys(MEASURES, 0))
        self.fighters = [people(self, CREWS[place % 2]) for place in range(13)]
        for fighter in self.fighters:
            fighter.meet(self.fighters)

    def step(self) -> None:
        self.agents.do("endure")
        self.agents.do("act")

    def measures(self) -> list[float]:
        """What is measured at the end, in the order of `MEASURES`."""
        self.tally["able"] = sum(fighter.state == "able" for fighter in self.fighters)
        last = {
            "health": sum(fighter.health for fighter in self.fighters) / len(self.fighters),
            "grudges": sum(sum(fighter.grudge.values()) for fighter in self.fighters),
        }
        return [float(last.get(name, self.tally[name])) for name in MEASURES]


def live(seed: int, people: type[Fighter] = Fighter) -> list[float]:
    """A whole brawl, and what is measured of it."""
    brawl = Brawl(seed, people)
    for _ in range(TICKS):
        brawl.step()
    return brawl.measures()


def main() -> None:
    """Live some brawls; print lives per second of CPU, and the means."""
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    lives = numbers[0] if numbers else 30
    people = QuickFighter if "--tuned" in sys.argv else Fighter
    began = time.process_time()
    rows = [live(seed, people) for seed in range(lives)]
    print(f"lives_per_cpu_second {lives / (time.process_time() - began):.2f}")
    for name, column in zip(MEASURES, zip(*rows, strict=True), strict=True):
        print(f"{name} {sum(column) / lives:.3f}")


if __name__ == "__main__":
    main()
