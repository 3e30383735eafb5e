"""What comes about by itself: how often, where, and what forces, forbids and explains it."""

from __future__ import annotations

import pytest

from tests.generated.checking import check
from tests.generated.coded import PLAIN_C, QUICK
from tests.generated.compare import difference
from twicetold import questions
from twicetold.ask.coverage import cover
from twicetold.ask.whynot import QuestionError, reasons
from twicetold.engine import Interpreter, Life
from twicetold.engine.kernel import Kernel
from twicetold.lang import load_text, load_text_with_warnings
from twicetold.lang.model import Intervention

WORLD = """world "W"
  tick {tick}
  lasts 4 days
kind Person
  ill yes/no
  n whole 0..999
Ann, Bob are Person: she
event fever (p: Person)
  chance {chance}
  then
    p.ill = yes
    chance 0.5
      outcome grave
{body}
measure fevers = times(fever(anyone))
measure hurt = times(fever(Ann) grave)
"""


def text(chance: str, body: str = "", tick: str = "6 hours") -> str:
    return WORLD.format(chance=chance, body=body, tick=tick)


def lived(chance: str, body: str = "", run: int = 0) -> Life:
    """A life, the same by all engines."""
    checked = check(text(chance, body), [QUICK, PLAIN_C[0]])
    assert checked.is_taken
    assert not checked.wrong
    return Interpreter(load_text(text(chance, body))).live(1, run)


def ticks(life: Life, name: str = "fever") -> list[tuple[tuple[int, ...], int]]:
    return [(event.roles, event.tick) for event in life.events if event.name == name]


@pytest.mark.parametrize("tick", ["24 hours", "8 hours", "90 minutes"])
def test_how_often_it_comes_does_not_depend_on_the_tick(tick: str) -> None:
    """Who falls ill once in four days, at 30% a day: 1 - 0.7 ** 4, within three standard deviations."""
    world = load_text(text("30% per day where not p.ill", tick=tick))
    lives = Kernel(world, tier="quick").lives(1, 0, 1000, events=False)
    share = lives.measures[:, 0].sum() / 2000
    expected = 1 - 0.7**4
    assert abs(share - expected) < 3 * (expected * (1 - expected) / 2000) ** 0.5


def test_it_comes_only_where_what_stands_behind_where_holds() -> None:
    life = lived("1 per day where p is Bob, now >= 1 day", "rule r at 2 days\n  Bob.ill = yes")
    assert ticks(life) == [((1,), tick) for tick in range(4, 16)]


def test_what_is_no_chance_never_comes() -> None:
    assert not ticks(lived("0 per day"))
    assert not ticks(lived("p.n - 1 per day"))


def test_it_comes_from_whatever_its_chance_and_its_condition_read() -> None:
    life = lived("p.n per day where p.ill", "rule r at 1 day\n  Bob.ill = yes\nrule s at 2 days\n  Bob.n = 1")
    first = next(event for event in life.events if event.name == "fever")
    assert (first.roles, first.tick) == ((1,), 9)
    names = {event.number: event.name for event in life.events}
    assert [names[number] for number in first.causes.enabled_by] == ["r"]
    assert "s" in [names[number] for number in first.causes.shaped_by]


def test_it_can_be_forced_and_forbidden() -> None:
    assert ticks(lived("0 per day where not p.ill", "force fever(Bob) at 7 hours")) == [((1,), 2)]
    waits = "force fever(Ann) at 0 hours\nrule r at 1 day\n  Ann.ill = yes"
    assert ticks(lived("0 per day where p.ill", waits)) == [((0,), 5)]
    always = [((who,), tick) for tick in range(4) for who in (0, 1)]
    assert ticks(lived("0 per day", "force fever when now < 1 day")) == always
    assert {who for who, _ in ticks(lived("1 per day", "forbid fever(Ann)"))} == {(1,)}
    grave = lived("1 per day where not p.ill", "force fever(Ann) grave\nforbid fever(Bob) grave")
    assert [event.outcome for event in grave.events] == ["grave", "done"]


def test_what_is_given_beside_the_world_forces_it_in_compiled_code_too() -> None:
    world = load_text(text("0 per day"))
    forced = (Intervention("force", "fever", (1,), 3, once=True),)
    wanted = Interpreter(world).under(forced).lives(1, 0, 2, events=True)
    found = Kernel(world, tier="quick", open=True).under(forced).lives(1, 0, 2, events=True)
    assert not difference(world, wanted, found)
    assert wanted.measures[:, 0].tolist() == [1.0, 1.0]


def test_why_not_says_what_it_needed_and_what_its_chance_was() -> None:
    world = load_text(text("30% per 6 hours where not p.ill", "rule r at 6 hours\n  Ann.ill = yes"))
    answer = reasons(Interpreter(world), 1, 0, 2 * 86400.0, "fever")
    ann, bob = answer.ways
    assert ann.ruled_out_by is not None
    assert (ann.ruled_out_by.text, ann.probability) == ("not p.ill", 0.0)
    assert bob.roles == (1,)
    assert bob.ruled_out_by is not None or bob.probability == 0.3
    with pytest.raises(QuestionError, match="no action `fevr`; did you mean `fever`"):
        reasons(Interpreter(world), 1, 0, 0.0, "fevr")


def test_coverage_counts_it_and_says_why_it_never_came() -> None:
    loaded = load_text_with_warnings(text("20% per day where p.n > 3", "rule r at 1 hour\n  Ann.n += 1"))
    items = cover(loaded, questions.Cover(n=4)).items
    (event,) = [item for item in items if (item.of, item.sort) == ("fever", "event")]
    assert event.status == "unreached"
    assert event.why is not None
    assert "`p.n > 3` said no" in event.why
    assert not [item for item in items if item.of.startswith("chance ")]


def test_no_other_draw_moves_with_it() -> None:
    other = "event chill (p: Person)\n  chance 20% per day\n  then p.n += 1\n"
    one, two = (
        ticks(Interpreter(load_text(text(chance, other))).live(1, 0), "chill")
        for chance in ("0.1 per day", "0.9 per week")
    )
    assert one == two
    assert one
