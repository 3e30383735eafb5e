"""Nothing is told through a mind that it had no way to know: held against the record of the life itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sampled import slow
from tests.tell.lives import bundled, watch
from twicetold.engine import Event, Interpreter
from twicetold.lang import load_text
from twicetold.lang.model.telling import Order, Telling, Voice
from twicetold.tell import Story, minded, planned
from twicetold.tell.minds import Mind
from twicetold.tell.plan import Node
from twicetold.tell.words import told

ORDERS: tuple[Order, ...] = (
    "chronicle",
    "retrograde",
    "analepsis",
    "prolepsis",
    "zigzag",
    "syllepsis",
    "achrony",
)

HALF_A_MINUTE = 30.0

lives = st.one_of(
    st.builds(bundled, st.just("milk"), st.integers(0, 24)),
    st.builds(bundled, st.just("hale_yard"), st.integers(0, 2)),
)


@st.composite
def tellings(draw: st.DrawFn) -> tuple[Story, Telling]:
    """A life, and a telling of it through some of its minds."""
    story = draw(lives)
    minds = draw(st.lists(st.sampled_from(minded(story.world)), min_size=1, max_size=3, unique=True))
    voice = Voice(
        focus="internal",
        minds=tuple(minds),
        each=draw(st.booleans()),
        base=draw(st.sampled_from(["present", "past"])),
        order=draw(st.sampled_from(ORDERS)),
        pace=draw(st.sampled_from([None, "scene", "summary", "stretch"])),
        frequency=draw(st.sampled_from(["singulative", "iterative"])),
        thought=draw(st.sampled_from(["direct", "indirect", "free", "none"])),
        person=draw(st.sampled_from(["first", "second", "third"])),
    )
    return story, Telling("", voice=voice)


def knows(event: Event, mind: int) -> bool:
    """Whether a mind perceived an event, or feels it: it befalls them alone, or changes something in them.
    How it all ended everybody knows, if a text says so."""
    if event.sort == "ending":
        return bool(event.lines)
    if any(who == mind for who, _ in event.perceived_by):
        return True
    if mind in dict(event.unaware):
        return dict(event.unaware)[mind]  # the last that one knows is what took one's senses
    own = [change for change in event.changes if change.mind == mind or change.entities[0] == mind]
    return bool(event.roles) and event.roles[0] == mind and (bool(own) or not event.perceived_by)


def strangers(story: Story, event: Event, mind: int) -> set[int]:
    """Who takes part in an event whom the mind neither makes out then nor has made out a moment ago."""
    then = story.seconds(event)
    return {
        who
        for other, who in event.unseen
        if other == mind
        and not any(
            knows(past, mind)
            and who in past.roles
            and (mind, who) not in past.unseen
            and past.number < event.number
            and then - story.seconds(past) <= HALF_A_MINUTE
            for past in story.life.events
        )
    }


@given(tellings())
@settings(max_examples=60)
@slow
def test_every_event_told_through_a_mind_was_perceived_or_felt_by_it(case: tuple[Story, Telling]) -> None:
    story, telling = case
    for node in planned(story, telling).nodes:
        assert node.mind is not None
        assert all(knows(event, node.mind) for event in node.events)


@given(tellings())
@settings(max_examples=60)
@slow
def test_nobody_is_named_whom_the_mind_could_not_make_out(case: tuple[Story, Telling]) -> None:
    story, telling = case
    for sentence in told(story, planned(story, telling)).sentences:
        unknown = {who for node in sentence.nodes for who in hidden(story, node)}
        known = {who for node in sentence.nodes for who in set(node.event.roles) - hidden(story, node)}
        for who in unknown - known:
            name = story.world.entities[who].called
            assert not re.search(rf"\b{re.escape(name)}\b", sentence.text), sentence.text


def hidden(story: Story, node: Node) -> set[int]:
    """The strangers of a node."""
    return set() if node.mind is None else strangers(story, node.event, node.mind)


@given(tellings())
@settings(max_examples=40)
@slow
def test_a_thought_is_the_minds_own(case: tuple[Story, Telling]) -> None:
    story, telling = case
    for sentence in told(story, planned(story, telling)).sentences:
        if sentence.kind == "thought":
            assert all(
                any(line.mode == "thinks" and line.mind == node.mind for line in node.event.lines)
                for node in sentence.nodes
            )


def test_where_the_mind_changes_nothing_links_to_what_only_the_other_knew() -> None:
    story = bundled("brawl", 0)
    everybody = Voice(focus="internal", minds=tuple(minded(story.world)), thought="direct", speech="direct")
    links = 0
    for sentence in told(story, planned(story, Telling("", voice=everybody))).sentences:
        minds = {node.mind for node in sentence.nodes}
        for link in sentence.links:
            links += 1
            for number in (link.cause, link.effect):
                assert all(mind is not None and knows(by_number(story, number), mind) for mind in minds)
    assert links > 10


def by_number(story: Story, number: int) -> Event:
    """An event of a life."""
    return next(event for event in story.life.events if event.number == number)


def test_who_cannot_be_seen_is_someone() -> None:
    story = watch('telling "t"\n  close to Bob, only trip(anyone, anyone)\n')
    (sentence,) = told(story, planned(story, story.world.tellings[0])).sentences
    assert "Cid" not in sentence.text
    assert "omeone" in sentence.text


@pytest.mark.parametrize("run", range(12))
def test_a_false_belief_is_told_as_it_is_held_and_corrected_when_it_is(run: int) -> None:
    """Ada blames Ben for the milk that somebody else drank: through her it was him, until she is told."""
    story = bundled("milk", run)
    ada = story.world.entity("Ada")
    plan = planned(story, Telling("", voice=Voice(focus="internal", minds=(ada,), pace="scene")))
    sentences = list(told(story, plan).sentences)
    blames = [i for i, s in enumerate(sentences) if tells(s.nodes, "blame", ada, "wrongly")]
    learns = [i for i, s in enumerate(sentences) if any(n.event.name == "own_up" for n in s.nodes)]
    for place in blames:
        assert "not, this time" not in sentences[place].text
    if blames and learns:
        assert "who it really was" in " ".join(sentences[place].text for place in learns)


def tells(nodes: tuple[Node, ...], name: str, actor: int, outcome: str) -> bool:
    events = [node.event for node in nodes]
    return any((e.name, e.roles[:1], e.outcome) == (name, (actor,), outcome) for e in events)


MORTAL = """
world "A duel"
  tick 1 minute
  lasts 10 minutes
kind Person
  he
  awake yes/no = yes
  p notices when p.awake
Ann is Person: she
Bob, Cid are Person
rule a at 1 minute
  happens shout(Bob)
rule b at 2 minutes
  happens strike(Ann, Bob)
rule c at 3 minutes
  happens robbed(Bob)
rule d at 4 minutes
  happens shout(Ann)
rule e at 5 minutes
  happens wake(Bob)
rule f at 6 minutes
  happens shout(Cid)
event shout (p: Person)
  heard by q: Person
  tell "[p] [shout]."
event strike (p: Person, q: Person)
  then q.awake = no
  seen by x: Person
  tell "[p] [strike] [q]."
event robbed (p: Person)
  tell "[p] [lose] a purse."
    thinks p "Stop!"
event wake (p: Person)
  then p.awake = yes
  tell "[p] [wake]."
"""


def test_the_last_that_a_mind_tells_is_what_took_its_senses_until_they_come_back() -> None:
    world = load_text(MORTAL + 'telling "t"\n  close to Bob\n')
    life = Story(world, Interpreter(world).live(1, 0))
    events = [node.event for node in planned(life, world.tellings[0]).nodes]
    assert [(each.name, each.tick) for each in events] == [
        ("shout", 1),
        ("strike", 2),
        ("wake", 5),
        ("shout", 6),
    ]


def test_those_who_are_awake_go_on_telling() -> None:
    world = load_text(MORTAL + 'telling "t"\n  close to Cid\n')
    life = Story(world, Interpreter(world).live(1, 0))
    names = [node.event.name for node in planned(life, world.tellings[0]).nodes]
    assert names == ["shout", "strike", "shout", "shout"]


@pytest.mark.parametrize("run", range(2))
def test_nobody_of_the_night_knows_of_what_they_could_not_notice(run: int) -> None:
    story = bundled("hale_yard", run)
    for mind in minded(story.world):
        knowing = Mind(mind, story.life.events, story.world.tick)
        for event in story.life.events:
            if dict(event.unaware).get(mind) is False:
                assert all(who != mind for who, _ in event.perceived_by)
                assert knowing.access(event) is None
