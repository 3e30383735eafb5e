"""What things of a world are called in answers: entities, events, fields and their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from twicetold.engine import Change, Supposed
from twicetold.lang import model
from twicetold.lang.figures import figure
from twicetold.lang.model import Value


class Names:
    """The names of one world."""

    def __init__(self, world: model.World) -> None:
        self.world = world
        self._types = {field.name: field.type for field in world.fields}
        self._due = {field.name: field.due for field in world.fields if field.due is not None}
        self._said = {field.name: field.said for field in world.fields if field.said is not None}
        self._sensed = {field.name: field.sensed for field in world.fields if field.sensed is not None}
        self._spoke = {field.name: field.spoke for field in world.fields if field.spoke is not None}

    def entity(self, number: int) -> str:
        """An entity as people read it."""
        return self.world.entities[number].name.replace("_", " ") if number >= 0 else "none"

    def entities(self, numbers: Iterable[int]) -> str:
        """Several entities, with commas between them."""
        return ", ".join(map(self.entity, numbers))

    def event(self, name: str, roles: Sequence[int]) -> str:
        """An event with its roles: `strike(Abel, Cain)`."""
        return f"{name}({self.entities(roles)})" if roles else name

    def field(self, name: str) -> str:
        """A field as it is written in the world, without the kind that the model knows it by."""
        return name.rpartition(".")[2]

    def cell(self, field: str, entities: Sequence[int]) -> str:
        """A field `Abel.thirst`, a relation `love(Abel, Cain)`; when something is due, `due(fall(Abel))`."""
        if field in self._due:
            return f"due({self.event(self._due[field], entities)})"
        if field in self._said:
            speaker, hearer, about = self._claim(self._said[field], entities)
            return f"what {speaker} said of {about} to {hearer}"
        if field in self._spoke:
            speaker, hearer, about = self._claim(self._spoke[field], entities)
            return f"when {speaker} spoke of {about} to {hearer}"
        if field in self._sensed:
            mind, other = map(self.entity, entities)
            return f"{field.partition(' ')[0]} {mind} last had {self._sensed[field]} of {other}"
        if len(entities) == 1:
            return f"{self.entity(entities[0])}.{self.field(field)}"
        return f"{self.field(field)}({self.entities(entities)})"

    def _claim(self, of: str, entities: Sequence[int]) -> tuple[str, str, str]:
        """Who says something, to whom, and of what."""
        speaker, hearer, *others = entities
        about = self.event(of[:-2], others) if of.endswith("()") else self.cell(of, others)
        return self.entity(speaker), self.entity(hearer), about

    def changes(self, changes: Iterable[Change]) -> Iterator[str]:
        """What was changed, a line each: `Cain.alive yes → no`. What is to be said of several entities, or of
        several minds, is said once: `Eve, Adam believe Cain.alive yes → no`."""
        alike: dict[tuple[object, ...], list[Change]] = {}
        for change in self._worth_saying([*changes]):
            alone = change.mind is None and len(change.entities) == 1 and change.field not in self._due
            what = () if alone else change.entities
            key = (change.field, what, change.mind is None, change.old, change.new)
            alike.setdefault(key, []).append(change)
        yield from map(self._same, alike.values())

    def _worth_saying(self, changes: Sequence[Change]) -> Iterator[Change]:
        """All but when something was said, where what was said is among them."""
        said = {(self._said.get(change.field), tuple(change.entities)) for change in changes}
        for change in changes:
            if (self._spoke.get(change.field, ""), tuple(change.entities)) not in said:
                yield change

    def _same(self, changes: Sequence[Change]) -> str:
        """Changes of one field from the same to the same, of several entities or in several minds."""
        first = changes[0]
        old, new = self.value(first.field, first.old), self.value(first.field, first.new)
        if old == new:  # too near to each other to be told apart in few digits
            old, new = f"{float(first.old)!r}", f"{float(first.new)!r}"
        if first.mind is not None:
            minds = [change.mind for change in changes if change.mind is not None]
            verb = "believes" if len(minds) == 1 else "believe"
            return f"{self.entities(minds)} {verb} {self.cell(first.field, first.entities)} {old} → {new}"
        if len(changes) == 1:
            return f"{self.cell(first.field, first.entities)} {old} → {new}"
        who = self.entities(change.entities[0] for change in changes)
        return f"{who}: {self.field(first.field)} {old} → {new}"

    def supposed(self, supposed: Iterable[Supposed]) -> Iterator[str]:
        """What somebody came to take others to believe, a line for all who did the same: `Ada, Ben take Cleo
        to believe Spare.at Stone → Shed`."""
        alike: dict[tuple[object, ...], list[Supposed]] = {}
        for each in supposed:
            alike.setdefault((each.minds[1:], *each[1:]), []).append(each)
        for same in alike.values():
            first = same[0]
            verb = "takes" if len(same) == 1 else "take"
            whom = " to take ".join(map(self.entity, first.minds[1:]))
            old, new = self.value(first.field, first.old), self.value(first.field, first.new)
            cell = self.cell(first.field, first.entities)
            yield f"{self.entities(s.minds[0] for s in same)} {verb} {whom} to believe {cell} {old} → {new}"

    def value(self, field: str, value: Value) -> str:
        """A value of a field as people read it."""
        if value == model.UNKNOWN:
            return "unknown"
        match self._type(field):
            case model.YesNo():
                return "yes" if value else "no"
            case model.OneOf(options):
                return options[int(value)].replace("_", " ") if value >= 0 else "none"
            case model.Ref():
                return self.entity(int(value))
            case model.Time():
                return "never" if value >= model.NEVER else self.world.clock(float(value))
            case model.Number():
                return figure(float(value))

    def json_value(self, field: str, value: Value) -> Any:
        """A value of a field as JSON has it: entities and options by their names as they are written in the
        world; no entity, and the time that does not come, as null, and so is what a mind does not know."""
        if value == model.UNKNOWN:
            return None
        match self._type(field):
            case model.YesNo():
                return bool(value)
            case model.OneOf(options):
                return options[int(value)] if value >= 0 else None
            case model.Ref():
                return self.world.entities[int(value)].name if value >= 0 else None
            case model.Time():
                return None if value >= model.NEVER else float(value)
            case model.Number(whole=whole):
                return int(value) if whole else float(value)

    def written(self, numbers: Iterable[int]) -> list[str]:
        """The names of entities as they are written in the world."""
        return [self.world.entities[number].name for number in numbers]

    def _type(self, field: str) -> model.Type:
        """The type of a field; of `kind`, which every entity has, the kinds are the options."""
        if field == "kind" and field not in self._types:
            return model.OneOf(tuple(kind.name for kind in self.world.kinds))
        return self._types[field]
