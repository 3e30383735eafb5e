"""Perceiving events: who notices one, remembers it and learns from it.

Nothing is done that nobody could tell: an event that no mind's belief and no memory depends on is noticed by
no one here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from twicetold.engine.kernel import arithmetic
from twicetold.engine.kernel.lower.effect import Actor, Effects, Happening
from twicetold.engine.kernel.lower.fields import CellList
from twicetold.engine.kernel.lower.lowering import Lowering, do
from twicetold.engine.kernel.lower.past import Past, where
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.taken import Taken
from twicetold.engine.kernel.program import (
    TRUE,
    Array,
    Choose,
    Expr,
    For,
    If,
    Let,
    Load,
    Set,
    Stmt,
    Store,
    Var,
    both,
    either,
    int_,
)
from twicetold.engine.meaning import sites
from twicetold.lang import model


@dataclass(frozen=True, slots=True)
class Those:
    """Minds that notice an event: a list in an array, and its length."""

    minds: Array
    count: Var
    kind: str


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Who perceives an event: what asks that before its effects, what lets them notice it, once they have
    happened, and who they are that may remember it."""

    before: tuple[Stmt, ...] = ()
    notice: tuple[Stmt, ...] = ()
    remember: tuple[Those, ...] = ()


class Perceiving:
    """Turns the perceive lines of one world into statements."""

    def __init__(self, effects: Effects) -> None:
        self.effects = effects
        self.expressions = expressions = effects.expressions
        self.past: Past = expressions.past
        self.lowering: Lowering = expressions.lowering

    def witnesses(
        self,
        lines: Sequence[model.Perceive],
        scope: Scope,
        h: Happening,
        acts: Actor | None,
        *,
        inwards: bool = True,
    ) -> Witnesses:
        """Who perceives an event, as far as anybody could tell; and `inwards`, whom they take to perceive
        it."""
        actor = None if acts is None else acts.who
        before: list[Stmt] = []
        notice: list[Stmt] = []
        learners = []
        remembered = bool(self.past.of(h.name, "remembers"))
        taken = self._taken(lines, scope, h, acts) if inwards and self.lowering.world.depth > 1 else None
        hidden = [scope.bound[line.of].var for line in lines if line.channel == "hidden" and line.of]
        others = hidden if actor is None else [actor, *hidden]
        for line in lines:
            if line.channel == "hidden":
                continue
            lists = [cells for name, cells in h.changed.items() if self.can_show(line, name)]
            if lists or remembered or self._shows(line) or h.heard or taken is not None:
                those = Those(self._scratch(line, scope, h), self.lowering.fresh("count"), self.kind(line, h))
                asked = notice if line.after else before
                asked += self._gather(line, scope, h, those, others)
                asked += self._heard_by(line, scope, h, those)
                notice += self._teach_those(line, scope, h, those, lists)
                learners.append(those)
                if taken is not None:
                    taken.enter(line, those.minds, those.count)
        if taken is not None:
            before += taken.before()
            notice += taken.notice()
        return Witnesses(tuple(before), tuple(notice), tuple(learners) if remembered else ())

    def _taken(
        self, lines: Sequence[model.Perceive], scope: Scope, h: Happening, actor: Actor | None
    ) -> Taken | None:
        """Whom those who perceive an event take to perceive it too, as far as anybody could tell."""
        told = [line for line in lines if line.channel != "hidden"]
        hidden = [scope.bound[line.of].var for line in lines if line.channel == "hidden" and line.of]
        taken = Taken(self, told, scope, h, actor, hidden)
        return taken if taken.matters else None

    def learn(self, mind: Expr, kind: str, lists: Sequence[CellList]) -> Iterator[Stmt]:
        """A mind, at some time of a kind, learns the truth of what has changed."""
        minds = self.expressions.fields.minds
        teach = tuple(do(cells.teach_all(), mind) for cells in lists)
        if teach:
            known = self.lowering.inside(kind, minds)
            yield from teach if known else (If(minds.contains(mind), teach),)

    def remember(self, h: Happening, those: Sequence[Those], outcome: Expr) -> Iterator[Stmt]:
        """All who have perceived an event remember it."""
        for group in those:
            i, mind = self.lowering.fresh("i"), self.lowering.fresh("mind")
            kept = self.past.remember(h.name, mind, group.kind, h.roles, outcome)
            yield For(i, int_(0), group.count, (Let(mind, Load(group.minds, i)), *kept))

    # --- who ------------------------------------------------------------------------------------------------

    def _gather(
        self, line: model.Perceive, scope: Scope, h: Happening, those: Those, others: Sequence[Expr]
    ) -> Iterator[Stmt]:
        """Put down who notices by a line, but for some: whoever does something need not notice it besides."""

        def put_down(mind: Expr) -> Iterator[Stmt]:
            add = (Store(those.minds, those.count, mind), Set(those.count, those.count + 1))
            yield from where(self.none_of(mind, others), add)

        yield Let(those.count, int_(0))
        yield from self.noticing(line, scope, h, put_down)

    def noticing(
        self, line: model.Perceive, scope: Scope, h: Happening, put_down: Callable[[Expr], Iterator[Stmt]]
    ) -> Iterator[Stmt]:
        """What is to be done with each who notices by a line, as the minds of the scope have it."""
        if line.sense is not None:
            yield from self._by_sense(line, scope, h, put_down)
        elif line.kind is not None:
            assert line.slot is not None
            slot = line.slot
            conditions = model.conjuncts(line.where)
            yield from self.expressions.loops.each(
                slot, "mind", line.kind, conditions, scope, lambda inner: put_down(inner.bound[slot].var)
            )
        else:
            assert line.of is not None
            who = scope.bound[line.of].var
            asked = TRUE if line.where is None else self.expressions.lower(line.where, scope)
            there = both(self.expressions.kinds_now.remains(who), asked)
            yield from where(there, tuple(put_down(who)))

    def none_of(self, mind: Expr, others: Sequence[Expr]) -> Expr:
        """Whether a mind is none of some others."""
        test: Expr = TRUE
        for other in others:
            test = both(test, mind.is_not(other))
        return test

    def _by_sense(
        self, line: model.Perceive, scope: Scope, h: Happening, put_down: Callable[[Expr], Iterator[Stmt]]
    ) -> Iterator[Stmt]:
        """Those for whom the sense holds of the one it happens to, if its first chance is in their favour."""
        assert line.of is not None
        sense = self._sense(line)
        sensed = scope.bound[line.of]
        conditions = [part for condition in sense.when for part in model.conjuncts(condition.expr)]
        inner = Scope(minds=scope.minds).bind(2, sensed.var, sensed.inside)
        odds = None if scope.minds else sites.odds(sense)  # nobody knows of another's luck

        def body(inside: Scope) -> Iterator[Stmt]:
            mind = inside.bound[1].var
            if odds is None:
                yield from put_down(mind)
                return
            drawn = arithmetic.call("unit", self.expressions.mixed(line.site, [*h.roles, mind]))
            yield If(drawn < self.expressions.lower(odds, inside), tuple(put_down(mind)))

        yield from self.expressions.loops.each(
            1, "mind", sense.roles[0].kind, conditions, inner, body, taken=(2,)
        )

    def _teach_those(
        self, line: model.Perceive, scope: Scope, h: Happening, those: Those, lists: Sequence[CellList]
    ) -> Iterator[Stmt]:
        shows = self._shows(line)
        if lists or shows:
            i, mind = self.lowering.fresh("i"), self.lowering.fresh("mind")
            inner = scope if line.slot is None else scope.bind(line.slot, mind, those.kind)
            learn = (
                *self.learn(mind, those.kind, lists),
                *self.effects.block(shows, inner, replace(h, learnt={})),
            )
            yield For(i, int_(0), those.count, (Let(mind, Load(those.minds, i)), *learn))

    def _heard_by(self, line: model.Perceive, scope: Scope, h: Happening, those: Those) -> Iterator[Stmt]:
        """Put down whether the focal character notices by a line, and whom of those who take part: a sense,
        or feeling, shows only those whom some sense reaches now."""
        focal = self.effects.focal
        if h.heard is None:
            return
        i, mind = self.lowering.fresh("i"), self.lowering.fresh("mind")
        of = scope.bound[line.of].var if line.sense is not None and line.of is not None else mind
        whom: Expr = int_(0)
        for place, role in enumerate(h.roles):
            by_itself = either(role.is_(mind), role.is_(of))
            by_all = line.sense is None and line.channel != "felt"
            shown = TRUE if by_all else either(by_itself, focal.reaches(mind, role))
            whom = whom + Choose(shown, int_(1 << place), int_(0))
        notice = tuple(focal.notice(h.heard, mind, whom))
        yield For(i, int_(0), those.count, (Let(mind, Load(those.minds, i)), *notice))

    def _shows(self, line: model.Perceive) -> list[model.Learns]:
        """What a line shows besides, as far as anybody could tell."""
        fields = self.expressions.fields.of
        return [each for each in line.shows if fields[each.target.field].held is not None]

    def _scratch(self, line: model.Perceive, scope: Scope, h: Happening) -> Array:
        size = (
            1 if line.sense is None and line.kind is None else len(self.lowering.domain(self.kind(line, h)))
        )
        return self.lowering.array(self.lowering.fresh("noticing").name, "i16", size)

    def kind(self, line: model.Perceive, h: Happening) -> str:
        """Of which kind those are who notice by a line."""
        if line.sense is not None:
            return self._sense(line).roles[0].kind
        if line.kind is not None:
            return line.kind
        assert line.of is not None
        construct = self.past.happening[h.name]
        return construct.roles[line.of - 1].kind

    def _sense(self, line: model.Perceive) -> model.Sense:
        return next(sense for sense in self.lowering.world.senses if sense.name == line.sense)

    def can_show(self, line: model.Perceive, field: str) -> bool:
        """Whether a line can show a field."""
        if line.sense is None:
            return True
        shown = (node for node in model.nodes(self._sense(line).body) if isinstance(node, model.Shows))
        return any(node.target.field == field for node in shown)
