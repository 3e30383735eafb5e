"""Calibration: values of knobs for which a world ends, and measures, as its author wants it.

Every setting is tried with the same luck, so that of two that are alike the better is known by few lives. A
first search over all that is allowed (by the tree-structured Parzen estimator: J. Bergstra, R. Bardenet, Y.
Bengio and B. Kégl, "Algorithms for hyper-parameter optimization", Advances in Neural Information Processing
Systems 24 (2011); by way of Optuna) is followed by another near to the best, with more lives, and by steps of
Gauss and Newton, with more again. What is found is
then lived with luck that took no part in the search.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twicetold import questions
from twicetold.ask.bench import Ask, Bench, Values, ends
from twicetold.ask.sensitivity import NoTuning
from twicetold.lang import model
from twicetold.runs.intervals import normal, wilson
from twicetold.runs.passes import Pass, Progress

NEAR: Final = 0.08
"""How far around the best the second search goes, as a share of what is allowed."""

STEPS: Final = 5
"""How many steps the last search goes."""

WIDE: Final = 0.03
"""How far a knob is turned to see what that does, as a share of what is allowed."""

MORE: Final = 6
"""How many times as many lives each further search takes."""

BEST: Final = 5
"""With so many of the best of one search the next begins."""

UNMEASURED: Final = 1e3
"""So badly a target is missed where what it measures came in no life."""

_EASE: Final = 0.02
"""How much it counts to stay near to the present setting, where several would do."""


class NoSuchTarget(ValueError):
    """A target that cannot be read, or is of nothing that the world has; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An ending's share, or a measure's mean, wanted between `lo` and `hi`, which may be the same."""

    text: str
    name: str
    ending: bool
    lo: float
    hi: float

    def miss(self, value: float) -> float:
        """By how much a value misses it: below 0 if it is too small."""
        return min(value - self.lo, 0.0) + max(value - self.hi, 0.0)


_TARGET: Final = re.compile(r'\s*(?:"([^"]*)"|(\w+))\s*(?:=\s*(\S+)|in\s+(\S+?)\.\.(\S+))\s*')


def read_target(world: model.World, text: str) -> Target:
    """`"both live" = 30%`, `"both live" in 25%..35%`, `anger = 0.4`. Raises NoSuchTarget."""
    parts = _TARGET.fullmatch(text)
    example = '`"an ending" = 30%` or `a_measure in 2..4`'
    if parts is None:
        raise NoSuchTarget(f"`{text}` is no wish; write {example}")
    ending, measure, exactly, low, high = parts.groups()
    known = [outcome.name for outcome in (world.endings if ending is not None else world.measures)]
    name = measure if ending is None else ending
    if name not in known:
        what = "measure" if ending is None else "ending"
        raise NoSuchTarget(f"there is no {what} `{name}`; the {what}s are: {', '.join(known) or 'none'}")
    try:
        lo, hi = (_amount(exactly), _amount(exactly)) if exactly else (_amount(low), _amount(high))
    except ValueError:
        raise NoSuchTarget(f"`{text}` has no number that can be read; write {example}") from None
    if lo > hi or (ending is not None and not 0 <= lo <= hi <= 1):
        raise NoSuchTarget(f"`{text}` cannot be: shares lie between 0% and 100%, the lower end first")
    return Target(text.strip(), name, ending is not None, lo, hi)


def _amount(text: str) -> float:
    number = float(text.removesuffix("%"))
    if not math.isfinite(number):
        raise ValueError
    return number / 100 if text.endswith("%") else number


@dataclass(frozen=True, slots=True)
class Checked:
    """A target, and what was found of it in lives that took no part in the search: the estimate with its
    interval, which all hold together with 95 %. It `holds` if the interval reaches into what is wanted."""

    target: Target
    found: float
    low: float
    high: float
    holds: bool


@dataclass(frozen=True, slots=True)
class Tuned:
    """The values of the knobs that were found, those before, and how well they keep to the targets in `n`
    lives of another seed. `lives` is how many were lived in all."""

    world: str
    hash: str
    seed: int
    before: dict[str, float]
    values: dict[str, float]
    checked: tuple[Checked, ...]
    n: int
    lives: int

    @property
    def holds(self) -> bool:
        """Whether all targets are fulfilled."""
        return all(result.holds for result in self.checked)

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        said = asdict(self)
        checked = [{"wish": row.pop("target"), **row} for row in said["checked"]]
        return said | {"checked": checked, "holds": self.holds}


def tune(world: model.World, asked: questions.Tune, on_progress: Progress | None = None) -> Tuned:
    """Find values of the knobs for which the world is as wanted: `trials` settings with `n` lives each, half
    as many near to the best with more, and some steps with more again; then `check` lives of another seed.

    Raises NoSuchTarget, NoTuning if Optuna is not there, `bench.NothingToTurn` if there is nothing to turn,
    CannotCompile if the kernel cannot live the world.
    """
    targets = [read_target(world, text) for text in asked.targets]
    trials, n, check = asked.trials, asked.n, asked.check
    bench = Bench(world, asked.knobs, asked.seed, asked.jobs)
    whole = {knob.name: ends(knob) for knob in bench.knobs}
    rounds = [(max(trials, 1), n, 1.0), (max(trials // 2, 1), MORE * n, NEAR)]
    search = _Search(bench, targets, sum(tried for tried, _, _ in rounds) + STEPS, on_progress)
    best: list[Values] = [search.present]
    for tried, lives, near in rounds:
        within = whole if near == 1.0 else _around(best[0], whole, near)
        best = [values for _, values in search.look(within, tried, lives, best)[:BEST]]
    values, steps = search.climb(best[0], whole, MORE * MORE * n)
    lived = sum(tried * lives for tried, lives, _ in rounds) + steps * MORE * MORE * n + check
    return Tuned(
        world.name,
        world.hash,
        asked.seed,
        {knob.name: float(knob.value) for knob in bench.knobs},
        dict(values),
        search.checked(values, check),
        check,
        lived,
    )


def _around(
    best: Values, whole: dict[str, tuple[float, float]], near: float
) -> dict[str, tuple[float, float]]:
    return {
        name: (max(lo, best[name] - near * (hi - lo)), min(hi, best[name] + near * (hi - lo)))
        for name, (lo, hi) in whole.items()
    }


class _Search:
    """Settings tried with the same luck."""

    def __init__(
        self, bench: Bench, targets: Sequence[Target], of: int, on_progress: Progress | None
    ) -> None:
        try:
            import optuna
        except ImportError:
            raise NoTuning("this needs Optuna: pip install 'twicetold[tune]'") from None
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self._optuna = optuna
        self.bench = bench
        self.targets = targets
        self.present = {knob.name: float(knob.value) for knob in bench.knobs}
        self._places = [self._place(target) for target in targets]
        self._scales = self._scale()
        self._tried = Pass(of, (), on_progress)

    def look(
        self, within: dict[str, tuple[float, float]], trials: int, n: int, begin: Sequence[Values]
    ) -> list[tuple[float, Values]]:
        """Settings within some ends, with their losses, the best first."""
        optuna = self._optuna
        sampler = optuna.samplers.TPESampler(seed=self.bench.seed, multivariate=True)
        study = optuna.create_study(sampler=sampler)
        space = {knob.name: self._distribution(knob, within[knob.name]) for knob in self.bench.knobs}
        for values in begin:
            study.enqueue_trial({name: self._inside(values[name], within[name]) for name in space})
        tried: list[tuple[float, Values]] = []
        for _ in range(trials):
            trial = study.ask(space)
            values = {knob.name: _tidy(knob, trial.params[knob.name]) for knob in self.bench.knobs}
            loss = self.loss(values, n)
            study.tell(trial, loss)
            tried.append((loss, values))
        return sorted(tried, key=lambda pair: pair[0])

    def loss(self, values: Values, n: int) -> float:
        """How badly a setting keeps to the targets in the first `n` lives, and how far it goes."""
        row = self.bench.turned([Ask(values, range(n))])[0]
        self._tried.count(1)
        missed = sum(miss**2 for miss in self._misses(row))
        far = sum(
            ((values[knob.name] - self.present[knob.name]) / (ends(knob)[1] - ends(knob)[0])) ** 2
            for knob in self.bench.knobs
        )
        return float(missed + _EASE * far)

    def climb(self, begin: Values, within: dict[str, tuple[float, float]], n: int) -> tuple[Values, int]:
        """Steps from a setting to where the targets are missed least, and how many settings that took: what
        each knob does is seen by turning it a little, and the step is that of least squares."""
        names = list(within)
        spans = np.array([within[name][1] - within[name][0] for name in names])
        values, tried = dict(begin), 0
        loss = self.loss(values, n)
        for _ in range(STEPS - 1):
            rows = self.bench.turned(
                [Ask(setting, range(n)) for setting in (values, *self._aside(values, within))]
            )
            tried += len(rows) + 1
            misses = np.array([self._misses(row) for row in rows])
            turns = [
                other[name] - values[name]
                for name, other in zip(names, self._aside(values, within), strict=True)
            ]
            slopes = ((misses[1:] - misses[0]) / (np.array(turns) / spans)[:, None]).T
            ease = 1e-2 * np.eye(len(names))
            step = -np.linalg.solve(slopes.T @ slopes + ease, slopes.T @ misses[0]) * spans
            new = {
                knob.name: _tidy(knob, min(max(values[knob.name] + move, lo), hi))
                for knob, move, (lo, hi) in zip(self.bench.knobs, step, within.values(), strict=True)
            }
            new_loss = self.loss(new, n)
            if new_loss >= loss:
                break
            values, loss = new, new_loss
        return values, tried + 1

    def _aside(self, values: Values, within: dict[str, tuple[float, float]]) -> list[Values]:
        """The setting with one knob after the other turned a little, inwards."""
        steps: list[Values] = []
        for name, (lo, hi) in within.items():
            far = WIDE * (hi - lo)
            steps.append({**values, name: values[name] + (far if values[name] + far <= hi else -far)})
        return steps

    def _misses(self, row: NDArray[np.float64]) -> list[float]:
        """By how much each target is missed, in units of what counts as much as one."""
        return [
            UNMEASURED if math.isnan(row[place]) else target.miss(float(row[place])) / scale
            for target, place, scale in zip(self.targets, self._places, self._scales, strict=True)
        ]

    def checked(self, values: Values, n: int) -> tuple[Checked, ...]:
        """The targets held against lives of another seed."""
        asks = [Ask(values, range(first, first + 100)) for first in range(0, n, 100)]
        rows = self.bench.turned(asks, seed=self.bench.seed + 1)
        confidence = 1 - 0.05 / len(self.targets)
        results = []
        for target, place in zip(self.targets, self._places, strict=True):
            column = rows[~np.isnan(rows[:, place]), place]
            mean = float(column.mean()) if column.size else math.nan
            if target.ending:
                low, high = wilson(round(mean * 100 * len(asks)), 100 * len(asks), confidence)
            elif column.size > 1:
                low, high = normal(mean, float(column.std(ddof=1)), column.size, (1 - confidence) / 2)
            else:
                low, high = mean - math.inf, mean + math.inf  # not a number where nothing was measured
            results.append(Checked(target, mean, low, high, low <= target.hi and high >= target.lo))
        return tuple(results)

    def _place(self, target: Target) -> int:
        if target.ending:
            return self.bench.outcomes.index(target.name)
        return len(self.bench.outcomes) + self.bench.measures.index(target.name)

    def _scale(self) -> list[float]:
        """By how much a target may be missed for it to count 1: a point of a share, or of a measure a tenth
        of what it differs from life to life."""
        rows = self.bench.turned([Ask(self.present, range(run, run + 1)) for run in range(100)])
        return [
            0.01 if target.ending else max(0.1 * _spread(rows[:, place]), 1e-9)
            for target, place in zip(self.targets, self._places, strict=True)
        ]

    def _distribution(self, knob: model.Setting, within: tuple[float, float]) -> Any:
        assert isinstance(knob.type, model.Number)
        lo, hi = within
        if knob.type.whole:
            return self._optuna.distributions.IntDistribution(
                math.ceil(lo), max(math.ceil(lo), math.floor(hi))
            )
        return self._optuna.distributions.FloatDistribution(lo, hi)

    def _inside(self, value: float, within: tuple[float, float]) -> float:
        return min(max(value, within[0]), within[1])


def _tidy(knob: model.Setting, value: float) -> float:
    """A value in no more digits than it needs: to a thousandth of what is allowed."""
    lo, hi = ends(knob)
    digits = 3 - math.floor(math.log10(hi - lo))
    return float(min(max(np.round(value, digits), lo), hi))


def _spread(values: NDArray[np.float64]) -> float:
    """How far values lie apart, without those that are not numbers."""
    there = values[~np.isnan(values)]
    return float(there.std()) if there.size else 0.0
