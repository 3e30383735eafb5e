"""Lives to tell: a small story whose course is laid down, and lives of the bundled worlds."""

from __future__ import annotations

from functools import cache

from tests import recorded
from twicetold.engine import Interpreter
from twicetold.lang import load_text, model
from twicetold.tell import Plan, Story, planned

WATCH = """
world "The night watch"
  tick 10 seconds
  lasts 10 minutes

kind Place
kind Person
  he
  at     Place
  alive  yes/no = yes  believed

Hall, Yard, Tower are Place
Ann is Person: she, at Hall
Bob is Person: at Hall
Cid is Person: at Yard
Lamp is Place

sense sight (p: Person, other: Person)
  when p.at is other.at
  shows other.alive

event wake (p: Person)
  felt by p
  tell "[p] [wake]."
    thinks p "Too early."

event go (p: Person, to: Place)
  then p.at = to
  seen after by sight of p, felt by p
  tell "[p] [go] to [to]."

event trip (p: Person, by: Person)
  seen by sight of p, felt by p
  tell "[by] [trip] [p]."
    as witness "[p] [fall] over the foot of [by]."

event bark (p: Person)
  heard by q: Person
  tell "Somewhere a dog [bark] at [p]."

rule a at 10 seconds
  happens wake(Ann)
rule b at 1 minute
  happens wake(Bob)
rule c at 2 minutes
  happens go(Ann, Yard)
rule d at 3 minutes
  happens bark(Bob)
rule e at 4 minutes
  happens trip(Bob, Cid)
rule f at 5 minutes
  happens go(Cid, Tower)
rule g at 6 minutes
  happens bark(Bob)
rule h at 7 minutes
  happens go(Bob, Tower)
"""
"""Ann and Bob begin in the hall, Cid in the yard; Bob is tripped by a Cid whom he cannot see."""


def watch(telling: str = "") -> Story:
    """The night watch, with a telling of its own."""
    return story(load_text(WATCH + telling))


def story(world: model.World, run: int = 0) -> Story:
    """A life of a world."""
    return Story(world, Interpreter(world).live(1, run))


@cache
def bundled(name: str, run: int) -> Story:
    """A life of a bundled world."""
    return Story(recorded.world(name), recorded.life(name, run))


def told(telling: str) -> list[str]:
    """What a telling of the night watch tells, section by section: `A: wake(Ann) go(Ann, Yard)`; a look back
    stands behind `<`, one ahead behind `>`, what is told in summary in brackets."""
    lives = watch(telling)
    return shown(lives, planned(lives, lives.world.tellings[0]))


def shown(lives: Story, plan: Plan) -> list[str]:
    """A plan in short."""
    signs = {"now": "", "back": "<", "ahead": ">"}
    return [
        f"{part.name}: "
        + " ".join(signs[n.time] + short(lives, n.event.name, n.event.roles) for n in part.nodes)
        for part in plan.parts
    ]


def short(lives: Story, name: str, roles: tuple[int, ...]) -> str:
    """An event in short: `go(Ann, Yard)`."""
    return f"{name}({', '.join(lives.world.entities[role].name for role in roles)})"
