"""What a world declares before anything happens: kinds, fields, settings, entities, definitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.generated.draws import Draws
from tests.generated.expressions import Expressions, Scope
from tests.generated.sketch import (
    CLOCK,
    METRE,
    OPTIONS,
    PLAIN,
    SAID,
    SECOND,
    UNITS,
    Define,
    Field,
    Kind,
    Number,
    OneOf,
    Ref,
    Sketch,
    Time,
    Type,
    Unit,
    YesNo,
)
from twicetold.lang.model import WIDEST

RANGES: tuple[tuple[str, float, float], ...] = (
    ("", -WIDEST, WIDEST),
    (" 0..1", 0.0, 1.0),
    (" 0..1", 0.0, 1.0),
    (" 0..", 0.0, WIDEST),
    (" ..0", -WIDEST, 0.0),
    (" -1..1", -1.0, 1.0),
    (" 0..100", 0.0, 100.0),
    (" 3..7", 3.0, 7.0),
    (" -8..-2", -8.0, -2.0),
    (" 5..5", 5.0, 5.0),
    (" 0..1e15", 0.0, WIDEST),
    (" -1e15..1e15", -WIDEST, WIDEST),
    (" 0..1e-3", 0.0, 1e-3),
)
"""Ranges of numbers as they are written; those of a unit stand before its name."""

WHOLE = (
    (" 0..3", 0.0, 3.0),
    (" 0..", 0.0, WIDEST),
    (" -2..2", -2.0, 2.0),
    ("", -WIDEST, WIDEST),
    (" 0..300", 0.0, 300.0),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a world may be."""

    families: int
    crowd: int
    """How many of one kind there are; 0: a few of each."""


class Declared:
    """Draws declarations into a sketch, and gives them as lines."""

    def __init__(self, draws: Draws, sketch: Sketch, size: Size) -> None:
        self.draws = draws
        self.sketch = sketch
        self.size = size
        self.expressions = Expressions(draws, sketch)
        self._starts: dict[str, list[str]] = {}

    # --- kinds and their fields -----------------------------------------------------------------------------

    def kinds(self) -> list[str]:
        """All kinds, their fields, and the relations. How many there will be of each is decided here too,
        since some fields need somebody to refer to."""
        for _ in range(self.size.families):
            name = self.sketch.fresh("K")
            lineage: tuple[str, ...] = (name,)
            self.sketch.kinds[name] = Kind(name, lineage)
            for _ in range(self.draws.pick([0, 0, 1, 1, 2, 3])):
                child, parents = self.sketch.fresh("K"), self._parents(name)
                self.sketch.kinds[child] = Kind(child, self._lineage(child, parents), parents)
            self.sketch.population[name] = 0
        self._people()
        found: list[str] = []
        for kind in self.sketch.kinds.values():
            found.append(f"kind {kind.name}" + (f" is {' and '.join(kind.parents)}" if kind.parents else ""))
            if self.draws.often(20):
                found.append(f"  {self.draws.pick(['he', 'she', 'they', 'it'])}")
            for _ in range(self.draws.pick([2, 3, 4] if len(kind.lineage) == 1 else [0, 1, 2])):
                if self.draws.often(8):
                    found.append(f"kind {kind.name} also")
                found.append(f"  {self._field(kind)}")
            found += [f"  {line}" for line in self._places(kind)]
        for _ in range(self.draws.pick([0, 1, 1, 2])):
            if line := self._relation():
                found.append(line)
        if self.sketch.ways is not None:
            found.append(self._way(*self.sketch.ways))
        return found

    def _places(self, kind: Kind) -> list[str]:
        """What makes places of those of a kind, and has them be somewhere."""
        if len(kind.lineage) > 1:
            return []
        found = []
        if self.sketch.ways is None and 2 <= self.sketch.crowd(kind.name) <= 9 and self.draws.often(70):
            self.sketch.ways = kind.name, self.draws.pick([METRE, SECOND])
            self.sketch.within = self.draws.often(80)
        if self.sketch.ways is None:
            return []
        place = self.sketch.ways[0]
        for name in ("within", "at"):
            fits = self.sketch.within if name == "within" else self.draws.often(80)
            if fits and (name == "at" or kind.name == place):
                believed = self.draws.often(30)
                self.sketch.fields.append(Field(name, (kind.name,), Ref(place, True), believed))
                found.append(f"{name} {place} or none{' believed' if believed else ''}")
        return found

    def _way(self, kind: str, unit: Unit) -> str:
        """The relation that says how long ways are: there is not one between any two."""
        believed, symmetric = self.draws.often(50), self.draws.often(50)
        self.sketch.fields.append(Field("way", (kind, kind), Number(0.0, WIDEST, unit), believed, symmetric))
        marks = f"{' believed' if believed else ''}{' symmetric' if symmetric else ''}"
        said = SAID[unit][0]
        return f"relation way ({kind}, {kind}) number 0..{said} ~ uniform(-2{said}, 3{said}){marks}"

    def _parents(self, root: str) -> tuple[str, ...]:
        """One kind of a family to descend from, or two of which neither descends from the other."""
        first = self.draws.pick(self.sketch.family(root))
        related = self.sketch.descends
        others = [
            kind for kind in self.sketch.family(root) if not (related(kind, first) or related(first, kind))
        ]
        return (first, self.draws.pick(others)) if others and self.draws.often(90) else (first,)

    def _lineage(self, child: str, parents: tuple[str, ...]) -> tuple[str, ...]:
        """A kind and its ancestors: what its last parent is comes last."""
        *others, last = (self.sketch.kinds[parent].lineage for parent in parents)
        return (child, *(kind for lineage in others for kind in lineage if kind not in last), *last)

    def _field(self, kind: Kind) -> str:
        taken = {
            field.name for field in self.sketch.fields if self.sketch.kinds[field.over[0]].root == kind.root
        }
        shared = sorted({field.name for field in self.sketch.fields if len(field.over) == 1} - taken)
        name = self.draws.pick(shared) if shared and self.draws.often(15) else self.sketch.fresh("f")
        type_, said = self._type(required=len(kind.lineage) == 1)
        believed = self.draws.often(45)
        self.sketch.fields.append(Field(name, (kind.name,), type_, believed))
        return f"{name} {said}{self._start(type_)}{self._mark(believed)}"

    def _mark(self, believed: bool) -> str:
        """How it is said that minds have copies of it; perhaps their owners' too."""
        return "" if not believed else " mistaken" if self.draws.often(25) else " believed"

    def _type(self, *, required: bool) -> tuple[Type, str]:
        """A type and how it is written."""
        if self.sketch.begins and self.draws.often(15):
            return Number(0.0, 86_400.0, CLOCK), "time of day"
        match self.draws.pick(
            ["yes/no", "yes/no", "number", "number", "number", "whole", "one of", "kind", "kind", "time"]
        ):
            case "yes/no":
                return YesNo(), "yes/no"
            case "number":
                unit = self.draws.pick([PLAIN, PLAIN, PLAIN, SECOND, METRE])
                said, lo, hi = self.draws.pick(RANGES)
                return Number(lo, hi, unit), f"number{said}{SAID[unit][0]}"
            case "whole":
                said, lo, hi = self.draws.pick(WHOLE)
                return Number(lo, hi, PLAIN, True), f"whole{said}"
            case "one of":
                options = self.draws.pick(OPTIONS)
                return options, f"one of {', '.join(options.options)}"
            case "time":
                return Time(), "time"
        kind = self.draws.pick(list(self.sketch.kinds))
        if (
            required
            and self.draws.often(40)
            and any(self.sketch.descends(k, kind) for k in self.sketch.entities.values())
        ):
            return Ref(kind), kind
        return Ref(kind, True), f"{kind} or none"

    def _relation(self) -> str | None:
        count = self.draws.pick([2, 2, 2, 3])
        over = tuple(self.draws.pick(list(self.sketch.kinds)) for _ in range(count))
        symmetric = count == 2 and self.draws.often(30)
        over = (over[0], over[0]) if symmetric else over
        type_, said = self._type(required=False)
        believed = self.draws.often(40)
        name = self.sketch.fresh("r")
        crowd = 1
        for kind in over:
            crowd *= max(self.sketch.crowd(kind), 1)
        if crowd > 20_000:
            return None
        self.sketch.fields.append(Field(name, over, type_, believed, symmetric))
        marks = f"{self._mark(believed)}{' symmetric' if symmetric else ''}"
        said = f"one of ({said.removeprefix('one of ')})" if isinstance(type_, OneOf) else said
        if symmetric and isinstance(type_, YesNo) and self.draws.often(60):
            return f"relation {name} ({', '.join(over)}) {said}{self._network()}{marks}"
        start, alike = self._start(type_), self._alike(over)
        if start and alike and self.draws.often(60) and (other := self._start(type_)):
            sign = "~" if "~" in (start[1], other[1]) else "="
            head = ", ".join(f"{role}: {kind}" for role, kind in zip("abc", over, strict=False))
            return f"relation {name} ({head}) {said} {sign} {start[3:]} if {alike} else {other[3:]}{marks}"
        return f"relation {name} ({', '.join(over)}) {said}{start}{marks}"

    def _network(self) -> str:
        """What a network starts with."""
        ties = self.draws.pick(["1", "2", "2.5", "4"])
        drawn = self.draws.pick([f"small_world({ties}, 30%)", f"scale_free({ties})"])
        return self.draws.pick([f" = ring({ties})", f" ~ {drawn}"])

    def _alike(self, over: Sequence[str]) -> str | None:
        """Whether two of a relation are alike in something that is declared above it."""
        mine, its = (self.sketch.kinds[kind].lineage for kind in over[:2])
        fields = (field for field in self.sketch.fields[:-1] if len(field.over) == 1)
        both = [field.name for field in fields if field.over[0] in mine and field.over[0] in its]
        return f"a.{field} is b.{field}" if both and (field := self.draws.pick(both)) else None

    # --- starting values ------------------------------------------------------------------------------------

    def _start(self, type_: Type) -> str:
        """What every such field starts with, if that is said."""
        if isinstance(type_, Ref) or not self.draws.often(60):
            return ""
        return self._value(type_)

    def _value(self, type_: Type) -> str:
        """`= value` or `~ draw`."""
        scope = Scope(starting=True)
        match type_:
            case Number(unit=unit) if unit == CLOCK:
                return f" = {self.expressions.literal(CLOCK)}"
            case Number():
                if self.draws.often(40):
                    return f" ~ {self._drawn(type_)}"
                if self.draws.often(20):
                    ends = (self.expressions.within_range(type_) for _ in range(2))
                    setting = self.expressions.setting(type_, scope)
                    inner = setting or self.expressions.literal(type_.unit)
                    said = f"greatest({next(ends)}, least({inner}, {next(ends)}))"
                    return (
                        f" = {said}"
                        if (type_.lo, type_.hi) == (-WIDEST, WIDEST)
                        else f" = {next(ends, said)}"
                    )
                return f" = {self.expressions.within_range(type_)}"
            case YesNo():
                if self.draws.often(40):
                    return f" ~ chance({self.draws.pick(['0.5', '0.2', '80%'])})"
                return f" = {self.draws.pick(['yes', 'no'])}"
            case OneOf():
                return f" = {self.draws.pick(type_.options)}"
            case Time():
                return f" = {self.draws.pick(['never', self.expressions.ticks(2), '0 seconds'])}"
            case Ref(kind, optional):
                named = self.expressions.somebody(kind)
                return f" = {named if named and (not optional or self.draws.often(80)) else 'none'}"

    def _drawn(self, type_: Number) -> str:
        unit = SAID[type_.unit][0]
        a, b = self.expressions.within_range(type_), self.expressions.within_range(type_)
        match self.draws.pick(["uniform", "normal", "beta", "exponential"]):
            case "uniform":
                return f"uniform({a}, {b})"
            case "normal":
                return f"normal({a}, {self.draws.pick(['0.5', '0', '3'])}{unit})"
            case "exponential":
                return f"exponential({a})"
        return f"beta(2, 5) * 1{unit}" if unit else f"beta({self.draws.pick(['0.5', '2'])}, 2)"

    # --- settings -------------------------------------------------------------------------------------------

    def settings(self) -> list[str]:
        """Some settings; a line further down may change one."""
        found: list[str] = []
        for _ in range(self.draws.pick([0, 1, 2, 3])):
            type_, said = self._type(required=True)
            if isinstance(type_, Time):
                continue
            said = f"one of ({said.removeprefix('one of ')})" if isinstance(type_, OneOf) else said
            value = self._value(type_)
            if "~" in value:
                value = f" = {self.expressions.within_range(type_)}" if isinstance(type_, Number) else ""
            name = self.sketch.fresh("s")
            found.append(f"setting {name} {said}{value}")
            if isinstance(type_, Number) and self.draws.often(20):
                found.append(f"{name} = {self.expressions.within_range(type_)}")
            self.sketch.settings[name] = type_
        return found

    # --- entities -------------------------------------------------------------------------------------------

    def _people(self) -> None:
        """Decide who there is: lines of names, groups, and spare ones, each of a kind."""
        self._lines: list[tuple[str, str, tuple[str, ...]]] = []
        crowded = self.draws.pick(list(self.sketch.kinds)) if self.size.crowd else None
        for kind in self.sketch.kinds:
            count = self.size.crowd if kind == crowded else self.draws.pick([0, 1, 1, 2, 2, 3])
            if count > 3 or (count > 1 and self.draws.often(15)):
                said = f"({count} * 1)" if self.draws.often(20) else str(count)
                names = tuple(f"{kind}_{n}" for n in range(1, count + 1))
                self._lines.append((f"{said} {kind}", kind, names))
            elif count:
                names = tuple(self.sketch.fresh("E") for _ in range(count))
                self._lines.append(
                    (f"{', '.join(names)} {'is' if count == 1 else 'are'} {kind}", kind, names)
                )
            if self.draws.often(25):
                spare = self.draws.pick([1, 2, 3])
                first = sum(
                    len(names)
                    for said, of, names in self._lines
                    if of == kind and " are " not in said and " is " not in said
                )
                names = tuple(f"{kind}_{n}" for n in range(first + 1, first + spare + 1))
                self._lines.append((f"spare {spare} {kind}", kind, names))
        for _, kind, names in self._lines:
            self.sketch.entities.update(dict.fromkeys(names, kind))
            self.sketch.population[self.sketch.kinds[kind].root] += len(names)

    def entities(self) -> list[str]:
        """All entity lines, with starting values, then lines of starting values and beliefs."""
        found: list[str] = []
        for head, kind, names in self._lines:
            items = [
                f"{field.name}{self._value(field.type)}"
                for field in self.sketch.fields
                if len(field.over) == 1
                and self.sketch.descends(kind, field.over[0])
                and ((isinstance(field.type, Ref) and not field.type.optional) or self.draws.often(25))
            ]
            items += [item for field in self.sketch.fields if (item := self._related(field, kind, names))]
            if self.draws.often(15):
                items.append(self.draws.pick(["he", 'called "Ann/Bea Hill"', 'titled "the pale one"']))
            said = ", ".join(self._loosely(item) for item in items)
            found.append(f"{head}: {said}" if items else head)
        found += [line for _ in range(self.draws.pick([0, 1, 2])) if (line := self._own_line())]
        found += [line for _ in range(self.draws.pick([0, 1, 2])) if (line := self._belief())]
        return found

    def _loosely(self, item: str) -> str:
        """A starting value without its `=`, where it can be told from what it is a value of."""
        return item.replace(" = ", " ") if " = (" not in item and self.draws.often(50) else item

    def _related(self, field: Field, kind: str, names: tuple[str, ...]) -> str | None:
        """A starting value of a relation, in the line of some entities."""
        if len(field.over) != 2 or not self.sketch.descends(kind, field.over[0]) or not self.draws.often(30):
            return None
        if len(names) in (2, 3) and self.sketch.descends(kind, field.over[1]) and self.draws.often(50):
            return f"{field.name}(each other){self._value(field.type)}"
        other = self.expressions.somebody(field.over[1])
        return other and f"{field.name}({other}){self._value(field.type)}"

    def _target(self, *, believed: bool) -> tuple[str, Type] | None:
        """A field or relation of somebody by name."""
        fields = [field for field in self.sketch.fields if field.believed or not believed]
        if not fields:
            return None
        field = self.draws.pick(fields)
        args = [self.expressions.somebody(kind) for kind in field.over]
        if None in args:
            return None
        if len(args) == 1:
            return f"{args[0]}.{field.name}", field.type
        return f"{field.name}({', '.join(map(str, args))})", field.type

    def _own_line(self) -> str | None:
        target = self._target(believed=False)
        return target and f"{target[0]}{self._value(target[1])}"

    def _belief(self) -> str | None:
        target = self._target(believed=True)
        mind = self.draws.pick([*self.sketch.entities, "everyone"]) if self.sketch.entities else None
        value = " unknown" if target and self.draws.often(25) else target and self._value(target[1])
        return f"{mind} believes {target[0]}{value}" if target and mind else None

    def deep_belief(self, depth: int) -> str | None:
        """A starting line of what somebody takes others to believe."""
        line = self._belief()
        if line is None:
            return None
        mind, about = line.split(" believes ", 1)
        inner = [self.draws.pick(list(self.sketch.entities)) for _ in range(self.draws.whole(1, depth - 1))]
        return " believes ".join([mind, *inner, about])

    # --- definitions ----------------------------------------------------------------------------------------

    def defines(self) -> list[str]:
        """Some definitions, each of which may use those before it; perhaps who acts first."""
        found = [self._define() for _ in range(self.draws.pick([0, 1, 2, 3, 4]))]
        if self.draws.often(25):
            kind = self.draws.pick(list(self.sketch.kinds))
            scope = Scope().bind("p", Ref(kind))
            unit = self.draws.pick([PLAIN, PLAIN, METRE])
            found.append(f"define initiative(p: {kind}) = {self.expressions.number(unit, scope, 2)}")
        return found

    def _define(self) -> str:
        scope, params, said = Scope(), [], []
        for _ in range(self.draws.pick([0, 1, 1, 2, 2, 3])):
            name = self.sketch.fresh("a")
            kinds = [Ref(kind) for kind in self.sketch.kinds]
            types: list[Type] = [*kinds, *kinds, YesNo(), Number(), Time(), OPTIONS[0]]
            type_ = self.draws.pick(types)
            scope = scope.bind(name, type_)
            params.append(type_)
            said.append(f"{name}: {_of_type(type_)}")
        numbers = [Number(unit=unit) for unit in UNITS]
        kinds = [Ref(kind, True) for kind in self.sketch.kinds]
        types = [YesNo(), YesNo(), *numbers, OPTIONS[0], Time(), *kinds]
        made = self.draws.pick(types)
        self.expressions.heaviest = 1
        body = self._body(made, scope)
        name = self.sketch.fresh("d")
        made = YesNo() if body == "yes" else made
        asks = "believes(" in body or any(
            d.asks_beliefs and re.search(rf"\b{d.name}\b", body) for d in self.sketch.defines
        )
        self.sketch.defines.append(
            Define(name, tuple(params), made, self.expressions.heaviest, False, bool(asks))
        )
        head = f"{name}({', '.join(said)})" if said else name
        return f"define {head} = {body}"

    def _body(self, type_: Type, scope: Scope) -> str:
        """An expression that says by itself of which type it is."""
        if isinstance(type_, OneOf):
            return self.expressions.local(type_, scope) or self.expressions.cell(type_, scope, 2) or "yes"
        if isinstance(type_, Ref):
            return self.expressions.entity(type_.kind, scope, 3) or "yes"
        if isinstance(type_, Time):
            return f"(now + {self.expressions.duration(scope, 1)})" if self.draws.often(50) else "now"
        return self.expressions.of(type_, scope, 3)


def _of_type(type_: Type) -> str:
    match type_:
        case YesNo():
            return "yes/no"
        case Time():
            return "time"
        case OneOf(options):
            return f"one of ({', '.join(options)})"
        case Ref(kind):
            return kind
        case _:
            return "number"
