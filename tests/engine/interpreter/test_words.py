"""What somebody believed in error is kept in words: the world's own, or those that a name gives."""

from __future__ import annotations

from tests.engine.interpreter.test_error import KITCHEN
from twicetold.engine import Interpreter
from twicetold.lang import load_text
from twicetold.tell.words import phrase

WORDS = """
words for left (b: Bottle) "[if b.left > 0: there [be] milk in [the b] | otherwise: [the b] [be] empty]"
"""


def believed(text: str, name: str) -> str:
    """The first error of the first event of a name, in words."""
    world = load_text(text)
    life = Interpreter(world).live(1, 0)
    [error, *_] = next(event for event in life.events if event.name == name).causes.errors
    return phrase(world, error.words)


def test_words_are_of_what_is_believed():
    assert believed(KITCHEN + WORDS, "pour") == "there was milk in the Blue"


def test_words_that_are_true_all_the_same_are_none():
    text = KITCHEN.replace("b.left > 0, p is Ada", "p is Ada, b.left > 1").replace("left = 0", "left = 1")
    assert believed(text + WORDS, "pour") == ""


def test_where_there_are_no_words_a_name_gives_them():
    text = """
world "A ward"
  tick 1 minute
  lasts 10 minutes
  choice best
kind Person
  alive yes/no = yes believed
  health one of well, very_ill believed
  at_peace yes/no believed
  pulse number 0..100 = 60 believed
Ann, Bea are Person
rule the_night at 0 minutes
  CHANGED
action sit_with (p: Person, q: Person)
  needs p is Ann, q is Bea, q.alive, q.health is well, q.pulse > 50, not q.at_peace
  urge 1
"""
    assert believed(text.replace("CHANGED", "Bea.alive = no"), "sit_with") == "Bea was alive"
    assert believed(text.replace("CHANGED", "Bea.health = very_ill"), "sit_with") == "Bea was well"
    assert believed(text.replace("CHANGED", "Bea.at_peace = yes"), "sit_with") == ""
    assert believed(text.replace("CHANGED", "Bea.pulse = 10"), "sit_with") == ""


def test_words_of_a_kind_are_for_those_of_it_alone():
    text = KITCHEN.replace("Blue is Bottle", "kind Flask is Bottle\nBlue is Bottle")
    words = WORDS.replace("b: Bottle", "b: Flask")
    assert believed(text + words, "pour") == ""
    assert believed(text.replace("Blue is Bottle", "Blue is Flask") + words, "pour") != ""


def test_a_world_with_words_lives_the_same_lives():
    with_words, without = (Interpreter(load_text(text)) for text in (KITCHEN + WORDS, KITCHEN))
    one, other = with_words.live(1, 0), without.live(1, 0)
    assert [event.changes for event in one.events] == [event.changes for event in other.events]


def test_a_world_without_words_keeps_its_hash():
    world = load_text(KITCHEN)
    assert world.words == ()
    assert world.hash != load_text(KITCHEN + WORDS).hash
