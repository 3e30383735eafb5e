"""The engine: lives the worlds that `lang` has checked.

`interpreter` is the definition of the language, slow and plain; `noise` gives every draw from what it
decides; `record` is what is kept of a life. No word of any world occurs here.
"""

from twicetold.engine.interpreter import Guide, Interpreter, Living, Option
from twicetold.engine.meaning.budget import LifeTooLong
from twicetold.engine.meaning.record import Causes, Change, Event, Life

__all__ = ["Causes", "Change", "Event", "Guide", "Interpreter", "Life", "LifeTooLong", "Living", "Option"]
