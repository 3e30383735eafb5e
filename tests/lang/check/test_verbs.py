"""What stands in the brackets of a text: verbs in their plain form, and what is bound where the text is."""

from __future__ import annotations

import pytest

from twicetold.lang import TaleError, load_text_with_warnings
from twicetold.lang.diagnostics import Diagnostic

WORLD = """world "A shop"
  tick 1 minute
  lasts 5 minutes
setting mark_up number 0..1 = 0.5
kind Shop
kind Person
  purse whole 0..99 = 20
  mood  one of calm, cross = calm
Ann, Bob are Person: she
define takings = Ann.purse + Bob.purse
action sell (giver: Person, taker: Person)
  needs giver.mood is calm, takings > 0
  urge  mark_up
  then
    let price = 7
    for rival: Person where rival.purse > price
      rival.mood = cross
    giver.purse += price
{inside}  tell "{text}"
"""


def told(text: str, inside: str = "") -> list[Diagnostic]:
    try:
        return list(load_text_with_warnings(WORLD.format(text=text, inside=inside)).diagnostics)
    except TaleError as error:
        return list(error.diagnostics)


@pytest.mark.parametrize(
    ("bracket", "mend"),
    [
        ("was", "be"), ("is", "be"), ("were", "be"), ("went", "go"), ("gave", "give"), ("has", "have"),
        ("goes", "go"), ("took", "take"), ("does", "do"), ("walked", "walk"), ("walks", "walk"),
        ("walking", "walk"), ("tried", "try"), ("stopped", "stop"), ("passes", "pass"), ("bringing", "bring"),
        ("was sitting", "be sitting"), ("not went", "not go"), ("sat down", "sit down"), ("said", "say"),
        ("left", "leave"), ("lying", "lie"), ("struck", "strike"),
    ],
)  # fmt: skip
def test_an_inflected_verb_is_an_error_with_its_plain_form(bracket: str, mend: str) -> None:
    (found,) = told(f"[giver] [{bracket}] there.")
    assert (found.code, found.severity) == ("T0531", "error")
    assert found.help == f"write `[{mend}]`: the telling makes the form that the sentence needs"


@pytest.mark.parametrize(
    "bracket",
    [
        "be", "bring", "sing", "need", "feed", "bleed", "speed", "miss", "pass", "focus", "bias", "gas",
        "lay", "wound", "ground", "bear", "bound", "must", "will", "can", "should", "could", "might",
        "sit down", "not see", "be sitting", "have seen", "glorp", "half-run", "mimic", "beware", "dye",
        "put", "let go", "ring", "swing", "shed", "kiss", "be given", "read", "cost",
    ],
)  # fmt: skip
def test_a_plain_verb_is_none(bracket: str) -> None:
    assert told(f"[giver] [{bracket}] there.") == []


@pytest.mark.parametrize("word", ["saw", "found", "felt", "fell"])
def test_the_past_of_a_common_verb_that_is_also_a_rare_one_is_warned_of(word: str) -> None:
    (found,) = told(f"[giver] [{word}] it.")
    assert (found.code, found.severity) == ("T0531", "warning")


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("[giver] [not] sleep.", "write `[not sleep]`"),
        ("[giver] [be not] there.", "write `[not be]`"),
        ("[giver] [have not seen] it.", "write `[not have seen]`"),
        ("[giver] [not].", "write `[not see]`"),
    ],
)
def test_not_stands_before_its_verb(text: str, mend: str) -> None:
    (found,) = told(text)
    assert (found.code, found.help) == ("T0413", mend)


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("[giver] [walk]s home.", "s"),
        ("[giver] [walk]ed home.", "ed"),
        ("[giver] [see] the [passer-by]s.", "s"),
        ("[giver]s purse [be] full.", "s"),
        ("[giver]'s purse [be] full.", "'s"),
        ("[giver]’s purse [be] full.", "’s"),
    ],
)
def test_no_letters_stand_behind_a_verb_or_somebody(text: str, behind: str) -> None:
    found = [each for each in told(text) if each.severity == "error"]
    assert [each.message for each in found] == [f"`{behind}` cannot stand directly behind square brackets"]
    assert "possessive" in found[0].help or "verb" in found[0].help


@pytest.mark.parametrize(
    "text", ["[giver] [speak] [giver.mood]ly.", "It [be] the [giver.purse]th, [giver]-like."]
)
def test_letters_may_stand_behind_a_number_or_an_option(text: str) -> None:
    assert [each for each in told(text) if each.severity == "error"] == []


@pytest.mark.parametrize("determiner", ["the", "a", "their", "My"])
def test_a_verb_after_an_article_is_warned_of(determiner: str) -> None:
    (found,) = told(f"[giver] [see] {determiner} [cat].")
    assert (found.code, found.severity) == ("T0532", "warning")


@pytest.mark.parametrize("name", ["price", "rival", "price.purse", "the rival"])
def test_what_is_bound_further_in_cannot_be_told_outside(name: str) -> None:
    (found,) = told(f"[giver] [sell] it for [{name}].")
    assert found.code == "T0210"
    assert "is bound elsewhere in this block, and not here" in found.message
    assert found.help.startswith("put the `tell` below the line that binds `")


def test_nor_above_the_line_that_binds_it() -> None:
    text = WORLD.replace("    let price", '    tell "[giver] [want] [price]."\n    let price')
    with pytest.raises(TaleError) as caught:
        load_text_with_warnings(text.format(text="[giver] [sell] it.", inside=""))
    assert [each.code for each in caught.value.diagnostics] == ["T0210"]


def test_it_can_where_it_is_bound() -> None:
    inside = '    if giver.purse > 30\n      tell "[giver] [sell] it for [price]."\n'
    assert told("[giver] [sell] it.", inside) == []


def test_a_field_of_nobody_is_no_verb() -> None:
    (found,) = told("[giver] [sell] it for [mood].")
    assert found.code == "T0210"
    assert found.message == "`mood` is no role here, but a field"
    assert "say whose: `[p.mood]`" in found.help


@pytest.mark.parametrize("name", ["mark_up", "takings"])
def test_a_setting_or_a_definition_is_a_value(name: str) -> None:
    assert told(f"[giver] [sell] it for [{name}].") == []


@pytest.mark.parametrize("verb", ["give", "take", "river", "givers"])
def test_a_verb_that_is_known_is_no_slip_of_a_role(verb: str) -> None:
    codes = [each.code for each in told(f"[giver] [{verb}] [taker] a coin.")]
    assert codes == ([] if verb in ("give", "take") else ["T0510"])
