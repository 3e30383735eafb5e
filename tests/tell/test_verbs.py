"""Verbs: irregular ones against a table written by hand, regular ones against lemminflect."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lemminflect import getInflection

from tests.tell.irregular import VERBS
from twicetold.tell.verbs import (
    PLURAL,
    SINGULAR,
    Agreement,
    gerund,
    is_modal,
    past,
    past_participle,
    third_singular,
    verb_group,
)

_REGULAR = """
answer argue ask bandage beg bleat breathe burn carry clench cough crawl cry dance deny die drag dream drop
duck dye echo embrace envy faint fear flinch fry gasp glance glare grab grin growl guess hurry hug hum inject
jog join kiss laugh leer limp listen lock marry mourn nap nod obey panic permit pity plan play plead
poison pray prefer press punch quarrel rake reach rear refer regret relax ripple roar rob rub scratch search
shout shrug sigh singe slam slap sleepwalk slip snarl sob stab stare stop stroke stumble tap tie touch travel
trip try tug turn twist veto visit wait walk want watch whip whisper wipe wish worry wound wrap yell
"""
REGULAR = _REGULAR.split()


@pytest.mark.parametrize(("verb", "simple", "participle"), VERBS, ids=[verb for verb, _, _ in VERBS])
def test_irregular_verbs_have_their_principal_parts(verb: str, simple: str, participle: str) -> None:
    assert (past(verb), past_participle(verb)) == (simple, participle)


FORMS = {"VBD": past, "VBN": past_participle, "VBG": gerund, "VBZ": third_singular}


@pytest.mark.parametrize("verb", REGULAR)
def test_regular_verbs_agree_with_the_dictionary(verb: str) -> None:
    for tag, form in FORMS.items():
        known = getInflection(verb, tag, inflect_oov=False)
        assert not known or form(verb) in known


@pytest.mark.parametrize("verb", sorted(set(REGULAR) - {"permit", "prefer", "refer", "regret", "singe"}))
def test_an_invented_verb_goes_as_the_verb_it_rhymes_with(verb: str) -> None:
    rhyme = verb.lstrip("bcdfghjklmnpqrstvwxz")
    invented = "zv" + rhyme
    for tag, form in FORMS.items():
        known = getInflection(verb, tag, inflect_oov=False)
        onset = verb.removesuffix(rhyme)
        assert not known or form(invented) in ["zv" + each.removeprefix(onset) for each in known]


@pytest.mark.parametrize(
    ("verb", "s", "ing", "ed"),
    [
        ("snarf", "snarfs", "snarfing", "snarfed"),
        ("zib", "zibs", "zibbing", "zibbed"),
        ("quiff", "quiffs", "quiffing", "quiffed"),
        ("vry", "vries", "vrying", "vried"),
        ("ploy", "ploys", "ploying", "ployed"),
        ("glume", "glumes", "gluming", "glumed"),
        ("thrie", "thries", "thrying", "thried"),
        ("skree", "skrees", "skreeing", "skreed"),
        ("wrox", "wroxes", "wroxing", "wroxed"),
        ("drosh", "droshes", "droshing", "droshed"),
        ("blorgo", "blorgoes", "blorgoing", "blorgoed"),
        ("velvic", "velvics", "velvicking", "velvicked"),
        ("moonhowl", "moonhowls", "moonhowling", "moonhowled"),
        ("text", "texts", "texting", "texted"),
    ],
)
def test_invented_verbs_are_regular(verb: str, s: str, ing: str, ed: str) -> None:
    assert (third_singular(verb), gerund(verb), past(verb), past_participle(verb)) == (s, ing, ed, ed)


def test_spelling_is_british_throughout() -> None:
    assert [past(verb) for verb in ("travel", "signal", "quarrel")] == [
        "travelled",
        "signalled",
        "quarrelled",
    ]
    assert [past(verb) for verb in ("parallel", "focus", "target")] == ["paralleled", "focused", "targeted"]
    assert gerund("lie") == "lying"


def test_a_phrase_changes_its_first_word() -> None:
    assert past("tear at") == "tore at"
    assert third_singular("lie down") == "lies down"
    assert past_participle("take up arms") == "taken up arms"


FIRST, SECOND = Agreement(1), Agreement(2)


@pytest.mark.parametrize(
    ("verb", "agreement", "present", "simple"),
    [
        ("be", FIRST, "am", "was"),
        ("be", SECOND, "are", "were"),
        ("be", SINGULAR, "is", "was"),
        ("be", PLURAL, "are", "were"),
        ("have", SINGULAR, "has", "had"),
        ("have", PLURAL, "have", "had"),
        ("do", SINGULAR, "does", "did"),
        ("strike", FIRST, "strike", "struck"),
        ("strike", SECOND, "strike", "struck"),
        ("strike", SINGULAR, "strikes", "struck"),
        ("strike", PLURAL, "strike", "struck"),
        ("be torn", PLURAL, "are torn", "were torn"),
        ("can", SINGULAR, "can", "could"),
        ("can see", SINGULAR, "can see", "could see"),
        ("must run", SINGULAR, "must run", "had to run"),
        ("have to run", SINGULAR, "has to run", "had to run"),
    ],
)
def test_finite_verbs_agree(verb: str, agreement: Agreement, present: str, simple: str) -> None:
    assert verb_group(verb, "present", agreement) == present
    assert verb_group(verb, "past", agreement) == simple


@pytest.mark.parametrize(
    ("verb", "present", "simple"),
    [
        ("see", "does not see", "did not see"),
        ("tear at", "does not tear at", "did not tear at"),
        ("be", "is not", "was not"),
        ("be hurt", "is not hurt", "was not hurt"),
        ("have", "does not have", "did not have"),
        ("have to run", "does not have to run", "did not have to run"),
        ("have fun", "does not have fun", "did not have fun"),
        ("have seen it", "has not seen it", "had not seen it"),
        ("do", "does not do", "did not do"),
        ("can", "cannot", "could not"),
        ("can see", "cannot see", "could not see"),
        ("will", "will not", "would not"),
        ("may", "may not", "might not"),
        ("must", "must not", "must not"),
        ("snarf", "does not snarf", "did not snarf"),
    ],
)
def test_negation(verb: str, present: str, simple: str) -> None:
    assert verb_group(verb, "present", negated=True) == present
    assert verb_group(verb, "past", negated=True) == simple


def test_every_auxiliary_decides_the_form_after_it() -> None:
    def see(**aspects: Any) -> str:
        return verb_group("tear at", "past", PLURAL, **aspects)

    assert see(perfect=True) == "had torn at"
    assert see(progressive=True) == "were tearing at"
    assert see(passive=True) == "were torn at"
    assert see(passive=True, negated=True) == "were not torn at"
    assert see(perfect=True, passive=True) == "had been torn at"
    assert see(perfect=True, progressive=True, negated=True) == "had not been tearing at"
    assert see(perfect=True, progressive=True, passive=True) == "had been being torn at"


def test_modals_are_known() -> None:
    assert is_modal("can see")
    assert not is_modal("cannibalise")


@given(
    st.text(max_size=30), st.sampled_from(["past", "present"]), st.booleans(), st.booleans(), st.booleans()
)
def test_no_verb_is_refused(verb: str, tense, plural: bool, negated: bool, perfect: bool) -> None:
    group = verb_group(verb, tense, Agreement(3, plural), negated=negated, perfect=perfect)
    assert bool(group) == (bool(verb.strip()) or negated)
