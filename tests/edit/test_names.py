"""From a name to where it is declared and used, and another name in its place."""

from __future__ import annotations

import re

import pytest

from tests.edit.places import analysed, place
from tests.edit.street import STREET
from twicetold.edit import Analyst, Document
from twicetold.edit.navigation import CannotRename, definition, references, renamed

KNOWN = analysed(STREET)

NAMED = {
    "kind": ("Person\n", 19),
    "field": ("anger ", 7),
    "relation": ("love (", 3),
    "setting": ("heed", 2),
    "definition": ("here(p: ", 2),
    "entity": ("Ada is", 3),
    "action, and not the verb": ("strike (", 2),
    "event, and not the verb": ("shout (", 2),
    "sense": ("sight (", 2),
    "outcome": ("killed", 2),
    "role, in texts too": ("victim: Person", 8),
    "name bound in brackets of a text": ("q: Person where q.at is p.at]", 2),
    "option, and not the measure": ("cross = calm", 3),
    "unit": ("metres\n", 3),
}
"""What is declared, and how often it is named."""


def _name(what: str) -> str:
    found = re.match(r"\w+", what)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("named", NAMED.values(), ids=NAMED)
def test_a_name_is_found_wherever_it_stands(named):
    what, many = named
    line, column = place(STREET, what)
    found = references(KNOWN, line, column)
    assert len(found) == many
    word = _name(what)
    assert {KNOWN.document.at(each.span) for each in found} == {word}
    declared = definition(KNOWN, line, column)
    assert declared is not None
    assert sum(each.declares for each in found) >= 1
    assert declared in [each.span for each in found if each.declares]


@pytest.mark.parametrize("named", NAMED.values(), ids=NAMED)
def test_another_name_and_the_first_again(named):
    what, _ = named
    line, column = place(STREET, what)
    after = analysed(KNOWN.document.edited(renamed(KNOWN, line, column, "other_name")).text)
    assert "other_name" in after.document.text
    assert [each.code for each in after.diagnostics] == [each.code for each in KNOWN.diagnostics]
    word = _name(what)
    back = after.document.edited(renamed(after, *place(after.document.text, "other_name"), word))
    assert back.text == STREET


REFUSED = {
    "what something else is called": ("strike (", "go", "something else is called `go`"),
    "what another sort of thing is called": ("Ada is", "heed", "something else is called `heed`"),
    "a word of the language": ("heed", "count", "is a word of the language"),
    "no name": ("heed", "3x", "is no name"),
    "what is bound where it is used": ("heed", "p", "would mean something else"),
    "another role of the same action": ("victim: Person", "p", "would mean something else"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_name_is_refused_that_would_change_something(case):
    what, name, why = case
    with pytest.raises(CannotRename, match=why):
        renamed(KNOWN, *place(STREET, what), name)


def test_what_is_of_another_file_is_renamed_there():
    text = 'world "w"\n  tick 1 minute\n  lasts 1 hour\n\nuse people\nAda is Person\nending "e" at the end\n'
    known = Analyst().analyse(Document("w.tale", text), {"people.tale": "kind Person\n  they\n"})
    declared = definition(known, *place(text, "Person"))
    assert declared is not None
    assert (declared.file, declared.line) == ("people.tale", 1)
    with pytest.raises(CannotRename, match=r"is of people\.tale"):
        renamed(known, *place(text, "Person"), "Villager")


def test_a_text_with_mistakes_is_not_renamed_in():
    known = analysed(STREET.replace("p.anger > heed", "p.angr > heed"))
    with pytest.raises(CannotRename, match="mistakes"):
        renamed(known, *place(known.document.text, "heed"), "x")
