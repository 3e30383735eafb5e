"""A world, and all that can be asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from twicetold.api.answer import Answer, frame
from twicetold.api.life import Life
from twicetold.api.places import places
from twicetold.api.runs import Runs
from twicetold.ask.canon import check_canon
from twicetold.ask.checking import LIVES, Checked, check_expectations
from twicetold.ask.coverage import Coverage, cover
from twicetold.ask.given import Given, given
from twicetold.ask.sensitivity import Method, Sensitivity, sensitivity
from twicetold.ask.splitting import Rare, rare
from twicetold.ask.tuning import Tuned, read_target, tune
from twicetold.ask.whatif import Twin, WhatIf, whatif
from twicetold.engine import Interpreter
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import Loaded, load_canon, load_with_warnings, model
from twicetold.lang.question import read_question
from twicetold.runs import many
from twicetold.runs.columns import join
from twicetold.runs.numbers import counting


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

    def many(
        self, n: int = 200, seed: int = 1, *, jobs: int | None = None, until: float | None = None
    ) -> Runs:
        """Live it `n` times; with `until`, only until every ending's share is known to plus or minus that."""
        pieces: list[Lives] = []
        batch = many(self.model, n, _seed(seed), jobs, on_lives=pieces.append, until=until)
        return Runs(self.model, batch, join(pieces) if pieces else None)

    def life(self, run: int = 0, seed: int = 1) -> Life:
        """One life. Raises TypeError or ValueError for what is no seed or run."""
        return Life(self.model, _seed(seed), counting(run, "run"))

    def canon(self, seed: int = 1) -> Life:
        """The life that follows the canon beside the world. Raises ValueError if there is none."""
        canon = load_canon(self.loaded, self.name)
        if canon is None:
            raise ValueError(f"there is no canon beside `{self.name}`")
        report = check_canon(Interpreter(self.model), canon, seed=_seed(seed))
        return Life(self.model, seed, report.life.run, report.course, places(report))

    def whatif(
        self,
        *twins: str | World,
        n: int = 1000,
        seed: int = 1,
        jobs: int | None = None,
        until: float | None = None,
    ) -> Answer[WhatIf]:
        """Compare it with twins, life by life with the same luck: lines that make it otherwise, such as
        `forbid walk(Ada, anyone)`, or other worlds. See `ask.whatif.whatif`."""
        comparison = whatif(
            self.model, [self._twin(twin) for twin in twins], n, _seed(seed), jobs, until=until
        )
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
        return Answer(f"{self.model.name}: {comparison.n:,} pairs of lives, seed {seed}", comparison, frames)

    def cover(self, n: int = 1000, seed: int = 1, *, jobs: int | None = None) -> Answer[Coverage]:
        """What of it `n` lives reach: see `ask.coverage.cover`."""
        coverage = cover(self.loaded, n, _seed(seed), jobs)
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

    def check(self, n: int = LIVES, seed: int = 1, *, jobs: int | None = None) -> Answer[Checked]:
        """Hold it against its author's `expect` lines: see `ask.checking.check_expectations`."""
        checked = check_expectations(self.model, n, _seed(seed), jobs)
        rows = (
            (line.expect.ending or line.expect.measure, line.expect.lo, line.expect.hi, line.estimate,
             line.low, line.high, line.holds)
            for line in checked.expectations
        )  # fmt: skip
        columns = ("of", "at_least", "at_most", "estimate", "low", "high", "holds")
        title = f"{self.model.name}: {'all holds' if checked.holds else 'not all holds'}, {checked.n:,} lives"
        return Answer(title, checked, {"expectations": frame(columns, rows)})

    def given(
        self, question: str, n: int = 10_000, seed: int = 1, *, jobs: int | None = None
    ) -> Answer[Given]:
        """What the lives are like in which something happened: an event, a condition, an ending in quotes.
        See `ask.given.given`."""
        answer = given(self.model, read_question(self.loaded, question), n, _seed(seed), jobs)
        columns = ("what", "share", "low", "high", "share_of_all", "lift", "lift_low", "lift_high")
        lifts = {
            name: frame(columns, ([getattr(lift, column) for column in columns] for lift in rows))
            for name, rows in (("endings", answer.endings), ("events", answer.events))
        }
        means = (
            (measure.measure, measure.mean, measure.low, measure.high, measure.mean_of_all)
            for measure in answer.measures
        )
        title = f"{self.model.name}: {question} in {answer.count:,} of {answer.n:,} lives"
        measures = frame(("measure", "mean", "low", "high", "mean_of_all"), means)
        return Answer(
            title, answer, {"endings": lifts["endings"], "measures": measures, "events": lifts["events"]}
        )

    def rare(
        self,
        question: str,
        n: int = 500,
        seed: int = 1,
        *,
        by: str | None = None,
        through: Sequence[str] = (),
        repetitions: int = 12,
    ) -> Answer[Rare]:
        """How likely something is that hardly ever happens, by splitting: `by` a number that rises on the
        way, or `through` conditions. See `ask.splitting.rare`."""
        asked = read_question(self.loaded, question)
        rises = None if by is None else read_question(self.loaded, by)
        way = [read_question(self.loaded, step) for step in through]
        estimate = rare(
            self.model,
            asked,
            by=rises,
            through=way,
            n=n,
            repetitions=repetitions,
            seed=_seed(seed),
        )
        columns = ("asked", "share", "low", "high", "ticks", "whole")
        row = (estimate.asked, estimate.share, estimate.low, estimate.high, estimate.ticks, estimate.whole)
        return Answer(f"{self.model.name}: {question}", estimate, {"estimate": frame(columns, [row])})

    def sensitivity(
        self,
        n: int = 100,
        seed: int = 1,
        *,
        method: Method = "sobol",
        groups: int | None = None,
        knobs: Sequence[str] = (),
        jobs: int | None = None,
    ) -> Answer[Sensitivity]:
        """Which of its knobs matter, and for what: see `ask.sensitivity.sensitivity`."""
        study = sensitivity(
            self.model,
            n,
            method=method,
            groups=groups,
            knobs=knobs or None,
            seed=_seed(seed),
            jobs=jobs,
        )
        columns = ("outcome", "knob", "first", "first_half", "total", "total_half")
        rows = (
            (outcome.name, effect.knob, effect.first, effect.first_half, effect.total, effect.total_half)
            for outcome in study.outcomes
            for effect in outcome.influences
        )
        title = f"{self.model.name}: {study.settings:,} settings, {n:,} lives each"
        return Answer(title, study, {"influences": frame(columns, rows)})

    def tune(
        self,
        *targets: str,
        trials: int = 120,
        n: int = 400,
        check: int = 4000,
        knobs: Sequence[str] = (),
        seed: int = 1,
        jobs: int | None = None,
    ) -> Answer[Tuned]:
        """Values of its knobs for which it ends as wanted, such as `"an ending" = 30%`. See
        `ask.tuning.tune`."""
        wanted = [read_target(self.model, each) for each in targets]
        tuned = tune(
            self.model,
            wanted,
            trials=trials,
            n=n,
            check=check,
            knobs=knobs or None,
            seed=_seed(seed),
            jobs=jobs,
        )
        values = ((name, tuned.before[name], value) for name, value in tuned.values.items())
        checked = ((each.target.text, each.found, each.low, each.high, each.holds) for each in tuned.checked)
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
        who = f"{len(model_.entities)} entities, {len(model_.actions)} actions, {len(model_.rules)} rules"
        return f"<h4>{escape(model_.name)}</h4><p>{who}; it can end:</p><ul>{endings}</ul>"


def _seed(seed: int) -> int:
    """A seed. Raises TypeError or ValueError if it is none."""
    return counting(seed, "seed")
