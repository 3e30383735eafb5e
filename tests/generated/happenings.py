"""Senses, rules, actions and events."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.generated.effects import Effects, told
from tests.generated.expressions import CLOCKS, DAYS, Expressions, Scope, lines
from tests.generated.sketch import METRE, PLAIN, Happening, Ref, Time

_ROLES = ("p", "q", "r", "o")


@dataclass(frozen=True, slots=True)
class Caps:
    """How often the innermost part of a construct may be reckoned each time the whole is lived."""

    usual: int
    wide: int
    """Of the one in ten that may take longer."""


class Happenings:
    """Draws the constructs of a world whose names and roles are known."""

    def __init__(self, expressions: Expressions, caps: Caps) -> None:
        self.expressions = expressions
        self.effects = Effects(expressions)
        self.draws = expressions.draws
        self.sketch = expressions.sketch
        self.caps = caps

    # --- names and roles ------------------------------------------------------------------------------------

    def announce(self) -> None:
        """Decide what there is, so that everything can ask for it."""
        for sort, letters, counts in (
            ("sense", "se", [0, 1, 1, 2]),
            ("event", "ev", [0, 1, 1, 2]),
            ("action", "ac", [0, 1, 1, 2, 2, 3]),
            ("rule", "ru", [0, 1, 2, 2, 3, 5]),
        ):
            for _ in range(self.draws.pick(counts)):
                kinds = self._kinds(least=1 if sort in ("sense", "action") else 0)
                if kinds is None:
                    continue
                outcomes = (
                    tuple(self.draws.pick([(), ("o1",), ("o1", "o2"), ("o3",)])) if sort != "sense" else ()
                )
                loud = sort == "sense" and self.draws.often(50)
                if sort == "sense" and not self.sketch.known():
                    continue
                name = self.sketch.fresh(letters)
                same = tuple(self._same(kinds[:place], kind) for place, kind in enumerate(kinds))
                self.sketch.happenings.append(Happening(sort, name, kinds, outcomes, loud, same))

    def _same(self, before: tuple[str, ...], kind: str) -> int | None:
        """The place of a role before one of this kind, whose entity it may have too."""
        root = self.sketch.kinds[kind].root
        akin = [place for place, other in enumerate(before) if self.sketch.kinds[other].root == root]
        return self.draws.pick(akin) if akin and self.draws.often(20) else None

    def _kinds(self, least: int) -> tuple[str, ...] | None:
        """Kinds for some roles, few enough to be bound."""
        count = self.draws.pick([least, 1, 1, 2, 2, 2, 3, 4])
        cap, found, ways = self._cap(), [], 1
        for _ in range(count):
            fitting = [kind for kind in self.sketch.kinds if ways * self.sketch.crowd(kind) <= cap]
            peopled = [kind for kind in fitting if self.sketch.crowd(kind)]
            if not fitting or (not peopled and self.draws.often(80)):
                break
            found.append(self.draws.pick(peopled if peopled and self.draws.often(96) else fitting))
            ways *= max(self.sketch.crowd(found[-1]), 1)
        return tuple(found) if len(found) >= least else None

    def _cap(self) -> int:
        return self.caps.wide if self.draws.often(10) else self.caps.usual

    # --- texts ----------------------------------------------------------------------------------------------

    def texts(self) -> list[list[str]]:
        """All blocks; events first, each of which may bring about those before it."""
        makers = {"sense": self._sense, "rule": self._rule, "action": self._action, "event": self._event}
        happenings = sorted(self.sketch.happenings, key=lambda each: each.sort != "event")
        return [makers[each.sort](each) for each in happenings]

    def _scope(self, happening: Happening, *, times: bool = True) -> Scope:
        """The roles bound, before anything is drawn."""
        ways = 1
        for kind in happening.kinds:
            ways *= max(self.sketch.crowd(kind), 1)
        scope = Scope(
            cap=max(self._cap(), ways * 8) if ways <= self.caps.usual else max(self._cap(), ways * 2)
        )
        for name, kind in zip(_ROLES, happening.kinds, strict=False):
            scope = scope.bind(name, Ref(kind), self.sketch.crowd(kind) if times else 1)
        return scope

    def _head(self, happening: Happening) -> str:
        roles = zip(_ROLES, happening.kinds, happening.same, strict=False)
        return ", ".join(
            f"{name}: {kind}" + ("" if same is None else f" or {_ROLES[same]}") for name, kind, same in roles
        )

    def _conditions(self, happening: Happening, scope: Scope) -> str:
        """Conditions on some of the roles."""
        parts = [
            self.expressions.filter(name, kind, scope, 2)
            for name, kind in zip(_ROLES, happening.kinds, strict=False)
            if self.draws.often(50)
        ]
        if not parts or self.draws.often(15):
            parts.append(self.expressions.sometimes(scope, 2))
        return " and ".join(parts)

    def _sense(self, happening: Happening) -> list[str]:
        scope = self._scope(happening)
        found = [f"sense {happening.name} ({self._head(happening)})"]
        drawing = replace(scope, draws=len(scope.locals) <= 6)
        if self.draws.often(70):
            found.append(f"  when {self._conditions(happening, drawing if self.draws.often(20) else scope)}")
        body = self.effects.sensed(drawing)
        found += lines(body)
        if happening.loud:
            found += lines(told(self.expressions, scope))
        return found

    def _rule(self, happening: Happening) -> list[str]:
        scope = self._scope(happening)
        head = f"rule {happening.name}"
        if happening.kinds:
            head += f" for {self._head(happening)}"
        if self.draws.often(60):
            head += f" where {self._conditions(happening, scope)}"
        sketch = self.expressions.sketch
        match self.draws.pick(
            ["each", "each", "when", "when", "at", "every", "due", *(["day"] * 3 * bool(sketch.begins))]
        ):
            case "day":
                head += f" {self._days()}"
            case "due":
                moments = [field for field in self.sketch.fields if isinstance(field.type, Time)]
                place = self.expressions.place(self.draws.pick(moments), scope, 1) if moments else None
                if place is not None and self.draws.often(30):
                    place += f" + {self.expressions.duration(scope, 1)}"
                head += f" at {place}" if place is not None else ""
            case "when":
                head += f" when {self._conditions(happening, scope)}"
                if self.draws.often(40):
                    head += f" after {self.expressions.ticks(self.draws.pick([1, 2, 0, 0.5, 3]))}"
            case "at":
                head += f" at {self.expressions.ticks(self.draws.pick([0, 1, 2.5, 5]))}"
            case "every":
                head += f" every {self.expressions.ticks(self.draws.pick([1, 2, 0.5, 3, 1.5, 2.7]))}"
        if self.draws.often(25) and (concluded := self._concluded(head, scope)):
            return concluded
        return [head, *lines(self._body(happening, scope)), *self._perceivers(happening, scope)]

    def _concluded(self, head: str, scope: Scope) -> list[str] | None:
        """A rule that holds in every mind."""
        known = [self.effects.believed(scope) for _ in range(self.draws.pick([1, 1, 2]))]
        said = [what for what in known if what and what[1] not in ("", " as unknown")]
        body = [f"{target} = {value.removeprefix(' as ')}" for target, value in said]
        if not body or " after " in head or "believes(" in head:
            return None
        if self.draws.often(30):
            body = [f"if {self.expressions.yes_no(scope, 1)}", *lines(body)]
        return [f"{head} in every mind", *lines(body)]

    def _days(self) -> str:
        """Days, and perhaps a time of them, at which a rule holds."""
        clock, known = self.draws.pick(CLOCKS), self.expressions.sketch.begins
        said = [
            "each day",
            f"at {clock} each day",
            f"every day at {clock}",
            f"at {clock}",
            f"on day 2 at {clock}",
        ]
        said += ["on day 1", f"at day 3 {clock}"]
        if "weekday" in known:
            day = self.draws.pick(DAYS)
            said += [
                f"each weekday at {clock}",
                f"every {day} at {clock}",
                f"each {day}",
                f"on {day} at {clock}",
            ]
            said += [f"at {day} {clock}", f"on {day}"]
        if "date" in known:
            said += [
                f"on 1 March at {clock}",
                f"at 29 February {clock}" if "year" in known else "on 1 January",
            ]
        return self.draws.pick(said)

    def _body(self, happening: Happening, scope: Scope) -> list[str]:
        body = self.effects.block(replace(scope, draws=True), happening.outcomes)
        for outcome in happening.outcomes:
            body += [f"chance {self.draws.pick(['0.3', '0.7'])}", f"  outcome {outcome}"]
        return body

    def _action(self, happening: Happening) -> list[str]:
        scope = self._scope(happening)
        sections: list[list[str]] = []
        if self.draws.often(30):
            sections += self._partners(happening, scope)
        for _ in range(self.draws.pick([0, 1, 1, 2])):
            at_end = " also at the end" * self.draws.often(20)
            sections.append([f"needs {self._conditions(happening, scope)}{at_end}"])
        if self.draws.often(35) and (doubtful := self._doubtful(happening, scope)):
            sections.append([f"needs {doubtful}"])
        for _ in range(self.draws.pick([0, 1, 1, 2])):
            sections.append([f"urge {self._urge(scope)}"])
        if (goes := self._goes(happening, scope)) is not None:
            sections.append([goes])
        elif self.draws.often(60):
            sections.append([f"takes {self.expressions.duration(scope, 2)}"])
        if self.draws.often(30):
            sections.append([f"interrupted when {self.expressions.sometimes(scope, 2)}"])
        sections.append(["then", *lines(self._body(happening, scope))])
        perceivers = self._perceivers(happening, scope)
        if self.draws.often(40):
            sections.append(told(self.expressions, scope))
        found = [line for section in sections for line in lines(section)]
        return [f"action {happening.name} ({self._head(happening)})", *found, *perceivers]

    def _goes(self, happening: Happening, scope: Scope) -> str | None:
        """Going somewhere, by a role that can be a place."""
        ways = self.sketch.ways
        roles = list(zip(_ROLES, happening.kinds, strict=False))
        steps = [name for name, kind in roles[1:] if ways is not None and kind in self.sketch.family(ways[0])]
        whose = [field.over[0] for field in self.sketch.fields if field.name == "at"]
        is_somewhere = any(kind in self.sketch.kinds[happening.kinds[0]].lineage for kind in whose)
        if ways is None or not steps or not is_somewhere or not self.draws.often(80):
            return None
        goal = self.expressions.entity(ways[0], scope, 1)
        speed = " at 1 metre per second" if ways[1] == METRE else ""
        return goal and f"goes by {self.draws.pick(steps)} to {goal}{speed}"

    def _partners(self, happening: Happening, scope: Scope) -> list[list[str]]:
        """Who takes part, and by what they are willing."""
        found = []
        for name, kind in list(zip(_ROLES, happening.kinds, strict=False))[1:]:
            forms = ["", "", f" willing by {self._urge(scope)}"]
            if kind == happening.kinds[0]:
                forms.append(" willing")
            if self.draws.often(70):
                found.append([f"with {name}{self.draws.pick(forms)}"])
        return found

    def _doubtful(self, happening: Happening, scope: Scope) -> str | None:
        """A condition on what is believed of another role, in which the actor may well be wrong."""
        for name, kind in list(zip(_ROLES, happening.kinds, strict=False))[1:]:
            known = [
                field
                for field in self.sketch.fields
                if field.believed and field.over[0] in self.sketch.kinds[kind].lineage
            ]
            if known and (found := self.expressions.of_field(name, self.draws.pick(known), [], scope, 2)):
                return found
        return None

    def _urge(self, scope: Scope) -> str:
        """A number that moves somebody; mostly not too far."""
        if self.draws.often(60):
            if self.draws.often(30):
                return f"(2 if {self.expressions.seldom(scope, 2)} else 0.5)"
            return f"clamp({self.expressions.number(PLAIN, scope, 2)}, -1, 3)"
        return self.expressions.number(PLAIN, scope, 2)

    def _event(self, happening: Happening) -> list[str]:
        scope = self._scope(happening, times=False)
        self.expressions.heaviest = 1
        head = f"event {happening.name}" + (f" ({self._head(happening)})" if happening.kinds else "")
        found = [head]
        if self.draws.often(30):
            where = f" where {self._conditions(happening, scope)}" if self.draws.often(70) else ""
            odds = self.expressions.number(PLAIN, scope, 1) if self.draws.often(40) else "0.3"
            per = self.draws.pick(
                ["minute", "2 seconds", self.expressions.ticks(1), self.expressions.ticks(2)]
            )
            found.append(f"  chance {odds} per {per}{where}")
        if happening.outcomes or self.draws.often(80):
            found += ["  then", *lines(self._body(happening, scope), 2)]
        if happening.kinds and self.draws.often(30):
            found += lines(told(self.expressions, scope))
        found += self._perceivers(happening, scope)
        self.sketch.weights[happening.name] = self.expressions.heaviest
        return found

    def _perceivers(self, happening: Happening, scope: Scope) -> list[str]:
        """Who notices it."""
        items: list[str] = []
        for name, kind in zip(_ROLES, happening.kinds, strict=False):
            if self.draws.often(20):
                items.append(f"{self.draws.pick(['felt by', 'told to', 'seen by'])} {name}")
            senses = [
                each
                for each in self.sketch.happenings
                if each.sort == "sense"
                and len(each.kinds) == 2
                and self.sketch.descends(kind, each.kinds[1])
                and scope.room_for(self.sketch.crowd(each.kinds[0]))
            ]
            if senses and self.draws.often(30):
                channel, sense = self.draws.pick(["seen", "heard", "smelled"]), self.draws.pick(senses)
                items.append(f"{channel} by {sense.name} of {name}")
        if self.draws.often(30) and (bound := self.expressions.bound(scope)):
            head, name, kind, inner = bound
            form = self.draws.pick(["", "filters", "filters", "sometimes", "sometimes"])
            where = ""
            if form == "filters":
                where = f" where {self.expressions.filters(name, kind, inner, 1)}"
            elif form:
                where = f" where {self.expressions.sometimes(inner, 2)}"
            items.append(f"heard by {head}{where}")
        items = [item.replace(" ", " after ", 1) if self.draws.often(25) else item for item in items]
        others = _ROLES[happening.sort == "action" : len(happening.kinds)]
        if items and others and self.draws.often(20):
            items.append(f"hidden from {self.draws.pick(others)}")
        if len(items) > 1 and self.draws.often(50):
            return [f"  {', '.join(items)}"]
        return [line for item in items for line in (f"  {item}", *self._shown(happening, item, scope))]

    def _shown(self, happening: Happening, item: str, scope: Scope) -> list[str]:
        """What whoever notices it learns besides."""
        if item.startswith("hidden") or not self.draws.often(25):
            return []
        needs = happening.sort == "action" and self.draws.often(50)
        what = [self.effects.believed(scope) for _ in range(self.draws.pick([1, 1, 2]))]
        shows = [*(["needs"] if needs else []), *("".join(each) for each in what if each)]
        return [f"    shows {', '.join(shows)}"] if shows else []
