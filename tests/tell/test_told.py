"""Lives told in every person, tense, style and format: what brackets hold reads right in all of them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import get_args

import pytest

from tests.tell.lives import story
from twicetold.lang import load_text
from twicetold.lang.model.telling import Base, Naming, Order, Person, Telling, Thought, Voice
from twicetold.tell import Story, formats, planned
from twicetold.tell.prose import Prose
from twicetold.tell.words import told

HOUSE = """
world "The house"
  tick 1 hour
  lasts 4 days
unit coin, coins
kind Room
kind Guest
  at    Room
  coins whole 0.. coins = 12345 coins
  until time
  debt  number = -0.5
  heir  Guest or none

Hall is Room: called "the hall"
Study is Room
Agnes is Guest: she, at Hall, called "Lady Agnes", titled "his wife"
Vera is Guest: she, at Hall, titled "the secretary"
Pym is Guest: he, at Hall, called "the butler", titled "the old man"

"""

EVENTS = """
event leave (p: Guest, q: Guest)
  then p.at = Study
  tell "[p] [leave] [the p.at], [walk] into [before p.heir's] room, and [come] out of [the p.at]."
    thinks p "Where [be] [q]? Never mind."
event confer (p: Guest, q: Guest)
  tell "[p] and [q] [put] their heads together."
    thinks p "[q] [be] tired."
event huddle (p: Guest, q: Guest)
  tell "[q] and [p] [put] their heads together."
event accuse (p: Guest, q: Guest)
  tell "“It was you, [q],” [say] [p] to [q]. “[p] [see] [q] in [the q.at].”"
    thinks p "I must not cry."
event count_up (p: Guest, q: Guest)
  then
    p.until = now
    p.debt += 0.5
  tell "[p] [have] [lose] [p.coins] at [p.until], and [owe] [q] [p.debt]."
    thinks p "“No,” [q] [say]."
event wonder (p: Guest, q: Guest)
  tell "[p] [ask] [q] where [p] [be] at the time."
event nod (p: Guest, q: Guest)
  tell "[p] [nod]."
"""


def house(*moments: str, telling: str = "") -> Story:
    """A life in which these things happen, with an hour between them or as it is said: `5 nod(Vera, Pym)`."""
    rules = []
    for n, moment in enumerate(moments, 1):
        hour, _, event = moment.partition(" ") if moment[0].isdigit() else (str(n), "", moment)
        rules.append(f"rule r{n} at {hour} hours\n  happens {event}\n")
    return story(load_text(HOUSE + EVENTS + "".join(rules) + telling))


def went(line: str, world: str = HOUSE) -> Story:
    """A life in which Vera moves to the study, and this line is told."""
    event = f'event go (p: Guest)\n  then p.at = Study\n  tell "{line}"\n'
    return story(load_text(f"{world}{event}rule r at 1 hour\n  happens go(Vera)\n"))


def prose(lives: Story, telling: Telling | None = None, /, **voice: object) -> Prose:
    asked = telling or Telling("", voice=Voice(pace="scene", **voice))  # type: ignore[arg-type]
    return told(lives, planned(lives, asked))


def paragraphs(lives: Story, telling: Telling | None = None, /, **voice: object) -> list[str]:
    passages = prose(lives, telling, **voice).passages
    found = (paragraph for passage in passages for paragraph in passage.paragraphs)
    return [" ".join(sentence.text for sentence in paragraph) for paragraph in found]


def text(lives: Story, **voice: object) -> str:
    return " ".join(paragraphs(lives, **voice))


CLOSE = {"focus": "internal", "minds": (2,)}
"""Through Agnes."""


# --- where somebody was -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "person", "said"),
    [
        ("past", "third", "Lady Agnes left the hall, walked into nobody's room, and came out of the hall."),
        (
            "present",
            "third",
            "Lady Agnes leaves the hall, walks into nobody's room, and comes out of the",
        ),
        ("past", "first", "I left the hall, walked into nobody's room, and came out of the hall."),
        ("present", "second", "You leave the hall, walk into nobody's room, and come out of the hall."),
    ],
)
def test_who_leaves_leaves_where_they_were(base: Base, person: Person, said: str) -> None:
    assert said in text(house("leave(Agnes, Vera)"), base=base, person=person, thought="none", **CLOSE)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("[p] [leave] [the p.at].", "hall"),
        ("[p] [flee] the cold [p.at].", "hall"),
        ("[p] [come] out of [the p.at].", "hall"),
        ("[p] [walk out of] [the p.at].", "hall"),
        ("[p] [have] just [leave] [the p.at].", "hall"),
        ("[p] [run] from [the p.at] at last.", "hall"),
        ("[p] [be] away from [the p.at].", "hall"),
        ("[p] [leave] for [the p.at].", "study"),
        ("[p] [leave] the key in [the p.at].", "study"),
        ("[p] [leave] and [go] to [the p.at].", "study"),
        ("[p] [walk] into [the p.at].", "study"),
        ("[p] [be] in [the p.at].", "study"),
        ("[before the p.at] [be] cold to [p].", "hall"),
        ("[p] [think] of [before p.at's] fire.", "hall"),
    ],
)
def test_what_is_left_is_what_was_there(line: str, place: str) -> None:
    said = text(went(line)).lower()
    assert {word for word in ("hall", "study") if word in said} == {place}


# --- who speaks, of whom ------------------------------------------------------------------------------------


@pytest.mark.parametrize("naming", get_args(Naming))
@pytest.mark.parametrize("base", get_args(Base))
def test_names_in_speech_are_what_the_speaker_would_say(naming: Naming, base: Base) -> None:
    said = text(
        house("accuse(Agnes, Vera)", "accuse(Vera, Pym)", "accuse(Pym, Agnes)"), naming=naming, base=base
    )
    assert re.findall(r"“It was you, [^”]*”", said) == [
        "“It was you, Vera,”",
        "“It was you, butler,”",
        "“It was you, Lady Agnes,”",
    ]
    assert said.count("“I see you in the hall.”") == 3
    assert "his wife" not in " ".join(re.findall(r"“[^”]*”", said))


def test_the_same_article_stands_in_speech_and_out_of_it() -> None:
    line = "[p] [say], “I was in [the p.at].” [p] [be] in [the p.at]. “[the p.at]!” [p] [cry]."
    assert (
        text(went(line)) == "Vera said, “I was in the Study.” She was in the Study. “The Study!” she cried."
    )


def test_a_telling_that_calls_people_otherwise_does_not_reach_into_speech() -> None:
    calls = 'telling "t"\n  call Vera "the liar"\n  call Agnes "her"\n'
    lives = house("accuse(Agnes, Vera)", telling=calls)
    assert paragraphs(lives, lives.world.tellings[0]) == [
        "“It was you, Vera,” she said to the liar. “I see you in the hall.”"
    ]


# --- together -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "base", "said"),
    [
        ("first", "past", "Vera and I put our heads together."),
        ("first", "present", "Vera and I put our heads together."),
        ("second", "past", "You and Vera put your heads together."),
        ("second", "present", "You and Vera put your heads together."),
        ("third", "past", "Lady Agnes and Vera put their heads together."),
    ],
)
def test_who_tells_is_named_last_and_is_one_of_us(person: Person, base: Base, said: str) -> None:
    assert text(house("confer(Agnes, Vera)"), person=person, base=base, thought="none", **CLOSE) == said
    other = said.replace("Lady Agnes and Vera", "Vera and Lady Agnes")
    assert text(house("huddle(Agnes, Vera)"), person=person, base=base, **CLOSE) == other


@pytest.mark.parametrize("person", get_args(Person))
def test_who_asks_where_she_was_is_not_named_again(person: Person) -> None:
    subject = {"first": "I asked Vera where I was", "second": "You asked Vera where you were"}
    said = text(house("wonder(Agnes, Vera)"), person=person, **CLOSE)
    assert said == subject.get(person, "Lady Agnes asked Vera where she was") + " at the time."


# --- values and the perfect ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "base", "said"),
    [
        ("third", "past", "Lady Agnes had lost 12,345 coins at 1:00:00, and owed Vera 0."),
        ("third", "present", "Lady Agnes has lost 12,345 coins at 1:00:00, and owes Vera 0."),
        ("first", "present", "I have lost 12,345 coins at 1:00:00, and owe Vera 0."),
        ("second", "past", "You had lost 12,345 coins at 1:00:00, and owed Vera 0."),
    ],
)
def test_values_and_the_perfect_in_every_person(person: Person, base: Base, said: str) -> None:
    assert text(house("count_up(Agnes, Vera)"), person=person, base=base, thought="none", **CLOSE) == said


# --- thoughts -----------------------------------------------------------------------------------------------

NIGHT = ("leave(Agnes, Vera)", "confer(Agnes, Vera)", "accuse(Agnes, Vera)", "count_up(Agnes, Vera)")

THOUGHTS = {
    "direct": ["Where is Vera? Never mind.", "Vera is tired.", "I must not cry.", "“No,” Vera says."],
    "indirect": [
        "“Where is Vera? Never mind,” she thought.",
        "Lady Agnes thought that Vera was tired.",
        "“I must not cry,” she thought.",
        "“No,” Vera says.",  # what is a quotation already stays as it is thought
    ],
    "free": ["Where was Vera? Never mind.", "Vera was tired.", "I must not cry.", "“No,” Vera said."],
    "none": [],
}  # fmt: skip


@pytest.mark.parametrize("style", get_args(Thought))
@pytest.mark.parametrize("times", [1, 2])
def test_no_thought_is_lost_and_none_makes_what_happened_happen_twice(style: Thought, times: int) -> None:
    lives = house(*(each for each in NIGHT for _ in range(times)))
    sentences = list(prose(lives, thought=style, **CLOSE).sentences)
    thoughts = [each.text for each in sentences if each.kind != "told"]
    assert len(thoughts) == times * len(THOUGHTS[style])
    plain = [re.sub(r"\b(Lady Agnes|she) (?=thought)", "A ", each) for each in thoughts]
    assert set(plain) == {re.sub(r"\b(Lady Agnes|she) (?=thought)", "A ", each) for each in THOUGHTS[style]}
    assert any("Twice" in each.text for each in sentences) == (times == 2 and style == "none")


@pytest.mark.parametrize("format", get_args(formats.Format))
@pytest.mark.parametrize("style", ["direct", "indirect", "free"])
def test_thoughts_are_in_every_format(format: formats.Format, style: Thought) -> None:
    last = formats.Colophon("house", 1, 0, "the end", "after 4:00")
    made = formats.write(prose(house(*NIGHT), thought=style, **CLOSE), formats.Edition(last), format)
    if format == "epub":
        made = zipfile.ZipFile(io.BytesIO(made)).read("text.xhtml")
    flat = " ".join(re.sub(r"<[^>]*>|[*_\\]", "", made.decode()).split())
    for thought in ("Where ", "tired", "I must not cry", "“No,”"):
        assert thought in flat
    assert "12,345 coins" in flat


# --- order and time -----------------------------------------------------------------------------------------


def test_what_came_before_does_not_go_on_from_what_came_after() -> None:
    lives = house("1 nod(Vera, Pym)", "2 wonder(Vera, Pym)", "3 nod(Pym, Vera)", "60 nod(Agnes, Vera)")
    assert "Vera nodded and asked the butler" in text(lives)
    assert text(lives, order="retrograde") == (
        "Lady Agnes nodded. Two days earlier, the butler nodded. "
        "Vera asked him where she was at the time. She nodded."
    )


@pytest.mark.parametrize("order", get_args(Order))
def test_what_is_joined_comes_in_the_order_of_the_story(order: Order) -> None:
    lives = house(*(f"{each}({who}, Agnes)" for who in ("Vera", "Pym") for each in ("nod", "wonder", "nod")))
    for sentence in prose(lives, order=order).sentences:
        numbers = [node.event.number for node in sentence.nodes]
        assert numbers == sorted(numbers) or len({node.event.name for node in sentence.nodes}) == 1


LOOK = """
telling "t"
  pace scene
  section: only nod(anyone, anyone)
    at nod(Pym, anyone) look back on wonder(anyone, anyone)
"""


def test_time_is_counted_from_where_the_telling_stands_not_from_a_look_back() -> None:
    hours = [f"{hour} nod(Vera, Agnes)" for hour in range(52, 72)]
    begun = ("1 wonder(Vera, Pym)", "50 nod(Vera, Agnes)", "51 nod(Pym, Agnes)")
    lives = house(*begun, *hours, "95 nod(Pym, Vera)", telling=LOOK)
    assert paragraphs(lives, lives.world.tellings[0]) == [
        "Vera nodded, and the butler nodded.",
        "Two days before, Vera had asked the butler where she was at the time.",
        "Again and again, Vera nodded.",
        "A day later, the butler nodded.",
    ]


def test_a_pause_is_said_before_what_happened_twice() -> None:
    lives = house("1 nod(Vera, Pym)", "50 nod(Vera, Pym)", "51 nod(Vera, Pym)", "52 wonder(Pym, Vera)")
    assert paragraphs(lives)[1].startswith("Two days later, twice, Vera nodded.")
