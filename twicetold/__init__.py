"""Twicetold: every story happens twice, once as events and once as telling.

A world is written down as plain text, lived many times by characters who act on what they believe, and then
asked: how does it end, how often, and why; and told. The rooms, from the ground up:

``lang``    the language of worlds: from text to a checked model;
``engine``  one life of a world: noise, the interpreter, events and their causes;
``runs``    many lives;
``ask``     questions about them: endings, canon, why and why not;
``tell``    a life told in words;
``cli``     the command line over all of it;
``worlds``  the bundled worlds, which are data.
"""

__version__: str


def __getattr__(name: str) -> str:
    """`__version__`, looked up only when it is asked for, since that takes its time."""
    if name == "__version__":
        from importlib.metadata import version

        return version("twicetold")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
