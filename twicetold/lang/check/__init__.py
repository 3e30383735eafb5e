"""Semantic analysis, the checker: what was written becomes what is meant.

It resolves names, types, units and roles, and yields the model, or tells as many errors as it can in one
go. There is a file for each construct, of the same name as in the reference and the interpreter. Names
are gathered first, so that the order of blocks does not matter; nothing large is made before it is known
to keep within the limits.

It is done in pieces (`names.memo.once`), so that while a text is written only what an edit can have changed
is done anew. A piece may go by its nodes, by the tables of `Names` and by the surroundings, and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeVar

from twicetold.lang import limits, model, syntax
from twicetold.lang.check import (
    action,
    belief,
    clamps,
    clock,
    cost,
    define,
    described,
    ending,
    entity,
    event,
    expect,
    happens,
    idle,
    in_minds,
    intervene,
    kind,
    knob,
    later,
    lint,
    measure,
    memory,
    minds,
    moment,
    network,
    never,
    notices,
    relation,
    reward,
    rule,
    sense,
    setting,
    start,
    statement,
    story_pattern,
    telling,
    truly,
    unknown,
    walk,
    wants,
    words,
    world,
)
from twicetold.lang.check.canon import check_canon
from twicetold.lang.check.scope import Happening, Names
from twicetold.lang.check.types import dimension
from twicetold.lang.check.unit import Units
from twicetold.lang.diagnostics import Problems
from twicetold.lang.memo import Memo

__all__ = ["Names", "check", "check_canon", "check_names"]

_Block = TypeVar("_Block", bound=syntax.Block)

INITIATIVE = "initiative"
"""The definition that orders actors, if a world has one."""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks of all files in order, by sort."""

    all: Sequence[syntax.Block]

    def of(self, sort: type[_Block] | tuple[type[_Block], ...]) -> list[_Block]:
        return [block for block in self.all if isinstance(block, sort)]


def check(blocks: Sequence[syntax.Block], problems: Problems) -> model.World | None:
    """The world that the blocks of all files, in order, describe; None if there is an error, told to
    `problems`."""
    return check_names(blocks, problems)[0]


def check_names(
    blocks: Sequence[syntax.Block], problems: Problems, memo: Memo | None = None
) -> tuple[model.World | None, Names]:
    """The same, with all that the world names, against which a canon can be checked. What a memo has kept of
    checks before is not done again."""
    all_blocks = _Blocks(blocks)
    names = Names(problems, Units(problems), memo or Memo())
    names.memo.adopt(names.units, "units")
    names.memo.adopt(names, "names")
    names.home = next((block.span.file for block in all_blocks.of(syntax.World)), "")
    names.without = frozenset(block.name.text for block in all_blocks.of(syntax.Without))
    moment.begin(all_blocks.of(syntax.World), names)
    owned = _declare(all_blocks, names)
    made = _make(all_blocks, owned, names)
    return (None if problems.has_errors else made), names


# --- names ------------------------------------------------------------------------------------------------


def _declare(blocks: _Blocks, names: Names) -> list[tuple[int, ...]]:
    """Make every name known; for each line of entities, the numbers of those it declares."""
    for unit in blocks.of(syntax.Unit):
        names.units.declare(unit)
    names.unknowable = unknown.fields(blocks.all, names)
    kind.declare(blocks.of(syntax.Kind), names)
    kind.declare_fields(blocks.of(syntax.Kind), blocks.of(syntax.Relation), names)
    for block in blocks.of(syntax.Relation):
        relation.declare(block, names)
    all_settings = [*blocks.of(syntax.Setting), *knob.settings(blocks.all, names)]
    for each_setting in all_settings:
        setting.declare(each_setting, names)
    for construct in _constructs(blocks):
        for effect in _becoming(construct, names):
            if changed := names.kinds.get(effect.kind.text):
                names.reachable.setdefault(changed.lineage[-1], set()).update(changed.lineage)
        if names.claim("happening", construct.name):
            names.happenings[construct.name.text] = _happening(construct, names)
    later.declare(_constructs(blocks), names)
    lines = [line for line in blocks.of(syntax.Start) if isinstance(line.target, syntax.Variable)]
    settings = setting.Giving(all_settings, lines, names)
    entities = blocks.of(syntax.Entities)
    settings.give_read_by(line.bulk for line in entities if line.bulk is not None)
    owned = [entity.declare(line, names) for line in entities]
    settings.give_all()
    return owned


_Construct = syntax.Sense | syntax.Rule | syntax.Action | syntax.Event


def _constructs(blocks: _Blocks) -> list[_Construct]:
    return [block for block in blocks.all if isinstance(block, _Construct)]


def _becoming(block: _Construct, names: Names) -> tuple[syntax.Becomes, ...]:
    def found() -> tuple[syntax.Becomes, ...]:
        return tuple(effect for effect in walk.effects(block.body) if isinstance(effect, syntax.Becomes))

    return names.memo.once("becoming", (block,), found)


def _happening(block: _Construct, names: Names) -> Happening:
    return names.memo.once("happening", (block,), lambda: _made_known(block, names))


def _made_known(block: _Construct, names: Names) -> Happening:
    labels = [effect.label.text for effect in walk.effects(block.body) if isinstance(effect, syntax.Outcome)]
    if isinstance(block, syntax.Action) and any(line.willing for line in block.partners):
        labels.append(model.DECLINED)
    return Happening(
        _sort(block),
        block.name,
        tuple(role.kind.text if role.kind.text in names.kinds else None for role in block.roles),
        tuple(dict.fromkeys(labels)),
        isinstance(block, syntax.Sense) and bool(block.tells),
        isinstance(block, syntax.Event) and block.odds is not None,
    )


def _sort(block: _Construct) -> Literal["action", "event", "rule", "sense"]:
    match block:
        case syntax.Sense():
            return "sense"
        case syntax.Rule():
            return "rule"
        case syntax.Action():
            return "action"
        case syntax.Event():
            return "event"


# --- the model --------------------------------------------------------------------------------------------


def _make(blocks: _Blocks, owned: list[tuple[int, ...]], names: Names) -> model.World | None:
    """Read everything, whatever is wrong in it; None if there is no whole world block."""
    header = world.header(blocks.of(syntax.World), names)
    if header is not None:
        names.grid, names.choice, names.depth = header.grid, header.choice, header.depth
    kinds_of_minds = _kinds_of_minds(blocks, names)
    names.memo.surroundings(
        names.home, names.without, names.unknowable, names.grid, names.choice, names.calendar,
        names.all_there, names.depth,
    )  # fmt: skip
    owned_by_minds = f"{owned} {_minds(blocks, names)}"
    once = names.memo.once
    known_defines = define.declare(blocks.of(syntax.Define), names)
    defines = define.define(known_defines, names)
    fields = once("fields", blocks.of((syntax.Kind, syntax.Relation)), lambda: _fields(blocks, names))
    starts = once(f"starts {owned_by_minds}", blocks.of(_Started), lambda: _starts(blocks, owned, names))
    starts = (*network.places(names), *starts)
    noticing = notices.Noticing.read(blocks.of(syntax.Kind), names)
    senses = _each(blocks.of(syntax.Sense), sense.sense, noticing.sense, noticing)
    rules = _each(blocks.of(syntax.Rule), rule.rule, noticing.seen, noticing)
    actions = _each(blocks.of(syntax.Action), action.action, noticing.action, noticing)
    events = _each(blocks.of(syntax.Event), event.event, noticing.seen, noticing)
    rules = in_minds.with_minds(rules, blocks.of(syntax.Rule), kinds_of_minds, names)
    happens.check_circles(blocks.of(syntax.Event), names)
    endings = ending.endings(blocks.of(syntax.Ending), names)
    worlds = blocks.of(syntax.World)
    opening = once("opening", worlds[:1], lambda: world.opening(next(iter(worlds), None), names))
    introductions = once(
        f"introductions {owned}",
        blocks.of((syntax.Kind, syntax.Entities)),
        lambda: described.introductions(blocks.of(syntax.Kind), blocks.of(syntax.Entities), owned, names),
    )
    measures = {
        block.name.text: once("measure", (block,), partial(measure.measure, block, names))
        for block in blocks.of(syntax.Measure)
    }
    rewards = [
        once("reward", (block,), partial(reward.reward, block, names)) for block in blocks.of(syntax.Reward)
    ]
    patterns = story_pattern.patterns(blocks.of(syntax.StoryPattern), names)
    wanted = [
        once("wants", (block,), partial(wants.wants, block, names)) for block in blocks.of(syntax.Wants)
    ]
    titles = {block.name.text for block in blocks.of(syntax.Ending)}
    initiative = _initiative(known_defines, names)
    made: list[model.Construct] = [*senses, *rules, *actions, *events]
    constructs = {construct.name: construct for construct in made}
    otherwise = intervene.interventions(blocks.of(syntax.Intervention), constructs, names)
    lint.all_used(known_defines, names)
    to_be_found = {block.name.text for block in blocks.of(syntax.StoryPattern)}
    expects = [
        expect.expect(block, titles, measures, to_be_found, names) for block in blocks.of(syntax.Expect)
    ]
    tellings = telling.tellings(blocks.of(syntax.Telling), lambda: _minds(blocks, names), names)
    otherwise = memory.forbidden(otherwise, names)
    rules = (*memory.rules(senses, names), *later.rules(events, names), *names.odds.values(), *rules)
    fields = (*fields, *statement.fields(names), *names.sensed.values())
    _check_cells(fields, names)
    if header is None:
        return None
    defines = (*defines, *truly.defines(defines, names))
    measured, rewarded, defines = never.guarded(
        _whole(measures.values()),
        (*_whole(rewards), *_whole(wanted)),
        (*names.of_calendar.values(), *defines),
        names,
    )
    series = tuple(each for each in measured if isinstance(each, model.Series))
    measure.check_points(series, header.grid.ticks, names)
    written = blocks.of(syntax.Words)
    whole = model.World(
        name=header.name,
        step=header.grid.step,
        ticks=header.grid.ticks,
        choice=header.choice,
        kinds=noticing.kinds(),
        fields=fields,
        settings=tuple(names.settings.values()),
        entities=tuple(names.entities.values()),
        starts=starts,
        defines=(*defines, *noticing.defines),
        senses=senses,
        rules=rules,
        actions=actions,
        events=events,
        endings=endings,
        measures=tuple(each for each in measured if isinstance(each, model.Measure)),
        expects=_whole(expects),
        initiative=initiative,
        tellings=tellings,
        interventions=otherwise,
        begins=names.calendar,
        opening=opening,
        introductions=introductions,
        series=series,
        words=once("words", written, lambda: words.of_fields(written, names)),
        rewards=tuple(each for each in rewarded if isinstance(each, model.Reward)),
        wants=tuple(each for each in rewarded if isinstance(each, model.Wants)),
        patterns=patterns,
        depth=names.depth,
        within=in_minds.senses(senses, kinds_of_minds, names),
    )
    made_world = names.memo.numbered(whole)
    if not names.problems.has_errors:
        idle.tell_idle(made_world, names)
        clamps.tell_clamps(made_world, names)
        minds.tell_readers(made_world, names)
        reward.tell_unacting(made_world, names)
        clock.tell_misread(blocks.all, made_world, names)
        cost.check_costs(made_world, names)
    return made_world


_Made = TypeVar("_Made")


def _each(
    blocks: Iterable[_Block],
    read: Callable[[_Block, Names], _Made],
    seen: Callable[[_Made], _Made],
    noticing: notices.Noticing,
) -> tuple[_Made, ...]:
    """What is read of each block, and who notices it, until as many errors are found as can be told."""
    names, clauses = noticing.names, noticing.clauses.values()

    def piece(block: _Block) -> _Made:
        return seen(read(block, names))

    return tuple(
        names.memo.once(read.__name__, (block, *clauses), partial(piece, block))
        for block in blocks
        if not names.problems.full
    )


def _whole(made: Iterable[_Made | None]) -> tuple[_Made, ...]:
    return tuple(node for node in made if node is not None)


def _fields(blocks: _Blocks, names: Names) -> tuple[model.Field, ...]:
    """All fields and relations in order of declaration, with their usual starting values."""
    made = []
    begun: list[str] = []
    for block in blocks.all:
        if isinstance(block, syntax.Kind) and block.name.text in names.kinds:
            for field in block.fields:
                known = names.fields.get((names.root(block.name.text), field.name.text))
                if known is not None and known.span == field.span:
                    made.append(start.default(field, known, names))
                    begun.append(known.name)
        elif isinstance(block, syntax.Relation):
            known = names.relations.get(block.name.text)
            if known is not None and known.span == block.span:
                names.begun = set(begun)
                made.append(start.default(block, known, names))
                names.begun = set()
                begun.append(known.name)
    made = [*names.placed.values(), *made, *names.due.values()]
    return tuple(made)


def _check_cells(fields: Iterable[model.Field], names: Names) -> None:
    """Tell of the field or relation with which there are too many values."""
    cells = 0
    for field in fields:
        cells += math.prod(names.most(kind) for kind in field.over)
        if cells > limits.CELLS:
            names.problems.tell("T0421.cells", field.span, field=field.name, cells=cells, most=limits.CELLS)
            return


def _starts(blocks: _Blocks, owned: list[tuple[int, ...]], names: Names) -> tuple[model.Start, ...]:
    """All starting values and beliefs in order."""
    of_lines = iter(owned)
    minds = _minds(blocks, names)
    starts = start.Starts(names)
    for block in blocks.all:
        if isinstance(block, syntax.Entities):
            own = next(of_lines)
            for line in block.starts:
                starts.give(line, own)
        elif isinstance(block, syntax.Belief):
            belief.believe(block, starts, minds, names)
        elif isinstance(block, syntax.Start) and not isinstance(block.target, syntax.Variable):
            starts.give(block)
    starts.check_all_given()
    return tuple(starts.made)


def _minds(blocks: _Blocks, names: Names) -> list[int]:
    """All who have a mind: who can act or sense; everybody where nobody does either."""
    first = (block.roles[0].kind.text for block in blocks.all if isinstance(block, _Minded))
    kinds = {name for name in first if name in names.kinds}
    minded = {
        kind.name: not kinds.isdisjoint({*kind.lineage, *names.reachable.get(kind.lineage[-1], ())})
        for kind in names.kinds.values()
    }
    minds = [number for number, entity in names.entities.items() if minded[entity.kind]]
    return minds or list(range(len(names.entities)))


def _kinds_of_minds(blocks: _Blocks, names: Names) -> list[str]:
    """The kinds of those who have a mind, without those that descend from another of them."""
    first = [block.roles[0].kind.text for block in blocks.all if isinstance(block, _Minded)]
    kinds = [*dict.fromkeys(kind for kind in first if kind in names.kinds)]
    kinds = kinds or [kind.name for kind in names.kinds.values() if kind.parent is None]
    return [
        kind for kind in kinds if not any(kind != other and names.descends(kind, other) for other in kinds)
    ]


_Minded = syntax.Action | syntax.Sense
_Started = (syntax.Entities, syntax.Belief, syntax.Start)


def _initiative(blocks: Sequence[syntax.Define], names: Names) -> str | None:
    """The definition that orders actors, if there is one: a number for each actor."""
    block = next((block for block in blocks if block.name.text == INITIATIVE), None)
    if block is None:
        return None
    names.used.add(INITIATIVE)
    known = names.defines[INITIATIVE]
    whose = [type_ for _, type_ in known.params]
    if len(whose) != 1 or not isinstance(whose[0], model.Ref | None):
        names.problems.tell("T0304.initiative", block.name.span, initiative=INITIATIVE)
    elif known.type is not None and dimension(known.type) is None:
        said = names.said(known.type)
        names.problems.tell("T0301.initiative", block.body.span, initiative=INITIATIVE, type=said)
    return INITIATIVE
