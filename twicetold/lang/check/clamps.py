"""Where the end of a range makes or loses what is counted, or hides that there is none left.

Two lines that take as much from one field as they give to another pass on what need not have been there; and
what an action needs when it begins may be gone when it ends. Both are warned of where nothing in the text
asks how much there is.
"""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.lang import model
from twicetold.lang.check.scope import Names
from twicetold.lang.source import Span

Guards = tuple[model.Expr, ...]
"""Conditions that hold where an effect is lived, and values that it goes by."""


def tell_clamps(world: model.World, names: Names) -> None:
    """Warn of such effects in the world's own text."""
    constructs: tuple[model.Construct, ...] = (*world.rules, *world.actions, *world.events)
    for construct in constructs:
        if construct.span.file == names.home:
            _Look(construct, names).over(construct.body, _asked(construct))


def _asked(construct: model.Construct) -> Guards:
    """What has been asked just before the effects of a construct."""
    parts = model.conditions(construct)
    if isinstance(construct, model.Action) and not _is_at_once(construct):
        parts = iter(construct.interrupted)
    return tuple(part.expr if isinstance(part, model.Condition) else part for part in parts)


def _is_at_once(action: model.Action) -> bool:
    return isinstance(action.takes, model.Const) and action.takes.value == 0


class _Look:
    """Looks over the effects of one construct."""

    def __init__(self, construct: model.Construct, names: Names) -> None:
        self._construct = construct
        self._names = names

    def over(self, effects: Sequence[model.Effect], guards: Guards) -> None:
        """Look over a block."""
        changes = [effect for effect in effects if isinstance(effect, model.Assign)]
        for effect in effects:
            match effect:
                case model.Let(value=value):
                    guards = (*guards, value)
                case model.If(cond=cond):
                    self.over(effect.body, (*guards, cond))
                    self.over(effect.otherwise, (*guards, cond))
                case model.ForEach(where=where) | model.Pick(where=where):
                    self.over(effect.body, guards if where is None else (*guards, where))
                    self.over(getattr(effect, "otherwise", ()), guards)
                case model.Chance() | model.Born():
                    self.over(effect.body, guards)
                    self.over(effect.otherwise, guards)
                case _:
                    pass
        self._look_at(changes, guards)

    def _look_at(self, changes: Sequence[model.Assign], guards: Guards) -> None:
        passed: set[int] = set()
        for taken in changes:
            for given in changes:
                if _passes_on(taken, given) and (_may_end(taken, guards) or _may_end(given, guards)):
                    self._tell_passing(taken, given)
                    passed |= {id(taken), id(given)}
        for change in changes:
            if isinstance(self._construct, model.Action) and id(change) not in passed:
                self._look_for_need(self._construct, change, guards)

    def _look_for_need(self, action: model.Action, change: model.Assign, guards: Guards) -> None:
        """Tell of what was asked of a field when an action began, and is changed unasked when it ends."""
        owner = change.target.args[0]
        is_own = isinstance(owner, model.Bound) and owner.slot == action.roles[0].slot
        if _is_at_once(action) or is_own or not _may_end(change, guards):
            return
        need = next((part for part in action.needs if _compares(part.expr, change.target)), None)
        if need is not None:
            message = f"`{need.text}` is asked when this begins, and may not be so any more when it ends"
            again = f"`interrupted when not {need.text}`, or `if {need.text}` above the effect"
            help = f"ask again before it ends: {again}"
            self._names.problems.warning("T0536", change.span, message, help)

    def _tell_passing(self, taken: model.Assign, given: model.Assign) -> None:
        source, to = self._text(taken.target.span), self._text(given.target.span)
        message = (
            f"what `{source}` loses and `{to}` gains differ where one of them comes to the end of its range"
        )
        help = f"write `move {self._text(taken.value.span)} from {source} to {to}`: it moves what there is"
        later = max(taken.span, given.span, key=lambda span: (span.line, span.column))
        self._names.problems.warning("T0535", later, message, help)

    def _text(self, span: Span) -> str:
        return self._names.problems.sources[span.file].line(span.line)[span.column - 1 : span.end_column - 1]


def _passes_on(taken: model.Assign, given: model.Assign) -> bool:
    """Whether one line gives what another takes: as much of the same sort, as far as can be seen."""
    if (taken.op, given.op) != ("-=", "+=") or taken.value != given.value or taken.span == given.span:
        return False
    a, b = taken.target.type, given.target.type
    if not (isinstance(a, model.Number) and isinstance(b, model.Number)) or a.unit != b.unit:
        return False
    return taken.target.field == given.target.field or bool(a.unit)


def _may_end(change: model.Assign, guards: Guards) -> bool:
    """Whether a change may be cut off at the end of a range, since nothing asks how much there is."""
    type_ = change.target.type
    if not isinstance(type_, model.Number):
        return False
    ends = {"-=": type_.lo > -model.WIDEST, "+=": type_.hi < model.WIDEST}
    asked = any(_mentions(guard, change.target) for guard in (*guards, change.value))
    return ends.get(change.op, False) and not asked


def _mentions(expr: model.Expr, target: model.Cell) -> bool:
    return any(node == target for node in model.nodes(expr))


def _compares(need: model.Expr, target: model.Cell) -> bool:
    comparisons = ("<", "<=", ">", ">=")
    return isinstance(need, model.Binary) and need.op in comparisons and target in (need.left, need.right)
