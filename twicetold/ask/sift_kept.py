"""What was sifted so far, on disk: small, whatever the number of lives, and read as a stranger's."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from twicetold.ask.examples import Example
from twicetold.lang import limits
from twicetold.runs.documents import Count, Document, Hash, Line

Pairs = Annotated[tuple[tuple[Count, Count], ...], Meta(max_length=1 << 20)]
Entity = Annotated[int, Meta(ge=0, lt=limits.ENTITIES)]


class KeptCount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was found of one pattern: see `sift.Tally`."""

    pattern: Line
    lives: Count
    matches: Count
    times: Pairs
    endings: Pairs
    of: tuple[tuple[tuple[Entity, ...], Count], ...]
    runs: tuple[Count, ...]
    sample: tuple[tuple[Count, Example], ...]


class Kept(Document, frozen=True, kw_only=True):
    """Of which world and seed the first `n` lives were sifted, how many were lived `again` for their causes,
    how all of them ended, and what was found."""

    hash: Hash
    seed: Count
    n: Count
    again: Count
    endings: Pairs
    counts: tuple[KeptCount, ...]
