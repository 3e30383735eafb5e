"""The dictionary as it is kept says what lemminflect says."""

import pytest
from lemminflect import getAllInflections, getInflection

from twicetold.cache import VARIABLE, Cache
from twicetold.tell import dictionary

TAGS = ("VBZ", "VBD", "VBN", "VBG")
WORDS = "be can have do lie run strike fit okay travel house moon child walk Walk WALK oKay NASA London qwx"


@pytest.mark.parametrize("word", ["", "a b", "x\ty", *WORDS.split()])
def test_a_word_has_the_forms_that_lemminflect_gives(word: str) -> None:
    assert dictionary.knows(word) == bool(getAllInflections(word))
    for tag in TAGS:
        assert dictionary.forms(word, tag) == tuple(getInflection(word, tag, inflect_oov=False))


def test_a_verb_is_known_by_its_forms() -> None:
    assert dictionary.forms("strike", "VBD") == ("struck",)
    assert dictionary.forms("overshoot", "VBD") == ("over shot", "over-shot", "overshot")
    assert dictionary.forms("child", "VBD") == ()


@pytest.mark.parametrize("kept", [True, False])
def test_what_is_kept_and_what_is_made_anew_are_the_same(
    kept: bool, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path) if kept else "off")
    here = Cache.of_user()
    usual = dictionary._lines()
    try:
        for _ in range(2):
            dictionary._lines.cache_clear()
            assert dictionary._lines() == usual
        assert (len(here.entries()) == 1) if here else not kept
    finally:
        dictionary._lines.cache_clear()


@pytest.mark.thorough
def test_every_word_has_the_forms_that_lemminflect_gives() -> None:
    words = [line.partition("\t")[0] for line in dictionary._lines()]
    assert len(words) > 30_000
    for word in words:
        assert getAllInflections(word)
        for tag in TAGS:
            assert dictionary.forms(word, tag) == tuple(getInflection(word, tag, inflect_oov=False)), word
