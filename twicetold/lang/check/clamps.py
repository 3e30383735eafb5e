"""Where the end of a range makes or loses what is counted, or hides that there is none left.

Two lines that take as much from one field as they give to another pass on what need not have been there; and
what an action needs when it begins may be gone when it ends. Both are warned of where nothing in the text
asks how much there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from twicetold.lang import model
from twicetold.lang.check.scope import Names
from twicetold.lang.source import Span

Asked = frozenset[model.Cell]
"""The fields of which conditions ask, or values that an effect goes by."""


def tell_clamps(world: model.World, names: Names) -> None:
    """Warn of such effects in the world's own text."""
    constructs: tuple[model.Construct, ...] = (*world.rules, *world.actions, *world.events)
    for construct in constructs:
        if construct.span.file == names.home:
            _Look(construct, names).over(construct.body, _asked_before(construct))


def _asked_before(construct: model.Construct) -> Asked:
    """What has been asked just before the effects of a construct."""
    if isinstance(construct, model.Action) and not _is_at_once(construct):
        return _cells((construct.interrupted, *(need for need in construct.needs if need.at_end)))
    return _cells(model.conditions(construct))


def _is_at_once(action: model.Action) -> bool:
    return isinstance(action.takes, model.Const) and action.takes.value == 0


def _cells(parts: Iterable[object]) -> Asked:
    return frozenset(node for part in parts for node in model.nodes(part) if isinstance(node, model.Cell))


class _Look:
    """Looks over the effects of one construct."""

    def __init__(self, construct: model.Construct, names: Names) -> None:
        self._construct = construct
        self._names = names

    def over(self, effects: Sequence[model.Effect], asked: Asked) -> None:
        """Look over a block."""
        asked |= _cells(effect.value for effect in effects if isinstance(effect, model.Let))
        for effect in effects:
            match effect:
                case model.If(cond=cond):
                    self.over(effect.body, asked | _cells([cond]))
                    self.over(effect.otherwise, asked | _cells([cond]))
                case model.ForEach(where=where):
                    self.over(effect.body, asked | _cells([where]))
                case model.Pick(where=where):
                    self.over(effect.body, asked | _cells([where]))
                    self.over(effect.otherwise, asked)
                case model.Chance() | model.Born():
                    self.over(effect.body, asked)
                    self.over(effect.otherwise, asked)
                case (
                    model.Assign()
                    | model.Let()
                    | model.Retires()
                    | model.Becomes()
                    | model.Learns()
                    | model.Happens()
                    | model.Outcome()
                    | model.Tell()
                    | model.Shows()
                ):
                    pass
        self._look_at([effect for effect in effects if isinstance(effect, model.Assign)], asked)

    def _look_at(self, changes: Sequence[model.Assign], asked: Asked) -> None:
        passed: set[int] = set()
        for taken, given in _passing(changes):
            if _may_end(taken, asked) or _may_end(given, asked):
                self._tell_passing(taken, given)
                passed |= {taken.number, given.number}
        for change in changes:
            if isinstance(self._construct, model.Action) and change.number not in passed:
                self._look_for_need(self._construct, change, asked)

    def _look_for_need(self, action: model.Action, change: model.Assign, asked: Asked) -> None:
        """Tell of what was asked of a field when an action began, and is changed unasked when it ends."""
        if _is_at_once(action) or not _may_end(change, asked):
            return
        owner = change.target.args[0]
        if isinstance(owner, model.Bound) and owner.slot == action.roles[0].slot:
            return
        need = next((part for part in action.needs if _compares(part.expr, change.target)), None)
        if need is not None:
            again = f"`needs {need.text} also at the end`, or `if {need.text}` above the effect"
            self._names.problems.tell("T0536.need", change.span, need=need.text, again=again)

    def _tell_passing(self, taken: model.Assign, given: model.Assign) -> None:
        source, to = self._text(taken.target.span), self._text(given.target.span)
        line_of = self._names.problems.line_of
        later = max(taken.span, given.span, key=lambda span: (line_of(span), span.column))
        self._names.problems.tell(
            "T0535.passing", later, source=source, to=to, text=self._text(taken.value.span)
        )

    def _text(self, span: Span) -> str:
        problems = self._names.problems
        line = problems.sources[span.file].line(problems.line_of(span))
        return line[span.column - 1 : span.end_column - 1]


def _passing(changes: Sequence[model.Assign]) -> Iterator[tuple[model.Assign, model.Assign]]:
    """The lines that take, each with one that gives as much of the same sort, as far as can be seen: to the
    same field of another, or of the same unit. The lines of a `move` are left out."""
    gives: dict[object, model.Assign] = {}
    for change in changes:
        if change.op == "+=":
            for sort in _sorts(change):
                gives.setdefault(sort, change)
    for change in changes:
        if change.op == "-=":
            given = next((gives[sort] for sort in _sorts(change) if sort in gives), None)
            if given is not None and given.span != change.span:
                yield change, given


def _sorts(change: model.Assign) -> Iterator[object]:
    """How much a line changes of what: by the field, and by the unit if there is one."""
    if isinstance(change.target.type, model.Number):
        yield change.value, change.target.field
        if change.target.type.unit:
            yield change.value, change.target.type.unit


def _may_end(change: model.Assign, asked: Asked) -> bool:
    """Whether a change may be cut off at the end of a range, since nothing asks how much there is."""
    type_ = change.target.type
    if (
        not isinstance(type_, model.Number)
        or change.target in asked
        or change.target in _cells([change.value])
    ):
        return False
    return {"-=": type_.lo > -model.WIDEST, "+=": type_.hi < model.WIDEST}.get(change.op, False)


def _compares(need: model.Expr, target: model.Cell) -> bool:
    comparisons = ("<", "<=", ">", ">=")
    return isinstance(need, model.Binary) and need.op in comparisons and target in (need.left, need.right)
