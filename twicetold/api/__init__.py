"""The front door for Python: a world, its lives, one life; every question a method, every answer frames.

    import twicetold

    milk = twicetold.load("milk")
    runs = milk.many(1000)
    runs.endings()
    runs[17].why()

Everything is frozen, and answers with what the rooms below answer: `Answer.result` is their plain data, the
frames are made of it (Polars: `pip install 'twicetold[polars]'`). In a notebook each shows itself.
"""

from twicetold.api.answer import Answer
from twicetold.api.life import Life
from twicetold.api.runs import Runs
from twicetold.api.world import World

__all__ = ["Answer", "Life", "Runs", "World"]
