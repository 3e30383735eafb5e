"""The reference interpreter: the definition of the language, written to be read.

One construct of the language, one file of the same name: `expression` (with `operator`, `aggregate` and
`pattern`), `effect`, `sense`, `rule`, `action`, `event`, `perceive`, `ending`, `start`, `tell`. `bindings`
finds who can take the roles, `occurrence` counts what happens again, `life` has the order of things within a
tick. `state` is all that a life consists of, with the hands that may steer it, `happening` an event while it
happens, `log` what is kept to explain a life and `causes` what is found from that. `functions` says what
becomes of constructs when a world is made ready, and `build` makes it so, in the order in which they need
each other.
"""

from twicetold.engine.interpreter.life import Interpreter, Living
from twicetold.engine.interpreter.state import Guide

__all__ = ["Guide", "Interpreter", "Living"]
