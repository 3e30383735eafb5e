"""What is counted of prose, on texts in which it can be counted by hand."""

from __future__ import annotations

import pytest

from benchmarks.prose import of_text, shown
from benchmarks.reading import told as telling
from benchmarks.reading.counted import Ratio, pooled, spread
from benchmarks.reading.passages import of_book
from benchmarks.reading.syntax import connectives, subordinate
from benchmarks.reading.text import (
    clauses,
    curly,
    masking,
    recurring,
    sentences,
    shared,
    spoken,
    template,
    words,
)
from tests.tell.lives import watch
from twicetold.lang.model.telling import Telling
from twicetold.tell import planned
from twicetold.tell.prose import Sentence
from twicetold.tell.relations import Link, Relation
from twicetold.tell.words import told


def test_a_hyphen_and_an_apostrophe_hold_a_word_together() -> None:
    assert words("A one-eyed man — Ann’s — ran.") == ["A", "one-eyed", "man", "Ann’s", "ran"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("He ran. She fell.", 2),
        ("Mrs. Marsh met Dr. Lisle at 5.15. She ran.", 2),
        ("“Go!” Boyd shouted. “Just go!”", 2),
        ("“Run!” he said.", 1),
        ("“No. Not now.” She ran.", 3),
        ("Hands… He had hands…", 2),
        ("One; then two: three, and no more.", 1),
    ],
)
def test_a_sentence_ends_at_its_stop_and_not_before_who_says_it(text: str, number: int) -> None:
    assert len(sentences(text)) == number


def test_what_is_said_aloud_is_counted_to_the_end_of_a_paragraph() -> None:
    assert spoken("“Go,” he said. “Just go!”") == 3
    assert spoken(curly('He said: "Go on. I come')) == 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He ran because she fell.", ["because"]),
        ("There were so many, and the door was open.", []),
        ("She fell, so he ran.", ["so"]),
        ("He shut it, so that nobody saw.", ["so"]),
        ("He has waited since then, before the door.", []),
        ("Since she had fallen, he waited until the lamp went out.", ["Since", "until"]),
        ("When did he run?", []),
        ("He shot once more and fell.", []),
        ("Though he ran, he was late, for she had gone.", ["Though", "for"]),
        ("He ran and she fell, but the door was shut.", []),
    ],
)
def test_connectives_are_those_that_tie_clauses(text: str, found: list[str]) -> None:
    assert connectives(text) == [each.lower() for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "He ran because she fell.",
        "The man who held the door was gone.",
        "He saw that she had gone.",
        "She lay where he had left her.",
        "He stood there, looking at the door.",
        "He lay by the wall, thrown by Ann.",
        "If she ran, he would fall.",
        "It was a sound that nobody should make.",
        "Ann had seen what he did.",
        "You know the people who live there.",
    ],
)
def test_a_subordinate_clause_is_found(text: str) -> None:
    assert subordinate(text)


@pytest.mark.parametrize(
    "text",
    [
        "He ran, and she fell.",
        "Who ran?",
        "What did he do?",
        "Oh, what shall I do!",
        "That was Ann.",
        "After the fight he sat down.",
        "He took that door.",
        "Nothing was left, nothing at all.",
        "He was as tall as Ann.",
        "He shot once more and looked round.",
    ],
)
def test_where_there_is_no_subordinate_clause_none_is_found(text: str) -> None:
    assert subordinate(text) is None


def test_a_template_is_the_sentence_whoever_it_is_about() -> None:
    mask = masking(["Ann", "Bob", "the stout one"])
    assert template("Ann kicked Bob's chair.", mask) == template("The stout one kicked his chair.", mask)
    assert template("Ann kicked Bob.", mask) != template("Ann bit Bob.", mask)


def test_what_comes_again_counts_only_near_enough() -> None:
    assert recurring(["a", "b", "a", "c"], within=2) == 1
    assert recurring(["a", "b", "c", "a"], within=2) == 0
    assert list(clauses("He ran, and she fell; it rained.")) == ["He ran", "she fell", "it rained."]


def test_a_template_of_two_nights_counts_in_both() -> None:
    assert shared([["a", "b"], ["a", "a"], ["c"]]) == (3, 5)


def test_counts_are_pooled_by_their_wholes() -> None:
    assert pooled([Ratio(1, 2), Ratio(0, 8)]).value == pytest.approx(0.1)
    assert Ratio(0, 0).value is None
    assert spread([1, 3]) == pytest.approx((2, 2**0.5))


@pytest.mark.parametrize(
    ("window", "described", "is_introduced"),
    [
        ("Chris, a man with a crossbow, stood there.", "", True),
        ("Chris, who had come late, stood there.", "", True),
        ("Her father, Chris, stood there.", "", True),
        ("Chris was a hunter.", "", True),
        ("Chris was free, and ran.", "", False),
        ("Chris, Ann and Bob ran.", "", False),
        ("There were a passenger, Chris, and Bob.", "", False),
        ("Chris ran, and the hunter of the family was late.", "Chris hunts for the family.", True),
        ("Chris ran.", "Chris led the hunters of his family.", False),
    ],
)
def test_somebody_is_introduced_by_who_they_are(window: str, described: str, is_introduced: bool) -> None:
    assert telling.introduces(window, "Chris", described) == is_introduced


def test_a_telling_is_held_against_the_record_of_its_life() -> None:
    """In the night watch nothing came of anything else, and there are but three people."""
    story = watch()
    sentences = tuple(told(story, planned(story, Telling(""))).sentences)
    assert telling.causes_said(sentences, kept=False).part == 0
    assert set(telling.named(story.world, [each.text for each in sentences]).keys()) <= set(
        telling.people(story.world)
    )
    assert telling.of_leads(story, sentences).value == 1
    assert telling.ends_told(sentences).value == 0
    assert telling.ends_told((Sentence("So it ended.", "told", ()),)).value == 1


@pytest.mark.parametrize(
    ("relation", "connective", "says"),
    [
        ("reason", "so", True),
        ("reason", "then", False),
        ("condition", "having", True),
        ("condition", "once", True),
        ("sequence", "once", False),
        ("result", "and with that", False),
        ("concession", "although", True),
        ("reason", "although", False),
    ],
)
def test_then_is_no_because(relation: Relation, connective: str, says: bool) -> None:
    assert telling.says_why(Link(relation, connective, 1, 2)) == says


def test_two_events_that_nobody_shares_have_nothing_in_common() -> None:
    story = watch()
    nodes = tuple(planned(story, Telling("")).nodes)
    first = nodes[0]
    other = next(node for node in nodes if not set(node.event.roles) & set(first.event.roles))
    same = next(node for node in nodes[1:] if set(node.event.roles) & set(first.event.roles))
    assert telling.unrelated(story, [Sentence("A and B.", "told", (first, other))]) == Ratio(1, 1)
    assert telling.unrelated(story, [Sentence("A and B.", "told", (first, same))]) == Ratio(0, 1)
    assert telling.unrelated(story, [Sentence("A.", "told", (first,))]) == Ratio(0, 0)


def test_passages_are_cut_from_a_book_at_a_paragraph() -> None:
    book = 'A HEADING\n\nHe met Ann in\nLondon.\n\n"Well?" she said.\n\nThey ran.\n'
    found = of_book(book, places=(0, 5), length=3)
    assert found.texts == (("He met Ann in London.",), ("“Well?” she said.",))
    assert found.names == ("Ann", "London")


def test_the_table_has_a_line_for_each_row() -> None:
    rows = dict(of_text([["He ran because she fell. “Go!” he said."]]))
    assert rows["words per sentence"] == 4
    assert rows["connectives per 1,000 words"] == pytest.approx(125)
    lines = list(shown({"here": rows, "there": {"words per sentence": None}}))
    assert len(lines) == 1 + len(rows)
    assert lines[2].split() == ["words", "per", "sentence", "4.0", "–"]
