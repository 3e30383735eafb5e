"""A world, and all that can be asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any

from twicetold import questions
from twicetold.api.answer import Answer, frame
from twicetold.api.asking import asking, with_fields
from twicetold.api.life import Life
from twicetold.api.places import places
from twicetold.api.runs import Runs
from twicetold.ask.canon import check_canon
from twicetold.ask.checking import Checked, check_expectations
from twicetold.ask.coverage import Coverage, cover
from twicetold.ask.given import Given, given
from twicetold.ask.sensitivity import Sensitivity, sensitivity
from twicetold.ask.splitting import Rare, rare
from twicetold.ask.tuning import Tuned, tune
from twicetold.ask.whatif import Twin, WhatIf, whatif
from twicetold.engine import Interpreter
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import Loaded, load_canon, load_with_warnings, model
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

    def whatif(self, *twins: str | World | questions.WhatIf, **fields: Any) -> Answer[WhatIf]:
        """Compare it with twins, life by life with the same luck: lines that make it otherwise, such as
        `forbid walk(Ada, anyone)`, or other worlds; the question, `questions.WhatIf`, comes last, or its
        fields. See `ask.whatif.whatif`."""
        asked = [each for each in twins if isinstance(each, questions.WhatIf)]
        others = [self._twin(each) for each in twins if not isinstance(each, questions.WhatIf)]
        question = with_fields(asked[0] if asked else questions.WhatIf(), fields)
        found = whatif(self.model, others, question)
        columns = ("what_if", "ending", "before", "after", "difference", "low", "high", "gained", "lost")
        endings = (
            (
                each.twin.name, shift.ending, shift.before / found.n, shift.after / found.n,
                shift.difference.estimate, shift.difference.low, shift.difference.high, shift.gained,
                shift.lost,
            )
            for each in found.twins
            for shift in each.endings
            if found.n
        )  # fmt: skip
        measures = (
            (each.twin.name, turn.measure, turn.before, turn.after,
             turn.difference.estimate, turn.difference.low, turn.difference.high)
            for each in found.twins
            for turn in each.measures
        )  # fmt: skip
        flips = (
            (each.twin.name, flip.before, flip.after, flip.count, list(flip.runs))
            for each in found.twins
            for flip in each.flips
        )
        frames = {
            "endings": frame(columns, endings),
            "measures": frame(("what_if", "measure", *columns[2:7]), measures),
            "flips": frame(("what_if", "before", "after", "count", "runs"), flips),
        }
        return Answer(f"{self.model.name}: {found.n:,} pairs of lives, seed {found.seed}", found, frames)

    @asking(questions.Cover)
    def cover(self, asked: questions.Cover) -> Answer[Coverage]:
        """What of it `n` lives reach: see `ask.coverage.cover`."""
        found = cover(self.loaded, asked)
        columns = ("sort", "of", "text", "file", "line", "hits", "runs", "first", "status", "why")
        rows = (
            (each.sort, each.of, each.text, each.file, each.line, each.hits, each.runs, each.first,
             each.status, each.why)
            for each in found.items
        )  # fmt: skip
        missed = len(found.missed())
        title = f"{self.model.name}: {missed} of {len(found.items)} things not reached by {found.n:,} lives"
        return Answer(title, found, {"items": frame(columns, rows)})

    @asking(questions.Check)
    def check(self, asked: questions.Check) -> Answer[Checked]:
        """Hold it against its author's `expect` lines: see `ask.checking.check_expectations`."""
        found = check_expectations(self.model, asked)
        rows = (
            (each.expect.ending or each.expect.measure, each.expect.lo, each.expect.hi, each.estimate,
             each.low, each.high, each.holds)
            for each in found.expectations
        )  # fmt: skip
        columns = ("of", "at_least", "at_most", "estimate", "low", "high", "holds")
        title = f"{self.model.name}: {'all holds' if found.holds else 'not all holds'}, {found.n:,} lives"
        return Answer(title, found, {"expectations": frame(columns, rows)})

    @asking(questions.Given)
    def given(self, asked: questions.Given) -> Answer[Given]:
        """What the lives are like in which something happened: an event, a condition, an ending in quotes.
        See `ask.given.given`."""
        found = given(self.loaded, asked)
        columns = ("what", "share", "low", "high", "share_of_all", "lift", "lift_low", "lift_high")
        lifts = {
            name: frame(columns, ([getattr(each, column) for column in columns] for each in rows))
            for name, rows in (("endings", found.endings), ("events", found.events))
        }
        means = ((each.measure, each.mean, each.low, each.high, each.mean_of_all) for each in found.measures)
        title = f"{self.model.name}: {asked.question} in {found.count:,} of {found.n:,} lives"
        measures = frame(("measure", "mean", "low", "high", "mean_of_all"), means)
        return Answer(
            title, found, {"endings": lifts["endings"], "measures": measures, "events": lifts["events"]}
        )

    @asking(questions.Given)
    def rare(self, asked: questions.Given) -> Answer[Rare]:
        """How likely something is that hardly ever happens, by splitting: `by` a number that rises on the
        way, or `through` conditions. See `ask.splitting.rare`."""
        found = rare(self.loaded, asked)
        columns = ("asked", "share", "low", "high", "ticks", "whole")
        row = (found.asked, found.share, found.low, found.high, found.ticks, found.whole)
        return Answer(f"{self.model.name}: {asked.question}", found, {"estimate": frame(columns, [row])})

    @asking(questions.Sensitivity)
    def sensitivity(self, asked: questions.Sensitivity) -> Answer[Sensitivity]:
        """Which of its knobs matter, and for what: see `ask.sensitivity.sensitivity`."""
        found = sensitivity(self.model, asked)
        columns = ("outcome", "knob", "first", "first_half", "total", "total_half")
        rows = (
            (outcome.name, each.knob, each.first, each.first_half, each.total, each.total_half)
            for outcome in found.outcomes
            for each in outcome.influences
        )
        title = f"{self.model.name}: {found.settings:,} settings, {found.n:,} lives each"
        return Answer(title, found, {"influences": frame(columns, rows)})

    def tune(self, *targets: str | questions.Tune, **fields: Any) -> Answer[Tuned]:
        """Values of its knobs for which it ends as wanted, such as `"an ending" = 30%`: asked by a question,
        `questions.Tune`, or by its fields. See `ask.tuning.tune`."""
        asked = [each for each in targets if isinstance(each, questions.Tune)]
        said = tuple(each for each in targets if not isinstance(each, questions.Tune))
        found = tune(self.model, with_fields(asked[0] if asked else questions.Tune(said), fields))
        values = ((name, found.before[name], value) for name, value in found.values.items())
        checked = ((each.target.text, each.found, each.low, each.high, each.holds) for each in found.checked)
        frames = {
            "knobs": frame(("knob", "before", "found"), values),
            "targets": frame(("target", "found", "low", "high", "holds"), checked),
        }
        return Answer(f"{self.model.name}: {found.lives:,} lives", found, frames)

    def _twin(self, said: str | World) -> Twin:
        if isinstance(said, World):
            return Twin(" ".join([said.name, *said.lines]), said.model)
        return Twin(said, World.load(self.name, *self.lines, said).model)

    def _repr_html_(self) -> str:
        model_ = self.model
        endings = "".join(f"<li>{escape(each.name)}</li>" for each in model_.endings)
        who = f"{len(model_.entities)} entities, {len(model_.actions)} actions, {len(model_.rules)} rules"
        return f"<h4>{escape(model_.name)}</h4><p>{who}; it can end:</p><ul>{endings}</ul>"
