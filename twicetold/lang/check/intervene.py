"""Interventions: what is forbidden or forced, of whom, when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from twicetold.lang import limits, model, syntax
from twicetold.lang.check import expression, moment, pattern
from twicetold.lang.check.scope import Frame, Happening, Names, Scope
from twicetold.lang.check.told import role
from twicetold.lang.check.types import with_article
from twicetold.lang.codes import Help
from twicetold.lang.exact import FOREVER


def interventions(
    blocks: Sequence[syntax.Intervention],
    constructs: Mapping[str, model.Construct],
    names: Names,
) -> tuple[model.Intervention, ...]:
    """The interventions of a world; what is wrong with them is told."""
    if len(blocks) > limits.INTERVENTIONS:
        names.problems.tell(
            "T0426.interventions", blocks[-1].span, count=len(blocks), most=limits.INTERVENTIONS
        )
        return ()
    return tuple(intervention for block in blocks for intervention in _Reading(block, names).read(constructs))


class _Reading:
    """One line being read."""

    def __init__(self, block: syntax.Intervention, names: Names) -> None:
        self.block = block
        self.names = names

    def read(self, constructs: Mapping[str, model.Construct]) -> Iterator[model.Intervention]:
        """What the line says: one intervention, or one for each chance that decides an outcome."""
        block, names = self.block, self.names
        scope = Scope(names, Frame())
        window = self._window()
        when = None if block.when is None else expression.condition(block.when, scope, "`when`")
        if block.pattern.event.text in names.without:
            return
        happening = self._happening()
        asked = block.pattern
        if happening is not None and not asked.args:  # without its roles it is whoever takes part
            asked = replace(asked, args=(None,) * len(happening.kinds))
        meant = None if happening is None else pattern.of_happening(asked, happening, scope)
        if meant is None or window is None or (when is None and block.when is not None):
            return
        roles = tuple(
            role(arg, was, scope, f"`{block.verb}`") for arg, was in zip(meant.args, asked.args, strict=True)
        )
        first, last, once = window
        if meant.outcome is None:
            yield model.Intervention(
                block.verb, meant.event, roles, first, last, when, scope.frame.size, once, span=block.span
            )
            return
        chances = self._chances(meant.outcome, constructs.get(meant.event))
        for node, holds in chances:
            yield model.Intervention(
                "falls", node.site, roles, first, last, when, scope.frame.size, False, holds, span=block.span
            )

    def _happening(self) -> Happening | None:
        """What the pattern names; an error if it is not known, or forced though nobody chooses it."""
        name = self.block.pattern.event
        known = self.names.happenings.get(name.text)
        if known is None or (known.sort in ("action", "event") and self.block.verb == "forbid"):
            return pattern.named(name, self.names)
        by_itself = known.sort == "action" or known.odds
        if self.block.verb == "force" and not by_itself and self.block.pattern.outcome is None:
            help = Help("T0604.bring_about") if known.sort == "event" else None
            sort = with_article(known.sort)
            self.names.problems.tell("T0604.forced", name.span, help, name=name.text, sort=sort)
            return None
        return known

    def _window(self) -> tuple[int, int, bool] | None:
        """The first and the last tick, and whether it is for once; None and an error if that cannot be."""
        block, names = self.block, self.names
        if block.at is not None and (block.since is not None or block.until is not None):
            where = (block.since or block.until or block.at).span
            names.problems.tell("T0409.at", where)
            return None
        since = self._seconds(block.at or block.since, "from when it is so", Fraction(0)) or Fraction(0)
        until = self._seconds(block.until, "until when it is so", since)
        first = names.grid.not_before(since)
        last = None if until is None else names.grid.not_before(until)
        if block.at is not None:
            forced = block.verb == "force" and block.pattern.outcome is None
            return first, FOREVER if forced else first, forced
        if block.until is not None and last is not None and last <= first:
            names.problems.tell("T0307.window", block.until.span)
            return None
        return first, FOREVER if last is None else last - 1, False

    def _seconds(
        self, time: syntax.Expr | syntax.DayTime | None, what: str, after: Fraction
    ) -> Fraction | None:
        """A time in seconds; one of a day is the first from another on."""
        return None if time is None else moment.seconds(time, self.names, what, after)

    def _chances(self, outcome: str, construct: model.Construct | None) -> list[tuple[model.Chance, int]]:
        """The chances that decide whether something turns out so, and how they have to fall; an error if
        there are none."""
        body = () if construct is None else construct.body
        if isinstance(construct, model.Action):
            body = (*construct.asked, *body)
        deciding = list(_deciding(body, outcome))
        if self.block.verb == "forbid":  # the last of those that lead to it is enough
            deciding = [
                chance for chance in deciding if not any(_inside(other, chance) for other in deciding)
            ]
        forced = self.block.verb == "force"
        if not deciding and (_says(body, outcome) or outcome in pattern.UNDECIDED):
            name, said = self.block.pattern.event.text, self.block.pattern.outcome
            assert said is not None
            self.names.problems.tell("T0605.chance", said.span, name=name, outcome=outcome)
        return [(node, int(holds is forced)) for node, holds in deciding]


def _deciding(body: Sequence[model.Effect], outcome: str) -> Iterator[tuple[model.Chance, bool]]:
    """The chances of which only one way can bring an outcome, and whether it is their holding."""
    for node in model.nodes(tuple(body)):
        if isinstance(node, model.Chance):
            yes, no = (_says(effects, outcome) for effects in (node.body, node.otherwise))
            if yes != no:
                yield node, yes


def _says(effects: Sequence[model.Effect], outcome: str) -> bool:
    return any(
        isinstance(node, model.Outcome) and node.label == outcome for node in model.nodes(tuple(effects))
    )


def _inside(other: tuple[model.Chance, bool], outer: tuple[model.Chance, bool]) -> bool:
    """Whether another chance stands within this one."""
    return other is not outer and any(
        node is other[0] for node in model.nodes((outer[0].body, outer[0].otherwise))
    )
