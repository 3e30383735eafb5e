"""A pattern is told by its name where it is completed, and counted as theirs whose it is."""

from twicetold import questions
from twicetold.engine import Interpreter
from twicetold.lang import load_text
from twicetold.tell import Story, formats, planned
from twicetold.tell.called import called
from twicetold.tell.manner import telling_of
from twicetold.tell.words import told

WORLD = """
world "Borrowed"
  tick 1 minute
  lasts 12 minutes

kind Person
Ada is Person: she
Ben is Person: he

event lend (p: Person, q: Person)
  tell "[p] [lend] [q] a coin."

event flee (p: Person)
  tell "[p] [climb] out of the window."

rule at_one at 1 minute
  happens lend(Ben, Ada)
rule at_two at 3 minutes
  happens flee(Ada)
rule at_three at 5 minutes
  happens lend(Ben, Ada)
rule at_four at 9 minutes
  happens flee(Ada)

pattern flight (a: Person, b: Person)
  first lend(b, a)
  unless flee(a)
  then flee(a)
  called "[a's] betrayal of [b]"

pattern repeated
  first 2 times lend(anyone, anyone)
  called "an old story"

pattern unnamed
  first lend(anyone, anyone)
"""


def prose(patterns: bool) -> str:
    world = load_text(WORLD)
    life = Interpreter(world).live(1, 0)
    story = Story(world, called(world, life) if patterns else life)
    telling = telling_of(world, questions.Tell(order="chronicle", pace="scene"))
    said = told(story, planned(story, telling))
    return " ".join(formats.write(said, formats.edition(story, said, "text"), "text").decode().split())


def test_it_is_said_once_what_it_was_and_then_that_it_was_the_second():
    said = prose(patterns=True)
    first, second = said.index("betrayal of"), said.index("second betrayal of")
    assert first < second
    assert said.count("betrayal of") == 2
    assert "It was her second betrayal" in said or "It was Ada's second betrayal" in said
    assert said.count("an old story") == 1


def test_without_being_asked_for_it_is_not_said():
    assert "betrayal" not in prose(patterns=False)
