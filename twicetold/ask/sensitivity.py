"""Global sensitivity analysis, which knobs matter: for each ending and measure, how much of its variation
each knob brings about.

`sobol` tells the share of the variance that comes from a knob alone (first order) and with all others
(total): I. M. Sobol', "Global sensitivity indices for nonlinear mathematical models and their Monte Carlo
estimates", Mathematics and Computers in
Simulation 55 (2001), 271-280; A. Saltelli et al., "Variance based sensitivity
analysis of model output", Computer Physics Communications 181 (2010), 259-270. `morris` is cheaper, and tells
by how much an outcome changes as a knob is turned from one end to the other, on average (`total` here is the
mean of the absolute effects, `first` the mean of the effects with their sign): M. D. Morris, "Factorial
sampling plans for preliminary computational experiments", Technometrics 33 (1991), 161-174; F. Campolongo, J.
Cariboni and A. Saltelli, "An effective screening design for sensitivity analysis of large models",
Environmental Modelling & Software 22 (2007), 1509-1518.

The settings that are compared with each other are lived with the same luck, each group of them with luck of
its own: so the intervals, from resampling the groups, tell of the noise too.
"""

from __future__ import annotations

import warnings
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twicetold import questions
from twicetold.ask.bench import Ask, Bench, ends
from twicetold.choices import Method as Method
from twicetold.lang import model
from twicetold.runs.passes import Progress

GROUPS: Final[dict[Method, int]] = {"sobol": 128, "morris": 20}
"""How many groups of settings there are if nothing is said of it."""


class NoTuning(RuntimeError):
    """What is needed for tuning is not installed; the message says how to install it."""


@dataclass(frozen=True, slots=True)
class Influence:
    """How much a knob matters for an outcome, each with half its 95 % interval."""

    knob: str
    first: float
    first_half: float
    total: float
    total_half: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """An ending's share or a measure's mean over all settings: its mean and standard deviation, how much of
    its variance is mere luck (not known of a measure), and the knobs in order of the world."""

    name: str
    ending: bool
    mean: float
    sd: float
    luck: float | None
    influences: tuple[Influence, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Which knobs matter, for each outcome; `settings` were lived, `n` lives each."""

    world: str
    hash: str
    seed: int
    method: Method
    n: int
    settings: int
    outcomes: tuple[Outcome, ...]

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        return asdict(self)


def sensitivity(
    world: model.World,
    asked: questions.Sensitivity,
    on_progress: Progress | None = None,
) -> Sensitivity:
    """Live a world with many settings of its knobs, `n` lives each, and tell which of them matter for what.

    Raises NoTuning if SALib is not there, `bench.NothingToTurn` if there is nothing to turn, CannotCompile if
    the kernel cannot live the world.
    """
    n, method = asked.n, asked.method
    bench = Bench(world, asked.knobs, asked.seed, asked.jobs)
    design = _Design(bench, method, asked.groups or GROUPS[method])
    columns = bench.turned(design.asks(n), on_progress=on_progress).T
    names = [*((name, True) for name in bench.outcomes), *((name, False) for name in bench.measures)]
    outcomes = tuple(
        design.outcome(name, ending, column, n)
        for (name, ending), column in zip(names, columns, strict=True)
        if (column.any() if ending else not np.isnan(column).any())
    )
    return Sensitivity(world.name, world.hash, asked.seed, method, n, len(design.settings), outcomes)


class _Design:
    """Which settings are lived, and what is made of what came of them."""

    def __init__(self, bench: Bench, method: Method, groups: int) -> None:
        try:
            import SALib.analyze.morris
            import SALib.analyze.sobol
            import SALib.sample.morris
            import SALib.sample.sobol
        except ImportError:
            raise NoTuning("this needs SALib: pip install 'twicetold[tune]'") from None
        self.bench = bench
        self.method = method
        self._analyze = SALib.analyze
        self.problem = {
            "num_vars": len(bench.knobs),
            "names": [knob.name for knob in bench.knobs],
            "bounds": [list(ends(knob)) for knob in bench.knobs],
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if method == "sobol":
                groups = 1 << max(1, (groups - 1).bit_length())  # what its sequence is made for
                sample = SALib.sample.sobol.sample
                drawn = sample(self.problem, groups, calc_second_order=False, seed=bench.seed)
            else:
                drawn = SALib.sample.morris.sample(self.problem, groups, num_levels=4, seed=bench.seed)
        self.settings: NDArray[np.float64] = drawn
        self.group = len(bench.knobs) + (2 if method == "sobol" else 1)

    def asks(self, n: int) -> list[Ask]:
        """What is to be lived: the settings of a group with the same runs."""
        names = [knob.name for knob in self.bench.knobs]
        asks = []
        for row, setting in enumerate(self.settings.tolist()):
            first = row // self.group * n
            asks.append(Ask(dict(zip(names, setting, strict=True)), range(first, first + n)))
        return asks

    def outcome(self, name: str, ending: bool, column: NDArray[np.float64], n: int) -> Outcome:
        """What is made of one column."""
        sd = float(column.std())
        noise = float((column * (1 - column)).mean() / n)
        luck = min(1.0, noise / sd**2) if ending and sd else None
        rows = self._indices(column) if sd else [(0.0, 0.0, 0.0, 0.0)] * len(self.bench.knobs)
        influences = (Influence(knob.name, *row) for knob, row in zip(self.bench.knobs, rows, strict=True))
        return Outcome(name, ending, float(column.mean()), sd, luck, tuple(influences))

    def _indices(self, column: NDArray[np.float64]) -> list[tuple[float, float, float, float]]:
        seed = self.bench.seed
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if self.method == "sobol":
                of = self._analyze.sobol.analyze(
                    self.problem, column, calc_second_order=False, num_resamples=200, seed=seed
                )
                parts = (of["S1"], of["S1_conf"], of["ST"], of["ST_conf"])
            else:
                of = self._analyze.morris.analyze(
                    self.problem, self.settings, column, num_levels=4, num_resamples=200, seed=seed
                )
                groups = len(column) // self.group
                spread = 1.96 * np.asarray(of["sigma"]) / np.sqrt(groups)
                parts = (of["mu"], spread, of["mu_star"], of["mu_star_conf"])
        return [tuple(map(float, row)) for row in zip(*parts, strict=True)]  # type: ignore[misc]
