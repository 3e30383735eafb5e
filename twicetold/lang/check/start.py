"""Starting values: of fields and relations, for entities, pairs, groups, and for all of a kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations

from twicetold.lang import limits, model, syntax
from twicetold.lang.check import between, cell, constant, expression, network, role, types
from twicetold.lang.check.function import wrong_count
from twicetold.lang.check.scope import Frame, Names, Scope, Sites
from twicetold.lang.codes import Help
from twicetold.lang.source import Span

Groups = Sequence[tuple[int, ...]]
"""The entities, pairs or triples that one line is about."""


@dataclass
class Starts:
    """The starting values of a world, in order, and which entities were given which fields."""

    names: Names
    made: list[model.Start] = field(default_factory=list)
    given: set[tuple[str, int]] = field(default_factory=set)

    def give(self, line: syntax.Start, own: tuple[int, ...] = ()) -> None:
        """Take in a line that concerns the entities `own`, in or below whose line it stands, or others."""
        if self.names.problems.full:
            return
        about = target(line, own, self.names)
        if about is None:
            return
        groups, declared = about
        given = value(line, declared, site(cell.name_of(line.target), declared), self.names)
        if given is None or not self.has_room(len(groups), line.span):
            return
        for entities in groups:
            self.given.add((declared.name, entities[0]))
            self.made.append(model.Start(declared.name, entities, given, span=line.span))

    def has_room(self, more: int, span: Span) -> bool:
        """Whether so many more can be kept; an error if not."""
        fits = len(self.made) + more <= limits.STARTS
        if not fits:
            self.names.problems.tell("T0425.starts", span, most=limits.STARTS)
        return fits

    def check_all_given(self) -> None:
        """Tell of entities that lack a value without which they cannot be."""
        for (_, name), declared in self.names.fields.items():
            if types.must_be_given(declared.type):
                self._check_given(name, declared)

    def _check_given(self, name: str, declared: model.Field) -> None:
        lacking = [
            entity
            for number, entity in self.names.entities.items()
            if self.names.descends(entity.kind, declared.over[0])
            and (declared.name, number) not in self.given
        ]
        if lacking and isinstance(declared.type, model.Ref):
            others = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
            self.names.problems.tell(
                "T0308.entity",
                lacking[0].span,
                entity=lacking[0].name,
                others=others,
                name=name,
                type=self.names.said(declared.type),
                kind=declared.type.kind,
            )


# --- what a line is about ---------------------------------------------------------------------------------


def target(line: syntax.Start, own: tuple[int, ...], names: Names) -> tuple[Groups, model.Field] | None:
    """The groups of entities that a line is about, and the field or relation."""
    match line.target:
        case syntax.Variable(name=name):
            return _own_field(name, own, names)
        case syntax.FieldOf(of=syntax.Variable(name=owner), field=name):
            return _field_of(owner, name, names)
        case syntax.Apply() as applied:
            return _relation(applied, line.each_other, own, names)
        case other:
            names.problems.tell("T0411.target", other.span)
            return None


def _own_field(name: syntax.Name, own: tuple[int, ...], names: Names) -> tuple[Groups, model.Field] | None:
    if not own:
        return None
    declared = _field(names.entities[own[0]], name, names)
    return None if declared is None else ([(number,) for number in own], declared)


def _field_of(owner: syntax.Name, name: syntax.Name, names: Names) -> tuple[Groups, model.Field] | None:
    number = entity(owner, names)
    if number is None:
        return None
    declared = _field(names.entities[number], name, names)
    return None if declared is None else ([(number,)], declared)


def _field(entity: model.Entity, name: syntax.Name, names: Names) -> model.Field | None:
    """The field of that name of an entity which has it, or can come to have it."""
    declared = cell.field_of(entity.kind, name, names)
    if declared is None or names.can_be(entity.kind, declared.over[0]):
        return declared
    said, owner = types.with_article(entity.kind), types.with_article(declared.over[0])
    names.problems.tell("T0203.owner", name.span, owner=owner, name=name.text, entity=entity.name, kind=said)
    return None


def entity(name: syntax.Name, names: Names) -> int | None:
    """The number of the entity of that name; None and an error if there is none."""
    number = names.numbers.get(name.text)
    if number is None and name.text not in names.lost:
        help = names.problems.meant(name.text, names.numbers)
        if name.text in names.kinds:
            help = Help("T0205.kind", name=name.text)
        names.problems.tell("T0205.unknown", name.span, help, name=name.text)
    return number


def _relation(
    applied: syntax.Apply, each_other: bool, own: tuple[int, ...], names: Names
) -> tuple[Groups, model.Field] | None:
    relation = names.relations.get(applied.name.text)
    if relation is None:
        if applied.name.text not in names.lost:
            _no_relation(applied, names)
        return None
    if applied.between and between.is_wrong(applied, names):
        return None
    if each_other:
        return _each_other(applied, relation, own, names) if own else None
    args = [_named(arg, names) for arg in applied.args]
    numbers = tuple(arg for arg in args if arg is not None)
    if len(numbers) < len(args):
        return None
    groups = [numbers]
    if own and len(args) == len(relation.over) - 1:
        groups = [(first, *numbers) for first in own]
    elif len(args) != len(relation.over):
        wrong_count(applied.name, len(args), str(len(relation.over)), Scope(names, Frame()))
        return None
    if not all(_right_kinds(relation, group, applied, names) for group in groups):
        return None
    return [_in_order(group, relation) for group in groups], relation


def _no_relation(applied: syntax.Apply, names: Names) -> None:
    name = applied.name
    help = names.problems.meant(name.text, names.relations)
    if applied.between:
        help = between.instead(applied, help, names)
    names.problems.tell("T0204.relation", name.span, help, name=name.text)


def _named(arg: syntax.Expr, names: Names) -> int | None:
    if isinstance(arg, syntax.Variable):
        return entity(arg.name, names)
    names.problems.tell("T0411.entity", arg.span)
    return None


def _each_other(
    applied: syntax.Apply, relation: model.Field, own: tuple[int, ...], names: Names
) -> tuple[Groups, model.Field] | None:
    if len(relation.over) != 2 or len(own) < 2:
        names.problems.tell("T0411.each_other", applied.span)
        return None
    count = len(own) * (len(own) - 1)
    if count > limits.STARTS:
        Starts(names).has_room(count, applied.span)
        return None
    if not _right_kinds(relation, own[:1] * 2, applied, names):
        return None
    return list(combinations(own, 2) if relation.symmetric else permutations(own, 2)), relation


def _right_kinds(relation: model.Field, group: tuple[int, ...], applied: syntax.Apply, names: Names) -> bool:
    for place, (number, kind) in enumerate(zip(group, relation.over, strict=True)):
        entity = names.entities[number]
        if not names.can_be(entity.kind, kind):
            wanted, has = types.with_article(kind), types.with_article(entity.kind)
            names.problems.tell(
                "T0303.place",
                applied.span,
                relation=relation.name,
                wanted=wanted,
                place=place + 1,
                entity=entity.name,
                has=has,
                kinds=", ".join(relation.over),
            )
            return False
    return True


def _in_order(group: tuple[int, ...], relation: model.Field) -> tuple[int, ...]:
    """A pair of a symmetric relation is one pair, however it is written."""
    return tuple(sorted(group)) if relation.symmetric else group


# --- values -----------------------------------------------------------------------------------------------


def site(name: str, declared: model.Field) -> str:
    """Where the starting values of a field or relation are drawn, by its name as written. A relation may have
    the name of a field: they are told apart, for the draws of a site are for so many entities."""
    return f"start/{name}" if len(declared.over) == 1 else f"start/{name} of {len(declared.over)}"


def value(line: syntax.Start, declared: model.Field, site: str, names: Names) -> model.Expr | None:
    """The value of a line for this field."""
    return _value(line.value, line.drawn, declared, site, names)


def default(block: syntax.Field | syntax.Relation, declared: model.Field, names: Names) -> model.Field:
    """A field or relation with its starting value where nothing else is said."""
    if block.start is not None:
        names.started.add(declared.name)
        where = site(block.name.text, declared)
        roles = block.roles if isinstance(block, syntax.Relation) else ()
        names.joining = declared if declared.symmetric else None
        start = _value(block.start, block.drawn, declared, where, names, roles)
        names.joining = None
        computed = start is not None and (roles or network.is_asked_for(start, names))
        return replace(declared, start=_apart(start, declared, roles, names) if start and computed else start)
    if types.must_be_given(declared.type):
        return replace(declared, start=None)
    return replace(declared, start=model.Const(model.default(declared.type), declared.type))


def _apart(
    start: model.Expr, declared: model.Field, roles: Sequence[syntax.Role], names: Names
) -> model.Expr:
    """A starting value for different ones: of somebody and themselves nothing is said, but where a role says
    that they may be the same."""
    usual = model.Const(model.default(declared.type), declared.type)
    slots = enumerate(declared.over, 1)
    for (one, kind), (other, its) in combinations(slots, 2):
        may_be = role.others(roles[other - 1], roles[: other - 1], names) if roles else frozenset()
        if names.related(kind, its) and not (roles and roles[one - 1].name.text in may_be):
            first, second = model.Bound(one, "", model.Ref(kind)), model.Bound(other, "", model.Ref(its))
            same = model.Binary("is", first, second, types.YES_NO)
            start = model.IfElse(same, usual, start, declared.type)
    return start


def _value(
    written: syntax.Expr,
    drawn: bool,
    declared: model.Field,
    site: str,
    names: Names,
    roles: Sequence[syntax.Role] = (),
) -> model.Expr | None:
    keys = tuple(range(1, len(declared.over) + 1))
    scope = Scope(names, Frame(), sites=Sites(site, alone=True))
    for each, kind in zip(roles, declared.over, strict=False):
        scope = scope.bind(each.name, model.Ref(kind), role=True)
    scope = replace(scope, frame=Frame(size=len(keys) + 1), keys=keys)
    given = expression.value(written, scope, declared.type, "this starting value")
    if given is None or not _is_known_at_start(given, written.span, names):
        return None
    _check_marker(written, drawn, given, names)
    fixed = constant.fold(given, names)
    if fixed is not None and constant.is_outside(declared.type, fixed):
        constant.tell_outside(declared.type, fixed, written.span, names)
        return None
    return given


def _is_known_at_start(given: model.Expr, span: Span, names: Names) -> bool:
    known = not reads_world(given, names) or all(
        isinstance(node, model.Cell) and node.field in names.begun for node in _read_of_world(given, names)
    )
    if not known:
        names.problems.tell("T0305.start", span)
    return known


def _read_of_world(expr: model.Expr, names: Names) -> Iterator[object]:
    """What an expression reads that a life can change, definitions that do as a whole."""
    for node in model.nodes(expr):
        if isinstance(node, _OF_A_LIFE) or (
            isinstance(node, model.Call) and names.defines[node.define].reads_world
        ):
            yield node


def reads_world(expr: model.Expr, names: Names) -> bool:
    """Whether an expression reads anything that a life can change, or all entities of a kind."""
    return any(True for _ in _read_of_world(expr, names))


_OF_A_LIFE = (
    model.Cell,
    model.Now,
    model.IsKind,
    model.Aggregate,
    model.Believes,
    model.Remembers,
    model.Happened,
    model.Times,
    model.Doing,
    model.Busy,
    model.Way,
    model.Inside,
)


def _check_marker(written: syntax.Expr, drawn: bool, given: model.Expr, names: Names) -> None:
    has_draws = any(isinstance(node, model.Draw) for node in model.nodes(given))
    if has_draws and not drawn:
        names.problems.tell("T0404.equals", written.span)
    elif drawn and not has_draws:
        names.problems.tell("T0404.tilde", written.span)
