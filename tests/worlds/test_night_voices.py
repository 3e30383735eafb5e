"""The words of the night: lives told whole, and close to each of three, read without monotony."""

from __future__ import annotations

import functools
from collections import Counter

import pytest

from tests.sampled import sampled, slow
from tests.tell.lives import bundled
from twicetold.lang.model.telling import Telling, Voice
from twicetold.tell import Story, planned
from twicetold.tell.words import told

LIVES = 16

# The share of a life's sentences that had been read in it before, word for word: on average, and at worst.
# Three words or fewer ("Up. Get up.") may come again, as a refrain does.
MEAN, WORST = 0.01, 0.05


@functools.cache
def stories() -> tuple[Story, ...]:
    return tuple(bundled("hale_yard", run) for run in range(LIVES))


def repeated(story: Story, voice: Voice) -> float:
    """The share of sentences that repeat an earlier one of the same telling."""
    prose = told(story, planned(story, Telling("", voice=voice)), varied=True)
    texts = [each.text for each in prose.sentences if len(each.text.split()) > 3]
    return sum(often - 1 for often in Counter(texts).values()) / max(len(texts), 1)


@pytest.mark.xdist_group("voices")
@pytest.mark.parametrize("close_to", sampled([None, "Stiles", "Derek", "Scott"], 1))
@slow
def test_few_sentences_of_a_life_repeat(close_to):
    names = [entity.name for entity in stories()[0].world.entities]
    minds = () if close_to is None else (names.index(close_to),)
    shares = [repeated(story, Voice(minds=minds)) for story in stories()]
    assert sum(shares) / len(shares) < MEAN
    assert max(shares) < WORST


@pytest.mark.xdist_group("voices")
@slow
def test_lives_do_not_all_begin_alike():
    first = {
        next(told(story, planned(story, Telling("")), varied=True).sentences).text for story in stories()
    }
    assert len(first) >= 5
