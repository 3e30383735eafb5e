"""What the checker makes of a world: slots, sites, conditions, terms, values."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from twicetold.lang import load_text, model, syntax
from twicetold.lang.check import check
from twicetold.lang.diagnostics import Problems
from twicetold.lang.model import Bound, Const
from twicetold.lang.source import Span

HEAD = """world "A test"
  tick 6 seconds
  lasts 61 seconds

unit metre, metres
kind Place
kind Person
  they
  at     Place
  alive  yes/no            = yes  believed
  thirst number 0..1       = 0
  mood   one of calm, cross
  friend Person or none
kind Singer is Person
  songs  whole 0..99
relation love  (Person, Person) number -1..1 = 0 believed
relation steps (Place, Place)   number 0.. metres symmetric

Well, House are Place
Abel, Cain are Person: he, at House
Bea is Singer: she, at Well

sense sight (p: Person, other: Person)
  when p.at is other.at
  shows other.alive
"""


def world(text: str) -> model.World:
    return load_text(HEAD + text)


def measured(expr: str, more: str = "") -> model.Expr:
    found = world(f"{more}\nmeasure m = {expr}\n").measures[0].expr
    if not _may_be_never(found):
        return found
    assert isinstance(found, model.IfElse)
    assert isinstance(found.then, model.Function)
    return found.then.args[0]


def _may_be_never(expr: model.Expr) -> bool:
    """Whether a measure has a value only where the times that it is reckoned from have come."""
    return isinstance(expr, model.IfElse) and expr.other == model.Const(model.NEVER, model.Time())


def sites(node: object) -> Iterator[tuple[str, tuple[int, ...]]]:
    for each in model.nodes(node):
        if isinstance(each, model.Chance | model.Pick | model.Draw):
            yield each.site, each.bound


# --- the world --------------------------------------------------------------------------------------------


def test_the_last_tick_is_rounded_up() -> None:
    assert (world("").tick, world("").ticks) == (6.0, 11)


def test_softmax_of_temperature_one_is_the_usual_choice() -> None:
    assert world("").choice == model.Choice("softmax", 1.0)


def test_kinds_have_their_lineage_and_inherit_the_pronoun() -> None:
    kinds = {kind.name: kind for kind in world("").kinds}
    assert kinds["Singer"].lineage == ("Singer", "Person")
    assert kinds["Singer"].pronoun == "they"
    assert kinds["Place"].pronoun == "it"


def test_entities_have_pronouns_and_names_for_tellings() -> None:
    line = 'Old_Joe is Person: called "the old man", titled "Mr Hill", at Well\n'
    made = world(line + "Young_Joe is Person: at Well\n")
    joe, young = made.entities[-2:]
    assert (joe.called, joe.title, joe.pronoun) == ("the old man", "Mr Hill", "they")
    assert (young.called, young.title) == ("Young Joe", "")


def test_fields_stand_in_order_of_declaration() -> None:
    assert [field.name for field in world("").fields] == [
        "at", "alive", "thirst", "mood", "friend", "songs", "love", "steps"
    ]  # fmt: skip


def test_fields_of_one_name_in_two_families_are_told_apart() -> None:
    made = world("kind Thing\n  at Place\nCup is Thing: at Well\nmeasure m = Cup.at is Abel.at\n")
    assert {"Person.at", "Thing.at"} <= {field.name for field in made.fields}
    comparison = made.measures[0].expr
    assert isinstance(comparison, model.Binary)
    assert [side.field for side in (comparison.left, comparison.right) if isinstance(side, model.Cell)] == [
        "Thing.at", "Person.at"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "default"),
    [
        ("yes/no", False),
        ("number", 0.0),
        ("number 2..3", 2.0),
        ("number ..-1", -1.0),
        ("one of a, b", 0),
        ("Person or none", -1),
        ("time", model.NEVER),
    ],
)
def test_a_field_without_a_value_starts_at_the_default_of_its_type(
    declared: str, default: model.Value
) -> None:
    made = world(f"kind Thing\n  f {declared}\n")
    start = next(field.start for field in made.fields if field.name == "f")
    assert isinstance(start, Const)
    assert start.value == default


def test_a_required_entity_has_no_default() -> None:
    assert next(field.start for field in world("").fields if field.name == "at") is None


# --- starting values --------------------------------------------------------------------------------------


def starts(text: str, field: str) -> list[tuple[tuple[str, ...], model.Value, str | None]]:
    made = world(text)
    name = [entity.name for entity in made.entities]
    return [
        (
            tuple(name[number] for number in start.entities),
            start.value.value if isinstance(start.value, Const) else -99,
            None if start.mind is None else name[start.mind],
        )
        for start in made.starts
        if start.field == field
    ]


def test_each_other_is_every_pair_in_both_orders() -> None:
    assert starts("Dan, Eve, Flo are Person: at Well, love(each other) 0.5\n", "love") == [
        ((a, b), 0.5, None)
        for a, b in [
            ("Dan", "Eve"), ("Dan", "Flo"), ("Eve", "Dan"), ("Eve", "Flo"), ("Flo", "Dan"), ("Flo", "Eve")
        ]
    ]  # fmt: skip


def test_a_symmetric_pair_is_one_pair_however_it_is_written() -> None:
    assert starts("steps(House, Well) 40 metres\n", "steps") == [(("Well", "House"), 40.0, None)]
    assert starts("Mill, Inn are Place: steps(each other) 2 metres\n", "steps") == [
        (("Mill", "Inn"), 2.0, None)
    ]


def test_the_entity_of_a_line_is_the_missing_first() -> None:
    assert starts("Dan is Person: at Well, love(Abel) 0.3\n", "love") == [(("Dan", "Abel"), 0.3, None)]


def test_a_group_is_written_out() -> None:
    made = world("3 Person: at Well\nspare 2 Person: at House\n")
    assert [(entity.name, entity.spare) for entity in made.entities[-5:]] == [
        ("Person_1", False), ("Person_2", False), ("Person_3", False), ("Person_4", True), ("Person_5", True)
    ]  # fmt: skip


COUNTED = """setting people whole = 3
setting guests whole = people - 1
(people) Person: at Well, called "Ada/Bea/Cid Marsh/Thorn", titled "Dr Marsh/Thorn"
spare (round(guests / 3)) Person: at House, called "Ada/Bea/Cid Marsh/Thorn"
"""


def test_a_group_is_counted_by_settings() -> None:
    made = world(COUNTED)
    found = [(entity.name, entity.called, entity.title, entity.spare) for entity in made.entities[-4:]]
    assert found == [
        ("Person_1", "Ada Marsh", "Dr Marsh", False),
        ("Person_2", "Bea Thorn", "Dr Thorn", False),
        ("Person_3", "Cid Marsh", "Dr Marsh", False),
        ("Person_4", "Ada Thorn", "", True),
    ]


def test_the_last_value_of_a_setting_counts() -> None:
    made = world(COUNTED + "people 9\n")
    assert [sum(entity.spare is spare for entity in made.entities) for spare in (True, False)] == [3, 14]


def test_settings_keep_their_order_though_counts_are_needed_first() -> None:
    made = world("setting first Person = Person_1\n" + COUNTED + "guests 6\n")
    assert [setting.name for setting in made.settings] == ["first", "people", "guests"]
    assert made.entities[int(made.settings[0].value)].name == "Person_1"


def test_a_group_may_be_nobody() -> None:
    assert len(world("(0) Person: at Well, love(each other) 0.2\n").entities) == len(world("").entities)


def test_everyone_is_every_mind_but_the_one_it_is_about() -> None:
    assert starts("everyone believes Abel.alive no\n", "alive") == [
        (("Abel",), False, "Cain"), (("Abel",), False, "Bea")
    ]  # fmt: skip


def test_a_starting_draw_is_keyed_by_the_entities_it_is_about() -> None:
    made = world(
        "kind Thing\n  size number ~ normal(0, 1) * uniform(0, 1)\n"
        "relation far (Thing, Thing) number ~ exponential(2)\n"
        "Cup is Thing: size ~ normal(3, 1)\n"
    )
    assert [*sites(made.fields), *sites(made.starts)] == [
        ("start/size", (1,)), ("start/size/draw2", (1,)), ("start/far of 2", (1, 2)), ("start/size", (1,))
    ]  # fmt: skip


def test_beliefs_of_several_minds_are_drawn_apart() -> None:
    made = world("Abel, Bea believe love(Cain, Abel) ~ uniform(-1, 1)\nBea believes love(Cain, Bea) 0\n")
    assert dict.fromkeys(site for site, _ in sites(made.starts)).keys() == {
        "start/love of 2/believed by Abel", "start/love of 2/believed by Bea"
    }  # fmt: skip


def test_settings_take_the_last_line_and_are_clamped() -> None:
    made = world("setting heed number 0..1 = 0.4\nheed 0.9\nheed 7\nsetting n whole 0..9 = 2.5\n")
    assert [setting.value for setting in made.settings] == [1.0, 2.0]


# --- units ------------------------------------------------------------------------------------------------


def test_numbers_are_kept_in_base_units() -> None:
    found = measured("3 kilometres per hour", "unit kilometre, kilometres = 1000 metres")
    assert isinstance(found, Const)
    assert found.value == 3.0 * 1000.0 / 3600.0
    assert found.type == model.Number(unit=(("metre", 1), ("second", -1)))


def test_units_cancel() -> None:
    found = measured("(6 metres / 2 seconds) * (1 minute / 3 metres)")
    assert found.type == model.Number()


def test_times_and_durations() -> None:
    assert measured("now - Abel.slept", "kind Sleeper is Person\n  slept time").type == model.Number(
        unit=(("second", 1),)
    )
    assert measured("now + 1 minute").type == model.Time()


def test_the_range_of_a_field_is_in_base_units_too() -> None:
    made = world("unit mile, miles = 1600 metres\nkind Road\n  length number 1..2 miles\n")
    assert made.fields[-1].type == model.Number(1600.0, 3200.0, (("metre", 1),))


# --- slots ------------------------------------------------------------------------------------------------


def test_roles_come_first_and_every_binding_has_a_slot_of_its_own() -> None:
    made = world(
        "rule r for p: Person, q: Person where any(x: Person where x is p)\n"
        "  let n = count(y: Person where y is q)\n"
        "  for z: Person\n"
        "    z.thirst = n / 9\n"
        "  pick w: Person\n"
        "    w.thirst = 0\n"
    )
    (rule,) = made.rules
    assert [(role.name, role.slot) for role in rule.roles] == [("p", 1), ("q", 2)]
    slots = [
        node.slot
        for node in model.nodes(rule)
        if isinstance(node, model.Aggregate | model.Let | model.ForEach | model.Pick)
    ]
    assert sorted(slots) == [3, 4, 5, 6, 7]
    assert rule.size == 8


def test_a_definition_has_a_frame_of_its_own() -> None:
    made = world("define crowd(p: Person, at_least: number) = count(q: Person where q is not p) > at_least\n"
                 "measure m = crowd(Abel, 1)\n")  # fmt: skip
    (define,) = made.defines
    assert [name for name, _ in define.params] == ["p", "at_least"]
    assert define.size == 4
    assert define.type == model.YesNo()
    assert made.measures[0].size == 1


def test_what_the_words_of_an_expression_mean() -> None:
    assert measured("1 if Abel.mood is cross else 0") == model.IfElse(
        model.Binary(
            "is",
            model.Cell("mood", (Const(2, model.Ref("Person")),), model.OneOf(("calm", "cross"))),
            Const(1, model.OneOf(("calm", "cross"))),
            model.YesNo(),
        ),
        Const(1.0, model.Number()),
        Const(0.0, model.Number()),
        model.Number(),
    )


def test_is_not_a_kind() -> None:
    assert measured("Bea is not Singer") == model.Unary(
        "not", model.IsKind(Const(4, model.Ref("Singer")), "Singer"), model.YesNo()
    )


def test_is_one_of_is_or() -> None:
    assert measured("Abel is one of (Cain, Bea)") == measured("Abel is Cain or Abel is Bea")


def test_any_with_a_claim_is_any_where() -> None:
    assert measured("any(x: Person: x.alive)") == measured("any(x: Person where x.alive)")


def test_truly_reads_past_the_mind_all_along_the_way() -> None:
    found = measured("truly Abel.friend.alive")
    assert isinstance(found, model.Cell)
    (inner,) = found.args
    assert isinstance(inner, model.Cell)
    assert (found.truly, inner.truly) == (True, True)


# --- conditions and terms ---------------------------------------------------------------------------------

STRIKE = """
define near(a: Person, b: Person) = a.at is b.at
action strike (p: Person, victim: Person, by: Place)
  needs p.alive and near(p, victim), p.at is by and (p.thirst > 0 or victim.alive)
  urge  3 * p.thirst - 2 * love(p, victim) + 1
  urge  -0.5
  takes 1 minute
  interrupted when not p.alive
  then
    chance 0.2
      victim.alive = no
      pick w: Person where w is not p weighted 1 + normal(0, 1)
        chance 0.5
          outcome hard
        love(w, p) += uniform(0, 0.1)
      otherwise
        chance 0.1
          outcome alone
    otherwise
      chance 0.3
        outcome missed
    for x: Person
      chance 0.5
        x.thirst = uniform(0, 1)
  seen by sight of p, felt by victim
  seen by q: Person where q.at is by
  tell "[p] [strike] [victim] by [the by]."
"""


def test_needs_are_taken_apart_with_the_roles_they_wait_for() -> None:
    (action,) = world(STRIKE).actions
    assert [(part.text, part.roles) for part in action.needs] == [
        ("p.alive", 1),
        ("near(p, victim)", 2),
        ("p.at is by", 3),
        ("(p.thirst > 0 or victim.alive)", 2),
    ]


def test_urges_are_taken_apart_into_what_is_added() -> None:
    (action,) = world(STRIKE).actions
    assert [term.text for term in action.urge] == ["3 * p.thirst", "-2 * love(p, victim)", "1", "-0.5"]
    assert [type(term.expr) for term in action.urge] == [model.Binary, model.Unary, Const, Const]


def test_every_draw_has_a_place_named_after_where_it_stands() -> None:
    assert sorted(sites(world(STRIKE).actions)) == [
        ("action/strike/then/1/chance", (1, 2, 3)),
        ("action/strike/then/1/otherwise/1/chance", (1, 2, 3)),
        ("action/strike/then/1/then/2/draw1", (1, 2, 3, 4)),
        ("action/strike/then/1/then/2/otherwise/1/chance", (1, 2, 3)),
        ("action/strike/then/1/then/2/pick", (1, 2, 3)),
        ("action/strike/then/1/then/2/then/1/chance", (1, 2, 3, 4)),
        ("action/strike/then/1/then/2/then/2/draw1", (1, 2, 3, 4)),
        ("action/strike/then/2/then/1/chance", (1, 2, 3, 5)),
        ("action/strike/then/2/then/1/then/1/draw1", (1, 2, 3, 5)),
    ]
    (action,) = world(STRIKE).actions
    assert [line.site for line in action.perceive] == [f"action/strike/seen/{n}" for n in (1, 2, 3)]


def test_editing_one_construct_moves_no_site_of_another() -> None:
    other = "rule r for p: Person\n  chance 0.5\n    p.thirst = 0\n"
    before = world(STRIKE + other)
    edited = STRIKE.replace("    chance 0.2\n", "    victim.thirst = uniform(0, 1)\n    chance 0.2\n")
    after = world("rule s for p: Person\n  chance 0.1\n    p.thirst = 1\n" + other + edited)
    assert next(r for r in after.rules if r.name == "r") == before.rules[0]
    assert [*sites(before.rules)] == [("rule/r/then/1/chance", (1,))]


def test_perceivers() -> None:
    by_sense, felt, each = world(STRIKE).actions[0].perceive
    assert (by_sense.sense, by_sense.of, felt.of) == ("sight", 1, 2)
    assert (each.kind, each.slot, by_sense.kind) == ("Person", 6, None)


# --- telling ----------------------------------------------------------------------------------------------


def test_a_text_in_parts() -> None:
    made = world(
        "event fall (p: Person, other: Person)\n"
        "  tell \"[p] [be] [p.mood]; [other's] foot [not slip] by [the p.at], "
        "[a p.friend], [p.friend's] [Well], [the other's].\"\n"
        '    as other "[p] [fall down]."\n'
        '    as witness "[p] [fall]!"\n'
        '    thinks p if other.alive "Ouch."\n'
    )
    said, close, witness, thought = made.events[0].wordings
    p = Bound(1, "p", model.Ref("Person"))
    friend = model.Cell("friend", (p,), model.Ref("Person", optional=True))
    assert said.parts == (
        model.Mention(p, "plain"),
        model.Plain(" "),
        model.Verb("be"),
        model.Plain(" "),
        model.Mention(model.Cell("mood", (p,), model.OneOf(("calm", "cross"))), "plain"),
        model.Plain("; "),
        model.Mention(Bound(2, "other", model.Ref("Person")), "possessive"),
        model.Plain(" foot "),
        model.Verb("slip", negated=True),
        model.Plain(" by "),
        model.Mention(model.Cell("at", (p,), model.Ref("Place")), "the"),
        model.Plain(", "),
        model.Mention(friend, "a"),
        model.Plain(", "),
        model.Mention(friend, "possessive"),
        model.Plain(" "),
        model.Mention(Const(0, model.Ref("Place")), "plain"),
        model.Plain(", "),
        model.Mention(Bound(2, "other", model.Ref("Person")), "the"),
        model.Plain("'s"),
        model.Plain("."),
    )
    assert (close.mode, close.mind, close.parts[2]) == ("as", 2, model.Verb("fall down"))
    assert (witness.mode, witness.mind) == ("as", None)
    assert (thought.mode, thought.mind, thought.parts) == ("thinks", 1, (model.Plain("Ouch."),))
    assert [wording.when for wording in (said, close, witness)] == [None, None, None]
    assert thought.when == model.Cell("alive", (Bound(2, "other", model.Ref("Person")),), model.YesNo())


def test_what_a_text_asks_after_moves_nothing() -> None:
    """An engine that looks through the model for what may be asked does not meet the questions of texts."""
    asking = 'event fall (p: Person)\n  tell "[p] [fall]."\n    or if happened(fall(p)) "[p] [fall] again."\n'
    assert not [node for node in model.nodes(world(asking)) if isinstance(node, model.Happened)]


# --- identity ---------------------------------------------------------------------------------------------


def test_the_same_world_has_the_same_hash_and_is_equal() -> None:
    assert world(STRIKE) == world(STRIKE)
    assert hash(world(STRIKE)) == hash(world(STRIKE))
    assert world(STRIKE).hash == world(STRIKE.replace("\n\n", "\n\n# said\n\n")).hash


@pytest.mark.parametrize(
    ("old", "new"),
    [("0.2", "0.3"), ("strike", "hit"), ("outcome hard", "outcome soft"), ("1 minute", "61 seconds")],
)
def test_another_world_has_another_hash(old: str, new: str) -> None:
    assert world(STRIKE).hash != world(STRIKE.replace(old, new)).hash


def test_an_initiative_orders_actors() -> None:
    assert world("define initiative(p: Person) = p.thirst\n").initiative == "initiative"
    assert world("").initiative is None


def test_a_world_block_is_needed() -> None:
    problems = Problems()
    assert check((), problems) is None
    assert [each.code for each in problems.diagnostics] == ["T0009"]


def test_what_was_taken_away_never_happened() -> None:
    made = world(STRIKE + "measure m = times(strike(anyone, anyone, Well))\nwithout strike\n")
    assert made.measures[0].expr == Const(0.0, model.Number())
    assert made.actions == ()


def test_parameters_are_checked_where_blocks_come_by_hand() -> None:
    name = syntax.Name("m", HERE)
    header = syntax.World(
        syntax.Text("w", HERE), None, DURATION, DURATION, None, None, None, None, None, HERE
    )
    problems = Problems()
    assert (
        check((header, syntax.Measure(name, None, None, None, syntax.Variable(name, HERE), HERE)), problems)
        is None
    )
    assert [each.code for each in problems.diagnostics] == ["T0201"]


HERE = Span("w.tale", 1, 1, 1, 2)
DURATION = syntax.Clock(60, "1:00", HERE)
