"""The engine: lives the worlds that `lang` has checked.

On the ground floor is `meaning`, what a life is, whoever lives it. Above it are two engines that do not know
each other: the `interpreter`, the definition of the language, slow and plain, and the `kernel`, compiled.
`observe` is the window through which what goes on in the interpreter is seen from outside. No word of any
world occurs here.
"""

from twicetold.engine.interpreter import Guide, Interpreter, Living
from twicetold.engine.meaning.budget import LifeTooLong
from twicetold.engine.meaning.record import Causes, Change, Event, Life, Supposed
from twicetold.engine.meaning.turns import Option, Turn

__all__ = [
    "Causes", "Change", "Event", "Guide", "Interpreter", "Life", "LifeTooLong", "Living", "Option",
    "Supposed", "Turn",
]  # fmt: skip
