"""The night mail: an inspector who is right oftener than by chance, and wrong at times; and why."""

from __future__ import annotations

from importlib.resources import files

from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.meaning.ancestry import ancestors
from twicetold.lang import load, load_with_warnings

LIVES = 300
"""By chance the inspector would be right in a sixth of them: 50, with a standard deviation of 6.5."""


def test_it_is_short_and_has_nothing_to_warn_of() -> None:
    assert load_with_warnings("night_mail").diagnostics == ()
    text = files("twicetold.worlds").joinpath("night_mail.tale").read_text(encoding="utf-8")
    other_words = ("or ", "briefly ", "words ", "#")
    assert sum(not line.lstrip().startswith(other_words) for line in text.splitlines()) <= 150


def test_the_inspector_is_right_oftener_than_by_chance_and_wrong_sometimes() -> None:
    kernel = Kernel(load("night_mail"), tier="quick")
    lived = kernel.lives(1, 0, LIVES)
    endings = [kernel.names.endings[number] for number in lived.ending]
    assert endings.count("justice") > 0.35 * LIVES
    assert endings.count("the wrong one hangs") > 0.2 * LIVES


def test_both_engines_live_it_alike() -> None:
    world = load("night_mail")
    interpreted = Interpreter(world).lives(1, 0, 4)
    assert (Kernel(world, tier="quick").lives(1, 0, 4).digest == interpreted.digest).all()


def test_what_led_to_the_charge_names_the_testimony_that_convicted() -> None:
    life = Interpreter(load("night_mail")).live(1, 3)
    charge = next(event for event in life.events if event.name == "charge")
    events = {event.number: event for event in life.events}
    above = [events[number] for number in ancestors(events, charge.number)]
    charged = charge.roles[1]
    assert any(event.name == "contradiction" and event.roles[1] == charged for event in above)
    assert any(event.name == "testimony" and event.roles[1] == charged for event in above)
    assert any(event.name == "memory of sight" and event.roles[1] == charged for event in above)
