"""What whoever answers can reach: the worlds that are given, or one that is sent, and no file besides."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Annotated, Final, TypeVar

from twicetold.cache import Cache
from twicetold.lang import Loaded, load_text_with_warnings
from twicetold.lang.kept import load_kept
from twicetold.lang.shelf import BUNDLED
from twicetold.questions import Option
from twicetold.serve.arguments import Text
from twicetold.serve.limits import Limits
from twicetold.serve.memory import Memory
from twicetold.serve.refusals import Refused, instead, quoted

S = TypeVar("S")
T = TypeVar("T")

SENT: Final = "text"
"""What a text that is sent is called in what is told of it."""

OFTEN: Final = 0.2
"""Seconds from one word on how far it is to the next."""


@dataclass(frozen=True, slots=True)
class World:
    """What every question of a world says: which."""

    _: KW_ONLY
    world: Annotated[str | None, Option("A world that is given here, by its name in `worlds`.")] = None
    text: Annotated[str | None, Text("Instead: the text of a world, in the language of .tale files.")] = None
    lines: Annotated[
        tuple[str, ...],
        Option(
            "Lines added to its text, each a declaration: `heed 1` turns a setting; `forbid walk(Ada,"
            " anyone)`; `Ada believes love(Ben, Ada) 0.8`."
        ),
    ] = ()


@dataclass(slots=True)
class Desk:
    """The worlds that are given, each with where it is; what a call may ask for; and who is told how far it
    is."""

    worlds: Mapping[str, str]
    limits: Limits
    on_progress: Callable[[int, int], None]
    memory: Memory = field(default_factory=Memory)
    _told: float = field(default=0.0, init=False)

    def load(self, asked: World, *more: str) -> Loaded:
        """The world that is asked about, with more lines. Its lives have no more steps than they may.

        Raises Refused if it is not said which, or there is none such; TaleError with all that is wrong in it.
        """
        asked = replace(asked, lines=(*asked.lines, *more))
        return self.memory.loaded.get((asked.world, asked.text, *asked.lines), lambda: self._load(asked))

    def _load(self, asked: World) -> Loaded:
        match asked.world, asked.text:
            case str(name), None:
                loaded = load_kept(self.where(name), asked.lines, Cache.of_user(), adding=BUNDLED)
            case None, str(text):
                loaded = load_text_with_warnings(text, SENT, asked.lines)
            case None, None:
                there_are = instead("", list(self.worlds)) if self.worlds else "no world is given here"
                raise Refused(f"say which world, by `world` or, with its whole text, by `text`: {there_are}")
            case _:
                raise Refused("`world` and `text` do not go together: leave one of them out")
        budget = min(loaded.world.budget, self.limits.steps)
        return replace(loaded, world=replace(loaded.world, budget=budget))

    def where(self, name: str) -> str:
        """Where a world is that is given. Raises Refused."""
        if name not in self.worlds:
            there_are = instead(name, list(self.worlds)) if self.worlds else "send its `text` instead"
            raise Refused(f"there is no world {quoted(name)} here: {there_are}")
        return self.worlds[name]

    def progress(self, done: int, of: int) -> None:
        """So much is done. It is not passed on each time."""
        now = time.monotonic()
        if done >= of or now - self._told >= OFTEN:
            self._told = now
            self.on_progress(done, of)

    def page(
        self, things: Sequence[S], first: int, made: Callable[[S], T], size: Callable[[T], int]
    ) -> tuple[tuple[T, ...], int | None]:
        """What is made of those from the first on that a page has room for, one at least; and where the next
        page begins."""
        page: list[T] = []
        room = self.limits.answer
        for place in range(first, len(things)):
            thing = made(things[place])
            room -= size(thing)
            if page and room < 0:
                return tuple(page), place
            page.append(thing)
        return tuple(page), None


def few(names: Iterable[str], most: int = 60) -> tuple[str, ...]:
    """Names, and how many more there are."""
    known = tuple(names)
    return known if len(known) <= most else (*known[:most], f"and {len(known) - most:,} more")
