"""Whole sentences: what authors write in brackets, and what is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.engine.meaning.record import Does, Line, Who, Word
from twicetold.tell import Discourse, Referent, realise
from twicetold.tell.clauses import Joined
from twicetold.tell.verbs import Tense

Say = Callable[..., str]

PAST = [
    # agreement reaches over objects and adverbs
    ("[abel] [swing] at [cain] and [miss].", "Abel swung at Cain and missed."),
    ("[abel] slowly [turn], then [run].", "Abel slowly turned, then ran."),
    ("[abel], bleeding, [turn] to [ada].", "Abel, bleeding, turned to Ada."),
    ("When [abel] [fall], [cain] [run] and [be] gone.", "When Abel fell, Cain ran and was gone."),
    ("[abel] and [cain] [be] brothers.", "Abel and Cain were brothers."),
    ("At dawn [abel] and [cain] [be] gone.", "At dawn Abel and Cain were gone."),
    ("[abel's] heart [stop] and [start] again.", "Abel's heart stopped and started again."),
    ("[abel's] eyes [be] gold.", "Abel's eyes were gold."),
    ("[abel] [fall], and [abel's] heart [be] still.", "Abel fell, and his heart was still."),
    ("The veins in [abel's] arm [be] black.", "The veins in Abel's arm were black."),
    ("One of [abel's] ribs [be] broken.", "One of Abel's ribs was broken."),
    ("At dawn [abel's] ribs [be] sore.", "At dawn Abel's ribs were sore."),
    ("[abel] [hear] two noises that [be] near.", "Abel heard two noises that were near."),
    ("[ada], who [be] tired, [sleep].", "Ada, who was tired, slept."),
    ("[twins] [be] here; [abel] [be] not.", "The twins were here; Abel was not."),
    ("[kin] [be] here.", "Ann and Bea were here."),
    ("[men] [be] here.", "The men of the watch were here."),
    ("[abel] with [cain] [be] here.", "Abel with Cain was here."),
    ("[be] [abel] dead?", "Was Abel dead?"),
    ("[abel] [try] to [lift] [cain].", "Abel tried to lift Cain."),
    ("[abel] [can] [see] [cain].", "Abel could see Cain."),
    ("[abel] could not [see] [cain].", "Abel could not see Cain."),
    ("[abel] [not can] [see] [cain].", "Abel could not see Cain."),
    ("[abel] [not see] [cain].", "Abel did not see Cain."),
    ("[abel] [have to] [go].", "Abel had to go."),
    ("Nobody [see] [abel].", "Nobody saw Abel."),
    # whom something is done to cannot be who does it
    (
        "[abel] [stand] over [cain], to keep all others from [cain].",
        "Abel stood over Cain, to keep all others from him.",
    ),
    ("[abel] [hit] [cain], who [fall] on [abel].", "Abel hit Cain, who fell on him."),
    ("[abel] [hit] [cain], and a wall [fall] on [cain].", "Abel hit Cain, and a wall fell on Cain."),
    ("[abel] [hit] [cain], and [ada] [see] [cain].", "Abel hit Cain, and Ada saw Cain."),
    ("[abel] [hit] [cain], and [cain] [hit] [abel].", "Abel hit Cain, and Cain hit him."),
    ("They [be] here.", "They were here."),
    ("There [be] two wolves, and there [be] a hunter.", "There were two wolves, and there was a hunter."),
    ("What [abel] [see] [frighten] [abel].", "What Abel saw frightened him."),
    (
        "[abel] [hear] [ada] [fall], [let] the dog [go] and [run].",
        "Abel heard Ada fall, let the dog go and ran.",
    ),
    ("Each of [abel's] wounds [be] closed.", "Each of Abel's wounds was closed."),
    ("All of [abel's] wounds [be] closed.", "All of Abel's wounds were closed."),
    ("Neither [abel] nor [cain] [move].", "Neither Abel nor Cain moved."),
    ("[abel], [cain] and [ada] [be] here.", "Abel, Cain and Ada were here."),
    # cases and reflexives
    ("[abel] [wash] [abel].", "Abel washed himself."),
    ("[ada] [throw] [ada] behind [house].", "Ada threw herself behind the old house."),
    ("[alex] [hurt] [alex].", "Alex hurt themselves."),
    ("[zir] [hurt] [zir].", "Zir hurt themselves."),
    ("[ada] [begin] to wash [ada].", "Ada began to wash herself."),
    ("[ada] [ask] [abel] to help [ada].", "Ada asked Abel to help her."),
    ("[ada] [ask] [abel] to [help] [ada].", "Ada asked Abel to help her."),
    ("[abel] [say] that [abel] [be] late.", "Abel said that he was late."),
    ("[abel] [say] that [cain] [be] late.", "Abel said that Cain was late."),
    ("[abel] [fall] and the wolf bit [abel].", "Abel fell and the wolf bit him."),
    ("[abel] [sleep] because [abel] was tired.", "Abel slept because he was tired."),
    ("Behind [abel] [stand] [ada].", "Behind Abel stood Ada."),
    ("[me] [wash] [me] while [ada] [watch] [me].", "I washed myself while Ada watched me."),
    ("[ada] [give] [me] [the letter].", "Ada gave me the letter."),
    ("[you] [see] [us] and [be] glad; [you] [see] [you].", "You saw us and were glad; you saw yourself."),
    ("[abel] [pick up] [letter] and [tear] up [letter].", "Abel picked up a letter and tore up the letter."),
    # whose
    ("[abel] [raise] [abel's] hand to [cain].", "Abel raised his hand to Cain."),
    ("[abel] [kneel] by [cain] and [bow] [abel's] head.", "Abel knelt by Cain and bowed his head."),
    ("[abel] [give] [cain] [abel's] bread.", "Abel gave Cain Abel's bread."),
    ("[abel] [take] [cain's] hand in [abel's].", "Abel took Cain's hand in Abel's."),
    ("[abel] [take] [ada's] hand in [abel's].", "Abel took Ada's hand in his."),
    ("[ada] [see] [ada's] house. It [be] [ada's].", "Ada saw her house. It was hers."),
    ("[boris's] hand and [twins's] claws.", "Boris's hand and the twins' claws."),
    ("[men's] boots [be] wet.", "The men of the watch's boots were wet."),
    ("[me's] house [be] [me's].", "My house was mine."),
    # articles
    ("[abel] [find] [letter].", "Abel found a letter."),
    ("[abel] [find] [a house] by [the letter].", "Abel found an old house by the letter."),
    ("[abel] [walk] to [the well].", "Abel walked to the Well."),
    ("[abel] [meet] [a guard].", "Abel met a tall guard."),
    ("[abel] [see] [the ada] and [a twins].", "Abel saw Ada and twins."),
    ("the [house] [burn]; [ada's] [letter] [burn].", "The old house burned; Ada's letter burned."),
    ("[hour] [stand] there.", "An hour glass stood there."),
    # speech, and sentences within a line
    ('"Run!" [abel] [shout] at [cain].', '"Run!" Abel shouted at Cain.'),
    ('[abel] [shout], "Run!"', 'Abel shouted, "Run!"'),
    ('[abel] [fall]. "Run!" [abel] [shout].', 'Abel fell. "Run!" he shouted.'),
    (
        "[abel] [fall]. [abel] [not move]. [cain's] hand [be] cold.",
        "Abel fell. He did not move. Cain's hand was cold.",
    ),
    ("Mr. [abel] [wait]... [abel] [smile]", "Mr. Abel waited... he smiled."),
    ("[be] [abel] dead? [abel] [be] not! [abel] [smile]", "Was Abel dead? He was not! He smiled."),
    ('[abel] [say]: "I [be] not afraid." [abel] [run].', 'Abel said: "I am not afraid." He ran.'),
    # what is wrong, missing or unknown
    ("  [abel]   [glance]  at [cain] ,and [go] .", "Abel glanced at Cain,and went."),
    ("[abel][fall]", "Abel fell."),
    (", [abel] [fall],.", "Abel fell."),
    ("[abel] [fall]!.", "Abel fell!"),
    ("[stranger] [run], and [stranger's] bag [fall].", "Someone ran, and someone's bag fell."),
    ("[blank] [run].", "Someone ran."),
    ("[nonsense abel] [see] [nonsense ada].", "Abel saw Ada."),
    ("[reflexive abel] [see] [object ada].", "Himself saw Ada."),
    ("[zir] [run] and [zir's] bag [fall].", "Zir ran and Zir's bag fell."),
    ("[snarf]", "Snarfed."),
    ("3 men [run].", "3 men ran."),
    ("", ""),
    (" . ", ""),
]

PRESENT = [
    ("[abel] [swing] at [cain] and [miss].", "Abel swings at Cain and misses."),
    (
        "There [be] so many teeth that [me] [lose] count, and [begin] again.",
        "There are so many teeth that I lose count, and begin again.",
    ),
    ("[twins] [swing] at [cain] and [miss].", "The twins swing at Cain and miss."),
    ("[me] [swing] at [cain] and [miss].", "I swing at Cain and miss."),
    ("[abel's] heart [stop] and [start] again.", "Abel's heart stops and starts again."),
    ("[abel's] veins [go] black.", "Abel's veins go black."),
    ("The veins in [abel's] arm [go] black.", "The veins in Abel's arm go black."),
    ("Blood [run] down [abel's] side.", "Blood runs down Abel's side."),
    ("[abel] [lift] the sword and [abel's] hand [shake].", "Abel lifts the sword and his hand shakes."),
    ("[abel] and [cain] [fight] and [not stop].", "Abel and Cain fight and do not stop."),
    ("[abel] [want to] [lie] down.", "Abel wants to lie down."),
    ("[abel] [not can] [see] [ada].", "Abel cannot see Ada."),
    ("The wolves [howl] and the wolf [sleep].", "The wolves howl and the wolf sleeps."),
    ("I [know] that you [be] here.", "I know that you are here."),
    ("The family [eat].", "The family eats."),
    ("[abel] and others [wait].", "Abel and others wait."),
    ("[abel] or [cain] [wait].", "Abel or Cain waits."),
    # the name of several together, and a number of them
    ("The Gannets [come] in, and the Ropewalk [wait].", "The Gannets come in, and the Ropewalk waits."),
    ("[abel] [cook] for the Gannets, who [be] hungry.", "Abel cooks for the Gannets, who are hungry."),
    ("The Thames [rise].", "The Thames rises."),
    (
        "Seven of the crew [know], and so [do] six of the watch.",
        "Seven of the crew know, and so do six of the watch.",
    ),
    ("[abel] [be] tired, and so [be] [twins].", "Abel is tired, and so are the twins."),
    ("[twins] [run], and so [do] [abel].", "The twins run, and so does Abel."),
    ("Some of the house [be] burnt.", "Some of the house is burnt."),
    ("[cain] [let] [me] have it.", "Cain lets me have it."),
]

PARAGRAPHS = [
    # a pronoun where only one can be meant, a name where two can
    (["[abel] [fall].", "[abel] [rise]."], "Abel fell. He rose."),
    (["[abel] [see] [ada].", "[ada] [see] [abel]."], "Abel saw Ada. She saw him."),
    (["[abel] [hit] [cain].", "[cain] [fall]."], "Abel hit Cain. Cain fell."),
    (["[abel] [hit] [cain].", "[cain] [fall].", "[cain] [rise]."], "Abel hit Cain. Cain fell. He rose."),
    (["[abel] [fall].", "[cain] [see] [abel]."], "Abel fell. Cain saw Abel."),
    (["[abel] [fall].", "[ada] [smile].", "[abel] [rise]."], "Abel fell. Ada smiled. Abel rose."),
    (["[abel] [see] [ada].", "[ada] and [cain] [run]."], "Abel saw Ada. Ada and Cain ran."),
    # singular they, and many
    (["[alex] [be] here.", "[alex] [be] tired."], "Alex was here. They were tired."),
    (
        ["[twins] [run].", "[twins's] claws [be] out; [abel] [see] [twins]."],
        "The twins ran. Their claws were out; Abel saw them.",
    ),
    (["[alex] [see] [twins].", "[twins] [run]."], "Alex saw the twins. The twins ran."),
    # a letter, then the letter, then it
    (["[abel] [find] [letter].", "[abel] [read] [letter]."], "Abel found a letter. He read it."),
    (
        ["[abel] [find] [letter].", "[ada] [smile].", "[letter] [burn]."],
        "Abel found a letter. Ada smiled. The letter burned.",
    ),
    # whoever tells needs no introduction
    (["[me] [see] [you].", "[you] [not see] [me]."], "I saw you. You did not see me."),
    (["The Jeep is [abel's].", "The house is [abel's]."], "The Jeep is Abel's. The house is his."),
    # without a known pronoun, always the name
    (["[zir] [run].", "[zir] [fall]."], "Zir ran. Zir fell."),
]


@pytest.mark.parametrize(("line", "sentence"), PAST)
def test_sentences_in_the_past(say: Say, line: str, sentence: str) -> None:
    assert say(line) == sentence


@pytest.mark.parametrize(("line", "sentence"), PRESENT)
def test_sentences_in_the_present(say: Say, line: str, sentence: str) -> None:
    assert say(line, tense="present") == sentence


@pytest.mark.parametrize(("lines", "text"), PARAGRAPHS)
def test_names_and_pronouns(say: Say, lines: list[str], text: str) -> None:
    assert say(*lines) == text


def test_singular_they_agrees_as_it_is_shown(say: Say) -> None:
    assert say("[alex] [be] here.", "[alex] [run].", tense="present") == "Alex is here. They run."


def test_a_new_paragraph_names_everybody_anew_but_knows_them(line, cast) -> None:
    _, discourse = realise(line("[abel] [find] [letter]."), cast, Discourse())
    sentence, _ = realise(line("[abel] [read] [letter]."), cast, discourse.paragraph_ended())
    assert sentence == "Abel read the letter."


def test_the_discourse_handed_in_is_left_as_it_was(line, cast) -> None:
    start = Discourse()
    first, _ = realise(line("[abel] [fall]."), cast, start)
    again, _ = realise(line("[abel] [fall]."), cast, start)
    assert first == again
    assert start == Discourse()


# --- two lines in one sentence ---

TENSES: list[Tense] = ["past", "present", "pluperfect", "future", "conditional"]


def _alike(line, cast, first: str, joined: Joined, as_one: str, tense: Tense) -> None:
    """The lines told in one sentence are those words, and leave that discourse, that one line of all has."""
    together, after = realise(line(first), cast, Discourse(), tense, (joined,))
    at_once, behind = realise(line(as_one), cast, Discourse(), tense)
    assert (together, after.known, after.named) == (at_once, behind.known, behind.named)


@pytest.mark.parametrize("tense", TENSES)
@pytest.mark.parametrize("first", ["[abel] [turn].", "[abel] [not move]", "[abel] [see] [cain's] house."])
@pytest.mark.parametrize("second", ["[cain] [raise] [cain's] hand.", "[abel] [not want to] [lie] down"])
def test_a_line_that_is_joined_reads_as_if_it_were_written_there(line, cast, first, second, tense) -> None:
    as_one = f"{first.removesuffix('.')}, and {second}"
    _alike(line, cast, first, Joined(", and ", line(second), goes_on=False), as_one, tense)


@pytest.mark.parametrize("tense", TENSES)
@pytest.mark.parametrize("who", ["abel", "me", "twins", "alex"])
@pytest.mark.parametrize("first", ["[turn] to [cain].", "[not move]", "later [be] glad."])
@pytest.mark.parametrize("second", ["[bow] WHOSE head.", "[not be] here", "[be] not tired."])
def test_a_line_that_goes_on_shares_its_subject(line, cast, who, first, second, tense) -> None:
    second = second.replace("WHOSE", f"[{who}'s]")
    first = f"[{who}] {first}" if first.startswith("[") else f"Later [{who}] {first.removeprefix('later ')}"
    joined = Joined(" and ", line(f"[{who}] {second}"), goes_on=True)
    _alike(line, cast, first, joined, f"{first.removesuffix('.')} and {second}", tense)


# --- properties ---

WORDS = [
    "and",
    "to",
    "at",
    "who",
    ",",
    ".",
    "...",
    '"',
    "(",
    ")",
    "'s",
    "slowly",
    "the",
    "of",
    "eyes",
    "  ",
    "\n",
    "Mr.",
]
TEXT = st.one_of(st.sampled_from(WORDS), st.text(max_size=8), st.lists(st.sampled_from(WORDS)).map(" ".join))
FORMS = st.sampled_from(["plain", "possessive", "the", "a", "reflexive", "subject", "object", "?"])
LEMMAS = st.one_of(
    st.sampled_from(["be", "have", "can", "tear at", "want to", "snarf", "lie", ""]), st.text(max_size=6)
)
PARTS = st.one_of(
    TEXT.map(Word), st.builds(Who, st.integers(0, 6), FORMS), st.builds(Does, LEMMAS, st.booleans())
)
LINES = st.builds(Line, st.just("plain"), st.none(), st.lists(PARTS, max_size=9).map(tuple))
NAMES = st.one_of(
    st.sampled_from(["Abel", "a letter", "the twins", "the slim  woman", "", "l'Éon", "an"]),
    st.text(max_size=8),
)
CASTS = st.lists(
    st.tuples(NAMES, st.sampled_from(["he", "she", "it", "they", "I", "you", "we", "xe", ""])), max_size=6
).map(lambda people: {i: Referent(i, name, pronoun) for i, (name, pronoun) in enumerate(people)})
ENDS = tuple(".!?…—\"'”’)]")


@given(st.lists(LINES, max_size=4), CASTS, st.sampled_from(["past", "present"]))
def test_whatever_is_told_is_a_tidy_sentence(lines: list[Line], people: dict[int, Referent], tense) -> None:
    discourse = Discourse()
    for line in lines:
        sentence, discourse = realise(line, people, discourse, tense)
        if not sentence:
            continue
        first = next(c for c in sentence if c.isalnum())
        assert sentence == " ".join(sentence.split())
        assert sentence.endswith(ENDS)
        assert first in (first.upper(), first.title())
        assert not any(mark in sentence for mark in (" ,", " .", ",,", ",.", ";."))


@given(st.permutations(range(7)), st.permutations(range(7)))
def test_a_pronoun_means_one_entity_of_the_sentence_before(cast, before: list[int], now: list[int]) -> None:
    def met(entities: list[int], discourse: Discourse) -> tuple[str, Discourse]:
        parts = (
            Who(entities[0], "plain"),
            Word(" "),
            Does("meet", False),
            Word(" "),
            Who(entities[1], "plain"),
        )
        return realise(Line("plain", None, parts), cast, discourse)

    _, discourse = met(before, Discourse())
    sentence, _ = met(now, discourse)
    subject = sentence.partition(" ")[0].lower()
    meant = [entity for entity in before[:2] if cast[entity].pronoun == subject]
    assert meant == ([now[0]] if subject in ("he", "she", "it", "they") else [])
    if meant == []:
        assert sentence.startswith(cast[now[0]].name[:1].upper())


def test_what_somebody_wants_goes_on_from_what_they_do() -> None:
    to = Joined(", ", Line("plain", None, (Word("to keep all others from "), Who(1, "plain"))))
    cast = {0: Referent(0, "Abel", "he"), 1: Referent(1, "Cain", "he")}
    stands = Line(
        "plain", None, (Who(0, "plain"), Word(" "), Does("stand", False), Word(" over "), Who(1, "plain"))
    )
    text, _ = realise(stands, cast, Discourse(), "past", (to,))
    assert text == "Abel stood over Cain, to keep all others from him."
