"""A thread pool, whose threads are not waited for when nobody wants what they live."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


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
