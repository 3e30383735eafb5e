"""Whose minds are read: an actor's `needs` and `urge` may ask what the actor believes, has said, was told and
has sensed, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from twicetold.lang import model
from twicetold.lang.check.scope import Names


def tell_readers(world: model.World, names: Names) -> None:
    """Warn of actions of the world's own in whose `needs` or `urge` another's mind is read: the actor goes by
    what somebody else believes, though nobody has told it."""
    once, table = names.memo.once, names.memo.table
    asked: dict[str, tuple[model.Expr, ...]] = table("minds asked")
    defines = table("definitions asked")
    defines.update((define.name, define) for define in world.defines)
    for define in world.defines:  # what a definition uses may stand below it
        once("minds asked", (define,), partial(_minds_of, define.name, defines, asked))
    for action in world.actions:
        if (
            action.span.file == names.home and action.roles
        ):  # in a deep world it is what the actor takes them for
            once("minds read", (action,), partial(_tell_of, action, asked, names))


def _tell_of(action: model.Action, asked: dict[str, tuple[model.Expr, ...]], names: Names) -> None:
    for expr in (*(need.expr for need in action.needs), *(term.expr for term in action.urge)):
        for node, mind in _read(expr, asked):
            own = isinstance(mind, model.Bound) and mind.slot == action.roles[0].slot
            if not own and names.depth == 1:
                _warn(node, action.roles[0].name, names)
                break
        _check_kept(expr, action.roles[0], names)


def _warn(node: model.Expr, actor: str, names: Names) -> None:
    names.problems.tell("T0533.others", node.span, actor=actor)


def _check_kept(expr: model.Expr, actor: model.Role, names: Names) -> None:
    """Warn where the actor goes by what others said to each other, or what somebody else has sensed."""
    said = {field for each in names.statements.values() for field in (each.what, each.when)}
    for node in model.nodes(expr):
        if isinstance(node, model.Cell) and (node.field in said or node.field in names.sensed):
            knowing = node.args[:2] if node.field in said else node.args[:1]
            if not any(isinstance(who, model.Bound) and who.slot == actor.slot for who in knowing):
                if node.field in said:
                    names.problems.tell("T0533.said", expr.span, actor=actor.name)
                else:
                    names.problems.tell("T0533.sensed", expr.span, actor=actor.name)
                return


def _read(
    expr: model.Expr, asked: dict[str, tuple[model.Expr, ...]]
) -> Iterator[tuple[model.Expr, model.Expr]]:
    """Where in an expression a mind is asked, and which."""
    for node in model.nodes(expr):
        match node:
            case model.Believes(mind=mind):
                yield node, mind
            case model.Call(define=define, args=args):
                for mind in asked.get(define, ()):
                    if isinstance(mind, model.Bound) and mind.slot <= len(args):
                        mind = args[mind.slot - 1]
                    yield node, mind
            case _:
                pass


def _minds_of(
    name: str, defines: dict[str, model.Define], asked: dict[str, tuple[model.Expr, ...]]
) -> tuple[model.Expr, ...]:
    """The minds that a definition asks, as its own parameters where they are among them."""
    if name not in asked:
        asked[name] = ()
        body = defines[name].body
        for node in model.nodes(body):
            if isinstance(node, model.Call):
                _minds_of(node.define, defines, asked)
        asked[name] = tuple(dict.fromkeys(mind for _, mind in _read(body, asked)))
    return asked[name]
