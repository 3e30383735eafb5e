"""`twicetold cache`: where compiled worlds are kept, and how much that is."""

from __future__ import annotations

from twicetold.cache import Cache
from twicetold.cli.output import console, write_json
from twicetold.cli.requests.cache import Request


def main(request: Request) -> None:
    """Show the cache, or empty it."""
    cache = Cache.of_user()
    if cache is not None and request.clear:
        cache.clear()
    entries, size = (0, 0) if cache is None else (len(cache.entries()), cache.size())
    if request.as_json:
        folder = None if cache is None else str(cache.folder)
        write_json({"folder": folder, "entries": entries, "bytes": size})
    elif cache is None:
        console().print(
            "Nothing is kept: there is no folder for it, or TWICETOLD_CACHE is off.", soft_wrap=True
        )
    else:
        console().print(f"{cache.folder}: {entries:,} entries, {size / 2**20:.1f} MiB", soft_wrap=True)
