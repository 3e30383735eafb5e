"""Whose story it is, and what is told of it: episodes, exchanges, what befalls many alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from tests.tell.lives import bundled, story
from twicetold.engine.meaning.record import Who
from twicetold.lang import load_text
from twicetold.lang.model.telling import Telling, Voice
from twicetold.tell import Story, planned
from twicetold.tell.episodes import ALIKE, FEWEST, LONG_BOUT, SHARE, Episode, episodes
from twicetold.tell.leads import CROWD, LEADS, NAMES, cast_of, is_named, leads_of
from twicetold.tell.narrators import named, names
from twicetold.tell.words import told

GREEN = """
world "The green"
  tick 1 minute
  lasts 4 hours
  choice best
kind Person
  cold yes/no
  hurt whole 0..99
Ann is Person: she
Bob, Cid, Dan, Eli, Fox, Gil, Hal, Ian are Person: he
event shiver (p: Person)
  then p.cold = yes
  tell "[p] [shiver]."
"""
MEN = ("Bob", "Cid", "Dan", "Eli", "Fox", "Gil", "Hal", "Ian")
STRIKE = """
action strike (p: Person, q: Person)
  needs p is Ann, q is Bob, {}
  urge 9
  takes 1 minute
  then q.hurt += 1
  tell "[p] [strike] [q]."
"""


def green(*moments: str, when: str = "", rest: str = "", deeds: Iterable[str] = ()) -> Story:
    """A life on the green, in which things happen at their minutes, `1 shiver(Ann)`, and Ann strikes Bob when
    she can."""
    events = [f'event {deed} (p: Person)\n  tell "[p] [{deed}]."\n' for deed in deeds]
    rules = [
        f"rule r{n} at {moment.split()[0]} minutes\n  happens {moment.split()[1]}\n"
        for n, moment in enumerate(moments)
    ]
    action = STRIKE.format(when) if when else ""
    return story(load_text(GREEN + action + "".join(events) + "".join(rules) + rest))


def told_of(lives: Story, needed: frozenset[int] = frozenset(), narrator: str = "plain") -> list[Episode]:
    cast = cast_of(lives, lives.events)
    return list(episodes(lives, cast, lives.events, needed, named(narrator)).values())


# --- leads --------------------------------------------------------------------------------------------------


def test_those_are_followed_on_whom_the_ending_depends() -> None:
    ending = '\nending "cold" when Gil.cold\n'
    lives = green("1 shiver(Cid)", "2 shiver(Dan)", "9 shiver(Gil)", "3 shiver(Hal)", rest=ending)
    assert leads_of(lives, lives.events)[0] == lives.world.entity("Gil")


def test_whom_it_is_told_through_comes_before_all_others() -> None:
    lives = green("1 shiver(Cid)", "2 shiver(Dan)", "3 shiver(Eli)", "4 shiver(Fox)")
    fox = lives.world.entity("Fox")
    assert leads_of(lives, lives.events, (fox,))[0] == fox
    assert planned(lives, Telling("", voice=Voice(focus="internal", minds=(fox,)))).cast is not None


@pytest.mark.parametrize(
    ("pronoun", "action", "people"),
    [(": she", "act", "A"), (": she", "", "A"), ("", "act", "AB"), ("", "", "")],
)
def test_people_are_who_can_act_and_is_somebody_or_else_either(
    pronoun: str, action: str, people: str
) -> None:
    acts = f'action {action} (p: Person)\n  needs p is A\n  urge 1\n  tell "[p] [nod]."\n' if action else ""
    people_ = f"kind Person\nA is Person{pronoun}\nB is Person\n"
    lives = story(load_text(f'world "W"\n  tick 1 minute\n  lasts 3 minutes\n{people_}{acts}'))
    assert {lives.world.entities[who].name for who in lives.people} == set(people)


def test_a_reader_is_asked_to_keep_few_names() -> None:
    lives = green(*(f"{n} shiver({who})" for n, who in enumerate(MEN, 1)))
    cast = cast_of(lives, lives.events)
    assert len(cast.leads) == LEADS
    assert set(cast.leads) <= cast.named
    assert len(cast.named) <= NAMES


@pytest.mark.parametrize(("world", "run"), [("hale_yard", 2), ("night_mail", 1)])
def test_so_few_are_named_of_many_but_for_whom_the_opening_names(world: str, run: int) -> None:
    lives = bundled(world, run)
    cast = cast_of(lives, lives.events)
    opening = {
        part.entity for line in lives.beginning.opening for part in line.parts if isinstance(part, Who)
    }
    assert len({who for who in cast.named if is_named(lives, who)} - opening) <= NAMES


def test_of_few_everybody_is_named() -> None:
    lives = bundled("milk", 2)
    assert cast_of(lives, lives.events).named == lives.people


# --- how much -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("narrator", names())
@pytest.mark.parametrize(("world", "run"), [("milk", 2), ("hale_yard", 2), ("night_mail", 1)])
def test_no_more_is_told_than_the_narrator_has_room_for(world: str, run: int, narrator: str) -> None:
    lives, teller = bundled(world, run), named(narrator)
    found = told_of(lives, narrator=narrator)
    single = [episode for episode in found if episode.form != "group"]
    most = teller.things + SHARE * max(len(lives.events) - teller.things, 0)
    assert len(single) <= most + 1
    numbers = [event.number for episode in found for event in (episode.event, *episode.others)]
    assert len(numbers) == len({*numbers})
    slow = [episode for episode in found if episode.pace == "stretch"]
    assert len(slow) <= (len(single) / teller.dwells if teller.dwells else 0)


def test_the_same_is_not_told_again_and_again() -> None:
    lives = green(*(f"{n} shiver(Ann)" for n in range(1, 20)))
    often = Counter(episode.event.name for episode in told_of(lives))["shiver"]
    assert FEWEST <= often <= max(FEWEST, ALIKE * 30)


def test_what_the_telling_is_hung_by_is_told_in_any_case() -> None:
    lives = green(*(f"{n} shiver(Ann)" for n in range(1, 20)))
    all_of_them = frozenset(event.number for event in lives.events)
    assert [episode.event.number for episode in told_of(lives, all_of_them)] == sorted(all_of_them)


# --- exchanges ----------------------------------------------------------------------------------------------


def bouts(lives: Story) -> list[Episode]:
    return [episode for episode in told_of(lives) if episode.form == "bout"]


def test_what_two_do_again_and_again_is_told_in_one() -> None:
    (bout,) = bouts(green("100 shiver(Ann)", when="now < 20 minutes"))
    assert len(bout.others) >= LONG_BOUT
    assert {event.name for event in bout.others} == {"strike"}


def test_but_not_what_they_do_now_and_then() -> None:
    assert not bouts(green("100 shiver(Ann)", when=f"now < {LONG_BOUT - 1} minutes"))


def test_a_pause_parts_two_exchanges() -> None:
    lives = green("100 shiver(Ann)", when="now < 10 minutes or (now > 60 minutes and now < 70 minutes)")
    first, second = bouts(lives)
    assert first.others[-1].tick < 60 < second.event.tick


def test_of_an_exchange_it_is_told_how_often() -> None:
    lives = green("100 shiver(Ann)", when="now < 20 minutes")
    prose = " ".join(s.text for s in told(lives, planned(lives, Telling(""))).sentences)
    (bout,) = bouts(lives)
    count = {15: "fifteen", 16: "sixteen", 17: "seventeen", 18: "eighteen", 19: "nineteen", 20: "twenty"}
    assert count[1 + len(bout.others)] in prose
    assert prose.count("struck") <= LONG_BOUT


# --- many alike ---------------------------------------------------------------------------------------------

DEEDS = ("nod", "sing", "whistle", "laugh", "yawn")


def crowd() -> Story:
    doings = [f"{3 * n + k + 1} {deed}(Ann)" for n, deed in enumerate(DEEDS) for k in range(3)]
    cold = [f"{100 + n} shiver({who})" for n, who in enumerate(MEN[1:])]
    strangers = ", ".join(f"P{n}" for n in range(CROWD))
    return green(*doings, *cold, deeds=DEEDS, rest=f"\n{strangers} are Person: she\n")


def test_what_befalls_many_is_told_of_them_together() -> None:
    lives = crowd()
    (group,) = [episode for episode in told_of(lives) if episode.form == "group"]
    people = {event.roles[0] for event in (group.event, *group.others)}
    assert group.event.name == "shiver"
    assert len(people) == 1 + len(group.others) >= 3
    assert people.isdisjoint(cast_of(lives, lives.events).leads)


def test_and_how_many_they_were_is_said() -> None:
    lives = crowd()
    prose = " ".join(s.text for s in told(lives, planned(lives, Telling(""))).sentences)
    assert " others shivered" in prose


def test_in_a_crowd_those_are_followed_who_have_to_do_with_one_another() -> None:
    crowd = ", ".join(f"P{n}" for n in range(30))
    greet = 'event greet (p: Person, q: Person)\n  then q.cold = not q.cold\n  tell "[p] [greet] [q]."\n'
    pairs = ["Ann, Bob", "Ann, Bob", "Ann, Bob", "Bob, Cid", "P1, P2", "P1, P3", "P4, P5", "P4, P6"]
    rules = [f"rule g{n} at {n} minutes\n  happens greet({pair})\n" for n, pair in enumerate(pairs, 1)]
    lives = story(load_text(f"{GREEN}{crowd} are Person: she\n{greet}{''.join(rules)}"))
    names_ = {lives.world.entities[lead].name for lead in leads_of(lives, lives.events)}
    assert names_ == {"Ann", "Bob", "Cid"}
