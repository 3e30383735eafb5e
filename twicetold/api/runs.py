"""Many lives of a world: how they ended, and each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twicetold.api.answer import frame, shown
from twicetold.api.life import Life
from twicetold.api.picture import Picture
from twicetold.api.pictures import ending_by_ending, over_time
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import names
from twicetold.lang import model
from twicetold.runs import Batch
from twicetold.runs.numbers import or_none, whole
from twicetold.runs.statistics import SUMMARY_PERCENTAGES

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Runs:
    """The runs 0 to n - 1 of a seed. `batch` sums them up, `columns` has each in a row."""

    model: model.World = field(repr=False)
    batch: Batch
    columns: Lives | None = field(repr=False)

    def __len__(self) -> int:
        return self.batch.n

    def __getitem__(self, run: int) -> Life:
        """A life, by its run. Raises IndexError if that was not lived, TypeError for what is no number."""
        run = whole(run, "run")
        if not 0 <= run < len(self):
            raise IndexError(f"there are the runs 0 to {len(self) - 1}, not {run}")
        return Life(self.model, self.batch.seed, run)

    def endings(self) -> pl.DataFrame:
        """How they ended, the most frequent first, each share with its 95 % interval."""
        columns = ("ending", "count", "share", "low", "high")
        rows = ((row.ending, row.count, row.share, row.low, row.high) for row in self.batch.endings())
        return frame(columns, rows)

    def measures(self) -> pl.DataFrame:
        """Each measure summed up over the lives in which what is measured came, and how many are left out."""
        columns = ("measure", "mean", "sd", "min", "max", "never")
        rows = (
            (name, *map(or_none, (of.mean, of.sd, of.min, of.max)), of.never)
            for name, of in self.batch.measures().items()
        )
        return frame(columns, rows)

    def series(self) -> pl.DataFrame:
        """Each measure over time, a row for each of its times: mean and quantiles of the lives that came to
        it, and how many did not."""
        quantiles = tuple(str(percent) for percent in SUMMARY_PERCENTAGES)
        columns = (
            "series",
            "seconds",
            "mean",
            "sd",
            "min",
            *(f"p{percent}" for percent in quantiles),
            "max",
            "never",
        )
        rows = (
            (name, point.seconds, *map(or_none, (
                of.mean, of.sd, of.min, *(of.quantiles[percent] for percent in quantiles), of.max
            )), of.never)
            for name, points in self.batch.series().items()
            for point in points
            for of in [point.summary]
        )  # fmt: skip
        return frame(columns, rows)

    def courses(self) -> pl.DataFrame:
        """What is measured over time of each life, a row for each time: run, series, seconds, value."""
        columns = ("run", "series", "seconds", "value")
        if self.columns is None:
            return frame(columns, ())
        when = [(series.name, time) for series in names(self.model).series for time in series.times]
        rows = (
            (run, *point, or_none(value))
            for run, of in enumerate(self.columns.series.tolist(), self.columns.first)
            for point, value in zip(when, of, strict=True)
        )
        return frame(columns, rows)

    def band(self) -> Picture:
        """The measures over time as a picture. Raises ValueError if the world has none, or there are no
        lives."""
        return Picture(over_time(self.batch, self.model.clock))

    def flow(self) -> Picture:
        """How lives come to their endings over time, as a picture. Raises ValueError without lives."""
        if self.columns is None:
            raise ValueError("no life was lived that could be drawn")
        return Picture(ending_by_ending(self.model, self.columns))

    def lives(self) -> pl.DataFrame:
        """A row for each life: its run, ending, length in seconds, measures."""
        known, lives = names(self.model), self.columns
        columns = ("run", "ending", "seconds", *known.measures)
        if lives is None:
            return frame(columns, ())
        rows = zip(
            range(lives.first, lives.first + len(lives)),
            (known.endings[place] for place in lives.ending),
            map(self.model.seconds, lives.ticks.tolist()),
            lives.measures.tolist(),
            strict=True,
        )
        return frame(columns, ((run, ending, lasts, *map(or_none, of)) for run, ending, lasts, of in rows))

    def typical(self) -> Life | None:
        """A life that stands for many (`Batch.typical_run`); None without lives."""
        run = self.batch.typical_run()
        return None if run is None else self[run]

    def _repr_html_(self) -> str:
        title = f"{self.batch.world}: {len(self):,} lives, seed {self.batch.seed}"
        return shown(title, {"endings": self.endings(), "measures": self.measures()})
