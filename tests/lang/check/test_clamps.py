"""What is counted is neither made nor lost unsaid where a range ends; `move` keeps the sum."""

from __future__ import annotations

import numpy as np
import pytest

from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.lang import TaleError, load_text, load_text_with_warnings
from twicetold.lang.formatter import format_text

WORLD = """world "A market"
  tick 1 minute
  lasts 20 minutes
unit litre, litres
kind Person
  purse  whole 0..20 = 12
  credit number -5..5 = 1
  jug    number 0..2 litres = 1 litre
  friend Person or none
  calm   number 0..1 = 0.5
  glad   number 0..1 = 0.5
kind Rich is Person
  bank   whole 0.. = 9
kind Stall
  loaves whole 0..9 = 1
  barrel number 0..50 litres = 20 litres
  open   yes/no = yes
Ann is Person: friend Bob
Bob is Person
Cid is Rich: friend Ann
Shop is Stall
{body}
ending "over" at the end
measure coins = sum(p: Person: p.purse) + sum(r: Rich: r.bank)
measure credit = sum(p: Person: p.credit)
measure wine = (sum(p: Person: p.jug) + Shop.barrel) / 1 litre
measure rest = sum(p: Person: p.calm + p.glad) + Shop.loaves + (1 if Shop.open else 0)
"""

MOVES = {
    "more than there is": "move 15 from Ann.purse to Bob.purse",
    "more than there is room for": "move 9 from Bob.purse to Ann.purse",
    "a fraction of what is whole": "move 2.5 from Ann.purse to Bob.purse",
    "a loss": "move -3 from Ann.purse to Bob.purse",
    "to somebody who may be nobody": "move 2 from p.purse to p.friend.purse",
    "from somebody who may be nobody": "move 2 from p.friend.purse to p.purse",
    "to whom it may not have": "move 1 from p.purse to p.bank",
    "to oneself": "move 4 from p.purse to p.purse",
    "below zero": "move 4 from Ann.credit to Bob.credit",
    "of another field with a unit": "move 0.7 litres from Shop.barrel to p.jug",
    "as drawn": "move uniform(0, 6) from p.purse to best(q: Person where q is not p: q.purse).purse",
}


@pytest.mark.parametrize("line", MOVES.values(), ids=MOVES)
def test_what_is_moved_is_neither_made_nor_lost_in_either_engine(line: str) -> None:
    world = load_text(WORLD.format(body=f"rule r for p: Person every 1 minute\n  {line}"))
    ours, theirs = Interpreter(world).lives(1, 0, 4), Kernel(world).lives(1, 0, 4)
    assert np.array_equal(ours.measures, theirs.measures)
    assert np.array_equal(ours.digest, theirs.digest)
    assert ours.measures[:, 0].tolist() == [45.0] * 4
    assert ours.measures[:, 1:3].ravel().tolist() == pytest.approx([3.0, 23.0] * 4, abs=1e-12)


def test_as_much_is_moved_as_there_is_and_as_there_is_room_for() -> None:
    body = (
        "rule r at 1 minute\n  move 15 from Ann.purse to Bob.purse\n  move 15 from Ann.purse to Cid.purse\n"
        "measure ann = Ann.purse\nmeasure bob = Bob.purse\nmeasure cid = Cid.purse"
    )
    life = dict(Interpreter(load_text(WORLD.format(body=body))).live(1, 0).measures)
    assert (life["ann"], life["bob"], life["cid"]) == (0, 20, 16)


WHOLE = {
    "there is enough": ("move 12 from Ann.purse to Cid.bank", True),
    "there is too little": ("move 13 from Ann.purse to Cid.bank", False),
    "there is room": ("move 8 from Cid.purse to Bob.purse", True),
    "there is no room": ("move 9 from Cid.purse to Bob.purse", False),
    "a fraction, rounded": ("move 11.6 from Ann.purse to Cid.bank", True),
    "a fraction, rounded up": ("move 12.6 from Ann.purse to Cid.bank", False),
    "a loss": ("move -1 from Ann.purse to Bob.purse", False),
    "nothing": ("move 0 from Ann.purse to Bob.purse", True),
    "to nobody": ("move 1 from Ann.purse to Bob.friend.purse", False),
    "from nobody": ("move 0 from Bob.friend.purse to Ann.purse", False),
    "from a friend": ("move 1 from Ann.friend.purse to Ann.purse", True),
}


@pytest.mark.parametrize(("line", "enough"), WHOLE.values(), ids=WHOLE)
@pytest.mark.parametrize("form", ["block", "otherwise", "both"])
def test_with_a_block_all_is_moved_or_nothing(line: str, enough: bool, form: str) -> None:
    body = f"rule r at 1 minute\n  {line}\n"
    body += "    Shop.open = no\n" if form != "otherwise" else ""
    body += "  otherwise\n    Shop.loaves = 7\n" if form != "block" else ""
    said = "measure open = Shop.open\nmeasure loaves = Shop.loaves\nmeasure moved = "
    said += " + ".join(f"abs({each}.purse - 12)" for each in ("Ann", "Bob", "Cid")) + " + abs(Cid.bank - 9)"
    world = load_text(WORLD.format(body=body + said))
    life = dict(Interpreter(world).live(1, 0).measures)
    assert life["coins"] == 45
    assert life["open"] == (form == "otherwise" or not enough)
    assert life["loaves"] == (7 if form != "block" and not enough else 1)
    assert (life["moved"] > 0) == (enough and "move 0" not in line)
    ours, theirs = Interpreter(world).lives(1, 0, 1), Kernel(world).lives(1, 0, 1)
    assert np.array_equal(ours.digest, theirs.digest)


def test_what_is_moved_whole_reads_both_sides_and_is_caused_by_them() -> None:
    body = (
        "rule earn at 1 minute\n  Ann.purse += 5\n"
        "rule pay at 2 minutes\n  move 14 from Ann.purse to Cid.bank\n    happens paid\n"
        "event paid\n  then Cid.calm = 1"
    )
    earn, pay, paid, _ = Interpreter(load_text(WORLD.format(body=body))).live(1, 0).events
    assert (earn.name, pay.name, paid.name) == ("earn", "pay", "paid")
    assert pay.causes.shaped_by == (earn.number,)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("move 1 from Ann.purse to Ann.friend", "T0301"),
        ("move 1 from Ann.jug to Ann.purse", "T0302"),
        ("move 1 from Ann.jug to Bob.jug", "T0302"),
        ("move 1 from Ann to Bob.purse", "T0407"),
        ("move 1 from Ann.purse", "T0100"),
        ("move 1 from Ann.purse to Ann.friend\n  otherwise\n    Ann.purse = 3", "T0301"),
        ("move 1 from Ann.purse to Bob.purse\n  otherwise", "T0100"),
        ("move 1 from Ann.purse to Bob.purse\n  else\n    Ann.purse = 3", "T0110"),
        ("move 1 from Ann.purse to Bob.purse otherwise Ann.purse = 3", "T0100"),
    ],
)
def test_what_cannot_be_moved_is_an_error(line: str, code: str) -> None:
    with pytest.raises(TaleError) as caught:
        load_text(WORLD.format(body=f"rule r at 1 minute\n  {line}"))
    assert [each.code for each in caught.value.diagnostics] == [code]


def test_a_move_is_laid_out_and_its_words_may_be_names() -> None:
    text = (
        'world "W"\n  tick 1 minute\n  lasts 1 hour\n\nkind From\n  to  whole 0..9 = 3\n\nA, to are From\n\n'
        "action from_to (from: From, move: From)\n  urge 1\n  then\n    move 1 from from.to to move.to\n"
        "    otherwise\n      from retires\n"
    )
    assert format_text(text.replace("move 1 from", "move  1  from"), "w.tale") == text
    load_text(text)


WARNED = {
    "coins": ("rule r at 1 minute\n  Ann.purse -= 14\n  Bob.purse += 14", "T0535"),
    "coins the other way about": ("rule r at 1 minute\n  Bob.purse += 5\n  Ann.purse -= 5", "T0535"),
    "between lines": (
        "rule r for p: Person every 1 minute\n  p.purse -= 1\n  p.calm = 1\n  Ann.purse += 1", "T0535",
    ),
    "what has a unit": ("rule r at 1 minute\n  Shop.barrel -= 1 litre\n  Ann.jug += 1 litre", "T0535"),
    "in a block": (
        "rule r at 1 minute\n  chance 0.5\n    Ann.purse -= 14\n    Bob.purse += 14", "T0535",
    ),
    "asked when it began": (
        "action a (p: Person, q: Person)\n  needs q.purse > 3\n  takes 2 minutes\n"
        "  then\n    q.purse -= 4\n    p.purse += 4",
        "T0535",
    ),
    "the last loaf": (
        "action a (p: Person)\n  needs Shop.loaves > 0\n  takes 2 minutes\n  then Shop.loaves -= 1", "T0536",
    ),
    "the last loaf, without a time": (
        "action a (p: Person)\n  needs Shop.loaves >= 1\n  then Shop.loaves -= 1", "T0536",
    ),
    "the last place": (
        "action a (p: Person)\n  needs Shop.loaves < 9\n  takes 2 minutes\n  then Shop.loaves += 1", "T0536",
    ),
    "somebody else's last coin": (
        "action a (p: Person, q: Person)\n  needs q.purse > 0\n  takes 2 minutes\n  then q.purse -= 1",
        "T0536",
    ),
}  # fmt: skip


def clamped(body: str) -> list[str]:
    diagnostics = load_text_with_warnings(WORLD.format(body=body)).diagnostics
    return [each.code for each in diagnostics if each.code in ("T0535", "T0536")]


@pytest.mark.parametrize(("body", "code"), WARNED.values(), ids=WARNED)
def test_a_clamp_that_may_make_or_hide_something_is_warned_of(body: str, code: str) -> None:
    assert clamped(body) == [code]


SILENT = {
    "how much there is was asked": (
        "rule r at 1 minute\n  if Ann.purse >= 14 and Bob.purse < 6\n    Ann.purse -= 14\n    Bob.purse += 14"
    ),
    "a condition asked": (
        "rule r for p: Rich when p.purse > 3\n  p.purse -= 2\n  p.bank += 2"
    ),
    "as much as there is": (
        "rule r at 1 minute\n  let n = least(3, Ann.purse, 20 - Bob.purse)\n"
        "  Ann.purse -= n\n  Bob.purse += n"
    ),
    "it is moved": "rule r at 1 minute\n  move 3 from Ann.purse to Bob.purse",
    "two unlike things": "rule r at 1 minute\n  Ann.calm -= 0.1\n  Ann.glad += 0.1",
    "not as much": "rule r at 1 minute\n  Ann.purse -= 4\n  Bob.purse += 3",
    "asked again at the end": (
        "action a (p: Person)\n  needs Shop.loaves > 0\n  takes 2 minutes\n"
        "  interrupted when Shop.loaves is 0\n  then Shop.loaves -= 1"
    ),
    "asked again in the effects": (
        "action a (p: Person)\n  needs Shop.loaves > 0\n  takes 2 minutes\n"
        "  then\n    if Shop.loaves > 0\n      Shop.loaves -= 1"
    ),
    "at once": "action a (p: Person)\n  needs Shop.loaves > 0\n  takes 0 minutes\n  then Shop.loaves -= 1",
    "one's own": "action a (p: Person)\n  needs p.purse > 0\n  takes 2 minutes\n  then p.purse -= 1",
}  # fmt: skip


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT)
def test_nothing_is_said_where_it_cannot_or_was_asked(body: str) -> None:
    assert clamped(body) == []


@pytest.mark.parametrize(
    "mend", ["  interrupted when not Shop.loaves > 0\n  then Shop.loaves -= 1\n",
             "  then\n    if Shop.loaves > 0\n      Shop.loaves -= 1\n    otherwise\n"
             "      outcome too_late\n"],
)  # fmt: skip
def test_what_the_warning_says_asks_again_at_the_end(mend: str) -> None:
    body = (
        f"action a (p: Person)\n  needs Shop.loaves > 0\n  urge 9\n  takes 2 minutes\n{mend}"
        "measure too_late = times(a(anyone) interrupted)\n"
    )
    world = load_text(WORLD.format(body=body).replace("0..9 = 1", "0..9 = 2"))
    ours, theirs = Interpreter(world).lives(1, 0, 10), Kernel(world).lives(1, 0, 10)
    assert np.array_equal(ours.digest, theirs.digest)
    for run in range(5):
        life = Interpreter(world).live(1, run)
        took = [e for e in life.events if e.name == "a" and e.outcome == "done"]
        assert len(took) == 2
    assert (ours.measures[:, -1] > 0).any() or "too_late" in mend
