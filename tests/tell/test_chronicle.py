"""Whole lives: paragraphs by time, wordings in turn, repeats told once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.engine.record import Line
from twicetold.tell import Clock, Happening, chronicle
from twicetold.tell.spans import number, span, times

Tell = Callable[..., Happening]


@pytest.fixture(scope="session")
def at(line) -> Tell:
    """A happening at so many seconds, with its wordings."""

    def happening(seconds: float, *texts: str, key: str | None = None) -> Happening:
        minutes, rest = divmod(int(seconds), 60)
        return Happening(f"{minutes}:{rest:02}", seconds, tuple(map(line, texts)), key or texts[0])

    return happening


def texts(paragraphs) -> list[str]:
    return [paragraph.text for paragraph in paragraphs]


def test_a_pause_parts_paragraphs_and_is_said(at: Tell, cast) -> None:
    told = chronicle(
        [
            at(0, "[abel] [find] [letter]."),
            at(5, "[abel] [read] [letter]."),
            at(125, "[abel] [burn] [letter]."),
            at(4000, "The fire [die]."),
            at(9000, "It [rain]."),
        ],
        cast,
        Clock(pause=60),
    )
    assert texts(told) == [
        "Abel found a letter. He read it.",
        "Two minutes later, Abel burned the letter.",
        "After an hour, the fire died.",
        "An hour later, it rained.",
    ]
    assert [paragraph.time_label for paragraph in told] == ["0:00", "2:05", "66:40", "150:00"]


def test_no_time_word_goes_before_what_may_be_a_name(at: Tell, cast) -> None:
    told = chronicle([at(0, "[abel] [fall]."), at(600, "Blood [run].")], cast, Clock(pause=60))
    assert texts(told) == ["Abel fell.", "Blood ran."]


def test_wordings_take_turns(at: Tell, cast) -> None:
    wordings = ("[abel] [nod].", "[abel] [bow] [abel's] head.", "A nod from [abel].")
    happenings = []
    for second in range(6):
        happenings.append(at(second, *wordings, key="nod"))
        happenings.append(at(second, "[ada] [smile].", key="smile"))
    sentences = texts(chronicle(happenings, cast, Clock(pause=60, length=100)))[0].split(". ")[::2]
    assert [sentence.split()[1] for sentence in sentences] == ["nodded", "bowed", "nod"] * 2


def test_what_repeats_on_end_is_told_once(at: Tell, cast) -> None:
    rests = [at(second, "[abel] [rest].") for second in range(3)]
    told = chronicle([*rests, at(3, "[ada] [smile]."), *rests[:1]], cast, Clock(pause=60))
    assert texts(told) == ["Three times, Abel rested. Ada smiled. Abel rested."]


def test_a_long_stretch_is_cut_where_time_moves(at: Tell, cast) -> None:
    people = ("abel", "ada", "cain", "boris")
    happenings = [at(i // 2, f"[{people[i % 4]}] [jump].") for i in range(12)]
    told = chronicle(happenings, cast, Clock(pause=60, length=3))
    assert [text.count("jumped") for text in texts(told)] == [4, 4, 4]


def test_only_plain_lines_are_told(line, at: Tell, cast) -> None:
    close = Happening("0:00", 0.0, (line("[abel] [ache].", mode="as"), line("Ow.", mode="thinks")), "ache")
    assert chronicle([close], cast) == []
    both = close._replace(lines=(*close.lines, line("[abel] [limp].")))
    assert texts(chronicle([both], cast)) == ["Abel limped."]


def test_nothing_happened(cast) -> None:
    assert chronicle([], cast) == []
    assert chronicle([("0:00", 0.0, (), "nothing")], cast) == []


def test_the_present_tense(at: Tell, cast) -> None:
    assert texts(chronicle([at(0, "[abel] [fall].")], cast, tense="present")) == ["Abel falls."]


def test_a_suited_clock_pauses_seldom(at: Tell) -> None:
    moments = [0, 1, 2, 3, 4, 60, 61, 62, 63, 64, 65, 66, 67, 68]
    clock = Clock.suited_to([at(second, "[abel] [blink].") for second in moments])
    assert 1 < clock.pause <= 56
    even = Clock.suited_to([at(600 * i, "[abel] [blink].") for i in range(9)])
    assert even.pause > 600


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a moment"),
        (10, "a few seconds"),
        (30, "half a minute"),
        (60, "a minute"),
        (150, "two minutes"),
        (720, "twelve minutes"),
        (1080, "twenty minutes"),
        (1800, "half an hour"),
        (3600, "an hour"),
        (18_000, "five hours"),
        (86_400, "a day"),
        (260_000, "three days"),
        (604_800, "a week"),
        (2_700_000, "a month"),
        (32_000_000, "a year"),
        (950_000_000, "30 years"),
    ],
)
def test_spans_in_words(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_counts_in_words() -> None:
    assert [number(n) for n in (1, 12, 20, 21)] == ["one", "twelve", "twenty", "21"]
    assert [times(n) for n in (2, 3, 9)] == ["twice", "three times", "again and again"]


TEMPLATES = ["[abel] [run].", "[ada] [see] [cain].", "The [house] [burn].", "Rain.", "", '"Oh!" [ada] [say].']


@given(
    st.lists(
        st.tuples(st.floats(0, 1e8), st.lists(st.sampled_from(TEMPLATES), max_size=3), st.sampled_from("xy"))
    ),
    st.sampled_from(["past", "present"]),
)
def test_every_life_makes_tidy_paragraphs(line, cast, events, tense) -> None:
    happenings: list[tuple[str, float, tuple[Line, ...], str]] = [
        (f"{seconds:.0f} s", seconds, tuple(map(line, wordings)), key)
        for seconds, wordings, key in sorted(events, key=lambda event: event[0])
    ]
    paragraphs = chronicle(happenings, cast, tense=tense)
    assert paragraphs == chronicle(happenings, cast, tense=tense)
    for paragraph in paragraphs:
        assert re.fullmatch(r"(?:[\"A-Z][^.!?]*[.!?]\"?(?: [a-z][^.]*\.)?(?: |$))+", paragraph.text)
