"""The interpreter: the definition of the language, written to be read.

One construct of the language, one file of the same name: `expression` (with `operator`, `aggregate` and
`pattern`), `effect`, `sense`, `rule`, `action`, `event`, `perceive`, `ending`, `start`, `tell`. `bindings`
finds who can take the roles, `occurrence` counts what happens again, `life` has the order of things within a
tick, `state` all that a life consists of, `causes` why what happened happened, `guide` the hand that may
steer a life, `build` a world made ready.
"""

from twicetold.engine.interpreter.guide import Guide, Option
from twicetold.engine.interpreter.life import Interpreter, Living

__all__ = ["Guide", "Interpreter", "Living", "Option"]
