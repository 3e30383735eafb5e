"""Definitions: named expressions, each read after those it uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from twicetold.lang import model, syntax
from twicetold.lang.check import believes, expression, start, walk, way
from twicetold.lang.check.declared import declared
from twicetold.lang.check.relation import free_of_built_in
from twicetold.lang.check.scope import Definition, Frame, Names, Scope

_Params = tuple[tuple[str, model.Type | None], ...]


def declare(blocks: Sequence[syntax.Define], names: Names) -> list[syntax.Define]:
    """Make all definitions known by name; those whose names were free."""
    known = []
    for block in blocks:
        params = tuple((name.text, declared(type_, names)) for name, type_ in block.params)
        if names.claim("thing", block.name) and free_of_built_in(block.name, names):
            names.defines[block.name.text] = Definition(params, None)
            known.append(block)
    return known


def define(blocks: Sequence[syntax.Define], names: Names) -> tuple[model.Define, ...]:
    """Read all definitions; the good ones in order of declaration."""
    once = names.memo.once
    made = {
        block.name.text: once("define", (block,), partial(_define, block, names))
        for block in _in_order_of_use(blocks, names)
    }
    in_order = (made.get(block.name.text) for block in blocks)
    return tuple(definition for definition in in_order if definition is not None)


def _define(block: syntax.Define, names: Names) -> model.Define | None:
    params = names.defines[block.name.text].params
    scope = Scope(names, Frame())
    for (name, _), (_, type_) in zip(block.params, params, strict=True):
        scope = scope.bind(name, type_, role=True)
    body = expression.anything(block.body, scope)
    if body is None:
        return None
    names.defines[block.name.text] = Definition(
        params,
        body.type,
        believes.reads(body, names),
        believes.asks(body, names),
        start.reads_world(body, names),
        expression.depth_of(body, names),
        names.ranges.of(body),
        body,
    )
    good = tuple((name, type_) for name, type_ in params if type_ is not None)
    if len(good) < len(params):
        return None
    return model.Define(block.name.text, good, body, body.type, scope.frame.size, span=block.name.span)


# --- order ------------------------------------------------------------------------------------------------


def _in_order_of_use(blocks: Sequence[syntax.Define], names: Names) -> Iterator[syntax.Define]:
    """The definitions, each after those it uses; one in a circle is told and left out."""
    by_name = {block.name.text: block for block in blocks}
    uses = {name: _used(block, by_name, names) for name, block in by_name.items()}
    done: set[str] = set()
    for first in by_name:
        path = {} if first in done else {first: iter(uses[first])}
        while path:
            last = next(reversed(path))
            following = next((name for name in path[last] if name not in done), None)
            if following is None:
                done.add(last)
                del path[last]
                yield by_name[last]
            elif following in path:
                _circle([*path], following, by_name, names)
            else:
                path[following] = iter(uses[following])


def _used(block: syntax.Define, by_name: dict[str, syntax.Define], names: Names) -> tuple[str, ...]:
    params = frozenset(name.text for name, _ in block.params)
    used = [*names.memo.once("free", (block,), lambda: tuple(walk.free(block.body, params)))]
    if any(name in used and name not in by_name for name in (way.DISTANCE, way.TOWARDS)):
        used.append(way.WAY)
    return tuple(dict.fromkeys(name for name in used if name in by_name))


def _circle(path: list[str], back_to: str, by_name: dict[str, syntax.Define], names: Names) -> None:
    circle = [*path[path.index(back_to) :], back_to]
    names.problems.tell("T0402.circle", by_name[path[-1]].name.span, circle=" → ".join(circle))
