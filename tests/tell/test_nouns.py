"""Articles by sound, possessives, one or many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.tell.nouns import indefinite_article, is_plural, possessive, split_article, with_indefinite

PHRASES = """
a letter; an apple; an hour; an honest man; an honour; an heirloom; a house; a historian; a hero; a homage;
a unicorn; a union; a uniform; a unison; an unissued stamp; an uninvited guest; an unimportant man;
a unanimous vote; a user; a usual day; an usher; an utter fool; a utensil; an uncle; an urn; an urban fox;
an ugly duck; a Ugandan; a ukulele; an umbrella; a one-eyed man; a once-over; an onerous task; an onion;
a European; a ewe; a eulogy; an eye; an FBI man; a NATO plane; an MRI; an SOS; a UFO; an X-ray; a U-turn;
an F; a B; an 8; an 80th day; an 11; an 18-year-old; a 180; an 11,000th; a 1800; a 7; a 10; a year;
an yttrium rod; an élite troop; an "hour"; a "year"
"""


@pytest.mark.parametrize("phrase", PHRASES.split(";"))
def test_a_or_an_goes_by_sound(phrase: str) -> None:
    article, bare = phrase.strip().split(" ", 1)
    assert indefinite_article(bare) == article
    assert with_indefinite(bare) == phrase.strip()


@pytest.mark.parametrize(
    ("phrase", "plural", "expected"),
    [
        ("Isaac", False, "Isaac's"),
        ("Boris", False, "Boris's"),
        ("the boss", False, "the boss's"),
        ("the twins", True, "the twins'"),
        ("the men", True, "the men's"),
        ("the children", True, "the children's"),
    ],
)
def test_possessive(phrase: str, plural: bool, expected: str) -> None:
    assert possessive(phrase, plural=plural) == expected


@pytest.mark.parametrize(
    ("phrase", "many"),
    [
        ("eyes", True),
        ("the veins in his arm", True),
        ("the heart of the twins", False),
        ("hands and face", True),
        ("one of his ribs", False),
        ("all of his ribs", True),
        ("two bombs", True),
        ("the glass", False),
        ("the bus", False),
        ("the news", False),
        ("women", True),
        ("the people", True),
        ("his teeth", True),
        ("Stiles", False),
        ("the abdomen", False),
    ],
)
def test_one_or_many(phrase: str, many: bool) -> None:
    assert is_plural(tuple(phrase.split())) == many


def test_a_name_is_parted_from_its_article() -> None:
    assert split_article("the slim woman") == ("the", "slim woman")
    assert split_article("An hour") == ("an", "hour")
    assert split_article("Theo") == ("", "Theo")
    assert split_article("a") == ("", "a")


@given(st.text(max_size=40))
def test_no_phrase_is_refused(phrase: str) -> None:
    assert indefinite_article(phrase) in ("a", "an")
    assert possessive(phrase).endswith("'s")
    assert is_plural(tuple(phrase.split())) in (True, False)
