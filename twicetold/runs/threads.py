"""Threads that live beside one another, and are not waited for when nobody wants what they live."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

T = TypeVar("T")

AHEAD: Final = 3
"""How many calls for each thread are begun or waiting before what the first of them gives is handed over."""


def in_order(calls: Iterable[Callable[[], T]], jobs: int, stop: Callable[[], None]) -> Generator[T]:
    """What these calls give, in their order, each made by one of so many threads; a call is asked for only
    when it is about to be made. `stop` as for `threads`."""
    with threads(jobs, stop) as pool:
        waiting: deque[Future[T]] = deque()
        for call in calls:
            waiting.append(pool.submit(call))
            if len(waiting) >= AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def threads(jobs: int, stop: Callable[[], None]) -> Iterator[ThreadPoolExecutor]:
    """So many threads. If they are left before their time, by Ctrl-C or because enough is known, `stop` tells
    what they are at to end, and they are not waited for."""
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="living")
    try:
        yield pool
    except BaseException:
        stop()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown(cancel_futures=True)
