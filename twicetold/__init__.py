"""Twicetold: every story happens twice, once as events and once as telling.

A world is written down as plain text, lived many times by characters who act on what they believe, and then
asked: how does it end, how often, and why; and told. The rooms, from the ground up:

``lang``    the language of worlds: from text to a checked model;
``engine``  one life of a world: noise, the interpreter, events and their causes;
``runs``    many lives;
``ask``     questions about them: endings, canon, why and why not;
``tell``    a life told in words;
``api``     the front door for Python: `twicetold.load`, and every question a method;
``serve``   the questions as tools for programs and language models;
``cli``     the command line over all of it;
``worlds``  the bundled worlds, which are data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twicetold.api import World

__version__: str


def load(name: str, *lines: str) -> World:
    """The world of a bundled name or of the path of a `.tale` file, with lines added to its text, as `--set`
    adds them. Raises `lang.TaleError` with everything that is wrong."""
    from twicetold.api import World

    return World.load(name, *lines)


def __getattr__(name: str) -> str:
    """`__version__`, looked up only when it is asked for, since that takes its time."""
    if name == "__version__":
        from twicetold.version import VERSION

        return VERSION
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
