"""What a world under way has declared so far, as far as what comes next has to know it."""

from __future__ import annotations

from dataclasses import dataclass, field

from twicetold.lang.model import Number, OneOf, Ref, Time, Type, YesNo

Unit = tuple[tuple[str, int], ...]
PLAIN: Unit = ()
SECOND: Unit = (("second", 1),)
METRE: Unit = (("metre", 1),)
SPEED: Unit = (("metre", 1), ("second", -1))
CLOCK: Unit = (("time of day", 1),)
UNITS = (PLAIN, SECOND, METRE, SPEED)
SAID: dict[Unit, tuple[str, ...]] = {
    PLAIN: ("",),
    SECOND: (" seconds", " seconds", " minutes"),
    METRE: (" metres", " feet"),
    SPEED: (" metres per second", " feet per minute"),
}
"""How each unit is written after a number."""

OPTIONS = (OneOf(("calm", "cross", "glad")), OneOf(("low", "high")), OneOf(("high", "middle", "low", "deep")))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind; `lineage` as in the model."""

    name: str
    lineage: tuple[str, ...]
    parents: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        return self.lineage[-1]


@dataclass(frozen=True, slots=True)
class Field:
    """A field (of one kind) or a relation (of several)."""

    name: str
    over: tuple[str, ...]
    type: Type
    believed: bool = False
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """A sense, rule, action or event: what others can say of it."""

    sort: str
    """Sense, rule, action or event."""
    name: str
    kinds: tuple[str, ...]
    outcomes: tuple[str, ...] = ()
    loud: bool = False
    same: tuple[int | None, ...] = ()
    """For each role the place of one before it whose entity it may have too."""


@dataclass(frozen=True, slots=True)
class Define:
    """A definition. `weight` is how often its innermost part is reckoned each time it is asked."""

    name: str
    params: tuple[Type, ...]
    type: Type
    weight: int
    reads_beliefs: bool
    asks_beliefs: bool


@dataclass
class Sketch:
    """All that is declared."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    settings: dict[str, Type] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)
    """Those that can be named, each with its kind."""
    population: dict[str, int] = field(default_factory=dict)
    """By root kind, how many entities its family has, the spare ones too."""
    defines: list[Define] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)
    """By event that may happen by now, how often its innermost effect is lived each time it does."""
    later: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By event that something asks for later, the kinds of its roles."""
    ways: tuple[str, Unit] | None = None
    """Between whom there are ways, of which unit; nothing of a world without."""
    within: bool = False
    """Whether these may be in others of them."""
    said: list[tuple[Field, str, str]] = field(default_factory=list)
    """What somebody says something of, with the kinds of who says it and of who is told."""
    begins: frozenset[str] = frozenset()
    """What the world says of its beginning: `clock`, `weekday`, `date`, `year`; nothing of one without."""
    tick: float = 1.0
    ticks: int = 10
    count: int = 0

    def fresh(self, letter: str) -> str:
        """A name that nothing else has."""
        self.count += 1
        return f"{letter}{self.count}"

    def crowd(self, kind: str) -> int:
        """How many entities there can be of a kind."""
        return self.population.get(self.kinds[kind].root, 0)

    def known(self) -> list[Field]:
        """The believed fields and relations of whom there are some: what minds can be told of."""
        named = [set(self.kinds[kind].lineage) for kind in self.entities.values()]
        fields = (field for field in self.fields if field.believed)
        return [field for field in fields if all(any(kind in each for each in named) for kind in field.over)]

    def descends(self, kind: str, ancestor: str) -> bool:
        return ancestor in self.kinds[kind].lineage

    def family(self, kind: str) -> list[str]:
        """All kinds of the family of a kind."""
        root = self.kinds[kind].root
        return [each.name for each in self.kinds.values() if each.root == root]


def unit_of(type_: Type) -> Unit | None:
    """The unit of a number or a time; None for anything else."""
    match type_:
        case Number(unit=unit):
            return unit
        case Time():
            return SECOND
    return None


def fits(found: Type, wanted: Type, sketch: Sketch) -> bool:
    """Whether a value of one type may stand where another is wanted."""
    if isinstance(wanted, Ref):
        return isinstance(found, Ref) and sketch.descends(found.kind, wanted.kind)
    if isinstance(wanted, Number | Time):
        return unit_of(found) == unit_of(wanted)
    return found == wanted


__all__ = [
    "CLOCK", "METRE", "OPTIONS", "PLAIN", "SAID", "SECOND", "SPEED", "UNITS", "Define", "Field", "Happening",
    "Kind", "Number", "OneOf", "Ref", "Sketch", "Time", "Type", "Unit", "YesNo", "fits", "unit_of",
]  # fmt: skip
