"""What takes long to make and is the same in all processes of a session: made by whichever comes first."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import TypeVar

from twicetold.cache import Cache, key_of

T = TypeVar("T")


def once(name: str, make: Callable[[], T]) -> T:
    """What is made under a name, from the session's own cache, which is empty when the session begins. Who
    comes while it is made waits for it."""
    kept, key = Cache.of_user(), key_of("once", name)
    if kept is None:
        return make()
    if (data := kept.get(key)) is None:
        with kept.one_at_a_time(key):
            if (data := kept.get(key)) is None:
                made = make()
                kept.put(key, pickle.dumps(made))
                return made
    found: T = pickle.loads(data)
    return found
