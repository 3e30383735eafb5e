"""An edit of one construct moves no draw of another: neither where it is drawn nor what comes of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from unittest.mock import patch

import pytest

from tests.docs.examples import blocks_of
from tests.docs.test_examples import REFERENCE, small, text_of
from tests.keys.edits import as_written, edited
from tests.sampled import sampled
from twicetold.engine import Interpreter
from twicetold.engine.interpreter import life
from twicetold.engine.meaning.noise import Noise, site_key
from twicetold.lang import model

WORLDS = [
    pytest.param(small(text_of(example, files)), blocks_of(small(example.text)), id=example.label)
    for example, files in REFERENCE
    if example.info in ("tale", "tale fragment")
]
TICKS = 30

Drawn = dict[tuple[int, ...], int]
"""What is drawn, by site, tick, occurrence and entities."""


def drawn(world: model.World) -> Drawn:
    """What the first ticks of a life draw."""
    words: Drawn = {}

    class Noted(Noise):
        def word(self, site: int, tick: int, keys: Sequence[int], again: int = 0) -> int:
            words[site, tick, again, *keys] = super().word(site, tick, keys, again)
            return words[site, tick, again, *keys]

        def uniform(self, site: int, tick: int, keys: Sequence[int], again: int = 0) -> float:
            self.word(site, tick, keys, again)
            return super().uniform(site, tick, keys, again)

    with patch.object(life, "Noise", Noted):
        living = Interpreter(world).begin(5, 3, record=False)
        for _ in range(TICKS):
            living.step()
    return words


@pytest.mark.parametrize(("text", "blocks"), sampled(WORLDS, 2))
def test_an_edit_of_a_block_moves_no_draw_of_another(text: str, blocks: Collection[str]) -> None:
    """Of every block of every example of the reference: so each construct is edited somewhere, and stands
    beside others that are."""
    whole = as_written(text)
    before = drawn(whole.world)
    for edit in edited(text, blocks):
        assert edit.drawing.apart_from(edit.after) == whole.apart_from(edit.before), edit
        own = {*map(site_key, whole.within(edit.before) | edit.drawing.within(edit.after))}
        after = drawn(edit.drawing.world)
        shared = {key for key in before if key in after and key[0] not in own}
        assert {key: before[key] for key in shared} == {key: after[key] for key in shared}, edit
