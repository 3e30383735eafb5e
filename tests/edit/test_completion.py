"""What can stand at a place."""

from __future__ import annotations

import pytest

from tests.edit.places import analysed, here
from tests.edit.street import STREET
from twicetold.edit.completion import completions

CASES = {
    "the words of blocks": ("\n|", {"action", "kind", "ending"}, {"needs", "Ada"}),
    "the sections of a block": ("action a (p: Person)\n  |", {"needs", "urge", "tell"}, {"action"}),
    "the fields of a role": ("action a (p: Person)\n  needs p.|", {"alive", "at"}, {"depth", "needs"}),
    "the fields of what a field holds": ("action a (p: Person)\n  needs p.at.|", {"depth"}, {"anger"}),
    "the fields of somebody": ("rule r\n  Ada.|", {"coins"}, {"depth"}),
    "the fields of a line": ("Cain is Person: at Well\n  |", {"anger", "mood"}, {"depth"}),
    "what is bound": ("action a (p: Person, other: Person)\n  urge |", {"p", "other", "heed", "love"}, set()),
    "what is bound below": ("rule r\n  let much = 3\n  Ada.coins = |", {"much"}, set()),
    "kinds": ("action a (p: |", {"Person", "Place"}, {"Ada", "heed"}),
    "options": ("rule r for p: Person when p.mood is |", {"calm", "cross"}, {"Ada"}),
    "happenings": ("ending \"e\" when happened(|", {"strike", "shout", "go"}, {"Ada"}),
    "events": ("rule r\n  happens |", {"shout"}, {"strike"}),
    "outcomes": ("ending \"e\" when happened(strike(anyone, anyone) |", {"killed", "missed"}, set()),
    "senses": ("event e (p: Person)\n  seen by |", {"sight"}, {"strike"}),
    "units": ("rule r every 5 |", {"minutes", "metres"}, {"Ada"}),
    "endings": ('expect "|', {"murder", "peace"}, {"Ada"}),
    "types": ("kind Dog\n  age |", {"number", "yes/no", "Place"}, set()),
    "those in a text": ('event e (p: Person)\n  tell "[|', {"p", "Ada", "the"}, {"needs"}),
    "nothing in the words of a text": ('event e (p: Person)\n  tell "so |', set(), {"p", "Ada"}),
    "nothing in a comment": ("# |", set(), {"action"}),
    "libraries": ("use |", {"senses", "bodies"}, set()),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_offered(case):
    written, offered, not_offered = case
    text, line, column = here(STREET + "\n" + written)
    found = {each.label for each in completions(analysed(text), line, column)}
    assert offered <= found
    assert not not_offered & found
    assert bool(found) == bool(offered)


def test_what_is_offered_takes_the_place_of_the_word_that_is_begun():
    text, line, column = here(STREET + "\naction a (p: Person)\n  needs p.an|")
    anger = next(each for each in completions(analysed(text), line, column) if each.label == "anger")
    assert (anger.span.column, anger.span.end_column) == (column - 2, column)
    assert anger.detail == "a field of Person"
