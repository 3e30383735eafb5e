"""Playing a part: lives in which one or more characters are played by whoever likes, and all others live on.

    from twicetold.lang import load
    from twicetold.play import Stage, begin

    session = begin(Stage(load("milk")), ["Ada"])
    session.offers                  # what she could do, as she believes, in words
    session = session.choose(0)     # another session; this one stays as it was

`stage` is a world made ready for it, `session` one moment of such a life. `saved` writes down what was
chosen and plays it again; `script` holds a life against what its author expects of it; `otherwise` says what
other choices would have given. For programs that learn, `env` and its like make environments of a world (see
`envs`).
"""

from twicetold.play.envs import env, parallel_env, single_env, vector_env
from twicetold.play.line import Choice
from twicetold.play.session import NotOpen, Offer, Session, begin
from twicetold.play.stage import CannotPlay, Stage

__all__ = [
    "CannotPlay", "Choice", "NotOpen", "Offer", "Session", "Stage", "begin",
    "env", "parallel_env", "single_env", "vector_env",
]  # fmt: skip
