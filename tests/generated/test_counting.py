"""What the kernel counts in generated worlds the interpreter counts too, and no life is changed by it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.generated.draws import of_seed
from tests.sampled import sampled
from twicetold.engine import Interpreter
from twicetold.engine.kernel import CannotCompile, Kernel
from twicetold.engine.meaning.probes import Probes
from twicetold.lang import TaleError, load_text

worlds = pytest.importorskip("tests.generated.worlds", reason="the worlds are not drawn here")

SEED, FIRST, RUNS = 20, 7, 3
WORLDS = 20


@pytest.mark.parametrize("number", sampled(range(WORLDS), 2, more=3))
def test_both_engines_count_alike(number: int) -> None:
    try:
        world = load_text(worlds.text_of(of_seed(5, number)), "generated.tale")
        kernel = Kernel(world, tier="quick", counted=True)
    except (TaleError, CannotCompile):
        return  # the checker does not take every text that is drawn
    wanted = Interpreter(world, counted=True).lives(SEED, FIRST, RUNS)
    found, plain = kernel.lives(SEED, FIRST, RUNS), Interpreter(world).lives(SEED, FIRST, RUNS)
    assert np.array_equal(wanted.digest, plain.digest)
    assert np.array_equal(found.digest, plain.digest)
    assert wanted.counts is not None
    assert found.counts is not None
    assert np.array_equal(found.counts.stirred, wanted.counts.stirred)
    assert np.array_equal(found.counts.acted, wanted.counts.acted)
    for place, probe in enumerate(Probes(world).all):
        here, there = (counts.hits[place] for counts in (found.counts, wanted.counts))
        assert here == there, (probe.what, probe.owner.name, probe.node)
    assert np.array_equal(found.counts.runs, wanted.counts.runs)
    assert np.array_equal(found.counts.first, wanted.counts.first)
