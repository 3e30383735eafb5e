"""Lives are sifted: what is found is what is there, whoever lives them and however many at once."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.shell import Shell
from twicetold import load, questions
from twicetold.ask.checking import check_expectations
from twicetold.ask.given import given
from twicetold.ask.posed import pose
from twicetold.ask.sift import NoPatterns, sift
from twicetold.ask.verdicts import expect_name
from twicetold.choices import Engine
from twicetold.engine import Interpreter
from twicetold.engine.meaning.found import found_in
from twicetold.lang import TaleError, load_text_with_warnings
from twicetold.lang.question import read_question
from twicetold.runs.failures import RunsError

BY_HAND = """
world "By hand"
  tick 1 minute
  lasts 12 minutes
  choice best

kind Person
  they
  rich   yes/no = no
  angry  yes/no = no
  owes   whole 0.. = 0

Ada, Ben, Cleo are Person
Ada.rich yes

event lend (p: Person, q: Person)
  then q.owes += 1
  tell "[p] [lend] [q] a coin."

event pay (p: Person, q: Person)
  then p.owes -= 1
  tell "[p] [pay] [q] back."

event shout (p: Person, q: Person)
  then q.angry = yes
  tell "[p] [shout] at [q]."

action sulk (p: Person, q: Person)
  needs p.angry
  urge 1 if q.rich else -1
  then p.angry = no
  tell "[p] [sulk] before [q]."

rule first_day at 1 minute
  happens lend(Ada, Ben)
  happens lend(Ada, Cleo)

rule second_day at 3 minutes
  happens pay(Ben, Ada)
  happens lend(Ada, Ben)

rule third_day at 5 minutes
  happens shout(Ada, Cleo)

rule fourth_day at 9 minutes
  happens pay(Cleo, Ada)
"""
PATTERNS = """
pattern paid (lender: Person, other: Person)
  first lend(lender, other) as loan
  then pay(other, lender)

pattern paid_in_peace (lender: Person, other: Person)
  first lend(lender, other)
  unless shout(lender, other)
  then pay(other, lender)

pattern paid_soon (lender: Person, other: Person)
  first lend(lender, other)
  then pay(other, lender) within 3 minutes

pattern never_paid (lender: Person, other: Person)
  first lend(lender, other)
  unless pay(other, lender)

pattern lent_twice (lender: Person, other: Person)
  first 2 times lend(lender, anyone)
  then lend(lender, other)

pattern by_the_rich (other: Person)
  first lend(anyone, other) where other.owes >= 1

pattern hurt (a: Person, b: Person)
  first shout(b, a) as blow
  then sulk(a, b) because of blow

pattern unhurt (a: Person, b: Person)
  first lend(b, a) as loan
  then sulk(a, b) because of loan
"""
FOUND: dict[str, list[tuple[str | int, ...]]] = {
    "paid": [("Ada", "Ben", 1, 3), ("Ada", "Cleo", 1, 9)],
    "paid_in_peace": [("Ada", "Ben", 1, 3)],
    "paid_soon": [("Ada", "Ben", 1, 3)],
    "never_paid": [("Ada", "Ben", 3)],
    "lent_twice": [("Ada", "Ben", 1, 1, 3)],
    "by_the_rich": [],
    "hurt": [("Cleo", "Ada", 5, 6)],
    "unhurt": [],
}
CHANCY = BY_HAND.replace("  happens shout", "  chance 0.5\n    happens shout")


@pytest.fixture(scope="module")
def loaded():
    return load_text_with_warnings(BY_HAND + PATTERNS)


@pytest.fixture(scope="module")
def chancy():
    return load_text_with_warnings(CHANCY + PATTERNS)


@pytest.mark.parametrize("name", FOUND)
def test_what_is_found_in_a_life_known_by_hand(loaded, name):
    world = loaded.world
    life = Interpreter(world).live(1, 0)
    (pattern,) = (each for each in world.patterns if each.name == name)
    found = [
        (*(world.entities[who].name for who in match.who), *(life.events[n].tick for n in match.events))
        for match in found_in(world, life, pattern)
    ]
    assert sorted(found, key=str) == sorted(FOUND[name], key=str)


def test_each_pattern_is_counted_by_lives_and_by_times(loaded):
    sifted = sift(loaded, questions.Sift(5))
    assert {found.pattern: found.matches for found in sifted.patterns} == {
        name: 5 * len(there) for name, there in FOUND.items()
    }
    assert {found.pattern: found.lives for found in sifted.patterns} == {
        name: 5 * bool(there) for name, there in FOUND.items()
    }
    paid = sifted.patterns[0]
    assert paid.times == ((2, 5),)
    assert [(of.who, of.lives) for of in paid.of] == [(("Ada", "Ben"), 5), (("Ada", "Cleo"), 5)]
    assert paid.first is not None
    assert [moment.event for moment in paid.first.events] == ["lend(Ada, Ben)", "pay(Ben, Ada)"]
    assert [moment.seconds for moment in paid.first.events] == [60.0, 180.0]
    assert sifted.again == 5


def test_either_engine_and_any_number_of_jobs_find_the_same(chancy):
    asked = questions.Sift(40, jobs=1, engine=Engine.INTERPRETER)
    alone = sift(chancy, asked)
    hurt = next(found for found in alone.patterns if found.pattern == "hurt")
    assert 0 < hurt.lives < 40
    assert sift(chancy, replace(asked, engine=Engine.KERNEL)) == alone
    assert sift(chancy, replace(asked, engine=Engine.KERNEL, jobs=3)) == alone


def test_how_lives_with_a_pattern_end_is_held_against_how_all_do(chancy):
    lines = 'ending "shouted" at the end when happened(shout(Ada, anyone))\nending "quiet" at the end\n'
    sifted = sift(load_text_with_warnings(CHANCY + PATTERNS + lines), questions.Sift(60))
    hurt = next(found for found in sifted.patterns if found.pattern == "hurt")
    (shouted, quiet) = hurt.endings
    assert (shouted.what, shouted.given, shouted.share) == ("shouted", hurt.lives, 1.0)
    assert (quiet.what, quiet.given, quiet.all) == ("quiet", 0, 60 - hurt.lives)


def test_what_was_sifted_before_an_interrupt_counts(chancy):
    def interrupting(done: int, n: int) -> None:
        if done >= 10:
            raise KeyboardInterrupt

    sifted = sift(chancy, questions.Sift(1000, jobs=1, engine=Engine.INTERPRETER), interrupting)
    assert 10 <= sifted.n < 1000
    whole = sift(chancy, questions.Sift(sifted.n, jobs=1, engine=Engine.INTERPRETER))
    assert [found.lives for found in sifted.patterns] == [found.lives for found in whole.patterns]


def test_patterns_of_names_and_what_is_said_of_others(loaded):
    sifted = sift(loaded, questions.Sift(2, patterns=("hurt", "paid", "hurt")))
    assert [found.pattern for found in sifted.patterns] == ["hurt", "paid"]
    with pytest.raises(NoPatterns, match="there is no pattern `hurts`; did you mean `hurt`"):
        sift(loaded, questions.Sift(2, patterns=("hurts",)))


def test_a_world_without_patterns_says_how_one_is_written():
    loaded = load_text_with_warnings(BY_HAND)
    with pytest.raises(NoPatterns) as told:
        sift(loaded, questions.Sift(1))
    block = str(told.value).split("\n\n")[1].replace("\n  ", "\n").removeprefix("  ")
    assert sift(load_text_with_warnings(f"{BY_HAND}\n{block}\n"), questions.Sift(1)).patterns


def test_the_command_tells_a_person_and_a_program(tmp_path):
    (tmp_path / "hand.tale").write_text(BY_HAND + PATTERNS)
    shell = Shell(tmp_path)
    told = shell("sift", "hand.tale", "-n", "3", "--pattern", "hurt").stdout
    assert "hurt (a, b)" in told
    assert "first: 5:00 shout(Ada, Cleo), 6:00 sulk(Cleo, Ada)" in told
    assert "twicetold tell hand.tale --run 0" in told
    found = json.loads(shell("sift", "hand.tale", "-n", "3", "--json").stdout)
    assert [each["matches"] for each in found["patterns"]] == [3 * len(there) for there in FOUND.values()]


def test_from_python_as_frames(tmp_path):
    (tmp_path / "hand.tale").write_text(BY_HAND + PATTERNS)
    answer = load(str(tmp_path / "hand.tale")).sift(n=3)
    assert answer["patterns"].get_column("matches").to_list() == [3 * len(there) for there in FOUND.values()]
    assert answer["who"].get_column("pattern").to_list().count("paid") == 2


def test_what_has_begun_waits_for_what_would_complete_it(tmp_path):
    shell = Shell(tmp_path)
    shell.write("hand.tale", BY_HAND + PATTERNS)
    told = shell("sift", "hand.tale", "--begun", "0", "--pattern", "paid", "--pattern", "unhurt").stdout
    assert told.splitlines() == [
        "paid: 1:00 lend(Ada, Ben); waits for pay(Ben, Ada)",
        "paid: 1:00 lend(Ada, Cleo); waits for pay(Cleo, Ada)",
        "paid: 3:00 lend(Ada, Ben); waits for pay(Ben, Ada)",
        "unhurt: 1:00 lend(Ada, Ben); waits for sulk(Ben, Ada)",
        "unhurt: 1:00 lend(Ada, Cleo); waits for sulk(Cleo, Ada)",
        "unhurt: 3:00 lend(Ada, Ben); waits for sulk(Ben, Ada)",
    ]
    soon = json.loads(shell("sift", "hand.tale", "--begun", "0", "--pattern", "paid_soon", "--json").stdout)
    assert soon == []  # it is too late


# --- expected -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expect", "estimate", "holds"),
    [
        ("paid in 90%..100%", 1.0, True),
        ("unhurt in 0%..5%", 0.0, True),
        ("hurt in 30%..70%", 0.5, True),
        ("hurt in 80%..100%", 0.5, False),
    ],
)
def test_how_often_a_pattern_is_found_can_be_expected(expect, estimate, holds):
    loaded = load_text_with_warnings(f"{CHANCY}{PATTERNS}expect {expect}\n")
    checked = check_expectations(loaded.world, questions.Check(n=400, jobs=1))
    (found,) = checked.expectations
    # of 128 lives or more the standard deviation of a share is at most 0.045
    assert found.estimate == pytest.approx(estimate, abs=0.18)
    assert found.holds is holds
    assert expect_name(found.expect).startswith(f"expect {expect.split()[0]} in ")


def test_what_is_expected_of_a_pattern_is_a_share():
    with pytest.raises(TaleError, match="T0501"):
        load_text_with_warnings(f"{CHANCY}{PATTERNS}expect paid in 2..3\n")


# --- asked after --------------------------------------------------------------------------------------------


def test_what_lives_are_like_in_which_a_pattern_is_found(chancy):
    answer = given(chancy, questions.Given("hurt", 60, jobs=1))
    (hurt,) = sift(chancy, questions.Sift(60, patterns=("hurt",))).patterns
    assert (answer.asked, answer.count, answer.runs) == ("hurt", hurt.lives, hurt.runs)
    assert {lift.what: lift.share for lift in answer.events}["shout(Ada, Cleo)"] == 1.0


def test_a_pattern_is_not_come_to_on_a_way(chancy):
    with pytest.raises(ValueError, match="`hurt` is a pattern"):
        pose(chancy.world, read_question(chancy, "hurt"))


# --- on disk ------------------------------------------------------------------------------------------------


def test_what_is_gone_on_with_is_what_it_is_in_one_go(chancy):
    kept: list[bytes] = []
    sift(chancy, questions.Sift(15), save=kept.append)
    more = sift(chancy, questions.Sift(40), before=kept[-1], save=kept.append)
    assert more == sift(chancy, questions.Sift(40))
    assert sift(chancy, questions.Sift(40), before=kept[-1]) == more


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{}", "what was sifted before is damaged"),
        (b"\xff", "what was sifted before is damaged"),
        (None, "what was sifted before is of another world or seed, or of other patterns"),
    ],
)
def test_what_is_not_of_these_lives_is_not_gone_on_with(chancy, data, told):
    kept: list[bytes] = []
    sift(chancy, questions.Sift(3, seed=2), save=kept.append)
    with pytest.raises(RunsError, match=told):
        sift(chancy, questions.Sift(5), before=kept[0] if data is None else data)


def test_the_command_keeps_what_it_has_found_and_goes_on_with_it(tmp_path):
    shell = Shell(tmp_path)
    shell.write("chancy.tale", CHANCY + PATTERNS)
    whole = shell("sift", "chancy.tale", "-n", "30", "--json").stdout
    shell("sift", "chancy.tale", "-n", "10", "--out", "found.json")
    refused = shell("sift", "chancy.tale", "-n", "30", "--out", "found.json")
    assert (refused.returncode, refused.stderr) == (
        2,
        "error: found.json is there already; go on with it by --resume\n",
    )
    assert (
        shell("sift", "chancy.tale", "-n", "30", "--out", "found.json", "--resume", "--json").stdout == whole
    )
    assert shell("sift", "chancy.tale", "--resume").returncode == 2


@pytest.mark.parametrize("events", [True, False])
def test_lives_that_are_kept_are_sifted_by_patterns_of_today(tmp_path, events):
    shell = Shell(tmp_path)
    shell.write("chancy.tale", CHANCY)
    shell("many", "chancy.tale", "-n", "30", "--out", "runs", *(["--events"] if events else []))
    shell.write("chancy.tale", CHANCY + PATTERNS)
    whole = json.loads(shell("sift", "chancy.tale", "-n", "30", "--json").stdout)["patterns"]
    kept = json.loads(shell("sift", "chancy.tale", "--runs", "runs", "--json").stdout)["patterns"]
    assert kept == whole
    alone = json.loads(shell("sift", "chancy.tale", "--runs", "runs", "--pattern", "hurt", "--json").stdout)
    assert alone["patterns"] == [each for each in whole if each["pattern"] == "hurt"]
    shell.write("chancy.tale", CHANCY.replace("0.5", "0.4") + PATTERNS)
    other = shell("sift", "chancy.tale", "--runs", "runs")
    assert (other.returncode, other.stderr) == (2, "error: runs holds lives of another world than By hand\n")
