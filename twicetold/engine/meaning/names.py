"""Names: what the numbers in columns and digests stand for, of one world."""

from __future__ import annotations

from dataclasses import dataclass, field

from twicetold.lang import model

UNENDED = "unended"
"""The ending of a life that no ending of its world claims."""


NOT_DONE = ("failed", "interrupted", model.DECLINED)
"""The outcomes of attempts that did not come off; a pattern means them only if it names them."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers in columns and digests stand for, of one world."""

    endings: tuple[str, ...]
    """The declared endings, then `UNENDED`."""
    measures: tuple[str, ...]
    constructs: tuple[str, ...]
    """Senses, rules, actions, events, each in order of declaration."""
    outcomes: tuple[str, ...]
    """`done`, `failed`, `interrupted`, then those the world names, in order of the text."""
    most_roles: int
    """How many roles the event with the most of them has."""
    upkeep: frozenset[str]
    """The rules that hold each tick: their events are not kept in columns."""
    construct: dict[str, int] = field(compare=False, repr=False)
    outcome: dict[str, int] = field(compare=False, repr=False)


def names(world: model.World) -> Names:
    """The names of a world's endings, measures, constructs and outcomes, numbered."""
    happening: tuple[model.Construct, ...] = (*world.senses, *world.rules, *world.actions, *world.events)
    constructs = tuple(construct.name for construct in happening)
    labels = (node.label for node in model.nodes(happening) if isinstance(node, model.Outcome))
    outcomes = tuple(dict.fromkeys(["done", "failed", "interrupted", *labels]))
    return Names(
        endings=(*(ending.name for ending in world.endings), UNENDED),
        measures=tuple(measure.name for measure in world.measures),
        constructs=constructs,
        outcomes=outcomes,
        most_roles=max((len(construct.roles) for construct in happening), default=0),
        upkeep=frozenset(rule.name for rule in world.rules if rule.is_upkeep),
        construct={name: place for place, name in enumerate(constructs)},
        outcome={name: place for place, name in enumerate(outcomes)},
    )
