"""Coverage, as of code: what of a world is ever reached, and what is not; and what stands in its way.

Counted are the probes of `engine.meaning.probes`, in many lives. What was never reached in n lives is either
impossible, which is proved from constant conditions and the ranges of types, or unreached so far: then it is
reached, with 95 % confidence, in at most 3/n of all lives (the rule of three). The bound is of each thing by
itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from twicetold import questions
from twicetold.ask.stillness import Stillness, Watch
from twicetold.engine.meaning.columns import Counts, Lives
from twicetold.engine.meaning.probes import Owner, Probe, Probes, What, conditions
from twicetold.lang import Loaded, model
from twicetold.lang.check.impossible import Impossible
from twicetold.lang.source import Source, Span
from twicetold.runs import Engine, Progress
from twicetold.runs.intervals import rule_of_three
from twicetold.runs.living import Living, Task
from twicetold.runs.passes import Pass

Sort = Literal["sense", "rule", "action", "event", "ending", "branch", "tell", "condition"]
Status = Literal["reached", "unreached", "impossible"]


@dataclass(frozen=True, slots=True)
class Blocker:
    """A condition in the way: what it says, its line, how often it was asked and how often it said no."""

    text: str
    line: int
    asked: int
    no: int


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a world that can be reached, or hold.

    `of` is its construct or ending, `text` what stands there. `hits` is how often it was reached or held in
    all lives, `runs` in how many lives, `first` the first run of these. `asked` is how often it was asked,
    of conditions and branches. Of what was not reached `why` says what proves that it cannot be or what
    stands in the way, and `blocker` is the condition that said no most often.
    """

    sort: Sort
    of: str
    text: str
    file: str
    line: int
    column: int
    hits: int
    runs: int
    first: int | None
    asked: int | None
    status: Status
    why: str | None = None
    blocker: Blocker | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What `n` lives came to. `asked` is how many were asked for; there are fewer if it was interrupted.
    `effects` says of each line with plain effects how often they were lived."""

    world: str
    hash: str
    seed: int
    n: int
    asked: int
    items: tuple[Item, ...]
    stillness: Stillness
    effects: Mapping[tuple[str, int], int]
    note: str | None = None

    @property
    def bound(self) -> float:
        """The most lives, as a share, in which what was not reached is reached, with 95 % confidence."""
        return rule_of_three(self.n)

    def of(self, *sorts: Sort) -> tuple[Item, ...]:
        """The items of some sorts, in order of declaration."""
        return tuple(item for item in self.items if item.sort in sorts)

    def missed(self, *sorts: Sort) -> tuple[Item, ...]:
        """Those that were not reached."""
        return tuple(item for item in self.of(*sorts) if item.status != "reached")

    def to_json(self) -> dict[str, Any]:
        """The coverage in numbers; per-life means can be had from `hits` and `n`."""
        return {
            "world": self.world,
            "hash": self.hash,
            "seed": self.seed,
            "n": self.n,
            "bound": self.bound,
            "items": [asdict(item) for item in self.items],
            "stillness": asdict(self.stillness),
        }


def cover(loaded: Loaded, asked: questions.Cover, on_progress: Progress | None = None) -> Coverage:
    """Live the runs 0 to `n - 1` of a world and count what they come to. An interrupt (Ctrl-C) ends the
    living; what was lived until then counts. Raises what `runs.many` raises."""
    probes = Probes(loaded.world)
    living = Living(Task(loaded.world, asked.seed, asked.jobs, Engine(asked.engine), counted=True))
    watch, counting = Watch(loaded.world), _Counting(Counts.nobodys(len(probes)))
    done = Pass(asked.n, [watch.add, counting.add], on_progress).live(living)
    report = _Report(loaded, probes, counting.counts)
    world = loaded.world
    return Coverage(
        world.name, world.hash, asked.seed, done, asked.n, tuple(report.items()), watch.seen(),
        report.effects(), living.note,
    )  # fmt: skip


@dataclass(slots=True)
class _Counting:
    """How often lives came to each probe."""

    counts: Counts

    def add(self, lives: Lives) -> None:
        assert lives.counts is not None
        self.counts = self.counts.join(lives.counts)


class _Report:
    def __init__(self, loaded: Loaded, probes: Probes, counts: Counts) -> None:
        self.world = loaded.world
        self.sources = loaded.sources
        self.probes = probes
        self.counts = counts
        self.impossible = Impossible(loaded.world, loaded.names())
        self._drawn = {_name(rule): rule for rule in loaded.world.rules if _draws(rule)}

    def hits(self, node: model.Numbered, what: What) -> int:
        return int(self.counts.hits[self.probes.number(node, what)])

    # --- items ----------------------------------------------------------------------------------------------

    def items(self) -> Iterator[Item]:
        for number, probe in enumerate(self.probes.all):
            if _hidden(probe.owner) or (probe.node is probe.owner and _draws(probe.owner)):
                continue
            if probe.what in ("reached", "yes") or (probe.what == "no" and _written(probe.node)):
                yield self._item(number, probe)

    def _item(self, number: int, probe: Probe) -> Item:
        hits, first = int(self.counts.hits[number]), int(self.counts.first[number])
        span, sort = _span(probe), _sort(probe)
        asked = self._asked(probe)
        proof = None if hits else self._proof(probe)
        status: Status = "reached" if hits else "impossible" if proof else "unreached"
        blocker = None if hits or proof else self._blocker(probe)
        why = proof if proof or hits else self._why(probe, asked, blocker)
        return Item(
            sort, _name(probe.owner), self._text(probe), span.file, span.line, span.column, hits,
            int(self.counts.runs[number]), None if first < 0 else first, asked, status, why, blocker,
        )  # fmt: skip

    def _proof(self, probe: Probe) -> str | None:
        proof = self.impossible.why(probe.owner, probe.node, otherwise=probe.what == "no")
        return None if proof is None else proof.why

    def _asked(self, probe: Probe) -> int | None:
        if isinstance(probe.node, model.ForEach) or probe.what not in ("yes", "no"):
            return None
        return self.hits(probe.node, "yes") + self.hits(probe.node, "no")

    def _blocker(self, probe: Probe) -> Blocker | None:
        """The condition of the construct that said no most often."""
        if probe.node is not probe.owner:
            return None
        owner = self._drawn.get(probe.owner.name, probe.owner)
        said = [
            Blocker(self._condition(part), part.span.line, yes + no, no)
            for part in conditions(owner)
            for yes, no in [(self.hits(part, "yes"), self.hits(part, "no"))]
        ]
        return max(said, key=lambda blocker: blocker.no, default=None)

    def _why(self, probe: Probe, asked: int | None, blocker: Blocker | None) -> str:
        """What stands in the way of what was not reached."""
        owner = probe.owner
        if probe.node is owner:
            if isinstance(owner, model.Action) and (told := self._of_action(owner)) is not None:
                return told
            if blocker is not None and blocker.no:
                return f"`{blocker.text}` said no {blocker.no:,} times of {blocker.asked:,}" + self._at_last(
                    owner, blocker
                )
            if owner.name in self._drawn:
                return "its chance never came"
            return "it was never tried" if not isinstance(owner, model.Event) else "nothing brought it about"
        if asked:
            return f"it was asked {asked:,} times"
        if came := self.hits(owner, "reached"):
            times = "once" if came == 1 else f"{came:,} times"
            instead = "with another text" if isinstance(probe.node, model.Wording) else "by another way"
            return f"`{owner.name}` came about {times}, each time {instead}"
        return f"`{owner.name}` never came so far"

    def _of_action(self, action: model.Action) -> str | None:
        if not (is_open := self.hits(action, "open")):
            return None
        chosen = self.hits(action, "chosen")
        if not chosen:
            return f"it was open {is_open:,} times and never chosen: its urge is too low"
        failed, broken = self.hits(action, "failed"), self.hits(action, "interrupted")
        return f"of {chosen:,} attempts {failed:,} failed on the truth and {broken:,} were broken off"

    def _at_last(self, owner: Owner, blocker: Blocker) -> str:
        """The condition that never held, if that is another."""
        for part in conditions(owner):
            yes, no = self.hits(part, "yes"), self.hits(part, "no")
            if no and not yes and self._condition(part) != blocker.text:
                return f"; `{self._condition(part)}` never held"
        return ""

    # --- in words -------------------------------------------------------------------------------------------

    def _text(self, probe: Probe) -> str:
        node = probe.node
        match node:
            case model.Wording():
                return _slice(self.sources, node.span)
            case model.If() | model.Chance() | model.Pick() | model.Born() | model.ForEach():
                said = _slice(self.sources, node.span)
                return said if probe.what != "no" else f"otherwise of `{said}`"
            case model.Condition():
                return self._condition(node)
            case _:
                return probe.owner.name

    def _condition(self, part: model.Condition) -> str:
        return part.text or _slice(self.sources, part.span)

    # --- lines ----------------------------------------------------------------------------------------------

    def effects(self) -> dict[tuple[str, int], int]:
        """How often the plain effects of each line were lived: as often as the block they stand in."""
        by_line: dict[tuple[str, int], int] = {}
        world = self.world
        lived: tuple[model.Construct, ...] = (*world.senses, *world.rules, *world.actions, *world.events)
        for owner in lived:
            if _hidden(owner) or _draws(owner):
                continue
            self._block(owner.body, self.hits(owner, "reached"), by_line)
        return by_line

    def _block(self, effects: Iterable[model.Effect], hits: int, by_line: dict[tuple[str, int], int]) -> None:
        for effect in effects:
            match effect:
                case model.If() | model.Chance() | model.Pick() | model.Born():
                    self._block(effect.body, self.hits(effect, "yes"), by_line)
                    self._block(effect.otherwise, self.hits(effect, "no"), by_line)
                case model.ForEach():
                    self._block(effect.body, self.hits(effect, "reached"), by_line)
                case model.Tell():
                    pass
                case _:
                    by_line[effect.span.file, effect.span.line] = hits


def _hidden(owner: Owner) -> bool:
    """Whether something does not stand in the text."""
    return isinstance(owner, model.Rule) and owner.is_hidden


def _draws(owner: Owner) -> bool:
    """Whether something is the chance by which an event comes about by itself."""
    return isinstance(owner, model.Rule) and owner.by_itself is not None


def _name(owner: Owner) -> str:
    """What something is called in the text."""
    return (isinstance(owner, model.Rule) and owner.by_itself) or owner.name


def _written(node: object) -> bool:
    """Whether the other block of a decision stands in the text."""
    return isinstance(node, model.If | model.Chance | model.Pick | model.Born) and bool(node.otherwise)


def _sort(probe: Probe) -> Sort:
    match probe.node:
        case model.Sense():
            return "sense"
        case model.Rule():
            return "rule"
        case model.Action():
            return "action"
        case model.Event():
            return "event"
        case model.Ending():
            return "ending"
        case model.Wording():
            return "tell"
        case model.If() | model.Chance() | model.Pick() | model.Born() | model.ForEach():
            return "branch"
        case _:
            return "condition"


def _span(probe: Probe) -> Span:
    node = probe.node
    if probe.what == "no" and isinstance(node, model.If | model.Chance | model.Pick | model.Born):
        return node.otherwise[0].span if node.otherwise else node.span
    return node.span


def _slice(sources: Mapping[str, Source], span: Span) -> str:
    """The text of a span, its first line."""
    source = sources.get(span.file)
    if source is None:
        return ""
    line = source.line(span.line)
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    return line[span.column - 1 : end].partition("  #")[0].strip()
