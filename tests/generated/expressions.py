"""Expressions of a wanted type, drawn so that the checker takes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from tests.generated.draws import Draws
from tests.generated.sketch import (
    CLOCK,
    METRE,
    OPTIONS,
    PLAIN,
    SAID,
    SECOND,
    SPEED,
    UNITS,
    Define,
    Field,
    Number,
    OneOf,
    Ref,
    Sketch,
    Time,
    Type,
    Unit,
    YesNo,
    fits,
    unit_of,
)

MOST_BOUND = 6
"""How many names may be bound where something is drawn."""

CLOCKS = ("0:00", "6:00", "12:30", "18:30", "22:05:10", "23:59")
"""Times of day as they are written."""

DAYS = ("Monday", "Wednesday", "Thursday", "Sunday")

_BETWEEN = re.compile(r"(?!none\b)\w+(?:\.\w+)*")
"""What can stand before a word that relates two."""

_Maker = Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Scope:
    """What can be said at one place. `weight` is how often what stands here is reckoned each time the whole
    is, and `cap` the most it may be: so no world takes long."""

    locals: tuple[tuple[str, Type], ...] = ()
    weight: int = 1
    cap: int = 300
    draws: bool = False
    believing: bool = False
    starting: bool = False

    def bind(self, name: str, type_: Type, times: int = 1) -> Scope:
        """The scope in which a name is bound too, by something that binds it so many times."""
        here = replace(self, locals=(*self.locals, (name, type_)), weight=self.weight * max(times, 1))
        return replace(here, draws=here.draws and len(here.locals) <= MOST_BOUND)

    def room_for(self, times: int) -> bool:
        """Whether there is room for something reckoned so many times."""
        return self.weight * times <= self.cap


class Expressions:
    """Draws expressions over what is declared. Each is written so that it can be an operand: in brackets,
    unless nothing could tear it apart."""

    def __init__(self, draws: Draws, sketch: Sketch) -> None:
        self.draws = draws
        self.sketch = sketch
        self.heaviest = 1
        """How often the innermost part of what was made is reckoned; set it to 1 before, to know."""

    # --- of any type ----------------------------------------------------------------------------------------

    def of(self, type_: Type, scope: Scope, depth: int) -> str:
        """An expression of a type, of at most so many levels."""
        match type_:
            case YesNo():
                return self.yes_no(scope, depth)
            case Number(unit=unit):
                return self.number(unit, scope, depth)
            case Time():
                return self.time(scope, depth)
            case OneOf():
                return self.option(type_, scope, depth)
            case Ref(kind, optional):
                return self.entity(kind, scope, depth) or ("none" if optional else self.anybody(kind))

    def some_type(self) -> Type:
        """Any type that an expression can have."""
        kinds = [Ref(kind, True) for kind in self.sketch.kinds]
        types: list[Type] = [YesNo(), *(Number(unit=unit) for unit in UNITS), Time(), *OPTIONS[:2], *kinds]
        return self.draws.pick(types)

    def _one(self, makers: Sequence[tuple[int, _Maker]], otherwise: _Maker) -> str:
        """What one of some makers makes, by weight; those that can make nothing here are passed over."""
        left = list(makers)
        while left:
            _, maker = left.pop(self.draws.by_weight(left))
            found = maker()
            if found is not None:
                return found
        found = otherwise()
        assert found is not None
        return found

    def _read(self, type_: Type, scope: Scope, depth: int) -> list[tuple[int, _Maker]]:
        """What can be read, of any type."""
        found: list[tuple[int, _Maker]] = [
            (6, lambda: self.local(type_, scope)),
            (1, lambda: self.setting(type_, scope)),
        ]
        if not scope.starting:
            found.append((8, lambda: self.cell(type_, scope, depth)))
            found.append((3, lambda: self.said(type_, scope, depth)))
            if depth > 0:
                found.append((3, lambda: self.call(type_, scope, depth)))
                found.append((2, lambda: self.believes(type_, scope, depth)))
        if depth > 0:
            found.append((2, lambda: self._if_else(type_, scope, depth)))
        return found

    def local(self, type_: Type, scope: Scope) -> str | None:
        """A bound name of a type."""
        found = [name for name, has in scope.locals if fits(has, type_, self.sketch)]
        return self.draws.pick(found) if found else None

    def setting(self, type_: Type, scope: Scope) -> str | None:
        found = [name for name, has in self.sketch.settings.items() if fits(has, type_, self.sketch)]
        return self.draws.pick(found) if found else None

    def cell(self, type_: Type, scope: Scope, depth: int, *, believed: bool = False) -> str | None:
        """A field or relation read, now and then `truly`."""
        found = [
            field
            for field in self.sketch.fields
            if fits(field.type, type_, self.sketch) and (field.believed or not believed)
        ]
        if not found:
            return None
        field = self.draws.pick(found)
        text = self.place(field, scope, depth, between=True)
        return (
            f"(truly {text})" if text and field.believed and not believed and self.draws.often(15) else text
        )

    def place(self, field: Field, scope: Scope, depth: int, between: bool = False) -> str | None:
        """A field or relation of somebody: `x.f`, `r(x, y)`; `(x r y)` if it may stand `between` the two."""
        if len(field.over) > 1:
            found = [self.entity(kind, scope, depth - 1) for kind in field.over]
            args = [arg for arg in found if arg is not None]
            return None if len(args) < len(found) else _related(field, args, between)
        x = self.ancestor(field.over[0], scope) if self.draws.often(15) else None
        x = x or self.entity(field.over[0], scope, depth - 1)
        return None if x is None else f"{x}.{field.name}"

    def said(self, type_: Type, scope: Scope, depth: int) -> str | None:
        """What somebody said last, of a type."""
        fitting = [
            each
            for each in self.sketch.said
            if not isinstance(type_, Ref) and fits(each[0].type, type_, self.sketch)
        ]
        claim = self._claim(fitting, scope, depth)
        return claim and f"(what {claim[0]} said of {claim[1]} to {claim[2]})"

    def _when_spoke(self, scope: Scope, depth: int) -> str | None:
        claim = self._claim(self.sketch.said, scope, depth)
        return claim and f"(when {claim[0]} spoke of {claim[1]} to {claim[2]})"

    def _claimed(self, scope: Scope, depth: int) -> str | None:
        """A condition on what somebody said."""
        if not self.sketch.said:
            return None
        field, speaker, hearer = self.draws.pick(self.sketch.said)
        claim = self._claim([(field, speaker, hearer)], scope, depth)
        other = self.entity(speaker, scope, depth - 1)
        if claim is None or other is None:
            return None
        who, about, whom = claim
        forms = [
            f"({who} spoke of {about} to {whom})",
            f"({who} said {about} is {self.of(field.type, scope, depth - 1)} to {whom})",
            f"({who} contradicts {other} about {about} to {whom})",
        ]
        if not scope.believing:
            forms.append(f"({whom} doubts {who} about {about})")
        return self.draws.pick(forms)

    def _claim(
        self, said: list[tuple[Field, str, str]], scope: Scope, depth: int
    ) -> tuple[str, str, str] | None:
        """Who says something, of what, and to whom."""
        if not said:
            return None
        field, speaker, hearer = self.draws.pick(said)
        who, whom = self.entity(speaker, scope, depth - 1), self.entity(hearer, scope, depth - 1)
        about = self.place(field, scope, depth)
        return None if who is None or whom is None or about is None else (who, about, whom)

    def ancestor(self, kind: str, scope: Scope) -> str | None:
        """Somebody bound who may be of a kind, since the kind descends from theirs."""
        found = [
            name
            for name, has in scope.locals
            if isinstance(has, Ref) and self.sketch.descends(kind, has.kind)
        ]
        return self.draws.pick(found) if found else None

    def call(self, type_: Type, scope: Scope, depth: int) -> str | None:
        """A definition applied."""
        found = [
            define
            for define in self.sketch.defines
            if fits(define.type, type_, self.sketch)
            and scope.room_for(define.weight)
            and not (scope.believing and define.asks_beliefs)
        ]
        return self.apply(self.draws.pick(found), scope, depth) if found else None

    def apply(self, define: Define, scope: Scope, depth: int) -> str | None:
        """`d(x, y)`."""
        args = [self._argument(param, scope, depth - 1) for param in define.params]
        self.heaviest = max(self.heaviest, scope.weight * define.weight)
        if None in args:
            return None
        return f"{define.name}({', '.join(map(str, args))})" if args else define.name

    def _argument(self, param: Type, scope: Scope, depth: int) -> str | None:
        if isinstance(param, Ref):
            return self.entity(param.kind, scope, depth) or "none"
        return self.of(param, scope, depth)

    def believes(self, type_: Type, scope: Scope, depth: int) -> str | None:
        """`believes(q, E)`, where E reads something believed."""
        mind = (
            None
            if scope.believing
            else self.entity(self.draws.pick(list(self.sketch.kinds)), scope, depth - 1)
        )
        if mind is None:
            return None
        inner = replace(scope, believing=True)
        body = self.cell(type_, inner, depth - 1, believed=True)
        if isinstance(type_, YesNo) and (body is None or self.draws.often(40)):
            body = self._believed_claim(inner, depth - 1)
        if isinstance(type_, Number) and body is not None and self.draws.often(30):
            body = f"{body} + {self.number(type_.unit, inner, depth - 2)}"
        return None if body is None else f"believes({mind}, {body})"

    def _believed_claim(self, scope: Scope, depth: int) -> str | None:
        found = [field for field in self.sketch.fields if field.believed]
        if not found:
            return None
        field = self.draws.pick(found)
        x = self.place(field, scope, depth)
        return None if x is None else self._compared(x, field.type, scope, depth)

    def in_mind(self, mind: str, cell: str, type_: Type) -> str:
        """A condition on a believed field as it is in a mind."""
        return self._compared(f"believes({mind}, {cell})", type_, Scope(), 0)

    def _if_else(self, type_: Type, scope: Scope, depth: int) -> str | None:
        then, other = self.of(type_, scope, depth - 1), self.of(type_, scope, depth - 1)
        if then == other == "none":
            return None
        return f"({then} if {self.yes_no(scope, depth - 1)} else {other})"

    # --- yes or no ------------------------------------------------------------------------------------------

    def yes_no(self, scope: Scope, depth: int) -> str:
        """A condition."""
        makers = self._read(YesNo(), scope, depth)
        if depth > 0:
            makers += [
                (3, lambda: f"(not {self.yes_no(scope, depth - 1)})"),
                (2, lambda: f"(truly ({self.yes_no(scope, depth - 1)}))"),
                (4, lambda: self._joined("and", scope, depth)),
                (4, lambda: self._joined("or", scope, depth)),
                (8, lambda: self.comparison(scope, depth)),
                (5, lambda: self.sameness(scope, depth)),
                (6, lambda: self.by_calendar(scope, depth) if self.sketch.begins else None),
            ]
            if not scope.starting:
                makers += [
                    (3, lambda: self.is_kind(scope, depth)),
                    (4, lambda: self.quantified(scope, depth)),
                    (6, lambda: self.of_events(scope, depth)),
                    (6, lambda: self.inside(scope, depth)),
                    (5, lambda: self._claimed(scope, depth)),
                ]
        if scope.draws:
            makers.append((1, lambda: f"chance({self.chance(scope, depth - 1)})"))
        return self._one(
            makers, lambda: self.draws.pick(["yes", "no"]) if scope.starting else self._by_time()
        )

    def sometimes(self, scope: Scope, depth: int) -> str:
        """A condition of which the checker seldom knows that it can never hold."""
        claim = self.seldom(scope, depth) if self.draws.often(40) else self.yes_no(scope, depth)
        return f"({claim} or {self._by_time()})" if self.draws.often(60) else claim

    def seldom(self, scope: Scope, depth: int) -> str:
        """A condition of a sort that is seldom drawn, each as likely, so that it comes up at every place."""
        number = partial(self.number, PLAIN, scope, depth - 1)
        settings = [type_ for type_ in self.sketch.settings.values() if unit_of(type_) is not None]
        makers: list[_Maker] = [
            lambda: self.of_events(scope, depth),
            lambda: self.of_events(scope, depth),
            lambda: self.inside(scope, depth),
            lambda: self.inside(scope, depth),
            lambda: (times := self._times(scope, depth)) and f"({times} > {self.draws.pick('012')})",
            lambda: self.is_kind(scope, depth),
            lambda: self.call(YesNo(), scope, depth),
            lambda: self.believes(YesNo(), scope, depth),
            lambda: f"({self._function(PLAIN, scope, depth)} < {number()})",
            lambda: f"((-{number()}) < {number()})",
            lambda: f"(({number()} if {self.yes_no(scope, 0)} else {number()}) < {number()})",
            lambda: (bound := self._gathered(PLAIN, scope, depth)) and f"({bound} < {number()})",
        ]
        if settings:
            type_ = self.draws.pick(settings)
            makers.append(lambda: self._compared(self.setting(type_, scope) or "0", type_, scope, depth))
        return self._one([(1, maker) for maker in makers], self._by_time)

    def _by_time(self) -> str:
        """A condition that holds at some times."""
        return f"(now {self.draws.pick(['<', '>='])} {self.ticks(self.draws.pick([2, 4, 7]))})"

    def _joined(self, op: str, scope: Scope, depth: int) -> str:
        return f"({self.yes_no(scope, depth - 1)} {op} {self.yes_no(scope, depth - 1)})"

    def comparison(self, scope: Scope, depth: int) -> str:
        """Two numbers or times compared."""
        op = self.draws.pick(["<", "<=", ">", ">="])
        if self.draws.often(15):
            return f"({self.time(scope, depth - 1)} {op} {self.time(scope, depth - 1)})"
        unit = self.draws.pick(UNITS)
        if self.draws.often(75) and not scope.starting:
            found = [field for field in self.sketch.fields if isinstance(field.type, Number)]
            field = self.draws.pick(found) if found else None
            left = None if field is None else self.place(field, scope, depth)
            if field is not None and left is not None:
                return self._compared(left, field.type, scope, depth)
        right = "0" if self.draws.often(10) else self.number(unit, scope, depth - 1)
        return f"({self.number(unit, scope, depth - 1)} {op} {right})"

    def sameness(self, scope: Scope, depth: int) -> str | None:
        """`a is b` of two things of any one type, `a is one of (b, c)`."""
        type_ = self.some_type()
        if isinstance(type_, Ref):
            type_ = Ref(self.sketch.kinds[type_.kind].root, True)
        x = self._telling(type_, scope, depth - 1)
        return None if x is None else self._compared(x, type_, scope, depth)

    def _telling(self, type_: Type, scope: Scope, depth: int) -> str | None:
        """An expression that says by itself of which type it is."""
        if isinstance(type_, OneOf):
            return (
                self.local(type_, scope)
                or self.setting(type_, scope)
                or (None if scope.starting else self.cell(type_, scope, depth))
            )
        if isinstance(type_, Ref):
            return self.entity(type_.kind, scope, depth)
        return self.of(type_, scope, depth)

    def _compared(self, x: str, type_: Type, scope: Scope, depth: int) -> str:
        """A condition that asks for the value of something."""
        if unit_of(type_) is not None and self.draws.often(70):
            return f"({x} {self.draws.pick(['<', '<=', '>', '>='])} {self.within(type_, scope, depth - 1)})"
        if isinstance(type_, YesNo) and self.draws.often(60):
            return self.draws.pick([x, f"(not {x})"])
        if isinstance(type_, Ref):
            type_ = Ref(self.sketch.kinds[type_.kind].root, True)
        if self.draws.often(15):
            others = [self.of(type_, scope, depth - 1) for _ in range(self.draws.whole(1, 3))]
            return f"({x} is one of ({', '.join(others)}))"
        return f"({x} {self.draws.pick(['is', 'is not'])} {self.of(type_, scope, depth - 1)})"

    def within(self, type_: Type, scope: Scope, depth: int) -> str:
        """A number, mostly one that a value of this type can have."""
        if isinstance(type_, Number) and self.draws.often(85):
            return self.within_range(type_)
        return self.of(type_, scope, depth)

    def is_kind(self, scope: Scope, depth: int) -> str | None:
        """`x is Kind`."""
        kind = self.draws.pick(list(self.sketch.kinds))
        x = self.entity(self.sketch.kinds[kind].root, scope, depth - 1)
        if x is None:
            return None
        family = self.sketch.family(kind)
        if self.draws.often(20):
            return f"({x} is one of ({self.draws.pick(family)}, {self.draws.pick(family)}))"
        return f"({x} {self.draws.pick(['is', 'is not'])} {self.draws.pick(family)})"

    def quantified(self, scope: Scope, depth: int) -> str | None:
        """`any` and `all`."""
        bound = self.bound(scope)
        if bound is None:
            return None
        head, name, kind, inner = bound
        if self.draws.often(50):
            form = self.draws.pick([" where ", ": "])
            return f"any({head}{form}{self.filters(name, kind, inner, depth - 1)})"
        where = f" where {self.filters(name, kind, inner, depth - 1)}" if self.draws.often(50) else ""
        return f"all({head}{where}: {self.yes_no(inner, depth - 1)})"

    def bound(self, scope: Scope) -> tuple[str, str, str, Scope] | None:
        """A name for each entity of a kind: as it is written, the name, the kind, and the scope in which it
        is bound; None if that would be too many."""
        kinds = [kind for kind in self.sketch.kinds if scope.room_for(self.sketch.crowd(kind))]
        peopled = [kind for kind in kinds if self.sketch.crowd(kind)]
        if not kinds:
            return None
        kind = self.draws.pick(peopled if peopled and self.draws.often(92) else kinds)
        name, inner = self.bind(kind, scope)
        return f"{name}: {kind}", name, kind, inner

    def among(self, head: str, name: str, kind: str, inner: Scope) -> str:
        """Who is gone through: all of a kind, or every other time the set of those related to somebody bound,
        if there is a relation for it. That draws nothing, so that all else is as it was."""
        related = [
            (field, place)
            for field in self.sketch.fields
            if field.type == YesNo() and len(field.over) == 2 and not field.believed
            for place in (0, 1)
            if field.over[place] == kind
        ]
        others = [other for other, _ in inner.locals if other != name]
        for field, place in related if int(name.lstrip("x")) % 2 else ():
            for other in others:
                if self._is(other, field.over[1 - place], inner):
                    return f"{name} in " + (
                        f"what {other} {field.name}" if place else f"who {field.name} {other}"
                    )
        return head

    def bind(self, kind: str, scope: Scope) -> tuple[str, Scope]:
        """A fresh name for each entity of a kind in turn, and the scope in which it is bound."""
        name = self.sketch.fresh("x")
        inner = scope.bind(name, Ref(kind), self.sketch.crowd(kind))
        self.heaviest = max(self.heaviest, inner.weight)
        return name, inner

    def filters(self, name: str, kind: str, scope: Scope, depth: int) -> str:
        """Conditions on a bound name such as worlds are full of."""
        parts = [self.filter(name, kind, scope, depth) for _ in range(self.draws.pick([1, 1, 2, 3]))]
        return " and ".join(parts)

    def filter(self, name: str, kind: str, scope: Scope, depth: int) -> str:
        """One condition: of a field, against somebody else who is bound, or anything."""
        others = [
            other
            for other, has in scope.locals
            if other != name
            and isinstance(has, Ref)
            and self.sketch.kinds[has.kind].root == self.sketch.kinds[kind].root
        ]
        own = [field for field in self.sketch.fields if field.over[0] in self.sketch.kinds[kind].lineage]
        makers: list[tuple[int, _Maker]] = [(2, lambda: self.sometimes(scope, depth))]
        if own:
            makers.append((8, lambda: self.of_field(name, self.draws.pick(own), others, scope, depth)))
        if others:
            op = "is not" if self.draws.often(80) else "is"
            makers.append((2, lambda: f"{name} {op} {self.draws.pick(others)}"))
        return self._one(makers, lambda: "yes")

    def of_field(self, name: str, field: Field, others: list[str], scope: Scope, depth: int) -> str | None:
        if len(field.over) > 1:
            rest = [self.entity(kind, scope, depth - 1) for kind in field.over[1:]]
            args = [name, *map(str, rest)]
            if None in rest:
                return None
            if self.draws.often(30) and len(args) == 2 and self._is(name, field.over[1], scope):
                other = self.entity(field.over[0], scope, depth - 1)
                args = args if other is None else [other, name]
            return self._compared(_related(field, args, between=True), field.type, scope, depth)
        alike = [other for other in others if self._is(other, field.over[0], scope)]
        if alike and self.draws.often(50):
            other = self.draws.pick(alike)
            mine, theirs = f"{name}.{field.name}", f"{other}.{field.name}"
            if isinstance(field.type, Number) and self.draws.often(30):
                return f"{mine} {self.draws.pick(['<', '>='])} {theirs}"
            return f"{mine} {'is' if self.draws.often(80) else 'is not'} {theirs}"
        return self._compared(f"{name}.{field.name}", field.type, scope, depth)

    def _is(self, name: str, kind: str, scope: Scope) -> bool:
        """Whether a bound name is of a kind."""
        return any(each == name and fits(has, Ref(kind), self.sketch) for each, has in scope.locals)

    # --- events ---------------------------------------------------------------------------------------------

    def of_events(self, scope: Scope, depth: int) -> str | None:
        """A question about the past, or about what is under way."""
        op = self.draws.pick(["happened", "doing", "remembers", "busy"])
        if op == "busy":
            who = self.entity(self.draws.pick(list(self.sketch.kinds)), scope, depth - 1)
            return who and f"busy({who})"
        pattern = self.pattern(scope, depth, under_way=op == "doing")
        if pattern is None or op != "remembers":
            return pattern and f"{op}({pattern})"
        mind = self.entity(self.draws.pick(list(self.sketch.kinds)), scope, depth - 1)
        if mind is None:
            return None
        within = f", {self.duration(scope, depth - 1)}" if self.draws.often(50) else ""
        return f"remembers({mind}, {pattern}{within})"

    def pattern(self, scope: Scope, depth: int, *, under_way: bool = False) -> str | None:
        """`act(x, anyone) outcome`."""
        found = [
            each
            for each in self.sketch.happenings
            if each.sort == "action" or (not under_way and (each.sort == "event" or each.loud))
        ]
        if not found:
            return None
        happening = self.draws.pick(found)
        args = [self._role(kind, scope, depth) for kind in happening.kinds]
        outcomes = [
            *happening.outcomes,
            "done",
            *(("failed", "interrupted") if happening.sort == "action" else ()),
        ]
        outcome = f" {self.draws.pick(outcomes)}" if not under_way and self.draws.often(35) else ""
        return f"{happening.name}({', '.join(args)}){outcome}" if args else f"{happening.name}{outcome}"

    def _role(self, kind: str, scope: Scope, depth: int) -> str:
        if self.draws.often(40):
            return "anyone"
        if self.draws.often(3):
            return "none"
        x = self.ancestor(kind, scope) if self.draws.often(15) else None
        return x or self.entity(kind, scope, depth - 1) or "anyone"

    # --- numbers --------------------------------------------------------------------------------------------

    def number(self, unit: Unit, scope: Scope, depth: int) -> str:
        """A number of a unit."""
        if unit == CLOCK:
            return self.clock(scope, depth)
        makers = [(4, lambda: self.literal(unit)), *self._read(Number(unit=unit), scope, depth)]
        if unit == PLAIN and depth > 0 and self.sketch.begins:
            makers.append((4, lambda: self._part_of_time(scope, depth)))
        if unit == SECOND and depth > 0:
            makers.append(
                (2, lambda: f"({self.time(scope, depth - 1)} mod {self.duration(scope, depth - 1)})")
            )
        if depth > 0:
            makers += [
                (6, lambda: self._arithmetic(unit, scope, depth)),
                (3, lambda: self._of_units(unit, scope, depth)),
                (3, lambda: self._function(unit, scope, depth)),
                (1, lambda: f"(-{self.number(unit, scope, depth - 1)})"),
            ]
            if not scope.starting:
                makers.append((5, lambda: self._gathered(unit, scope, depth)))
                makers.append((5, lambda: self._distance(unit, scope, depth)))
                if unit == PLAIN:
                    makers.append((3, lambda: self._times(scope, depth)))
                if unit == SECOND:
                    makers.append(
                        (4, lambda: f"({self.time(scope, depth - 1)} - {self.time(scope, depth - 1)})")
                    )
        if scope.draws:
            makers.append((3, lambda: self.drawn(unit, scope, depth - 1)))
        return self._one(makers, lambda: self.literal(unit))

    # --- places ---------------------------------------------------------------------------------------------

    def _two_places(self, scope: Scope, depth: int) -> str | None:
        """Two places in brackets, if a search among all leaves room for more."""
        if self.sketch.ways is None or not scope.room_for(self.sketch.crowd(self.sketch.ways[0]) ** 2):
            return None
        a, b = (self.entity(self.sketch.ways[0], scope, depth - 1) for _ in range(2))
        return None if a is None or b is None else f"({a}, {b})"

    def _distance(self, unit: Unit, scope: Scope, depth: int) -> str | None:
        if self.sketch.ways is None or self.sketch.ways[1] != unit:
            return None
        places = self._two_places(scope, depth)
        return places and f"distance{places}"

    def _towards(self, kind: str, scope: Scope, depth: int) -> str | None:
        if self.sketch.ways is None or not self.sketch.descends(self.sketch.ways[0], kind):
            return None
        places = self._two_places(scope, depth)
        return places and f"towards{places}"

    def inside(self, scope: Scope, depth: int) -> str | None:
        """Whether a place is in another."""
        places = self._two_places(scope, depth) if self.sketch.within else None
        return places and f"inside{places}"

    def literal(self, unit: Unit) -> str:
        """A number as it is written."""
        if unit == CLOCK:
            return self.draws.pick(CLOCKS)
        if unit == SECOND and self.sketch.begins and self.draws.often(20):
            return self.draws.pick(["1 minute 30 seconds", "2 hours 5 seconds", "1 day 1 hour 1 minute"])
        if unit == SECOND and not self.sketch.begins and self.draws.often(20):
            return self.draws.pick(["0:00", "0:01", "0:35", "1:02:00"])
        if unit == PLAIN and self.draws.often(10):
            return self.draws.pick(["5%", "50%", "100%"])
        size = self.draws.pick(
            ["1", "0", "2", "0.5", "3", "0.1", "-1", "-0.25", "7", "10", "1e-3", "1e15", "1e300"]
        )
        text = f"{size}{self.draws.pick(SAID[unit])}"
        return f"({text})" if size.startswith("-") else text

    def within_range(self, type_: Number) -> str:
        """A number in the range of a type, as it is written; also where nothing but a number can stand."""
        if type_.unit == CLOCK:
            return self.draws.pick(CLOCKS)
        lo, hi = max(type_.lo, -100.0), min(type_.hi, 100.0)
        lo, hi = (type_.lo, type_.lo) if lo > hi and type_.lo > 100 else (lo, hi)
        value = lo + (hi - lo) * self.draws.pick([*[0.5, 0.25, 0.1, 0.9] * 4, 0.0, 1.0])
        if type_.whole:
            value = float(round(value))
        value = min(max(value, type_.lo), type_.hi)
        return (
            f"({_written(value)}{SAID[type_.unit][0]})"
            if value < 0
            else f"{_written(value)}{SAID[type_.unit][0]}"
        )

    def _arithmetic(self, unit: Unit, scope: Scope, depth: int) -> str:
        op = self.draws.pick(["+", "-", "+", "-", "mod"])
        return f"({self.number(unit, scope, depth - 1)} {op} {self.number(unit, scope, depth - 1)})"

    def _of_units(self, unit: Unit, scope: Scope, depth: int) -> str:
        """A product or quotient that has the unit."""
        factors: list[tuple[Unit, str, Unit]] = [(unit, "*", PLAIN), (PLAIN, "*", unit), (unit, "/", PLAIN)]
        known: dict[Unit, list[tuple[Unit, str, Unit]]] = {
            PLAIN: [(each, "/", each) for each in UNITS],
            METRE: [(SPEED, "*", SECOND), (SECOND, "*", SPEED)],
            SECOND: [(METRE, "/", SPEED)],
            SPEED: [(METRE, "/", SECOND)],
        }
        a, op, b = self.draws.pick(factors + known[unit])
        return f"({self.number(a, scope, depth - 1)} {op} {self.number(b, scope, depth - 1)})"

    def _function(self, unit: Unit, scope: Scope, depth: int) -> str:
        def inner() -> str:
            return self.number(unit, scope, depth - 1)

        name = self.draws.pick(["abs", "floor", "round", "sqrt", "exp", "log", "least", "greatest", "clamp"])
        match name:
            case "sqrt" if unit != PLAIN:
                return f"sqrt({inner()} * {inner()})"
            case "exp" | "log" if unit != PLAIN:
                return f"({name}({self.number(PLAIN, scope, depth - 1)}) * {inner()})"
            case "least" | "greatest":
                return f"{name}({', '.join(inner() for _ in range(self.draws.whole(1, 3)))})"
            case "clamp":
                return f"clamp({inner()}, {inner()}, {inner()})"
        return f"{name}({inner()})"

    def _gathered(self, unit: Unit, scope: Scope, depth: int) -> str | None:
        """`count`, and the aggregates that gather a number."""
        bound = self.bound(scope)
        if bound is None:
            return None
        head, name, kind, inner = bound
        where = f" where {self.filters(name, kind, inner, depth - 1)}" if self.draws.often(60) else ""
        if unit == PLAIN and self.draws.often(40):
            return f"count({self.among(head, name, kind, inner)}{where})"
        op = self.draws.pick(["sum", "mean", "min", "max"])
        return f"{op}({self.among(head, name, kind, inner)}{where}: {self.number(unit, inner, depth - 1)})"

    def _times(self, scope: Scope, depth: int) -> str | None:
        pattern = self.pattern(scope, depth)
        return pattern and f"times({pattern})"

    def chance(self, scope: Scope, depth: int) -> str:
        """A number between 0 and 1, or one that may lie there."""
        makers: list[tuple[int, _Maker]] = [
            (4, lambda: self.draws.pick(["0.5", "0.3", "5%", "0", "1", "0.9"])),
            (2, lambda: f"clamp({self.number(PLAIN, scope, depth)}, 0, 1)"),
        ]
        chances = [f for f in self.sketch.fields if f.type == Number(0.0, 1.0)]
        if chances and not scope.starting:
            makers.append((3, lambda: self.place(self.draws.pick(chances), scope, depth)))
        return self._one(makers, lambda: "0.5")

    def drawn(self, unit: Unit, scope: Scope, depth: int) -> str:
        """A draw of a number."""
        dist = self.draws.pick(["uniform", "normal", "exponential", "beta", "table"])
        if dist == "table":
            return self._table([self.number(unit, scope, depth) for _ in range(self.draws.whole(2, 4))])
        if dist == "beta":
            a, b = (self.draws.pick(["1", "2", "0.5", "5"]) for _ in range(2))
            if self.draws.often(20):
                a = self.number(PLAIN, scope, depth)
            return f"beta({a}, {b})" if unit == PLAIN else f"(beta({a}, {b}) * {self.literal(unit)})"
        count = 1 if dist == "exponential" else 2
        return f"{dist}({', '.join(self.number(unit, scope, depth) for _ in range(count))})"

    def _table(self, values: Sequence[str]) -> str:
        """One of some values, by weights of which the first is more than 0."""
        weights = ["1", *(self.draws.pick(["0", "1", "2.5", "40%"]) for _ in values[1:])]
        return f"one of ({', '.join(map(': '.join, zip(values, weights, strict=True)))})"

    # --- times ----------------------------------------------------------------------------------------------

    def time(self, scope: Scope, depth: int) -> str:
        """A moment."""
        makers = self._read(Time(), scope, depth)
        if not scope.starting:
            makers += [
                (5, lambda: "now"),
                (3, lambda: self._due(scope, depth)),
                (3, lambda: self._last_sensed(scope, depth)),
                (2, lambda: self._when_spoke(scope, depth)),
            ]
        if depth > 0:
            makers += [
                (4, lambda: self._shifted(scope, depth)),
                (1, lambda: f"least({self.time(scope, depth - 1)}, never)"),
                (1, lambda: f"greatest({self.time(scope, depth - 1)}, now)"),
            ]
        return self._one([*makers, (1, lambda: "never")], lambda: "never")

    def _last_sensed(self, scope: Scope, depth: int) -> str | None:
        """When somebody last had a sense of somebody."""
        senses = [each for each in self.sketch.happenings if each.sort == "sense" and len(each.kinds) == 2]
        if not senses:
            return None
        sense = self.draws.pick(senses)
        mind, other = (self.entity(kind, scope, depth - 1) for kind in sense.kinds)
        return None if mind is None or other is None else f"(when {mind} last had {sense.name} of {other})"

    def _due(self, scope: Scope, depth: int) -> str | None:
        """When something that was asked for is to happen."""
        if not self.sketch.later:
            return None
        event = self.draws.pick(list(self.sketch.later))
        args = [self.entity(kind, scope, depth - 1) for kind in self.sketch.later[event]]
        return None if None in args else f"due({event}" + (f"({', '.join(map(str, args))}))" if args else ")")

    def _shifted(self, scope: Scope, depth: int) -> str:
        op = self.draws.pick("+-")
        return f"({self.time(scope, depth - 1)} {op} {self.duration(scope, depth - 1)})"

    def duration(self, scope: Scope, depth: int) -> str:
        """A number of seconds, mostly of a few ticks."""
        if self.draws.often(55):
            return self.ticks(self.draws.pick([1, 2, 3, 0, 5, 0.5]))
        if self.draws.often(40):
            return f"({self.ticks(1)} if {self.seldom(scope, depth)} else {self.ticks(2)})"
        return self.number(SECOND, scope, depth)

    def ticks(self, count: float) -> str:
        """So many ticks as a number of seconds."""
        return f"{_written(count * self.sketch.tick)} seconds"

    # --- days and times of day ------------------------------------------------------------------------------

    def clock(self, scope: Scope, depth: int) -> str:
        """A time of day."""
        makers = [(4, lambda: self.draws.pick(CLOCKS)), *self._read(Number(unit=CLOCK), scope, depth)]
        if depth > 0:
            makers += [
                (6, lambda: f"(time of {self.time(scope, depth - 1)})"),
                (2, lambda: f"({self.clock(scope, depth - 1)} + {self.duration(scope, depth - 1)})"),
                (1, lambda: f"({self.clock(scope, depth - 1)} - {self.duration(scope, depth - 1)})"),
            ]
        return self._one(makers, lambda: "18:30")

    def _part_of_time(self, scope: Scope, depth: int) -> str:
        parts = ["hour", "minute", "second", "day"]
        parts += [part for word, part in (("date", "date"), ("year", "year")) if word in self.sketch.begins]
        return f"({self.draws.pick(parts)} of {self.time(scope, depth - 1)})"

    def by_calendar(self, scope: Scope, depth: int) -> str:
        """A condition on the day or the time of day."""
        time, known = self.time(scope, depth - 1), self.sketch.begins
        asked = [
            f"{self.clock(scope, depth - 1)} {self.draws.pick(['<', '>='])} {self.clock(scope, depth - 1)}"
        ]
        asked.append(f"time of {time} - {self.clock(scope, depth - 1)} < {self.duration(scope, depth - 1)}")
        if "weekday" in known:
            asked.append(f"weekday of {time} {self.draws.pick(['is', 'is not'])} {self.draws.pick(DAYS)}")
        if "date" in known:
            asked.append(f"month of {time} is one of (January, March)")
        return f"({self.draws.pick(asked)})"

    # --- options and entities -------------------------------------------------------------------------------

    def option(self, type_: OneOf, scope: Scope, depth: int) -> str:
        """One of some options; where a bare name would not say of which, the place must."""
        makers = [*self._read(type_, scope, depth), (4, lambda: self.draws.pick(type_.options))]
        if scope.draws and not scope.starting:
            options = self.draws.pick([type_.options, type_.options[:2]])
            makers.append((2, lambda: self._table(options)))
        return self._one(makers, lambda: type_.options[0])

    def entity(self, kind: str, scope: Scope, depth: int) -> str | None:
        """Somebody or something of a kind, or perhaps none; None where there is nobody to name."""
        wanted = Ref(kind, True)
        makers: list[tuple[int, _Maker]] = [
            (14, lambda: self.local(wanted, scope)),
            (1, lambda: self.setting(wanted, scope)),
            (3, lambda: self.somebody(kind)),
        ]
        if not scope.starting and depth > 0:
            makers += [
                (4, lambda: self.cell(wanted, scope, depth)),
                (2, lambda: self.call(wanted, scope, depth)),
                (2, lambda: self._best(kind, scope, depth)),
                (1, lambda: self.believes(wanted, scope, depth)),
                (1, lambda: self._one_or_other(kind, scope, depth)),
                (4, lambda: self._towards(kind, scope, depth)),
            ]
        found = self._one(makers, lambda: "")
        return found or None

    def somebody(self, kind: str) -> str | None:
        """An entity by name."""
        found = [name for name, has in self.sketch.entities.items() if self.sketch.descends(has, kind)]
        return self.draws.pick(found) if found else None

    def anybody(self, kind: str) -> str:
        """An entity by name where one must be given."""
        found = self.somebody(kind)
        assert found is not None, f"there is nobody of {kind}"
        return found

    def _one_or_other(self, kind: str, scope: Scope, depth: int) -> str | None:
        then = self.entity(kind, scope, depth - 1)
        other = "none" if self.draws.often(30) else self.entity(kind, scope, depth - 1)
        if then is None or other is None:
            return None
        return f"({then} if {self.yes_no(scope, depth - 1)} else {other})"

    def _best(self, kind: str, scope: Scope, depth: int) -> str | None:
        if not scope.room_for(self.sketch.crowd(kind)):
            return None
        name, inner = self.bind(kind, scope)
        where = f" where {self.filters(name, kind, inner, depth - 1)}" if self.draws.often(60) else ""
        return f"best({name}: {kind}{where}: {self.number(self.draws.pick(UNITS), inner, depth - 1)})"


def _related(field: Field, args: Sequence[str], between: bool) -> str:
    """A relation of some, between two of them where it may be and can."""
    if between and field.type == YesNo() and len(args) == 2 and _BETWEEN.fullmatch(args[0]):
        return f"({args[0]} {field.name} {args[1]})"
    return f"{field.name}({', '.join(args)})"


def _written(value: float) -> str:
    """A number as the language writes it."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value).replace("e+", "e")


def lines(texts: Iterable[str], depth: int = 1) -> list[str]:
    """Lines, so many steps further in."""
    return ["  " * depth + text for text in texts]
