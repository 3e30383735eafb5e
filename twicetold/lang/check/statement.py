"""Testimony: `p says x.f is V to r`, `what p said of x.f to r`, apart from what is so and what is believed.

It is short for what there is. Of each thing that somebody says something of there are two hidden fields, one
value for each speaker, each hearer and whoever it is said of: what was said last, and when. `says` sets both;
all that asks after a claim reads them. So what a claim brings about leads back to the event in which it was
made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from typing import Literal

from twicetold.lang import model, syntax
from twicetold.lang.check import believes, cell, expression, narrow
from twicetold.lang.check.fit import fitted
from twicetold.lang.check.scope import Names, Scope, Statement
from twicetold.lang.check.types import NOTHING, YES_NO
from twicetold.lang.source import Span

_TIME = model.Time()
_NEVER = model.Const(model.NEVER, _TIME)


# --- effects ------------------------------------------------------------------------------------------------


def says(written: syntax.Says, scope: Scope) -> tuple[model.Effect, ...]:
    """Somebody says to somebody what something is: what they believe, or what stands there."""
    claim = _claim(written.speaker, written.about, written.hearer, scope, made=True)
    if claim is None:
        if written.value is not None:
            expression.anything(written.value, scope)
        return ()
    value = _believed(claim.speaker, claim.about, scope)
    if written.value is not None:
        given = expression.value(written.value, scope, claim.type, "what is said")
        if given is None:
            return ()
        value = given
    elif claim.type == YES_NO:
        scope.problems.tell("T0440.whether", written.about.span)
        return ()
    said = (
        model.Assign(claim.what, "=", value, span=written.span),
        model.Assign(claim.when, "=", model.Now(), span=written.span),
    )
    known = None if written.value else _known(claim.speaker, claim.about, scope.names)
    return said if known is None else (model.If(known, said, (), span=written.span),)


def hearers(body: tuple[model.Effect, ...], names: Names) -> Iterator[tuple[model.Bound, Span]]:
    """Those of whoever is bound to whom effects say something, and where they do."""
    for node in model.nodes(body):
        if isinstance(node, model.Assign) and node.target.field in names.statements:
            hearer = node.target.args[1]
            if isinstance(hearer, model.Bound):
                yield hearer, node.span


# --- expressions --------------------------------------------------------------------------------------------


def said(expr: syntax.Said, scope: Scope) -> model.Expr | None:
    """What was said, when, whether it was spoken of, or whether what was said was this."""
    claim = _claim(expr.speaker, expr.about, expr.hearer, scope)
    if claim is None:
        return None
    if expr.asked == "what":
        return replace(claim.what, span=expr.span)
    if expr.asked == "when":
        return replace(claim.when, span=expr.span)
    if expr.value is None:
        return replace(claim.spoken, span=expr.span)
    value = expression.read(expr.value, scope, claim.type)
    value = value and fitted(value, claim.type, expr.value.span, scope, "what is said")
    return None if value is None else _all(expr.span, claim.spoken, _compared("is", claim.what, value))


def contradicts(expr: syntax.Contradicts, scope: Scope) -> model.Expr | None:
    """Whether two have said different things of it to one."""
    one = _claim(expr.speaker, expr.about, expr.hearer, scope)
    other = one and _claim(expr.other, expr.about, expr.hearer, scope)
    if one is None or other is None:
        return None
    return _all(expr.span, one.spoken, other.spoken, _compared("is not", one.what, other.what))


def doubts(expr: syntax.Doubts, scope: Scope) -> model.Expr | None:
    """Whether somebody believes it to be otherwise than they were told."""
    claim = _claim(expr.speaker, expr.about, expr.hearer, scope)
    if claim is None:
        return None
    belief = _believed(claim.hearer, claim.about, scope)
    if isinstance(belief, model.Believes) and not believes.fits(len(scope.minds) + 1, expr.span, scope):
        return None
    known = _known(claim.hearer, claim.about, scope.names)
    asked = (claim.spoken, *(() if known is None else (known,)), _compared("is not", claim.what, belief))
    return _all(expr.span, *asked)


def _known(mind: model.Expr, about: model.Cell | model.Call, names: Names) -> model.Expr | None:
    """Whether a mind knows what a field is; None of what nobody can fail to know."""
    if isinstance(about, model.Call) or not names.field(about.field).unknowable:
        return None
    unknown = model.Believes(mind, model.Unknown(about), YES_NO)
    return model.Unary("not", unknown, YES_NO)


def _believed(mind: model.Expr, about: model.Cell | model.Call, scope: Scope) -> model.Expr:
    if not believes.reads(about, scope.names):
        return about
    return model.Believes(mind, about, about.type, span=about.span)


def _compared(op: Literal["is", "is not"], one: model.Expr, other: model.Expr) -> model.Expr:
    return model.Binary(op, one, other, YES_NO)


def _all(span: Span, *claims: model.Expr) -> model.Expr:
    return reduce(lambda a, b: model.Binary("and", a, b, YES_NO, span=span), claims)


# --- what is said of what, by whom to whom ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Claim:
    """What somebody says of something to somebody."""

    statement: Statement
    speaker: model.Expr
    hearer: model.Expr
    about: model.Cell | model.Call

    @property
    def type(self) -> model.Type:
        return self.statement.type

    @property
    def what(self) -> model.Cell:
        """What was said last."""
        return model.Cell(self.statement.what, self._who, self.type)

    @property
    def when(self) -> model.Cell:
        """When it was said."""
        return model.Cell(self.statement.when, self._who, _TIME)

    @property
    def spoken(self) -> model.Expr:
        """Whether anything was said."""
        return _compared("is not", self.when, _NEVER)

    @property
    def _who(self) -> tuple[model.Expr, ...]:
        return (self.speaker, self.hearer, *self.about.args)


def _claim(
    speaker: syntax.Expr, about: syntax.Expr, hearer: syntax.Expr, scope: Scope, *, made: bool = False
) -> _Claim | None:
    """A claim as it is written; None, and an error, if there is none such."""
    one, other = _somebody(speaker, scope), _somebody(hearer, scope)
    meant = _about(about, scope)
    if one is None or other is None or meant is None:
        return None
    kinds = tuple(of.type.kind for of in (one, other) if isinstance(of.type, model.Ref))
    known = _statement(meant, about, kinds, scope.names, made=made)
    return None if known is None else _Claim(known, one, other, meant)


def _somebody(written: syntax.Expr, scope: Scope) -> model.Expr | None:
    meant = expression.entity(written, scope, "who says something and who is told")
    if meant is not None and meant.type == NOTHING:
        scope.problems.tell("T0440.nobody", written.span)
        return None
    return meant


def _about(written: syntax.Expr, scope: Scope) -> model.Cell | model.Call | None:
    """A field, a relation or a definition of entities, of which something can be said."""
    meant = expression.read(written, scope)
    if meant is None:
        return None
    if isinstance(written, syntax.FieldOf | syntax.Apply | syntax.Variable):
        if isinstance(meant, model.Cell):
            return narrow.widened(meant, scope)
        if isinstance(meant, model.Call) and all(isinstance(arg.type, model.Ref) for arg in meant.args):
            return meant
    scope.problems.tell("T0440.about", written.span)
    return None


def _statement(
    about: model.Cell | model.Call,
    written: syntax.Expr,
    kinds: tuple[str, ...],
    names: Names,
    *,
    made: bool,
) -> Statement | None:
    """What is kept of all claims of one thing between two families; from now on also between these kinds."""
    of = about.field if isinstance(about, model.Cell) else f"{about.define}()"
    roots = tuple(map(names.root, kinds))
    what = f"{roots[0]} said {of} to {roots[1]}"
    known = names.statements.get(what)
    if known is None:
        if names.complete:
            names.problems.tell("T0440.unsaid", written.span, name=cell.name_of(written))
            return None
        type_ = about.type
        if isinstance(type_, model.Ref):
            type_ = replace(type_, optional=True)
        known = Statement(
            of,
            what,
            f"{roots[0]} spoke of {of} to {roots[1]}",
            (*kinds, *_over(about, names)),
            type_,
            written.span,
        )
    wider = [names.common(one, other) or one for one, other in zip(known.over, kinds, strict=False)]
    known = replace(known, over=(*wider, *known.over[2:]), made=known.made or made)
    if not made and known.asked is None:
        known = replace(known, asked=written)
    names.statements[what] = known
    return known


def _over(about: model.Cell | model.Call, names: Names) -> tuple[str, ...]:
    if isinstance(about, model.Cell):
        return names.over(about.field)
    of = (type_ for _, type_ in names.defines[about.define].params)
    return tuple(type_.kind for type_ in of if isinstance(type_, model.Ref))


# --- the hidden fields --------------------------------------------------------------------------------------


def fields(names: Names) -> tuple[model.Field, ...]:
    """The hidden fields of all that something is said of, in order of the text; asking after what nobody says
    is told of. From here on no more can come."""
    names.complete = True
    return tuple(field for known in names.statements.values() for field in _fields(known, names))


def _fields(known: Statement, names: Names) -> Iterator[model.Field]:
    if not known.made and known.asked is not None:
        names.problems.tell("T0440.unsaid", known.asked.span, name=cell.name_of(known.asked))
    usual = model.Const(model.default(known.type), known.type)
    yield model.Field(known.what, known.over, known.type, usual, said=known.of, span=known.span)
    yield model.Field(known.when, known.over, _TIME, _NEVER, spoke=known.of, span=known.span)
