"""What a world holds and no life needs: what can never come, fields that nothing reads or nothing gives a
value. Warnings, of the world's own text alone: a library serves other worlds too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from twicetold.lang import model
from twicetold.lang.check import walk
from twicetold.lang.check.impossible import Impossible, Proof
from twicetold.lang.check.scope import Names
from twicetold.lang.source import Span


def tell_idle(world: model.World, names: Names) -> None:
    """Warn of what is of no use. Where something was taken away (`without`), much may well be idle."""
    if not names.without:
        _never_comes(world, names)
        _unused_fields(world, names)


# --- what never comes -------------------------------------------------------------------------------------


def _never_comes(world: model.World, names: Names) -> None:
    """Warn of what is proved impossible: of a construct as a whole, else of blocks and texts in it."""
    impossible = Impossible(world, names)
    for sort, constructs in (
        ("sense", world.senses),
        ("rule", world.rules),
        ("action", world.actions),
        ("event", world.events),
    ):
        for construct in _own(constructs, names):
            proof = impossible.why(construct, construct)
            if proof is not None:
                nobody = f"nobody can ever do `{construct.name}`"
                what = nobody if sort == "action" else f"the {sort} `{construct.name}` can never come"
                _warn(what, proof, construct.span, names)
            else:
                _in_blocks(construct, construct.body, impossible, names)
                for texts in _own_texts(construct):
                    _in_texts(construct, texts, impossible, names)
    for ending in world.endings:
        proof = impossible.why(ending, ending)
        if proof is not None and ending.span.file == names.home:
            _warn("no life can end so", proof, ending.span, names)


def _own(constructs: Sequence[model.Construct], names: Names) -> Iterator[model.Construct]:
    return (construct for construct in constructs if construct.span.file == names.home)


def _warn(what: str, proof: Proof, span: Span, names: Names) -> None:
    names.problems.tell(proof.name, span, what=what, **proof.fields)


def _own_texts(construct: model.Construct) -> tuple[tuple[model.Wording, ...], ...]:
    """The texts of a construct as a whole, and those of attempts."""
    match construct:
        case model.Action():
            return construct.wordings, construct.failed, construct.broken_off
        case model.Rule():
            return ()
        case model.Sense() | model.Event():
            return (construct.wordings,)


def _in_blocks(
    construct: model.Construct, body: Sequence[model.Effect], impossible: Impossible, names: Names
) -> None:
    for effect in body:
        if isinstance(effect, model.Tell):
            _in_texts(construct, effect.wordings, impossible, names)
        blocks = ((getattr(effect, "body", ()), False), (getattr(effect, "otherwise", ()), True))
        for block, otherwise in blocks:
            proof = impossible.why(construct, effect, otherwise=otherwise)
            if block and proof is not None:
                which = "what is done `otherwise`" if otherwise else "this block"
                span = block[0].span if otherwise else effect.span
                _warn(f"{which} is never lived", proof, span, names)
            elif block:
                _in_blocks(construct, block, impossible, names)


def _in_texts(
    construct: model.Construct, wordings: Sequence[model.Wording], impossible: Impossible, names: Names
) -> None:
    for wording in wordings:
        proof = impossible.why(construct, wording)
        if proof is not None:
            _warn("this text is never told", proof, wording.span, names)
            if wording.when is None:
                return  # and so for the variants of the same `tell`


# --- fields -----------------------------------------------------------------------------------------------


def _unused_fields(world: model.World, names: Names) -> None:
    """Warn of fields and relations that nothing reads, and of those that nothing gives a value."""
    read, given = _used(world, names)
    claimed = {each.said for each in world.fields}
    for each in world.fields:
        name = each.name.rpartition(".")[2]
        if each.name in claimed or each.said or each.spoke or each.sensed:
            continue  # it is enough that it is spoken of
        if each.span.file != names.home or not all(map(names.most, each.over)):
            continue
        if each.name not in read and name != model.PLACE:
            names.problems.tell("T0529.unread", each.span, name=name)
        elif each.name not in given:
            names.problems.tell("T0530.unwritten", each.span, name=name, usual=_usual(each.type))


def _usual(type_: model.Type) -> str:
    """The value of a field that is given none, as it is written."""
    match type_:
        case model.YesNo():
            return "no"
        case model.Number(lo=lo, hi=hi):
            return f"{min(max(0.0, lo), hi):g}"
        case model.Time():
            return "never"
        case model.OneOf(options=options):
            return options[0]
        case model.Ref():
            return "none"


def _used(world: model.World, names: Names) -> tuple[set[str], set[str]]:
    """The fields that something reads, and those that something gives a value."""
    used = _Use(given={*names.started, *(start.field for start in world.starts)})
    for part in walk.expressed(world):
        own = names.memo.once("use", part, partial(_use, part))
        used.given |= own.given
        used.cells.update(own.cells)
        used.where_written.update(own.where_written)
    read = {field for field, cells in used.cells.items() if cells != used.where_written[field]}
    return read, used.given


@dataclass(slots=True)
class _Use:
    """Of fields, which are given a value, how often they occur, and how often of that only where they are
    written themselves."""

    given: set[str] = field(default_factory=set)
    cells: Counter[str] = field(default_factory=Counter)
    where_written: Counter[str] = field(default_factory=Counter)


def _use(part: object) -> _Use:
    """The use that a part of a world makes of fields."""
    found = _Use()
    for node in model.nodes(part, wordings=True):
        match node:
            case model.Cell(field=name):
                found.cells[name] += 1
            case model.Assign(target=target, value=value):
                found.given.add(target.field)
                found.where_written[target.field] += 1 + _mentions(value, target.field)
            case model.Learns(target=target, value=value) | model.Shows(target=target, value=value):
                found.given |= {target.field} if value is not None else set()
                found.where_written[target.field] += 1 + _mentions(value, target.field)
            case _:
                pass
    return found


def _mentions(value: model.Expr | None, field: str) -> int:
    """How often a field is read in an expression."""
    cells = () if value is None else model.nodes(value)
    return sum(isinstance(node, model.Cell) and node.field == field for node in cells)
