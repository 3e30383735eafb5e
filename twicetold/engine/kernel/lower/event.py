"""Events: what begins to happen, and how it comes to its end. Events without an actor are functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from twicetold.engine.kernel.lower.builder import plain
from twicetold.engine.kernel.lower.effect import Actor, Effects, Happening
from twicetold.engine.kernel.lower.fields import CellList
from twicetold.engine.kernel.lower.focal import texts
from twicetold.engine.kernel.lower.lowering import Lowering, at
from twicetold.engine.kernel.lower.past import Past, where
from twicetold.engine.kernel.lower.perceive import Perceiving, Witnesses
from twicetold.engine.kernel.lower.record import Records
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.tell import Text
from twicetold.engine.kernel.program import TRUE, Expr, Let, Stmt, Var, both, int_
from twicetold.engine.meaning.probes import own_text, tells
from twicetold.lang import model


@dataclass(frozen=True, slots=True)
class _Knows:
    """What an actor, if there is one, learns of what they did; if it holds that they could notice anything,
    and what asks that."""

    actor: Actor | None = None
    learnt: tuple[Stmt, ...] = ()
    holds: Expr = TRUE
    asked: tuple[Stmt, ...] = ()


class Events:
    """The events of one world."""

    def __init__(self, effects: Effects, perceiving: Perceiving) -> None:
        self.effects = effects
        self.otherwise = effects.otherwise
        self.past: Past = effects.expressions.past
        self.perceiving = perceiving
        self.focal = effects.focal
        self.records: Records = effects.records
        self.lowering: Lowering = effects.lowering
        self._levels = _levels(self.lowering.world)
        self._by_itself = {rule.by_itself for rule in self.lowering.world.rules}

    @property
    def tick(self) -> Expr:
        """The tick it is."""
        return at(self.lowering.tick)

    def roles(self, construct: model.Construct) -> tuple[tuple[Var, ...], Scope]:
        """The variables of a construct's roles, and the scope in which they are bound."""
        params = tuple(Var(f"r{role.slot}", "int") for role in construct.roles)
        scope = Scope()
        for role, param in zip(construct.roles, params, strict=True):
            scope = scope.bind(role.slot, param, role.kind)
        return params, scope

    def happening(
        self, construct: model.Construct, roles: Sequence[Expr], body: Sequence[model.Effect]
    ) -> Happening:
        """What is known beforehand of such an event."""
        named = any(isinstance(node, model.Outcome) for node in model.nodes(tuple(body)))
        outcome = self.lowering.fresh("outcome") if named else None
        changed = {}
        if _can_be_noticed(construct):
            level = self._levels.get(construct.name, 0)
            for name in sorted(self._changes(body)):
                changed[name] = self.effects.fields.of[name].list(f"changed{level}")
        learnt = self._learnt(construct, body) if _can_be_noticed(construct) else {}
        text = Text(self.effects.expressions, construct) if self._told(construct) else None
        heard = self.focal.event()
        return Happening(construct.name, tuple(roles), outcome, changed, learnt, text=text, heard=heard)

    def _told(self, construct: model.Construct) -> bool:
        """Whether it is counted which text its events have."""
        return self.lowering.count.on and bool(tells(construct) or own_text(construct))

    def _changes(self, body: Sequence[model.Effect]) -> set[str]:
        """The fields that effects change and somebody may hold another value of."""
        nodes = list(model.nodes(tuple(body)))
        names = {node.target.field for node in nodes if isinstance(node, model.Assign)}
        for node in nodes:
            if isinstance(node, model.Born):
                names |= self.effects.changes.of_family(node.kind)
        return {name for name in names if self.effects.fields.of[name].held is not None}

    def _learnt(
        self, construct: model.Construct, body: Sequence[model.Effect]
    ) -> dict[tuple[str, int, bool], CellList]:
        """What effects teach, of which others can take somebody to know it."""
        event, found = self._levels.get(construct.name, 0), dict[tuple[str, int, bool], CellList]()
        for node in model.nodes(tuple(body)):
            if isinstance(node, model.Learns):
                store = self.effects.fields.of[node.target.field]
                told = node.value is not None or node.unknown is not None
                for level in range(1, min(len(node.inner) + 1, store.deep - 1) + 1):
                    name = f"{'told' if told else 'learnt'}{level}_{event}"
                    found[store.field.name, level, told] = store.list(name, level)
        return dict(sorted(found.items()))

    def begin(self, h: Happening) -> Iterator[Stmt]:
        """What must be ready before its effects."""
        if h.outcome is not None:
            yield Let(h.outcome, int_(self.lowering.names.outcome["done"]))
        for cells in (*h.changed.values(), *h.learnt.values()):
            yield from cells.begin()
        yield from self.focal.begin(h.heard)

    def body(
        self, construct: model.Rule | model.Action | model.Event, scope: Scope, h: Happening
    ) -> Iterator[Stmt]:
        """Its effects and its text, if it is to have any."""
        inside = [*self.lowering.count.come(construct)]
        inside += [] if h.text is None else h.text.begin()
        inside += self.focal.before(h.heard, texts(construct), scope)
        inside += self.effects.block(construct.body, scope, h)
        inside += [] if h.text is None else h.text.end(scope)
        inside += self.focal.own(h.heard, own_text(construct), scope)
        yield from self.otherwise.unless_void(h.name, h.roles, tuple(inside))

    def whole(
        self,
        h: Happening,
        scope: Scope,
        row: Expr | None,
        perceive: Sequence[model.Perceive],
        body: Iterable[Stmt],
        actor: Actor | None = None,
    ) -> Iterator[Stmt]:
        """An event from its beginning to its end: who perceives it is asked before its effects. It is not
        kept if it has no row: upkeep."""
        witnesses = self.perceiving.witnesses(perceive, scope, h, actor)
        knows = self._knows(h, actor, scope)
        yield from self.begin(h)
        yield from knows.asked
        yield from witnesses.before
        yield from body
        yield from self._end(h, row, h.outcome or int_(self.lowering.names.outcome["done"]), knows, witnesses)

    def attempt(
        self,
        h: Happening,
        scope: Scope,
        row: Expr,
        actor: Actor,
        outcome: Expr,
        *,
        notices: Expr = TRUE,
        hears: Sequence[model.Perceive] = (),
        text: Sequence[model.Wording] = (),
    ) -> Iterator[Stmt]:
        """An action that came to nothing: the actor notices it, if they can (`notices`), and who `hears`. It
        may have a `text`."""
        witnesses = self.perceiving.witnesses(hears, scope, h, actor, inwards=False) if hears else Witnesses()
        knows = self._knows(h, actor, scope, notices)
        yield from self.focal.begin(h.heard, lived=False)
        yield from self.focal.lines(h.heard, text, scope)
        yield from knows.asked
        yield from witnesses.before
        yield from self._end(h, row, outcome, knows, witnesses)

    def _knows(self, h: Happening, actor: Actor | None, scope: Scope, notices: Expr = TRUE) -> _Knows:
        """What an actor learns, if an event has one, and whether they can notice anything."""
        if actor is None:
            return _Knows()
        learnt = tuple(self.perceiving.learn(actor.who, actor.kind, list(h.changed.values())))
        remembered = bool(self.past.of(h.name, "remembers"))
        asked = bool(learnt or remembered or h.heard)
        if actor.notices is not None and asked:
            notices = both(notices, self.effects.expressions.lower(actor.notices, scope))
        if notices == TRUE or not asked:
            return _Knows(actor, learnt)
        var = self.lowering.fresh("knows", "bit")
        return _Knows(actor, learnt, var, (Let(var, notices),))

    def _end(
        self, h: Happening, row: Expr | None, outcome: Expr, knows: _Knows, witnesses: Witnesses
    ) -> Iterator[Stmt]:
        """It is noticed, counted, remembered and recorded."""
        yield from where(knows.holds, knows.learnt)
        yield from witnesses.notice
        if row is None:
            return
        yield from self.past.count(h.name, h.roles, outcome)
        if (actor := knows.actor) is not None:
            kept = tuple(self.past.remember(h.name, actor.who, actor.kind, h.roles, outcome))
            yield from where(knows.holds, kept)
        yield from self.perceiving.remember(h, witnesses.remember, outcome)
        who = None if knows.actor is None else knows.actor.who
        yield from self.focal.end(h.heard, h.name, outcome, h.roles, who, knows.holds)
        yield from self.records.end(h.name, row, outcome, h.roles)

    def happen_function(self, name: str) -> str:
        """The function of an event without an actor."""
        event = next(event for event in self.lowering.world.events if event.name == name)
        params, scope = self.roles(event)

        def body() -> Iterable[Stmt]:
            steps = self.lowering.spending.work.event(event)
            spent = self.lowering.spending.spend_on(steps, happen())
            begun = self.otherwise.started(name, params) if name in self._by_itself else ()
            taken = (*begun, *spent)
            yield from self.otherwise.unless_forbidden(name, params, taken)

        def happen() -> Iterable[Stmt]:
            h = self.happening(event, params, event.body)
            row = self.lowering.fresh("row")
            yield Let(row, self.records.begin(name, self.tick, params))
            happening = tuple(self.whole(h, scope, row, event.perceive, self.body(event, scope, h)))
            yield from self.effects.expressions.occurrences.happening(event, params, happening)

        number = self.lowering.world.events.index(event)
        return self.lowering.function(f"event{number}_{plain(event.name)}", params, None, body)


def _levels(world: model.World) -> dict[str, int]:
    """How deep within others each event may happen: deeper than all that bring it about.

    Events on one level never happen within one another, so that they can share their lists.
    """
    brings = {event.name: _brought(event) for event in world.events}
    levels = dict.fromkeys(brings, 1)
    for _ in brings:
        for name, inner in brings.items():
            for event in inner:
                levels[event] = max(levels[event], levels[name] + 1)
    return levels


def _brought(event: model.Event) -> set[str]:
    return {node.event for node in model.nodes(event.body) if isinstance(node, model.Happens)}


def _can_be_noticed(construct: model.Construct) -> bool:
    """Whether anybody perceives such an event."""
    return isinstance(construct, model.Action) or (
        not isinstance(construct, model.Sense) and bool(construct.perceive)
    )
