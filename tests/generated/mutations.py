"""Bugs put into the kernel on purpose, for the generated worlds to find.

Each is a small change of one function that lowers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock

from tests.generated.coded import QUICK
from tests.generated.compare import Expected
from twicetold.engine.kernel import arithmetic
from twicetold.engine.kernel.lower import (
    aggregate,
    bounds,
    choosing,
    effect,
    ending,
    expression,
    follow,
    life,
    past,
    rule,
    way,
)
from twicetold.engine.kernel.lower.action import Actions
from twicetold.engine.kernel.lower.busy import Busy
from twicetold.engine.kernel.lower.choosing import Choosing
from twicetold.engine.kernel.lower.effect import Effects
from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.fields import Fields, FieldStore, Within
from twicetold.engine.kernel.lower.kinds_now import KindsNow
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.kernel.lower.loop import Loops
from twicetold.engine.kernel.lower.lowering import do
from twicetold.engine.kernel.lower.occurrence import Occurrences
from twicetold.engine.kernel.lower.past import Past
from twicetold.engine.kernel.lower.perceive import Perceiving
from twicetold.engine.kernel.lower.record import Records
from twicetold.engine.kernel.lower.sorting import Sorter
from twicetold.engine.kernel.lower.start import Starts
from twicetold.engine.kernel.lower.taken import Taken
from twicetold.engine.kernel.lower.upper import Most
from twicetold.engine.kernel.lower.way import Search
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Choose,
    Expr,
    For,
    If,
    Let,
    Op,
    Return,
    Set,
    Var,
    either,
    int_,
    num,
)
from twicetold.lang import model
from twicetold.lang.ranges import Ranges


@dataclass(frozen=True, slots=True)
class Mutation:
    """A bug: what is wrong, and of which owner the attribute `name` becomes what `bug` makes of it."""

    what: str
    owner: Any
    name: str
    bug: Callable[[Any], Any]

    def __str__(self) -> str:
        return self.what

    def applied(self) -> AbstractContextManager[object]:
        """The kernel with this bug."""
        return mock.patch.object(self.owner, self.name, self.bug(getattr(self.owner, self.name)))

    def caught_by(self, worlds: Iterable[Expected]) -> int | None:
        """How many of these worlds it takes until one is lived otherwise than expected; None if none is."""
        for count, expected in enumerate(worlds, start=1):
            with self.applied():
                wrong = lower(expected.world)
            if wrong != expected.program and expected.difference(wrong, QUICK):
                return count
        return None


# --- the bugs -----------------------------------------------------------------------------------------------
#
# Each takes the right function and gives the wrong one.


def _keys_turned_round(packed: Any) -> Any:
    return lambda keys, tick: packed(list(reversed(keys)), tick)


def _last_left_out(everybody: Any) -> Any:
    def bug(self: Loops, *args: Any) -> Iterator[Any]:
        for stmt in everybody(self, *args):
            yield replace(stmt, hi=stmt.hi - 1) if isinstance(stmt, For) else stmt

    return bug


def _not_clamped(kept: Any) -> Any:
    def bug(value: Any, type_: model.Type, within: Any = None) -> Any:
        return value if isinstance(type_, model.Number) and not type_.whole else kept(value, type_, within)

    return bug


def _too_narrow(binary: Any) -> Any:
    def bug(self: Ranges, op: str, a: Any, b: Any) -> Any:
        return binary(self, "+" if op == "-" else op, a, b)

    return bug


def _or_equal(binary: Any) -> Any:
    def bug(self: Expressions, expr: model.Binary, scope: Any) -> Any:
        return binary(self, replace(expr, op="<=") if expr.op == "<" else expr, scope)

    return bug


def _branches_swapped(either: Any) -> Any:
    def bug(self: Effects, effect: Any, cond: Any, scope: Any, h: Any) -> Any:
        if effect.body and effect.otherwise:
            effect = replace(effect, body=effect.otherwise, otherwise=effect.body)
        return either(self, effect, cond, scope, h)

    return bug


def _nothing(_: Any) -> Any:
    return lambda *args, **named: iter(())


def _false(_: Any) -> Any:
    return lambda *args, **named: FALSE


def _none(_: Any) -> Any:
    return lambda *args, **named: []


def _before(witnesses: Any) -> Any:
    def bug(self: Perceiving, lines: Any, *args: Any, **named: Any) -> Any:
        return witnesses(self, [replace(line, after=False) for line in lines], *args, **named)

    return bug


def _if_changed(changed: Any) -> Any:
    def bug(self: Effects, store: Any, c: Any, old: Any, new: Any, lists: Any) -> Iterator[Any]:
        first, *rest = changed(self, store, c, old, new, lists)
        if isinstance(first, If) and store.field.name in lists:
            yield replace(first, then=(*first.then, *rest))
        else:
            yield from (first, *rest)

    return bug


def _always_own(owns: Any) -> Any:
    def bug(self: FieldStore, mind: Any, args: Any) -> Any:
        return args[0].is_(mind) if self.field.mistaken else owns(self, mind, args)

    return bug


def _never(_: Any) -> Any:
    return lambda *args, **named: False


def _as_believed(cell: Any) -> Any:
    return lambda self, expr, scope: cell(self, replace(expr, truly=False), scope)


def _first_parents_alone(member: Any) -> Any:
    def bug(self: KindsNow, entity: Any, kind: str) -> Any:
        kinds = {each.name: each for each in self.lowering.world.kinds}

        def descends(name: str | None) -> bool:
            return name is not None and (name == kind or descends(kinds[name].parent))

        numbers = self.lowering.layout.kind_number
        left = [each for each in kinds if descends(each)]
        if {numbers[each] for each in left} == set(self.lowering.layout.descendants[kind]):
            return member(self, entity, kind)
        found: Expr = FALSE
        for each in left:
            found = either(found, self.of(entity).is_(numbers[each]))
        return found

    return bug


def _unkept(of: Callable[[Any, FieldStore], bool]) -> Callable[[Any], Any]:
    """Some assignments left out."""

    def broken(assign: Any) -> Any:
        def bug(self: Effects, each: model.Assign, scope: Any, h: Any) -> Iterator[Any]:
            left_out = of(each, self.fields.of[each.target.field])
            return iter(()) if left_out else assign(self, each, scope, h)

        return bug

    return broken


def _idle(of: Callable[[model.Rule], bool]) -> Callable[[Any], Any]:
    """Some rules without effect."""

    def broken(function: Any) -> Any:
        def bug(events: Any, number: int, each: model.Rule) -> str:
            name: str = function(events, number, replace(each, body=()) if of(each) else each)
            return name

        return bug

    return broken


def _true(_: Any) -> Any:
    return lambda *args, **named: TRUE


def _no(_: Any) -> Any:
    return lambda *args, **named: FALSE


def _at_some_time(_: Any) -> Any:
    return lambda self, entity, kind: entity >= 0


def _last_first(go_on: Any) -> Any:
    class Backwards(Sorter):
        def _less(self, key: Any, whose: Any, other_key: Any, other: Any) -> Any:
            return super()._less(other_key, other, key, whose)

    def bug(self: Actions) -> str:
        right, self.due = self.due, Backwards(self.lowering, "due", len(self.actors))
        try:
            found: str = go_on(self)
        finally:
            self.due = right
        return found

    return bug


def _last_of_equals(folds: Any) -> Any:
    def bug(x: Any, expr: model.Aggregate, scope: Any) -> Iterator[Any]:
        best, most, value = Var("best", "int"), Var("most", "num"), Var("value", "num")

        def body(inner: Any) -> Iterator[Any]:
            yield Let(value, x.lower(expr.body, inner))
            better = Choose(best < 0, TRUE, value >= most)
            yield If(better, (Set(most, value), Set(best, inner.bound[expr.slot].var)))

        yield Let(best, int_(-1))
        yield Let(most, num(0.0))
        yield from aggregate._each(x, expr, scope, body)
        yield Return(best)

    return {**folds, "best": bug}


def _index_left_behind(finish: Any) -> Any:
    def bug(self: FieldStore) -> None:
        with mock.patch.object(self, "index", None):
            finish(self)

    return bug


def _order_kept(_: Any) -> Any:
    def bug(self: FieldStore, a: Any, b: Any) -> Any:
        first, second = (self.domains[0].place(each) for each in (a, b))
        half = Op("to int", (Op("to word", (first * (first + 1),), "word") >> 1,), "int")
        return first * len(self.domains[0]) - half + second

    return bug


def _fourth_left_out(place: Any) -> Any:
    def bug(self: FieldStore, args: Any) -> Any:
        return place(self, args if len(args) < 4 else (*args[:-1], self.domains[-1].entity(int_(0))))

    return bug


def _a_tick_late(due: Any) -> Any:
    return lambda events, each: due(events, replace(each, ticks=each.ticks + 1))


def _from_the_beginning(due: Any) -> Any:
    return lambda events, each: due(events, replace(each, phases=()))


def _alone(_: Any) -> Any:
    return lambda x, slot, within, inner, outer, scope: inner.is_(outer)


def _wherever(bindings: Any) -> Any:
    def bug(events: Any, each: model.Rule, body: Any) -> Any:
        return bindings(events, replace(each, where=()) if each.mode == "chance" else each, body)

    return bug


def _not_total(operation: Any) -> Any:
    def bug(self: Expressions, expr: model.Binary, scope: Any) -> Any:
        if expr.op != "mod":
            return operation(self, expr, scope)
        a, b = self.lower(expr.left, scope), self.lower(expr.right, scope)
        return a - arithmetic.call("floor", a / b) * b

    return bug


def _unasked(_: Any) -> Any:
    return lambda self, ready, scope, began, roles: iter([do(self._end_function(ready), began, *roles)])


def _marks_reversed(function: Any) -> Any:
    def bug(self: Records, name: str) -> str:
        self.marks = {**self.marks, name: self.marks[name][::-1]}
        made: str = function(self, name)
        return made

    return bug


def _unweighted(pick: Any) -> Any:
    return lambda self, each, scope, h: pick(self, replace(each, weight=None), scope, h)


def _of_its_own(function: Any) -> Any:
    def bug(events: Any, number: int, each: model.Rule) -> str:
        name: str = function(events, number, replace(each, mode="due") if each.mode == "later" else each)
        return name

    return bug


def _taken_and_never_given(assign: Any) -> Any:
    def bug(self: Effects, each: model.Assign, scope: Any, h: Any) -> Iterator[Any]:
        is_moved = isinstance(each.value, model.Bound) and each.value.name == "moved" and each.op == "+="
        return iter(()) if is_moved else assign(self, each, scope, h)

    return bug


def _first_of_a_table(right: Any) -> Any:
    def bug(self: Expressions, expr: model.Expr, scope: Any) -> Any:
        match expr:
            case model.IfElse(cond=model.Binary(op="<", left=model.Draw(), right=model.Const()), then=then):
                return right(self, then, scope)
        return right(self, expr, scope)

    return bug


def _of_oneself_too(computed: Any) -> Any:
    def bug(self: Starts, store: FieldStore, expr: model.Expr, entities: Any) -> Any:
        match expr:
            case model.IfElse(
                cond=model.Binary(op="is", left=model.Bound(), right=model.Bound()), other=other
            ):
                return computed(self, store, other, entities)
        return computed(self, store, expr, entities)

    return bug


def _all_in_one_place(said: Any) -> Any:
    def bug(self: Starts, store: FieldStore) -> Iterator[Any]:
        return iter(()) if store.field.name.startswith("place ") else said(self, store)

    return bug


def _body_alone(_: Any) -> Any:
    return lambda self, what, roles, body: iter(body)


def _nobody_before(_: Any) -> Any:
    return lambda role, before: ()


def _everybody_before(_: Any) -> Any:
    return lambda role, before: before


def _less_than_the_most(bound: Any) -> Any:
    def bug(builder: Any, side: str, mixed: Any) -> Any:
        right = bound(builder, side, mixed)
        return right - 1.0 if side == "most" else right

    return bug


def _less_than_it_can_be(bound: Any) -> Any:
    def bug(self: Most, expr: model.Expr, scope: Any) -> Any:
        right = bound(self, expr, scope)
        return right if right is None else right - 1.0

    return bug


def _nobody_leads(_: Any) -> Any:
    return lambda self, actor: self.race.begin()


def _whoever(_: Any) -> Any:
    return lambda arg, mind: isinstance(arg, model.Bound)


def _in_truth(within: Any) -> Any:
    return lambda self, path: within(self, ())


def _without_the_actor(places: Any) -> Any:
    return lambda self, *, after: [place for place in places(self, after=after) if place >= 0]


def _idle_function(_: Any) -> Any:
    def bug(self: Within) -> str:
        return self.store.lowering.function("idle", (), None, lambda: iter(()))

    return bug


def _as_it_is_taken_to_be(believes: Any) -> Any:
    return lambda self, expr, scope: believes(self, replace(expr, truly=False), scope)


def _not_within(sense_function: Any) -> Any:
    def bug(events: Any, number: int, sense: model.Sense) -> str | None:
        function: str | None = sense_function(events, number, sense)
        return None if sense in events.lowering.world.within else function

    return bug


MUTATIONS = (
    Mutation("the entities of a draw in reverse order", expression, "_packed", _keys_turned_round),
    Mutation("a loop that leaves out the last", Loops, "_all", _last_left_out),
    Mutation("a number stored without its clamp", effect, "kept", _not_clamped),
    Mutation("a clamp left out though it could bite", Ranges, "_binary", _too_narrow),
    Mutation("`<` taken for `<=`", Expressions, "_binary", _or_equal),
    Mutation("`otherwise` and what stands above it swapped", Effects, "_either", _branches_swapped),
    Mutation("those who perceive an event learn nothing of it", Perceiving, "learn", _nothing),
    Mutation("what an event shows besides is learnt by nobody", Perceiving, "_shows", _none),
    Mutation("who perceives an event is always asked before it", Perceiving, "witnesses", _before),
    Mutation("what is set to what it was is not put down", Effects, "_changed", _if_changed),
    Mutation("everybody knows their own, also where one can err", FieldStore, "owns", _always_own),
    Mutation("everybody always knows what minds can be told", FieldStore, "is_unknown", _false),
    Mutation("what a mind is taught is not stored", Effects, "_believe", _nothing),
    Mutation(
        "belief is not held against the truth when an action starts",
        Fields,
        "believed_in",
        _never,
    ),
    Mutation("`truly` read over", Expressions, "_cell", _as_believed),
    Mutation("of two parents the second forgotten", KindsNow, "member", _first_parents_alone),
    Mutation(
        "what is said is kept, and not when it was said",
        Effects,
        "_assign",
        _unkept(lambda each, store: store.field.spoke is not None),
    ),
    Mutation(
        "what is called off comes all the same",
        Effects,
        "_assign",
        _unkept(lambda each, store: store.field.due is not None and isinstance(each.value, model.Const)),
    ),
    Mutation(
        "what was last sensed is not remembered", life, "rule_function", _idle(lambda rule: rule.is_memory)
    ),
    Mutation(
        "what holds in every mind holds in truth alone",
        life,
        "rule_function",
        _idle(lambda rule: rule.name.endswith(" in every mind")),
    ),
    Mutation("what ends at the same tick ends in reverse order", Actions, "go_on_function", _last_first),
    Mutation("the last of several best instead of the first", aggregate, "_FOLD", _last_of_equals),
    Mutation("one entity in two roles", model, "taken", _nobody_before),
    Mutation("an index that does not follow its field", FieldStore, "finish", _index_left_behind),
    Mutation("a symmetric pair looked up in the order it is named", FieldStore, "_triangle", _order_kept),
    Mutation("a rule `at` or `every` a tick late", rule, "_due", _a_tick_late),
    Mutation("a claim of two kept whatever the second is", FieldStore, "_place", _fourth_left_out),
    Mutation("days that come again from the beginning on", rule, "_due", _from_the_beginning),
    Mutation("who takes part in something chooses all the same", Busy, "takes_part", _no),
    Mutation("who is not willing does it all the same", Actions, "_ask", _nothing),
    Mutation("what is needed at the end too is not asked then", Actions, "_come_to_end", _unasked),
    Mutation("what comes by itself whatever stands behind `where`", rule, "_bindings", _wherever),
    Mutation("nobody comes further than where they are", Search, "_further", _nothing),
    Mutation("who is in a room is not in its house", way, "_holds", _alone),
    Mutation("a measure over time taken a tick late", ending, "comes_again", _a_tick_late),
    Mutation("what is left of a number without multiples of 0", Expressions, "_operation", _not_total),
    Mutation("who is not there any more still takes roles", Loops, "_still", _true),
    Mutation("what happens to somebody who is not there", Effects, "_is_there", _at_some_time),
    Mutation("an action that goes on without those who take part", Actions, "_gone", _no),
    Mutation("a `pick` without its weights", Effects, "_pick", _unweighted),
    Mutation("what was asked for later comes of a rule's own event", life, "rule_function", _of_its_own),
    Mutation("what is moved is taken and never given", Effects, "_assign", _taken_and_never_given),
    Mutation("of a table always the first", Expressions, "lower", _first_of_a_table),
    Mutation("what is computed of two said of one and themselves", Starts, "_computed", _of_oneself_too),
    Mutation("everybody in the first place of a network", Starts, "_all_said", _all_in_one_place),
    Mutation("failed attempts counted as done", Past, "_fits", _true),
    Mutation("who is born again keeps the old values", Starts, "_fill", _nothing),
    Mutation("what happens again drawn as the first time", Occurrences, "happening", _body_alone),
    Mutation("who may take two roles never does", model, "taken", _everybody_before),
    Mutation("to do nothing is never chosen", Choosing, "_nothing", _nobody_leads),
    Mutation("a draw left out though it could decide", bounds, "of_gumbel", _less_than_the_most),
    Mutation("an urge bounded by less than it can be", Most, "of", _less_than_it_can_be),
    Mutation("what is kept does not follow what changes", follow, "_other", _false),
    Mutation("what is kept of everybody follows nobody", follow, "_in_all", _nothing),
    Mutation("what no gate asks is not asked at all", choosing, "left_over", _none),
    Mutation("who remembers is taken for whoever took part", past, "_is_same", _whoever),
    Mutation("what patterns ask marked in reverse", Records, "_marked_function", _marks_reversed),
    Mutation("nobody is taken for a witness", Taken, "notice", _nothing),
    Mutation("whom somebody takes for a witness is asked in truth", Taken, "_within", _in_truth),
    Mutation("who does something is not taken to know of it", Taken, "_places", _without_the_actor),
    Mutation("what somebody has learnt nobody else knows of them", Taken, "_learnt_of", _nothing),
    Mutation("what an event shows nobody takes another to be shown", Taken, "_shown", _nothing),
    Mutation(
        "what is said at the start of what others believe is forgotten", Starts, "_said_of_paths", _nothing
    ),
    Mutation("a failed attempt teaches nothing of what others believe", Within, "find_out", _idle_function),
    Mutation(
        "`truly believes` is as somebody takes it to be", Expressions, "_believes", _as_it_is_taken_to_be
    ),
    Mutation("nobody takes others to sense anything", life, "sense_function", _not_within),
    Mutation("what somebody learns of what others believe is not stored", Effects, "_learn_apart", _nothing),
)
