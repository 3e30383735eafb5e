"""What is added to a block is as though it had been written there, and moves no draw."""

from __future__ import annotations

from twicetold.engine import Interpreter
from twicetold.engine.meaning.sites import draw_sites
from twicetold.lang import load_text, load_texts_with_warnings

LIBRARY = """
kind Place
kind Walker
  at  Place
  far number 0..1 ~ uniform(0, 1)
action go (w: Walker, to: Place)
  needs w.at is not to
  then
    w.at = to
    chance w.far
      outcome late
  tell "[w] [go] to [the to]."
"""

OWN = """
world "A walk"
  tick 1 minute
  lasts 20 minutes
Well, Mill are Place
Abel, Cain are Walker: at Well
"""

MORE = """
kind Walker also
  tired number 0..1 ~ uniform(0, 0.5)
action go also
  needs w.tired < 0.9
  then
    chance 50%
      w.tired += 0.1
"""

WHOLE = """
kind Place
kind Walker
  at    Place
  far   number 0..1 ~ uniform(0, 1)
  tired number 0..1 ~ uniform(0, 0.5)
action go (w: Walker, to: Place)
  needs w.at is not to
  needs w.tired < 0.9
  then
    w.at = to
    chance w.far
      outcome late
    chance 50%
      w.tired += 0.1
  tell "[w] [go] to [the to]."
"""


def test_it_is_as_though_it_stood_there() -> None:
    texts = {"walks.tale": LIBRARY, "walk.tale": "use walks\n" + OWN + MORE}
    added = load_texts_with_warnings(texts, "walk.tale").world
    assert added.hash == load_text(WHOLE + OWN, "walk.tale").hash


def test_it_moves_no_draw() -> None:
    """Who is how far, and whether the first walk ends late, is the same in both."""
    plain, added = (load_text(LIBRARY + OWN + more, "walk.tale") for more in ("", MORE))
    assert {site.name for site in draw_sites(plain)} <= {site.name for site in draw_sites(added)}
    outcomes = [
        [Interpreter(world).live(1, run).events[0].outcome for run in range(30)] for world in (plain, added)
    ]
    assert outcomes[0] == outcomes[1]
    assert len(set(outcomes[0])) == 2


def test_what_is_taken_away_goes_with_what_was_added() -> None:
    text = LIBRARY + OWN + MORE + "without go\naction go (w: Walker)\n  urge 1\n  then w.far = 0\n"
    world = load_text(text, "walk.tale")
    assert [(action.name, len(action.needs)) for action in world.actions] == [("go", 0)]
