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

from importlib.metadata import version

__version__ = version("twicetold")
