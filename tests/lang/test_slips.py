"""Slips of newcomers, each with a sentence that leads to the mend: what they bring along from other systems,
from programs, and from plain English."""

from __future__ import annotations

import pytest

from twicetold.lang import TaleError, load_text, load_text_with_warnings

WORLD = """world "A pier"
  tick 1 minute
  lasts 1 hour
kind Spot
kind Sailor
  at Spot
  mood one of merry, glum
  pence whole 0.. = 3
  alive yes/no = yes
Pier, Boat are Spot
Nell, Tom are Sailor: they, at Pier
"""

ELSEWHERE = [
    ("== the_pier ==\nNell waits.", "T0112", "there are no passages here"),
    ("* [Row out] -> boat", "T0112", "is an `action`"),
    ("+ (row) [Row out]", "T0112", "is an `action`"),
    ("-> boat", "T0112", "is an `action`"),
    ("VAR pence = 3", "T0112", "declare a field below its kind"),
    ("*set pence 3", "T0112", "declare a field below its kind"),
    ("*choice\n  #Row", "T0112", "is an `action`"),
    ("*page_break", "T0112", "there are no passages here"),
    (":: The pier", "T0112", "there are no passages here"),
    ("[[Row out->Boat]]", "T0112", "is an `action`"),
    ("<<set $pence to 3>>", "T0112", "`define rich"),
    ("label pier:", "T0112", "there are no passages here"),
    ("The Pier is a room.", "T0112", "write `kind Room`, then `Hall is Room`"),
    ("def row(p):\n  p.at = Boat", "T0112", "what people can do is an `action`"),
    ("let pence = 3", "T0112", "declare a field below its kind"),
    ("while Nell.alive\n  Nell.pence += 1", "T0112", "a `rule` holds each tick by itself"),
    ('print("Hello")', "T0112", "a text is told by `tell"),
    ("// the crew", "T0112", "a comment begins with `#`"),
    ("- Nell", "T0112", "without a dash"),
    ("Kit:\n  kind: Sailor", "T0100", "`Kit is Person: she, coins 3`"),
]

PROGRAMS = [
    ("action row (p: Sailor)\n  urge: 2", "T0100", "write `urge 2`"),
    ("action row (p: Sailor)\n  urge 2\n  then:\n    p.at = Boat", "T0100", "no colon stands at the end"),
    ("rule r for p: Sailor when p.mood == glum\n  p.pence += 1", "T0100", "write `is` to compare"),
    ("action a (p: Sailor)\n  needs p.pence = 3\n  urge 1", "T0100", "write `is` to compare"),
    ("rule r for p: Sailor where p.mood != glum\n  p.pence += 1", "T0100", "write `is not`"),
    ("rule r for p: Sailor when p.alive && p.pence > 2\n  p.pence += 1", "T0100", "write `and`"),
    ("rule r for p: Sailor\n  p.pence++", "T0100", "write `p.pence += 1`"),
    ("rule r for p: Sailor\n  p.pence--", "T0100", "write `p.pence -= 1`"),
    ("rule r for p: Sailor\n  p.pence =+ 1", "T0100", "write `+=`"),
    ("rule r for p: Sailor\n  if p.pence => 2\n    p.pence = 1", "T0100", "write `>=`"),
    ("rule r for p: Sailor\n  p.pence += 1;", "T0100", "one thing a line"),
    ("rule r for p: Sailor\n  p.pence += 1 // pay", "T0100", "a comment begins with `#`"),
    (
        "rule r for p: Sailor\n  if p.pence > 2\n    p.pence = 1\n  else\n    p.pence = 2",
        "T0110",
        "write `otherwise`",
    ),
    (
        "rule r for p: Sailor\n  if p.pence > 2\n    p.pence = 1\n  elif p.alive\n    p.pence = 2",
        "T0110",
        "`otherwise if`",
    ),
    ('kind Sack\n  label text = "S"', "T0100", "no field holds a text"),
    ("kind Sack\n  holds list of Sailor", "T0100", "`relation holds (Sack, Sailor) yes/no`"),
    ("kind Gate\n  open boolean", "T0202", "write `yes/no`"),
    ("kind Gate\n  locks int", "T0202", "write `whole`"),
    ("rule r for p: Sailor\n  p.alive = false", "T0201", "write `no`"),
    ("rule r for p: Sailor at 1 minute\n  p.pence = random(1, 6)", "T0204", "write `uniform(1, 6)`"),
    ('rule r for p: Sailor at 1 minute\n  p.mood = "glum"', "T0100", "leave the quotes out: `glum`"),
    ('action "row" (p: Sailor)\n  urge 1', "T0100", "leave the quotes out: `row`"),
    ("rule r at 1 minute\n  tell 'A gull cries.'", "T0100", "straight double quotes"),
    ("rule r for p: Sailor at 1 minute\n  p.pence = 2,500", "T0100", "write `2500`"),
    ("define a(p: Sailor) = b(p)\ndefine b(p: Sailor) = a(p)", "T0402", "say one of them without the next"),
    ("kind Mate extends Sailor", "T0100", "`kind Mate is Sailor`"),
    ("action a (p: Sailor)\n  urge normal(0, 1)", "T0404", "keep what is drawn in a field"),
    ("action a (p)\n  urge 1", "T0100", "comes a `:` and the kind"),
]

ENGLISH = [
    ("Old Kit is Sailor: at Pier", "T0113", "write `Old_Kit`"),
    ("Kit is a Sailor: at Pier", "T0100", "leave `a` out"),
    ("Kit is Sailer: at Pier", "T0202", "did you mean `Sailor`?"),
    ("Kit is Sailor", "T0308", "write `at …`"),
    ("Nell loves Tom", "T0204", "declare it: `relation loves (…, …) yes/no`"),
    ("rule r for all p: Sailors\n  p.pence += 1", "T0100", "write `for p: Sailor`"),
    ("rule r for p: Sailor if p.alive\n  p.pence += 1", "T0100", "write `when p.alive`"),
    ('ending "rich" if Nell.pence > 5', "T0100", "write `when Nell.pence > 5`"),
    ("ending rich when Nell.pence > 5", "T0100", 'put it between quotes: `"rich"`'),
    (
        "rule r for p: Sailor when p.at is Pier, p.alive\n  p.pence += 1",
        "T0100",
        "join conditions with `and`",
    ),
    ("rule r for p: Sailor when p.pence is more than 5\n  p.mood = glum", "T0100", "write `p.pence > 5`"),
    (
        "rule r for p: Sailor when p.mood is merry or glum\n  p.pence += 1",
        "T0301",
        "is one of (merry, glum)`",
    ),
    ("rule r for p: Sailor when mood is glum\n  p.pence += 1", "T0201", "such as `p.mood`"),
    ("rule r for p: Sailor at 1 minute\n  p.at is Boat", "T0100", "`p.at = Boat`"),
    ("rule r every morning\n  Nell.pence += 1", "T0201", "`each day at 6:00`"),
    ("rule r at 6:00 pm\n  Nell.pence += 1", "T0100", "as `at 6:00` or `at 18:00`"),
    ("rule r for p: Sailor every 5\n  p.pence += 1", "T0302", "write its unit"),
    ("action a (p: Sailor)\n  needs p has pence\n  urge 1", "T0204", "`p.pence > 0`"),
    ("action a (p: Sailor)\n  urge 1\n  takes 5min", "T0206", "write `minutes`"),
    (
        "action a (p: Sailor)\n  urge 1\n  takes between 2 and 5 minutes",
        "T0100",
        "`uniform(2 minutes, 5 minutes)`",
    ),
    (
        "action a (p: Sailor, q: Sailor)\n  urge 1\n  then give 1 pence from p to q",
        "T0100",
        "`move 1 from p.pence to q.pence`",
    ),
    ("action a (p: Sailor)\n  urge 1\n  then move p to Boat", "T0100", "`p.at = Boat`"),
    ("action a (p: Sailor)\n  urge 1\n  then p drowns", "T0100", "`p.alive = no`"),
    (
        'action a (p: Sailor)\n  urge 1\n  tell "[p] [nod] [if p.mood is glum: sadly|gaily]."',
        "T0413",
        "`[if …: … | otherwise: …]`",
    ),
    (
        "action a (p: Sailor)\n  needs p.mood is merry, p.mood is glum\n  urge 1",
        "T0503",
        "`p.mood is merry` and `p.mood is glum` exclude each other",
    ),
    ("Rule r for p: Sailor\n  p.pence += 1", "T0106", "did you mean `rule`?"),
    ('expect "unended" 10%..20%', "T0100", '`expect "all is well" in 10% .. 30%`'),
]


@pytest.mark.parametrize(("slip", "code", "help"), [*ELSEWHERE, *PROGRAMS, *ENGLISH])
def test_a_newcomers_slip_is_answered_with_the_mend(slip: str, code: str, help: str) -> None:
    with pytest.raises(TaleError) as refused:
        load_text(WORLD + slip + "\n")
    told = refused.value.diagnostics[0]
    assert told.code == code
    assert help in told.help


@pytest.mark.parametrize("name", ["Nell", "Tom", "Boat"])
def test_a_role_that_hides_somebody_is_told(name: str) -> None:
    kind = "Spot" if name == "Boat" else "Sailor"
    slip = (
        f"action greet ({name}: {kind}, q: Sailor)\n  urge 1\n"
        if kind == "Sailor"
        else (f"action go (q: Sailor, {name}: {kind})\n  urge 1\n")
    )
    found = load_text_with_warnings(WORLD + slip).diagnostics
    (told,) = (each for each in found if each.code == "T0511")
    assert told.severity == "warning"
    assert f"`{name}` is anybody here" in told.message
