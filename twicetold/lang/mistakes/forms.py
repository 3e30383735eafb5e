"""How the lines of the language look: said of a line where nothing better is known."""

from __future__ import annotations

from typing import Final

from twicetold.lang.codes import Help
from twicetold.lang.mistakes.stop import Stop
from twicetold.lang.mistakes.words import INSIDE

FORMS: Final = {
    "world": 'world "The last of the milk"',
    "begins": "begins Monday 18:00",
    "tick": "tick 1 minute",
    "lasts": "lasts 2 hours",
    "choice": "choice softmax 0.5",
    "depth": "depth 2",
    "use": "use bodies",
    "without": "without strike",
    "forbid": "forbid strike(anyone, Ben) from 5 minutes",
    "force": "force strike(Ada, Ben) at 5 minutes",
    "unit": "unit metre, metres",
    "setting": "setting price whole = 2",
    "kind": "kind Guest is Person",
    "relation": "relation love (Person, Person) number 0..1 = 0.5",
    "define": "define rich(p: Person) = p.coins > 5",
    "sense": "sense sight (p: Person, q: Person)",
    "when": "when p.at is q.at, q.alive",
    "shows": "shows q.alive",
    "rule": "rule hunger for p: Person when p.alive",
    "action": "action strike (p: Person, q: Person)",
    "with": "with q willing",
    "goes": "goes by next to p.goal at 4 kilometres per hour",
    "needs": "needs p.alive, p.at is q.at",
    "urge": "urge 2 * p.anger - 1",
    "takes": "takes 5 minutes",
    "interrupted": "interrupted when not p.alive",
    "event": "event fall (p: Person)",
    "then": "then p.coins -= 1",
    "let": "let price = 2",
    "happens": "happens fall(p)",
    "in": "in 36 hours happens fall(p)",
    "cancel": "cancel fall(p)",
    "outcome": "outcome won",
    "if": "if p.coins > 2",
    "chance": "chance 0.5",
    "otherwise": "otherwise",
    "for": "for x: Person where x.alive",
    "pick": "pick x: Person where x.alive weighted x.coins",
    "born": "born x: Person",
    "tell": 'tell "[p] [strike] [q]."',
    "or": 'or if p.alive "[p] [wait]."',
    "as": 'as p "It [hurt]."',
    "thinks": 'thinks p "Not again."',
    "briefly": 'briefly "[p] [fall]."',
    "seen": "seen by q: Person where q.at is p.at",
    "heard": "heard by q: Person where q.at is p.at",
    "smelled": "smelled by q: Person where q.at is p.at",
    "felt": "felt by p",
    "told": "told to q",
    "opening": 'opening "It [be] a cold night, and [Ada] [sleep]."',
    "ending": 'ending "all is well" when all(p: Person: p.alive)',
    "measure": "measure dead = count(p: Person where not p.alive)",
    "reward": "reward for p: Person = p.coins",
    "wants": "wants p.coins for p: Person within 3 steps",
    "expect": 'expect "all is well" in 10% .. 30%',
    "words": 'words for coins (p: Person) "[p] [have] [p.coins coin/coins]"',
    "pattern": "pattern betrayal (host: Person, guest: Person)",
    "first": "first invite(host, guest) as welcome",
    "unless": "unless leave(guest) since welcome",
    "called": 'called "[guest\'s] betrayal"',
    "spare": "spare 2 Person",
    "telling": 'telling "from the end": order retrograde',
    "thread": "thread ada: close to Ada",
    "section": 'section "The yard" of ada: from 0:30',
    "canon": 'canon "the morning"',
}
"""A line of each sort, by the word that it begins with."""

DECLARED: Final = "Ada, Ben are Person: she, coins 3"
FIELD: Final = "coins whole 0.. = 3"
EFFECT: Final = "p.coins += 1"


def form(at: Stop) -> Help:
    """How a line like the one that makes no sense is written."""
    if (form := FORMS.get(at.first)) is not None and (at.row == 1 or at.first in _inside(at)):
        return Help("T0100.line_of", first=at.first, form=form)
    if at.row == 1:
        return Help("T0100.entity_line", form=DECLARED)
    if at.block == "kind":
        return Help("T0100.field_line", form=FIELD)
    if "let" in _inside(at):
        return Help("T0100.effect_line", form=EFFECT)
    return Help("T0100.line", form=FORMS.get(_inside(at)[0], DECLARED))


def _inside(at: Stop) -> list[str]:
    """The words that begin a line in this block."""
    words = INSIDE.get(at.block, "").split()
    return [*words, "or", "as", "thinks", "briefly", "otherwise"] if "tell" in words else words or ["tell"]
