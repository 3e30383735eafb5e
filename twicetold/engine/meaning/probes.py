"""Probes: the places of a world that a life may come to, numbered. What coverage counts is counted by probe.

| of | what | is counted whenever |
|---|---|---|
| a sense | `reached` | it holds for a binding, at the beginning of a tick |
| | `told` | it has changed a mind and is an event (loud senses only) |
| a rule | `reached` | its body is lived for a binding |
| an action | `open` | a free actor could choose it for a binding: all its needs hold, as the actor believes |
| | `chosen` | the actor does choose it |
| | `failed`, `interrupted` | the attempt fails on the truth; it is broken off |
| | `reached` | it comes to its end and its effects happen |
| an event | `reached` | it happens |
| an ending | `reached` | a life ends so |
| a condition | `yes`, `no` | it is asked and holds, or does not |
| an `if`, `chance`, `pick`, `born` | `yes`, `no` | the one block is lived, or the other |
| a `for` | `reached` | its block is lived |
| a wording | `reached` | an event has come about of which it could be told |

Conditions are the parts of `needs`, `where`, `when` and `interrupted when`, and those of an ending. They are
asked in order: those that speak of fewer roles first, then as they are written, each only where all before it
held; so that of a binding at most one says no. What a sense says of who notices an event (`seen by sight of
p`) is not counted: a kernel does not ask it where nobody could tell.

A wording could be told if the event has come to its end with this text (the last `tell` that was reached, or
else the construct's own) and the wording's condition held when the text was reached. Which of them is told is
for the telling to choose. The rules that hold each tick are never told, so the texts in them are no probes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from twicetold.lang import model

What = Literal["reached", "told", "open", "chosen", "failed", "interrupted", "yes", "no"]

Decision = model.If | model.Chance | model.Pick | model.Born
"""An effect that lives one of two blocks."""

Owner = model.Construct | model.Ending

conditions = model.conditions


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """What is counted of a node of the model, and the construct or ending it belongs to."""

    what: What
    node: model.Numbered
    owner: Owner


class Probes:
    """The probes of one world, in order of declaration. Two nodes that read alike are two: they are told
    apart by their numbers, not by what they say."""

    def __init__(self, world: model.World) -> None:
        self.world = world
        self.all: tuple[Probe, ...] = tuple(_probes(world))
        self._within = {node.number for node in model.nodes(world.within) if isinstance(node, model.Numbered)}
        self._numbers = {(probe.node.number, probe.what): n for n, probe in enumerate(self.all)}

    def __len__(self) -> int:
        return len(self.all)

    def __contains__(self, node: model.Numbered) -> bool:
        """Whether it is counted how often a node is reached."""
        return (node.number, "reached") in self._numbers

    def counts(self, node: model.Numbered) -> bool:
        """Whether a node is counted at all: it stands in the text, and is not what minds take others to
        sense."""
        return node.number not in self._within

    def number(self, node: model.Numbered, what: What = "reached") -> int:
        """The number of a probe. Raises KeyError if the node is not counted so."""
        return self._numbers[node.number, what]


def tells(construct: model.Construct) -> tuple[model.Tell, ...]:
    """Each `tell` of a construct's effects, in order of the text. Upkeep is never told."""
    if isinstance(construct, model.Rule) and construct.mode == "each":
        return ()
    return tuple(node for node in model.nodes(construct.body) if isinstance(node, model.Tell))


def own_text(construct: model.Construct) -> tuple[model.Wording, ...]:
    """The text of an event of a construct in which no `tell` was reached; empty if it has none."""
    return () if isinstance(construct, model.Rule) else construct.wordings


def _probes(world: model.World) -> Iterator[Probe]:
    constructs: Sequence[model.Construct] = (*world.senses, *world.rules, *world.actions, *world.events)
    for construct in constructs:
        yield from _of_construct(construct)
    for ending in world.endings:
        yield Probe("reached", ending, ending)
        yield from _asked(ending, conditions(ending))


def _of_construct(construct: model.Construct) -> Iterator[Probe]:
    match construct:
        case model.Action():
            for what in ("open", "chosen", "failed", "interrupted", "reached"):
                yield Probe(what, construct, construct)
            yield from _asked(construct, conditions(construct))
            yield from _asked(construct, construct.interrupted)
        case model.Sense():
            yield Probe("reached", construct, construct)
            if construct.loud:
                yield Probe("told", construct, construct)
            yield from _asked(construct, conditions(construct))
        case _:
            yield Probe("reached", construct, construct)
            yield from _asked(construct, conditions(construct))
    asked = construct.asked if isinstance(construct, model.Action) else ()
    for node in model.nodes((*asked, *construct.body)):
        if isinstance(node, Decision):
            yield Probe("yes", node, construct)
            yield Probe("no", node, construct)
        elif isinstance(node, model.ForEach):
            yield Probe("reached", node, construct)
    texts = (*(tell.wordings for tell in tells(construct)), own_text(construct))
    for wordings in texts:
        yield from (Probe("reached", wording, construct) for wording in wordings)


def _asked(owner: Owner, parts: Iterable[model.Condition]) -> Iterator[Probe]:
    for part in parts:
        yield Probe("yes", part, owner)
        yield Probe("no", part, owner)
