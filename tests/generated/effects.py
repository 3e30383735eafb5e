"""Effects: blocks of them, drawn so that the checker takes them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.generated.expressions import Expressions, Scope, lines
from tests.generated.sketch import PLAIN, SECOND, Field, Number, Ref, Time, Type, YesNo, unit_of

_DEEPEST = 3


class Effects:
    """Draws blocks of effects, each a list of lines."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        self.draws = expressions.draws
        self.sketch = expressions.sketch

    def block(self, scope: Scope, outcomes: Sequence[str] = (), level: int = 0) -> list[str]:
        """Some effects; what a `let` binds is bound for those after it."""
        found: list[str] = []
        for _ in range(self.draws.pick([1, 2, 2, 3] if level == 0 else [1, 1, 2])):
            if self.draws.often(15):
                line, scope = self._let(scope)
                found.append(line)
            found += self._effect(scope, outcomes, level) or self._anything(scope)
        return found

    def _effect(self, scope: Scope, outcomes: Sequence[str], level: int) -> list[str] | None:
        makers: list[tuple[int, Callable[[], list[str] | None]]] = [
            (14, lambda: self._assign(scope)),
            (3, lambda: self._learns(scope)),
            (3, lambda: self._says(scope)),
            (4, lambda: self._happens(scope)),
            (4, lambda: self._later(scope)),
            (1, lambda: self._cancel(scope)),
            (2, lambda: self._retires(scope)),
            (2, lambda: self._becomes(scope)),
        ]
        if outcomes:
            makers.append((2, lambda: [f"outcome {self.draws.pick(outcomes)}"]))
        if any(isinstance(type_, Ref) for _, type_ in scope.locals):
            makers.append((1, lambda: told(self.expressions, scope)))
        if level < _DEEPEST:
            makers += [
                (4, lambda: self._if(scope, outcomes, level)),
                (4, lambda: self._chance(scope, outcomes, level)),
                (3, lambda: self._for(scope, outcomes, level)),
                (4, lambda: self._pick(scope, outcomes, level)),
                (2, lambda: self._born(scope, outcomes, level)),
                (3, lambda: self._move(scope, outcomes, level)),
            ]
        place = self.draws.by_weight(makers)
        return makers[place][1]()

    def _anything(self, scope: Scope) -> list[str]:
        """Something that can always be done."""
        return self._assign(scope) or [
            f"let {self.sketch.fresh('n')} = {self.expressions.number(PLAIN, scope, 1)}"
        ]

    # --- simple ones ----------------------------------------------------------------------------------------

    def _let(self, scope: Scope) -> tuple[str, Scope]:
        name = self.sketch.fresh("n")
        kinds = [Ref(kind, True) for kind in self.sketch.kinds]
        types: list[Type] = [YesNo(), Number(), Number(), Time(), *kinds]
        type_ = self.draws.pick(types)
        if isinstance(type_, Ref):
            value = self.expressions.entity(type_.kind, scope, 2)
            if value is None:
                type_, value = YesNo(), "yes"
        else:
            value = self.expressions.of(type_, scope, 2)
        inner = scope.bind(name, type_)
        return f"let {name} = {value}", replace(inner, draws=scope.draws)

    def _assign(self, scope: Scope) -> list[str] | None:
        field = self._field(self.sketch.fields)
        target = field and self.expressions.place(field, scope, 1)
        if field is None or target is None:
            return None
        unit = unit_of(field.type)
        if unit is not None and self.draws.often(40):
            return [f"{target} {self.draws.pick(['+=', '-='])} {self.expressions.number(unit, scope, 2)}"]
        if isinstance(field.type, Number) and self.draws.often(30):
            return [f"{target} = {self.expressions.within_range(field.type)}"]
        return [f"{target} = {self.expressions.of(field.type, scope, 2)}"]

    def _field(self, fields: Sequence[Field]) -> Field | None:
        return self.draws.pick(fields) if fields else None

    def believed(self, scope: Scope) -> tuple[str, str] | None:
        """What a mind can come to believe: a believed field of somebody, and perhaps a value for it."""
        field = self._field(self.sketch.known())
        target = None if field is None else self.expressions.place(field, scope, 1)
        if field is None or target is None:
            return None
        if self.draws.often(10):
            return target, " as unknown"
        value = f" as {self.expressions.of(field.type, scope, 2)}" if self.draws.often(40) else ""
        return target, value

    def _learns(self, scope: Scope) -> list[str] | None:
        mind = self.expressions.entity(self.draws.pick(list(self.sketch.kinds)), scope, 1)
        what = self.believed(scope)
        return None if mind is None or what is None else [f"{mind} learns {''.join(what)}"]

    def _says(self, scope: Scope) -> list[str] | None:
        """A claim, of which not too many are kept."""
        field = self._field(self.sketch.fields)
        kinds = [self.draws.pick(list(self.sketch.kinds)) for _ in range(2)]
        if field is None or math.prod(map(self.sketch.crowd, (*kinds, *field.over))) > 4000:
            return None
        who = [self.expressions.entity(kind, scope, 1) for kind in kinds]
        about = self.expressions.place(field, scope, 1)
        if about is None or None in who:
            return None
        value = ""
        if isinstance(field.type, YesNo) or self.draws.often(70):
            value = f" is {self.expressions.of(field.type, scope, 2)}"
        self.sketch.said.append((field, kinds[0], kinds[1]))
        return [f"{who[0]} says {about}{value} to {who[1]}"]

    def _happens(self, scope: Scope) -> list[str] | None:
        able = [
            each
            for each in self.sketch.happenings
            if each.name in self.sketch.weights and scope.room_for(self.sketch.weights[each.name])
        ]
        if not able:
            return None
        event = self.draws.pick(able)
        args = [self.expressions.entity(kind, scope, 1) for kind in event.kinds]
        if None in args:
            return None
        self.expressions.heaviest = max(
            self.expressions.heaviest, scope.weight * self.sketch.weights[event.name]
        )
        return [f"happens {event.name}({', '.join(map(str, args))})" if args else f"happens {event.name}"]

    def _later(self, scope: Scope) -> list[str] | None:
        """What is asked for later: something that is done soon enough for all at once."""
        able = [
            each
            for each in self.sketch.happenings
            if each.name in self.sketch.weights
            and len(each.kinds) <= 3
            and scope.room_for(self.sketch.weights[each.name])
            and math.prod(self.sketch.crowd(kind) for kind in each.kinds) <= 600
        ]
        if not able:
            return None
        event = self.draws.pick(able)
        args = [self.expressions.entity(kind, scope, 1) for kind in event.kinds]
        if None in args:
            return None
        delay = self.expressions.duration(scope, 2)
        if scope.draws and self.draws.often(40):
            delay = self.expressions.drawn(SECOND, scope, 1)
        self.sketch.later.setdefault(event.name, event.kinds)
        return [f"in {delay} happens {event.name}" + (f"({', '.join(map(str, args))})" if args else "")]

    def _cancel(self, scope: Scope) -> list[str] | None:
        if not self.sketch.later:
            return None
        event = self.draws.pick(list(self.sketch.later))
        kinds = self.sketch.later[event]
        args = [self.expressions.entity(kind, scope, 1) or "anyone" for kind in kinds]
        if args and self.draws.often(30) and scope.room_for(self.sketch.crowd(kinds[0])):
            args[0] = "anyone"
        return [f"cancel {event}" + (f"({', '.join(args)})" if args else "")]

    def _retires(self, scope: Scope) -> list[str] | None:
        x = self.expressions.entity(self.draws.pick(list(self.sketch.kinds)), scope, 1)
        if x is None or not scope.draws:
            return None
        return ["chance 0.2", f"  {x} retires"]

    def _becomes(self, scope: Scope) -> list[str] | None:
        kind = self.draws.pick(list(self.sketch.kinds))
        x = self.expressions.entity(self.sketch.kinds[kind].root, scope, 1)
        return None if x is None else [f"{x} becomes {kind}"]

    # --- blocks ---------------------------------------------------------------------------------------------

    def _if(self, scope: Scope, outcomes: Sequence[str], level: int) -> list[str]:
        found = [f"if {self.expressions.yes_no(scope, 2)}", *lines(self.block(scope, outcomes, level + 1))]
        if self.draws.often(30):
            found += [
                f"otherwise if {self.expressions.yes_no(scope, 2)}",
                *lines(self.block(scope, outcomes, level + 1)),
            ]
        return found + self._otherwise(scope, outcomes, level)

    def _otherwise(self, scope: Scope, outcomes: Sequence[str], level: int) -> list[str]:
        return ["otherwise", *lines(self.block(scope, outcomes, level + 1))] if self.draws.often(50) else []

    def _chance(self, scope: Scope, outcomes: Sequence[str], level: int) -> list[str] | None:
        if not scope.draws:
            return None
        found = [
            f"chance {self.expressions.chance(scope, 1)}",
            *lines(self.block(scope, outcomes, level + 1)),
        ]
        return found + self._otherwise(scope, outcomes, level)

    def _for(self, scope: Scope, outcomes: Sequence[str], level: int) -> list[str] | None:
        bound = self.expressions.bound(scope)
        if bound is None:
            return None
        head, name, kind, inner = bound
        where = f" where {self.expressions.filters(name, kind, inner, 1)}" if self.draws.often(60) else ""
        return [
            f"for {self.expressions.among(head, name, kind, inner)}{where}",
            *lines(self.block(inner, outcomes, level + 1)),
        ]

    def _pick(self, scope: Scope, outcomes: Sequence[str], level: int) -> list[str] | None:
        bound = self.expressions.bound(scope) if scope.draws else None
        if bound is None or not bound[3].draws:
            return None
        head, name, kind, inner = bound
        where = f" where {self.expressions.filters(name, kind, inner, 1)}" if self.draws.often(60) else ""
        weighted = f" weighted {self.expressions.number(PLAIN, inner, 2)}" if self.draws.often(50) else ""
        body = self.block(replace(inner, weight=scope.weight), outcomes, level + 1)
        return [
            f"pick {self.expressions.among(head, name, kind, inner)}{where}{weighted}",
            *lines(body),
            *self._otherwise(scope, outcomes, level),
        ]

    def _born(self, scope: Scope, outcomes: Sequence[str], level: int) -> list[str] | None:
        kind = self.draws.pick(list(self.sketch.kinds))
        name = self.sketch.fresh("x")
        body = self.block(scope.bind(name, Ref(kind)), outcomes, level + 1) if self.draws.often(60) else []
        return [f"born {name}: {kind}", *lines(body), *self._otherwise(scope, outcomes, level)]

    def _move(self, scope: Scope, outcomes: Sequence[str], level: int) -> list[str] | None:
        """What is moved between numbers of the same unit: as much as there is, or all or nothing."""
        source = self._field([field for field in self.sketch.fields if isinstance(field.type, Number)])
        unit = unit_of(source.type) if source is not None else None
        to = self._field(
            [
                field
                for field in self.sketch.fields
                if isinstance(field.type, Number) and field.type.unit == unit
            ]
        )
        places = [field and self.expressions.place(field, scope, 1) for field in (source, to)]
        if unit is None or None in places:
            return None
        found = [f"move {self.expressions.number(unit, scope, 2)} from {places[0]} to {places[1]}"]
        form = self.draws.pick(["plain", "plain", "block", "otherwise", "both"])
        if form in ("block", "both"):
            found += lines(self.block(scope, outcomes, level + 1))
        if form in ("otherwise", "both"):
            found += ["otherwise", *lines(self.block(scope, outcomes, level + 1))]
        return found

    # --- in a sense -----------------------------------------------------------------------------------------

    def sensed(self, scope: Scope, level: int = 0) -> list[str]:
        """What a mind comes to believe."""
        found: list[str] = []
        for _ in range(self.draws.pick([1, 1, 2])):
            what = [self.believed(scope) for _ in range(self.draws.pick([1, 1, 2]))]
            shows = ", ".join("".join(each) for each in what if each)
            if not shows:
                continue
            form = self.draws.pick(["plain", "plain", "chance", "if"]) if level < 2 else "plain"
            if form == "plain" or (form == "chance" and not scope.draws):
                found.append(f"shows {shows}")
                continue
            asked = (
                self.expressions.chance(scope, 1) if form == "chance" else self.expressions.yes_no(scope, 2)
            )
            found += [f"{form} {asked}", f"  shows {shows}"]
            if self.draws.often(50) and (inner := self.sensed(scope, level + 1)):
                found += ["otherwise", *lines(inner)]
        return found


def told(expressions: Expressions, scope: Scope) -> list[str]:
    """A `tell` that names somebody who is bound, perhaps with variants."""
    names = [name for name, type_ in scope.locals if isinstance(type_, Ref)]
    name = expressions.draws.pick(names)
    found = [f'tell "[{name}] [{expressions.draws.pick(["wait", "not see", "go away"])}] [the {name}]."']
    for head, said in (
        ("or", "[{0}'s] [be]."),
        (f"as {name}", "[{0}] [think]."),
        ("as witness", "Somewhere [a {0}] [be]."),
        (f"thinks {name}", "[{0}]!"),
    ):
        if expressions.draws.often(15):
            when = expressions.yes_no(replace(scope, draws=False), 2) if expressions.draws.often(30) else ""
            found.append(f'  {head}{when and f" if {when}"} "{said.format(name)}"')
    return found
