"""Who has what: sets of entities, and where in an array each of them has its place."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.engine.kernel.program import FALSE, Array, Choose, Expr, Load, both, int_


@dataclass(frozen=True, slots=True)
class Domain:
    """Entities in order of declaration; each one's place is how many come before it.

    Where they are numbered without a gap, the place is a difference; else there are two tables.
    """

    entities: tuple[int, ...]
    members: frozenset[int]
    to_place: Array | None = None
    to_entity: Array | None = None

    def __len__(self) -> int:
        return len(self.entities)

    def place(self, entity: Expr) -> Expr:
        """The place of an entity that is among them."""
        if self.to_place is not None:
            return Load(self.to_place, entity + 1)
        return entity - self.entities[0] if self.entities and self.entities[0] else entity

    def contains(self, entity: Expr) -> Expr:
        """Whether an entity, or none (-1), is among them."""
        if self.to_place is not None:
            return Load(self.to_place, entity + 1) >= 0
        if not self.entities:
            return FALSE
        return both(entity >= self.entities[0], entity <= self.entities[-1])

    def place_or_none(self, entity: Expr) -> Expr:
        """Its place plus 1; 0 for none. An entity must be among them."""
        if self.to_place is not None:
            return Load(self.to_place, entity + 1) + 1
        return Choose(entity >= 0, self.place(entity) + 1, int_(0))

    def entity(self, place: Expr) -> Expr:
        """The entity that has a place."""
        if self.to_entity is not None:
            return Load(self.to_entity, place)
        return place + self.entities[0] if self.entities and self.entities[0] else place


def domain(entities: tuple[int, ...], everybody: int, name: str) -> Domain:
    """The domain of some entities out of all; `name` is that of its tables, if it needs them."""
    members = frozenset(entities)
    if not entities or entities[-1] - entities[0] + 1 == len(entities):
        return Domain(entities, members)
    places = [-1] * (everybody + 1)
    for place, entity in enumerate(entities):
        places[entity + 1] = place
    return Domain(
        entities,
        members,
        Array(f"place_{name}", "i16", len(places), "const", tuple(places)),
        Array(f"entity_{name}", "i16", len(entities), "const", entities),
    )
