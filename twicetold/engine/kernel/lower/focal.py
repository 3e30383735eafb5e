"""What there is to be told through one mind, the focal character's: each event that they know of, and the
texts of events with the values that stand in their brackets.

Lowered only where it is asked for; it moves nothing. What is put down are records, one after the other in the
array `told`, each of numbers: its length, its sort, and the number of the event it is of, then

| sort | what | numbers |
|---|---|---|
| `TEXT` | the event has a text from here on, and none of before | |
| `LINE` | a line of it | the wording; to whose mind it is close, or -1; its values |
| `EVENT` | the focal character knows of the event | construct, outcome, tick, how, whom, roles |

"How" is `DID`, `SAW` or `FELT`; "whom" has a bit for each role whom they perceive there. An ending is an
event whose construct is -1 less its place, and the opening one after the last of these. Events are numbered
as they begin. What is in the other records of an event without an `EVENT` nobody is to be told. See
`tell/minds.py` for who knows of what, and `interpreter/tell.py` for values; which these are, in which order,
`_values` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.lowering import Lowering, at, do, put
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.types import as_number
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Array,
    Call,
    Choose,
    Expr,
    For,
    If,
    Let,
    Load,
    Op,
    Return,
    Set,
    Stmt,
    Store,
    Var,
    both,
    either,
    int_,
)
from twicetold.engine.meaning.probes import own_text, tells
from twicetold.lang import model

TEXT, LINE, EVENT = range(3)
DID, SAW, FELT = 1, 2, 3
FOCAL = "focal"
"""The array of the focal character's number plus 1; 0 for nobody."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of an event under way: its number; whether it has a text; whether the focal character
    notices it, and whom of its roles; whether anybody does; whether anything changed in the focal character;
    whether they could notice anything as its effects began; and what `values` were before these."""

    number: Var
    spoken: Var
    saw: Var
    whom: Var
    anyone: Var
    touched: Var
    aware: Var
    before: dict[model.Expr, Var] = field(default_factory=dict)
    listed: dict[model.Every, tuple[Array, Var]] = field(default_factory=dict)


class Focal:
    """Puts down what there is to be told of one world; nothing, if it is not `on`."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        self.lowering: Lowering = expressions.lowering
        self.on = self.lowering.told
        self._places = {name: n for n, name in enumerate(self.lowering.names.constructs)}

    @property
    def who(self) -> Expr:
        """The focal character; -1 for nobody."""
        return at(self._focal) - 1

    # --- an event, from its beginning to its end ------------------------------------------------------------

    def event(self) -> Heard | None:
        """An event, before it begins."""
        if not self.on:
            return None
        fresh = self.lowering.fresh
        anyone, touched, aware = (fresh(name, "bit") for name in ("anyone", "touched", "aware"))
        spoken, saw = fresh("spoken", "bit"), fresh("saw", "bit")
        return Heard(fresh("told"), spoken, saw, fresh("whom"), anyone, touched, aware)

    def begin(self, heard: Heard | None, *, lived: bool = True) -> Iterator[Stmt]:
        """It begins; `lived` if it has effects."""
        if heard is None:
            return
        count = self.lowering.array("told_events", "i32", 1)
        yield put(count, at(count) + 1)
        yield Let(heard.number, at(count))
        yield from (Let(var, FALSE) for var in (heard.spoken, heard.saw, heard.anyone, heard.touched))
        yield Let(heard.whom, int_(0))
        yield Let(heard.aware, self._aware(self.who) if lived else FALSE)

    def before(self, heard: Heard | None, wordings: Iterable[model.Wording], scope: Scope) -> Iterator[Stmt]:
        """Values of a text as they are before any effects."""
        if heard is None:
            return
        for wording in wordings:
            for part in _mentions(wording.parts):
                if isinstance(part, model.Every):
                    yield from self._list_before(heard, part, scope)
                elif part.expr not in heard.before and _looks_back(part) and _known_in(part.expr, scope):
                    value = self.expressions.lower(part.expr, scope)
                    var = heard.before[part.expr] = self.lowering.fresh("before", value.type)
                    yield Let(var, value)

    def _list_before(self, heard: Heard, part: model.Every, scope: Scope) -> Iterator[Stmt]:
        known = part.where is None or _known_in(part.where, scope, part.slot)
        if not part.before or part in heard.listed or not known:
            return
        size, n = len(self.lowering.domain(part.kind)), self.lowering.fresh("n")
        those = self.lowering.array(self.lowering.fresh("listed").name, "i16", size)
        heard.listed[part] = those, n
        yield Let(n, int_(0))
        yield from self._each(part, scope, lambda entity: iter((Store(those, n, entity), Set(n, n + 1))))

    def touch(self, heard: Heard | None, who: Expr, changes: Expr) -> Iterator[Stmt]:
        """Something changes in somebody."""
        if heard is not None:
            yield If(both(who.is_(self.who), changes), (Set(heard.touched, TRUE),))

    def reach(self, heard: Heard | None, tell: model.Tell, scope: Scope) -> Iterator[Stmt]:
        """A `tell` is reached: the text is this, and none of before."""
        if heard is not None:
            yield Set(heard.spoken, FALSE)
            yield from self._record(TEXT, heard.number, ())
            yield from self.lines(heard, tell.wordings, scope)

    def own(self, heard: Heard | None, wordings: Sequence[model.Wording], scope: Scope) -> Iterator[Stmt]:
        """The effects have happened: the text of the construct's own, if there is no other."""
        if heard is not None and wordings:
            yield If(~heard.spoken, tuple(self.lines(heard, wordings, scope)))

    def lines(self, heard: Heard | None, wordings: Sequence[model.Wording], scope: Scope) -> Iterator[Stmt]:
        """The lines of a text that can stand."""
        if heard is None:
            return
        for wording in wordings:
            said = (
                *self._record(LINE, heard.number, self._line(heard, wording, scope)),
                Set(heard.spoken, TRUE),
            )
            if wording.when is None:
                yield from said
            else:
                yield If(self.expressions.lower(wording.when, scope), said)

    def notice(self, heard: Heard | None, mind: Expr, whom: Expr) -> Iterator[Stmt]:
        """Somebody notices it, and whom of its roles."""
        if heard is not None:
            yield Set(heard.anyone, TRUE)
            known = Op("to int", (_word(heard.whom) | _word(whom),), "int")
            yield If(mind.is_(self.who), (Set(heard.saw, TRUE), Set(heard.whom, known)))

    def end(
        self,
        heard: Heard | None,
        name: str,
        outcome: Expr,
        roles: Sequence[Expr],
        actor: Expr | None = None,
        knows: Expr = TRUE,
    ) -> Iterator[Stmt]:
        """It has come to its end; its actor, if there is one, knows of it if that holds."""
        if heard is None:
            return
        did: Expr = FALSE
        if actor is not None:
            did = both(knows, actor.is_(self.who))
            yield If(knows, (Set(heard.anyone, TRUE),))
        felt = Choose(self._feels(heard, roles), int_(FELT), int_(0))
        how = Choose(did, int_(DID), Choose(heard.saw, int_(SAW), felt))
        yield from self._known(heard, int_(self._places[name]), outcome, how, roles)

    def ending(self, place: int, ending: model.Ending) -> Iterator[Stmt]:
        """The life has ended so: the text of that is for everybody."""
        heard = self.event()
        if heard is not None and ending.wordings:
            yield from self.begin(heard)
            yield from self.lines(heard, ending.wordings, Scope())
            how = Choose(heard.spoken, int_(FELT), int_(0))
            yield from self._known(heard, int_(-1 - place), int_(0), how, ())

    def opening(self) -> Iterator[Stmt]:
        """The life begins: with what is said of that, to everybody."""
        world, heard = self.lowering.world, self.event()
        if heard is not None and world.opening.wordings:
            how = Choose(heard.spoken, int_(FELT), int_(0))
            said = (
                *self.begin(heard),
                *self.lines(heard, world.opening.wordings, Scope()),
                *self._known(heard, int_(-1 - len(world.endings)), int_(0), how, ()),
            )
            yield If(at(self.lowering.tick).is_(0), said)

    def _known(
        self, heard: Heard, construct: Expr, outcome: Expr, how: Expr, roles: Sequence[Expr]
    ) -> Iterator[Stmt]:
        known = self.lowering.fresh("how")
        whom = Choose(known.is_(SAW), heard.whom, int_((1 << len(roles)) - 1))
        values = (construct, outcome, at(self.lowering.tick), known, whom, *roles)
        yield Let(known, Choose(at(self._focal).is_(0), int_(0), how))
        yield If(known.is_not(0), tuple(self._record(EVENT, heard.number, map(self._put, values))))

    # --- who knows ------------------------------------------------------------------------------------------

    def _feels(self, heard: Heard, roles: Sequence[Expr]) -> Expr:
        """Whether the focal character feels what they do not perceive; see `minds._undergoes`."""
        if not roles:
            return FALSE
        first = both(roles[0].is_(self.who), either(~heard.anyone, heard.touched))
        felt = Choose(self._aware(self.who), first, heard.aware)
        takes_part: Expr = FALSE
        for role in roles:
            takes_part = either(takes_part, role.is_(self.who))
        return both(takes_part, felt)

    def _aware(self, who: Expr) -> Expr:
        """Whether somebody exists and can notice anything."""
        entity, kinds_now = Var("entity", "int"), self.expressions.kinds_now

        def body() -> Iterator[Stmt]:
            yield If(entity < 0, (Return(FALSE),))
            yield If(~kinds_now.exists(entity), (Return(FALSE),))
            for kind in self.lowering.world.kinds:
                if kind.notices is not None:
                    scope = Scope().bind(1, entity, kind.name)
                    notices = self.expressions.lower(kind.notices.expr, scope)
                    yield If(kinds_now.is_kind(entity, kind.name), (If(~notices, (Return(FALSE),)),))
            yield Return(TRUE)

        return Call(self.lowering.function("aware", (entity,), "bit", body), (who,), "bit")

    def reaches(self, mind: Expr, other: Expr) -> Expr:
        """Whether a sense of a mind reaches somebody now, or the world has none for such; see
        `interpreter/perceive.py`."""
        a, b = Var("mind", "int"), Var("other", "int")
        has, sensed = Var("has", "bit"), Var("sensed", "bit")
        member, expressions = self.expressions.kinds_now.is_kind, self.expressions

        def body() -> Iterator[Stmt]:
            yield Let(has, FALSE)
            yield Let(sensed, FALSE)
            yield If(either(a < 0, b < 0), (Return(FALSE),))
            for sense in self.lowering.world.senses:
                if len(sense.roles) != 2:
                    continue
                who, whom = sense.roles
                scope = Scope().bind(1, a, who.kind).bind(2, b, whom.kind)
                holds: Expr = TRUE
                for condition in sense.when:
                    holds = both(holds, expressions.lower(condition.expr, scope))
                mine = (Set(has, TRUE), If(holds, (Return(TRUE),)))
                yield If(member(b, whom.kind), (Set(sensed, TRUE), If(member(a, who.kind), mine)))
            yield Return(both(~has, ~sensed))

        return Call(self.lowering.function("reaches", (a, b), "bit", body), (mind, other), "bit")

    # --- values ---------------------------------------------------------------------------------------------

    def _line(self, heard: Heard, wording: model.Wording, scope: Scope) -> Iterator[Stmt]:
        yield self._put(int_(wording.number))
        mind: Expr = int_(-1 if wording.who is None else wording.who)
        yield self._put(mind if wording.mind is None else scope.bound[wording.mind].var)
        yield from self._values(heard, wording.parts, scope)

    def _values(self, heard: Heard, parts: Sequence[model.Part], scope: Scope) -> Iterator[Stmt]:
        """The values of some parts: of a mention one, for who can change the one before besides; of a list
        how many, and who; of pieces of which one stands its place, or -1, and its values; of pieces that take
        turns the values of all."""
        for part in parts:
            match part:
                case model.Mention():
                    yield from map(self._put, self._mentioned(heard, part, scope))
                case model.Every():
                    yield from self._every(heard, part, scope)
                case model.Either(arms):
                    yield from self._either(heard, arms, scope)
                case model.Turns(_, arms):
                    for arm in arms:
                        yield from self._values(heard, arm.parts, scope)
                case model.Plain() | model.Verb() | model.Because():
                    pass

    def _mentioned(self, heard: Heard, part: model.Mention, scope: Scope) -> Iterator[Expr]:
        before = heard.before.get(part.expr)
        now = before if part.before and before is not None else self.expressions.lower(part.expr, scope)
        yield now
        if looks_twice(part):
            yield now if before is None else before

    def _every(self, heard: Heard, part: model.Every, scope: Scope) -> Iterator[Stmt]:
        n, place, i = (self.lowering.fresh(name) for name in ("n", "place", "i"))
        if part in heard.listed:
            those, n = heard.listed[part]
            yield self._put(n)
            yield For(i, int_(0), n, (self._put(Load(those, i)),))
            return
        yield Let(n, int_(0))
        yield Let(place, at(self._count))
        yield self._put(int_(0))
        yield from self._each(part, scope, lambda entity: iter((Set(n, n + 1), self._put(entity))))
        yield If(place < at(self._room), (Store(self._told, place, as_number(n)),))

    def _each(
        self, part: model.Every, scope: Scope, body: Callable[[Expr], Iterator[Stmt]]
    ) -> Iterator[Stmt]:
        conditions = model.conjuncts(part.where) if part.where else []
        loops = self.expressions.loops
        return loops.each(
            part.slot, part.name, part.kind, conditions, scope, lambda inner: body(inner.bound[part.slot].var)
        )

    def _either(self, heard: Heard, arms: Sequence[model.Arm], scope: Scope) -> Iterator[Stmt]:
        def from_(place: int) -> Iterator[Stmt]:
            if place == len(arms):
                yield self._put(int_(-1))
                return
            arm = arms[place]
            stands = (self._put(int_(place)), *self._values(heard, arm.parts, scope))
            if arm.when is None:
                yield from stands
            else:
                yield If(self.expressions.lower(arm.when, scope), stands, tuple(from_(place + 1)))

        return from_(0)

    # --- records --------------------------------------------------------------------------------------------

    @property
    def _focal(self) -> Array:
        return self.lowering.array(FOCAL, "i32", 1)

    @property
    def _told(self) -> Array:
        return self.lowering.out("told", "f64")

    @property
    def _count(self) -> Array:
        return self.lowering.out("told_count", "i32")

    @property
    def _room(self) -> Array:
        return self.lowering.out("told_room", "i32")

    def _record(self, sort: int, number: Expr, values: Iterable[Stmt]) -> Iterator[Stmt]:
        start = self.lowering.fresh("start")
        yield Let(start, at(self._count))
        yield from map(self._put, (int_(0), int_(sort), number))
        yield from values
        length = as_number(at(self._count) - start)
        yield If(start < at(self._room), (Store(self._told, start, length),))

    def _put(self, value: Expr) -> Stmt:
        return do(self._put_function(), as_number(value))

    def _put_function(self) -> str:
        value = Var("value", "num")

        def body() -> Iterator[Stmt]:
            fits = (Store(self._told, at(self._count), value),)
            yield If(at(self._count) < at(self._room), fits)
            yield Store(self._count, int_(0), at(self._count) + 1)

        return self.lowering.function("put_told", (value,), None, body)


def texts(construct: model.Construct) -> Iterator[model.Wording]:
    """All the wordings with which an event of a construct can be told."""
    yield from own_text(construct)
    for tell in tells(construct):
        yield from tell.wordings


def looks_twice(part: model.Mention) -> bool:
    """Whether who stands in a mention may be another than before the event, and both are put down."""
    return isinstance(part.expr.type, model.Ref) and isinstance(part.expr, model.Cell) and not part.before


def _known_in(expr: model.Expr, scope: Scope, *own: int) -> bool:
    """Whether all that an expression reads of the frame, but for its own, is bound there."""
    return _slots(expr) - {*own} <= scope.bound.keys()


def _slots(expr: model.Expr) -> set[int]:
    nodes = tuple(model.nodes(expr))
    own = {node.slot for node in nodes if isinstance(node, model.Aggregate)}
    read = {node.slot for node in nodes if isinstance(node, model.Bound)}
    return read.union(*(node.bound for node in nodes if isinstance(node, model.Draw))) - own


def _looks_back(part: model.Mention) -> bool:
    return part.before or looks_twice(part)


def _mentions(parts: Sequence[model.Part]) -> Iterator[model.Mention | model.Every]:
    for part in parts:
        match part:
            case model.Mention() | model.Every():
                yield part
            case model.Either(arms) | model.Turns(_, arms):
                for arm in arms:
                    yield from _mentions(arm.parts)
            case _:
                pass


def _word(value: Expr) -> Expr:
    return Op("to word", (value,), "word")
