"""What a process keeps from one call to the next: nothing but what makes the same answer sooner."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from twicetold.edit import Analysis, Analyst, Document
from twicetold.lang import Loaded

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

WORLDS: Final = 6
"""So many worlds are kept as they were loaded."""

WRITTEN: Final = 4
"""Of so many worlds that are being written it is kept what was found out of their texts."""

_TITLE = re.compile(r"^world\s.*$", re.MULTILINE)


class Recent(Generic[K, V]):
    """What was made last, each by its key; what nobody has asked for longest is forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """What has a key, made if it is not kept."""
        if key not in self._made:
            self._made[key] = make()
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        self._made.move_to_end(key)
        return self._made[key]


@dataclass(slots=True)
class Memory:
    """The worlds that were asked about last, and what is known of texts that are being written."""

    loaded: Recent[tuple[str | None, ...], Loaded] = field(default_factory=lambda: Recent(WORLDS))
    _analysts: Recent[str, Analyst] = field(default_factory=lambda: Recent(WRITTEN))

    def analysis(self, text: str, name: str) -> Analysis:
        """What is known of a text. Of another version of it only what an edit can have changed is found out
        anew; two texts are taken for versions of one where they have one title."""
        title = _TITLE.search(text)
        analyst = self._analysts.get(title[0] if title else "", Analyst)
        return analyst.analyse(Document(name, text))
