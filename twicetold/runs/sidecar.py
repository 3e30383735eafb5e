"""What is known of a shard beside its files: whose lives it holds, and their sizes and checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec import UNSET, Struct, UnsetType

from twicetold.runs import documents
from twicetold.runs.documents import Bytes, Count, Digest, Document, Hash
from twicetold.runs.manifest import Manifest, Noise

BYTES = 1 << 12
"""The most that one holds."""


class Sum(Struct, frozen=True, forbid_unknown_fields=True):
    """The size and SHA-256 of a file."""

    bytes: Bytes
    sha256: Digest


class Sidecar(Document, frozen=True, kw_only=True):
    """The lives `first` to `first + n - 1` of a seed of the world of a hash, and the sums of their files."""

    world: Hash
    seed: int
    noise: Noise
    first: Count
    n: Count
    lives: Sum
    events: Sum | UnsetType = UNSET

    @classmethod
    def from_bytes(cls, data: bytes) -> Sidecar | None:
        """The sidecar as it was written; None if it is damaged."""
        try:
            return documents.read(data, cls)
        except ValueError:
            return None

    def sums(self) -> dict[str, Sum]:
        """The sums of the files by kind."""
        return {"lives": self.lives, **({"events": self.events} if isinstance(self.events, Sum) else {})}

    def differs(self, manifest: Manifest) -> str | None:
        """In what its lives are others than those of a manifest; None if they are of the same."""
        differences = {
            "world": self.world != manifest.hash,
            "seed": self.seed != manifest.seed,
            "noise": self.noise != manifest.noise,
        }
        return next((what for what, differ in differences.items() if differ), None)


def of(manifest: Manifest, runs: range, files: Mapping[str, bytes]) -> Sidecar:
    """The sidecar of a shard with these files by kind."""
    return Sidecar(
        world=manifest.hash,
        seed=manifest.seed,
        noise=manifest.noise,
        first=runs.start,
        n=len(runs),
        **{kind: sum_of(data) for kind, data in files.items()},
    )


def sum_of(data: bytes) -> Sum:
    """The sum of a file."""
    return Sum(len(data), hashlib.sha256(data).hexdigest())
