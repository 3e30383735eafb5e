"""Narrators: files that say how a life is told; what they may say, and what becomes of it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.sampled import sampled
from tests.tell.lives import bundled
from twicetold.choices import Narrator as Named
from twicetold.engine import Interpreter
from twicetold.engine.meaning.names import NOT_DONE
from twicetold.engine.meaning.record import Does, Line, Who, Word
from twicetold.lang import load_text
from twicetold.lang.model.telling import Base, Telling, Voice
from twicetold.tell import Discourse, Referent, Story, planned, realise
from twicetold.tell.insets import parts_of
from twicetold.tell.narrators import SAID, BadNarrator, Narrator, asked, named, names, parse, read
from twicetold.tell.prose import Prose
from twicetold.tell.words import NO_ONE, told

TALLY = """
closes = ["{ending}: that [be] all."]
goes_on = ["{times} times, {mine} and {theirs}, until"]
rhythm = [4, 8]
[says]
reason = ["B, because A*"]
shape = []
"""


# --- what a file says ---------------------------------------------------------------------------------------


def test_those_of_the_package_are_those_that_a_world_can_name() -> None:
    assert names() == sorted(get_args(Named))


@pytest.mark.parametrize("name", names())
def test_those_of_the_package_have_words_for_every_relation_or_say_that_they_have_none(name: str) -> None:
    narrator = named(name)
    assert narrator.name == name
    assert narrator.about
    assert set(narrator.says) == set(SAID)
    assert max(narrator.rhythm) <= narrator.reach


def test_what_a_file_leaves_out_is_as_with_the_plain_narrator(tmp_path: Path) -> None:
    (tmp_path / "tally.narrator").write_text(TALLY, encoding="utf-8")
    narrator, plain = read(tmp_path / "tally.narrator"), named("plain")
    assert (narrator.name, narrator.rhythm, narrator.closes) == (
        "tally",
        (4, 8),
        ("{ending}: that [be] all.",),
    )
    assert (narrator.errs, narrator.says["notice"]) == (plain.errs, plain.says["notice"])
    assert narrator.says["shape"] == ()
    assert asked(str(tmp_path / "tally.narrator")) == narrator


def test_a_pattern_says_which_comes_first_and_which_is_earlier() -> None:
    (pattern,) = parse('[says]\nreason = ["Because A*, B"]', "x").says["reason"]
    assert (pattern.before, pattern.between, pattern.connective) == ("Because ", ", ", "because")
    assert (pattern.cause_first, pattern.first_earlier, pattern.second_earlier) == (True, True, False)
    assert pattern.connects
    assert not pattern.parts_sentences
    (pattern,) = parse('[says]\nresult = ["A. Therefore B"]', "x").says["result"]
    assert pattern.connects
    assert pattern.parts_sentences


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("closes = [", "this is no TOML"),
        (f"reach = {'9' * 5000}", "this is no TOML"),
        (f"closes = {'[' * 5000}", "this is no TOML: it is nested too deep"),
        ("clozes = ['so']", "a narrator has no `clozes`: did you mean `closes`?"),
        ("volume = 3", "a narrator has no `volume`: it has `about`, `follows`"),
        ("name = 'me'", "a narrator has no `name`"),
        ("about = 3", "`about` is one line of text between quotes"),
        ("follows = 1", "`follows` is true or false"),
        ("words = -1", "`words` is a whole number from 0 to 1000"),
        ("reach = true", "`reach` is a whole number from 0 to 1000"),
        ("connectives = nan", "`connectives` is a number from 0 to 1000"),
        ("depth = 60", "`depth` is a number from 0 to 1"),
        ("distance = 'middle'", '`distance` is "near" or "far"'),
        ("rhythm = []", "`rhythm` is a list of whole numbers from 3 to 60, as in [6, 12, 24]"),
        ("rhythm = [1]", "`rhythm` is a list of whole numbers from 3 to 60, as in [6, 12, 24]"),
        ("closes = 'The end.'", '`closes` is a list of texts, as in ["one", "another"]'),
        ("closes = [3]", '`closes` is a list of texts, as in ["one", "another"]'),
        (f"closes = {['so'] * 101}", "`closes` has more than 100 texts"),
        (f"closes = ['{'so ' * 101}']", "`closes` has a text of more than 300 characters"),
        (
            'closes = ["\\u001b[31mred"]',
            "`closes` has a text that is empty, or has in it what cannot be printed",
        ),
        ("closes = ['']", "`closes` has a text that is empty, or has in it what cannot be printed"),
        ("closes = ['{ending.__class__}']", "in `closes`: there is nothing in braces but {ending}"),
        ("closes = ['{ending:>1000000000}']", "in `closes`: there is nothing in braces but {ending}"),
        ("closes = ['{ending!r}']", "in `closes`: there is nothing in braces but {ending}"),
        ("closes = ['{0}']", "in `closes`: there is nothing in braces but {ending}"),
        ("closes = ['{{ending}}']", "in `closes`: there is nothing in braces but {ending}"),
        ("closes = ['{times}']", "in `closes`: there is nothing in braces but {ending}"),
        ("goes_on = ['{ending}']", "there is nothing in braces but {times}, {many}, {mine}, {theirs}"),
        ("goes_on = ['{mine[0]}']", "there is nothing in braces but {times}, {many}, {mine}, {theirs}"),
        ("foretells = ['{ending}']", "in `foretells`: there is nothing in braces"),
        ("closes = ['It [be over']", "there is a verb in its plain form, as in `[be]`, or `[p]` in brackets"),
        ("closes = ['[p] [win]: {ending}']", "`closes` tells of nobody: there is no `[p]` in it"),
        ("errs = ['[p] [be] wrong.']", "`errs` says {error} once in each of its texts"),
        ("errs = ['{error}, {error}']", "`errs` says {error} once in each of its texts"),
        ("says = 3", "`says` is a table: [says]"),
        ("[says]\nreasn = ['A, so B']", "there is no relation `reasn`: did you mean `reason`?"),
        ("[says]\nsomehow = ['A, so B']", "there is no relation `somehow`: there are `reason`, `notice`"),
        ("[says]\nmotive = ['A, so B']", "there is no relation `motive`: did you mean"),
        ("[says]\nreason = 0", '`says.reason` is a list of texts, as in ["one", "another"]'),
        ("[says]\nreason = ['so it was']", "`so it was` is no pattern: write the cause as A"),
        ("[says]\nreason = ['A, so A']", "`A, so A` is no pattern: write the cause as A"),
        ("[says]\nreason = ['A, {so} B']", "in `says.reason`: there is nothing in braces"),
        ("[says]\nreason = ['A, which [go] why B']", "in `says.reason`: there is nothing in brackets"),
    ],
)
def test_what_no_narrator_says_is_refused_when_it_is_read(text: str, message: str) -> None:
    with pytest.raises(BadNarrator) as caught:
        parse(text, "x")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value).removeprefix("this is no TOML")


def test_who_is_no_narrator_cannot_be_asked(tmp_path: Path) -> None:
    for name, message in {
        "fore": "there is no narrator `fore`",
        "dri": "there is no narrator `dri`: did you mean `dry`?",
        "../plain": "there is no narrator `../plain`",
        "missing.narrator": "there is no file `missing.narrator`",
        str(tmp_path / "folder.narrator"): "there is no file",
    }.items():
        (tmp_path / "folder.narrator").mkdir(exist_ok=True)
        with pytest.raises(BadNarrator, match=re.escape(message)):
            asked(name)


def test_a_file_says_where_it_is_wrong_and_is_not_read_to_its_end_if_it_is_large(tmp_path: Path) -> None:
    for content, message in {
        b"# " + b"x" * 20_000: "a narrator has at most 20,000 bytes",
        b"about = '\xff'": "a narrator is a text in UTF-8",
        b"reach = -1": "`reach` is a whole number from 0 to 1000",
    }.items():
        file = tmp_path / "some.narrator"
        file.write_bytes(content)
        with pytest.raises(BadNarrator, match=re.escape(f"{file}: {message}")):
            read(file)


# --- its own sentences --------------------------------------------------------------------------------------


def own(narrator: Narrator, base: Base) -> list[str]:
    """A narrator's sentences about a woman, two who fight, and an ending."""
    ada = {0: Referent(0, "Ada", "she")}
    counts = {"times": "nine", "many": "nine", "mine": "five", "theirs": "four"}
    alone = [*narrator.begins, *narrator.closes, *narrator.foretells]
    lines = [parts_of(text.replace("{ending}", "tea"), NO_ONE) for text in alone]
    lines += [parts_of(text.format(**counts), 0) for text in (*narrator.goes_on, *narrator.keeps_on)]
    lines += [parts_of(text.replace("{error}", "rain had come"), 0) for text in narrator.errs]
    return [realise(Line("plain", None, tuple(line)), ada, Discourse(), base)[0] for line in lines]


@pytest.mark.parametrize("name", names())
def test_its_sentences_have_the_tense_of_the_telling(name: str) -> None:
    past, present = (" ".join(own(named(name), base)) for base in get_args(Base)[::-1])
    assert not re.search(r"[\[\]{}]", past + present)
    assert not re.search(r"\b(is|are|has|ends|knows|comes)\b", past)
    assert not re.search(r"\b(was|were|went|ended|knew|came)\b", present)
    assert not re.search(r"\b(it|that|she|nobody|neither) (be|go|come|end|know|keep|try)\b", present)


# --- what becomes of a life ---------------------------------------------------------------------------------


def morning(run: int) -> Story:
    return bundled("milk", run)


PLAINLY = Voice()


def by(name: str, run: int, voice: Voice = PLAINLY) -> Prose:
    life = morning(run)
    return told(life, planned(life, Telling("", voice=voice), narrator=named(name)), varied=True)


def text(prose: Prose) -> str:
    return " ".join(sentence.text for sentence in prose.sentences)


def test_two_narrators_tell_the_same_life_differently_and_each_always_alike() -> None:
    for run in range(3):
        tellings = {name: text(by(name, run)) for name in names()}
        assert len(set(tellings.values())) == len(tellings)
        assert tellings == {name: text(by(name, run)) for name in names()}


@pytest.mark.parametrize(
    "key",
    sampled(
        ["begins", "closes", "goes_on", "keeps_on", "foretells", "errs", "trusts", "says.reason"], 4, more=4
    ),
)
@pytest.mark.parametrize("name", names())
def test_what_a_narrator_has_no_text_for_is_not_said(name: str, key: str) -> None:
    field, _, relation = key.partition(".")
    nothing: Any = {**named(name).says, relation: ()} if relation else ()
    silent = replace(named(name), **{field: nothing})
    for life in (*map(morning, range(6)), bundled("brawl", 4)):
        sentences = list(told(life, planned(life, Telling(""), narrator=silent)).sentences)
        links = [link for sentence in sentences for link in sentence.links]
        wrong = {link.effect for link in links if link.relation == "error"}
        outcomes = [event.outcome for event in life.events if event.number in wrong]
        assert all(re.search(r"\w", sentence.text) for sentence in sentences)
        assert not (field == "errs" and any(outcome not in NOT_DONE for outcome in outcomes))
        assert not (field == "trusts" and any(outcome in NOT_DONE for outcome in outcomes))
        assert not (relation and any(link.relation == relation for link in links))


def test_who_is_dry_tells_less_and_in_shorter_sentences() -> None:
    for run in range(3):
        dry, plain = list(by("dry", run).sentences), list(by("plain", run).sentences)
        told_by = [{number for each in found for number in each.events} for found in (dry, plain)]
        assert len(told_by[0]) < len(told_by[1])
        words = [sum(len(each.text.split()) for each in found) / len(found) for found in (dry, plain)]
        assert words[0] < words[1]


def test_nobody_tells_what_did_not_happen_or_a_cause_that_is_not_on_record() -> None:
    for run in range(3):
        life = morning(run)
        events = {event.number for event in life.events}
        for name in names():
            for sentence in by(name, run).sentences:
                assert events.issuperset(sentence.events)
                for link in sentence.links:
                    assert link.cause <= link.effect
                    assert {link.cause, link.effect} <= events


def test_why_is_told_by_who_is_near_only() -> None:
    links = {
        name: [link.relation for run in range(4) for each in by(name, run).sentences for link in each.links]
        for name in names()
    }
    assert not {"motive", "error"} & set(links["dry"])
    assert "motive" in links["plain"]
    assert len(links["dry"]) < len(links["foreboding"])


def test_who_is_foreboding_lets_the_end_out_first_and_looks_ahead() -> None:
    first, *rest = [sentence.text for sentence in by("foreboding", 4).sentences]
    assert first.endswith(": tea, after all.")
    assert any(" would " in sentence for sentence in rest)
    present = [each.text for each in by("foreboding", 4, Voice(base="present")).sentences]
    assert present[0].endswith(": tea, after all.")
    assert any(" will " in sentence for sentence in present)


def test_a_mind_knows_nothing_of_what_is_to_come() -> None:
    ada = next(n for n, entity in enumerate(morning(4).world.entities) if entity.name == "Ada")
    said = text(by("foreboding", 4, Voice(focus="internal", minds=(ada,))))
    assert "tea, after all" not in said
    assert " would " not in said


def test_an_ending_is_filled_in_as_it_is_called_and_nothing_more() -> None:
    shown = load_text(
        'world "w"\n  tick 1 minute\n  lasts 2 minutes\nkind P\nAbel is P\n'
        'event wave (p: P)\n  tell "[p] [wave]."\nrule r at 1 minute\n  happens wave(Abel)\n'
        'ending "[p] {times} [go]" at the end\n'
    )
    life = Story(shown, Interpreter(shown).live(1, 0))
    narrator = replace(named("plain"), closes=("It [end]: {ending}.",))
    prose = told(life, planned(life, Telling(""), narrator=narrator))
    assert text(prose) == "Abel waved. It ended: [p] {times} [go]."
    silent = replace(narrator, closes=())
    assert text(told(life, planned(life, Telling(""), narrator=silent))) == "Abel waved."


def test_a_telling_names_its_narrator_and_who_is_asked_for_overrules_it() -> None:
    life = morning(0)
    telling = Telling("", narrator="dry")
    assert planned(life, telling).narrator == named("dry")
    assert planned(life, telling, narrator=named("plain")).narrator == named("plain")
    assert planned(life, Telling("")).narrator == named("plain")


def test_a_verb_and_somebody_are_parts_of_a_sentence() -> None:
    assert list(parts_of("[p's] end; [p] [not go]", 3)) == [
        Who(3, "possessive"), Word(" end; "), Who(3, "plain"), Word(" "), Does("go", True),
    ]  # fmt: skip
