"""Those without a name, and who is called by the first name alone."""

from __future__ import annotations

import pytest

from tests.tell.lives import bundled, story
from twicetold.lang import load_text
from twicetold.lang.model.telling import Telling
from twicetold.tell import Story, planned
from twicetold.tell.extras import Extras, short_names
from twicetold.tell.naming import Discourse, Referent, mention
from twicetold.tell.words import alone, told

WOOD = """
world "The wood"
  tick 1 minute
  lasts 9 minutes
kind Place
  it
kind Pack
  it
kind Person
  at   Place
  home Place or none
  pack Pack or none
kind Wolf is Person
  he
kind Owl is Person
  they
Den is Place: called "the den"
Greys is Pack: called "the grey pack"
Ash, Birch, Cedar, Dorn are Wolf: at Den, home Den
Elder is Wolf: at Den, home Den, pack Greys
Fern is Person: she, at Den
Gorse is Person: they, at Den, pack Greys
Hob is Owl: at Den
{people}
"""


def wood(people: str = "") -> Story:
    return story(load_text(WOOD.format(people=people)))


def called(lives: Story, extras: Extras, *names: str) -> list[tuple[str, str]]:
    """What these are called where they are first spoken of, and what where they are known."""
    found = []
    for name in names:
        entity = lives.world.entities[number := lives.world.entity(name)]
        referent = extras.referent(Referent(number, entity.called, entity.pronoun))
        found.append((referent.name, referent.again))
    return found


def test_of_several_alike_each_is_told_from_the_others() -> None:
    lives = wood()
    assert called(lives, Extras.of(lives), "Ash", "Birch", "Cedar", "Dorn", "Hob") == [
        ("a wolf", "the wolf"),
        ("another wolf", "the other wolf"),
        ("a third wolf", "the third wolf"),
        ("a fourth wolf", "the fourth wolf"),
        ("an owl", "the owl"),
    ]


def test_the_first_is_the_first_once_there_is_another() -> None:
    lives = wood()
    extras = Extras.of(lives)
    assert called(lives, extras, "Ash", "Birch", "Ash")[-1][1] == "the first wolf"
    extras.paragraph_ended()
    assert called(lives, extras, "Birch") == [("a wolf", "the wolf")]


def test_it_is_said_once_to_whom_somebody_belongs_and_never_where_they_live() -> None:
    lives = wood()
    extras = Extras.of(lives)
    assert called(lives, extras, "Elder") == [("a wolf of the grey pack", "the wolf")]
    extras.paragraph_ended()
    assert called(lives, extras, "Elder", "Ash") == [
        ("a wolf", "the wolf"),
        ("another wolf", "the other wolf"),
    ]


def test_who_is_no_more_than_a_person_is_a_woman_a_man_or_somebody() -> None:
    lives = wood("Ilex is Person: he, at Den")
    assert called(lives, Extras.of(lives), "Fern", "Ilex", "Gorse") == [
        ("a woman", "the woman"),
        ("a man", "the man"),
        ("somebody", ""),
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ash", "Ash was a wolf."),
        ("Elder", "Elder was a wolf of the grey pack."),
        ("Hob", "Hob was an owl."),
        ("Fern", None),
        ("Gorse", None),
    ],
)
def test_what_is_known_of_who_is_not_described(name: str, said: str | None) -> None:
    lives = wood()
    line = Extras.of(lives).described(lives.world.entity(name))
    assert (line and alone(lives.world, line)) == said


NAMED = """Matty is Person: he, at Den, called "Matty Bray"
Hugh is Person: he, at Den, called "Hugh Upton"
Other_Hugh is Person: he, at Den, called "Hugh Mole"
Voss is Person: he, at Den, called "Mr Voss"
Rook is Person: he, at Den, called "Captain Rook"
Joan is Person: she, at Den, called "Big Joan"
Slim is Person: she, at Den, called "the slim woman"
"""


def short(*names: str) -> dict[str, str]:
    lives = wood(NAMED)
    numbers = frozenset(map(lives.world.entity, names))
    return {lives.world.entities[n].called: name for n, name in short_names(lives, numbers).items()}


def test_a_surname_is_said_once_but_where_two_have_one_first_name() -> None:
    assert short("Matty", "Hugh") == {"Matty Bray": "Matty", "Hugh Upton": "Hugh"}
    assert short("Matty", "Hugh", "Other_Hugh") == {"Matty Bray": "Matty"}


def test_a_title_is_no_first_name() -> None:
    assert short("Voss", "Rook", "Joan", "Slim", "Ash") == {}


@pytest.mark.parametrize("run", [2, 3])
def test_a_plain_telling_calls_nobody_by_name_whom_it_does_not_follow(run: int) -> None:
    lives = bundled("hale_yard", run)
    plan = planned(lives, Telling(""))
    assert plan.cast is not None
    prose = " ".join(s.text for s in told(lives, plan).sentences)
    strangers = [lives.world.entities[who].called for who in lives.people - plan.cast.named]
    assert strangers
    assert not [name for name in strangers if f"{name} " in prose]


def test_what_most_are_or_their_name_says_is_not_said_of_who_is_not_described() -> None:
    lives = wood("Jay, Kite, Lark, Moss, Nettle, Oak are Owl: at Den")
    extras = Extras.of(lives)
    assert extras.described(lives.world.entity("Jay")) is not None
    many = wood("".join(f"Owl_{n} is Owl: at Den\n" for n in range(9)))
    assert Extras.of(many).described(many.world.entity("Hob")) is None
    named = wood('Bubo is Owl: at Den, called "the Owl of the Den"')
    assert Extras.of(named).described(named.world.entity("Bubo")) is None


MARRIED = """
world "A house"
  tick 1 minute
  lasts 12 minutes
kind Person
  they
  spouse Person or none
  friend Person or none
  told   yes/no
Ann is Person: she, spouse Bob, friend Cleo
Bob is Person: he, spouse Ann
Cleo is Person: she
Dora is Person: she
rule parting at 5 minutes
  happens part(Ann)
event part (p: Person)
  then
    p.spouse = none
    p.friend = Dora
  tell "[p] [part]."
"""


def test_who_has_no_name_is_called_by_whose_they_are_as_it_was_then() -> None:
    lives = story(load_text(MARRIED))
    kin, who = lives.kin, lives.world.entity
    (parted,) = (event.number for event in lives.events)
    near = {who("Ann"), who("Dora")}
    assert kin.to(who("Bob"), parted, near) == (who("Ann"), "husband")
    assert kin.to(who("Cleo"), parted, near) == (who("Ann"), "friend")
    assert kin.to(who("Bob"), parted, {who("Dora")}) is None  # nobody of those who are near
    assert kin.to(who("Bob"), parted + 1, near) is None
    assert kin.to(who("Dora"), parted + 1, near) == (who("Ann"), "friend")


def test_whose_they_are_is_said_by_name_and_by_pronoun_where_that_is_understood() -> None:
    ann = Referent(0, "Ann", "she")
    husband = Referent(1, "husband", "he", whose=ann)
    first, known = mention(husband, "subject", Discourse())
    assert first.text == "Ann's husband"
    assert mention(ann, "object", known)[0].text == "her"
    after_ann = mention(ann, "subject", Discourse())[1]
    assert mention(husband, "possessive", after_ann)[0].text == "her husband's"
    assert mention(husband, "object", known)[0].text == "him"
