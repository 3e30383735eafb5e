"""A world, and all that can be asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

from twicetold import questions
from twicetold.api.answer import Answer, frame
from twicetold.api.asking import asking, with_fields
from twicetold.api.life import Life
from twicetold.api.picture import Picture
from twicetold.api.pictures import where_lives_part
from twicetold.api.places import places
from twicetold.api.runs import Runs
from twicetold.ask.branching import Branching, branches
from twicetold.ask.canon import check_canon
from twicetold.ask.checking import Checked, check_expectations
from twicetold.ask.coverage import Coverage, cover
from twicetold.ask.given import Given, given
from twicetold.ask.sensitivity import Sensitivity, sensitivity
from twicetold.ask.sift import Sifted, sift
from twicetold.ask.splitting import Rare, rare
from twicetold.ask.tuning import Tuned, tune
from twicetold.ask.whatif import Twin, WhatIf, whatif
from twicetold.engine import Interpreter
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import Loaded, load_canon, load_with_warnings, model
from twicetold.play import Session, Stage, begin
from twicetold.runs import many
from twicetold.runs.columns import join
from twicetold.runs.numbers import counting


@dataclass(frozen=True)
class Branches(Answer[Branching]):
    """Where lives part: `ways` has a row for each way, and there is a `picture` of all."""

    picture: Picture = field(repr=False)

    def _repr_html_(self) -> str:
        return self.picture._repr_html_() + super()._repr_html_()


@dataclass(frozen=True)
class World:
    """A world as it was loaded: from a bundled name or a path, with `lines` added to its text.

    The same seed and run give the same life, whatever the number of jobs. What takes `jobs` uses all cores if
    nothing is said.
    """

    name: str
    lines: tuple[str, ...]
    loaded: Loaded = field(repr=False)

    @classmethod
    def load(cls, name: str, *lines: str) -> World:
        """See `twicetold.load`."""
        return cls(str(name), lines, load_with_warnings(str(name), lines))

    @property
    def model(self) -> model.World:
        """The checked model, as the rooms below know it."""
        return self.loaded.world

    @asking(questions.Many)
    def many(self, asked: questions.Many) -> Runs:
        """Live it many times; with `until`, until every ending's share is known to plus or minus that."""
        pieces: list[Lives] = []
        batch = many(self.model, asked, on_lives=pieces.append)
        return Runs(self.model, batch, join(pieces) if pieces else None)

    def life(self, run: int = 0, seed: int = 1) -> Life:
        """One life. Raises TypeError or ValueError for what is no seed or run."""
        return Life(self.model, counting(seed, "seed"), counting(run, "run"))

    def canon(self, seed: int = 1) -> Life:
        """The life that follows the canon beside the world. Raises ValueError if there is none."""
        canon = load_canon(self.loaded, self.name)
        if canon is None:
            raise ValueError(f"there is no canon beside `{self.name}`")
        report = check_canon(Interpreter(self.model), canon, seed=counting(seed, "seed"))
        return Life(self.model, seed, report.life.run, report.course, places(report))

    @cached_property
    def stage(self) -> Stage:
        """It made ready to be played in, once."""
        return Stage(self.model)

    def play(self, as_: str | Sequence[str], seed: int = 1, run: int = 0) -> Session:
        """A life in which somebody is played, or several are, up to the first time that one of them can
        choose: see `play.Session`. Raises ValueError if there is nobody such who ever acts."""
        players = [as_] if isinstance(as_, str) else as_
        return begin(self.stage, players, counting(seed, "seed"), counting(run, "run"))

    def played(self, session: Session) -> Life:
        """A life as it was played; from where it was left it goes on by itself."""
        return Life(self.model, session.seed, session.run, session.course)

    def whatif(self, *twins: str | World | questions.WhatIf, **fields: Any) -> Answer[WhatIf]:
        """Compare it with twins, life by life with the same luck: lines that make it otherwise, such as
        `forbid walk(Ada, anyone)`, or other worlds; the question, `questions.WhatIf`, comes last, or its
        fields. See `ask.whatif.whatif`."""
        asked = [twin for twin in twins if isinstance(twin, questions.WhatIf)]
        others = [self._twin(twin) for twin in twins if not isinstance(twin, questions.WhatIf)]
        question = with_fields(asked[0] if asked else questions.WhatIf(), fields)
        comparison = whatif(self.model, others, question)
        columns = ("what_if", "ending", "before", "after", "difference", "low", "high", "gained", "lost")
        endings = (
            (
                compared.twin.name, shift.ending, shift.before / comparison.n, shift.after / comparison.n,
                shift.difference.estimate, shift.difference.low, shift.difference.high, shift.gained,
                shift.lost,
            )
            for compared in comparison.twins
            for shift in compared.endings
            if comparison.n
        )  # fmt: skip
        measures = (
            (compared.twin.name, turn.measure, turn.before, turn.after,
             turn.difference.estimate, turn.difference.low, turn.difference.high)
            for compared in comparison.twins
            for turn in compared.measures
        )  # fmt: skip
        flips = (
            (compared.twin.name, flip.before, flip.after, flip.count, list(flip.runs))
            for compared in comparison.twins
            for flip in compared.flips
        )
        frames = {
            "endings": frame(columns, endings),
            "measures": frame(("what_if", "measure", *columns[2:7]), measures),
            "flips": frame(("what_if", "before", "after", "count", "runs"), flips),
        }
        return Answer(
            f"{self.model.name}: {comparison.n:,} pairs of lives, seed {comparison.seed}", comparison, frames
        )

    @asking(questions.Branches)
    def branches(self, asked: questions.Branches) -> Branches:
        """Where its lives part on the way to their endings: see `ask.branching.branches`."""
        found = branches(self.model, asked)
        shares = tuple(
            ending for ending, count in zip(found.endings, found.root.endings, strict=True) if count
        )
        places = [found.endings.index(ending) for ending in shares]
        rows = (
            (list(way), branch.lives, branch.lives / found.n, list(branch.runs),
             *(branch.endings[place] / branch.lives if branch.lives else 0.0 for place in places))
            for way, branch in found.leaves()
        )  # fmt: skip
        table = frame(("way", "lives", "share", "runs", *shares), rows)
        title = f"{self.model.name}: where {found.n:,} lives part, seed {found.seed}"
        return Branches(title, found, {"ways": table}, Picture(where_lives_part(found, self.model.clock)))

    @asking(questions.Cover)
    def cover(self, asked: questions.Cover) -> Answer[Coverage]:
        """What of it `n` lives reach: see `ask.coverage.cover`."""
        coverage = cover(self.loaded, asked)
        columns = ("sort", "of", "text", "file", "line", "hits", "runs", "first", "status", "why")
        rows = (
            (item.sort, item.of, item.text, item.file, item.line, item.hits, item.runs, item.first,
             item.status, item.why)
            for item in coverage.items
        )  # fmt: skip
        missed = len(coverage.missed())
        title = (
            f"{self.model.name}: {missed} of {len(coverage.items)} things not reached by {coverage.n:,} lives"
        )
        return Answer(title, coverage, {"items": frame(columns, rows)})

    @asking(questions.Check)
    def check(self, asked: questions.Check) -> Answer[Checked]:
        """Hold it against its author's `expect` lines: see `ask.checking.check_expectations`."""
        checked = check_expectations(self.model, asked)
        rows = (
            (line.expect.of, line.expect.lo, line.expect.hi, line.estimate,
             line.low, line.high, line.holds)
            for line in checked.expectations
        )  # fmt: skip
        columns = ("of", "at_least", "at_most", "estimate", "low", "high", "holds")
        title = f"{self.model.name}: {'all holds' if checked.holds else 'not all holds'}, {checked.n:,} lives"
        return Answer(title, checked, {"expectations": frame(columns, rows)})

    @asking(questions.Given)
    def given(self, asked: questions.Given) -> Answer[Given]:
        """What the lives are like in which something happened: an event, a condition, an ending in quotes.
        See `ask.given.given`."""
        answer = given(self.loaded, asked)
        columns = ("what", "share", "low", "high", "share_of_all", "lift", "lift_low", "lift_high")
        lifts = {
            name: frame(columns, ([getattr(lift, column) for column in columns] for lift in rows))
            for name, rows in (("endings", answer.endings), ("events", answer.events))
        }
        means = (
            (measure.measure, measure.mean, measure.low, measure.high, measure.mean_of_all)
            for measure in answer.measures
        )
        title = f"{self.model.name}: {asked.question} in {answer.count:,} of {answer.n:,} lives"
        measures = frame(("measure", "mean", "low", "high", "mean_of_all"), means)
        return Answer(
            title, answer, {"endings": lifts["endings"], "measures": measures, "events": lifts["events"]}
        )

    @asking(questions.Sift)
    def sift(self, asked: questions.Sift) -> Answer[Sifted]:
        """How often its patterns are found in its lives, in which, of whom, and how these end: see
        `ask.sift.sift`."""
        sifted = sift(self.loaded, asked)
        columns = ("pattern", "lives", "share", "low", "high", "matches", "runs")
        rows = (
            [getattr(found, column) for column in columns[:-1]] + [list(found.runs)]
            for found in sifted.patterns
        )
        times = ((found.pattern, *pair) for found in sifted.patterns for pair in found.times)
        who = ((found.pattern, list(of.who), of.lives) for found in sifted.patterns for of in found.of)
        lifted = ("what", "share", "low", "high", "share_of_all", "lift", "lift_low", "lift_high")
        endings = (
            (found.pattern, *(getattr(lift, column) for column in lifted))
            for found in sifted.patterns
            for lift in found.endings
        )
        frames = {
            "patterns": frame(columns, rows),
            "times": frame(("pattern", "times", "lives"), times),
            "who": frame(("pattern", "who", "lives"), who),
            "endings": frame(("pattern", *lifted), endings),
        }
        return Answer(f"{self.model.name}: {sifted.n:,} lives sifted, seed {sifted.seed}", sifted, frames)

    @asking(questions.Given)
    def rare(self, asked: questions.Given) -> Answer[Rare]:
        """How likely something is that hardly ever happens, by splitting: `by` a number that rises on the
        way, or `through` conditions. See `ask.splitting.rare`."""
        estimate = rare(self.loaded, asked)
        columns = ("asked", "share", "low", "high", "ticks", "whole")
        row = (estimate.asked, estimate.share, estimate.low, estimate.high, estimate.ticks, estimate.whole)
        return Answer(f"{self.model.name}: {asked.question}", estimate, {"estimate": frame(columns, [row])})

    @asking(questions.Sensitivity)
    def sensitivity(self, asked: questions.Sensitivity) -> Answer[Sensitivity]:
        """Which of its knobs matter, and for what: see `ask.sensitivity.sensitivity`."""
        study = sensitivity(self.model, asked)
        columns = ("outcome", "knob", "first", "first_half", "total", "total_half")
        rows = (
            (outcome.name, effect.knob, effect.first, effect.first_half, effect.total, effect.total_half)
            for outcome in study.outcomes
            for effect in outcome.influences
        )
        title = f"{self.model.name}: {study.settings:,} settings, {study.n:,} lives each"
        return Answer(title, study, {"influences": frame(columns, rows)})

    def tune(self, *targets: str | questions.Tune, **fields: Any) -> Answer[Tuned]:
        """Values of its knobs for which it ends as wanted, such as `"an ending" = 30%`: asked by a question,
        `questions.Tune`, or by its fields. See `ask.tuning.tune`."""
        asked = [target for target in targets if isinstance(target, questions.Tune)]
        said = tuple(target for target in targets if not isinstance(target, questions.Tune))
        tuned = tune(self.model, with_fields(asked[0] if asked else questions.Tune(said), fields))
        values = ((name, tuned.before[name], value) for name, value in tuned.values.items())
        checked = (
            (result.target.text, result.found, result.low, result.high, result.holds)
            for result in tuned.checked
        )
        frames = {
            "knobs": frame(("knob", "before", "found"), values),
            "targets": frame(("target", "found", "low", "high", "holds"), checked),
        }
        return Answer(f"{self.model.name}: {tuned.lives:,} lives", tuned, frames)

    def _twin(self, said: str | World) -> Twin:
        if isinstance(said, World):
            return Twin(" ".join([said.name, *said.lines]), said.model)
        return Twin(said, World.load(self.name, *self.lines, said).model)

    def _repr_html_(self) -> str:
        model_ = self.model
        endings = "".join(f"<li>{escape(ending.name)}</li>" for ending in model_.endings)
        rules = sum(not rule.is_hidden and rule.by_itself is None for rule in model_.rules)
        who = f"{len(model_.entities)} entities, {len(model_.actions)} actions, {rules} rules"
        return f"<h4>{escape(model_.name)}</h4><p>{who}; it can end:</p><ul>{endings}</ul>"
