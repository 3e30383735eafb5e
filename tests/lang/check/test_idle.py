"""What no life can reach, and what nothing reads or gives a value, is said when the world is checked."""

from __future__ import annotations

import pytest

from tests.sampled import slow
from twicetold.ask.coverage import cover
from twicetold.lang import bundled, load_text_with_warnings, load_with_warnings
from twicetold.lang.shelf import is_world
from twicetold.questions import Cover

HEAD = """world "A ferry"
  tick 1 minute
  lasts 10 minutes
kind Person
  fare whole 0..20 = 3
  wet  yes/no = no
Ann, Bob are Person: she
kind Dog
"""

TAIL = """ending "dry" at the end when sum(p: Person where not p.wet: p.fare) < 5
ending "over" at the end
"""


def warned(body: str, head: str = HEAD) -> list[tuple[str, str]]:
    """The codes of the warnings of a world, each with the text that its carets begin under."""
    loaded = load_text_with_warnings(head + body + TAIL)
    lines = loaded.sources["world.tale"].text.split("\n")
    return [(each.code, lines[each.span.line - 1][each.span.column - 1 :]) for each in loaded.diagnostics]


IMPOSSIBLE = {
    "a rule at the very end": ("rule land at 10 minutes\n  Ann.wet = yes\n", "T0525", "land at"),
    "a rule between the last tick and the end": (
        "rule land at 9.5 minutes\n  Ann.wet = yes\n", "T0525", "land at",
    ),
    "a rule that is to come every so often": (
        "rule bell every 1 hour\n  Ann.wet = yes\n", "T0525", "bell every",
    ),
    "what has to hold too long": (
        "rule rust for p: Person when p.wet after 11 minutes\n  p.fare = 1\n", "T0525", "rust for",
    ),
    "an action that outlasts every life": (
        "action row (p: Person)\n  urge 1\n  takes 1 hour\n  then p.wet = yes\n", "T0525", "row (",
    ),
    "nobody to do it": ("action bark (d: Dog)\n  urge 1\n", "T0505", "bark ("),
    "nobody whom a rule concerns": (
        "rule shake for d: Dog, p: Person\n  p.wet = yes\n", "T0505", "shake for",
    ),
    "an event of nobody's doing": ("event sink (p: Person)\n  then p.wet = yes\n", "T0526", "sink ("),
    "an event of an event of nobody's doing": (
        "event leak (p: Person)\n  then happens leak_more(p)\n"
        "event leak_more (p: Person)\n  then p.wet = yes\n",
        "T0526",
        "leak (",
    ),
    "conditions beyond what anything gives": (
        "rule rich for p: Person when p.fare > 5\n  p.wet = yes\n", "T0503", "rich for",
    ),
    "a block beyond the range": (
        "rule toll every 1 minute\n  Ann.fare += 1\n  if Ann.fare > 20\n    Ann.fare = 0\n",
        "T0528",
        "if Ann.fare > 20",
    ),
    "what is done otherwise": (
        "rule toll every 1 minute\n  if Ann.fare >= 0\n    Ann.wet = yes\n  otherwise\n    Ann.fare = 1\n",
        "T0528",
        "Ann.fare = 1",
    ),
    "a chance of nothing": (
        "rule wave every 1 minute\n  chance 0\n    Ann.wet = yes\n", "T0528", "chance 0",
    ),
    "the text of an action whose ways all have their own": (
        "action pay (p: Person)\n  urge 1\n  then\n    chance 0.5\n      tell \"[p] [pay].\"\n"
        "    otherwise\n      tell \"[p] [forget].\"\n  tell \"[p] [look] away.\"\n",
        "T0527",
        '"[p] [look] away."',
    ),
    "a text before another": (
        "rule call at 1 minute\n  tell \"[Ann] [call].\"\n  Ann.wet = yes\n  tell \"[Ann] [shout].\"\n",
        "T0527",
        '"[Ann] [call]."',
    ),
    "a text before a choice of others": (
        "rule call at 1 minute\n  tell \"[Ann] [call].\"\n  if Ann.fare > 2\n    tell \"[Ann] [shout].\"\n"
        "  otherwise\n    tell \"[Ann] [sing].\"\n  Ann.fare = 1\n",
        "T0527",
        '"[Ann] [call]."',
    ),
    "a text of upkeep": (
        "rule drip for p: Person\n  p.wet = yes\n  tell \"[p] [drip].\"\n", "T0527", '"[p] [drip]."',
    ),
    "a text for failing where nothing is believed": (
        "action pay (p: Person)\n  needs p.fare > 1\n  urge 1\n  tell \"[p] [pay].\"\n"
        "  tell failed \"[p] [have] nothing.\"\n",
        "T0527",
        '"[p] [have] nothing."',
    ),
    "a text for being interrupted by nothing": (
        "action pay (p: Person)\n  urge 1\n  takes 2 minutes\n  tell \"[p] [pay].\"\n"
        "  tell interrupted \"[p] [stop].\"\n",
        "T0527",
        '"[p] [stop]."',
    ),
    "a variant whose condition cannot hold": (
        "action pay (p: Person)\n  urge 1\n  tell \"[p] [pay].\"\n"
        "    or if p.fare > 9 \"[p] [pay] gladly.\"\n",
        "T0527",
        '"[p] [pay] gladly."',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "code", "where"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_can_never_come_is_warned_of(body: str, code: str, where: str) -> None:
    assert [(found, text[: len(where)]) for found, text in warned(body)][:1] == [(code, where)]


POSSIBLE = {
    "the last tick": "rule land at 9 minutes\n  Ann.wet = yes\n",
    "a text before one that may not come": (
        "rule call at 1 minute\n  tell \"[Ann] [call].\"\n  if Ann.fare > 2\n    tell \"[Ann] [shout].\"\n"
    ),
    "a text that some way leaves standing": (
        "action pay (p: Person)\n  urge 1\n  then\n    chance 0.5\n      tell \"[p] [pay].\"\n"
        "  tell \"[p] [look] away.\"\n"
    ),
    "a text before a loop": (
        "rule call at 1 minute\n  tell \"[Ann] [call].\"\n  for p: Person where p.fare > 4\n"
        "    tell \"[p] [shout].\"\n  Bob.fare += 2\n"
    ),
    "a text of a loop, whose last turn stays": (
        "rule call at 1 minute\n  for p: Person\n    tell \"[p] [shout].\"\n"
    ),
    "a text for failing where something is believed": (
        "relation owes (Person, Person) whole 0..9 = 1 believed\n"
        "action pay (p: Person, q: Person)\n  needs owes(q, p) > 0\n  urge 1\n  tell \"[p] [pay] [q].\"\n"
        "  tell failed \"[p] [owe] [q] nothing.\"\nrule even at 2 minutes\n  owes(Ann, Bob) = 0\n"
    ),
    "a text for the end of who does it": (
        "action pay (p: Person)\n  urge 1\n  takes 2 minutes\n  tell \"[p] [pay].\"\n"
        "  tell interrupted \"[p] [be] gone.\"\nrule gone at 3 minutes\n  Bob retires\n"
    ),
    "a chance that a setting may raise": (
        "setting luck number 0..1 = 0\nrule wave every 1 minute\n  chance luck\n    Ann.wet = yes\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", POSSIBLE.values(), ids=POSSIBLE)
def test_what_may_come_is_not(body: str) -> None:
    assert warned(body) == []


@pytest.mark.parametrize(
    ("field", "use", "expected"),
    [
        ("  hat yes/no\n", "", [("T0529", "hat")]),
        ("  hat yes/no\n", "rule a at 1 minute\n  Ann.hat = yes\n", [("T0529", "hat")]),
        ("  hats whole 0..9\n", "rule a every 1 minute\n  Ann.hats += 1\n", [("T0529", "hats")]),
        ("  hats whole 0..9\n", "rule a every 1 minute\n  Ann.hats = Ann.hats + 1\n", [("T0529", "hats")]),
        ("  hat yes/no believed\n", "rule a at 1 minute\n  Ann learns Bob.hat\n", [("T0529", "hat")]),
        ("  hat yes/no\n", "rule a when Ann.hat\n  Ann.wet = yes\n", [("T0530", "hat"), ("T0503", "a when")]),
        ("  born time\n", "measure age = Ann.born / 1 minute\n", [("T0530", "born")]),
        ("  friend Person or none\n", "define liked = Ann.friend is Bob\nmeasure l = 1 if liked else 0\n",
         [("T0530", "friend")]),
    ],
)  # fmt: skip
def test_fields_that_are_of_no_use_are_warned_of(
    field: str, use: str, expected: list[tuple[str, str]]
) -> None:
    head = HEAD.replace("  wet ", field + "  wet ")
    found = warned(use, head)
    assert [(code, text[: len(where)]) for (code, text), (_, where) in zip(found, expected, strict=True)] == (
        expected
    )


@pytest.mark.parametrize(
    ("field", "use"),
    [
        ("  hat yes/no = no\n", "rule a when Ann.hat\n  Ann.wet = yes\n"),
        ("  hat yes/no\n", "Ann.hat yes\nmeasure hats = 1 if Ann.hat else 0\n"),
        ("  hue one of red, blue\n", "rule a at 1 minute\n  Ann.hue = blue\n  tell \"It [be] [Ann.hue].\"\n"),
        ("  hat yes/no believed\n",
         "Ann believes Bob.hat yes\nrule a when believes(Ann, Bob.hat)\n  Ann.wet = yes\n"),
        ("  hat yes/no\n", "rule a at 1 minute\n  Ann.hat = yes\nforbid a when Ann.hat\n"),
        ("  at Person or none\n", "rule a at 1 minute\n  Ann.at = Bob\n"),
    ],
)  # fmt: skip
def test_fields_that_are_of_use_are_not(field: str, use: str) -> None:
    codes = [code for code, _ in warned(use, HEAD.replace("  wet ", field + "  wet "))]
    assert not {"T0529", "T0530"} & set(codes)


def test_what_a_library_holds_for_others_is_not_warned_of() -> None:
    assert (
        load_text_with_warnings('world "W"\n  tick 1 second\n  lasts 1 minute\nuse bodies\n').diagnostics
        == ()
    )


def test_nothing_is_said_where_something_was_taken_away() -> None:
    rule = "rule rich for p: Person at 1 minute\n  p.fare = 9\n"
    assert warned(rule + "without rich\nrule toll when Ann.fare > 5\n  Ann.wet = yes\n") == []


@pytest.mark.parametrize("name", [name for name in bundled() if is_world(name)])
def test_the_bundled_worlds_have_no_warnings(name: str) -> None:
    assert load_with_warnings(name).diagnostics == ()


@slow
def test_what_cover_proves_is_what_check_warns_of() -> None:
    for body, *_ in IMPOSSIBLE.values():
        loaded = load_text_with_warnings(HEAD + body + TAIL)
        warnings = [each.message for each in loaded.diagnostics]
        for item in cover(loaded, Cover(1, jobs=1)).items:
            assert item.status != "impossible" or any(each.endswith(f": {item.why}") for each in warnings)


def test_cover_says_why_a_text_is_not_told() -> None:
    body = (
        "action pay (p: Person)\n  urge 9\n  then\n    if p.fare + Bob.fare > 1\n      tell \"[p] [pay].\"\n"
        "  tell \"[p] [look] away.\"\nrule toll every 1 minute\n  Ann.fare = 1 if Bob.wet else 3\n"
        "rule rain for p: Person at 9 minutes\n  p.wet = yes\n"
    )  # fmt: skip
    loaded = load_text_with_warnings(HEAD + body + TAIL)
    (text,) = (each for each in cover(loaded, Cover(1, jobs=1)).items if each.text == '"[p] [look] away."')
    assert text.why is not None
    assert text.why.startswith("`pay` came about ")
    assert text.why.endswith(" times, each time with another text")
